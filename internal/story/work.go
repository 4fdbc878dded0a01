package story

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	data "hiroba/internal/town"
	"hiroba/internal/work"
)

// piece is what somebody has in hand.
type piece struct {
	id    string
	job   *job
	rows  []int
	again map[int]int // rows to be done again, with the version they have; nil at first
	until when.Instant
}

// taken is what came of looking for work.
type taken struct {
	ID, Order string
	Rows      []int
}

// workday plans what each worker does on a day: some days a child has fever (S25).
func (t *town) workday(d when.Date) {
	for _, x := range t.crew() {
		if !x.days[int(d.Weekday())] || x.person == "" {
			continue
		}
		if x.children > 0 && t.happens(fever*float64(x.children), "fever", x.no, d) {
			t.at(clock(d, 6*60+t.between(0, 90, "fever at", x.no, d)), func() error { return t.notToday(x) })
			continue
		}
		if t.happens(x.steady, "works", x.no, d) {
			t.at(clock(d, x.begin), func() error { return t.sit(x) })
		}
	}
}

// fever is the probability that one child is ill on a day on which its mother would work.
const fever = 0.02

func (t *town) notToday(x *resident) error {
	t.month.Fevers++
	return t.act("cannot today "+x.Mail, func() error { return t.app.Skills.NotToday(t.ctx, x.actor) })
}

// sit is somebody who sits down: what is in hand comes first, then something new.
func (t *town) sit(x *resident) error {
	if x.gone || x.piece != nil && x.piece.until.After(t.now) {
		return nil
	}
	back, err := tell(t, "rework "+x.Mail, func() (taken, error) { return t.sentBack(x) })
	if err != nil {
		return err
	}
	if back.ID != "" {
		return t.redo(x, back)
	}
	got, err := tell(t, "claim "+x.Mail, func() (taken, error) { return t.take(x) })
	if err != nil || got.ID == "" {
		return err
	}
	i := slices.IndexFunc(t.jobs, func(j *job) bool { return j.id == got.Order })
	t.begin(x, &piece{id: got.ID, job: t.jobs[i], rows: got.Rows})
	return nil
}

// take takes on the first piece that fits, as the list puts it.
func (t *town) take(x *resident) (got taken, err error) {
	b, err := t.app.Work.Bench(t.ctx, x.actor, x.minutes, x.phone)
	if err != nil {
		return got, err
	}
	for _, h := range b.Held { // taken on already, by an act that a kill cut off
		return taken{h.ID, h.Order, h.Rows.All()}, nil
	}
	if len(b.Cards) == 0 {
		return got, nil
	}
	p, err := t.app.Work.Propose(t.ctx, x.actor, b.Cards[0].Order, x.minutes, x.phone)
	if refused(err) {
		return got, nil
	}
	if err != nil {
		return got, err
	}
	id, err := t.app.Work.Claim(t.ctx, x.actor, p.Piece.ID, p.Hash, x.phone)
	if refused(err) {
		return got, nil
	}
	return taken{id, p.Piece.Order, p.Piece.Rows.All()}, err
}

// begin works through a piece: each row has its own moment.
func (t *town) begin(x *resident, p *piece) {
	x.piece = p
	seconds, _ := strconv.Atoi(p.job.Seconds)
	at := t.now
	patience := t.now.Add(time.Duration(float64(x.minutes)*1.6) * time.Minute)
	for _, row := range p.rows {
		each := spread(t.dice("row", p.job.no, row, x.no), float64(seconds)*x.pace, 0.3)
		if at = at.Add(time.Duration(each * float64(time.Second))); at.After(patience) && p.again == nil {
			p.until = at
			t.at(at, func() error { return t.stop(x, p) })
			return
		}
		t.at(at, func() error { return t.save(x, p, row) })
	}
	at = at.Add(20 * time.Second)
	p.until = at
	t.at(at, func() error { return t.hand(x, p) })
}

// save types one row; now and then it is wrong.
func (t *town) save(x *resident, p *piece, row int) error {
	answer := p.job.Answer(row)
	if p.again == nil && t.happens(x.slip, "slip", p.job.no, row, x.no) {
		answer = t.slipped(p.job, row)
	}
	return t.act(fmt.Sprintf("row %s %d", p.job.title, row), func() error {
		_, err := t.app.Work.SaveRow(t.ctx, x.actor, p.id, row, p.again[row], map[int]string{2: answer}) // the second column is asked
		return err
	})
}

// slipped is a wrong answer that looks like a right one.
func (t *town) slipped(j *job, row int) string {
	for n := row + 1; n < row+9; n++ {
		if a := j.Answer(n); a != j.Answer(row) {
			return a
		}
	}
	return j.Answer(row)
}

// hand delivers a piece.
func (t *town) hand(x *resident, p *piece) error {
	x.piece, x.worked = nil, t.today()
	t.month.Rows += len(p.rows)
	return t.act("deliver "+x.Mail, func() error { return t.app.Work.Deliver(t.ctx, x.actor, p.id) })
}

// stop gives back what does not fit into the hour; the rows that are done are paid.
func (t *town) stop(x *resident, p *piece) error {
	x.piece, x.worked = nil, t.today()
	return t.act("hand back "+x.Mail, func() error { return t.app.Work.HandBack(t.ctx, x.actor, p.id) })
}

// sentBack is a piece of hers that an inspector sent back, with the versions of its rows.
func (t *town) sentBack(x *resident) (got taken, err error) {
	b, err := t.app.Work.Bench(t.ctx, x.actor, x.minutes, x.phone)
	if err != nil {
		return got, err
	}
	for _, h := range b.Held {
		s, err := t.app.Work.Screen(t.ctx, x.actor, h.ID)
		if err != nil {
			return got, err
		}
		if s.Phase != "rework" {
			continue
		}
		got = taken{ID: h.ID, Order: h.Order}
		for _, l := range s.Lines {
			if len(l.Findings) > 0 {
				got.Rows = append(got.Rows, l.No, l.Answer.Version)
			}
		}
		return got, nil
	}
	return got, nil
}

// redo does rows again that came back.
func (t *town) redo(x *resident, got taken) error {
	i := slices.IndexFunc(t.jobs, func(j *job) bool { return j.id == got.Order })
	p := &piece{id: got.ID, job: t.jobs[i], again: map[int]int{}}
	for n := 0; n < len(got.Rows); n += 2 {
		p.rows = append(p.rows, got.Rows[n])
		p.again[got.Rows[n]] = got.Rows[n+1]
	}
	t.begin(x, p)
	return nil
}

// inspector is who looks at deliveries: the coordinator, and the leader once there is one (S48).
func (t *town) inspector() who.Actor {
	if l, ok := t.staff[people.Leader]; ok {
		return l
	}
	return t.staff[people.Coordinator]
}

// inspect looks at what was delivered, piece by piece.
func (t *town) inspect() error {
	if !t.isOpen(t.today()) {
		return nil
	}
	queue, err := tell(t, "queue", func() (out []string, err error) {
		q, err := t.app.Work.Queue(t.ctx, t.inspector())
		for _, d := range q {
			if !d.Own {
				out = append(out, d.ID)
			}
		}
		return out, err
	})
	for _, pid := range queue {
		if err := t.check(pid); err != nil {
			return err
		}
	}
	return err
}

// found is what an inspector found in one piece.
type found struct {
	Wrong, Rework int
}

// noticed is how likely an inspector sees a mistake. She looks at whole pieces, and not only
// at the sample: which rows are of it hangs on ids, and those differ from telling to telling.
const noticed = 0.6

// check inspects one piece: one mistake is put right, more go back.
func (t *town) check(pid string) error {
	f, err := tell(t, "check "+pid, func() (f found, err error) {
		s, err := t.app.Work.Sheet(t.ctx, t.inspector(), pid)
		if err != nil || !s.Ready {
			return f, err
		}
		i := slices.IndexFunc(t.jobs, func(j *job) bool { return j.id == s.Order })
		form := work.CheckForm{}
		for _, l := range s.Lines {
			if t.happens(noticed, "noticed", s.Title, l.No) && !slices.Equal(l.Answer.Cells, []string{t.jobs[i].Answer(l.No)}) {
				form.Rows = append(form.Rows, l.No)
				form.Fixes = append(form.Fixes, work.Fix{Row: l.No, Column: 2, Text: t.jobs[i].Answer(l.No)})
			}
		}
		if f.Wrong = len(form.Fixes); f.Wrong > 0 {
			form.Line, form.Cause = "1", "worker"
		}
		if f.Wrong > 1 {
			form.Rework, form.Example, form.Fixes = true, data.ReworkWords, nil
			f.Rework = 1
		} else {
			form.Rows = nil
		}
		return f, t.app.Work.Check(t.ctx, t.inspector(), pid, s.Version, form)
	})
	t.month.Reworks += f.Rework
	return err
}

// mend looks at the row a client objected to; the order is delivered anew at the next round.
func (t *town) mend(j *job, row int) error {
	return t.act("mend "+j.title, func() error {
		pid, err := t.app.Work.PieceOfRow(t.ctx, t.inspector(), j.id, row)
		if err != nil {
			return err
		}
		s, err := t.app.Work.Sheet(t.ctx, t.inspector(), pid)
		if err != nil || !s.Ready {
			return err
		}
		fix := work.Fix{Row: row, Column: 2, Text: j.Answer(row)}
		return t.app.Work.Check(t.ctx, t.inspector(), pid, s.Version, work.CheckForm{Fixes: []work.Fix{fix}, Line: "1", Cause: "client"})
	})
}
