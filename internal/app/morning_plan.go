package app

import (
	"context"

	"hiroba/internal/dispatch"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// planned is what waits of the newest plan: promises at risk, proposals that have not gone out,
// and for information how many offers are with people who have not answered.
func (a *App) planned(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(dispatch.MaySee) {
		return nil, nil
	}
	n, err := a.Plans.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	t := tiles{l: r.Lang}
	t.count(n.Late, "bad", "dispatch.today.late", "/staff/plan", "dispatch.board.title")
	if r.Actor.Can(dispatch.MayRun) {
		t.count(n.Proposed, "warn", "dispatch.today.proposed", "/staff/plan", "dispatch.board.title")
	}
	t.count(n.Unanswered, "", "dispatch.today.unanswered", "/staff/plan", "dispatch.board.title")
	return t.all, nil
}
