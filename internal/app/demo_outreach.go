package app

import (
	"context"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/town"
)

// fillOutreach gives the demo town its seminars, the people who signed up, and what was asked.
func (a *App) fillOutreach(ctx context.Context, hubID string) error {
	staff := who.System(hubID, "demo", outreach.MayRun, outreach.MaySignups, outreach.MayDesk)
	guest := who.System(hubID, "demo", everybody...)
	today := a.Now().DateIn(when.Tokyo)
	for _, s := range town.Seminars {
		f := s.Form
		day := today.AddDays(s.InDays)
		for day.Weekday() != s.Weekday {
			day = day.AddDays(1)
		}
		for festive(day) {
			day = day.AddDays(7)
		}
		f.Date = day.String()
		if s.CareDays > 0 {
			f.CareUntil = day.AddDays(-s.CareDays).String()
		}
		sem, err := a.Reach.SaveSeminar(ctx, staff, outreachstore.SaveSeminar{ID: id.Make(), Form: f})
		if err != nil {
			return err
		}
		var codes []string
		for _, b := range s.Batches {
			b.On = today.String()
			kept, err := a.Reach.AddBatch(ctx, staff, outreachstore.AddBatch{ID: id.Make(), Seminar: sem, Form: b})
			if err != nil {
				return err
			}
			codes = append(codes, kept.Code)
		}
		if s.Draft {
			continue
		}
		if err := a.Reach.Publish(ctx, staff, sem); err != nil {
			return err
		}
		if err := a.fillSignups(ctx, guest, sem, s, codes); err != nil {
			return err
		}
	}
	for _, q := range town.Inquiries {
		if _, err := a.Reach.Ask(ctx, guest, q, id.Make()); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) fillSignups(ctx context.Context, guest who.Actor, sem string, s town.Seminar, codes []string) error {
	for j := range s.People {
		f := town.Party(s.First+j, wayOf(s, j))
		if f.Heard == "flyer" && len(codes) > 0 {
			f.Flyer = codes[j%len(codes)]
		}
		if _, err := a.Reach.SignUp(ctx, guest, outreachstore.SignUp{Seminar: sem, Once: id.Make(), Form: f}); err != nil {
			return err
		}
	}
	return nil
}

// wayOf is how the j-th party takes part: every fifth from home, where that is offered.
func wayOf(s town.Seminar, j int) outreach.Way {
	if s.Form.OnlineURL != "" && j%5 == 4 {
		return outreach.Online
	}
	return outreach.AtPlace
}

// festive tells whether a day lies about the turn of the year, when the hub is closed.
func festive(d when.Date) bool {
	_, month, n := d.Parts()
	return month == time.December && n > 28 || month == time.January && n < 4
}
