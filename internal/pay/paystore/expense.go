package paystore

import (
	"bytes"
	"context"
	"io"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/picture"
	"hiroba/internal/pay"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

func (s *Store) expenses(q db.Q, hub, worker string, year int) ([]pay.Expense, error) {
	return db.All(q, s.scanExpense, `select id, on_day, kind, amount_yen, note_sealed, blob_id, media from pay_expense where hub_id = $1 and worker_id = $2 and on_day >= $3 and on_day <= $4 order by on_day, id`,
		hub, worker, when.On(year, 1, 1), when.On(year, 12, 31))
}

func (s *Store) scanExpense(r db.Scanner) (x pay.Expense, err error) {
	var note string
	if err = r.Scan(&x.ID, &x.On, &x.Kind, &x.Amount, &note, &x.File, &x.Media); err == nil {
		x.Note, err = s.Keys.Open(expenseNote, note)
	}
	return x, err
}

// Spend notes an expense in one's own book, with the receipt's picture if there is one. once
// is the form's mark: pressed twice, noted once.
func (s *Store) Spend(ctx context.Context, a who.Actor, f pay.ExpenseForm, photo []byte, once string) error {
	if err := a.May(pay.MaySelf); err != nil {
		return err
	}
	x, err := f.Read(s.DB.Now().DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	file, err := s.photo(photo)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		if x.ID = id.Make(); once == "" {
			once = x.ID
		}
		n, err := tx.Exec(`insert into pay_expense (hub_id, id, worker_id, once_key, on_day, kind, amount_yen, note_sealed, blob_id, media, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (hub_id, once_key) do nothing`,
			a.Hub, x.ID, w.ID, once, x.On, x.Kind, x.Amount, s.Keys.Seal(expenseNote, x.Note), file.ID, file.Media, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		if file.ID != "" {
			if err := blob.Keep(tx, a.Hub, file); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, pay.Spent{ID: x.ID})
	})
}

// photo seals a picture as it was taken; what it is, its bytes say. None is none.
func (s *Store) photo(body []byte) (blob.Small, error) {
	if len(body) == 0 {
		return blob.Small{}, nil
	}
	var c fault.Check
	x, err := picture.Read(body)
	c.When(err != nil || len(body) > pay.PhotoMost, "photo", "pay.field.photo")
	if err := c.Err(); err != nil {
		return blob.Small{}, err
	}
	return blob.Seal(s.Keys, x.Type, body)
}

// Unspend takes an expense out of one's own book, with its picture.
func (s *Store) Unspend(ctx context.Context, a who.Actor, expense string) error {
	if err := a.May(pay.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		file, err := db.One(tx, errExpense, scanString, `delete from pay_expense where hub_id = $1 and id = $2 and worker_id = $3 returning blob_id`, a.Hub, expense, w.ID)
		if err != nil {
			return err
		}
		if file != "" {
			if err := blob.Drop(tx, a.Hub, file); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, pay.Spent{ID: expense, Removed: true})
	})
}

// ReceiptPhoto is the picture of one's own expense.
func (s *Store) ReceiptPhoto(ctx context.Context, a who.Actor, expense string) (media string, body []byte, err error) {
	if err := a.May(pay.MaySelf); err != nil {
		return "", nil, err
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (pay.Expense, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return pay.Expense{}, err
		}
		return db.One(v, errExpense, s.scanExpense, `select id, on_day, kind, amount_yen, note_sealed, blob_id, media from pay_expense where hub_id = $1 and id = $2 and worker_id = $3 and blob_id <> ''`, a.Hub, expense, w.ID)
	})
	if err != nil {
		return "", nil, err
	}
	f, err := blob.Open(ctx, s.DB, s.Keys, a.Hub, x.File, errExpense)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	_, err = io.Copy(&b, f)
	return strings.TrimSpace(x.Media), b.Bytes(), err
}
