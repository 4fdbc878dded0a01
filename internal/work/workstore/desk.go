package workstore

import (
	"context"
	"io"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
)

// Candidate is somebody who can be asked for the work of an order, or why not. What
// anybody answered to a call is not in it.
type Candidate struct {
	Worker, Name string
	No           int
	Level        int // of the skill the work needs
	Reason       work.Reason
	Told         bool
}

// Candidates are all registered workers with how they fit an order: first those who can do it.
func (s *Store) Candidates(ctx context.Context, a who.Actor, orderID string) ([]Candidate, error) {
	if err := a.May(work.MayRun); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []Candidate, err error) {
		o, err := ordersstore.LoadBasis(v, a.Hub, orderID)
		if err != nil {
			return nil, err
		}
		crew, err := crewFor(v, a.Hub, o)
		if err != nil {
			return nil, err
		}
		for _, w := range crew.all {
			able := crew.able(w.ID)
			c := Candidate{Worker: w.ID, Name: w.Name, No: w.No, Told: crew.told[w.ID], Level: able.Levels[o.Work.Skill], Reason: crew.could(w)}
			if c.Reason == work.SaidNever && !slices.Contains(able.Never, o.Work.Skill) {
				c.Reason = "" // an answer to the call is hers alone
			}
			out = append(out, c)
		}
		slices.SortStableFunc(out, func(x, y Candidate) int { return len(x.Reason) - len(y.Reason) })
		return out, nil
	})
}

// Draft is the call for an order as it would go out with a deadline, and the items it still lacks.
func (s *Store) Draft(ctx context.Context, a who.Actor, orderID, deadline string) (c work.Call, lacks []string, err error) {
	if err := a.May(work.MayRun); err != nil {
		return c, nil, err
	}
	c, err = db.Read(ctx, s.DB, func(v *db.View) (c work.Call, err error) {
		h, today, err := hubstore.Today(v, a.Hub)
		if err != nil {
			return c, err
		}
		f, err := ordersstore.Whole(v, a.Hub, orderID)
		if err != nil {
			return c, err
		}
		d, err := readCall(CallForm{Deadline: deadline}, f.Order, today)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return c, err
		}
		c, err = call(h, f, d, true)
		lacks = c.Lacks(f.Practice)
		return c, err
	})
	return c, lacks, err
}

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

// Inquiry is a question with what whoever answers it needs to see.
type Inquiry struct {
	work.Question
	Title       string
	Instruction orders.Instruction
}

// Inquiries are the questions that wait for an answer, the oldest first.
func (s *Store) Inquiries(ctx context.Context, a who.Actor) ([]Inquiry, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []Inquiry, err error) {
		titles := map[string]string{}
		qs, err := db.All(v, scanQuestion, questionColumns+`and q.answered_at = '' order by q.asked_at, q.id limit 200`, a.Hub)
		for _, q := range qs {
			if _, known := titles[q.Order]; !known {
				o, err := ordersstore.Load(v, a.Hub, q.Order)
				if err != nil {
					return nil, err
				}
				titles[q.Order] = o.Title
			}
			out = append(out, Inquiry{Question: q, Title: titles[q.Order]})
		}
		return out, err
	})
}

// Inquiry opens one question.
func (s *Store) Inquiry(ctx context.Context, a who.Actor, questionID string) (Inquiry, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Inquiry{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Inquiry, err error) {
		if x.Question, err = db.One(v, errPiece, scanQuestion, questionColumns+`and q.id = $2`, a.Hub, questionID); err != nil {
			return x, err
		}
		o, err := ordersstore.Load(v, a.Hub, x.Order)
		if err != nil {
			return x, err
		}
		x.Title = o.Title
		is, err := ordersstore.Instructions(v, a.Hub, x.Order)
		if len(is) > 0 {
			x.Instruction = is[0]
		}
		return x, err
	})
}

// FirstFile opens the picture, page or recording of one of the first rows a client looks at.
func (s *Store) FirstFile(ctx context.Context, a who.Actor, token, orderID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayWatch); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) {
		f, err := ordersstore.WindowOrder(v, a.Hub, token, orderID)
		if err == nil && (row < 1 || row > f.FirstRows) {
			err = errPiece
		}
		if err != nil {
			return orders.Row{}, err
		}
		return s.rowOf(v, a.Hub, orderID, row)
	})
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}
