package workstore

import (
	"context"
	"encoding/json"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// liveCall is the newest version of a call, if it stands.
func liveCall(q db.Q, hub, orderID string) (c work.Call, ok bool, err error) {
	rows, err := db.All(q, func(r db.Scanner) (c work.Call, err error) {
		var body string
		var everybody int
		var closed when.Instant
		if err = r.Scan(&c.Version, &body, &everybody, &c.Updated, &closed); err != nil {
			return c, err
		}
		version, updated := c.Version, c.Updated
		err = json.Unmarshal([]byte(body), &c)
		c.Version, c.Updated, c.Everybody, c.Live = version, updated, everybody == 1, closed.IsZero()
		return c, err
	}, `select version, body, everybody, made_at, closed_at from work_call where hub_id = $1 and order_id = $2 order by version desc limit 1`, hub, orderID)
	if err != nil || len(rows) == 0 {
		return c, false, err
	}
	return rows[0], true, nil
}

// CallOf is the newest version of an order's call, for the stores above; ok is false where
// there was none.
func CallOf(q db.Q, hub, orderID string) (c work.Call, ok bool, err error) {
	return liveCall(q, hub, orderID)
}

// CallForm is a call as typed: until when, and to whom. Without names everybody may see it who can do it.
type CallForm struct {
	Deadline string
	Workers  []string
}

// call puts the nine items together.
func call(h hub.Hub, f ordersstore.Full, deadline when.Date, everybody bool) (work.Call, error) {
	l := i18n.JA
	c := work.Call{Order: f.ID, Everybody: everybody, Content: f.KindName + ": " + f.Title, Deadline: deadline, UnitFee: f.Fee, Unit: f.Work.Unit, PayRule: l.T("work.terms.pay_rule"), PayBy: l.T("work.terms.pay_by"),
		Expenses: l.T("work.terms.expenses"), Rights: f.Work.Rights, Contact: f.Owner + " " + ja.PhoneShow(h.Phone), Recruiter: h.Name, RecruiterAddress: h.Address, Place: place(l, h, f.HubOnly)}
	if h.Operators != "" {
		c.Recruiter = h.Operators + " (" + h.Name + ")"
	}
	if deadline.IsZero() {
		return c, nil
	}
	due, _, err := duedate.Standard.Choose(duedate.Terms{Received: deadline})
	c.DueOn = due
	return c, err
}

func place(l i18n.Lang, h hub.Hub, hubOnly bool) string {
	if hubOnly {
		return l.T("work.terms.place_hub", "name", hubstore.Name(h, l), "address", hubstore.Pick(l, h.Address, h.AddressEN))
	}
	return l.T("work.terms.place_home")
}

// readCall reads the form against the order: the work must be back before it is promised.
func readCall(f CallForm, o orders.Order, today when.Date) (when.Date, error) {
	var c fault.Check
	d, err := when.ReadDate(f.Deadline, today)
	c.When(err != nil, "deadline", "work.field.date_form")
	c.When(err == nil && d.Before(today), "deadline", "work.field.past")
	c.When(err == nil && !o.Promise.IsZero() && d.After(o.Promise), "deadline", "work.field.after_promise")
	return d, c.Err()
}

// Call puts out the call for an order, or puts it out anew with another deadline or other
// people: whoever was told hears of the change. The order's pieces open: the
// client's first rows, or, where none are asked for or they are approved, all.
func (s *Store) Call(ctx context.Context, a who.Actor, orderID string, version int, form CallForm) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		f, err := ordersstore.Whole(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if f.State != orders.Ordered && f.State != orders.Working {
			return errState
		}
		deadline, err := readCall(form, f.Order, today)
		if err != nil {
			return err
		}
		if cut, err := Cut(tx, a.Hub, orderID); err != nil || !cut {
			return fault.New(fault.Conflict, "work.fault.not_cut")
		}
		c, err := call(h, f, deadline, len(form.Workers) == 0)
		if err != nil {
			return err
		}
		if lacks := c.Lacks(f.Practice); len(lacks) > 0 {
			return fault.New(fault.Conflict, "work.fault.call_lacks", "items", i18n.JA.T("work.call."+lacks[0]))
		}
		if err := insertCall(tx, a, c, version); err != nil {
			return err
		}
		if err := openPieces(tx, a.Hub, f.Order, deadline); err != nil {
			return err
		}
		if f.State == orders.Ordered {
			if err := ordersstore.Move(tx, a, f.Order, orders.Working, ""); err != nil {
				return err
			}
		}
		told, err := s.tell(tx, a, h, f, version+1, form.Workers)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, work.Called{Order: orderID, Version: version + 1, People: told, Changed: version > 0})
	})
}

func insertCall(tx *db.Tx, a who.Actor, c work.Call, before int) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update work_call set closed_at = $3 where hub_id = $1 and order_id = $2 and closed_at = ''`, a.Hub, c.Order, tx.Now()); err != nil {
		return err
	}
	n, err := tx.Exec(`insert into work_call (hub_id, order_id, version, body, everybody, made_by, made_at, closed_at) select $1, $2, $3, $4, $5, $6, $7, ''
		where $3 = (select coalesce(max(version), 0) + 1 from work_call where hub_id = $1 and order_id = $2)`, a.Hub, c.Order, before+1, string(body), db.Bit(c.Everybody), a.Name, tx.Now())
	if err == nil && n == 0 {
		err = errStale
	}
	return err
}

// openPieces lets pieces be taken on, with their deadline. What is in hand keeps its terms.
func openPieces(tx *db.Tx, hub string, o orders.Order, deadline when.Date) error {
	approved, err := firstsApproved(tx, hub, o)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update work_piece set due_on = $3, state = case when state = 'waiting' and (first = 1 or $4 = 1) then 'open' else state end, version = version + 1
		where hub_id = $1 and order_id = $2 and state in ('waiting', 'open')`, hub, o.ID, deadline, db.Bit(approved))
	return err
}

// firstsApproved tells whether the rest of an order may open.
func firstsApproved(q db.Q, hub string, o orders.Order) (bool, error) {
	if o.FirstRows == 0 {
		return true, nil
	}
	n, err := db.Value[int](q, `select count(*) from work_approval where hub_id = $1 and order_id = $2`, hub, o.ID)
	return n > 0, err
}

// tell writes down who was asked, and has each of them told when their quiet hours allow.
// Without names it is everybody who can do the work.
func (s *Store) tell(tx *db.Tx, a who.Actor, h hub.Hub, f ordersstore.Full, version int, names []string) (int, error) {
	c, err := crewFor(tx, a.Hub, f.Basis())
	if err != nil {
		return 0, err
	}
	told := 0
	for _, w := range c.all {
		if len(names) > 0 && !slices.Contains(names, w.ID) || c.could(w) != "" {
			continue
		}
		able := c.able(w.ID)
		if _, err := tx.Exec(`insert into work_call_to (hub_id, order_id, worker_id, told_version, answer, answered_at) values ($1, $2, $3, $4, '', '')
			on conflict (hub_id, order_id, worker_id) do update set told_version = excluded.told_version`, a.Hub, f.ID, w.ID, version); err != nil {
			return 0, err
		}
		told++
		if w.Mail == "" || !able.Wants("work") {
			continue
		}
		x, before := tellArgs{Order: f.ID, Worker: w.ID, Version: version}, c.told[w.ID]
		x.Changed = !before.IsZero() && !able.Next(before, h.Zone()).After(tx.Now()) // a letter has reached her
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "work.tell", x).At(able.Next(tx.Now(), h.Zone()))); err != nil {
			return 0, err
		}
	}
	return told, nil
}

type tellArgs struct {
	Order, Worker string
	Version       int
	Changed       bool // she had a letter of it before
}

// tellJob mails one person that there is work, unless she is told of a later version or the
// call has ended since. That others were asked as well meanwhile is no reason not to.
func (s *Store) tellJob(ctx context.Context, j jobs.Job) error {
	var x tellArgs
	if err := j.Read(&x); err != nil {
		return jobs.Never(err)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		c, ok, err := liveCall(tx, j.Hub, x.Order)
		if err != nil || !ok || !c.Live {
			return err
		}
		told, err := db.Value[int](tx, `select coalesce(max(told_version), 0) from work_call_to where hub_id = $1 and order_id = $2 and worker_id = $3`, j.Hub, x.Order, x.Worker)
		if err != nil || told != x.Version {
			return err
		}
		w, err := workersstore.Load(tx, j.Hub, x.Worker)
		if err != nil {
			return err
		}
		f, err := ordersstore.Whole(tx, j.Hub, x.Order)
		if err != nil {
			return err
		}
		h, err := hubstore.Load(tx, j.Hub)
		if err != nil {
			return err
		}
		_, err = mail.Enqueue(tx, s.letter(h, f, c, w, x.Changed))
		return err
	})
}

// letter is a call as one message: what, how much, until when, with all nine items.
func (s *Store) letter(h hub.Hub, f ordersstore.Full, c work.Call, w workers.Worker, changed bool) mail.Message {
	l := i18n.Of(w.Lang)
	subject := "work.mail.call_subject"
	if changed {
		subject = "work.mail.call_changed_subject"
	}
	m := mail.Message{Hub: h.ID, Kind: "work.call", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T(subject, "kind", ordersstore.KindName(l, f.Work), "title", f.Title),
		Paragraphs: []string{l.T("work.mail.call_text", "name", w.Name)}, Button: &mail.Link{Label: l.T("work.mail.call_button"), URL: s.Hubs.URL(h, l.Path("/my/work"))}}
	for _, x := range CallFacts(l, c) {
		m.Facts = append(m.Facts, mail.Fact{Label: x.Label, Value: x.Value})
	}
	m.Paragraphs = append(m.Paragraphs, l.T("work.mail.call_free"))
	return m
}

// Item is one item of a call or of terms in words.
type Item struct{ Key, Label, Value string }

// CallFacts are the nine items of a call in words.
func CallFacts(l i18n.Lang, c work.Call) []Item {
	fee := l.T("work.call.no_fee")
	if c.UnitFee > 0 {
		fee = l.T("work.call.fee_value", "fee", c.UnitFee.String(), "unit", l.T("orders.unit."+c.Unit), "rule", c.PayRule, "day", l.DateYear(c.DueOn), "by", c.PayBy)
	}
	values := []string{c.Content, l.DateYear(c.Deadline), fee, c.Expenses, c.Rights, c.Contact, c.Recruiter, c.RecruiterAddress, c.Place}
	out := make([]Item, len(values))
	for i, v := range values {
		out[i] = Item{work.CallItems[i], l.T("work.call." + work.CallItems[i]), v}
	}
	return out
}

// CloseCall ends the call: nobody more is looked for.
func (s *Store) CloseCall(ctx context.Context, a who.Actor, orderID string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := db.Exec1(tx, errState, `update work_call set closed_at = $3 where hub_id = $1 and order_id = $2 and closed_at = ''`, a.Hub, orderID, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, work.CallClosed{Order: orderID})
	})
}

// Pass lets a call go by, for now or for good, without a reason; "" takes that back.
func (s *Store) Pass(ctx context.Context, a who.Actor, orderID, answer string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	if answer != "" && !slices.Contains(work.CallAnswers, answer) {
		return errState
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		if _, err := ordersstore.Load(tx, a.Hub, orderID); err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into work_call_to (hub_id, order_id, worker_id, told_version, answer, answered_at) values ($1, $2, $3, 0, $4, $5)
			on conflict (hub_id, order_id, worker_id) do update set answer = excluded.answer, answered_at = excluded.answered_at`, a.Hub, orderID, w.ID, answer, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, work.Declined{Order: orderID})
	})
}

// Draft is the call for an order as it would go out with a deadline, and the items it still lacks.
func (s *Store) Draft(ctx context.Context, a who.Actor, orderID, deadline string) (c work.Call, lacks []string, err error) {
	if err := a.May(work.MayRun); err != nil {
		return c, nil, err
	}
	c, err = db.Read(ctx, s.DB, func(v *db.View) (c work.Call, err error) {
		h, today, err := hubstore.Today(v, a.Hub)
		if err != nil {
			return c, err
		}
		f, err := ordersstore.Whole(v, a.Hub, orderID)
		if err != nil {
			return c, err
		}
		d, err := readCall(CallForm{Deadline: deadline}, f.Order, today)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return c, err
		}
		c, err = call(h, f, d, true)
		lacks = c.Lacks(f.Practice)
		return c, err
	})
	return c, lacks, err
}
