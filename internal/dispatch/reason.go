package dispatch

import (
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/why"
)

// reasons are, for each worker and order, the one reason why it came or did not. Of an
// order's parts, the one that came speaks, else the first.
func (t *Task) reasons(r *Result, reader *why.Reader) {
	held := map[[2]string]Hold{}
	for _, b := range t.Blocks {
		if k := [2]string{b.Worker, b.Order}; held[k] == "" {
			held[k] = b.Hold // what is in hand comes before what is only offered
		}
	}
	for k := range t.Workers {
		w := &t.Workers[k]
		seen := map[string]int{}
		for i := range t.Parts {
			p := &t.Parts[i]
			x := t.reason(k, i, held, reader)
			n, ok := seen[p.Order]
			switch {
			case !ok:
				seen[p.Order] = len(r.Reasons[w.ID])
				r.Reasons[w.ID] = append(r.Reasons[w.ID], x)
			case x.Given && !r.Reasons[w.ID][n].Given:
				r.Reasons[w.ID][n] = x
			}
		}
	}
}

func (t *Task) reason(k, i int, held map[[2]string]Hold, reader *why.Reader) Reason {
	w, p := &t.Workers[k], &t.Parts[i]
	switch held[[2]string{w.ID, p.Order}] {
	case Taken:
		return Reason{p.Order, true, InHand}
	case ByStaff:
		return Reason{p.Order, true, ByPin}
	}
	if h := Hindrance(w, p); h != "" {
		return Reason{p.Order, false, h}
	}
	x, _ := reader.Of(i+1, k+1)
	if !x.Given && x.Why == plan.Skill {
		return Reason{p.Order, false, NotAgain} // she can do it, and was dealt to another lane
	}
	return Reason{p.Order, x.Given, Why(x.Why)}
}
