package dispatchstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

// CanWe answers whether an order can be taken, and by when, from the books as they stand.
func (s *Store) CanWe(ctx context.Context, a who.Actor, form dispatch.AskForm) (dispatch.Answer, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return dispatch.Answer{}, err
	}
	var q dispatch.Asking
	f, err := db.Read(ctx, s.DB, func(v *db.View) (f dispatch.Facts, err error) {
		f, q, err = question(v, a.Hub, form)
		return f, err
	})
	if err != nil {
		return dispatch.Answer{}, err
	}
	return ask(ctx, f, q)
}

// question reads a question, and the facts it is asked of.
func question(v *db.View, hubID string, form dispatch.AskForm) (f dispatch.Facts, q dispatch.Asking, err error) {
	h, err := hubstore.Load(v, hubID)
	if err != nil {
		return f, q, err
	}
	kinds, err := ordersstore.Catalogue(v, hubID)
	if err != nil {
		return f, q, err
	}
	if q, err = form.Read(kinds, v.Now().DateIn(h.Zone())); err != nil {
		return f, q, err
	}
	f, err = facts(v, h)
	return f, q, err
}

// with is the task of the facts with a question among them.
func with(f dispatch.Facts, q dispatch.Asking) *dispatch.Task {
	f.Parts = append(slices.Clip(f.Parts), q.Part())
	return dispatch.Build(f)
}

// ask puts a question to the facts.
func ask(ctx context.Context, f dispatch.Facts, q dispatch.Asking) (dispatch.Answer, error) {
	t := with(f, q)
	p, question := t.Question(q)
	x, err := promise.Ask(ctx, p, &plan.Plan{}, question, nil)
	if err != nil {
		return dispatch.Answer{}, err
	}
	return t.Said(q, x), nil
}

// Askable is what a question is made from: the kinds of work, and today.
type Askable struct {
	Kinds  []orders.Kind
	Skills map[string]skills.Skill
	Today  when.Date
}

// Askable reads what can be asked about.
func (s *Store) Askable(ctx context.Context, a who.Actor) (Askable, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Askable{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Askable, err error) {
		x.Today = hubstore.Day(v)
		all, err := ordersstore.Catalogue(v, a.Hub)
		if err != nil {
			return x, err
		}
		for _, k := range all {
			if k.Open() {
				x.Kinds = append(x.Kinds, k)
			}
		}
		x.Skills = map[string]skills.Skill{}
		list, err := skillsstore.Catalogue(v, a.Hub)
		for _, k := range list {
			x.Skills[k.ID] = k
		}
		return x, err
	})
}
