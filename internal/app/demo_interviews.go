package app

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/town"
)

// fillInterviews gives the demo town its slots and applicants of every stage.
func (a *App) fillInterviews(ctx context.Context, hubID string) error {
	staff := who.System(hubID, "demo", interviews.MayBoard, interviews.MaySheet, interviews.MayRun, outreach.MaySignUp, outreach.MaySignups)
	today := a.Now().DateIn(when.Tokyo)
	h, err := a.Hubs.Here(ctx, who.System(hubID, "demo", everybody...))
	if err != nil {
		return err
	}
	skipped := 0 // closed days move all that comes after them, too
	for _, s := range town.Slots {
		d := today.AddDays(s.InDays + skipped)
		for ; len(h.Hours().Open(d)) == 0 || h.Hours().Open(d)[0].From > 9*60+30; skipped++ {
			d = d.AddDays(1)
		}
		f := s.Form
		f.Date, f.Anyway = d.String(), true
		if _, err := a.Talks.OpenSlots(ctx, staff, id.Make(), f); err != nil {
			return err
		}
	}
	for i, f := range town.Callers {
		if _, err := a.Talks.Enter(ctx, staff, interviewsstore.Enter{Once: id.Make(), Form: f, Source: interviews.FromPhone, Invite: i > 0}); err != nil {
			return err
		}
	}
	return a.fillApplicants(ctx, staff)
}

// fillApplicants takes people who want an interview from the first seminar through the stages.
func (a *App) fillApplicants(ctx context.Context, staff who.Actor) error {
	next, err := a.Reach.Next(ctx, staff, 1)
	if err != nil || len(next) == 0 {
		return err
	}
	wishes, err := a.Reach.Wishes(ctx, staff, next[0].ID)
	if err != nil {
		return err
	}
	for i, w := range wishes {
		if w.SignupID == "" || i > 5 {
			continue
		}
		r, err := a.Talks.FromSignup(ctx, staff, w.SignupID)
		if err != nil {
			return err
		}
		if err := a.further(ctx, staff, r.ID, i); err != nil {
			return err
		}
	}
	return nil
}

// further takes the i-th applicant as many steps on.
func (a *App) further(ctx context.Context, staff who.Actor, applicant string, i int) error {
	switch {
	case i == 0: // invited, no more
		return nil
	case i < 3: // booked
		m, err := a.Talks.MineOf(ctx, staff, applicant, when.Date{}, when.Date{})
		if err != nil || len(m.First) == 0 {
			return err
		}
		return a.Talks.BookFor(ctx, staff, applicant, interviews.Pick{Slot: m.First[0].ID, Child: i == 2})
	}
	if err := a.Talks.SaveSheet(ctx, staff, applicant, town.Talk, true); err != nil || i == 3 {
		return err
	}
	o := map[int]interviews.Outcome{4: interviews.Later, 5: interviews.Practise}[i]
	l := i18n.JA
	d := interviews.Decision{Outcome: string(o), Subject: l.T("interviews.letter." + string(o) + ".subject"), Body: l.T("interviews.letter."+string(o)+".text", "name", "{name}", "hub", town.Hub().Name, "phone", town.Hub().Phone)}
	if o == interviews.Later {
		d.LaterOn = a.Now().DateIn(when.Tokyo).AddDays(60).String()
	}
	_, err := a.Talks.Decide(ctx, staff, applicant, d)
	return err
}
