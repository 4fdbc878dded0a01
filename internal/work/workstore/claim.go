package workstore

import (
	"context"
	"errors"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
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
	"hiroba/internal/platform/mail"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// claimTries is how often somebody who was a moment too late is given another piece on the same terms.
const claimTries = 20

var errGone = errors.New("somebody was faster")

// Claim takes a piece on. hash names the terms that were shown; if they are no longer the
// same, nothing is taken on. Who was a moment too late gets another piece on the very same
// terms, where there is one. The notice is stored in the same write: no piece opens without it.
func (s *Store) Claim(ctx context.Context, a who.Actor, pieceID, hash string, phone bool) (string, error) {
	if err := a.May(work.MayDo); err != nil {
		return "", err
	}
	want, err := db.Read(ctx, s.DB, func(v *db.View) (work.Piece, error) { return loadPiece(v, a.Hub, pieceID) })
	if err != nil {
		return "", err
	}
	for try := 0; ; try++ {
		got, err := db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) { return s.claim(tx, a, want, pieceID, hash, phone) })
		if !errors.Is(err, errGone) {
			return got, err
		}
		if try == claimTries {
			return "", errTaken
		}
		if pieceID, err = s.another(ctx, a, want, try); err != nil {
			return "", err
		}
	}
}

// another is an open piece with the same terms as the one that is gone.
func (s *Store) another(ctx context.Context, a who.Actor, like work.Piece, try int) (string, error) {
	return db.Read(ctx, s.DB, func(v *db.View) (string, error) {
		const same = ` from work_piece where hub_id = $1 and state = 'open' and order_id = $2 and lane = $3 and pass = $4 and seconds = $5 and due_on = $6`
		me, err := workersstore.Mine(v, a)
		if err != nil {
			return "", err
		}
		n, err := db.Value[int](v, `select count(*)`+same, a.Hub, like.Order, like.Lane, like.Pass, like.Seconds, like.Due)
		if err != nil || n == 0 {
			return "", errors.Join(err, errTaken)
		}
		ids, err := db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`select id`+same+` order by no limit 1 offset $7`, a.Hub, like.Order, like.Lane, like.Pass, like.Seconds, like.Due, (me.No+try*7919)%n)
		if err == nil && len(ids) == 0 {
			err = errTaken
		}
		if err != nil {
			return "", err
		}
		return ids[0], nil
	})
}

func (s *Store) claim(tx *db.Tx, a who.Actor, want work.Piece, pieceID, hash string, phone bool) (string, error) {
	w, err := workersstore.Mine(tx, a)
	if err != nil {
		return "", err
	}
	p, err := loadPiece(tx, a.Hub, pieceID)
	if err != nil {
		return "", err
	}
	if p.Worker == w.ID && p.State == work.Held {
		return p.ID, nil // pressed twice
	}
	if p.State != work.Open {
		return "", errGone
	}
	x, err := s.proposal(tx, a.Hub, w, p)
	if err != nil {
		return "", err
	}
	if x.Hash != hash {
		return "", errTerms
	}
	if err := s.mayClaim(tx, a.Hub, w, x, phone); err != nil {
		return "", err
	}
	n, err := tx.Exec(`update work_piece set state = 'held', worker_id = $3, version = version + 1 where hub_id = $1 and id = $2 and state = 'open'`, a.Hub, p.ID, w.ID)
	if err != nil {
		return "", err
	}
	if n == 0 {
		return "", errGone
	}
	given, err := insertNotice(tx, a.Hub, w, p, x.Terms, notice{state: "agreed"})
	if err != nil {
		return "", err
	}
	claim := id.Make()
	_, err = tx.Exec(`insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at) values ($1, $2, $3, $4, $5, $6, 'held', $7, $7, $8, 0, '')`,
		a.Hub, claim, p.ID, p.Order, w.ID, given, tx.Now(), tx.Now().Add(work.Lease))
	if err != nil {
		return "", err
	}
	return p.ID, journal.Note(tx, a, work.Claimed{Claim: claim, Piece: p.ID, Order: p.Order, Worker: w.ID, Notice: given, Hash: hash})
}

// mayClaim asks the rules once more, inside the write.
func (s *Store) mayClaim(tx *db.Tx, hub string, w workers.Worker, x Proposal, phone bool) error {
	sk, err := seeker(tx, hub, w, phone)
	if err != nil {
		return err
	}
	f, k := x.basis, x.basis.Work
	o := work.Offer{Order: f.ID, Skill: k.Skill, Level: k.Level, Lane: x.Piece.Lane, Pass: x.Piece.Pass, Phone: f.Phone, HubOnly: f.HubOnly, Live: x.Call.Live, Due: x.Piece.Due}
	if f.Practice {
		o.Level = 0
	}
	if o.Invited = x.Call.Everybody; !o.Invited {
		n, err := db.Value[int](tx, `select count(*) from work_call_to where hub_id = $1 and order_id = $2 and worker_id = $3 and told_version > 0`, hub, f.ID, w.ID)
		if err != nil {
			return err
		}
		o.Invited = n > 0
	}
	_, today, err := hubstore.Today(tx, hub)
	if err != nil {
		return err
	}
	if r := work.Fits(o, sk, today); r != "" {
		return refusal(r)
	}
	return nil
}

// held is the piece somebody has in hand, with its claim.
type held struct {
	work.Piece
	Claim, Notice, Phase string
	Beat, Lease          when.Instant
	Spent                int
	hubOnly              bool
}

// opens refuses sealed work to whoever is not at the hub, whichever way leads to it.
func (h held) opens(q db.Q, hub string) error {
	if !h.hubOnly {
		return nil
	}
	here, err := isHere(q, hub, h.Worker)
	if err == nil && !here {
		err = refusal(work.NeedsHub)
	}
	return err
}

func scanHeld(r db.Scanner) (h held, err error) {
	var rows string
	var first, hubOnly int
	p := &h.Piece
	if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &rows, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version, &h.Claim, &h.Notice, &h.Phase, &h.Beat, &h.Lease, &h.Spent, &hubOnly); err != nil {
		return h, err
	}
	p.First, h.hubOnly = first == 1, hubOnly == 1
	p.Rows, err = work.ParseRows(rows)
	return h, err
}

const heldColumns = `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version,
	c.id, c.notice_id, c.state, c.beat_at, c.lease_until, c.spent, o.hub_only from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id
	join client_order o on o.hub_id = p.hub_id and o.id = p.order_id where c.hub_id = $1 `

// mine is a piece the actor has in hand.
func mine(q db.Q, a who.Actor, pieceID string) (held, workers.Worker, error) {
	w, err := workersstore.Mine(q, a)
	if err != nil {
		return held{}, w, err
	}
	h, err := db.One(q, errNotHeld, scanHeld, heldColumns+`and c.piece_id = $2 and c.worker_id = $3 and c.state in ('held', 'rework')`, a.Hub, pieceID, w.ID)
	return h, w, err
}

// Deliver delivers a piece whose rows are all done.
func (s *Store) Deliver(ctx context.Context, a who.Actor, pieceID string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, w, err := mine(tx, a, pieceID)
		if err != nil {
			return err
		}
		_, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		f, err := ordersstore.Whole(tx, a.Hub, h.Order)
		if err != nil {
			return err
		}
		_, left, err := s.apart(tx, a.Hub, f, h.Piece, today)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			var c fault.Check
			c.Add("rows", "work.field.rows_left", "n", left.Count(), "first", left.First()-h.Rows.First()+1)
			return c.Err()
		}
		return s.deliver(tx, a, h, w, f, today)
	})
}

// deliver records the receipt: from this day the law counts. A redo that was the
// worker's to make, asked for before payment, sets the clock anew; any other keeps the first day.
func (s *Store) deliver(tx *db.Tx, a who.Actor, h held, w workers.Worker, f ordersstore.Full, today when.Date) error {
	due, limit, err := duedate.Standard.Choose(duedate.Terms{Received: today})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update work_claim set state = 'delivered', beat_at = $3 where hub_id = $1 and id = $2`, a.Hub, h.Claim, tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(`update work_piece set state = 'delivered', version = version + 1 where hub_id = $1 and id = $2`, a.Hub, h.ID); err != nil {
		return err
	}
	if h.Phase == "rework" {
		if err := s.receiveAgain(tx, a.Hub, h, today, due, limit); err != nil {
			return err
		}
	} else if !f.Practice { // practice never enters money
		if err := receive(tx, a.Hub, h, h.Rows.Count(), h.Fee, today, due, limit); err != nil {
			return err
		}
	}
	return journal.Note(tx, a, work.Delivered{Claim: h.Claim, Piece: h.ID, Order: h.Order, Worker: w.ID, Rows: h.Rows.Count(), Fee: h.Fee, Received: today, Due: due})
}

// receive writes the receipt of a claim.
func receive(tx *db.Tx, hub string, h held, rows int, fee yen.Amount, today, due when.Date, limit duedate.Limit) error {
	_, err := tx.Exec(`insert into work_receipt (hub_id, claim_id, piece_id, order_id, worker_id, rows, fee_yen, extra_yen, received_on, last_lawful_on, due_on, accept_by, accepted_at, accepted_by, deemed)
		values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, '', '', 0)`, hub, h.Claim, h.ID, h.Order, h.Worker, rows, int64(fee), today, limit.Last, due, today.AddDays(work.AcceptDays))
	return err
}

func (s *Store) receiveAgain(tx *db.Tx, hub string, h held, today, due when.Date, limit duedate.Limit) error {
	cause, err := db.Value[string](tx, `select coalesce((select cause from work_finding where hub_id = $1 and piece_id = $2 and rework = 1 order by made_at desc, id desc limit 1), '')`, hub, h.ID)
	if err != nil {
		return err
	}
	if cause != "worker" {
		_, err = tx.Exec(`update work_receipt set accept_by = $3 where hub_id = $1 and claim_id = $2`, hub, h.Claim, today.AddDays(work.AcceptDays))
		return err
	}
	_, err = tx.Exec(`update work_receipt set received_on = $3, last_lawful_on = $4, due_on = $5, accept_by = $6 where hub_id = $1 and claim_id = $2`, hub, h.Claim, today, limit.Last, due, today.AddDays(work.AcceptDays))
	return err
}

// write sends a worker a short letter with one button. Where mail does not reach, staff see it in the piece.
// name is what it is about: lapsed, change, answer, instruction, rework, settled or supplement.
func (s *Store) write(tx *db.Tx, h hub.Hub, w workers.Worker, name, path, title string) error {
	if w.Mail == "" {
		return nil
	}
	l := i18n.Of(w.Lang)
	_, err := mail.Enqueue(tx, mail.Message{Hub: h.ID, Kind: "work." + name, About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T("work.mail."+name+"_subject", "title", title),
		Paragraphs: []string{l.T("work.mail."+name+"_text", "name", w.Name, "title", title)}, Button: &mail.Link{Label: l.T("work.mail.open"), URL: s.Hubs.URL(h, l.Path(path))}})
	return err
}
