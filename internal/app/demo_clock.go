package app

import (
	"fmt"
	"sync/atomic"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/web"
)

// demoClock is a demo town's clock: it can be set on, never back, so that a Monday
// can be seen on a Saturday.
type demoClock struct {
	clock when.Clock
	ahead atomic.Int64 // nanoseconds
}

// Now is the town's present moment.
func (c *demoClock) Now() when.Instant { return c.clock().Add(time.Duration(c.ahead.Load())) }

// aheadMost keeps one step of the clock within ten years.
const aheadMost = 10 * 365 * 24 * time.Hour

// Forward moves the clock on by a duration such as 38h20m; one that is none, or goes back, is a Fault.
func (c *demoClock) Forward(by string) error {
	d, err := time.ParseDuration(by)
	if err != nil || d < 0 || d > aheadMost {
		return fault.New(fault.Invalid, "hub.demo.clock_form")
	}
	c.ahead.Add(int64(d))
	return nil
}

// forward moves the town on, does what was due by then, and answers the moment it is.
func (a *App) forward(w web.Writer, r web.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if err := a.clock.Forward(r.PostForm.Get("by")); err != nil {
		return err
	}
	if err := a.Runner.Drain(r.Context()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, a.Now())
	return err
}
