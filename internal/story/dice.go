package story

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// dice are thrown for a question and not in a row: the same town, person and day always
// throw the same, whatever was thrown before. So a story can be told again from any point,
// and a new question changes no answer to an old one.
func (t *town) dice(question string, about ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, t.seed, "|", question)
	for _, x := range about {
		fmt.Fprint(h, "|", x)
	}
	return rand.New(rand.NewPCG(h.Sum64(), t.seed)) //nolint:gosec // a story, no secret
}

// happens tells whether something of a probability is so.
func (t *town) happens(p float64, question string, about ...any) bool {
	return t.dice(question, about...).Float64() < p
}

// between is a whole number of a range, both ends included.
func (t *town) between(from, to int, question string, about ...any) int {
	return from + t.dice(question, about...).IntN(to-from+1)
}

// spread is a number round a middle, log-normal: most are near, few are far, none is negative.
func spread(r *rand.Rand, middle, sigma float64) float64 {
	return middle * math.Exp(r.NormFloat64()*sigma)
}
