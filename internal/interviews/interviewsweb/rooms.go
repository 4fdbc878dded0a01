// Package interviewsweb has the pages of interviews: asking for one and picking a time
// for everybody, the board of applicants, the slots, the sheet and the decision for staff.
package interviewsweb

import (
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of interviews.
type Rooms struct {
	Store *interviewsstore.Store
	Reach *outreachstore.Store // inquiries that become applicants
	Keys  *keys.Keys           // stamps on public forms
	Limit *web.Limiter         // how often one address may send a public form
}

// New makes the rooms with the usual limit of public forms.
func New(s *interviewsstore.Store, reach *outreachstore.Store, k *keys.Keys, clock when.Clock) *Rooms {
	return &Rooms{Store: s, Reach: reach, Keys: k, Limit: &web.Limiter{Most: 20, Every: 30 * time.Second, Clock: clock}}
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	r.askRoutes(rt)
	r.linkRoutes(rt)
	r.boardRoutes(rt)
	r.applicantRoutes(rt)
	r.slotRoutes(rt)
	r.sheetRoutes(rt)
}

// guard keeps robots off the public form.
func (r *Rooms) guard() web.Guard { return web.Guard{Keys: r.Keys, Limit: r.Limit} }

// inForm turns a conflict into something to mend at a field, so that the page is shown
// again with what was typed and what can be picked now.
func inForm(err error, field string, keys ...string) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Conflict {
		return err
	}
	for _, k := range keys {
		if f.Key == k {
			return &fault.Fault{Kind: fault.Invalid, Key: "ui.form.mend", Args: []any{"n", 1}, Fields: []fault.Field{{Name: field, Key: f.Key, Args: f.Args}}}
		}
	}
	return err
}

// again shows a page once more with what is wrong, or answers the error for the router.
func again(w web.Writer, rq web.Request, err error, page func(ui.Form) (templ.Component, error)) error {
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	c, err := page(f)
	if err != nil {
		return err
	}
	return w.PageStatus(422, c)
}
