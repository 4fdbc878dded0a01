package app

import (
	"context"
	"slices"

	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/people"
)

// fillCare names who reads what workers write: the administrator and the coordinator.
func (a *App) fillCare(ctx context.Context, hubID string) error {
	here := who.System(hubID, "demo", people.MayInvite, care.MayName)
	team, err := a.team(ctx, here)
	if err != nil {
		return err
	}
	for _, p := range team {
		if slices.Contains(p.Roles, people.HubAdmin) || slices.Contains(p.Roles, people.Coordinator) {
			if err := a.Care.Name(ctx, here, p.ID, p.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
