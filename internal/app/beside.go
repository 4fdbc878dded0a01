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
		var out []templ.Component
		for _, part := range parts {
			c, err := part(rq, token, o)
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
}
