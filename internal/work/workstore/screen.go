package workstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// Line is one row on the screen: what is given, what was filled in, what there is to know.
type Line struct {
	orders.Row
	Given    []string // in the order of Screen.Given
	Answer   work.Answer
	Done     bool
	Note     string
	Findings []work.Finding
	Asked    []work.Question
}

// Screen is a piece as it is worked on.
type Screen struct {
	work.Piece
	Title, Tool, Unit string
	Given, Ask        []orders.Column
	Lines             []Line
	Instruction       orders.Instruction
	Questions         []work.Question // answered ones of the order, for all
	Lease             when.Instant
	Phase             string // held, rework, delivered, accepted
	Notice            string
	Proposed          []work.Notice
	References        []orders.Material
	Saved             int
	Practice          bool
	FeeEach           string // of a row
	Then              int    // the version of the instruction when it was taken on
}

// Screen opens a piece for whoever holds it, or has delivered it.
func (s *Store) Screen(ctx context.Context, a who.Actor, pieceID string) (Screen, error) {
	if err := a.May(work.MayDo); err != nil {
		return Screen{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Screen, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return x, err
		}
		h, err := db.One(v, errNotHeld, scanHeld, heldColumns+`and c.piece_id = $2 and c.worker_id = $3 and c.state in ('held', 'rework', 'delivered', 'accepted')`, a.Hub, pieceID, w.ID)
		if err != nil {
			return x, err
		}
		f, err := ordersstore.Whole(v, a.Hub, h.Order)
		if err != nil {
			return x, err
		}
		if err := h.opens(v, a.Hub); err != nil {
			return x, err
		}
		x = Screen{Piece: h.Piece, Lease: h.Lease, Phase: h.Phase, Notice: h.Notice}
		n, err := db.One(v, errNotice, scanNotice, noticeColumns+`and t.id = $2`, a.Hub, h.Notice)
		if err != nil {
			return x, err
		}
		x.Then = n.Terms.Instruction
		if x.Proposed, err = db.All(v, scanNotice, noticeColumns+`and t.piece_id = $2 and t.worker_id = $3 and t.state = 'proposed'`, a.Hub, pieceID, w.ID); err != nil {
			return x, err
		}
		return x, s.fillScreen(v, a.Hub, f, &x)
	})
}

// fillScreen puts the rows of a piece together: only the columns of its lane.
func (s *Store) fillScreen(q db.Q, hub string, f ordersstore.Full, x *Screen) error {
	today := hubstore.Day(q)
	x.about(f)
	answers, err := s.answers(q, hub, x.ID)
	if err != nil {
		return err
	}
	notes, err := ordersstore.Notes(q, hub, x.Order, x.Rows.First(), x.Rows.Last()-x.Rows.First()+1)
	if err != nil {
		return err
	}
	found, err := s.findings(q, hub, x.ID)
	if err != nil {
		return err
	}
	if x.Questions, err = questions(q, hub, x.Order); err != nil {
		return err
	}
	places := givenPlaces(f.Columns)
	for _, run := range x.Rows {
		rows, err := s.Orders.Rows(q, hub, x.Order, run.From, run.To-run.From+1)
		if err != nil {
			return err
		}
		for _, r := range rows {
			answer, saved := answers[r.No]
			if !saved {
				answer.Cells = make([]string, len(x.Ask))
			}
			x.Lines = append(x.Lines, Line{Row: r, Given: x.given(r, places), Answer: answer, Done: saved && answer.Done(x.Ask, today), Note: notes[r.No]})
		}
	}
	x.remarks(found)
	return nil
}

// about is what a screen says of its order.
func (x *Screen) about(f ordersstore.Full) {
	x.Title, x.Tool, x.Unit, x.Practice, x.FeeEach, x.Instruction = f.Title, f.Work.Tool, f.Work.Unit, f.Practice, f.Fee.String(), f.Basis().Manual
	for _, m := range f.Materials {
		if m.Use == "reference" {
			x.References = append(x.References, m)
		}
	}
	for _, c := range orders.InLane(f.Columns, x.Lane) {
		if c.Asked {
			x.Ask = append(x.Ask, c)
		} else {
			x.Given = append(x.Given, c)
		}
	}
}

// givenPlaces is where the cells of given columns stand in a row, by the columns' numbers.
func givenPlaces(cols []orders.Column) map[int]int {
	out := map[int]int{}
	for _, c := range cols {
		if !c.Asked {
			out[c.No] = len(out)
		}
	}
	return out
}

// given are the cells of a row that the lane shows; what other lanes show does not leave the store.
func (x *Screen) given(r orders.Row, places map[int]int) []string {
	out := make([]string, len(x.Given))
	for i, c := range x.Given {
		if at := places[c.No]; at < len(r.Cells) {
			out[i] = r.Cells[at]
		}
	}
	return out
}

// remarks puts findings and questions beside their rows, and counts what is done.
func (x *Screen) remarks(found []work.Finding) {
	for i := range x.Lines {
		l := &x.Lines[i]
		l.Cells = nil // the whole row, of which Given is what may be seen
		if l.Done {
			x.Saved++
		}
		for _, f := range found {
			if f.Row == l.No {
				l.Findings = append(l.Findings, f)
			}
		}
		for _, q := range x.Questions {
			if q.Row == l.No {
				l.Asked = append(l.Asked, q)
			}
		}
	}
}
