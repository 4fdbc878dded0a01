package reportweb

import (
	"fmt"
	"strings"
)

// drawing is a chart in the units of its box. Bars begin at zero, numbers stand beside
// what they are of, and a table says the same.
type drawing struct {
	Class, Says string
	W, H        int
	Lines       []stroke
	Bars        []bar
	Dots        [][2]string
	Texts       []note
}

type stroke struct{ Class, D string }

type bar struct{ Class, X, Y, W, H, R string }

type note struct{ Class, X, Y, Anchor, S string }

func units(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }

func (d *drawing) text(class string, x, y float64, anchor, s string) {
	d.Texts = append(d.Texts, note{class, units(x), units(y), anchor, s})
}

func (d *drawing) bar(class string, x, y, w, h, r float64) {
	d.Bars = append(d.Bars, bar{class, units(x), units(y), units(w), units(h), units(r)})
}

func (d *drawing) axis(y float64, from, to float64) {
	d.Lines = append(d.Lines, stroke{"axis", fmt.Sprintf("M%s %sH%s", units(from), units(y), units(to))})
}

// The two sizes of a chart: letters keep their size on a telephone.
const (
	wide   = 640
	narrow = 330
)

// series are the numbers of the months: sums as bars above, people as a line below.
type series struct {
	Labels        []string
	Sums, People  []int64
	SumHead, Head string
	SumText       func(int64) string
	Says          string
}

// nice is the next round number: the end of an axis.
func nice(n int64) int64 {
	for p := int64(1); ; p *= 10 {
		for _, k := range []int64{1, 2, 4, 5, 8} {
			if k*p >= n {
				return k * p
			}
		}
	}
}

func most(ns []int64) (m int64) {
	m = 1
	for _, n := range ns {
		m = max(m, n)
	}
	return m
}

// columns draws sums as bars, and people as a line under them.
func (s series) columns(w int) drawing {
	const top, foot, low, high = 30.0, 180.0, 292.0, 236.0
	d := drawing{W: w, H: 300, Says: s.Says}
	sums, people := nice(most(s.Sums)), nice(most(s.People))
	left, right := max(44, 12+8*float64(len(s.SumText(sums)))), float64(w)-8 // 8 is a digit's width
	step := (right - left) / float64(max(len(s.Labels), 1))
	d.text("", 0, 13, "", s.SumHead)
	d.text("", 0, 222, "", s.Head)
	for i := range 3 {
		y := foot - (foot-top)*float64(i)/2
		d.axis(y, left, right)
		d.text("", left-6, y+4, "end", s.SumText(sums*int64(i)/2))
	}
	for i := range 2 {
		y := low - (low-high)*float64(i)
		d.axis(y, left, right)
		d.text("", left-6, y+4, "end", fmt.Sprint(people*int64(i)))
	}
	var way []string
	for i, n := range s.Sums {
		x, h := left+step*float64(i), (foot-top)*float64(max(n, 0))/float64(sums) // corrections can leave less than nothing
		d.bar("b1", x+step*.17, foot-h, step*.66, h, 2)
		if each := step > 34; each || (len(s.Sums)-1-i)%3 == 0 {
			if n > 0 {
				d.text("t1", x+step/2, foot-h-5, "middle", s.SumText(n))
			}
			d.text("", x+step/2, foot+17, "middle", s.Labels[i])
		}
		y := low - (low-high)*float64(s.People[i])/float64(people)
		way = append(way, units(x+step/2)+" "+units(y))
		d.Dots = append(d.Dots, [2]string{units(x + step/2), units(y)})
		if i == 0 || i == len(s.Sums)-1 {
			d.text("tb", x+step/2, y-8, "middle", fmt.Sprint(s.People[i]))
		}
	}
	if len(way) > 1 {
		d.Lines = append(d.Lines, stroke{"l1", "M" + strings.Join(way, "L")})
	}
	return d
}

// part is one line of a list of bars.
type part struct {
	Label, Value, Beside string
	N                    int64
}

// rows draws parts one under the other, each from zero.
func rows(parts []part, w int, says string) drawing {
	d := drawing{W: w, H: 44*len(parts) + 2, Says: says}
	var ns []int64
	for _, p := range parts {
		ns = append(ns, p.N)
	}
	long := float64(w) * .62
	for i, p := range parts {
		y := 44 * float64(i)
		n := long * float64(p.N) / float64(most(ns))
		class := "b1"
		if i == 0 {
			class = "b6"
		}
		d.text("t1", 0, y+14, "", p.Label)
		d.bar(class, 0, y+20, n, 16, 3)
		d.text("tb", n+8, y+33, "", p.Value)
		d.text("", float64(w), y+33, "end", p.Beside)
	}
	return d
}

// stack draws parts of a whole in one bar, with a line for each under it.
func stack(parts []part, w int, says string) drawing {
	d := drawing{W: w, H: 46 + 32*len(parts), Says: says}
	var sum int64
	for _, p := range parts {
		sum += p.N
	}
	x, colours := 0.0, []string{"b1", "b3", "b2"}
	for i, p := range parts {
		class := colours[i%len(colours)]
		n := float64(w) * float64(p.N) / float64(max(sum, 1))
		if n > 2 {
			d.bar(class, x, 0, n-2, 26, 3)
		}
		x += n
		y := 46 + 32*float64(i)
		d.bar(class, 0, y, 14, 14, 3)
		d.text("t1", 22, y+12, "", p.Label)
		d.text("tb", float64(w), y+12, "end", p.Value)
	}
	return d
}

// growth draws one number by month as bars: how many there are at each month's end (S3).
func growth(labels []string, ns []int64, w int, says string) drawing {
	const top, foot = 26.0, 150.0
	d := drawing{W: w, H: 172, Says: says}
	d.axis(foot, 0, float64(w))
	step := float64(w) / float64(max(len(ns), 1))
	for i, n := range ns {
		x, h := step*float64(i), (foot-top)*float64(n)/float64(most(ns))
		d.bar("b3", x+step*.17, foot-h, step*.66, h, 2)
		d.text("t1", x+step/2, foot-h-5, "middle", fmt.Sprint(n))
		if step > 34 || (len(ns)-1-i)%3 == 0 {
			d.text("", x+step/2, foot+17, "middle", labels[i])
		}
	}
	return d
}
