package app

import (
	"context"

	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
	"hiroba/internal/work"
)

// toInspect is what waits of the work itself: deliveries to inspect, loud where the day is
// near after which silence is acceptance, questions, and rows a client objected to.
func (a *App) toInspect(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(work.MayCheck) {
		return nil, nil
	}
	n, err := a.Work.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	t := tiles{l: r.Lang}
	t.count(n.Late, "bad", "work.check.wait_late", "/staff/check", "work.check.title")
	t.count(n.Undecided, "bad", "work.check.wait_undecided", "/staff/orders?state=working", "work.staff.orders")
	t.count(n.Inspect, "warn", "work.check.wait", "/staff/check", "work.check.title")
	t.count(n.Questions, "warn", "work.check.wait_questions", "/staff/questions", "work.staff.questions.title")
	t.count(n.Objections, "warn", "work.check.wait_objections", "/staff/orders?state=working", "work.staff.orders")
	return t.all, nil
}
