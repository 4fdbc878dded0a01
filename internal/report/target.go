package report

import (
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Target is what a fiscal year aims at: for a share in percent, else in the figure's unit.
type Target struct {
	Key string
	N   int64
}

// Standing is how a figure stands against its target.
type Standing string

// The standings.
const (
	NoTarget Standing = ""
	Reached  Standing = "reached"   // 達成
	OnCourse Standing = "on_course" // 順調
	Behind   Standing = "behind"    // おくれ
)

// How much may be missing while a figure is still on course: a tenth of what the day asks
// for, or five points of a share.
const (
	coursePercent = 90
	coursePoints  = 50 // permille
)

// Stand compares a figure with its target. A sum is asked for as much as of the year has
// gone by; a level for as much of the way from where the year began; a share wholly.
func Stand(d Definition, f, base Figure, t int64, on when.Date) Standing {
	if t <= 0 || f.None || d.Aim == NoAim {
		return NoTarget
	}
	if d.Aim == Share {
		return standShare(f, t)
	}
	if f.N >= t {
		return Reached
	}
	from := int64(0)
	if d.Aim == Level && !base.None {
		from = min(base.N, t)
	}
	begins := Begins(on)
	gone, all := int64(on.Sub(begins)+1), int64(begins.AddMonths(12).Sub(begins))
	if f.N*all*100 >= coursePercent*(from*all+(t-from)*gone) {
		return OnCourse
	}
	return Behind
}

func standShare(f Figure, percent int64) Standing {
	switch p := f.Permille(); {
	case f.Of == 0:
		return NoTarget
	case p >= percent*10:
		return Reached
	case p >= percent*10-coursePoints:
		return OnCourse
	}
	return Behind
}

// targetMost is beyond anything a town aims at; a larger number is a slip of the pen.
const targetMost = 1_000_000_000_000

// ReadTargets reads the targets as typed, by key; an empty one aims at nothing.
func ReadTargets(typed func(key string) string) (out []Target, err error) {
	var c fault.Check
	for _, d := range Definitions {
		s := strings.NewReplacer(",", "", "円", "", "人", "", "%", "").Replace(ja.FoldNumber(strings.TrimSpace(typed(d.Key))))
		if d.Aim == NoAim || s == "" {
			continue
		}
		n, err := strconv.ParseInt(s, 10, 64)
		c.When(err != nil || n <= 0 || n > targetMost, d.Key, "report.field.target_number")
		c.When(err == nil && d.Unit == Percent && n > 100, d.Key, "report.field.target_percent")
		out = append(out, Target{d.Key, n})
	}
	return out, c.Err()
}
