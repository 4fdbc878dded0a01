package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/lib/plan/simplex"
)

// questions asks a plan in which everybody has a speed for each skill whether further orders fit by
// their day without hurting others, and by which day they do.
func (b *bench) questions(ctx context.Context, size string, pr *plan.Problem, count int) error {
	s, err := simplex.New(pr, simplex.Options{Bare: true, Free: true})
	if err != nil {
		return err
	}
	if err := s.Optimise(ctx); err != nil {
		return err
	}
	var q *simplex.Question
	fit, r := 0, rand.New(rand.NewPCG(1, 1))
	err = b.timed(size+", does it fit?", count, func() error {
		q = s.Ask(another(r, pr.Orders), promise.UnmetCost, q)
		ok, err := q.Fits(ctx, 0.01)
		if ok {
			fit++
		}
		return err
	})
	if err != nil {
		return err
	}
	r = rand.New(rand.NewPCG(1, 1))
	err = b.timed(size+", by when?", count, func() error {
		o := another(r, pr.Orders)
		o.Deadline = o.Release
		q = s.Ask(o, promise.UnmetCost, q)
		_, err := q.By(ctx, 0.01)
		return err
	})
	fmt.Fprintf(b.out, "%s: %d of %d orders asked about fit by their day\n", size, fit, count)
	return err
}
