package workstore

import (
	"context"
	"io"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// answers are the rows of a piece as they were filled in.
func (s *Store) answers(q db.Q, hub, pieceID string) (map[int]work.Answer, error) {
	out := map[int]work.Answer{}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		a, err := s.scanAnswer(r)
		out[a.Row] = a
		return a.Row, err
	}, `select row_no, cells_sealed, file_id, file_name, version, saved_at, mark from work_row where hub_id = $1 and piece_id = $2`, hub, pieceID)
	return out, err
}

func (s *Store) scanAnswer(r db.Scanner) (a work.Answer, err error) {
	var sealed string
	if err = r.Scan(&a.Row, &sealed, &a.File, &a.FileName, &a.Version, &a.Saved, &a.Mark); err != nil {
		return a, err
	}
	cells, err := s.Keys.Open(rowCells, sealed)
	if err != nil {
		return a, err
	}
	a.Cells, err = work.UnpackCells(cells)
	return a, err
}

// SavedRow is a row as it was saved: what does not fit yet, and which row of the piece comes next.
type SavedRow struct {
	work.Answer
	Wrong   []work.Wrong
	Columns []orders.Column // in the order of the cells
	Next    int             // 0 after the last
}

// SaveRow saves a row as typed, by the numbers of its columns, in the form they ask for,
// and tells which cells do not fit yet. version is the one that was shown: what was typed
// on another device meanwhile is not overwritten. Saving is a sign of life.
func (s *Store) SaveRow(ctx context.Context, a who.Actor, pieceID string, row, version int, typed map[int]string) (SavedRow, error) {
	if err := a.May(work.MayDo); err != nil {
		return SavedRow{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (x SavedRow, err error) {
		h, cols, err := s.atRow(tx, a, pieceID, row)
		if err != nil {
			return x, err
		}
		today := hubstore.Day(tx)
		x.Row, x.Columns, x.Next = row, cols, h.Rows.After(row)
		texts := make([]string, len(cols))
		for i, c := range cols {
			texts[i] = typed[c.No]
		}
		x.Cells, x.Wrong = work.ReadCells(cols, texts, today)
		if slices.ContainsFunc(x.Cells, ja.LooksLikeMyNumber) {
			return x, errMyNumber
		}
		sealed := s.Keys.Seal(rowCells, work.PackCells(x.Cells))
		n, err := tx.Exec(`insert into work_row (hub_id, piece_id, row_no, cells_sealed, file_id, file_name, version, saved_at, mark) values ($1, $2, $3, $4, '', '', $5, $6, '')
			on conflict (hub_id, piece_id, row_no) do update set cells_sealed = excluded.cells_sealed, version = excluded.version, saved_at = excluded.saved_at, mark = ''
			where work_row.version = $7`, a.Hub, pieceID, row, sealed, version+1, tx.Now(), version)
		if err != nil {
			return x, err
		}
		if n == 0 {
			return x, errRow
		}
		x.Version, x.Saved = version+1, tx.Now()
		return x, alive(tx, a.Hub, h)
	})
}

var errMyNumber = fault.New(fault.Conflict, "work.field.my_number")

// atRow is a row of a piece the actor holds, with the columns to fill in.
func (s *Store) atRow(q db.Q, a who.Actor, pieceID string, row int) (held, []orders.Column, error) {
	h, _, err := mine(q, a, pieceID)
	if err != nil {
		return h, nil, err
	}
	if !h.Rows.Has(row) {
		return h, nil, errPiece
	}
	if err := h.opens(q, a.Hub); err != nil {
		return h, nil, err
	}
	cols, err := ordersstore.Columns(q, a.Hub, h.Order)
	return h, orders.AskedIn(cols, h.Lane), err
}

// alive prolongs the lease and counts the time since the last sign of life as work, if it was short.
func alive(tx *db.Tx, hub string, h held) error {
	_, err := tx.Exec(`update work_claim set beat_at = $3, lease_until = $4, spent = spent + $5 where hub_id = $1 and id = $2`, hub, h.Claim, tx.Now(), tx.Now().Add(work.Lease), work.Spent(h.Beat, tx.Now()))
	return err
}

// Beat says that somebody still has a piece open.
func (s *Store) Beat(ctx context.Context, a who.Actor, pieceID string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, _, err := mine(tx, a, pieceID)
		if err != nil {
			return err
		}
		return alive(tx, a.Hub, h)
	})
}

// RowFileMost is the largest file that can be handed in for a row.
const RowFileMost = 8 << 20

// HandIn keeps a file that was made for a row: other tools' work.
func (s *Store) HandIn(ctx context.Context, a who.Actor, pieceID string, row int, name, media string, body []byte) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	var c fault.Check
	c.When(len(body) == 0, "file", "work.field.file_missing")
	c.When(len(body) > RowFileMost, "file", "work.field.file_big", "n", RowFileMost>>20)
	if err := c.Err(); err != nil {
		return err
	}
	small, err := blob.Seal(s.Keys, media, body)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, cols, err := s.atRow(tx, a, pieceID, row)
		if err != nil {
			return err
		}
		if err := blob.Keep(tx, a.Hub, small); err != nil {
			return err
		}
		empty := s.Keys.Seal(rowCells, work.PackCells(make([]string, len(cols))))
		_, err = tx.Exec(`insert into work_row (hub_id, piece_id, row_no, cells_sealed, file_id, file_name, version, saved_at, mark) values ($1, $2, $3, $4, $5, $6, 1, $7, '')
			on conflict (hub_id, piece_id, row_no) do update set file_id = excluded.file_id, file_name = excluded.file_name, version = work_row.version + 1, saved_at = excluded.saved_at, mark = ''`,
			a.Hub, pieceID, row, empty, small.ID, ja.Name(name), tx.Now())
		if err != nil {
			return err
		}
		return alive(tx, a.Hub, h)
	})
}

// RowFile opens the picture, page or recording of a row for whoever holds its piece.
func (s *Store) RowFile(ctx context.Context, a who.Actor, pieceID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayDo); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return orders.Row{}, err
		}
		h, err := db.One(v, errNotHeld, scanHeld, heldColumns+`and c.piece_id = $2 and c.worker_id = $3 and c.state in ('held', 'rework', 'delivered')`, a.Hub, pieceID, w.ID)
		if err == nil && !h.Rows.Has(row) {
			err = errPiece
		}
		if err == nil {
			err = h.opens(v, a.Hub)
		}
		if err != nil {
			return orders.Row{}, err
		}
		return s.rowOf(v, a.Hub, h.Order, row)
	})
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}

func (s *Store) rowOf(q db.Q, hub, orderID string, row int) (orders.Row, error) {
	rows, err := s.Orders.Rows(q, hub, orderID, row, 1)
	if err == nil && (len(rows) == 0 || rows[0].File == "") {
		err = errPiece
	}
	if err != nil {
		return orders.Row{}, err
	}
	return rows[0], nil
}

// CheckFile opens the picture, page or recording of a row for an inspector.
func (s *Store) CheckFile(ctx context.Context, a who.Actor, orderID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayCheck); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) { return s.rowOf(v, a.Hub, orderID, row) })
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}
