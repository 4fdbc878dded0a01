package workstore

import (
	"context"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
)

// RowNote is a note on a row for whoever works on it.
type RowNote struct {
	Row  int
	Body string
}

// RowNotes are the notes on the rows of an order.
func (s *Store) RowNotes(ctx context.Context, a who.Actor, orderID string) ([]RowNote, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []RowNote, err error) {
		rows, err := ordersstore.RowCount(v, a.Hub, orderID)
		if err != nil {
			return nil, err
		}
		notes, err := ordersstore.Notes(v, a.Hub, orderID, 1, rows)
		for row, body := range notes {
			out = append(out, RowNote{row, body})
		}
		slices.SortFunc(out, func(x, y RowNote) int { return x.Row - y.Row })
		return out, err
	})
}

// NoteRow writes a note on a row that is there; an empty one takes it away.
func (s *Store) NoteRow(ctx context.Context, a who.Actor, orderID string, n RowNote) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	rows, err := db.Read(ctx, s.DB, func(v *db.View) (int, error) { return ordersstore.RowCount(v, a.Hub, orderID) })
	if err != nil {
		return err
	}
	var c fault.Check
	c.When(n.Row < 1 || n.Row > rows, "row", "work.field.row_unknown", "n", rows)
	if err := c.Err(); err != nil {
		return err
	}
	return s.Orders.NoteRow(ctx, a, orderID, n.Row, n.Body)
}
