package reportstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/report"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// tally is a body being counted.
type tally struct {
	span
	q    db.Q
	b    report.Body
	mine []workers.Stride     // what was known of the workers' steps
	jobs map[string]when.Date // when workers first delivered paid work
}

// count counts everything: a bounded number of statements, each over one hub and one
// fiscal year (first jobs: over all years). The same books give the same body.
func count(q db.Q, s span) (report.Body, error) {
	t, err := counted(q, s)
	return t.b, err
}

// counted is count for whoever goes on to read what was counted.
func counted(q db.Q, s span) (*tally, error) {
	t := &tally{span: s, q: q, b: report.Body{Format: report.Format, Hub: s.hub, On: s.on, Known: s.known, Year: s.on.FiscalYear(), Few: s.few}}
	for _, step := range []func() error{t.workers, t.pieces, t.orders, t.money, t.seminars, t.way, t.told, t.plan, t.base} {
		if err := step(); err != nil {
			return &tally{}, err
		}
	}
	return t, nil
}

// set writes a figure down with the version it was counted by. people 0: the figure is of
// no people.
func (t *tally) set(key string, n, of, people int64) {
	d, _ := report.Define(key)
	t.b.Figures = append(t.b.Figures, report.Figure{Key: key, Version: d.Version, N: n, Of: of, People: people})
}

func (t *tally) none(key string) {
	d, _ := report.Define(key)
	t.b.Figures = append(t.b.Figures, report.Figure{Key: key, Version: d.Version, None: true})
}

// workers counts K2, K3 and K5 from the workers' steps; the months begin here.
func (t *tally) workers() error {
	all, err := workersstore.Strides(t.q, t.hub)
	if err != nil {
		return err
	}
	t.mine = workers.Known(all, t.known)
	var fresh, left int64
	for _, m := range workers.Months(t.mine, t.from, t.on) {
		fresh, left = fresh+int64(m.New), left+int64(m.Left)
		t.b.Months = append(t.b.Months, report.Month{Month: m.First.String()[:7], Registered: int64(m.End.Registered), New: int64(m.New), Left: int64(m.Left)})
	}
	day := workers.On(t.mine, t.on)
	t.set("registered", int64(day.Registered), 0, int64(day.Registered))
	t.set("hired", int64(day.Hired), 0, int64(day.Hired))
	t.set("new", fresh, 0, fresh)
	t.set("left", left, 0, left)
	if t.jobs, err = t.firstJobs(); err != nil {
		return err
	}
	n, of := int64(0), int64(0)
	for w, since := range t.cohort() {
		of++
		if d, ok := t.jobs[w]; ok && !d.After(since.AddDays(firstJobDays)) {
			n++
		}
	}
	t.set("first_job", n, of, of)
	return nil
}

// firstJobDays is how soon the first paid job should come (K5).
const firstJobDays = 90

// cohort are those who could have had their first job by now: first registered so long ago
// that their ninety days ended within the fiscal year, on the day at the latest.
func (t *tally) cohort() map[string]when.Date {
	out := map[string]when.Date{}
	for _, x := range t.mine {
		if _, there := out[x.Worker]; !there && x.State == workers.Registered {
			out[x.Worker] = x.From
		}
	}
	for w, since := range out {
		if d := since.AddDays(firstJobDays); d.Before(t.from) || d.After(t.on) {
			delete(out, w)
		}
	}
	return out
}

// firstJobs are the days on which workers first delivered paid work.
func (t *tally) firstJobs() (map[string]when.Date, error) {
	out := map[string]when.Date{}
	_, err := db.All(t.q, func(r db.Scanner) (struct{}, error) {
		var w string
		var d when.Date
		err := r.Scan(&w, &d)
		out[w] = d
		return struct{}{}, err
	}, `select r.worker_id, min(r.received_on) from work_receipt r join client_order o on o.hub_id = r.hub_id and o.id = r.order_id
		where r.hub_id = $1 and o.practice = 0 and r.received_on <= $2 group by r.worker_id`, t.hub, t.until.DateIn(when.Tokyo))
	return out, err
}

// byMonth tells in which month of the fiscal year x.at lies, from 0.
const byMonth = `case when x.at < $4 then 0 when x.at < $5 then 1 when x.at < $6 then 2 when x.at < $7 then 3 when x.at < $8 then 4 when x.at < $9 then 5
	when x.at < $10 then 6 when x.at < $11 then 7 when x.at < $12 then 8 when x.at < $13 then 9 when x.at < $14 then 10 else 11 end`

// accepted are the accepted pieces of paid work, each with whether it came in time and
// whether it was never sent back (K12).
const accepted = `select r.worker_id, r.order_id, r.accepted_at as at, case when r.received_on <= p.due_on then 1 else 0 end as timely,
	case when exists (select 1 from work_finding f where f.hub_id = r.hub_id and f.piece_id = r.piece_id and f.rework = 1 and f.made_at <= $3) then 0 else 1 end as once
	from work_receipt r join client_order o on o.hub_id = r.hub_id and o.id = r.order_id join work_piece p on p.hub_id = r.hub_id and p.id = r.piece_id
	where r.hub_id = $1 and r.accepted_at >= $2 and r.accepted_at <= $3 and o.practice = 0`

// pieces counts K4 and K12.
func (t *tally) pieces() error {
	type row struct{ month, people, pieces, timely, once int64 }
	rows, err := db.All(t.q, func(r db.Scanner) (x row, err error) {
		err = r.Scan(&x.month, &x.people, &x.pieces, &x.timely, &x.once)
		return x, err
	}, `select y.month, count(distinct y.worker_id), count(*), cast(sum(y.timely) as bigint), cast(sum(y.once) as bigint)
		from (select `+byMonth+` as month, x.worker_id, x.timely, x.once from (`+accepted+`) x) y group by y.month order by y.month`, t.args()...)
	if err != nil {
		return err
	}
	var all, timely, once int64
	for _, x := range rows {
		m := &t.b.Months[x.month]
		m.Active, m.Pieces, m.OnTime, m.FirstTime = x.people, x.pieces, x.timely, x.once
		all, timely, once = all+x.pieces, timely+x.timely, once+x.once
	}
	active, err := t.active(t.quarter(), t.until)
	if err != nil {
		return err
	}
	people, err := t.active(t.begins(), t.until)
	t.set("active", active, 0, active)
	t.set("on_time", timely, all, people)
	t.set("first_time", once, all, people)
	return err
}

// active is how many people had a piece of paid work accepted in a time (K4).
func (t *tally) active(from, until when.Instant) (int64, error) {
	return db.Value[int64](t.q, `select count(distinct r.worker_id) from work_receipt r join client_order o on o.hub_id = r.hub_id and o.id = r.order_id
		where r.hub_id = $1 and r.accepted_at >= $2 and r.accepted_at <= $3 and o.practice = 0`, t.hub, from, until)
}

// base is how levels stood as the fiscal year began.
func (t *tally) base() error {
	day := workers.On(t.mine, t.from.AddDays(-1))
	before := over(t.hub, t.few, t.from.AddDays(-1), t.known)
	active, err := t.active(before.quarter(), before.until)
	t.b.Base = []report.Figure{{Key: "registered", N: int64(day.Registered)}, {Key: "hired", N: int64(day.Hired)}, {Key: "active", N: active}}
	return err
}

// byWorker are the workers' steps that were known then, worker by worker.
func (t *tally) byWorker() map[string][]workers.Stride {
	out := map[string][]workers.Stride{}
	for _, x := range t.mine {
		out[x.Worker] = append(out[x.Worker], x)
	}
	return out
}
