package app

import (
	"context"

	"hiroba/internal/lib/duedate"
	"hiroba/internal/pay"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// owing is what waits of what workers are paid: days that are near or past, questions
// about statements.
func (a *App) owing(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(pay.MaySee) {
		return nil, nil
	}
	near, err := a.Pay.Alarmed(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	asked, err := a.Pay.OpenDisputes(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	t := tiles{l: r.Lang}
	t.count(near[duedate.Overdue], "bad", "pay.tile.overdue", "/staff/clock?near=overdue", "pay.block.go")
	t.count(near[duedate.Today]+near[duedate.ThreeDays], "bad", "pay.tile.three_days", "/staff/clock?near=three_days", "pay.block.go")
	t.count(near[duedate.Week], "warn", "pay.tile.week", "/staff/clock?near=week", "pay.block.go")
	t.count(len(asked), "warn", "pay.tile.asked", "/staff/statements", "pay.block.go")
	return t.all, nil
}
