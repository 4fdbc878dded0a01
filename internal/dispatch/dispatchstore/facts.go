package dispatchstore

import (
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// facts gathers what planning knows of a hub. It reads free hours as they are given, and
// nothing of why an hour is not free, of answers to calls or of what was handed back.
func facts(q db.Q, h hub.Hub) (f dispatch.Facts, err error) {
	f.Today = q.Now().DateIn(h.Zone())
	monday := skills.Monday(f.Today)
	hours := opening(h, monday)
	if f.Open = openDays(h, f.Today); f.Open == nil {
		hours = nil
	}
	if f.Parts, err = parts(q, h.ID); err != nil {
		return f, err
	}
	if err = bar(q, h.ID, f.Parts); err != nil {
		return f, err
	}
	if f.Firm, err = firm(q, h.ID); err != nil {
		return f, err
	}
	f.Workers, err = people(q, h.ID, f.Today, hours)
	return f, err
}

// factsOf is the facts of a hub by its number.
func factsOf(q db.Q, hubID string) (dispatch.Facts, error) {
	h, err := hubstore.Load(q, hubID)
	if err != nil {
		return dispatch.Facts{}, err
	}
	return facts(q, h)
}

// opening is when the hub is open, day by day.
func opening(h hub.Hub, from when.Date) []skills.Day {
	hours := h.Hours()
	out := make([]skills.Day, dispatch.Days)
	for i := range out {
		out[i] = spans(hours.Open(from.AddDays(i)))
	}
	return out
}

// openDays tells on which days of a plan the hub is open; nil where no hours are set yet, and
// there is nothing to go by.
func openDays(h hub.Hub, today when.Date) (out []bool) {
	for _, d := range opening(h, skills.Monday(today)) {
		out = append(out, d.Minutes() > 0)
	}
	if !slices.Contains(out, true) {
		return nil
	}
	return out
}

func spans(all []calendar.Span) (d skills.Day) {
	for _, s := range all {
		d = d.With(skills.Span{From: s.From, To: s.To})
	}
	return d
}

// people are all who can be asked: registered, with the basic contract signed.
func people(q db.Q, hubID string, today when.Date, open []skills.Day) ([]dispatch.Worker, error) {
	all, err := workersstore.InState(q, hubID, workers.Registered)
	if err != nil {
		return nil, err
	}
	signed, err := workersstore.Signers(q, hubID)
	if err != nil {
		return nil, err
	}
	able, err := skillsstore.Ables(q, hubID)
	if err != nil {
		return nil, err
	}
	past, err := done(q, hubID, today)
	if err != nil {
		return nil, err
	}
	free, err := skillsstore.Aheads(q, hubID, today, skills.Monday(today), dispatch.Days)
	if err != nil {
		return nil, err
	}
	ceiling, err := skillsstore.Ceilings(q, hubID)
	if err != nil {
		return nil, err
	}
	var out []dispatch.Worker
	for _, w := range all {
		if !signed[w.ID] {
			continue
		}
		x := worker(w.ID, able(w.ID), past.of(w.ID))
		give(&x, free(w.ID), open)
		if err := limit(&x, ceiling(w.ID), past.of(w.ID), today.Year()); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func worker(id string, a skillsstore.Able, p *record) dispatch.Worker {
	return dispatch.Worker{ID: id, Levels: a.Levels, Never: a.Never, Place: a.Place, WeekCap: a.WeekCap, MonthCap: a.MonthCap, Pace: p.pace, WeekDone: p.week, MonthDone: p.month, New: p.all < newcomerMinutes,
		PhoneOnly: len(a.Devices) == 1 && a.Devices[0] == "phone"}
}

// newcomerMinutes of delivered work are how long somebody is new.
const newcomerMinutes = 300

// give adds a worker's free time.
func give(x *dispatch.Worker, days, open []skills.Day) {
	x.Free, x.There = make([]int, len(days)), make([]int, len(days))
	for i, d := range days {
		if x.Free[i] = d.Minutes(); open == nil {
			x.There[i] = x.Free[i]
		} else {
			x.There[i] = d.And(open[i]).Minutes()
		}
	}
}

// limit adds what a worker's own ceiling leaves of a year.
func limit(x *dispatch.Worker, c skills.Ceiling, p *record, year int) error {
	w, ok := c.Limit(year)
	if !ok {
		return nil
	}
	most, err := c.HighestFees(w, year)
	// whatever is delivered this year counts here, also what is paid in the next: sooner than too late
	x.Limited, x.YenLeft = true, most-c.Elsewhere-p.fees
	return err
}

// record is what somebody has delivered: how much, and how fast.
type record struct {
	all         int // standard minutes
	week, month int // minutes of the clock, at her pace: what her own limits are in
	fees        yen.Amount
	pace        map[string]dispatch.Pace
}

type records map[string]*record

func (r records) of(worker string) *record {
	if r[worker] == nil {
		r[worker] = &record{pace: map[string]dispatch.Pace{}}
	}
	return r[worker]
}

// done reads what everybody has delivered, summed up.
func done(q db.Q, hubID string, today when.Date) (records, error) {
	out := records{}
	if err := out.paces(q, hubID); err != nil {
		return nil, err
	}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		var worker, kind string
		var all, week, month int
		var fees yen.Amount
		err := r.Scan(&worker, &kind, &all, &week, &month, &fees)
		out.of(worker).add(kind, all, week, month, fees)
		return 0, err
	}, `select r.worker_id, o.kind_id, cast(sum(p.seconds) as bigint), cast(sum(case when r.received_on >= $2 then p.seconds else 0 end) as bigint),
		cast(sum(case when r.received_on >= $3 then p.seconds else 0 end) as bigint), cast(sum(case when r.received_on >= $4 then r.fee_yen + r.extra_yen else 0 end) as bigint)
		from work_receipt r join work_piece p on p.hub_id = r.hub_id and p.id = r.piece_id join client_order o on o.hub_id = p.hub_id and o.id = p.order_id where r.hub_id = $1 group by r.worker_id, o.kind_id`,
		hubID, skills.Monday(today), when.On(today.Year(), today.Month(), 1), when.On(today.Year(), 1, 1))
	return out, err
}

// add counts what was delivered of a kind, in seconds of the standard time.
func (x *record) add(kind string, all, week, month int, fees yen.Amount) {
	speed := x.pace[kind].Speed()
	x.all += all / 60
	x.week += week * 100 / speed / 60
	x.month += month * 100 / speed / 60
	x.fees += fees
}

func (r records) paces(q db.Q, hubID string) error {
	_, err := db.All(q, func(s db.Scanner) (int, error) {
		var p work.Pace
		var standard int
		err := s.Scan(&p.Worker, &p.Kind, &p.Units, &p.Seconds, &p.Pieces, &standard)
		if each := p.SecondsEach(); each > 0 {
			r.of(p.Worker).pace[p.Kind] = dispatch.Pace{Percent: standard * 100 / each, Sure: p.Sure()}
		}
		return 0, err
	}, `select x.worker_id, x.kind_id, x.units, x.seconds, x.pieces, k.seconds from work_pace x join work_kind k on k.hub_id = x.hub_id and k.id = x.kind_id where x.hub_id = $1`, hubID)
	return err
}
