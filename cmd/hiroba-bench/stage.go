package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
	"hiroba/internal/town"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// stage is what the people of the towns find on the day they are watched.
type stage struct {
	towns   []place
	workers []worker
}

// place is one town: its host name, an order to work on, a seminar to sign up for, its staff's sessions.
type place struct {
	host, order, seminar        string
	coordinator, leader, report string // cookies
	mails                       []string
}

// worker is somebody who is signed in.
type worker struct {
	town   int
	cookie string
}

// rowsOfPiece is how many rows one worker fills in at a sitting.
const rowsOfPiece = 40

// workersMost is how many workers take part at most; piecesASecond, how many pieces the towns have for each second.
const (
	workersMost   = 200
	piecesASecond = 40
)

// setter prepares the stage through the same stores as the program's pages.
type setter struct {
	ctx   context.Context
	app   *app.App
	hub   hub.Hub
	staff who.Actor
	guest who.Actor
}

// prepare gives each town an order to work on and a seminar to come, and signs people in.
func prepare(ctx context.Context, dir, source string, long time.Duration) (st stage, err error) {
	start := storyEnd.At(9*60, when.Tokyo)
	began := time.Now()
	a, err := app.New(ctx, app.Config{Data: dir, DB: source, URL: "http://localhost", Demo: true, Now: func() when.Instant { return start.Add(min(time.Since(began), 9*time.Minute)) }}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		return st, err
	}
	defer a.Close()
	hubs, err := a.Hubs.All(ctx)
	if err != nil {
		return st, err
	}
	pieces := max(12, int(long.Seconds())*piecesASecond/len(hubs))
	for n, h := range hubs {
		x := setter{ctx: ctx, app: a, hub: h, staff: who.System(h.ID, "bench", app.Rights([]people.Role{people.Coordinator, people.HubAdmin})...), guest: who.Visitor(h.ID, a.People.Guest...)}
		if err := x.town(&st, n, pieces, max(1, workersMost/len(hubs))); err != nil {
			return st, fmt.Errorf("%s: %w", h.Slug, err)
		}
	}
	return st, a.Runner.Drain(ctx)
}

func (x setter) town(st *stage, n, pieces, most int) (err error) {
	p := place{host: x.hub.Slug + ".localhost"}
	if p.seminar, err = edition(x.ctx, x.app, x.staff, 0); err != nil {
		return err
	}
	if p.order, err = x.putOut(pieces * rowsOfPiece); err != nil {
		return err
	}
	if _, err := x.app.Plans.Run(x.ctx, x.staff); err != nil {
		return err
	}
	all, err := x.app.People.Staff(x.ctx, x.staff)
	if err != nil {
		return err
	}
	for _, y := range all.People {
		for _, r := range y.Roles {
			if r != people.Worker && r != people.Leader { // of these, few have a password
				p.mails = append(p.mails, y.Mail)
			}
			to := map[people.Role]*string{people.Coordinator: &p.coordinator, people.HubAdmin: &p.leader, people.CityOfficer: &p.report}[r]
			if to == nil {
				continue
			}
			if *to, err = x.signIn(y.Mail); err != nil {
				return err
			}
		}
	}
	st.towns = append(st.towns, p)
	return x.workers(st, n, p.order, most)
}

// putOut has an order of so many short rows asked for, agreed, split and called for.
func (x setter) putOut(rows int) (string, error) {
	o, os := town.Tasks[0].Small, x.app.Orders
	o.Rows = rows
	clients, err := os.Clients(x.ctx, x.staff, "")
	if err != nil {
		return "", err
	}
	kinds, err := os.Kinds(x.ctx, x.staff)
	if err != nil {
		return "", err
	}
	order, err := os.AskFor(x.ctx, x.staff, id.Make(), clients[0].ID, kinds[0].ID, false, orders.AskForm{Title: o.Title, Volume: strconv.Itoa(rows), Permille: o.Permille})
	if err != nil {
		return "", err
	}
	day := storyEnd.AddDays(29).String()
	for _, step := range []func() error{
		func() error {
			return os.Quote(x.ctx, x.staff, order, 0, orders.QuoteForm{Volume: strconv.Itoa(rows), Seconds: "30", Price: "18", Fee: "12", Promise: day, Valid: day, Permille: o.Permille})
		},
		func() error {
			return os.AnswerFor(x.ctx, x.staff, order, 1, ordersstore.Reply{Yes: true, Name: town.Customers[0].Form.Contact})
		},
		func() error {
			_, err := os.Keep(x.ctx, x.staff, order, ordersstore.Upload{Use: "material", Name: "list.csv", Body: strings.NewReader(o.Body())})
			return err
		},
		func() error { return x.app.Runner.Drain(x.ctx) },
		func() error {
			f, err := os.Order(x.ctx, x.staff, order)
			if err != nil {
				return err
			}
			return os.SavePlan(x.ctx, x.staff, order, f.Version, orders.PlanForm{Checks: "sample", FirstRows: "0", Owner: f.Owner, Phone: true})
		},
		func() error { return os.SaveColumns(x.ctx, x.staff, order, o.Columns) },
		func() error { return x.app.Work.Instruct(x.ctx, x.staff, order, 0, o.Manual, "") },
		func() error { return x.app.Work.Split(x.ctx, x.staff, order, rowsOfPiece*30/60) },
		func() error { return x.app.Work.Call(x.ctx, x.staff, order, 0, workstore.CallForm{Deadline: day}) },
	} {
		if err := step(); err != nil {
			return "", err
		}
	}
	return order, nil
}

// workers signs those in who can take on a piece of the order.
func (x setter) workers(st *stage, n int, order string, most int) error {
	ws, err := db.Read(x.ctx, x.app.DB, func(v *db.View) ([]workers.Worker, error) {
		return workersstore.InState(v, x.hub.ID, workers.Registered)
	})
	if err != nil {
		return err
	}
	for _, w := range ws {
		a := who.Person(x.hub.ID, w.Person, w.Name, app.Rights([]people.Role{people.Worker})...)
		if _, err := x.app.Work.Propose(x.ctx, a, order, 40, false); err != nil || most == 0 {
			continue // she has no such skill, or her hands full
		}
		most--
		cookie, err := x.signIn(w.Mail)
		if err != nil {
			return err
		}
		st.workers = append(st.workers, worker{n, cookie})
	}
	return nil
}

// signIn has somebody ask for a link and follow it, and answers the header of her session.
func (x setter) signIn(addr string) (string, error) {
	if err := x.app.People.AskLink(x.ctx, x.guest, addr, "", i18n.JA); err != nil {
		return "", err
	}
	ms, err := db.Read(x.ctx, x.app.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, x.hub.ID, "", 0, 20) })
	if err != nil {
		return "", err
	}
	for _, m := range ms {
		if _, rest, ok := strings.Cut(m.Text, "/sign-in/link/"); ok && m.To == addr {
			token, err := x.app.People.UseLink(x.ctx, x.guest, strings.Fields(rest)[0], "", "bench")
			if err == nil {
				return "Cookie: " + sessionCookie + "=" + token + "\r\n", nil
			} // one she used already
		}
	}
	return "", fmt.Errorf("no link came for %s", addr)
}
