package app

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site/siteweb"
)

// factsMost is how many numbers stand side by side on the home page.
const factsMost = 4

// figures are the numbers of the home page, none of fewer people than the hub names. Each comes from the books of the house
// that keeps them; a number there is nothing to count for yet is left out.
func (a *App) figures(ctx context.Context, actor who.Actor, l i18n.Lang) (out []siteweb.Fact, err error) {
	few, err := a.Hubs.Few(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, house := range []func(context.Context, who.Actor, int, i18n.Lang) ([]siteweb.Fact, error){a.registered, a.seminarFigures, a.workFigures} {
		facts, err := house(ctx, actor, few, l)
		if err != nil {
			return nil, err
		}
		out = append(out, facts...)
	}
	return out[:min(len(out), factsMost)], nil
}

func (a *App) seminarFigures(ctx context.Context, actor who.Actor, few int, l i18n.Lang) (out []siteweb.Fact, err error) {
	f, err := a.Reach.Figures(ctx, actor)
	if err != nil || f.Came < few {
		return nil, err
	}
	out = append(out, siteweb.Fact{Label: l.T("site.fact.held"), Value: l.Number(f.Held), Unit: l.T("site.fact.held_unit", "n", f.Held)},
		siteweb.Fact{Label: l.T("site.fact.came"), Value: l.Number(f.Came), Unit: l.T("site.fact.came_unit", "n", f.Came)})
	if f.Friends >= few {
		out = append(out, siteweb.Fact{Label: l.T("site.fact.friends"), Value: l.Number((100*f.Friends + f.Parties/2) / f.Parties), Unit: l.T("site.fact.friends_unit")})
	}
	return out, nil
}

func (a *App) workFigures(ctx context.Context, actor who.Actor, _ int, l i18n.Lang) ([]siteweb.Fact, error) {
	es, err := a.Site.Examples(ctx, actor, false)
	if err != nil || len(es) == 0 {
		return nil, err
	}
	return []siteweb.Fact{{Label: l.T("site.fact.kinds"), Value: l.Number(len(es)), Unit: l.T("site.fact.kinds_unit", "n", len(es))}}, nil
}

// publicFigures is the way to what stands in public, if anything does.
func (a *App) publicFigures(ctx context.Context, actor who.Actor, l i18n.Lang) (ui.Link, error) {
	there, err := a.Told.AnyPublic(ctx, actor)
	if err != nil || !there {
		return ui.Link{}, err
	}
	return ui.Link{Href: l.Path("/figures"), Label: l.T("report.public.title")}, nil
}
