package plangen

import (
	"math"
	"math/bits"
)

// rand is SplitMix64, written out so that an instance never depends on a Go release.
type rand struct{ state uint64 }

const golden = 0x9E3779B97F4A7C15

func newRand(seed uint64) *rand { return &rand{seed*golden + 0x1234567} }

func (r *rand) next() uint64 {
	r.state += golden
	z := r.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// intn draws 0 ≤ x < n.
func (r *rand) intn(n int) int {
	high, _ := bits.Mul64(r.next(), uint64(n))
	return int(high)
}

// between draws low ≤ x ≤ high.
func (r *rand) between(low, high int) int { return low + r.intn(high-low+1) }

func (r *rand) percent(p int) bool { return r.intn(100) < p }

func (r *rand) float() float64 { return float64(r.next()>>11) / (1 << 53) }

// normal draws nearly from the standard normal: twelve uniforms, no library function
// whose last digit could differ.
func (r *rand) normal() float64 {
	s := -6.0
	for range 12 {
		s += r.float()
	}
	return s
}

// logUniform draws a whole number spread evenly on the logarithmic scale.
func (r *rand) logUniform(low, high int) int {
	a, b := math.Log(float64(low)), math.Log(float64(high)+1)
	v := int(math.Exp(a + float64((b-a)*r.float())))
	return min(max(v, low), high)
}
