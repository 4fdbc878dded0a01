package bankstore

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errNotApproved = fault.New(fault.Conflict, "bank.fault.not_approved")

// MakeFile makes the bank's file of an approved run and keeps it with its hash, count and sum
// . Making it a second time is refused until somebody says that they mean it: a file
// that reaches the bank twice is paid twice. Writing and sealing are done outside of the write.
func (s *Store) MakeFile(ctx context.Context, a who.Actor, runID string, version int, again bool) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	f, err := db.Read(ctx, s.DB, func(v *db.View) (file, error) { return s.write(v, a.Hub, runID, version, again) })
	if err != nil {
		return err
	}
	if f.ready, err = s.Books.Prepare(f.document()); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.keepFile(tx, a, f) })
}

// file is a run's file on its way into the archive.
type file struct {
	bank.Run
	zengin.Receipt
	body  []byte
	ready booksstore.Ready
}

func (f file) hash() string { return hex.EncodeToString(f.Receipt.SHA256[:]) }

// document is the file for the archive. One whose bytes changed replaces the one before.
func (f file) document() books.Document {
	return books.Document{Kind: books.BankFileDoc, No: fmt.Sprintf("T-%04d", f.No), Name: FileName(f.Run), Media: "application/octet-stream", On: f.PayOn, Amount: f.Receipt.Sum, Bytes: f.body, Replaces: f.Document}
}

// mayFile tells whether a run's file can be made now.
func mayFile(r bank.Run, version int, again bool) error {
	switch {
	case r.State != bank.RunApproved && r.State != bank.RunFiled:
		return errNotApproved
	case r.Version != version:
		return errStale
	case r.Times > 0 && !again:
		var c fault.Check
		c.Add("again", "bank.field.again", "by", r.Filed.Name, "n", r.Times)
		return c.Err()
	}
	return nil
}

// write writes a run's file and looks it over as the bank would (5.3).
func (s *Store) write(q db.Q, hub, runID string, version int, again bool) (f file, err error) {
	if f.Run, err = run(q, hub, runID); err != nil {
		return f, err
	}
	if err = mayFile(f.Run, version, again); err != nil {
		return f, err
	}
	if f.State == bank.RunApproved { // accounts may have changed since they were approved
		if err = s.unchanged(q, hub, f.Run); err != nil {
			return f, err
		}
	}
	p, err := s.profileNo(q, hub, f.Profile)
	if err != nil {
		return f, err
	}
	if f.body, f.Receipt, err = s.bytes(q, hub, f.Run, p); err != nil {
		return f, err
	}
	return f, lookOver(f.body, p.Layout(), f.PayOn, hubstore.Day(q))
}

// bytes writes the file transfer by transfer as they are read: no more of a run is in memory
// than its file.
func (s *Store) bytes(q db.Q, hub string, r bank.Run, p bank.Profile) ([]byte, zengin.Receipt, error) {
	var out bytes.Buffer
	out.Grow((r.Count + 4) * (zengin.RecordLength + 2))
	w, err := zengin.NewWriter(&out, p.Layout(), p.Header(r.PayOn))
	if err != nil {
		return nil, zengin.Receipt{}, invalid(err)
	}
	_, err = db.All(q, func(row db.Scanner) (none struct{}, err error) {
		var sealed string
		var t zengin.Transfer
		if err = row.Scan(&sealed); err == nil {
			err = s.open(transferRecord, sealed, &t)
		}
		if err == nil {
			err = w.Add(t)
		}
		return none, err
	}, `select record_sealed from bank_transfer where hub_id = $1 and run_id = $2 order by no`, hub, r.ID)
	if err != nil {
		return nil, zengin.Receipt{}, invalid(err)
	}
	receipt, err := w.Close()
	return out.Bytes(), receipt, invalid(err)
}

// invalid is what the writer of the file refuses as a fault of the form; other errors stay.
func invalid(err error) error {
	var bad *zengin.Invalid
	if errors.As(err, &bad) {
		return problem(bad.Problems[0])
	}
	return err
}

// lookOver reads a file as the bank would. A code that the list of banks lacks was told at
// the collection; the list is of a day and proves nothing.
func lookOver(body []byte, layout zengin.Profile, payOn, today when.Date) error {
	found, err := zengin.Check(bytes.NewReader(body), zengin.Rules{Around: payOn, Today: today, Profile: layout, Closed: duedate.BankClosed})
	if err != nil {
		return err
	}
	if bad := zengin.Refusing(found); len(bad) > 0 {
		return problem(bad[0])
	}
	return nil
}

// problem is what a bank would stumble over as a fault of the form.
func problem(x zengin.Problem) error {
	var c fault.Check
	c.Add("again", "bank.problem."+string(x.Kind), "line", x.Line)
	return c.Err()
}

// keepFile keeps a file that was made; the same bytes are one document.
func (s *Store) keepFile(tx *db.Tx, a who.Actor, f file) error {
	document := f.Document
	if f.hash() != f.Run.SHA256 {
		var err error
		if document, err = booksstore.Issue(tx, a, f.ready); err != nil {
			return err
		}
	}
	err := db.Exec1(tx, errStale, `update bank_run set state = 'filed', filed_person = $4, filed_by = $5, filed_at = $6, times = times + 1, document_id = $7, sha256 = $8, bytes = $9, version = version + 1
		where hub_id = $1 and id = $2 and version = $3`, a.Hub, f.ID, f.Version, a.Person, a.Name, tx.Now(), document, f.hash(), f.Receipt.Bytes)
	if err != nil {
		return err
	}
	return journal.Note(tx, a, bank.Filed{Run: f.ID, No: f.No, Count: f.Receipt.Count, Sum: f.Receipt.Sum, SHA256: f.hash(), Times: f.Times + 1})
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
	d, r, err := s.taken(ctx, a, runID)
	if err != nil {
		return "", nil, err
	}
	body, err = s.Books.Bytes(ctx, a.Hub, d)
	return FileName(r), body, err
}

// taken notes that a run's file leaves the house.
func (s *Store) taken(ctx context.Context, a who.Actor, runID string) (d books.Document, r bank.Run, err error) {
	err = db.Do(ctx, s.DB, func(tx *db.Tx) (err error) {
		if r, err = run(tx, a.Hub, runID); err != nil {
			return err
		}
		if r.Document == "" || r.State == bank.RunDropped { // what was given up is not paid
			return errNotApproved
		}
		if d, err = booksstore.Load(tx, a.Hub, r.Document); err != nil {
			return err
		}
		return journal.Note(tx, a, bank.Taken{Run: r.ID, No: r.No})
	})
	return d, r, err
}
