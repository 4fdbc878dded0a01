// Package outreachweb has the pages of outreach: seminars and sign-up for everybody,
// the work pages of staff, the door, inquiries.
package outreachweb

import (
	"context"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/web"
)

// Rooms answers the requests of outreach.
type Rooms struct {
	Store *outreachstore.Store
	Keys  *keys.Keys   // stamps on public forms
	Limit *web.Limiter // how often one address may send a public form
	Talks *Talks       // the way to interviews; nil without that house
}

// Talks is the way from people who want an interview to the house that holds them.
type Talks struct {
	May   who.Permission                                              // who may take it
	Known func(context.Context, who.Actor) (map[string]string, error) // pages of those who went it, by id of sign-up, answer or inquiry
	Take  string                                                      // where a sign-up's id is posted to
	Write string                                                      // the form for those whose name or reading is not known
}

// New makes the rooms with the usual limit: 20 public forms at once per address, one
// more every 30 seconds; a family or a library behind one address still gets through.
func New(s *outreachstore.Store, k *keys.Keys, clock when.Clock) *Rooms {
	return &Rooms{Store: s, Keys: k, Limit: &web.Limiter{Most: 20, Every: 30 * time.Second, Clock: clock}}
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	r.seminarRoutes(rt)
	r.seminarStaffRoutes(rt)
	r.inquiryRoutes(rt)
	r.doorRoutes(rt)
}
