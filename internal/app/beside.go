package app

import (
	"github.com/a-h/templ"

	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
)

// windowPart is what a house shows of an order in the client's window; nil is nothing.
type windowPart = func(rq web.Request, token string, o ordersstore.Full) (templ.Component, error)

// beside puts the parts of several houses one below the other.
func beside(parts ...windowPart) windowPart {
	return func(rq web.Request, token string, o ordersstore.Full) (templ.Component, error) {
		return joined(parts, func(p windowPart) (templ.Component, error) { return p(rq, token, o) })
	}
}

// homePart is what a house has for a worker's home; nil is nothing.
type homePart = func(web.Request) (templ.Component, error)

// firsts puts what several houses have for a worker's home one below the other.
func firsts(parts ...homePart) homePart {
	return func(r web.Request) (templ.Component, error) {
		return joined(parts, func(p homePart) (templ.Component, error) { return p(r) })
	}
}

// joined are the components of all parts that have one; nil where none has.
func joined[P any](parts []P, show func(P) (templ.Component, error)) (templ.Component, error) {
	var out []templ.Component
	for _, p := range parts {
		c, err := show(p)
		if err != nil {
			return nil, err
		}
		if c != nil {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return templ.Join(out...), nil
}
