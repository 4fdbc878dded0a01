package paystore

import (
	"context"
	"errors"
	"fmt"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/pay"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func month(q db.Q, hub, m string) (pay.Month, error) {
	x := pay.Month{Month: m, State: pay.MonthOpen}
	rows, err := db.All(q, func(r db.Scanner) (x pay.Month, err error) {
		x.Month = m
		err = r.Scan(&x.State, &x.Version, &x.Done, &x.Total)
		return x, err
	}, `select state, version, done, total from pay_month where hub_id = $1 and month = $2`, hub, m)
	if err != nil {
		return x, err
	}
	if len(rows) > 0 {
		x = rows[0]
	}
	if x.Steps, err = db.All(q, func(r db.Scanner) (p pay.Step, err error) {
		err = r.Scan(&p.What, &p.Reason, &p.By, &p.At)
		return p, err
	},
		`select what, reason, made_by, made_at from pay_month_step where hub_id = $1 and month = $2 order by no`, hub, m); err != nil {
		return x, err
	}
	err = q.QueryRow(`select count(*), cast(coalesce(sum(v.transfer_yen), 0) as bigint), count(*) filter (where v.document_id <> '') from pay_statement s
		join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id and v.version = s.newest where s.hub_id = $1 and s.month = $2`, hub, m).Scan(&x.Statements, &x.Sum, &x.Papers)
	return x, err
}

// Months are the last months, newest first, the running one among them, without their steps.
func (s *Store) Months(ctx context.Context, a who.Actor) ([]pay.Month, error) {
	if err := a.May(pay.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]pay.Month, error) {
		today := hubstore.Day(v)
		shown := pay.LastMonths(today)
		rows, err := db.All(v, func(r db.Scanner) (m pay.Month, err error) {
			err = r.Scan(&m.Month, &m.State, &m.Version, &m.Done, &m.Total, &m.Statements, &m.Sum, &m.Papers)
			return m, err
		}, `select m.month, m.state, m.version, m.done, m.total, count(v.version), cast(coalesce(sum(v.transfer_yen), 0) as bigint), count(*) filter (where v.document_id <> '')
			from pay_month m left join pay_statement s on s.hub_id = m.hub_id and s.month = m.month left join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id and v.version = s.newest
			where m.hub_id = $1 and m.month >= $2 group by m.month, m.state, m.version, m.done, m.total`, a.Hub, shown[len(shown)-1])
		if err != nil {
			return nil, err
		}
		begun, err := firstMonth(v, a.Hub, shown[0])
		by := map[string]pay.Month{}
		for _, m := range rows {
			by[m.Month] = m
		}
		out := make([]pay.Month, 0, len(shown))
		for _, x := range shown {
			m, there := by[x]
			if !there {
				m = pay.Month{Month: x, State: pay.MonthOpen}
			}
			if there || x >= begun {
				out = append(out, m)
			}
		}
		return out, err
	})
}

// firstMonth is the month in which the hub received its first piece; before it there
// is nothing to close. Nothing yet: the running month.
func firstMonth(q db.Q, hub, now string) (string, error) {
	day, err := db.Value[string](q, `select coalesce(min(received_on), '') from work_receipt where hub_id = $1`, hub)
	if err != nil || len(day) < len(now) {
		return now, err
	}
	return min(now, day[:len(now)]), nil
}

// Month is one month with what blocks it.
func (s *Store) Month(ctx context.Context, a who.Actor, m string) (x pay.Month, bs []pay.Blocker, err error) {
	if err := a.May(pay.MaySee); err != nil {
		return x, nil, err
	}
	x, err = db.Read(ctx, s.DB, func(v *db.View) (x pay.Month, err error) {
		_, last, err := books.MonthDays(m)
		if err != nil {
			return x, errMonth
		}
		if x, err = month(v, a.Hub, m); err != nil || x.State != pay.MonthOpen {
			return x, err
		}
		bs, err = s.blockers(v, a.Hub, m, last)
		return x, err
	})
	return x, bs, err
}

// The workers whose month it is: who was received from and is not paid for it, or has it in hand.
const ofMonth = ` from worker w where w.hub_id = $1 and exists (select 1 from work_receipt t where t.hub_id = w.hub_id and t.worker_id = w.id and t.received_on >= $2 and t.received_on <= $3)
	and not exists (select 1 from pay_done d where d.hub_id = w.hub_id and d.month = $4 and d.worker_id = w.id) order by w.kana, w.id`

func scanPerson(r db.Scanner) (p pay.Person, err error) {
	var no int
	err = r.Scan(&p.ID, &p.Name, &no)
	p.No = workersstore.Number(no)
	return p, err
}

func notDone(q db.Q, hub, m string, last when.Date) ([]pay.Person, error) {
	first, _, err := books.MonthDays(m)
	if err != nil {
		return nil, err
	}
	return db.All(q, scanPerson, `select w.id, w.name, w.no`+ofMonth, hub, first, last, m)
}

// blockers is what keeps a month from being closed, what must be settled first.
func (s *Store) blockers(q db.Q, hub, m string, last when.Date) (out []pay.Blocker, err error) {
	for _, b := range []struct {
		kind  pay.BlockKind
		query string
		args  []any
	}{
		{pay.Uninspected, `select count(*) from work_receipt t join work_piece p on p.hub_id = t.hub_id and p.id = t.piece_id where t.hub_id = $1 and t.received_on <= $2 and t.accepted_at = '' and p.state = 'delivered'`, []any{hub, last}},
		{pay.Disputed1, `select count(*) from pay_dispute d join pay_statement s on s.hub_id = d.hub_id and s.id = d.statement_id where d.hub_id = $1 and s.month = $2 and d.answered_at = ''`, []any{hub, m}},
		{pay.Undecided, `select count(distinct o.kind_id)` + dueOfKind + ` and k.withholding = 'ask' and n.body not like '%,"Withholding":"yes"%' and n.body not like '%,"Withholding":"no"%'`, []any{hub, last}},
	} {
		n, err := db.Value[int](q, b.query, b.args...)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, pay.Blocker{Kind: b.kind, Count: n})
		}
	}
	people, err := notDone(q, hub, m, last)
	if err != nil {
		return nil, err
	}
	out = about(out, pay.NotDone, people)
	return s.payeeBlockers(q, hub, last, out)
}

// dueOfKind is what is due with the kind of work it is of.
const dueOfKind = ` from work_receipt t join client_order o on o.hub_id = t.hub_id and o.id = t.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
	join work_claim c on c.hub_id = t.hub_id and c.id = t.claim_id join terms_notice n on n.hub_id = c.hub_id and n.id = c.notice_id where t.hub_id = $1 and t.accepted_at <> '' and t.received_on <= $2
	and t.told_yen < t.fee_yen + t.extra_yen`

func about(out []pay.Blocker, k pay.BlockKind, people []pay.Person) []pay.Blocker {
	if len(people) == 0 {
		return out
	}
	return append(out, pay.Blocker{Kind: k, Count: len(people), People: people[:min(len(people), named)]})
}

// named is how many people a blocker names.
const named = 8

// payeeBlockers are those of the month whose account or registration is not settled.
func (s *Store) payeeBlockers(q db.Q, hub string, last when.Date, out []pay.Blocker) ([]pay.Blocker, error) {
	people, err := db.All(q, scanPerson, `select w.id, w.name, w.no from worker w where w.hub_id = $1 and w.id in (select t.worker_id`+dueFrom+`) order by w.kana, w.id`, hub, last)
	if err != nil || len(people) == 0 {
		return out, err
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	accounts, err := s.Payees.AccountsOf(q, hub, ids)
	if err != nil {
		return nil, err
	}
	taxes, err := s.Payees.Standings(q, hub, ids)
	if err != nil {
		return nil, err
	}
	var none, unsure, doubt []pay.Person
	for _, p := range people {
		switch accounts[p.ID].State() {
		case payee.None:
			none = append(none, p)
		case payee.ToConfirm:
			unsure = append(unsure, p)
		}
		if taxes[p.ID].On(last).Doubtful {
			doubt = append(doubt, p)
		}
	}
	return about(about(about(out, pay.NoAccount, none), pay.Unconfirmed, unsure), pay.DoubtfulTax, doubt), nil
}

// closeOrder is the job that closes a month.
type closeOrder struct {
	Hub, Month, By string
	Version        int
}

// Close begins the closing of a month; a job does it worker by worker.
func (s *Store) Close(ctx context.Context, a who.Actor, m string, f pay.CloseForm) error {
	if err := a.May(pay.MayClose); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, last, err := books.MonthDays(m)
		if err != nil {
			return errMonth
		}
		today := hubstore.Day(tx)
		x, err := month(tx, a.Hub, m)
		if err != nil {
			return err
		}
		bs, err := s.blockers(tx, a.Hub, m, last)
		if err != nil {
			return err
		}
		if err := pay.MayCloseMonth(x, last, today, bs, f); err != nil {
			return err
		}
		total, err := db.Value[int](tx, `select count(distinct t.worker_id)`+dueFrom, a.Hub, last)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into pay_month (hub_id, month, state, version, done, total) values ($1, $2, 'closing', 1, 0, $3)
			on conflict (hub_id, month) do update set state = 'closing', version = pay_month.version + 1, done = 0, total = excluded.total`, a.Hub, m, total)
		if err != nil {
			return err
		}
		if err := step(tx, a, m, "closing", ""); err != nil {
			return err
		}
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "pay.close", closeOrder{a.Hub, m, a.Name, x.Version + 1})); err != nil {
			return err
		}
		return journal.Note(tx, a, pay.Closing{Month: m})
	})
}

func step(tx *db.Tx, a who.Actor, m, what, reason string) error {
	_, err := tx.Exec(`insert into pay_month_step (hub_id, month, no, what, reason, made_by, made_at) select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6 from pay_month_step where hub_id = $1 and month = $2`,
		a.Hub, m, what, reason, a.Name, tx.Now())
	return err
}

// Reopen opens a closed month again, with a reason. What was told stays told: closing it
// once more adds to statements as their next version.
func (s *Store) Reopen(ctx context.Context, a who.Actor, m, reason string) error {
	if err := a.May(pay.MayClose); err != nil {
		return err
	}
	reason, err := pay.ReadWords("reason", reason)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, fault.New(fault.Conflict, "pay.fault.not_closed", "month", m), `update pay_month set state = 'open' where hub_id = $1 and month = $2 and state = 'closed'`, a.Hub, m)
		if err != nil {
			return err
		}
		if err := step(tx, a, m, "reopened", reason); err != nil {
			return err
		}
		return journal.Note(tx, a, pay.Closing{Month: m, Reason: reason, Again: true})
	})
}

// batch is how many workers are stated in one write: others get their turn in between.
const batch = 25

// closeJob states worker after worker. Killed, it goes on where it was: who has been stated
// has nothing more to be stated for.
func (s *Store) closeJob(ctx context.Context, j jobs.Job) error {
	var o closeOrder
	if err := j.Read(&o); err != nil {
		return jobs.Never(err)
	}
	_, last, err := books.MonthDays(o.Month)
	if err != nil {
		return jobs.Never(err)
	}
	return j.Attempt(func() error { return s.closeAll(ctx, o, last) }, func() error { return s.stuck(context.WithoutCancel(ctx), o) })
}

// stuck opens a month again whose closing will not be tried any more, and says so: it would
// stand between open and closed for ever. What is stated stays stated.
func (s *Store) stuck(ctx context.Context, o closeOrder) error {
	a := who.System(o.Hub, "closing")
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`update pay_month set state = 'open' where hub_id = $1 and month = $2 and version = $3 and state = 'closing'`, o.Hub, o.Month, o.Version)
		if err != nil || n == 0 {
			return err
		}
		return errors.Join(step(tx, a, o.Month, "reopened", pay.ReasonStuck), journal.Note(tx, a, pay.Stuck{Month: o.Month}))
	})
}

func (s *Store) closeAll(ctx context.Context, o closeOrder, last when.Date) error {
	running, err := db.Read(ctx, s.DB, func(v *db.View) (bool, error) {
		n, err := db.Value[int](v, `select count(*) from pay_month where hub_id = $1 and month = $2 and state = 'closing' and version = $3`, o.Hub, o.Month, o.Version)
		return n > 0, err
	})
	if err != nil || !running {
		return err
	}
	a := who.System(o.Hub, o.By)
	for after := ""; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		ps, err := s.batch(ctx, o.Hub, last, after)
		if err != nil {
			return err
		}
		if len(ps) == 0 {
			return s.closed(ctx, a, o)
		}
		if err := s.stateAll(ctx, a, o, last, ps); err != nil {
			return err
		}
		after = ps[len(ps)-1].id
	}
}

// batch reads the next workers and how they stand in tax.
func (s *Store) batch(ctx context.Context, hub string, last when.Date, after string) ([]person, error) {
	return db.Read(ctx, s.DB, func(v *db.View) ([]person, error) {
		ps, err := waiting(v, hub, last, after, batch)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(ps))
		for i, p := range ps {
			ids[i] = p.id
		}
		st, err := s.Payees.Standings(v, hub, ids)
		for i, p := range ps {
			ps[i].standing = st[p.id]
		}
		return ps, err
	})
}

func (s *Store) stateAll(ctx context.Context, a who.Actor, o closeOrder, last when.Date, ps []person) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		items, err := itemsOf(tx, o.Hub, last, ps[0].id, ps[len(ps)-1].id)
		if err != nil {
			return err
		}
		for _, p := range ps {
			if _, err := state(tx, a, o.Month, last, p, items[p.id]); err != nil {
				return fmt.Errorf("statement of %s: %w", p.number, err)
			}
		}
		_, err = tx.Exec(`update pay_month set done = done + $4 where hub_id = $1 and month = $2 and version = $3`, o.Hub, o.Month, o.Version, len(ps))
		return err
	})
}

func (s *Store) closed(ctx context.Context, a who.Actor, o closeOrder) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`update pay_month set state = 'closed', done = total where hub_id = $1 and month = $2 and version = $3 and state = 'closing'`, o.Hub, o.Month, o.Version)
		if err != nil || n == 0 {
			return err
		}
		if err := step(tx, a, o.Month, "closed", ""); err != nil {
			return err
		}
		m, err := month(tx, o.Hub, o.Month)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, pay.Closed{Month: o.Month, Statements: m.Statements, Sum: m.Sum})
	})
}

// Report is a worker's own word that this was all for a month, or that it was not.
func (s *Store) Report(ctx context.Context, a who.Actor, m string, done bool) error {
	if err := a.May(pay.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		return report(tx, a, w, m, done)
	})
}

// ReportFor writes down that a worker without a device said so.
func (s *Store) ReportFor(ctx context.Context, a who.Actor, m, workerID string) error {
	if err := a.May(pay.MaySee); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return report(tx, a, w, m, true)
	})
}

func report(tx *db.Tx, a who.Actor, w workers.Worker, m string, done bool) error {
	if _, _, err := books.MonthDays(m); err != nil {
		return errMonth
	}
	q := `delete from pay_done where hub_id = $1 and month = $2 and worker_id = $3`
	args := []any{a.Hub, m, w.ID}
	if done {
		q = `insert into pay_done (hub_id, month, worker_id, made_by, made_at) values ($1, $2, $3, $4, $5) on conflict (hub_id, month, worker_id) do nothing`
		args = append(args, a.Name, tx.Now())
	}
	n, err := tx.Exec(q, args...)
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, pay.Reported{Month: m, Worker: w.ID, Undone: !done})
}

// Remind asks those who have not said whether this was all, once a press, and answers how many
// it wrote to: who has no address is asked otherwise.
func (s *Store) Remind(ctx context.Context, a who.Actor, m string) (int, error) {
	if err := a.May(pay.MaySee); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		_, last, err := books.MonthDays(m)
		if err != nil {
			return 0, errMonth
		}
		people, err := notDone(tx, a.Hub, m, last)
		if err != nil {
			return 0, err
		}
		n := 0
		for _, p := range people {
			written, err := s.write(tx, a.Hub, p.ID, "remind", "/my/money")
			if err != nil {
				return 0, err
			}
			if written {
				n++
			}
		}
		return n, journal.Note(tx, a, pay.Reminded{Month: m, People: n})
	})
}
