package app

import (
	"context"
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/report"
	"hiroba/internal/town"
)

// fillReports gives the demo town's year its targets, and writes last month's figures down:
// the town's officer has looked at them, and anybody may read their copy.
func (a *App) fillReports(ctx context.Context, hubID string) error {
	officer := who.Person(hubID, "", town.People[town.Officer].Name, report.MaySee, report.MayFreeze, report.MayAim)
	today := a.ago(0).DateIn(when.Tokyo)
	if err := a.Told.SetTargets(ctx, officer, today.FiscalYear(), 0, func(key string) string { return town.Targets[key] }); err != nil {
		return err
	}
	last := today.AddDays(-today.Day())
	f := report.FreezeForm{Title: fmt.Sprintf(town.MonthReport, int(last.Month())), To: town.ReportTo, On: last.String()}
	snapshot, err := a.Told.Freeze(ctx, officer, "demo", f)
	if err != nil {
		return err
	}
	for _, step := range []report.Step{report.Confirmed, report.Published} {
		if err := a.Told.Move(ctx, officer, snapshot, step); err != nil {
			return err
		}
	}
	return nil
}
