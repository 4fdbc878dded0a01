package app

import (
	"context"

	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
	"hiroba/internal/work"
)

// toInspect is what waits of the work itself: deliveries to inspect, loud where the day is
// near after which silence is acceptance, questions, and rows a client objected to.
func (a *App) toInspect(ctx context.Context, r web.Request) (out []siteweb.Tile, err error) {
	if !r.Actor.Can(work.MayCheck) {
		return nil, nil
	}
	n, err := a.Work.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	l := r.Lang
	add := func(n int, kind, key, path, link string) {
		if n > 0 {
			out = append(out, siteweb.Tile{Label: l.T(key), Value: l.Number(n), Href: l.Path(path), Link: l.T(link), Kind: kind})
		}
	}
	add(n.Late, "bad", "work.check.wait_late", "/staff/check", "work.check.title")
	add(n.Undecided, "bad", "work.check.wait_undecided", "/staff/orders?state=working", "work.staff.orders")
	add(n.Inspect, "warn", "work.check.wait", "/staff/check", "work.check.title")
	add(n.Questions, "warn", "work.check.wait_questions", "/staff/questions", "work.staff.questions.title")
	add(n.Objections, "warn", "work.check.wait_objections", "/staff/orders?state=working", "work.staff.orders")
	return out, nil
}
