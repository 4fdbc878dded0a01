package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
)

// snapshot is what the public page shows, as it was written down.
type snapshot struct {
	hub, id, hash, body string
	On                  when.Date
	Known               string
	Figures             []struct {
		Key     string
		Version int
		N, Of   int64
	}
}

// publicFigures counts again what stands on the public page, and whether the bytes there
// are those that were written down. A figure of a definition newer than this auditor knows
// is left out.
func publicFigures(v *db.View) (rows int, broken []Break, err error) {
	shown, err := db.All(v, func(r db.Scanner) (x snapshot, err error) {
		err = r.Scan(&x.hub, &x.id, &x.hash, &x.body)
		return x, err
	}, `select s.hub_id, s.id, s.hash, s.body from report_snapshot s join report_step p on p.hub_id = s.hub_id and p.snapshot_id = s.id and p.what = 'published'
		where not exists (select 1 from report_step n where n.hub_id = p.hub_id and n.snapshot_id = p.snapshot_id and n.no > p.no and n.what in ('published', 'withdrawn')) order by s.hub_id, s.no`)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range shown {
		if sum := sha256.Sum256([]byte(x.body)); hex.EncodeToString(sum[:]) != x.hash {
			broken = append(broken, Break{x.hub, x.id + ": the bytes are not those of its hash"})
		}
		span, err := x.read()
		if err != nil {
			broken = append(broken, Break{x.hub, fmt.Sprintf("%s: cannot be read: %v", x.id, err)})
			continue
		}
		for _, f := range x.Figures {
			count, known := recounts[f.Key]
			if !known || f.Version != count.version {
				continue
			}
			rows++
			n, of, err := count.count(v, span)
			if err != nil {
				return rows, broken, fmt.Errorf("%s: %w", f.Key, err)
			}
			if n != f.N && !(count.more && n > f.N) || of != f.Of {
				broken = append(broken, Break{x.hub, fmt.Sprintf("%s: %s is %d of %d, counted %d of %d", x.id, f.Key, f.N, f.Of, n, of)})
			}
		}
	}
	return rows, broken, nil
}

// span is the time a snapshot speaks of: a fiscal year up to a day, by what was on record at an instant.
type span struct {
	hub            string
	from, on       when.Date
	begin, quarter when.Instant
	until, known   when.Instant
	lastDay        when.Date // of until
}

// read opens what was written down, and tells the time it speaks of.
func (x *snapshot) read() (s span, err error) {
	if err = json.Unmarshal([]byte(x.body), x); err != nil {
		return s, err
	}
	s = span{hub: x.hub, on: x.On, from: when.On(x.On.Year(), 4, 1)}
	if x.On.Month() < 4 {
		s.from = when.On(x.On.Year()-1, 4, 1)
	}
	if err = s.known.Scan(x.Known); err != nil {
		return s, err
	}
	s.begin = s.from.At(0, when.Tokyo)
	s.quarter = when.On(x.On.Year(), x.On.Month(), 1).AddMonths(-2).At(0, when.Tokyo)
	if s.until = x.On.AddDays(1).At(0, when.Tokyo).Add(-1000); s.known.Before(s.until) { // the books' grain is a microsecond
		s.until = s.known
	}
	s.lastDay = s.until.DateIn(when.Tokyo)
	return s, nil
}

// recount is how one figure is counted again.
type recount struct {
	version int
	more    bool // what it is counted from can go with a person who asks for it, and then more came out well
	count   func(*db.View, span) (n, of int64, err error)
}

var recounts = map[string]recount{
	"registered": {version: 1, count: standing("'registered', 'paused'")},
	"hired":      {version: 1, count: standing("'hired'")},
	"first_job":  {version: 1, count: firstJobs},
	"active": {version: 1, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(*), 0 from (select t.worker_id `+acceptedIn+` group by t.worker_id) x`, s.hub, s.quarter, s.until)
	}},
	"on_time": {version: 1, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(case when t.received_on > p.due_on then null else 1 end), count(*) `+acceptedIn, s.hub, s.begin, s.until)
	}},
	"first_time": {version: 1, more: true, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(case when b.piece_id is null then 1 end), count(*) from (select p.id `+acceptedIn+`) x left join (
			select distinct f.piece_id from work_finding f where f.hub_id = $1 and f.rework = 1 and f.made_at <= $3) b on b.piece_id = x.id`, s.hub, s.begin, s.until)
	}},
	"orders": {version: 1, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(q.order_id), 0 `+takenIn, s.hub, s.begin, s.until)
	}},
	"clients": {version: 1, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(distinct o.client_id), 0 `+takenIn, s.hub, s.begin, s.until)
	}},
	"order_yen": {version: 1, count: orderYen},
	"seminars": {version: 1, count: func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(m.id), 0 from seminar m where m.hub_id = $1 and `+heldIn, s.hub, s.begin, s.until)
	}},
	"came": {version: 1, count: came},
	"fees": {version: 1, count: fees},
}

// acceptedIn are the pieces of paid work accepted in a time.
const acceptedIn = `from work_receipt t join work_piece p on p.hub_id = t.hub_id and p.id = t.piece_id
	where t.hub_id = $1 and t.accepted_at between $2 and $3 and t.order_id not in (select id from client_order where hub_id = $1 and practice = 1)`

// takenIn are the quotes clients said yes to in a time.
const takenIn = `from client_order o join order_quote q on q.hub_id = o.hub_id and q.order_id = o.id and q.state = 'accepted' where o.hub_id = $1 and o.practice = 0 and q.answered_at between $2 and $3`

// heldIn are the seminars that took place in a time.
const heldIn = `m.starts_at >= $2 and m.ends_at <= $3 and m.state in ('published', 'closed')`

func pair(v *db.View, sql string, args ...any) (n, of int64, err error) {
	_, err = db.All(v, func(r db.Scanner) (struct{}, error) { return struct{}{}, r.Scan(&n, &of) }, sql, args...)
	return n, of, err
}

// standing counts those whose last step by a day is one of these.
func standing(states string) func(*db.View, span) (int64, int64, error) {
	return func(v *db.View, s span) (int64, int64, error) {
		return pair(v, `select count(s.worker_id), 0 from worker_step s join (select worker_id, max(no) as no from worker_step where hub_id = $1 and made_at <= $2 and from_on <= $3 group by worker_id) l
			on l.worker_id = s.worker_id and l.no = s.no where s.hub_id = $1 and s.state in (`+states+`)`, s.hub, s.known, s.on)
	}
}

// firstJobWithin is how many days the first paid job may take (K5).
const firstJobWithin = 90

func firstJobs(v *db.View, s span) (n, of int64, err error) {
	_, err = db.All(v, func(r db.Scanner) (_ int, err error) {
		var since, job when.Date
		if err = r.Scan(&since, &job); err != nil {
			return 0, err
		}
		if by := since.AddDays(firstJobWithin); !by.Before(s.from) && !by.After(s.on) {
			if of++; !job.IsZero() && !job.After(by) {
				n++
			}
		}
		return 0, nil
	}, `select s.from_on, coalesce((select min(t.received_on) from work_receipt t where t.hub_id = s.hub_id and t.worker_id = s.worker_id and t.received_on <= $3
			and t.order_id not in (select id from client_order where hub_id = $1 and practice = 1)), '')
		from worker_step s join (select worker_id, min(no) as no from worker_step where hub_id = $1 and state = 'registered' and made_at <= $2 group by worker_id) f
		on f.worker_id = s.worker_id and f.no = s.no where s.hub_id = $1`, s.hub, s.known, s.lastDay)
	return n, of, err
}

// orderYen adds up what was agreed, each order rounded up to a whole yen.
func orderYen(v *db.View, s span) (sum, _ int64, err error) {
	_, err = db.All(v, func(r db.Scanner) (_ int, err error) {
		var volume, sen int64
		err = r.Scan(&volume, &sen)
		if sum += volume * sen / 100; volume*sen%100 > 0 {
			sum++
		}
		return 0, err
	}, `select q.volume, q.price_sen `+takenIn, s.hub, s.begin, s.until)
	return sum, 0, err
}

// came goes through the door's marks one by one, as they happened.
func came(v *db.View, s span) (n, _ int64, err error) {
	inside, walked, undone := map[string]int64{}, map[string]int64{}, map[string]bool{}
	_, err = db.All(v, func(r db.Scanner) (_ int, err error) {
		var id, signup, kind, undoes string
		var seats, adults int64
		if err = r.Scan(&id, &signup, &kind, &undoes, &adults, &seats); err != nil {
			return 0, err
		}
		switch {
		case signup != "" && kind == "in":
			inside[signup] = seats
		case signup != "":
			delete(inside, signup)
		case kind == "in":
			walked[id] = adults
		default:
			undone[undoes] = true
		}
		return 0, nil
	}, `select d.id, d.signup_id, d.kind, d.undoes, d.adults, coalesce(g.adults, 0) from door_mark d join seminar m on m.hub_id = d.hub_id and m.id = d.seminar_id left join signup g on g.hub_id = d.hub_id and g.id = d.signup_id
		where d.hub_id = $1 and `+heldIn+` and d.received_at <= $3 order by d.at, d.received_at, d.id`, s.hub, s.begin, s.until)
	for _, people := range []map[string]int64{inside, walked} {
		for id, k := range people {
			if !undone[id] {
				n += k
			}
		}
	}
	return n, 0, err
}

// fees are what statements put into the ledger as fees, with the tax in them.
func fees(v *db.View, s span) (int64, int64, error) {
	return pair(v, `select cast(coalesce(sum(l.amount_yen), 0) as bigint), 0 from book_entry e join book_line l on l.hub_id = e.hub_id and l.entry_id = e.id and l.account in ('fees', 'input_tax')
		where e.hub_id = $1 and e.kind = 'statement' and e.made_at <= $2 and l.on_day between $3 and $4`, s.hub, s.known, s.from, s.on)
}
