package dispatchstore

import (
	"context"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Pin is what staff decided: so many units of a part for somebody.
type Pin struct {
	ID string
	dispatch.Key
	Worker string
	Units  int
	MadeBy string
	Made   when.Instant
}

func pins(q db.Q, hubID string) ([]Pin, error) {
	return db.All(q, func(r db.Scanner) (p Pin, err error) {
		err = r.Scan(&p.ID, &p.Order, &p.Lane, &p.Pass, &p.Worker, &p.Units, &p.MadeBy, &p.Made)
		return p, err
	}, `select id, order_id, lane, pass, worker_id, units, made_by, made_at from dispatch_pin where hub_id = $1 and ended_at = '' order by made_at, id`, hubID)
}

// PinForm is a decision as typed. Part is as PartName writes it.
type PinForm struct{ Part, Worker, Units string }

// PartName names a part in a form.
func PartName(k dispatch.Key) string {
	return k.Order + "/" + strconv.Itoa(k.Lane) + "/" + strconv.Itoa(k.Pass)
}

// Pin decides who does a part of an order, within everything that limits a plan too. It
// becomes part of the next plan, and goes out as an offer with it.
func (s *Store) Pin(ctx context.Context, a who.Actor, f PinForm) error {
	if err := a.May(dispatch.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := factsOf(tx, a.Hub)
		if err != nil {
			return err
		}
		p, err := readPin(f, x)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into dispatch_pin (hub_id, id, order_id, lane, pass, worker_id, units, made_by, made_at, ended_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
			a.Hub, id.Make(), p.Order, p.Lane, p.Pass, p.Worker, p.Units, a.Name, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, dispatch.Pinned{Order: p.Order, Worker: p.Worker, Units: p.Units})
	})
}

// readPin reads a decision against the facts: what may not be planned may not be decided.
func readPin(f PinForm, x dispatch.Facts) (p Pin, err error) {
	var c fault.Check
	x.Apart()
	var part *dispatch.Part
	for i := range x.Parts {
		if PartName(x.Parts[i].Key()) == f.Part && x.Parts[i].Stage != dispatch.Quoted && x.Parts[i].Lane != dispatch.ToCome {
			part = &x.Parts[i]
		}
	}
	var w *dispatch.Worker
	for i := range x.Workers {
		if x.Workers[i].ID == f.Worker {
			w = &x.Workers[i]
		}
	}
	c.When(part == nil, "part", "dispatch.field.pick_part")
	c.When(w == nil, "worker", "dispatch.field.pick_worker")
	n, e := ja.Int(f.Units)
	c.When(e != nil || n < 1, "units", "dispatch.field.units")
	if err := c.Err(); err != nil {
		return p, err
	}
	c.When(n > part.Units, "units", "dispatch.field.units_most", "n", part.Units)
	if why := dispatch.Hindrance(w, part); why != "" {
		c.Add("worker", "dispatch.pin."+string(why))
	}
	p = Pin{Key: part.Key(), Worker: w.ID, Units: n}
	if c.Err() == nil {
		x.Firm = append(x.Firm, dispatch.Firm{ID: "new", Key: p.Key, Worker: w.ID, Hold: dispatch.ByStaff, Kind: part.Kind, Units: n, HubOnly: part.HubOnly})
		for _, k := range dispatch.Build(x).Kept {
			if k.ID == "new" && k.Units < n {
				c.Add("units", "dispatch.field.units_time", "n", k.Units)
			}
		}
	}
	return p, c.Err()
}

// Unpin takes a decision back.
func (s *Store) Unpin(ctx context.Context, a who.Actor, pinID string) error {
	if err := a.May(dispatch.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := db.One(tx, errPin, func(r db.Scanner) (p Pin, err error) { err = r.Scan(&p.Order, &p.Worker, &p.Units); return p, err },
			`update dispatch_pin set ended_at = $3 where hub_id = $1 and id = $2 and ended_at = '' returning order_id, worker_id, units`, a.Hub, pinID, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, dispatch.Pinned{Order: p.Order, Worker: p.Worker, Units: p.Units, Ended: true})
	})
}
