package ordersstore

import (
	"context"
	"errors"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Columns are the columns of an order; for the stores above.
func Columns(q db.Q, hub, orderID string) ([]orders.Column, error) {
	return db.All(q, func(r db.Scanner) (c orders.Column, err error) {
		var side, choices string
		var must int
		err = r.Scan(&c.No, &c.Name, &side, &c.Type, &c.Width, &must, &choices, &c.Hint, &c.Lane)
		c.Asked, c.Must = side == "asked", must == 1
		c.Choices, c.Also = orders.ReadVocabulary(choices)
		return c, err
	}, `select no, name, side, type, width, must, choices, hint, lane from order_column where hub_id = $1 and order_id = $2 order by no`, hub, orderID)
}

// SaveColumns sets what is given and what is asked, until pieces are cut. What the
// material gives keeps its order and its names; the form says which of it is sealed.
func (s *Store) SaveColumns(ctx context.Context, a who.Actor, orderID string, fs []orders.ColumnForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	cols, err := orders.ReadColumns(fs)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := Load(tx, a.Hub, orderID); err != nil {
			return err
		}
		if s.Cut != nil {
			if cut, err := s.Cut(tx, a.Hub, orderID); err != nil || cut {
				return errors.Join(err, errCut)
			}
		}
		if err := sameGiven(tx, a.Hub, orderID, cols); err != nil {
			return err
		}
		if _, err := tx.Exec(`delete from order_column where hub_id = $1 and order_id = $2`, a.Hub, orderID); err != nil {
			return err
		}
		e := orders.ColumnsSaved{Order: orderID}
		for _, c := range cols {
			side := "given"
			if c.Asked {
				side = "asked"
				e.Asked++
			} else {
				e.Given++
			}
			if c.Lane > 0 {
				e.Sealed++
			}
			_, err := tx.Exec(`insert into order_column (hub_id, order_id, no, name, side, type, width, must, choices, hint, lane) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				a.Hub, orderID, c.No, c.Name, side, c.Type, c.Width, db.Bit(c.Must), c.Vocabulary(), c.Hint, c.Lane)
			if err != nil {
				return err
			}
		}
		return journal.Note(tx, a, e)
	})
}

// sameGiven refuses a change of the given columns once a table has set them.
func sameGiven(q db.Q, hub, orderID string, cols []orders.Column) error {
	before, err := Columns(q, hub, orderID)
	if err != nil {
		return err
	}
	var was, now []string
	for _, c := range before {
		if !c.Asked {
			was = append(was, c.Name)
		}
	}
	for _, c := range cols {
		if !c.Asked {
			now = append(now, c.Name)
		}
	}
	if strings.Join(was, "\n") != strings.Join(now, "\n") {
		return errState
	}
	return nil
}

// Instructions are the versions of an order's instruction, newest first; for the stores above.
func Instructions(q db.Q, hub, orderID string) ([]orders.Instruction, error) {
	return db.All(q, scanInstruction, instructionColumns+`order by no desc`, hub, orderID)
}

const instructionColumns = `select no, body, reason, made_by, made_at from order_instruction where hub_id = $1 and order_id = $2 `

func scanInstruction(r db.Scanner) (i orders.Instruction, err error) {
	err = r.Scan(&i.No, &i.Body, &i.Reason, &i.MadeBy, &i.Made)
	return i, err
}

// Instruct writes the next version of an instruction, after the one that was read; for the
// stores above, who tell those who are at work.
func Instruct(tx *db.Tx, a who.Actor, orderID string, last int, body, reason string) (int, error) {
	i, err := orders.ReadInstruction(body, reason, last == 0)
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(`insert into order_instruction (hub_id, order_id, no, body, reason, made_by, made_at) select $1, $2, $3, $4, $5, $6, $7
		where $3 = (select coalesce(max(no), 0) + 1 from order_instruction where hub_id = $1 and order_id = $2)`, a.Hub, orderID, last+1, i.Body, i.Reason, a.Name, tx.Now())
	if err == nil && n == 0 {
		err = errStale
	}
	if err != nil {
		return 0, err
	}
	return last + 1, journal.Note(tx, a, orders.Instructed{Order: orderID, No: last + 1, Reason: i.Reason})
}

// NoteRow writes a note on a row for whoever works on it; an empty one takes it away.
func (s *Store) NoteRow(ctx context.Context, a who.Actor, orderID string, row int, note string) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := Load(tx, a.Hub, orderID); err != nil {
			return err
		}
		if strings.TrimSpace(note) == "" {
			_, err := tx.Exec(`delete from order_row_note where hub_id = $1 and order_id = $2 and row_no = $3`, a.Hub, orderID, row)
			return err
		}
		note, err := orders.ReadNote(note)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into order_row_note (hub_id, order_id, row_no, body, made_by, made_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (hub_id, order_id, row_no) do update set body = excluded.body, made_by = excluded.made_by, made_at = excluded.made_at`, a.Hub, orderID, row, note, a.Name, tx.Now())
		return err
	})
}

// Notes are the notes on rows from a number on; for the stores above.
func Notes(q db.Q, hub, orderID string, from, n int) (map[int]string, error) {
	type note struct {
		row  int
		body string
	}
	ns, err := db.All(q, func(r db.Scanner) (x note, err error) { err = r.Scan(&x.row, &x.body); return x, err },
		`select row_no, body from order_row_note where hub_id = $1 and order_id = $2 and row_no >= $3 and row_no < $4`, hub, orderID, from, from+n)
	out := map[int]string{}
	for _, x := range ns {
		out[x.row] = x.body
	}
	return out, err
}
