package web

import (
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/keys"
)

// Guard keeps robots off public forms without puzzles: a field people never see, a
// signed stamp of when the form was shown, and a limit per network address.
type Guard struct {
	Keys  *keys.Keys
	Limit *Limiter
}

// Public forms are filled in by people: not within two seconds, and not from a page left open since yesterday.
const (
	formLeast = 2 * time.Second
	formMost  = 24 * time.Hour
)

// Stamp goes into a form as it is shown. A form shown again, with what is to be mended, keeps
// the stamp it came with: whoever mends one word at once is no robot.
func (g Guard) Stamp(rq Request, purpose string) string {
	given := rq.PostForm.Get("stamp")
	if age, ok := g.Keys.Stamped(purpose, given, rq.Now); ok && age <= formMost {
		return given
	}
	return g.Keys.Stamp(purpose, rq.Now)
}

// Check answers a fault at a field for what robots send: too fast, forged, too often,
// or with the hidden field filled in. The form must have been parsed.
func (g Guard) Check(rq Request, purpose, field string) error {
	var c fault.Check
	age, ok := g.Keys.Stamped(purpose, rq.PostForm.Get("stamp"), rq.Now)
	switch {
	case rq.PostForm.Get("website") != "" || ok && age < formLeast:
		c.Add(field, "ui.form.fast")
	case !ok || age > formMost:
		c.Add(field, "ui.form.stale")
	case !g.Limit.Allow(Address(rq.Request)):
		c.Add(field, "ui.form.calm")
	}
	return c.Err()
}
