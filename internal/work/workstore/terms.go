package workstore

import (
	"context"
	"fmt"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// terms puts together what a worker is told in writing before a piece opens. Two pieces of
// an order with as many rows and the same deadline have the same terms.
func terms(h hub.Hub, f ordersstore.Basis, w workers.Worker, c workersstore.Contract, p work.Piece, today when.Date) (work.Terms, error) {
	l := i18n.Of(w.Lang)
	k := f.Work
	t := work.Terms{Orderer: hubstore.Name(h, l), OrdererAddress: hubstore.Pick(l, h.Address, h.AddressEN), OrdererContact: ja.PhoneShow(h.Phone), Worker: w.Name, WorkerNo: workersstore.Number(w.No),
		OrderedOn: today, Title: f.Title, Content: ordersstore.KindName(l, k) + ": " + f.Title, Rows: p.Rows.Count(), Unit: k.Unit, Fee: p.Fee, UnitFee: f.Fee, UnitSeconds: f.Seconds, PerHour: max(1, 3600/f.Seconds),
		PayRule: l.T("work.terms.pay_rule"), PayBy: l.T("work.terms.pay_by"), Expenses: l.T("work.terms.expenses"), Deadline: p.Due, DeliverTo: l.T("work.terms.deliver_to"),
		AcceptBy: l.T("work.terms.accept_by", "n", work.AcceptDays), AcceptDays: work.AcceptDays, Change: l.T("work.terms.change"), Defects: l.T("work.terms.defects"), Rights: k.Rights, Secrecy: k.Secrecy,
		Place: place(l, h, f.HubOnly), Withholding: k.Withholding, Contract: c.Version, ContractOn: c.On, Contact: f.Owner, ContactHours: hubstore.HoursLine(h, l)}
	if h.Operators != "" {
		t.Orderer = hubstore.Pick(l, h.Operators, h.OperatorsEN) + " (" + t.Orderer + ")"
	}
	t.Instruction = f.Manual.No
	if f.Of.Kind == "company" { // the hub passes on what a client ordered from it: the three items
		t.Recommission, t.OriginalClient, t.OriginalDue = l.T("work.terms.recommission"), f.Of.Name, l.T("work.terms.original_due", "months", f.Of.PayMonths, "day", f.Of.PayDay)
	}
	if p.Due.IsZero() {
		return t, nil
	}
	due, _, err := duedate.Standard.Choose(duedate.Terms{Received: p.Due})
	t.DueOn = due
	return t, err
}

// Proposal is a piece somebody could take on, with the terms on which she would.
type Proposal struct {
	Piece    work.Piece
	Terms    work.Terms
	Hash     string
	Call     work.Call
	Lines    []string // of the instruction
	Hourly   int64
	Tool     string
	Practice bool
	basis    ordersstore.Basis
}

// Propose finds a piece of an order that fits the minutes, and shows its terms. Nothing is taken yet.
func (s *Store) Propose(ctx context.Context, a who.Actor, orderID string, minutes int, phone bool) (Proposal, error) {
	if err := a.May(work.MayDo); err != nil {
		return Proposal{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Proposal, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return x, err
		}
		cs, err := cards(v, a.Hub, w.ID, minutes)
		if err != nil {
			return x, err
		}
		sk, err := seeker(v, a.Hub, w, phone)
		if err != nil {
			return x, err
		}
		slices.SortStableFunc(cs, func(x, y Card) int { return y.Left - x.Left }) // the lane with most to do first
		reason := work.CallShut
		for _, c := range cs {
			if c.Order != orderID {
				continue
			}
			_, today, err := hubstore.Today(v, a.Hub)
			if err != nil {
				return x, err
			}
			if reason = work.Fits(c.Offer, sk, today); reason != "" {
				continue
			}
			p, ok, err := pick(v, a.Hub, w.No, c, minutes)
			if err != nil {
				return x, err
			}
			if ok {
				return s.proposal(v, a.Hub, w, p)
			}
		}
		return x, refusal(reason)
	})
}

func refusal(r work.Reason) error {
	if r == "" {
		return errTaken
	}
	return fault.New(fault.Conflict, "work.reason."+string(r))
}

// pick is one of the longest pieces that fit; people who look at the same time are spread
// over them by their numbers, so no two begin with the same one while there are enough.
func pick(q db.Q, hub string, no int, c Card, minutes int) (work.Piece, bool, error) {
	seconds := c.Rows * c.Kind.Seconds
	n, err := db.Value[int](q, `select count(*) from work_piece where hub_id = $1 and state = 'open' and order_id = $2 and lane = $3 and pass = $4 and seconds = $5`, hub, c.Order, c.Lane, c.Pass, seconds)
	if err != nil || n == 0 || seconds > minutes*60 {
		return work.Piece{}, false, err
	}
	ps, err := db.All(q, scanPiece, pieceColumns+`and p.state = 'open' and p.order_id = $2 and p.lane = $3 and p.pass = $4 and p.seconds = $5 order by p.due_on, p.no limit 1 offset $6`,
		hub, c.Order, c.Lane, c.Pass, seconds, no%n)
	if err != nil || len(ps) == 0 {
		return work.Piece{}, false, err
	}
	return ps[0], true, nil
}

func (s *Store) proposal(q db.Q, hubID string, w workers.Worker, p work.Piece) (x Proposal, err error) {
	h, today, err := hubstore.Today(q, hubID)
	if err != nil {
		return x, err
	}
	f, err := ordersstore.LoadBasis(q, hubID, p.Order)
	if err != nil {
		return x, err
	}
	c, err := workersstore.ContractOf(q, hubID, w.ID)
	if err != nil {
		return x, err
	}
	x.Piece, x.Tool, x.Practice, x.Lines, x.basis = p, f.Work.Tool, f.Practice, f.Manual.Numbered(), f
	if x.Call, _, err = liveCall(q, hubID, p.Order); err != nil {
		return x, err
	}
	if x.Terms, err = terms(h, f, w, c, p, today); err != nil {
		return x, err
	}
	items, err := openItems(q, hubID, p.Order)
	if err != nil {
		return x, err
	}
	x.Terms = x.Terms.With(items)
	x.Hash = x.Terms.Hash()
	return x, nil
}

// Notice is a worker's own notice of terms, checked against its hash.
func (s *Store) Notice(ctx context.Context, a who.Actor, noticeID string) (work.Notice, error) {
	if err := a.May(work.MayDo); err != nil {
		return work.Notice{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (work.Notice, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return work.Notice{}, err
		}
		return db.One(v, errNotice, scanNotice, noticeColumns+`and t.id = $2 and t.worker_id = $3`, a.Hub, noticeID, w.ID)
	})
}

// Notices are a worker's own notices, newest first.
func (s *Store) Notices(ctx context.Context, a who.Actor) ([]work.Notice, error) {
	if err := a.May(work.MayDo); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.Notice, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		return db.All(v, scanNotice, noticeColumns+`and t.worker_id = $2 order by t.shown_at desc, t.id desc limit 300`, a.Hub, w.ID)
	})
}

// NoticesOf are the notices a worker was given, for staff who print them.
func (s *Store) NoticesOf(ctx context.Context, a who.Actor, workerID string) ([]work.Notice, error) {
	if err := a.May(work.MayRun); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.Notice, error) {
		return db.All(v, scanNotice, noticeColumns+`and t.worker_id = $2 order by t.shown_at desc, t.id desc limit 300`, a.Hub, workerID)
	})
}

// NoticeFor is one notice for staff who print it.
func (s *Store) NoticeFor(ctx context.Context, a who.Actor, noticeID string) (work.Notice, error) {
	if err := a.May(work.MayRun); err != nil {
		return work.Notice{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (work.Notice, error) {
		return db.One(v, errNotice, scanNotice, noticeColumns+`and t.id = $2`, a.Hub, noticeID)
	})
}

const noticeColumns = `select t.id, t.worker_id, t.order_id, t.piece_id, t.version, t.state, t.supplements, t.body, t.hash, t.reason, t.shown_at, t.agreed_at from terms_notice t where t.hub_id = $1 `

func scanNotice(r db.Scanner) (n work.Notice, err error) {
	var body string
	if err = r.Scan(&n.ID, &n.Worker, &n.Order, &n.Piece, &n.Version, &n.State, &n.Supplements, &body, &n.Hash, &n.Reason, &n.Shown, &n.Agreed); err != nil {
		return n, err
	}
	n.Terms, err = work.ReadTerms(body, n.Hash)
	return n, err
}

// notice is how terms are given: agreed to, or proposed with a reason; or what they complete.
type notice struct{ state, reason, supplements string }

// insertNotice stores terms as they were shown. A supplement is told, not agreed to: what it
// completes was.
func insertNotice(tx *db.Tx, hub string, w workers.Worker, p work.Piece, t work.Terms, x notice) (string, error) {
	if lacks := t.Lacks(); len(lacks) > 0 {
		return "", fault.New(fault.Conflict, "work.fault.terms_lack", "items", i18n.Of(w.Lang).T("work.item."+lacks[0]))
	}
	nid := id.Make()
	agreed := when.Instant{}
	if x.state == "agreed" && x.supplements == "" {
		agreed = tx.Now()
	}
	_, err := tx.Exec(`insert into terms_notice (hub_id, id, worker_id, order_id, piece_id, version, state, body, hash, reason, shown_at, agreed_at, supplements)
		select $1, $2, $3, $4, $5, (select coalesce(max(version), 0) + 1 from terms_notice where hub_id = $1 and piece_id = $5 and worker_id = $3), $6, $7, $8, $9, $10, $11, $12`,
		hub, nid, w.ID, p.Order, p.ID, x.state, string(t.Bytes()), t.Hash(), x.reason, tx.Now(), agreed, x.supplements)
	return nid, err
}

// Change offers other terms for what is in hand: a later deadline, a higher fee. Who does
// not agree keeps the old ones; a fee is never cut after its notice.
func (s *Store) Change(ctx context.Context, a who.Actor, orderID string, form work.ChangeForm) error {
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
		due, fee, reason, err := readChange(form, f, today)
		if err != nil {
			return err
		}
		ps, err := db.All(tx, scanPiece, pieceColumns+`and p.order_id = $2 and p.state in ('held', 'rework') order by p.no`, a.Hub, orderID)
		if err != nil {
			return err
		}
		for _, p := range ps {
			if err := s.offerChange(tx, a, h, f.Basis(), p, due, fee, reason, today); err != nil {
				return err
			}
		}
		if len(ps) == 0 {
			return errState
		}
		return journal.Note(tx, a, work.ChangeOffered{Order: orderID, Claims: len(ps), Reason: reason})
	})
}

func readChange(form work.ChangeForm, f ordersstore.Full, today when.Date) (due when.Date, fee yen.Sen, reason string, err error) {
	var c fault.Check
	fee = f.Fee
	if form.Due != "" {
		due, err = when.ReadDate(form.Due, today)
		c.When(err != nil, "due", "work.field.date_form")
		c.When(err == nil && due.Before(today), "due", "work.field.past")
	}
	if form.Fee != "" {
		fee, err = yen.ReadSen(form.Fee)
		c.When(err != nil, "fee", "work.field.yen_form")
		c.When(err == nil && fee < f.Fee, "fee", "work.field.fee_cut", "fee", f.Fee.String())
	}
	c.When(form.Due == "" && form.Fee == "", "due", "work.field.no_change")
	reason, err = work.ReadWords("reason", form.Reason)
	c.When(err != nil, "reason", "work.field.missing")
	return due, fee, reason, c.Err()
}

func (s *Store) offerChange(tx *db.Tx, a who.Actor, h hub.Hub, f ordersstore.Basis, p work.Piece, due when.Date, fee yen.Sen, reason string, today when.Date) error {
	w, err := workersstore.Load(tx, a.Hub, p.Worker)
	if err != nil {
		return err
	}
	c, err := workersstore.ContractOf(tx, a.Hub, w.ID)
	if err != nil {
		return err
	}
	if !due.IsZero() {
		p.Due = due
	}
	f.Fee = fee
	p.Fee = max(p.Fee, fee.Times(int64(p.Rows.Count())))
	t, err := terms(h, f, w, c, p, today)
	if err != nil {
		return err
	}
	items, err := openItems(tx, a.Hub, p.Order)
	if err != nil {
		return err
	}
	t = t.With(items)
	if _, err := tx.Exec(`update terms_notice set state = 'refused' where hub_id = $1 and piece_id = $2 and worker_id = $3 and state = 'proposed'`, a.Hub, p.ID, w.ID); err != nil {
		return err
	}
	if _, err := insertNotice(tx, a.Hub, w, p, t, notice{state: "proposed", reason: reason}); err != nil {
		return err
	}
	return s.write(tx, h, w, "change", "/my/work/pieces/"+p.ID, f.Title)
}

// AnswerChange agrees to other terms, or keeps the old ones; both are fine.
func (s *Store) AnswerChange(ctx context.Context, a who.Actor, noticeID string, agree bool) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		n, err := db.One(tx, errNotice, scanNotice, noticeColumns+`and t.id = $2 and t.worker_id = $3 and t.state = 'proposed'`, a.Hub, noticeID, w.ID)
		if err != nil {
			return err
		}
		state, agreed := "refused", when.Instant{}
		if agree {
			state, agreed = "agreed", tx.Now()
		}
		if _, err := tx.Exec(`update terms_notice set state = $3, agreed_at = $4 where hub_id = $1 and id = $2`, a.Hub, n.ID, state, agreed); err != nil {
			return err
		}
		claim, err := db.Value[string](tx, `select coalesce(max(id), '') from work_claim where hub_id = $1 and piece_id = $2 and worker_id = $3 and state in ('held', 'rework')`, a.Hub, n.Piece, w.ID)
		if err != nil {
			return err
		}
		if agree && claim != "" {
			if _, err := tx.Exec(`update work_piece set due_on = $3, fee_yen = $4, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, n.Piece, n.Terms.Deadline, int64(n.Terms.Fee)); err != nil {
				return err
			}
			if _, err := tx.Exec(`update work_claim set notice_id = $3 where hub_id = $1 and id = $2`, a.Hub, claim, n.ID); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, work.ChangeAnswered{Order: n.Order, Claim: claim, Agreed: agree})
	})
}

// TermsFacts are the terms in words, in the order of the twelve items, and after them
// those of Art. 3.
func TermsFacts(l i18n.Lang, t work.Terms) []Item {
	unit := l.T("orders.unit." + t.Unit)
	fee := l.T("work.call.no_fee")
	if t.Fee > 0 {
		fee = l.T("work.terms.fee_value", "fee", l.Yen(t.Fee), "each", t.UnitFee.String(), "unit", unit, "perhour", l.T("work.my.amount."+t.Unit, "n", t.PerHour), "hourly", l.Yen(t.UnitFee.Times(int64(t.PerHour))),
			"rule", t.PayRule, "day", l.DateYear(t.DueOn), "by", t.PayBy)
	}
	values := map[string]string{
		"parties":    l.T("work.terms.parties_value", "orderer", t.Orderer, "address", t.OrdererAddress, "contact", t.OrdererContact, "worker", t.Worker, "no", t.WorkerNo),
		"ordered_on": l.DateYear(t.OrderedOn), "content": l.T("work.terms.content_value", "content", t.Content, "amount", l.T("work.my.amount."+t.Unit, "n", t.Rows), "version", t.Instruction), "fee": fee, "expenses": t.Expenses,
		"deadline": l.DateYear(t.Deadline), "delivery": l.T("work.terms.delivery_value", "to", t.DeliverTo, "place", t.Place), "acceptance": t.AcceptBy, "change": t.Change, "defects": t.Defects,
		"rights": t.Rights, "secrecy": t.Secrecy,
	}
	for _, u := range t.Open {
		values[u.Item] = l.T("work.terms.undetermined", "reason", u.Reason, "day", l.DateYear(u.DecideBy))
	}
	var out []Item
	for _, k := range work.Items {
		out = append(out, Item{k, l.T("work.item." + k), values[k]})
	}
	out = append(out, Item{"contract", l.T("work.item.contract"), l.T("work.terms.contract_value", "version", t.Contract, "day", l.DateYear(t.ContractOn))},
		Item{"contact", l.T("work.item.contact"), l.T("work.terms.contact_value", "name", t.Contact, "hours", t.ContactHours)})
	if t.Withholding == "yes" {
		out = append(out, Item{"withholding", l.T("work.item.withholding"), l.T("work.terms.withheld")})
	}
	if t.Recommission != "" {
		out = append(out, Item{"recommission", l.T("work.item.recommission"), fmt.Sprintf("%s %s / %s", t.Recommission, t.OriginalClient, t.OriginalDue)})
	}
	return out
}
