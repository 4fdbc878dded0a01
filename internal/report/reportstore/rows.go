package reportstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/report"
	"hiroba/internal/workers"
)

// Rows are what stands behind one figure: its parts without people, for everybody who may
// see figures; and the records it was counted from, for those whose records they are.
type Rows struct {
	Body    report.Body
	Def     report.Definition
	Figure  report.Figure
	Parts   []report.Table
	Records *report.Table // nil: not this person's to see, or there are none
}

var errNoFigure = fault.New(fault.NotFound, "report.fault.no_figure")

// Rows opens a figure. Records carry numbers, never names.
func (s *Store) Rows(ctx context.Context, a who.Actor, key string, x View) (Rows, error) {
	if err := a.May(report.MaySee); err != nil {
		return Rows{}, err
	}
	d, ok := report.Define(key)
	if !ok {
		return Rows{}, errNoFigure
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Rows, error) {
		of, err := view(v, a.Hub, x)
		if err != nil {
			return Rows{}, err
		}
		t, err := counted(v, of)
		if err != nil {
			return Rows{}, err
		}
		out := Rows{Body: t.b, Def: d, Figure: t.b.Figure(key), Parts: report.Parts(t.b, key)}
		out.Records, err = records(t, a, key)
		return out, err
	})
}

// source is a table of records, and the right to the pages it leads to.
type source struct {
	may  who.Permission
	read func(*tally) (report.Table, error)
}

var sources = map[string]source{
	"registered": {workers.MaySee, ofState(workers.Registered, workers.Paused)},
	"hired":      {workers.MaySee, ofState(workers.Hired)},
	"new":        {workers.MaySee, newcomers},
	"left":       {workers.MaySee, leavers},
	"active":     {workers.MaySee, activeWorkers},
	"first_job":  {workers.MaySee, firstJobs},
	"orders":     {orders.MaySee, takenOrders},
	"order_yen":  {orders.MaySee, takenOrders},
	"clients":    {orders.MaySee, takenOrders},
	"on_time":    {orders.MaySee, byOrder},
	"first_time": {orders.MaySee, byOrder},
	"fees":       {pay.MaySee, entries(feeLines)},
	"median":     {pay.MaySee, entries(feeLines)},
	"paid":       {pay.MaySee, entries(transferLines)},
}

func records(t *tally, a who.Actor, key string) (*report.Table, error) {
	src, there := sources[key]
	if !there || !a.Can(src.may) {
		return nil, nil
	}
	x, err := src.read(t)
	return &x, err
}

// people reads lines that begin with a worker's id and number.
func (t *tally) people(of string, cs []report.Column, sql string, args ...any) (report.Table, error) {
	x := report.Table{Of: of, Columns: cs}
	var err error
	x.Lines, err = db.All(t.q, func(r db.Scanner) (report.Line, error) {
		l := report.Line{Kind: "worker", N: make([]int64, len(cs))}
		var no int
		dest := []any{&l.ID, &no}
		for i := range l.N {
			dest = append(dest, &l.N[i])
		}
		err := r.Scan(dest...)
		l.Name = fmt.Sprint(no)
		return l, err
	}, sql, args...)
	return x, err
}

// ofState are the workers who stood in one of these states on the day.
func ofState(states ...workers.State) func(*tally) (report.Table, error) {
	return func(t *tally) (report.Table, error) {
		return t.picked(func(steps []workers.Stride) bool {
			last := workers.State("")
			for _, s := range steps {
				if !s.From.After(t.on) {
					last = s.State
				}
			}
			return slices.Contains(states, last)
		})
	}
}

// newcomers were registered for the first time within the year.
func newcomers(t *tally) (report.Table, error) {
	return t.picked(func(steps []workers.Stride) bool {
		i := slices.IndexFunc(steps, func(s workers.Stride) bool { return s.State == workers.Registered })
		return i >= 0 && !steps[i].From.Before(t.from) && !steps[i].From.After(t.on)
	})
}

// leavers left within the year, having been registered or paused.
func leavers(t *tally) (report.Table, error) {
	return t.picked(func(steps []workers.Stride) bool {
		was := workers.State("")
		for _, s := range steps {
			if s.State == workers.Left && was.Counted() && !s.From.Before(t.from) && !s.From.After(t.on) {
				return true
			}
			was = s.State
		}
		return false
	})
}

// picked are the workers whose steps say yes, by their numbers.
func (t *tally) picked(yes func([]workers.Stride) bool) (report.Table, error) {
	mine := t.byWorker()
	all, err := t.people("workers", nil, `select id, no from worker where hub_id = $1 order by no`, t.hub)
	all.Lines = slices.DeleteFunc(all.Lines, func(l report.Line) bool { return !yes(mine[l.ID]) })
	return all, err
}

func activeWorkers(t *tally) (report.Table, error) {
	return t.people("workers", []report.Column{{Key: "pieces", Unit: report.Count}}, `select w.id, w.no, count(*) from work_receipt r join client_order o on o.hub_id = r.hub_id and o.id = r.order_id
		join worker w on w.hub_id = r.hub_id and w.id = r.worker_id where r.hub_id = $1 and r.accepted_at >= $2 and r.accepted_at <= $3 and o.practice = 0 group by w.id, w.no order by w.no`, t.hub, t.quarter(), t.until)
}

// firstJobs are those who are counted, with the days until their first paid work; -1: none yet.
func firstJobs(t *tally) (report.Table, error) {
	cohort := t.cohort()
	all, err := t.people("workers", nil, `select id, no from worker where hub_id = $1 order by no`, t.hub)
	all.Columns = []report.Column{{Key: "days", Unit: report.Count}}
	all.Lines = slices.DeleteFunc(all.Lines, func(l report.Line) bool { _, in := cohort[l.ID]; return !in })
	for i, l := range all.Lines {
		all.Lines[i].N = []int64{-1}
		if d, ok := t.jobs[l.ID]; ok {
			all.Lines[i].N[0] = int64(d.Sub(cohort[l.ID]))
		}
	}
	return all, err
}

var orderSums = []report.Column{{Key: "pieces", Unit: report.Count}, {Key: "on_time", Unit: report.Count}, {Key: "first_time", Unit: report.Count}}

// byOrder are the accepted pieces, order by order.
func byOrder(t *tally) (report.Table, error) {
	x := report.Table{Of: "orders", Columns: orderSums}
	var err error
	x.Lines, err = db.All(t.q, func(r db.Scanner) (report.Line, error) {
		l, no := report.Line{Kind: "order", N: make([]int64, 3)}, 0
		err := r.Scan(&l.ID, &no, &l.Name, &l.N[0], &l.N[1], &l.N[2])
		l.Name = fmt.Sprintf("%d %s", no, l.Name)
		return l, err
	}, `select o.id, o.no, o.title, count(*), cast(sum(x.timely) as bigint), cast(sum(x.once) as bigint) from (`+accepted+`) x join client_order o on o.hub_id = $1 and o.id = x.order_id
		group by o.id, o.no, o.title order by o.no`, t.hub, t.begins(), t.until)
	return x, err
}

// takenOrders are the orders taken on.
func takenOrders(t *tally) (report.Table, error) {
	x := report.Table{Of: "orders", Columns: []report.Column{{Key: "order_yen", Unit: report.Yen}}}
	var err error
	x.Lines, err = db.All(t.q, func(r db.Scanner) (report.Line, error) {
		l, no := report.Line{Kind: "order", N: make([]int64, 1)}, 0
		var at when.Instant
		err := r.Scan(&l.ID, &no, &l.Name, &at, &l.N[0])
		l.Name = fmt.Sprintf("%d %s", no, l.Name)
		return l, err
	}, `select o.id, o.no, o.title, x.at, x.yen from (`+taken+`) x join client_order o on o.hub_id = $1 and o.id = x.order_id order by x.at, o.no`, t.hub, t.begins(), t.until)
	return x, err
}

// entries are the entries of the ledger behind a sum, each with the statement it stands on.
func entries(lines string) func(*tally) (report.Table, error) {
	return func(t *tally) (report.Table, error) {
		x := report.Table{Of: "entries", Columns: []report.Column{{Key: "yen", Unit: report.Yen}}}
		var err error
		x.Lines, err = db.All(t.q, func(r db.Scanner) (report.Line, error) {
			l := report.Line{Kind: "statement", N: make([]int64, 1)}
			var on string
			err := r.Scan(&l.ID, &l.Name, &on, &l.N[0])
			l.ID, l.Name = strings.TrimPrefix(l.ID, "statement:"), strings.TrimSpace(on+" "+l.Name)
			return l, err
		}, `select e.ref, e.memo, e.on_day, cast(sum(l.amount_yen) as bigint)`+lines+` group by e.id, e.ref, e.memo, e.on_day order by e.on_day, e.memo, e.id`, t.hub, t.from, t.on, t.known)
		return x, err
	}
}
