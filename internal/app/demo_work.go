package app

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/town"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fillWork sets the demo town to work on the membership cards: the client has approved the
// first rows, three people are at it, one delivery waits for its inspection, one question
// was answered. A practice order stands open for newcomers. Materials must have been read.
func (a *App) fillWork(ctx context.Context, hubID string) error {
	if err := a.Runner.Drain(ctx); err != nil {
		return err
	}
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	x := &shift{a: a, ctx: ctx, staff: as(hubID, town.Coordinator, orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck), guest: who.Visitor(hubID, orders.MayAsk, work.MayWatch)}
	x.leader = as(hubID, town.Leader, work.MayCheck)
	for _, do := range []func() error{x.begin, x.firsts, x.mass, x.practice} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// shift is the work of the demo town's last three days.
type shift struct {
	a                    *App
	ctx                  context.Context
	staff, leader, guest who.Actor
	order                string
	crew                 []who.Actor // who has an account, Misaki first
}

// at sets the clock some hours back.
func (x *shift) at(hours float64) {
	t := x.a.Now().Add(-time.Duration(hours * float64(time.Hour)))
	x.a.DB.Now = func() when.Instant { return t }
}

// begin writes the instruction, splits the cards and puts out the call.
func (x *shift) begin() error {
	os, _, err := x.a.Orders.Board(x.ctx, x.staff, orders.Ordered)
	if err != nil {
		return err
	}
	for _, o := range os {
		if o.Title == town.Placings[0].Ask.Title {
			x.order = o.ID
		}
	}
	x.at(70)
	s := x.a.Work
	if err := s.Instruct(x.ctx, x.staff, x.order, 0, town.CardManual[0], ""); err != nil {
		return err
	}
	if err := s.Split(x.ctx, x.staff, x.order, work.MinutesLeast); err != nil {
		return err
	}
	if err := s.Call(x.ctx, x.staff, x.order, 0, workstore.CallForm{Deadline: x.a.ago(-9).DateIn(when.Tokyo).String()}); err != nil {
		return err
	}
	x.crew, err = x.workers()
	return err
}

// workers are the registered people with an account who can do the cards.
func (x *shift) workers() ([]who.Actor, error) {
	ws, err := db.Read(x.ctx, x.a.DB, func(v *db.View) ([]workers.Worker, error) {
		return workersstore.InState(v, x.staff.Hub, workers.Registered)
	})
	if err != nil {
		return nil, err
	}
	var out []who.Actor
	for _, w := range ws {
		if w.Person == "" {
			continue
		}
		b := who.Person(x.staff.Hub, w.Person, w.Name, work.MayDo)
		bench, err := x.a.Work.Bench(x.ctx, b, 40, false)
		if err != nil {
			return nil, err
		}
		if len(bench.Cards) == 0 {
			continue
		}
		if w.Mail == town.MisakiMail {
			out = append([]who.Actor{b}, out...)
		} else {
			out = append(out, b)
		}
	}
	if len(out) < 3 {
		return nil, fmt.Errorf("only %d of the town's workers can do the cards", len(out))
	}
	return out, nil
}

// take takes a piece of the cards on and fills rows in, each some forty seconds after the other.
func (x *shift) take(a who.Actor, hours float64, rows int) (string, error) {
	pid, nos, err := x.takeOn(a, hours, 40)
	if err != nil {
		return "", err
	}
	for i, no := range nos[:min(len(nos), rows)] {
		x.at(hours - float64(i+1)/90)
		typed := map[int]string{}
		for i, text := range town.Member(no - 1) {
			typed[i+1] = text // the columns of the cards are all asked, from number 1
		}
		if _, err := x.a.Work.SaveRow(x.ctx, a, pid, no, 0, typed); err != nil {
			return "", err
		}
	}
	return pid, nil
}

// takeOn takes the next piece of the order on that fits into so many minutes, so many hours
// ago, and answers its rows.
func (x *shift) takeOn(a who.Actor, hours float64, minutes int) (pid string, rows []int, err error) {
	x.at(hours)
	p, err := x.a.Work.Propose(x.ctx, a, x.order, minutes, false)
	if err != nil {
		return "", nil, err
	}
	pid, err = x.a.Work.Claim(x.ctx, a, p.Piece.ID, p.Hash, false)
	return pid, p.Piece.Rows.All(), err
}

// whole is all rows of a piece.
const whole = 1000

// finish delivers a piece and has it inspected.
func (x *shift) finish(a who.Actor, pid string, form work.CheckForm) error {
	s := x.a.Work
	if err := s.Deliver(x.ctx, a, pid); err != nil {
		return err
	}
	sheet, err := s.Sheet(x.ctx, x.leader, pid)
	if err != nil {
		return err
	}
	return s.Check(x.ctx, x.leader, pid, sheet.Version, form)
}

// firsts has two people do the rows the client looks at first, and the client look at them.
func (x *shift) firsts() error {
	for i, a := range x.crew[1:3] {
		pid, err := x.take(a, 50-float64(i), whole)
		if err != nil {
			return err
		}
		if err := x.finish(a, pid, work.CheckForm{}); err != nil {
			return err
		}
	}
	x.at(30)
	o, err := x.a.Orders.Order(x.ctx, x.staff, x.order)
	if err != nil {
		return err
	}
	link, err := x.a.Orders.GiveWindow(x.ctx, x.staff, o.Client, orders.WindowForm{GivenTo: o.Of.Contact, Days: "180"})
	if err != nil {
		return err
	}
	var fs []work.FirstForm
	for n := range o.FirstRows {
		f := work.FirstForm{Row: n + 1, Right: n != 3}
		if !f.Right {
			f.Words = town.CardWrong
		}
		fs = append(fs, f)
	}
	return x.a.Work.JudgeFirsts(x.ctx, x.guest, path.Base(link), x.order, o.Of.Contact, true, fs)
}

// mass is the work since: a delivery that waits, a question that was answered, Misaki in the middle of a piece.
func (x *shift) mass() error {
	a, b := x.crew[1], x.crew[2]
	pid, err := x.take(a, 26, whole)
	if err != nil {
		return err
	}
	if err := x.finish(a, pid, work.CheckForm{}); err != nil {
		return err
	}
	if pid, err = x.take(b, 22, whole); err != nil {
		return err
	}
	s := x.a.Work
	screen, err := s.Screen(x.ctx, b, pid)
	if err != nil {
		return err
	}
	if err := s.Ask(x.ctx, b, pid, screen.Lines[1].No, town.CardQuestion); err != nil {
		return err
	}
	x.at(20)
	qs, err := s.Questions(x.ctx, x.leader, x.order)
	if err != nil {
		return err
	}
	if err := s.Answer(x.ctx, x.leader, qs[0].ID, workstore.AnswerForm{Answer: town.CardAnswer, Body: town.CardManual[1], Version: 1}); err != nil {
		return err
	}
	if err := s.Deliver(x.ctx, b, pid); err != nil {
		return err
	}
	_, err = x.take(x.crew[0], 1, 2)
	return err
}

// practice opens the order by which newcomers learn.
func (x *shift) practice() error {
	x.at(40)
	p, os := town.Practice, x.a.Orders
	oid, err := x.ask(p.Client, p.Kind, true, orders.AskForm{Title: p.Title, Volume: "6"})
	if err != nil {
		return err
	}
	day := x.a.ago(-30).DateIn(when.Tokyo).String()
	if err := os.Quote(x.ctx, x.staff, oid, 0, orders.QuoteForm{Volume: "6", Seconds: "90", Promise: day, Valid: day, Permille: "10"}); err != nil {
		return err
	}
	if err := os.AnswerFor(x.ctx, x.staff, oid, 1, ordersstore.Reply{Yes: true, Name: town.Clients[p.Client].Contact}); err != nil {
		return err
	}
	if _, err := os.Keep(x.ctx, x.staff, oid, ordersstore.Upload{Use: "material", Name: p.File, Body: strings.NewReader(p.Body)}); err != nil {
		return err
	}
	if err := x.a.Runner.Drain(x.ctx); err != nil {
		return err
	}
	s := x.a.Work
	if err := os.SaveColumns(x.ctx, x.staff, oid, p.Columns); err != nil {
		return err
	}
	if err := s.Instruct(x.ctx, x.staff, oid, 0, p.Manual, ""); err != nil {
		return err
	}
	if err := s.Split(x.ctx, x.staff, oid, work.MinutesLeast); err != nil {
		return err
	}
	return s.Call(x.ctx, x.staff, oid, 0, workstore.CallForm{Deadline: day})
}
