package dispatch

import (
	"cmp"
	"math"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/plan"
)

// Short is a kind of work of which there is too little time.
type Short struct {
	Kind          string
	Need, Offered int // standard minutes to be done, and clock minutes of those who can
	Price         float64
	Late          int      // standard minutes that are done late or find nobody
	Spans         []Scarce // when more time would help, and how much; empty where it would not
}

// Scarce is days on which an hour more of a kind is worth the same.
type Scarce struct {
	From, To when.Date
	What     Worth
	Tenths   int // tenths of an hour of such work that an hour more does away with
}

// Worth is what an hour more does away with.
type Worth string

// What an hour more is worth: work that finds nobody, work that slips by up to five days, or
// by two; counted from the first day on which it could be done, where the promise is before it.
const (
	Nobody    Worth = "nobody"
	FiveLate  Worth = "five"
	TwoLate   Worth = "two"
	leastLate       = 0.9 // of the cost of such work: prices are not all round
)

// shorts are the kinds of work with how much there is to do and how much time for it; the
// scarcest first.
func (t *Task) shorts(r *Result, s *plan.Plan) {
	at := map[string]int{}
	kinds := map[int]string{}
	for i := range t.Parts {
		p := &t.Parts[i]
		n, ok := at[p.Kind]
		if !ok {
			n = len(r.Shorts)
			at[p.Kind] = n
			r.Shorts = append(r.Shorts, Short{Kind: p.Kind, Offered: t.offered(p.Kind)})
		}
		kinds[t.class[i]] = p.Kind
		r.Shorts[n].Need += p.Units * p.Effort()
	}
	dear := make([][Days + 1]float64, len(r.Shorts)) // by day, the most any of its crowds is short
	for _, p := range s.Prices {
		if n, ok := at[kinds[p.Skill]]; ok {
			r.Shorts[n].Price = max(r.Shorts[n].Price, p.Price)
			dear[n][p.Day] = max(dear[n][p.Day], p.Price)
		}
	}
	for i, f := range s.Fates {
		r.Shorts[at[t.Parts[i].Kind]].Late += int(math.Round(f.Late + f.Unmet))
	}
	for n := range r.Shorts {
		if r.Shorts[n].Late > 0 {
			r.Shorts[n].Spans = t.scarce(dear[n])
		}
	}
	slices.SortStableFunc(r.Shorts, func(a, b Short) int {
		return cmp.Or(cmp.Compare(b.Percent(), a.Percent()), cmp.Compare(a.Kind, b.Kind))
	})
}

// scarce are the days from today on whose price says that one more minute keeps work from
// being late, days of one worth joined.
func (t *Task) scarce(price [Days + 1]float64) (out []Scarce) {
	for day := t.day(t.Today); day <= Days; day++ {
		x, ok := worth(price[day])
		if !ok {
			continue
		}
		x.From, x.To = t.Date(day), t.Date(day)
		if n := len(out) - 1; n >= 0 && out[n].What == x.What && out[n].Tenths == x.Tenths && out[n].To == x.From.AddDays(-1) {
			out[n].To = x.To
			continue
		}
		out = append(out, x)
	}
	return out
}

// worth is what the price of a minute comes to in late work.
func worth(price float64) (Scarce, bool) {
	for _, w := range []struct {
		what Worth
		cost int
	}{{Nobody, plan.UnmetCost(0)}, {FiveLate, plan.LateCost(0, plan.LateSteps[2])}, {TwoLate, plan.LateCost(0, plan.LateSteps[1])}} {
		if price >= leastLate*float64(w.cost) {
			return Scarce{What: w.what, Tenths: int(math.Round(10 * price / float64(w.cost)))}, true
		}
	}
	return Scarce{}, false
}

// Percent is how much of the time there is would be needed.
func (s Short) Percent() int { return s.Need * 100 / max(s.Offered, 1) }

// offered is the free time of all who can do a kind, whichever part of it: each once, until
// the last day planned.
func (t *Task) offered(kind string) (minutes int) {
	for k := range t.Problem.Workers {
		most := 0
		for i := range t.Parts {
			if t.Parts[i].Kind == kind {
				most = max(most, offers(&t.Problem.Workers[k], &t.Problem.Orders[i]))
			}
		}
		minutes += most
	}
	return minutes
}

// offers is the free time of somebody for an order; none if she cannot do it.
func offers(w *plan.Worker, o *plan.Order) (minutes int) {
	if a, ok := w.Ability(o.Skill); !ok || a.Level < o.Level || !w.MayWorkAt(o.Hub) {
		return 0
	}
	for week, cap := range w.Caps {
		sum := 0
		for day := week * plan.Week; day < (week+1)*plan.Week; day++ {
			sum += w.At(o.Hub, day)
		}
		minutes += min(sum, cap)
	}
	return minutes
}
