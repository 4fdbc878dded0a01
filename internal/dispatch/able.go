package dispatch

import (
	"maps"
	"slices"

	"hiroba/internal/skills"
)

// Why is why a part came to somebody or did not, beyond what lib/plan can know. Its words
// stand under dispatch.came and dispatch.stayed.
type Why string

// Reasons of this house; the others are lib/plan's.
const (
	ByPin    Why = "pin"    // staff decided so
	InHand   Why = "taken"  // she has taken it on
	NotAgain Why = "once"   // an order is offered to somebody once, and its lanes never meet
	NoWish   Why = "wish"   // she does not want this kind
	Device   Why = "device" // needs a computer
)

// Hindrance is why a part cannot go to somebody at all, or "".
func Hindrance(w *Worker, p *Part) Why {
	switch {
	case p.Skill != "" && slices.Contains(w.Never, p.Skill):
		return NoWish
	case w.PhoneOnly && !p.Phone:
		return Device
	case p.Skill != "" && p.Level > 0 && w.Levels[p.Skill] == 0:
		return "skill"
	case p.Skill != "" && w.Levels[p.Skill] < p.Level:
		return "level"
	case p.HubOnly && w.Place == skills.Home:
		return "place"
	case p.Barred[w.ID]:
		return NotAgain
	}
	return ""
}

// Apart bars whoever has a part of an order in hand or on her way from its other lanes and
// passes: whoever sees one may not see another. What is still to come is nobody's lane yet.
func (f *Facts) Apart() {
	for i := range f.Parts {
		p := &f.Parts[i]
		barred := maps.Clone(p.Barred)
		for _, x := range f.Firm {
			if x.Order != p.Order || x.Key == p.Key() || x.Lane == ToCome || p.Lane == ToCome {
				continue
			}
			if barred == nil {
				barred = map[string]bool{}
			}
			barred[x.Worker] = true
		}
		p.Barred = barred
	}
}

// level is the level somebody brings to a part, from 1.
func level(w *Worker, p *Part) int {
	if p.Skill == "" || p.Level == 0 {
		return 1
	}
	return max(w.Levels[p.Skill], 1)
}

// crowd is who may do a part: by worker's place in the facts.
type crowd []bool

// crowds is who may do each part. The parts of one order are dealt out to different
// people, each to where most is still to do for those there, since whoever sees one lane
// may not see another.
func (f *Facts) crowds() []crowd {
	out := make([]crowd, len(f.Parts))
	byOrder := map[string][]int{}
	for i := range f.Parts {
		out[i] = make(crowd, len(f.Workers))
		for k := range f.Workers {
			out[i][k] = Hindrance(&f.Workers[k], &f.Parts[i]) == ""
		}
		if f.Parts[i].Lane != ToCome {
			byOrder[f.Parts[i].Order] = append(byOrder[f.Parts[i].Order], i)
		}
	}
	for _, parts := range byOrder {
		if len(parts) > 1 {
			f.deal(parts, out)
		}
	}
	return out
}

// deal leaves each worker in the crowd of at most one of the parts.
func (f *Facts) deal(parts []int, out []crowd) {
	time := make([]float64, len(parts))
	for k := range f.Workers {
		free := 0
		for _, m := range f.Workers[k].Free {
			free += m
		}
		best := -1
		for n, i := range parts {
			if out[i][k] && (best < 0 || time[n]/float64(f.Parts[i].Seconds+1) < time[best]/float64(f.Parts[parts[best]].Seconds+1)) {
				best = n
			}
		}
		for n, i := range parts {
			out[i][k] = n == best
		}
		if best >= 0 {
			time[best] += float64(free)
		}
	}
}
