package workstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// Due is a delivered piece that waits for an inspector.
type Due struct {
	work.Piece
	Title, KindName, WorkerName string
	WorkerNo                    int
	AcceptBy                    when.Date
	Received                    when.Instant
	Own                         bool // delivered by whoever asks: somebody else inspects it
}

// Queue are the pieces that wait for an inspector, the oldest first.
func (s *Store) Queue(ctx context.Context, a who.Actor) ([]Due, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Due, error) {
		return db.All(v, func(r db.Scanner) (x Due, err error) {
			var set, person string
			var first int
			p := &x.Piece
			if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &set, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version, &x.Title, &x.KindName, &x.WorkerName, &x.WorkerNo, &person, &x.AcceptBy, &x.Received); err != nil {
				return x, err
			}
			p.First, x.Own = first == 1, person != "" && person == a.Person
			p.Rows, err = work.ParseRows(set)
			return x, err
		}, `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version, o.title, k.name, w.name, w.no, w.person_id,
			coalesce(t.accept_by, ''), c.beat_at from work_piece p join work_claim c on c.hub_id = p.hub_id and c.piece_id = p.id and c.state = 'delivered'
			join client_order o on o.hub_id = p.hub_id and o.id = p.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id join worker w on w.hub_id = p.hub_id and w.id = p.worker_id
			left join work_receipt t on t.hub_id = c.hub_id and t.claim_id = c.id
			where p.hub_id = $1 and p.state = 'delivered' order by p.first desc, c.beat_at, p.id limit 500`, a.Hub)
	})
}

// Sheet is a piece before an inspector: all rows, and which of them are the sample.
type Sheet struct {
	Screen
	WorkerName string
	WorkerNo   int
	Regime     work.Regime
	Plan       work.Plan
	Sample     []int
	Other      map[int][]string // the second entry of the same rows
	Gold       map[int][]string // the right answers, where they are known
	Checks     string
	Own        bool
	Double     bool
	Ready      bool // waits for an inspector, or is opened again because the client objected
}

// Looked tells whether a row is to be looked at: it is of the sample, or its answer is known.
func (s Sheet) Looked(row int) bool { return slices.Contains(s.Sample, row) || s.Gold[row] != nil }

// Sheet opens a delivered piece for an inspector.
func (s *Store) Sheet(ctx context.Context, a who.Actor, pieceID string) (Sheet, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Sheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Sheet, err error) {
		p, err := loadPiece(v, a.Hub, pieceID)
		if err != nil {
			return x, err
		}
		if p.Worker == "" {
			return x, errState
		}
		f, err := ordersstore.Whole(v, a.Hub, p.Order)
		if err != nil {
			return x, err
		}
		x.Piece, x.Phase, x.Checks = p, string(p.State), f.Checks
		x.Ready = inspectable(p, f.Order)
		if err := s.fillScreen(v, a.Hub, f, &x.Screen); err != nil {
			return x, err
		}
		w, err := workersstore.Load(v, a.Hub, p.Worker)
		if err != nil {
			return x, err
		}
		x.WorkerName, x.WorkerNo, x.Own = w.Name, w.No, w.Person != "" && w.Person == a.Person
		if x.Regime, x.Plan, err = planOf(v, a.Hub, f.Order, p); err != nil {
			return x, err
		}
		x.Sample = work.Pick(p.Rows, x.Plan.Size, p.ID)
		golds, err := s.goldsOf(v, a.Hub, p)
		if err != nil {
			return x, err
		}
		x.Gold = map[int][]string{}
		for _, g := range golds {
			x.Gold[g.Row] = g.In(x.Ask)
		}
		if x.Double = f.Checks == "double"; x.Double {
			x.Other, err = s.otherPass(v, a.Hub, p)
		}
		return x, err
	})
}

// inspectable tells whether a piece can be inspected: it was delivered, or it was accepted
// and its order is at work again, because the client objected or wants the first rows mended.
func inspectable(p work.Piece, o orders.Order) bool {
	return p.State == work.DeliveredIn || p.State == work.Accepted && o.State == orders.Working
}

// planOf is how many rows of a piece are looked at. The client's first rows, and kinds of
// work of which all is read, are looked at whole.
func planOf(q db.Q, hub string, o orders.Order, p work.Piece) (work.Regime, work.Plan, error) {
	lots, err := db.All(q, func(r db.Scanner) (l work.Lot, err error) {
		var ok int
		err = r.Scan(&l.Regime, &ok, &l.Rows)
		l.Accepted = ok == 1
		return l, err
	}, `select regime, accepted, rows from work_lot where hub_id = $1 and worker_id = $2 and kind_id = $3 order by no`, hub, p.Worker, o.Kind)
	if err != nil {
		return "", work.Plan{}, err
	}
	regime, n := work.Next(lots), p.Rows.Count()
	if o.Checks != "sample" || p.First || o.Practice {
		return regime, work.Plan{Size: n}, nil
	}
	return regime, work.PlanFor(n, o.Permille, regime), nil
}

// otherPass are the answers of the other entry to the same rows, whoever has them now.
func (s *Store) otherPass(q db.Q, hub string, p work.Piece) (map[int][]string, error) {
	out := map[int][]string{}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		x, err := s.scanAnswer(r)
		if p.Rows.Has(x.Row) {
			out[x.Row] = x.Cells
		}
		return 0, err
	}, `select r.row_no, r.cells_sealed, r.file_id, r.file_name, r.version, r.saved_at, r.mark from work_piece o join work_row r on r.hub_id = o.hub_id and r.piece_id = o.id
		where o.hub_id = $1 and o.order_id = $2 and o.lane = $3 and o.pass <> $4 and o.state in ('delivered', 'accepted') and r.row_no >= $5 and r.row_no <= $6`,
		hub, p.Order, p.Lane, p.Pass, p.Rows.First(), p.Rows.Last())
	return out, err
}
