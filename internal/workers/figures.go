package workers

import (
	"slices"

	"hiroba/internal/base/when"
)

// Stride is one step of one worker, as the figures read it. They read nothing else,
// so the figure of a past day is the same whenever it is asked for.
type Stride struct {
	Worker string
	State  State
	From   when.Date
	Made   when.Instant
	Heard  bool // this worker came by word of mouth
}

// Count is how many there are on one day.
type Count struct {
	On             when.Date
	Registered     int // with those who pause
	Active, Paused int
	Left, Hired    int // ever, and still so
}

// Month is what happened in a month and how it ended.
type Month struct {
	First       when.Date // its first day
	New, Back   int       // registered for the first time; again
	Left, Hired int
	Paused      int // pauses begun
	End         Count
	Mouth       int // of New, by word of mouth
}

// On counts the states of a day. Strides must stand worker by worker, each in the
// order in which they were recorded.
func On(strides []Stride, day when.Date) Count {
	c := Count{On: day}
	for one := range byWorker(strides) {
		s := State("")
		for _, x := range one {
			if !x.From.After(day) {
				s = x.State
			}
		}
		c.add(s)
	}
	return c
}

// Known leaves out what was recorded later than an instant: the figure as it could
// have been told then.
func Known(strides []Stride, at when.Instant) []Stride {
	return slices.DeleteFunc(slices.Clone(strides), func(s Stride) bool { return s.Made.After(at) })
}

func (c *Count) add(s State) {
	switch s {
	case Registered:
		c.Active++
		c.Registered++
	case Paused:
		c.Paused++
		c.Registered++
	case Left:
		c.Left++
	case Hired:
		c.Hired++
	}
}

// byWorker hands out the strides of one worker after another.
func byWorker(strides []Stride) func(func([]Stride) bool) {
	return func(yield func([]Stride) bool) {
		for i := 0; i < len(strides); {
			j := i + 1
			for j < len(strides) && strides[j].Worker == strides[i].Worker {
				j++
			}
			if !yield(strides[i:j]) {
				return
			}
			i = j
		}
	}
}

// Months tells month by month, from the month of one day to that of another, in one
// pass over the strides.
func Months(strides []Stride, from, to when.Date) []Month {
	first := when.On(from.Year(), from.Month(), 1)
	var out []Month
	for m := first; !m.After(to); m = m.AddMonths(1) {
		end := m.AddMonths(1).AddDays(-1)
		if end.After(to) {
			end = to
		}
		out = append(out, Month{First: m, End: Count{On: end}})
	}
	for one := range byWorker(strides) {
		tell(one, first, to, out)
	}
	return out
}

// tell adds one worker's steps to the months.
func tell(one []Stride, first, to when.Date, out []Month) {
	was, ever := State(""), false
	next := 0
	for _, x := range one {
		if x.From.After(to) {
			break
		}
		i := (x.From.Year()-first.Year())*12 + int(x.From.Month()) - int(first.Month())
		for ; next < min(max(i, 0), len(out)); next++ {
			out[next].End.add(was)
		}
		if i >= 0 && i < len(out) {
			out[i].step(was, x, ever)
		}
		ever = ever || x.State == Registered
		was = x.State
	}
	for ; next < len(out); next++ {
		out[next].End.add(was)
	}
}

func (m *Month) step(was State, x Stride, ever bool) {
	switch {
	case x.State == Registered && !ever:
		m.New++
		if x.Heard {
			m.Mouth++
		}
	case x.State == Registered && was == Left:
		m.Back++
	case x.State == Paused && was != Paused:
		m.Paused++
	case x.State == Left && was.Counted():
		m.Left++
	case x.State == Hired:
		m.Hired++
	}
}
