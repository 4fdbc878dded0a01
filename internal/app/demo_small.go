package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/town"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// place has a small order asked for and accepted, so many hours ago, and put out later.
func (x *shift) place(o town.Small, asked, out float64) error {
	x.at(asked)
	if err := x.agree(o); err != nil {
		return err
	}
	s, os := x.a.Work, x.a.Orders
	if _, err := os.Keep(x.ctx, x.staff, x.order, ordersstore.Upload{Use: "material", Name: o.Title + ".csv", Body: strings.NewReader(o.Body())}); err != nil {
		return err
	}
	if err := x.a.Runner.Drain(x.ctx); err != nil {
		return err
	}
	f, err := os.Order(x.ctx, x.staff, x.order)
	if err != nil {
		return err
	}
	if err := os.SavePlan(x.ctx, x.staff, x.order, f.Version, orders.PlanForm{Checks: f.Checks, FirstRows: "0", Owner: f.Owner}); err != nil {
		return err
	}
	if err := os.SaveColumns(x.ctx, x.staff, x.order, o.Columns); err != nil {
		return err
	}
	x.at(out)
	if err := s.Instruct(x.ctx, x.staff, x.order, 0, o.Manual, ""); err != nil {
		return err
	}
	if err := s.Split(x.ctx, x.staff, x.order, o.Minutes); err != nil {
		return err
	}
	return s.Call(x.ctx, x.staff, x.order, 0, workstore.CallForm{Deadline: f.Promise.String()})
}

// agree has a small order asked for, quoted and accepted.
func (x *shift) agree(o town.Small) error {
	os, rows := x.a.Orders, strconv.Itoa(o.Rows)
	var err error
	if x.order, err = x.ask(o.Client, 0, false, orders.AskForm{Title: o.Title, Volume: rows}); err != nil {
		return err
	}
	day := x.a.DB.Now().DateIn(when.Tokyo).AddDays(30).String()
	if err := os.Quote(x.ctx, x.staff, x.order, 0, orders.QuoteForm{Volume: rows, Seconds: o.Seconds, Price: o.Price, Fee: o.Fee, Promise: day, Valid: day, Permille: o.Permille}); err != nil {
		return err
	}
	return os.AnswerFor(x.ctx, x.staff, x.order, 1, ordersstore.Reply{Yes: true, Name: town.Clients[o.Client].Contact, PO: o.PO})
}

// ask writes down what one of the town's clients asks for, of a kind by its place.
func (x *shift) ask(client, kind int, practice bool, f orders.AskForm) (string, error) {
	os := x.a.Orders
	clients, err := os.Clients(x.ctx, x.staff, "")
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(clients, func(c ordersstore.ClientRow) bool { return c.Name == town.Clients[client].Name })
	kinds, err := os.Kinds(x.ctx, x.staff)
	if err != nil {
		return "", err
	}
	return os.AskFor(x.ctx, x.staff, id.Make(), clients[i].ID, kinds[kind].ID, practice, f)
}

// doAll has every piece of a small order done and accepted by those who can do it, in turn;
// at is how many hours ago a piece was begun.
func (x *shift) doAll(o town.Small, at func(piece int) float64) error {
	x.at(at(0))
	crew, err := x.able()
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		left, err := x.a.Work.Overview(x.ctx, x.staff, x.order)
		if err != nil || left.Pieces[work.Open] == 0 {
			return err
		}
		a := crew[n%len(crew)]
		pid, err := x.fillIn(a, o, at(n))
		if err != nil {
			return err
		}
		if err := x.finish(a, pid, work.CheckForm{}); err != nil {
			return err
		}
	}
}

// able are the workers whose skill opens the order to them.
func (x *shift) able() ([]who.Actor, error) {
	all, err := x.workers()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a who.Actor) bool {
		_, err := x.a.Work.Propose(x.ctx, a, x.order, 120, false)
		return err != nil
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("nobody in the town can do %s", x.order)
	}
	return all, nil
}

// fillIn takes a piece of a small order on and fills its rows in.
func (x *shift) fillIn(a who.Actor, o town.Small, hours float64) (string, error) {
	pid, nos, err := x.takeOn(a, hours, 120)
	if err != nil {
		return "", err
	}
	for n, no := range nos {
		x.at(hours - float64((n+1)*o.Each)/3600)
		if _, err := x.a.Work.SaveRow(x.ctx, a, pid, no, 0, map[int]string{2: o.Answer(no)}); err != nil { // the second column is asked
			return "", err
		}
	}
	return pid, nil
}
