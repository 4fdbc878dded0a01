package ordersweb

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// named says of a field that was left out what is missing, so that the list at the head of
// the page can be read by itself.
func named(rq web.Request, err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return err
	}
	x := *f
	x.Fields = nil
	for _, field := range f.Fields {
		if key := "orders.need." + field.Name; (field.Key == "orders.field.missing" || field.Key == "orders.field.pick") && rq.Lang.Has(key) {
			field.Key = key
		}
		x.Fields = append(x.Fields, field)
	}
	return &x
}

// formOf is the form as it was typed, with what is to be mended.
func formOf(rq web.Request, err error) (ui.Form, error) { return rq.FormOf(named(rq, err)) }
