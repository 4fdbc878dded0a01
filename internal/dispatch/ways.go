package dispatch

import (
	"maps"
	"slices"

	"hiroba/internal/orders"
)

// Left is what of an order nobody has in hand yet, as a question to be asked of the facts
// without it: what of it fits by its day, and what would make the rest fit. Its lanes and
// passes go to different people, whose time together is what counts: it is asked as one, of
// all who may have one of them, and from the day on which all of it can be begun. ok is
// false where everything is in somebody's hands.
func (f Facts) Left(o orders.Order, k orders.Kind) (a Asking, rest Facts, ok bool) {
	rest = f
	rest.Parts = slices.Clone(f.Parts)
	rest.Apart()
	seconds := 0
	var kept []Part
	for _, p := range rest.Parts {
		if p.Order != o.ID {
			kept = append(kept, p)
			continue
		}
		if !ok {
			a.Barred, a.Stage = maps.Clone(p.Barred), p.Stage
		}
		ok = true
		seconds += p.Seconds
		maps.DeleteFunc(a.Barred, func(id string, _ bool) bool { return !p.Barred[id] })
		if f.release(p.Stage) > f.release(a.Stage) {
			a.Stage = p.Stage
		}
	}
	rest.Parts = kept
	if k.Seconds = o.Seconds; o.Checks == "double" {
		k.Seconds *= 2
	}
	k.Phone, k.HubOnly = o.Phone, o.HubOnly
	a.Kind, a.Wanted = k, o.Promise
	a.Volume = (seconds + k.Seconds - 1) / max(k.Seconds, 1)
	return a, rest, ok && a.Volume > 0
}

// Spared are the facts if somebody is not asked for an order.
func (f Facts) Spared(order, worker string) Facts {
	f.Parts = slices.Clone(f.Parts)
	for i := range f.Parts {
		if p := &f.Parts[i]; p.Order == order {
			p.Barred = maps.Clone(p.Barred)
			if p.Barred == nil {
				p.Barred = map[string]bool{}
			}
			p.Barred[worker] = true
		}
	}
	return f
}

// Able are those who could be asked for a part of an order: nothing stands against it, and
// they have time.
func (f Facts) Able(order string) (n int) {
	f.Parts = slices.Clone(f.Parts)
	f.Apart()
	for k := range f.Workers {
		w := &f.Workers[k]
		free := slices.ContainsFunc(w.Free, func(m int) bool { return m > 0 })
		if free && slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Order == order && Hindrance(w, &p) == "" }) {
			n++
		}
	}
	return n
}

// Instead are the proposals of an order by which a plan asks people for more of it than
// another plan does, in the order of how much more.
func Instead(order string, was, now Result) []Proposal {
	had := map[[3]any]int{}
	name := func(p Proposal) [3]any { return [3]any{p.Lane, p.Pass, p.Worker} }
	for _, p := range was.Proposals {
		if p.Order == order {
			had[name(p)] = p.Units
		}
	}
	var out []Proposal
	for _, p := range now.Proposals {
		if p.Order == order && p.Lane != ToCome && p.Units > had[name(p)] {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Proposal) int { return b.Units - had[name(b)] - a.Units + had[name(a)] })
	return out
}

// OutlookOf is how an order fares in a result; zero where it does not speak of it.
func (r Result) OutlookOf(order string) Outlook {
	for _, o := range r.Outlooks {
		if o.Order == order {
			return o
		}
	}
	return Outlook{}
}

// Worse is how many other orders would be ready later than in the plan before.
func Worse(order string, was, now Result) (n int) {
	for _, o := range now.Outlooks {
		w := was.OutlookOf(o.Order)
		if o.Order != order && !w.Ready.IsZero() && (o.Ready.IsZero() || o.Ready.After(w.Ready)) {
			n++
		}
	}
	return n
}
