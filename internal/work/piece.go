package work

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// State is where a piece stands.
type State string

// The states of a piece. Void is one that was cut anew before it opened.
const (
	Waiting     State = "waiting" // for the client's word on the first rows
	Open        State = "open"
	Held        State = "held"
	DeliveredIn State = "delivered"
	Rework      State = "rework"
	Accepted    State = "accepted"
)

// Piece is the smallest part of an order that somebody takes on.
type Piece struct {
	ID, Order string
	No        int
	Lane      int // which of the sealed columns it shows
	Pass      int // 1, or 2 for the second entry of the same rows
	Rows      Rows
	Seconds   int // standard time of the whole piece
	Fee       yen.Amount
	First     bool // among the rows the client looks at before the rest opens
	State     State
	Due       when.Date
	Parent    string // the piece it was split from, when that was handed back
	Worker    string // who holds it, or delivered it
	Version   int
}

// Minutes is the standard time, rounded up to whole minutes.
func (p Piece) Minutes() int { return (p.Seconds + 59) / 60 }

// Cutting is how an order is to be split.
type Cutting struct {
	Minutes int // of a piece, by standard time
	Seconds int // of a unit
	Fee     yen.Sen
	Lanes   []int
	Double  bool
	First   int // rows the client approves first
}

// Bounds of a piece, in minutes.
const (
	MinutesLeast = 5
	MinutesMost  = 480
	piecesMost   = 50_000
)

// Sum is what a cutting comes to.
type Sum struct {
	Pieces, RowsEach int
	Seconds          int // of all pieces
	FeeEach, Fees    yen.Amount
	Minutes          int // of a usual piece
}

// Cut cuts so many rows into pieces of about so many minutes: rows that follow each other,
// never half a row; a row is a unit. Every lane and every pass gets the same cuts. The
// rows the client looks at first are cut by themselves.
func Cut(rows int, c Cutting) ([]Piece, Sum, error) {
	var chk fault.Check
	chk.When(c.Minutes < MinutesLeast || c.Minutes > MinutesMost, "minutes", "work.field.minutes", "from", MinutesLeast, "to", MinutesMost)
	chk.When(rows == 0, "minutes", "work.field.no_rows")
	if err := chk.Err(); err != nil {
		return nil, Sum{}, err
	}
	passes := 1
	if c.Double {
		passes = 2
	}
	runs := cuts(rows, c)
	if n := len(runs) * len(c.Lanes) * passes; n > piecesMost {
		chk.Add("minutes", "work.field.pieces_many", "n", piecesMost)
		return nil, Sum{Pieces: n}, chk.Err()
	}
	var out []Piece
	var sum Sum
	for _, lane := range c.Lanes {
		for pass := 1; pass <= passes; pass++ {
			for _, r := range runs {
				n := Rows{r}.Count()
				p := Piece{No: len(out) + 1, Lane: lane, Pass: pass, Rows: Rows{r}, Seconds: n * c.Seconds, Fee: c.Fee.Times(int64(n)), First: r.To <= c.First, State: Waiting}
				out = append(out, p)
				sum.Seconds, sum.Fees = sum.Seconds+p.Seconds, sum.Fees+p.Fee
			}
		}
	}
	usual := slices.MaxFunc(out[:len(runs)], func(x, y Piece) int { return x.Rows.Count() - y.Rows.Count() })
	sum.Pieces, sum.RowsEach, sum.FeeEach, sum.Minutes = len(out), usual.Rows.Count(), usual.Fee, usual.Minutes()
	return out, sum, nil
}

// cuts are where the rows part. Two people see the client's first rows, where there are enough.
func cuts(rows int, c Cutting) (out []Run) {
	each := max(1, c.Minutes*60/c.Seconds)
	half := (c.First + 1) / 2
	edge := func(no int) bool { return c.First > 0 && (no == c.First || no == half && half < c.First) }
	from := 1
	for no := 1; no <= rows; no++ {
		if no-from+1 == each || edge(no) || no == rows {
			out = append(out, Run{from, no})
			from = no + 1
		}
	}
	return out
}

// Split says that an order was cut into pieces.
type Split struct {
	Order   string     `journal:"keep"`
	Pieces  int        `journal:"keep"`
	Minutes int        `journal:"keep"`
	Fees    yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Split) Kind() string { return "work.split" }

// About is the order.
func (e Split) About() string { return e.Order }
