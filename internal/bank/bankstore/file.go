package bankstore

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errNotApproved = fault.New(fault.Conflict, "bank.fault.not_approved")

// Made is what the making of a file says.
type Made struct {
	zengin.Receipt
	Warnings []zengin.Problem
}

// MakeFile makes the bank's file of an approved run and keeps it with its hash, count and sum
// . Making it a second time is refused until somebody says that they mean it: a file
// that reaches the bank twice is paid twice.
func (s *Store) MakeFile(ctx context.Context, a who.Actor, runID string, version int, again bool) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := run(tx, a.Hub, runID)
		switch {
		case err != nil:
			return err
		case r.State != bank.RunApproved && r.State != bank.RunFiled:
			return errNotApproved
		case r.Version != version:
			return errStale
		case r.Times > 0 && !again:
			var c fault.Check
			c.Add("again", "bank.field.again", "by", r.Filed.Name, "n", r.Times)
			return c.Err()
		}
		body, made, err := s.write(tx, a.Hub, r)
		if err != nil {
			return err
		}
		return s.keepFile(tx, a, r, body, made)
	})
}

// write writes a run's file and looks it over as the bank would (5.3).
func (s *Store) write(q db.Q, hub string, r bank.Run) ([]byte, Made, error) {
	p, err := s.profileNo(q, hub, r.Profile)
	if err != nil {
		return nil, Made{}, err
	}
	ts, err := s.transfers(q, hub, r.ID)
	if err != nil {
		return nil, Made{}, err
	}
	var out bytes.Buffer
	out.Grow((len(ts) + 3) * (zengin.RecordLength + 2))
	receipt, err := zengin.Write(&out, p.Layout(), p.Header(r.PayOn), bank.Records(ts))
	var bad *zengin.Invalid
	if errors.As(err, &bad) {
		return nil, Made{}, problem(bad.Problems[0])
	}
	if err != nil {
		return nil, Made{}, err
	}
	found, err := zengin.Check(bytes.NewReader(out.Bytes()), zengin.Rules{Around: r.PayOn, Today: today(q), Profile: p.Layout(), Closed: duedate.BankClosed, Banks: zengin.KnownBanks()})
	if err != nil {
		return nil, Made{}, err
	}
	// A code that the list lacks was told at the collection; the list is of a day and proves nothing.
	for _, x := range zengin.Refusing(found) {
		if x.Kind != zengin.NoSuchBank && x.Kind != zengin.NoSuchBranch {
			return nil, Made{}, problem(x)
		}
	}
	return out.Bytes(), Made{Receipt: receipt, Warnings: found}, nil
}

// problem is what a bank would stumble over as a fault of the form.
func problem(x zengin.Problem) error {
	var c fault.Check
	c.Add("again", "bank.problem."+string(x.Kind), "line", x.Line)
	return c.Err()
}

func (s *Store) keepFile(tx *db.Tx, a who.Actor, r bank.Run, body []byte, made Made) error {
	sum := hex.EncodeToString(made.SHA256[:])
	document := r.Document
	if sum != r.SHA256 { // the same bytes are one document
		var err error
		document, err = s.Money.Issue(tx, a, Document{Kind: "bank_file", No: fmt.Sprintf("T-%04d", r.No), Name: FileName(r), Media: "application/octet-stream", On: r.PayOn, Amount: int64(made.Sum), Bytes: body})
		if err != nil {
			return err
		}
	}
	err := db.Exec1(tx, errStale, `update bank_run set state = 'filed', filed_person = $4, filed_by = $5, filed_at = $6, times = times + 1, document_id = $7, sha256 = $8, bytes = $9, version = version + 1
		where hub_id = $1 and id = $2 and version = $3`, a.Hub, r.ID, r.Version, a.Person, a.Name, tx.Now(), document, sum, made.Bytes)
	if err != nil {
		return err
	}
	return journal.Note(tx, a, bank.Filed{Run: r.ID, No: r.No, Count: made.Count, Sum: made.Sum, SHA256: sum, Times: r.Times + 1})
}

// FileName is the name under which a run's file is taken: banks take plain letters.
func FileName(r bank.Run) string {
	y, m, d := r.PayOn.Parts()
	return fmt.Sprintf("furikomi-%04d%02d%02d-%d.txt", y, int(m), d, r.No)
}

// Take hands a run's file out; that somebody took it is on record.
func (s *Store) Take(ctx context.Context, a who.Actor, runID string) (name string, body []byte, err error) {
	if err := a.May(bank.MayKeep); err != nil {
		return "", nil, err
	}
	r, err := db.Write(ctx, s.DB, func(tx *db.Tx) (bank.Run, error) {
		r, err := run(tx, a.Hub, runID)
		if err != nil {
			return r, err
		}
		if r.Document == "" {
			return r, errNotApproved
		}
		return r, journal.Note(tx, a, bank.Taken{Run: r.ID, No: r.No})
	})
	if err != nil {
		return "", nil, err
	}
	body, err = s.Money.Bytes(ctx, a.Hub, r.Document)
	return FileName(r), body, err
}
