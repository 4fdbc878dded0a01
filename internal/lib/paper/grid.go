package paper

import "hiroba/internal/lib/theme"

// Grid is a table with lines around its cells: a list to read, or empty cells to fill in
// with a pen.
type Grid struct {
	Head    []string
	Weights []float64 // how wide each column is, beside the others; none: all alike
	Lines   [][]string
	Tall    float64 // the least height of a line: room for a hand
}

const (
	gridLine = "#9fb0b8"
	cellPad  = 5.0
	cellSize = 9.5
	cellStep = 13.0
)

// widths share the width of the page out among the columns.
func (g Grid) widths() []float64 {
	out, sum := make([]float64, len(g.Head)), 0.0
	for i := range out {
		out[i] = 1
		if i < len(g.Weights) {
			out[i] = g.Weights[i]
		}
		sum += out[i]
	}
	for i := range out {
		out[i] *= inner / sum
	}
	return out
}

// grid writes a table; its head stands again on each page.
func (l *letter) grid(g Grid) {
	w := g.widths()
	l.y -= 4
	l.gridLine(g.Head, w, 0, Bold)
	for _, cells := range g.Lines {
		before := l.pages
		l.room(l.tall(cells, w, g.Tall, Regular))
		if l.pages != before {
			l.gridLine(g.Head, w, 0, Bold)
		}
		l.gridLine(cells, w, g.Tall, Regular)
	}
	l.y += 14
}

func (l *letter) tall(cells []string, w []float64, least float64, f Face) float64 {
	h := least
	for i, c := range cells {
		h = max(h, float64(len(l.Wrap(clean(c), w[i]-2*cellPad, cellSize, f)))*cellStep+2*cellPad)
	}
	return h
}

func (l *letter) gridLine(cells []string, w []float64, least float64, f Face) {
	h, x := l.tall(cells, w, least, f), edge
	if f == Bold {
		l.Rect(edge, l.y, inner, h, 0, theme.Hex(l.s.Hue, "100"))
	}
	l.Rule(edge, l.y, A4Width-edge, l.y, .6, gridLine)
	l.Rule(edge, l.y+h, A4Width-edge, l.y+h, .6, gridLine)
	l.Rule(edge, l.y, edge, l.y+h, .6, gridLine)
	for i, c := range cells {
		l.Block(x+cellPad, l.y+cellPad+9, w[i]-2*cellPad, clean(c), cellSize, cellStep, f, ink)
		x += w[i]
		l.Rule(x, l.y, x, l.y+h, .6, gridLine)
	}
	l.y += h
}
