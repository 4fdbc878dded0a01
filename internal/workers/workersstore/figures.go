package workersstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

// Strides are all steps of a hub, worker by worker. The figures come from them alone.
func Strides(q db.Q, hubID string) ([]workers.Stride, error) {
	return db.All(q, func(r db.Scanner) (x workers.Stride, err error) {
		var by string
		err = r.Scan(&x.Worker, &x.State, &x.From, &x.Made, &by)
		x.Heard = by != ""
		return x, err
	}, `select s.worker_id, s.state, s.from_on, s.made_at, w.referred_by from worker_step s join worker w on w.hub_id = s.hub_id and w.id = s.worker_id
		where s.hub_id = $1 order by s.worker_id, s.no`, hubID)
}

// Registrations are the days on which people of a hub were registered first, by worker. A
// pause does not begin anything anew.
func Registrations(q db.Q, hubID string) (map[string]when.Date, error) {
	out := map[string]when.Date{}
	_, err := db.All(q, func(r db.Scanner) (d when.Date, err error) {
		var worker string
		err = r.Scan(&worker, &d)
		out[worker] = d
		return d, err
	}, `select worker_id, min(from_on) from worker_step where hub_id = $1 and state = 'registered' group by worker_id`, hubID)
	return out, err
}

// Figures are the numbers of one day and of the months before it.
type Figures struct {
	Day    workers.Count
	Then   workers.Count // the same day as it could be told at its end
	Months []workers.Month
	Few    int // below so many people the public copy names no number
}

// monthsShown is how far back the table goes.
const monthsShown = 18

// Figures are the numbers of a day, today or past. They hold no names.
func (s *Store) Figures(ctx context.Context, a who.Actor, on when.Date) (Figures, error) {
	if err := a.May(workers.MayCount); err != nil {
		return Figures{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (f Figures, err error) {
		if f.Few, err = hubstore.Few(v, a.Hub); err != nil {
			return f, err
		}
		all, err := Strides(v, a.Hub)
		if err != nil {
			return f, err
		}
		if on.IsZero() || on.After(v.Now().DateIn(when.Tokyo)) {
			on = v.Now().DateIn(when.Tokyo)
		}
		f.Day = workers.On(all, on)
		f.Then = workers.On(workers.Known(all, on.AddDays(1).At(0, when.Tokyo)), on)
		f.Months = workers.Months(all, when.On(on.Year(), on.Month(), 1).AddMonths(1-monthsShown), on)
		first := slices.IndexFunc(f.Months, func(m workers.Month) bool { return m.New+m.Back+m.Left+m.Hired+m.Paused+m.End.Registered > 0 })
		if first > 0 {
			f.Months = f.Months[first:]
		}
		return f, nil
	})
}

// Registered is how many are registered today, for the public home.
func (s *Store) Registered(ctx context.Context, a who.Actor) (workers.Count, error) {
	if err := a.May(workers.MayEnter); err != nil {
		return workers.Count{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (workers.Count, error) {
		n, err := db.Value[int](v, `select count(*) from worker where hub_id = $1 and state in ('registered', 'paused')`, a.Hub)
		return workers.Count{On: v.Now().DateIn(when.Tokyo), Registered: n}, err
	})
}
