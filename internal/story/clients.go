package story

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/people"
	"hiroba/internal/skills"
	data "hiroba/internal/town"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// client is somebody who orders, with the window they order through.
type client struct {
	data.Customer
	no         int
	id, window string
	asked      int
}

// job is one order on its way.
type job struct {
	data.Task
	client    *client
	no        int
	id        string
	title     string
	rows      int
	promise   when.Date
	live, out bool // called for; delivered and accepted
	sent      int
	wait      bool      // for the client's answer
	calls     int       // how often it was called for
	called    when.Date // until when the call runs that was put out anew
}

// catalogue takes the ready skills and kinds of work in, and says how large the operator is.
func (t *town) catalogue() error {
	staff := t.staff[people.Coordinator]
	if err := t.act("skills", func() error { return t.app.Skills.TakeReady(t.ctx, staff) }); err != nil {
		return err
	}
	if err := t.act("kinds", func() error { return t.app.Orders.TakeReady(t.ctx, staff) }); err != nil {
		return err
	}
	if err := t.act("operator", func() error { return t.app.Orders.SaveOperator(t.ctx, staff, data.OperatorSize) }); err != nil {
		return err
	}
	var err error
	if t.skills, err = tell(t, "read skills", func() (out []string, err error) {
		all, err := t.app.Skills.List(t.ctx, staff)
		for _, s := range all[:len(skills.Ready)] {
			out = append(out, s.ID)
		}
		return out, err
	}); err != nil {
		return err
	}
	t.kinds, err = tell(t, "read kinds", func() (out []string, err error) {
		all, err := t.app.Orders.Kinds(t.ctx, staff)
		for _, k := range all {
			out = append(out, k.ID)
		}
		return out, err
	})
	return err
}

// customers plans when each client comes to the hub.
func (t *town) customers(until when.Date) {
	for i, c := range data.Customers {
		c.Form.Mail = t.address(c.Form.Mail)
		x := &client{Customer: c, no: i}
		first := t.openDay(t.monthStart(c.From).AddDays(8 + i))
		if !first.Before(until) {
			continue
		}
		t.at(clock(first, 10*60), func() error { return t.enter(x) })
		for d := first.AddDays(1); d.Before(until); d = d.AddDays(c.Every) {
			on := t.openDay(d)
			t.at(clock(on, 11*60+i*7), func() error { return t.order(x) })
		}
	}
}

// enter writes a client down and gives them a window of their own.
func (t *town) enter(x *client) error {
	staff := t.staff[people.Coordinator]
	x.id = t.once("client", x.no)
	if err := t.act("client "+x.Form.Kana, func() error { return t.app.Orders.SaveClient(t.ctx, staff, x.id, 0, x.Form) }); err != nil {
		return err
	}
	t.clients = append(t.clients, x)
	return t.openWindow(x)
}

// windowDays is how long a client's window is given for.
const windowDays = 365

func (t *town) openWindow(x *client) (err error) {
	x.window, err = tell(t, "window "+x.Form.Kana, func() (string, error) {
		url, err := t.app.Orders.GiveWindow(t.ctx, t.staff[people.Coordinator], x.id, orders.WindowForm{GivenTo: x.Form.Contact, Days: strconv.Itoa(windowDays)})
		return last(url), err
	})
	if err == nil {
		t.at(t.now.Add((windowDays-5)*day), func() error { return t.openWindow(x) })
	}
	return err
}

// order is a client who wants something: as much as the hub has hands for, no more.
func (t *town) order(x *client) error {
	months := (t.today().Year()-t.from.Year())*12 + int(t.today().Month()-t.from.Month()) - x.From
	task := data.Tasks[x.Jobs[x.asked%len(x.Jobs)]]
	x.asked++
	return t.orderOf(x, task, x.Rows[0]+x.Rows[1]*months)
}

// orderOf is an order of so many rows, if there are hands for it: an hour and a half of each.
func (t *town) orderOf(x *client, task data.Task, rows int) error {
	hands := t.hands(task)
	if len(hands) < 2 { // the hub says at the telephone that nobody can do it yet
		return nil
	}
	seconds, _ := strconv.Atoi(task.Seconds)
	most := len(hands) * 90 * 60 / seconds
	t.asked++
	j := &job{Task: task, client: x, no: t.asked, rows: min(rows, max(most, 20)), promise: t.openDay(t.today().AddDays(21))}
	j.title = fmt.Sprintf("%s %d", task.Title, t.asked)
	id, err := tell(t, "order "+j.title, func() (string, error) {
		f := orders.AskForm{Title: j.title, Volume: strconv.Itoa(j.rows), Permille: task.Permille, Wanted: j.promise.String()}
		return t.app.Orders.AskByLink(t.ctx, t.guest, x.window, t.once("order", t.asked), t.kinds[task.Kind], f)
	})
	if err != nil {
		return err
	}
	j.id = id
	t.jobs = append(t.jobs, j)
	t.at(t.now.Add(4*time.Hour), func() error { return t.quote(j) })
	next := t.openDay(t.today().AddDays(1))
	t.at(clock(next, 11*60+20), func() error { return t.accept(j) })
	t.at(clock(next, 14*60+30), func() error { return t.put(j) })
	return nil
}

// hands are the people who can do a task, as the list of skills tells the staff.
func (t *town) hands(task data.Task) (out []*resident) {
	for _, x := range t.crew() {
		if slices.Contains(x.knows, task.Kind) { // a ready kind of work asks for the ready skill of its place
			out = append(out, x)
		}
	}
	return out
}

// quote answers a request with a price, a fee and a day.
func (t *town) quote(j *job) error {
	return t.act("quote "+j.title, func() error {
		return t.app.Orders.Quote(t.ctx, t.staff[people.Coordinator], j.id, 0, orders.QuoteForm{Volume: strconv.Itoa(j.rows), Seconds: j.Seconds, Price: j.Price, Fee: j.Fee, Promise: j.promise.String(), Valid: j.promise.String(), Permille: j.Permille})
	})
}

// accept is the client's yes, with the material.
func (t *town) accept(j *job) error {
	if err := t.act("accept "+j.title, func() error {
		return t.app.Orders.AnswerByWindow(t.ctx, t.guest, j.client.window, j.id, 1, ordersstore.Reply{Yes: true, Name: j.client.Form.Contact, PO: fmt.Sprintf("PO-%04d", j.no)})
	}); err != nil {
		return err
	}
	body := j.Small
	body.Rows = j.rows
	if err := t.act("material "+j.title, func() error {
		_, err := t.app.Orders.KeepByLink(t.ctx, t.guest, j.client.window, j.id, ordersstore.Upload{Use: "material", Name: "list.csv", Body: strings.NewReader(body.Body())})
		return err
	}); err != nil {
		return err
	}
	return t.drain()
}

// put writes the instruction, splits the work and puts out the call.
func (t *town) put(j *job) error {
	staff := t.staff[people.Coordinator]
	steps := []struct {
		name string
		do   func() error
	}{
		{"plan", func() error {
			o, err := t.app.Orders.Order(t.ctx, staff, j.id)
			if err != nil {
				return err
			}
			return t.app.Orders.SavePlan(t.ctx, staff, j.id, o.Version, orders.PlanForm{Checks: "sample", FirstRows: "0", Owner: o.Owner, Phone: true})
		}},
		{"columns", func() error { return t.app.Orders.SaveColumns(t.ctx, staff, j.id, j.Columns) }},
		{"instruct", func() error { return t.app.Work.Instruct(t.ctx, staff, j.id, 0, j.Manual, "") }},
		{"split", func() error { return t.app.Work.Split(t.ctx, staff, j.id, j.Minutes) }},
		{"call", func() error {
			return t.app.Work.Call(t.ctx, staff, j.id, 0, workstore.CallForm{Deadline: t.today().AddDays(12).String()})
		}},
	}
	for _, s := range steps {
		if err := t.act(s.name+" "+j.title, s.do); err != nil {
			return err
		}
	}
	j.live, j.calls = true, 1
	return nil
}

// standing is how an order stands, as its page tells.
type standing struct{ Open, Left, Pieces int }

// rounds is the coordinator's afternoon: finished orders are delivered, stuck ones called out anew.
func (t *town) rounds() error {
	if !t.isOpen(t.today()) {
		return nil
	}
	for _, j := range t.jobs {
		if !j.live || j.out || j.wait {
			continue
		}
		s, err := tell(t, "look at "+j.title, func() (standing, error) {
			o, err := t.app.Work.Overview(t.ctx, t.staff[people.Coordinator], j.id)
			return standing{o.Pieces[work.Open], o.Total - o.Accepted, o.Total}, err
		})
		if err != nil {
			return err
		}
		switch {
		case s.Left == 0:
			err = t.send(j)
		case s.Open > 0 && t.today().Sub(j.promise) >= -9 && t.today().After(j.called):
			if j.promise.Before(t.today()) { // the client is asked for a week more
				if err := t.later(j); err != nil {
					return err
				}
			}
			by := j.promise
			j.called = by
			j.calls++
			err = t.act(fmt.Sprintf("call %d for %s", j.calls, j.title), func() error {
				return t.app.Work.Call(t.ctx, t.staff[people.Coordinator], j.id, j.calls-1, workstore.CallForm{Deadline: by.String()})
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// later agrees with the client on another day, a week from now.
func (t *town) later(j *job) error {
	day := t.today().AddDays(7)
	err := t.act("later "+j.title+" "+day.String(), func() error {
		staff := t.staff[people.Coordinator]
		o, err := t.app.Orders.Order(t.ctx, staff, j.id)
		if err != nil {
			return err
		}
		return t.app.Orders.AgreeDay(t.ctx, staff, j.id, o.Version, orders.DayForm{Day: day.String(), By: o.Of.Contact, Why: data.LaterWords})
	})
	j.promise = day
	return err
}

// send delivers an order; the client looks at it two days later.
func (t *town) send(j *job) error {
	if err := t.act("send "+j.title, func() error {
		return t.app.Work.Send(t.ctx, t.staff[people.Coordinator], j.id, j.sent, workstore.DeliverForm{Format: "csv"})
	}); err != nil {
		return err
	}
	j.sent++
	j.wait = true
	t.at(clock(t.openDay(t.today().AddDays(2)), 10*60+45), func() error { return t.judged(j) })
	return nil
}

// objects is how often a client finds something in a first delivery.
const objects = 0.07

// judged is the client's answer to a delivery.
func (t *town) judged(j *job) error {
	r := workstore.Reply{Yes: true, Name: j.client.Form.Contact}
	row := t.between(1, j.rows, "objected row", j.no)
	if j.sent == 1 && t.happens(objects, "objects", j.no) {
		r.Yes, r.Rows = false, map[int]string{row: data.Objection}
		t.month.Complaints++
	}
	if err := t.act("judged "+j.title, func() error {
		return t.app.Work.AnswerDelivery(t.ctx, t.guest, j.client.window, j.id, j.sent, r)
	}); err != nil {
		return err
	}
	j.wait = false
	if j.out = r.Yes; j.out {
		t.month.Orders++
		return nil
	}
	return t.mend(j, row)
}
