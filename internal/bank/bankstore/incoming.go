package bankstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errIncoming = fault.New(fault.NotFound, "bank.fault.incoming_gone")

// Read is what an import of incoming money brought.
type Read struct {
	New, Known int
	Before     when.Instant // when the very same file was read already; zero: never
	By         string
}

// Import reads a file of incoming money. The same file, and the same payment in another file,
// is noticed and not taken twice; a broken file changes nothing.
func (s *Store) Import(ctx context.Context, a who.Actor, name string, body []byte) (Read, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return Read{}, err
	}
	hash := sha256.Sum256(body)
	sum := hex.EncodeToString(hash[:])
	var day when.Date
	p, err := db.Read(ctx, s.DB, func(v *db.View) (bank.Profile, error) { day = hubstore.Day(v); return s.profile(v, a.Hub) })
	if err != nil {
		return Read{}, err
	}
	// The file is read and sealed before the write begins: nobody else waits for it.
	list, err := bank.ReadIncoming(body, p, day)
	if err != nil {
		return Read{}, err
	}
	payers := make([]string, len(list))
	for i, in := range list {
		payers[i] = s.Keys.Seal(incomingPayer, in.Payer)
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (x Read, err error) {
		before, err := db.All(tx, func(r db.Scanner) (b Read, err error) { err = r.Scan(&b.Before, &b.By, &b.Known); return b, err },
			`select made_at, made_by, entries from bank_incoming_file where hub_id = $1 and sha256 = $2`, a.Hub, sum)
		if err != nil || len(before) > 0 {
			return append(before, x)[0], err
		}
		return takeIn(tx, a, name, sum, list, payers)
	})
}

// takeIn keeps what a file brought that is not there yet, with the payers' names as they are sealed.
func takeIn(tx *db.Tx, a who.Actor, name, sum string, list []bank.Incoming, payers []string) (x Read, err error) {
	file := id.Make()
	if _, err := tx.Exec(`insert into bank_incoming_file (hub_id, id, name, sha256, entries, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`, a.Hub, file, name, sum, len(list), a.Name, tx.Now()); err != nil {
		return x, err
	}
	for i, in := range list {
		n, err := tx.Exec(`insert into bank_incoming (hub_id, id, file_id, mark, on_date, amount_yen, left_yen, payer_sealed, ref, state, reason_sealed, version)
			values ($1, $2, $3, $4, $5, $6, $6, $7, $8, 'open', '', 1) on conflict (hub_id, mark) do nothing`, a.Hub, id.Make(), file, in.Mark, in.On, in.Amount, payers[i], in.Ref)
		if err != nil {
			return x, err
		}
		x.New, x.Known = x.New+int(n), x.Known+1-int(n)
	}
	return x, journal.Note(tx, a, bank.Imported{File: file, New: x.New, Known: x.Known})
}

const incomingColumns = `select i.id, i.file_id, i.mark, i.on_date, i.amount_yen, i.left_yen, i.payer_sealed, i.ref, i.state, i.reason_sealed, i.version from bank_incoming i where i.hub_id = $1 `

func (s *Store) scanIncoming(r db.Scanner) (x bank.Incoming, err error) {
	var payer, reason string
	if err = r.Scan(&x.ID, &x.File, &x.Mark, &x.On, &x.Amount, &x.Left, &payer, &x.Ref, &x.State, &reason, &x.Version); err != nil {
		return x, err
	}
	if x.Payer, err = s.Keys.Open(incomingPayer, payer); err != nil || reason == "" {
		return x, err
	}
	x.Reason, err = s.Keys.Open(incomingReason, reason)
	return x, err
}

// IncomingPage is how many payments a page shows.
const IncomingPage = 50

// Came is a page of incoming money with how much of each state there is.
type Came struct {
	Rows   []bank.Incoming
	Counts map[bank.IncomingState]int
	Open   []bank.Open // invoices that wait, for proposals
}

// Incoming is incoming money in a state, what waits longest first.
func (s *Store) Incoming(ctx context.Context, a who.Actor, state bank.IncomingState, offset int) (Came, error) {
	if err := a.May(bank.MaySee); err != nil {
		return Came{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (c Came, err error) {
		order := `order by i.on_date desc, i.id desc `
		if state == bank.IncomingOpen {
			order = `order by i.on_date, i.id `
		}
		if c.Rows, err = db.All(v, s.scanIncoming, incomingColumns+`and i.state = $2 `+order+`limit $3 offset $4`, a.Hub, string(state), IncomingPage, offset); err != nil {
			return c, err
		}
		if c.Counts, err = counts(v, a.Hub); err != nil {
			return c, err
		}
		if state == bank.IncomingOpen {
			c.Open, err = s.Money.Open(v, a.Hub)
		}
		return c, err
	})
}

func counts(q db.Q, hub string) (map[bank.IncomingState]int, error) {
	out := map[bank.IncomingState]int{}
	type row struct {
		state bank.IncomingState
		n     int
	}
	rows, err := db.All(q, func(r db.Scanner) (x row, err error) { err = r.Scan(&x.state, &x.n); return x, err }, `select state, count(*) from bank_incoming where hub_id = $1 group by state`, hub)
	for _, r := range rows {
		out[r.state] = r.n
	}
	return out, err
}

// IncomingView is one incoming payment, with what it may have paid.
type IncomingView struct {
	bank.Incoming
	Open      []bank.Open
	Proposals []bank.Proposal
	FeeMost   yen.Amount // what the hub bears of what is short
}

// OneIncoming is one incoming payment with proposals.
func (s *Store) OneIncoming(ctx context.Context, a who.Actor, incomingID string) (IncomingView, error) {
	if err := a.May(bank.MaySee); err != nil {
		return IncomingView{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x IncomingView, err error) {
		if x.Incoming, err = db.One(v, errIncoming, s.scanIncoming, incomingColumns+`and i.id = $2`, a.Hub, incomingID); err != nil {
			return x, err
		}
		if x.Matches, err = matches(v, a.Hub, incomingID); err != nil {
			return x, err
		}
		if x.Open, err = s.Money.Open(v, a.Hub); err == nil && x.State == bank.IncomingOpen {
			x.Proposals = bank.Propose(x.Incoming, x.Open)
		}
		if err != nil {
			return x, err
		}
		p, err := s.profile(v, a.Hub)
		x.FeeMost = p.FeeMost
		return x, err
	})
}

func matches(q db.Q, hub, incomingID string) ([]bank.Match, error) {
	return db.All(q, func(r db.Scanner) (m bank.Match, err error) {
		err = r.Scan(&m.Invoice, &m.No, &m.Client, &m.Amount, &m.Fee, &m.By, &m.At)
		return m, err
	}, `select invoice_id, invoice_no, client_id, amount_yen, fee_yen, made_by, made_at from bank_match where hub_id = $1 and incoming_id = $2 order by no`, hub, incomingID)
}

// Match is a person's word on what incoming money paid; the invoices are told. What is left
// over stays open.
func (s *Store) Match(ctx context.Context, a who.Actor, incomingID string, version int, f bank.MatchForm) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.stillOpen(tx, a.Hub, incomingID, version)
		if err != nil {
			return err
		}
		open, err := s.Money.Open(tx, a.Hub)
		if err != nil {
			return err
		}
		p, err := s.profile(tx, a.Hub)
		if err != nil {
			return err
		}
		ms, err := f.Read(x, open, p.FeeMost)
		if err != nil {
			return err
		}
		for _, m := range ms {
			if err := s.match(tx, a, x, m); err != nil {
				return err
			}
			x.Left -= m.Amount
		}
		state := bank.IncomingOpen
		if x.Left == 0 {
			state = bank.IncomingDone
		}
		return db.Exec1(tx, errStale, `update bank_incoming set left_yen = $4, state = $5, version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, incomingID, version, x.Left, string(state))
	})
}

func (s *Store) match(tx *db.Tx, a who.Actor, x bank.Incoming, m bank.Match) error {
	if err := s.Money.Receive(tx, a, x, m); err != nil {
		return err
	}
	_, err := tx.Exec(`insert into bank_match (hub_id, incoming_id, no, invoice_id, invoice_no, client_id, amount_yen, fee_yen, made_by, made_at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from bank_match where hub_id = $1 and incoming_id = $2`, a.Hub, x.ID, m.Invoice, m.No, m.Client, m.Amount, m.Fee, a.Name, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, bank.Matched{Incoming: x.ID, Invoice: m.Invoice, Amount: m.Amount, Fee: m.Fee})
}

func (s *Store) stillOpen(q db.Q, hub, incomingID string, version int) (bank.Incoming, error) {
	x, err := db.One(q, errIncoming, s.scanIncoming, incomingColumns+`and i.id = $2`, hub, incomingID)
	if err == nil && (x.State != bank.IncomingOpen || x.Version != version) {
		err = errStale
	}
	return x, err
}

// SetAside says that incoming money pays none of the hub's invoices, and why.
func (s *Store) SetAside(ctx context.Context, a who.Actor, incomingID string, version int, reason string) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	var c fault.Check
	c.When(reason == "", "reason", "bank.field.aside_reason")
	c.When(len([]rune(reason)) > 500, "reason", "bank.field.long")
	if err := c.Err(); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := s.stillOpen(tx, a.Hub, incomingID, version); err != nil {
			return err
		}
		err := db.Exec1(tx, errStale, `update bank_incoming set state = 'aside', reason_sealed = $4, version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, incomingID, version, s.Keys.Seal(incomingReason, reason))
		if err != nil {
			return err
		}
		return journal.Note(tx, a, bank.SetAside{Incoming: incomingID, Reason: reason})
	})
}
