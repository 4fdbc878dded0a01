package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	"hiroba/internal/town"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fillWorkers lets the demo town's people register over the last twenty months, each
// act at its own time: the figures of any past day are true.
func (a *App) fillWorkers(ctx context.Context, hubID string) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	today := now()
	staff := who.System(hubID, "demo", workers.MayKeep, workers.MaySee, people.MayInvite)
	all := town.Registrants()
	ids := make([]string, len(all))
	codes := make([]string, len(all))
	type act struct {
		ago int
		do  func() error
	}
	var acts []act
	for i, r := range all {
		acts = append(acts, act{r.Ago, func() (err error) {
			ids[i], codes[i], err = a.register(ctx, staff, i, r, codes)
			return err
		}})
		add := func(ago int, do func() error) {
			if ago > 0 {
				acts = append(acts, act{ago, do})
			}
		}
		add(r.Pause, func() error { return a.Crew.Pause(ctx, staff, ids[i], workers.PauseForm{}) })
		add(r.Back, func() error { return a.Crew.Return(ctx, staff, ids[i]) })
		add(r.Leave, func() error { return a.Crew.Leave(ctx, staff, ids[i], workers.LeaveForm{By: "self"}) })
		add(r.Hire, func() error { return a.Crew.Hire(ctx, staff, ids[i], people.Leader) })
	}
	slices.SortStableFunc(acts, func(x, y act) int { return cmp.Compare(y.ago, x.ago) })
	for _, x := range acts {
		at := today.Add(-time.Duration(x.ago) * 24 * time.Hour)
		a.DB.Now = func() when.Instant { return at }
		if err := x.do(); err != nil {
			return err
		}
	}
	return nil
}

// register takes one inhabitant through the screens at the desk.
func (a *App) register(ctx context.Context, staff who.Actor, n int, r town.Registrant, codes []string) (id, code string, err error) {
	begin := workers.BeginForm{Name: r.Name, Kana: r.Kana, Mail: r.Mail, Phone: r.Phone, Lang: "ja", Invite: r.Mail != ""}
	if r.Through >= 0 {
		begin.Code = codes[r.Through]
	}
	if id, err = a.Crew.Begin(ctx, staff, begin); err != nil {
		return "", "", err
	}
	name, contact, address, bank, business, tools := r.Screens(n)
	screens := []workersstore.Screen{name, contact, address, business, tools}
	if r.Half {
		screens = screens[:2]
	} else if !r.NoBank {
		screens = append(screens, bank)
	}
	for _, s := range screens {
		if err := a.Crew.Fill(ctx, staff, id, s); err != nil {
			return "", "", err
		}
	}
	if !r.Half {
		if err := a.Crew.Sign(ctx, staff, id, workers.SignForm{Privacy: true, Contract: true, SignedAs: r.Name, How: workers.OnPaper}); err != nil {
			return "", "", err
		}
	}
	g, err := a.Crew.Seen(ctx, staff, id)
	return id, g.ReferralCode, err
}
