package report

import "math"

// Few is the count of people below which a public copy names no number: in a small town one
// or two would be recognised. The hub chooses it; a snapshot keeps the one it was written with.
type Few int64

// firstFew is what covered the snapshots that were written before a hub could choose.
const firstFew Few = 3

// Cover is how a cell of the public copy is shown.
type Cover string

// The covers: shown; fewer than few, and it says so; held back, because a neighbour could
// be worked out of it.
const (
	Shown  Cover = ""
	TooFew Cover = "few"
	Held   Cover = "held"
)

// small tells that a count is of somebody, but of too few.
func (few Few) small(n int64) bool { return n > 0 && n < int64(few) }

// CoverCounts covers the cells of a line whose sum is shown beside it. Small cells are
// covered, and then as many others, the smallest first, until none of the small ones can
// be worked out from the sum; hideSum says that nothing less than the sum would do.
func (few Few) CoverCounts(cells []int64) (covers []Cover, hideSum bool) {
	covers = make([]Cover, len(cells))
	any := false
	for i, n := range cells {
		if few.small(n) {
			covers[i], any = TooFew, true
		}
	}
	for any && few.open(cells, covers) {
		i := few.least(cells, covers)
		if i < 0 {
			return covers, true
		}
		covers[i] = Held
	}
	return covers, false
}

// open tells whether somebody who knows the sum and the rule could work a small cell out:
// whether only one number would fit.
func (few Few) open(cells []int64, covers []Cover) bool {
	var sum int64
	var low, high []int64
	for i, c := range covers {
		switch c {
		case TooFew:
			low, high = append(low, 1), append(high, int64(few)-1)
		case Held:
			low, high = append(low, int64(few)), append(high, math.MaxInt32)
		default:
			continue
		}
		sum += cells[i]
	}
	var lows, highs int64
	for i := range low {
		lows, highs = lows+low[i], highs+high[i]
	}
	for i := range low {
		if high[i] >= int64(few) {
			continue // held back for the sake of others, not for its own
		}
		if least, most := max(low[i], sum-(highs-high[i])), min(high[i], sum-(lows-low[i])); least >= most {
			return true
		}
	}
	return false
}

// least is the smallest cell that is still shown and holds something, -1 none.
func (few Few) least(cells []int64, covers []Cover) int {
	best := -1
	for i, n := range cells {
		if covers[i] == Shown && n >= int64(few) && (best < 0 || n < cells[best]) {
			best = i
		}
	}
	return best
}

// CoverMoney covers the sums of too few people, in a line whose total is shown beside it.
// One covered sum alone could be worked out from the total, so a second one is held back.
func (few Few) CoverMoney(sums, people []int64) (covers []Cover, hideSum bool) {
	covers = make([]Cover, len(sums))
	n := 0
	for i := range sums {
		if few.small(people[i]) {
			covers[i] = TooFew
			n++
		}
	}
	if n != 1 {
		return covers, false
	}
	best := -1
	for i := range sums {
		if covers[i] == Shown && sums[i] > 0 && (best < 0 || sums[i] < sums[best]) {
			best = i
		}
	}
	if best < 0 {
		return covers, true
	}
	covers[best] = Held
	return covers, false
}

// CoverWay covers the steps of a way on which people only get fewer. A step that is small
// is covered; so is one that lost too few since the last step that is shown, because the
// difference would name them.
func (few Few) CoverWay(steps []int64) []Cover {
	covers := make([]Cover, len(steps))
	last := int64(-1)
	for i, n := range steps {
		switch {
		case few.small(n):
			covers[i] = TooFew
		case last >= 0 && few.small(last-n):
			covers[i] = Held
		default:
			last = n
		}
	}
	return covers
}

// CoverFigure is how a figure stands in the public copy.
func (few Few) CoverFigure(d Definition, f Figure) Cover {
	switch {
	case d.Unit == People && few.small(f.N):
		return TooFew
	case few.small(f.People):
		return TooFew
	case d.Key == "first_job" && (few.small(f.N) || few.small(f.Of-f.N)):
		return Held // the share names those who are missing
	}
	return Shown
}
