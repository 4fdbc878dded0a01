package app

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/town"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fillDispatch lets a dozen of the demo town's people learn to enter data, so that the hub
// can take large orders, and makes the plan of the morning. It comes last: the plan is of the present moment.
func (a *App) fillDispatch(ctx context.Context, hubID string) error {
	staff := who.System(hubID, "demo", skills.MayCount, skills.MayKeep)
	catalogue, err := a.Skills.List(ctx, staff)
	if err != nil {
		return err
	}
	ws, err := db.Read(ctx, a.DB, func(v *db.View) ([]workers.Worker, error) {
		return workersstore.InState(v, hubID, workers.Registered)
	})
	if err != nil {
		return err
	}
	for i := range min(town.CoursePlaces, len(ws)) {
		f := skills.EvidenceForm{Skill: catalogue[0].ID, Level: town.CourseLevel, Source: string(skills.Test), Note: town.CourseNote}
		if err := a.Skills.Record(ctx, staff, ws[i].ID, id.Make(), f); err != nil {
			return err
		}
	}
	if _, err := a.Plans.Run(ctx, as(hubID, town.Coordinator, dispatch.MayRun)); err != nil {
		return err
	}
	return a.Runner.Drain(ctx)
}
