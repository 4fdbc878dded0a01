package work

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// Regime is how closely somebody's work of a kind is looked at (JIS Z 9015-1, ISO 2859-1).
type Regime string

// The regimes. Newcomers begin with normal inspection.
const (
	Normal    Regime = "normal"
	Tightened Regime = "tightened"
	Reduced   Regime = "reduced"
)

// Plan is a single sampling plan: look at so many, accept with at most so many errors.
type Plan struct{ Size, Accept int }

// The code letters of general inspection level II by size of the lot, the sizes of their
// samples, and the AQL columns in errors per thousand. From memory of the standard's
// tables, which are not public; docs/law names them as such.
var (
	lots    = []int{8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000, 500000}
	letters = []int{2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250}
	lesser  = []int{2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500}
	aqls    = []float64{0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10, 15, 25, 40, 65, 100}
	// The numbers of acceptance along a row of the table, from the plan with none on; -1 are
	// the two places whose arrows lead to their neighbours.
	accept = map[Regime][]int{
		Normal:    {0, -1, -1, 1, 2, 3, 5, 7, 10, 14, 21},
		Tightened: {0, -1, -1, 1, 2, 3, 5, 8, 12, 18},
		Reduced:   {0, -1, -1, 1, 2, 3, 5, 6, 8, 10},
	}
)

// PlanFor is the plan for a lot of so many rows, for errors accepted in a thousand. A
// sample that would be the lot itself looks at all of it.
func PlanFor(lot, permille int, regime Regime) Plan {
	letter := len(lots)
	for i, most := range lots {
		if lot <= most {
			letter = i
			break
		}
	}
	col := len(aqls) - 1
	for i, a := range aqls {
		if float64(permille) <= a {
			col = i
			break
		}
	}
	p := step(letter, col, regime)
	if p.Size >= lot {
		return Plan{lot, 0}
	}
	return p
}

// step finds the cell of the table. At letter A "none accepted" stands under AQL 6.5 % (65
// in a thousand); each letter further it stands under the next smaller AQL.
func step(letter, col int, regime Regime) Plan {
	sizes, row := letters, accept[regime]
	if regime == Reduced {
		sizes = lesser
	}
	zero := len(aqls) - 2 - letter // the column of the letter's plan with none accepted: 6.5 % at letter A
	if regime == Tightened {
		zero++ // tightened inspection takes the next stricter plan
	}
	k := col - zero
	switch {
	case k <= 0:
		// the arrow leads down to the first plan that accepts none at this AQL
		for k < 0 && letter < len(sizes)-1 {
			letter, k = letter+1, k+1
		}
		return Plan{sizes[letter], 0}
	case k >= len(row):
		k = len(row) - 1
	}
	switch {
	case row[k] >= 0:
		return Plan{sizes[letter], row[k]}
	case k == 1: // arrow up: the plan of the letter before, none accepted
		return Plan{sizes[max(letter-1, 0)], 0}
	default: // arrow down: the plan of the letter after, one accepted
		return Plan{sizes[min(letter+1, len(sizes)-1)], 1}
	}
}

// Pick are the rows of a sample: the same for the same seed, spread by chance.
func Pick(rows Rows, n int, seed string) []int {
	all := rows.All()
	if n >= len(all) {
		return all
	}
	h := fnv.New64a()
	h.Write([]byte(seed))
	r := rand.New(rand.NewPCG(h.Sum64(), 2859))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:n]
	slices.Sort(all)
	return all
}

// Lot is one inspected delivery of somebody, newest last in a history.
type Lot struct {
	Regime   Regime
	Accepted bool
	Rows     int
}

// Next is the regime of the next lot after a history (ISO 2859-1, 9.3): two of five lots
// not accepted tighten, five accepted in a row under tightened inspection loosen again,
// ten accepted in a row under normal inspection reduce, one not accepted under reduced
// inspection returns to normal. The switching score is read as ten lots in a row.
func Next(history []Lot) Regime {
	now, run := Normal, []bool{}
	for _, l := range history {
		run = append(run, l.Accepted)
		switch now {
		case Normal:
			if bad(run, 5) >= 2 {
				now, run = Tightened, nil
			} else if len(run) >= 10 && bad(run, 10) == 0 {
				now, run = Reduced, nil
			}
		case Tightened:
			if len(run) >= 5 && bad(run, 5) == 0 {
				now, run = Normal, nil
			}
		case Reduced:
			if !l.Accepted {
				now, run = Normal, nil
			}
		}
	}
	return now
}

// bad counts what was not accepted among the last n.
func bad(run []bool, n int) (k int) {
	for _, ok := range run[max(0, len(run)-n):] {
		if !ok {
			k++
		}
	}
	return k
}
