package workstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
)

const pieceColumns = `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version from work_piece p where p.hub_id = $1 `

func scanPiece(r db.Scanner) (p work.Piece, err error) {
	var rows string
	var first int
	if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &rows, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version); err != nil {
		return p, err
	}
	p.First = first == 1
	p.Rows, err = work.ParseRows(rows)
	return p, err
}

func loadPiece(q db.Q, hub, pieceID string) (work.Piece, error) {
	return db.One(q, errPiece, scanPiece, pieceColumns+`and p.id = $2`, hub, pieceID)
}

// Cut tells whether pieces were cut from an order.
func Cut(q db.Q, hub, orderID string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from (select 1 from work_piece where hub_id = $1 and order_id = $2 limit 1) x`, hub, orderID)
	return n > 0, err
}

// Splitting is what a split would come to, before it is done.
type Splitting struct {
	work.Sum
	Hourly yen.Amount // of the fee in an hour
	Wage   yen.Amount
	Lanes  int
	Double bool
}

// cutting is how an order is cut into pieces of so many minutes.
func cutting(f ordersstore.Full, minutes int) work.Cutting {
	return work.Cutting{Minutes: minutes, Seconds: f.Seconds, Fee: f.Fee, Lanes: orders.Lanes(f.Columns), Double: f.Checks == "double", First: min(f.FirstRows, f.Rows)}
}

// Try tells what a split into pieces of so many minutes would come to.
func (s *Store) Try(ctx context.Context, a who.Actor, orderID string, minutes int) (Splitting, error) {
	if err := a.May(work.MayRun); err != nil {
		return Splitting{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Splitting, err error) {
		f, err := ordersstore.Whole(v, a.Hub, orderID)
		if err != nil {
			return x, err
		}
		c := cutting(f, minutes)
		if _, x.Sum, err = work.Cut(f.Rows, c); err != nil {
			return x, err
		}
		if x.Lanes, x.Double = len(c.Lanes), c.Double; f.Fee > 0 {
			h, err := orders.Hourly(f.Fee, f.Seconds)
			if err != nil {
				return x, err
			}
			x.Hourly = h.Yen()
		}
		if q, ok := f.Quote(); ok {
			x.Wage = q.Wage
		}
		return x, nil
	})
}

// Split cuts an ordered order into pieces; as long as none of them was taken on, it can be cut anew.
func (s *Store) Split(ctx context.Context, a who.Actor, orderID string, minutes int) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		f, err := ordersstore.Whole(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if err := splittable(f); err != nil {
			return err
		}
		pieces, sum, err := work.Cut(f.Rows, cutting(f, minutes))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`delete from work_piece where hub_id = $1 and order_id = $2`, a.Hub, orderID); err != nil {
			return err
		}
		for _, p := range pieces {
			p.Order, p.ID = orderID, id.Make()
			if err := insertPiece(tx, a.Hub, p); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, work.Split{Order: orderID, Pieces: sum.Pieces, Minutes: minutes, Fees: sum.Fees})
	})
}

// Lacks are what an order still lacks before it can be cut: keys under work.field, in the
// order in which they are best mended.
func Lacks(f ordersstore.Full) (out []string) {
	asked, lanes, reading, sealed := false, len(orders.Lanes(f.Columns)), false, false
	for _, k := range f.Columns {
		asked = asked || k.Asked
	}
	for _, m := range f.Materials {
		if m.Use == "material" {
			reading = reading || m.State == orders.Stored || m.State == orders.Reading
			sealed = sealed || lanes > 1 && (m.Form == "images" || m.Form == "pages" || m.Form == "audio")
		}
	}
	for _, x := range []struct {
		lacks bool
		key   string
	}{
		{f.State != orders.Ordered, "not_ordered"}, {f.Rows == 0 && !reading, "no_rows"}, {reading, "reading"}, {!asked && f.Work.Tool != "file", "no_columns"}, {sealed, "sealed_pictures"},
		{len(f.Instructions) == 0, "no_instruction"}, {f.Work.Withholding == "ask" && !f.Practice, "withholding_open"},
	} {
		if x.lacks {
			out = append(out, x.key)
		}
	}
	return out
}

// splittable refuses to cut an order that still lacks something.
func splittable(f ordersstore.Full) error {
	var c fault.Check
	for _, key := range Lacks(f) {
		c.Add("minutes", "work.field."+key)
	}
	return c.Err()
}

func insertPiece(tx *db.Tx, hub string, p work.Piece) error {
	_, err := tx.Exec(`insert into work_piece (hub_id, id, order_id, no, lane, pass, row_set, first_row, rows, seconds, fee_yen, first, state, due_on, parent, worker_id, version, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', 1, $16)`,
		hub, p.ID, p.Order, p.No, p.Lane, p.Pass, p.Rows.String(), p.Rows.First(), p.Rows.Count(), p.Seconds, int64(p.Fee), db.Bit(p.First), string(p.State), p.Due, p.Parent, tx.Now())
	return err
}

// PieceRow is a piece in staff's list.
type PieceRow struct {
	work.Piece
	WorkerName string
	WorkerNo   int
	Lease      when.Instant
	Done       int // rows saved
}

// Pieces are an order's pieces in a state, or all, a page of them.
func (s *Store) Pieces(ctx context.Context, a who.Actor, orderID, state string, offset, most int) (rows []PieceRow, total int, err error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, 0, err
	}
	rows, err = db.Read(ctx, s.DB, func(v *db.View) ([]PieceRow, error) {
		if total, err = db.Value[int](v, `select count(*) from work_piece where hub_id = $1 and order_id = $2 and ($3 = '' or state = $3)`, a.Hub, orderID, state); err != nil {
			return nil, err
		}
		return db.All(v, func(r db.Scanner) (x PieceRow, err error) {
			var set string
			var first int
			p := &x.Piece
			if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &set, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version, &x.WorkerName, &x.WorkerNo, &x.Lease, &x.Done); err != nil {
				return x, err
			}
			p.First = first == 1
			p.Rows, err = work.ParseRows(set)
			return x, err
		}, `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version, coalesce(w.name, ''), coalesce(w.no, 0),
			coalesce((select c.lease_until from work_claim c where c.hub_id = p.hub_id and c.piece_id = p.id and c.state = 'held'), ''),
			(select count(*) from work_row r where r.hub_id = p.hub_id and r.piece_id = p.id)
			from work_piece p left join worker w on w.hub_id = p.hub_id and w.id = p.worker_id where p.hub_id = $1 and p.order_id = $2 and ($3 = '' or p.state = $3) order by p.no limit $4 offset $5`,
			a.Hub, orderID, state, most, offset)
	})
	return rows, total, err
}
