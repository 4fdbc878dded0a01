package app

import (
	"context"

	"github.com/a-h/templ"

	"hiroba/internal/lib/duedate"
	"hiroba/internal/pay"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// owing is what waits of what workers are paid: days that are near or past, questions
// about statements.
func (a *App) owing(ctx context.Context, r web.Request) (out []siteweb.Tile, err error) {
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
	l := r.Lang
	add := func(n int, kind, key, path string) {
		if n > 0 {
			out = append(out, siteweb.Tile{Label: l.T(key), Value: l.Number(n), Href: l.Path(path), Link: l.T("pay.block.go"), Kind: kind})
		}
	}
	add(near[duedate.Overdue], "bad", "pay.alarm.overdue", "/staff/clock?near=overdue")
	add(near[duedate.Today]+near[duedate.ThreeDays], "bad", "pay.alarm.three_days", "/staff/clock?near=three_days")
	add(near[duedate.Week], "warn", "pay.alarm.week", "/staff/clock?near=week")
	add(len(asked), "warn", "pay.question.title", "/staff/statements")
	return out, nil
}

// firsts puts what several houses have for a worker's home one below the other.
func firsts(parts ...func(web.Request) (templ.Component, error)) func(web.Request) (templ.Component, error) {
	return func(r web.Request) (templ.Component, error) {
		var all []templ.Component
		for _, p := range parts {
			c, err := p(r)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		return templ.Join(all...), nil
	}
}
