package billstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Reminder is a reminder that was sent.
type Reminder struct {
	Step   bill.Step
	On     when.Date
	Mailed bool // else by telephone or on paper
	By     string
}

func remindersOf(q db.Q, hub, invoiceID string) ([]Reminder, error) {
	return db.All(q, func(r db.Scanner) (x Reminder, err error) {
		err = r.Scan(&x.Step, &x.On, &x.Mailed, &x.By)
		return x, err
	}, `select step, sent_on, mailed, made_by from bill_reminder where hub_id = $1 and invoice_id = $2 order by step`, hub, invoiceID)
}

func nextStep(v bill.Invoice, sent []Reminder, today when.Date) bill.Step {
	if len(sent) == 0 {
		return bill.NextReminder(v, 0, when.Date{}, today)
	}
	last := sent[len(sent)-1]
	return bill.NextReminder(v, last.Step, last.On, today)
}

// Remind sends the reminder that is due, which somebody looked at; where the client has
// no address for mail it says that they were called.
func (s *Store) Remind(ctx context.Context, a who.Actor, invoiceID string, step int) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		f, err := full(tx, a.Hub, invoiceID)
		if err != nil {
			return err
		}
		if f.Next == 0 || int(f.Next) != step {
			return errStale
		}
		mailed := f.To.Mail != ""
		if _, err := tx.Exec(`insert into bill_reminder (hub_id, invoice_id, step, sent_on, mailed, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`, a.Hub, f.ID, step, f.Today, db.Bit(mailed), a.Name, tx.Now()); err != nil {
			return err
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		text := map[int]string{1: "bill.mail.first_text", 2: "bill.mail.second_text"}[step]
		if err := s.tell(tx, a, h, f.Invoice, "reminder", "bill.mail.reminder_subject", text); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.Reminded{Invoice: f.ID, Step: step, Mailed: mailed})
	})
}

// Waiting is what waits for somebody: drafts to look at, reminders that are due, claims
// another person wants to give up, and what is overdue.
type Waiting struct{ Drafts, Reminders, GiveUps, Late int }

// Waits counts what waits.
func (s *Store) Waits(ctx context.Context, a who.Actor) (w Waiting, err error) {
	if err := a.May(bill.MaySee); err != nil {
		return w, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Waiting, err error) {
		today := hubstore.Day(v)
		if w.Drafts, err = db.Value[int](v, `select count(*) from bill_invoice where hub_id = $1 and state = 'draft'`, a.Hub); err != nil {
			return w, err
		}
		if w.GiveUps, err = db.Value[int](v, `select count(*) from bill_give_up g join bill_invoice i on i.hub_id = g.hub_id and i.id = g.invoice_id
			where g.hub_id = $1 and g.approved_at = '' and g.refused_at = '' and i.gross > i.credited + i.got + i.given_up`, a.Hub); err != nil {
			return w, err
		}
		return w, countLate(v, a.Hub, today, &w)
	})
}

// countLate counts what is overdue, and of it what is to be reminded.
func countLate(q db.Q, hub string, today when.Date, w *Waiting) error {
	late, err := db.All(q, scanInvoice, invoiceColumns+`and i.state = 'issued' and i.due_on < $2 and i.gross > i.credited + i.got + i.given_up`, hub, today)
	if err != nil {
		return err
	}
	type sent struct {
		invoice string
		Reminder
	}
	last := map[string][]Reminder{}
	rs, err := db.All(q, func(r db.Scanner) (x sent, err error) { err = r.Scan(&x.invoice, &x.Step, &x.On); return x, err },
		`select r.invoice_id, max(r.step), max(r.sent_on) from bill_reminder r join bill_invoice i on i.hub_id = r.hub_id and i.id = r.invoice_id
		where r.hub_id = $1 and i.state = 'issued' and i.due_on < $2 group by r.invoice_id`, hub, today)
	for _, x := range rs {
		last[x.invoice] = []Reminder{x.Reminder}
	}
	w.Late = len(late)
	for _, x := range late {
		if nextStep(x, last[x.ID], today) > 0 {
			w.Reminders++
		}
	}
	return err
}

func giveUpsOf(q db.Q, hub, invoiceID string) ([]bill.GivingUp, error) {
	return db.All(q, func(r db.Scanner) (g bill.GivingUp, err error) {
		err = r.Scan(&g.ID, &g.Invoice, &g.Amount, &g.Reason, &g.AskedBy, &g.Asker, &g.Asked, &g.ApprovedBy, &g.Approved, &g.RefusedBy, &g.Refused)
		return g, err
	}, `select id, invoice_id, amount, reason, asked_by, asked_person, asked_at, approved_by, approved_at, refused_by, refused_at from bill_give_up where hub_id = $1 and invoice_id = $2 order by asked_at, id`, hub, invoiceID)
}

// AskGiveUp asks to give up what is left of an invoice, as read at a version.
func (s *Store) AskGiveUp(ctx context.Context, a who.Actor, invoiceID string, version int, f bill.GiveUpForm) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	reason, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		_, v, err := loadAt(tx, h, invoiceID, version)
		if err == nil && v.Left() <= 0 {
			err = errState
		}
		if err != nil {
			return err
		}
		n, err := tx.Exec(`insert into bill_give_up (hub_id, id, invoice_id, amount, reason, asked_by, asked_person, asked_at, approved_by, approved_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')
			on conflict (hub_id, invoice_id) where approved_at = '' and refused_at = '' do nothing`, a.Hub, id.Make(), v.ID, int64(v.Left()), reason, a.Name, a.Person, tx.Now())
		if err == nil && n == 0 {
			err = errState
		}
		if err != nil {
			return err
		}
		return journal.Note(tx, a, bill.GaveUp{Invoice: v.ID, Amount: v.Left(), Reason: reason})
	})
}

// ApproveGiveUp agrees to give a claim up; whoever asked for it cannot. No worker's pay
// hangs on it.
func (s *Store) ApproveGiveUp(ctx context.Context, a who.Actor, invoiceID string) error {
	if err := a.May(bill.MayApprove); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		v, err := load(tx, a.Hub, invoiceID)
		if err != nil {
			return err
		}
		g, err := givingUp(tx, a.Hub, invoiceID)
		if err != nil {
			return err
		}
		if g.Asker == a.Person {
			return errSelf
		}
		n := min(g.Amount, v.Left()) // what came in meanwhile is not given up
		if n <= 0 {
			return errState
		}
		if err := db.Exec1(tx, errStale, `update bill_give_up set amount = $3, approved_by = $4, approved_at = $5 where hub_id = $1 and id = $2 and approved_at = '' and refused_at = ''`, a.Hub, g.ID, int64(n), a.Name, tx.Now()); err != nil {
			return err
		}
		if err := settle(tx, a.Hub, v, 0, 0, n); err != nil {
			return err
		}
		if err := postGiveUp(tx, a, v, g.ID, today, n); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.GaveUp{Invoice: v.ID, Amount: n, Reason: g.Reason, Approved: true})
	})
}

// givingUp is the request about an invoice that nobody decided yet.
func givingUp(q db.Q, hub, invoiceID string) (bill.GivingUp, error) {
	gs, err := giveUpsOf(q, hub, invoiceID)
	if err != nil {
		return bill.GivingUp{}, err
	}
	if n := len(gs); n > 0 && gs[n-1].Waits() {
		return gs[n-1], nil
	}
	return bill.GivingUp{}, errState
}

// RefuseGiveUp ends a request to give a claim up: the claim stays. Whoever asked may take
// it back that way.
func (s *Store) RefuseGiveUp(ctx context.Context, a who.Actor, invoiceID string) error {
	if err := a.May(bill.MayApprove); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		g, err := givingUp(tx, a.Hub, invoiceID)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errStale, `update bill_give_up set refused_by = $3, refused_at = $4 where hub_id = $1 and id = $2 and approved_at = '' and refused_at = ''`, a.Hub, g.ID, a.Name, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.GiveUpRefused{Invoice: invoiceID})
	})
}
