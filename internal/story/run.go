// Package story lives the source's own story through the product: an empty hub opens in the
// fictional town, and for eighteen months people sign up, talk, register, work, are paid and
// billed, each act by the same method of a store that the person's click reaches. Nothing
// in the product knows that it is a story.
package story

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	data "hiroba/internal/town"
)

// Config is which story is told, and where.
type Config struct {
	Data, DB    string
	Seed        uint64
	From, Until when.Date // Until is the day on whose morning the story ends
	Scale       int
	Out         io.Writer // progress
	Log         *slog.Logger
}

// months is how long the source's story is (S42): one year and a half.
const months = 18

// Start is the usual first day: the March in which the first seminar is held (S31).
var Start = when.On(2025, time.March, 1)

// errHeld refuses a database that is somebody's.
var errHeld = errors.New("this database holds a hub already; the story begins with an empty one: give it a folder (--data) of its own")

// Told is what a story came to.
type Told struct {
	Towns [][]Month
	Audit []audit.Result
}

// Tell lives a story, and has the auditor read all books at its end.
func Tell(ctx context.Context, c Config) (told Told, err error) {
	if c.From.IsZero() {
		c.From = Start
	}
	if c.Until.IsZero() {
		c.Until = c.From.AddMonths(months)
	}
	w := &world{ctx: ctx, now: clock(c.From, 0)}
	if w.app, err = app.New(ctx, app.Config{Data: c.Data, DB: c.DB, URL: "http://localhost:8080", Now: func() when.Instant { return w.now.Add(w.late) }}, c.Log); err != nil {
		return told, err
	}
	defer w.app.Close()
	if err := w.begin(c); err != nil {
		return told, err
	}
	defer w.log.file.Close()
	if err := w.live(c); err != nil {
		return told, err
	}
	for _, t := range w.towns {
		told.Towns = append(told.Towns, t.figures)
	}
	told.Audit, err = audit.Run(ctx, w.app.DB)
	return told, err
}

// begin opens the file of what was lived, and refuses a database with a hub that is not the story's.
func (w *world) begin(c Config) (err error) {
	hubs, err := w.app.Hubs.All(w.ctx)
	if err != nil {
		return err
	}
	var began bool
	if w.log, began, err = openLog(c.Data, header{Seed: c.Seed, From: c.From.String(), Until: c.Until.String(), Scale: c.Scale, DB: c.DB}); err != nil {
		return err
	}
	if len(hubs) > 0 && !began {
		return errors.Join(errHeld, w.log.drop())
	}
	of := max(c.Scale, 1)
	for n := range of {
		t := &town{world: w, no: n, hub: data.StoryHub(n, of), seed: c.Seed + uint64(n)*7919, from: c.From, snow: map[when.Date]bool{}, staff: map[people.Role]who.Actor{}}
		t.people()
		w.towns = append(w.towns, t)
	}
	return nil
}

// live goes through the months, and on to ten o'clock of the day after them.
func (w *world) live(c Config) error {
	for _, t := range w.towns {
		t.plan(c.Until)
	}
	for first := c.From; first.Before(c.Until); first = first.AddMonths(1) {
		end := first.AddMonths(1)
		if c.Until.Before(end) {
			end = c.Until
		}
		if err := w.until(clock(end, 0)); err != nil {
			return err
		}
		for _, t := range w.towns {
			if err := t.endMonth(first, c.Out); err != nil {
				return err
			}
		}
	}
	return w.until(clock(c.Until, Morning))
}

// plan is the town's calendar: what comes by itself, whatever people do.
func (t *town) plan(until when.Date) {
	opened := t.openDay(t.from)
	t.at(clock(opened, 9*60), t.open)
	t.at(clock(opened, 9*60+20), t.catalogue)
	second := t.monthStart(11).AddDays(18)
	t.at(clock(opened, 9*60+40), t.purse)
	t.at(clock(opened, 9*60+45), t.heard)
	t.seminar(evening{0, t.openDay(opened.AddDays(24)), firstParties, comesFirst})
	t.seminar(evening{1, t.openDay(second), secondParties, comesSecond})
	t.pages(opened)
	t.lastDays(t.monthStart(months))
	t.customers(until)
	t.at(clock(t.openDay(t.monthStart(7)), 16*60+30), func() error { return t.hire(t.residents[data.HiredOne]) })
	for n := 1; t.monthStart(n).Before(until); n++ {
		t.monthly(t.monthStart(n))
		if n >= reportsFrom {
			t.at(clock(t.openDay(t.monthStart(n).AddDays(5)), 15*60), func() error { return t.reported(t.monthStart(n - 1)) })
		}
		on := t.openDay(t.monthStart(n).AddDays(9))
		skill := []int{1, 9, 0, 2, 8}[n%5]
		t.at(clock(on, 14*60), func() error { return t.course(on, skill) })
	}
	t.at(clock(t.openDay(t.monthStart(reportsFrom).AddDays(31)), 15*60+20), func() error { return t.aims(t.monthStart(reportsFrom + 1).FiscalYear()) })
	for d := opened; !until.Before(d); d = d.AddDays(1) {
		t.at(clock(d, 5*60), func() error { return t.morning(d) })
	}
	if t.no == 0 { // the background works for all towns at once
		for d := opened; !until.Before(d); d = d.AddDays(1) {
			for _, m := range []int{8 * 60, 14*60 + 5, 22*60 + 5} {
				t.at(clock(d, m), t.drain)
			}
		}
	}
}

// reportsFrom is the month from which on the officer writes the figures down.
const reportsFrom = 12

// morning plans a day.
func (t *town) morning(d when.Date) error {
	if d.Weekday() == time.Monday {
		t.at(clock(d, 9*60+40), func() error { return t.slots(d) })
		t.at(clock(t.openDay(d.AddDays(1)), 11*60+40), t.invoices)
	}
	t.at(clock(d, 6*60+30), func() error { return t.snowfall(d) })
	t.turns(d)
	t.workday(d)
	if t.isOpen(d) {
		t.at(clock(d, 15*60+10), t.inspect)
		t.at(clock(d, 15*60+40), t.rounds)
	}
	for _, x := range t.crew() {
		if t.happens(mouth*x.social, "tells a friend", x.no, d) {
			t.at(clock(d, 12*60+t.between(0, 8*60, "tells at", x.no, d)), func() error { return t.friend(x) })
		}
	}
	return nil
}

// mouth is the probability that a worker brings a friend on a day.
const mouth = 0.0038

// SignIns tells how the town can be looked at, and with whose account.
func SignIns(out io.Writer, dir string) {
	fmt.Fprintf(out, "look at it: hiroba serve --demo --data %s, and sign in with the password %s as\n", dir, data.Password)
	for _, p := range data.People {
		fmt.Fprintf(out, "  %-18s %s\n", p.Role, p.Mail)
	}
}
