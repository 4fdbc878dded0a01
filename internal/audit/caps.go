package audit

import (
	"fmt"
	"maps"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/db"
)

// capsKept looks at what plans proposed to people who had set limits of their own: minutes
// of a week and of a month, and what a year may come to (domain 4.4, product 17). A limit
// holds for plans made after it: what was proposed before stands, and a piece that somebody
// takes on by herself is her own affair. What a plan came to is worked out here so that it
// is never more than it was: fees by the cheapest piece, nothing for work not cut yet, and of
// what was earned before it the fees alone, for what is added to one has no day of its own.
func capsKept(v *db.View) (rows int, broken []Break, err error) {
	limits, err := limitsOf(v)
	if err != nil || len(limits) == 0 {
		return 0, nil, err
	}
	earned, err := earnings(v)
	if err != nil {
		return 0, nil, err
	}
	plans, err := proposals(v, limits)
	for _, p := range plans {
		rows++
		for _, what := range p.over(earned[p.whose]) {
			broken = append(broken, Break{p.whose.hub, fmt.Sprintf("plan %d, worker %s: %s", p.no, p.whose.worker, what)})
		}
	}
	return rows, broken, err
}

type whose struct{ hub, worker string }

// limit is what somebody set for herself, and when: 0 and "" are none.
type limit struct {
	week, month    int
	wished, walled when.Instant
	wall           string
	own            yen.Amount
	measure        tax.Measure
	expenses       int
	direct         int
	minimum        int
	blue           string
	other, outside yen.Amount
}

func limitsOf(v *db.View) (map[whose]limit, error) {
	out := map[whose]limit{}
	_, err := db.All(v, func(r db.Scanner) (_ int, err error) {
		var k whose
		var x limit
		err = r.Scan(&k.hub, &k.worker, &x.week, &x.month, &x.wished, &x.wall, &x.own, &x.measure, &x.expenses, &x.direct, &x.minimum, &x.blue, &x.other, &x.outside, &x.walled)
		out[k] = x
		return 0, err
	}, `select w.hub_id, w.id, coalesce(h.week_cap, 0), coalesce(h.month_cap, 0), coalesce(h.changed_at, ''), coalesce(c.wall, ''), coalesce(c.own_yen, 0), coalesce(c.measure, ''), coalesce(c.expense_percent, 0),
			coalesce(c.direct_percent, 0), coalesce(c.home_minimum, 0), coalesce(c.blue, ''), coalesce(c.other_yen, 0), coalesce(c.elsewhere_yen, 0), coalesce(c.changed_at, '')
		from worker w left join worker_wish h on h.hub_id = w.hub_id and h.worker_id = w.id left join worker_ceiling c on c.hub_id = w.hub_id and c.worker_id = w.id
		where coalesce(h.week_cap, 0) > 0 or coalesce(h.month_cap, 0) > 0 or coalesce(c.wall, '') <> ''`)
	return out, err
}

// fee is what somebody earned by one piece.
type fee struct {
	on  when.Date
	yen yen.Amount
}

func earnings(v *db.View) (map[whose][]fee, error) {
	out := map[whose][]fee{}
	_, err := db.All(v, func(r db.Scanner) (_ int, err error) {
		var k whose
		var f fee
		err = r.Scan(&k.hub, &k.worker, &f.on, &f.yen)
		out[k] = append(out[k], f)
		return 0, err
	}, `select t.hub_id, t.worker_id, t.received_on, t.fee_yen from work_receipt t
		join worker_ceiling c on c.hub_id = t.hub_id and c.worker_id = t.worker_id where c.wall <> ''`)
	return out, err
}

// proposed is what one plan proposed to one person.
type proposed struct {
	limit
	whose  whose
	no     int
	made   when.Instant
	week   int // minutes of the plan's first week, with what she had in hand
	slack  int // what the rounding of a day's minutes can come to
	months map[string]int
	fees   yen.Amount // of what ends within the year
}

// proposals are the plans that are kept with their shares, person by person.
func proposals(v *db.View, limits map[whose]limit) (out []*proposed, err error) {
	type key struct {
		whose
		no int
	}
	at := map[key]*proposed{}
	if _, err = db.All(v, func(r db.Scanner) (_ int, err error) {
		p := &proposed{months: map[string]int{}}
		err = r.Scan(&p.whose.hub, &p.no, &p.whose.worker, &p.week, &p.made)
		if l, has := limits[p.whose]; has {
			p.limit, at[key{p.whose, p.no}] = l, p
			out = append(out, p)
		}
		return 0, err
	}, `select l.hub_id, l.plan_no, l.worker_id, l.week_minutes, p.made_at from dispatch_load l join dispatch_plan p on p.hub_id = l.hub_id and p.no = l.plan_no
		where p.state = 'ready' order by l.hub_id, l.plan_no, l.worker_id`); err != nil {
		return nil, err
	}
	_, err = db.All(v, func(r db.Scanner) (_ int, err error) {
		var k key
		var minutes int
		var first, last when.Date
		var fees yen.Amount
		if err = r.Scan(&k.hub, &k.no, &k.worker, &minutes, &first, &last, &fees); err == nil && at[k] != nil {
			at[k].add(minutes, first, last, fees)
		}
		return 0, err
	}, `select s.hub_id, s.plan_no, s.worker_id, s.minutes, s.first_on, s.last_on, s.units * coalesce((select min(w.fee_yen) from work_piece w
			where w.hub_id = s.hub_id and w.order_id = s.order_id and w.lane = s.lane and w.pass = s.pass and w.made_at <= p.made_at), 0)
		from dispatch_share s join dispatch_plan p on p.hub_id = s.hub_id and p.no = s.plan_no where p.state = 'ready'`)
	return out, err
}

func (p *proposed) add(minutes int, first, last when.Date, fees yen.Amount) {
	p.slack += last.Sub(first)/2 + 1
	if month := first.String()[:7]; month == last.String()[:7] {
		p.months[month] += minutes
	}
	if last.Year() == p.made.DateIn(when.Tokyo).Year() {
		p.fees += fees
	}
}

// over tells which of her limits a plan went over.
func (p *proposed) over(earned []fee) (out []string) {
	if p.wished.Before(p.made) {
		if most := p.limit.week; most > 0 && p.week > most+p.slack {
			out = append(out, fmt.Sprintf("%d minutes in a week of %d", p.week, most))
		}
		for _, month := range slices.Sorted(maps.Keys(p.months)) {
			n := p.months[month]
			if most := p.limit.month; most > 0 && n > most+p.slack {
				out = append(out, fmt.Sprintf("%d minutes in %s, of %d", n, month, most))
			}
		}
	}
	if p.fees > 0 && p.walled.Before(p.made) {
		if sum, most, set := p.year(earned); set && sum > most {
			out = append(out, fmt.Sprintf("%d yen in a year of %d", sum, most))
		}
	}
	return out
}

// year is what her year would come to by her own estimates, and the most it may.
func (p *proposed) year(earned []fee) (sum, most yen.Amount, set bool) {
	today := p.made.DateIn(when.Tokyo)
	wall := tax.Ceiling{Measure: p.measure, Most: p.own}
	if p.wall != "own" {
		var err error
		if wall, err = tax.CeilingOf(p.wall, today.Year()); err != nil {
			return 0, 0, false // the law's table has no such threshold in that year
		}
	}
	fees := p.outside + p.fees
	for _, f := range earned {
		if f.on.Year() == today.Year() && f.on.Before(today) {
			fees += f.yen
		}
	}
	y := tax.Year{Year: today.Year(), Revenue: fees, Expenses: fees * yen.Amount(p.expenses) / 100, Direct: fees * yen.Amount(p.direct) / 100, HomeWorker: p.minimum == 1, Other: p.other}
	if p.blue != "" {
		var err error
		if y.Blue, err = tax.BlueDeduction(p.blue, today.Year()); err != nil {
			return 0, 0, false
		}
	}
	sum, err := y.Measured(wall)
	return sum, wall.Most, err == nil && wall.Most > 0
}
