package app

import (
	"context"
	"slices"

	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/people"
	"hiroba/internal/town"
)

// fillCare names who reads what workers write, the administrator and the coordinator,
// and lets Misaki write: one request that was answered, one that waits, and her voice.
func (a *App) fillCare(ctx context.Context, hubID string) error {
	here := who.System(hubID, "demo", people.MayInvite, care.MayName)
	all, err := a.People.Staff(ctx, here)
	if err != nil {
		return err
	}
	var sato, misaki who.Actor
	for _, p := range all.People {
		if slices.Contains(p.Roles, people.HubAdmin) || slices.Contains(p.Roles, people.Coordinator) {
			if err := a.Care.Name(ctx, here, p.ID, p.Name); err != nil {
				return err
			}
			sato = who.Person(hubID, p.ID, p.Name, care.MayHandle)
		}
		if p.Mail == town.MisakiMail {
			misaki = who.Person(hubID, p.ID, p.Name, care.MayAsk)
		}
	}
	for i, f := range town.Requests {
		if err := a.Care.Request(ctx, misaki, f, ""); err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		open, _, err := a.Care.Requests(ctx, sato, true, 0, 1)
		if err != nil {
			return err
		}
		if err := a.Care.Answer(ctx, sato, open[0].ID, open[0].Version, town.Answer); err != nil {
			return err
		}
	}
	for _, v := range town.Offered {
		if err := a.Care.Offer(ctx, misaki, v, ""); err != nil {
			return err
		}
	}
	return nil
}
