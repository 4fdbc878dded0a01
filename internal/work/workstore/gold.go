package workstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
)

// golds are the rows of an order, within two numbers, of which the right answer is known.
func (s *Store) golds(q db.Q, hub, orderID string, from, to int) ([]work.Gold, error) {
	return db.All(q, func(r db.Scanner) (g work.Gold, err error) {
		var sealed string
		if err = r.Scan(&g.Row, &sealed, &g.By, &g.Made); err != nil {
			return g, err
		}
		plain, err := s.Keys.Open(goldCells, sealed)
		if err != nil {
			return g, err
		}
		return g, json.Unmarshal([]byte(plain), &g.Cells)
	}, `select row_no, cells_sealed, made_by, made_at from work_gold where hub_id = $1 and order_id = $2 and row_no >= $3 and row_no <= $4 order by row_no`, hub, orderID, from, to)
}

// goldsOf are the gold rows of a piece.
func (s *Store) goldsOf(q db.Q, hub string, p work.Piece) (out []work.Gold, err error) {
	gs, err := s.golds(q, hub, p.Order, p.Rows.First(), p.Rows.Last())
	for _, g := range gs {
		if p.Rows.Has(g.Row) {
			out = append(out, g)
		}
	}
	return out, err
}

// Golds are an order's gold rows and, if row is one of its rows, that row as it was given.
type Golds struct {
	ordersstore.Full
	All []work.Gold
	Row *orders.Row
}

// Golds are the rows of an order of which the right answer is known, for those who run it:
// the answers stand there with all columns, which an inspector of a sealed order does not see.
func (s *Store) Golds(ctx context.Context, a who.Actor, orderID string, row int) (Golds, error) {
	if err := a.May(work.MayRun); err != nil {
		return Golds{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Golds, err error) {
		if x.Full, err = ordersstore.Whole(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.All, err = s.golds(v, a.Hub, orderID, 1, x.Rows); err != nil || row < 1 {
			return x, err
		}
		rs, err := s.Orders.Rows(v, a.Hub, orderID, row, 1)
		if err == nil && len(rs) == 1 {
			x.Row = &rs[0]
		}
		return x, err
	})
}

// KeepGold writes down the right answer to a row. Who holds the row is not told.
func (s *Store) KeepGold(ctx context.Context, a who.Actor, orderID string, row int, typed map[int]string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		f, err := ordersstore.Whole(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		today := hubstore.Day(tx)
		g, err := work.ReadGold(row, f.Rows, asked(f.Columns), typed, today)
		if err != nil {
			return err
		}
		plain, err := json.Marshal(g.Cells)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into work_gold (hub_id, order_id, row_no, cells_sealed, made_by, made_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (hub_id, order_id, row_no) do update set cells_sealed = excluded.cells_sealed, made_by = excluded.made_by, made_at = excluded.made_at`, a.Hub, f.ID, row, s.Keys.Seal(goldCells, string(plain)), a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, work.GoldKept{Order: f.ID, Row: row})
	})
}

// asked are the columns that are filled in, of all lanes.
func asked(cols []orders.Column) (out []orders.Column) {
	for _, c := range cols {
		if c.Asked {
			out = append(out, c)
		}
	}
	return out
}

// DropGold makes a row one like any other again.
func (s *Store) DropGold(ctx context.Context, a who.Actor, orderID string, row int) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := db.Exec1(tx, errPiece, `delete from work_gold where hub_id = $1 and order_id = $2 and row_no = $3`, a.Hub, orderID, row); err != nil {
			return err
		}
		return journal.Note(tx, a, work.GoldKept{Order: orderID, Row: row, Gone: true})
	})
}
