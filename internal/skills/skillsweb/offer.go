package skillsweb

import (
	"fmt"
	"path"

	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

func (r *Rooms) offerRoutes(rt *web.Router) {
	count := web.Need(skills.MayCount)
	rt.Handle("GET /staff/hours", count, r.offer)
	rt.Handle("GET /staff/hours/offer.csv", count, r.offerFile)
	rt.Handle("GET /staff/hours/offer.xlsx", count, r.offerFile)
}

type offerPage struct {
	ui.Shell
	Weeks  []string
	Total  []offerCell
	Rows   []offerRow
	Wide   chart
	Narrow chart
	Said   string
	Any    bool
	Stock  bool // the reader may see who it is
}

type offerRow struct {
	Name  string
	Cells []offerCell
	Few   string // the week with the fewest hours
}

type offerCell struct{ Hours, People string }

// chart is a bar per week, drawn on the server; lengths are the SVG's own.
type chart struct {
	Width, Height int
	Axis          int
	Bars          []bar
	Class         string
}

type bar struct {
	X, Y, W, H, Mid int
	Value, Label    string
}

func cells(l i18n.Lang, of []skills.Sum) (out []offerCell) {
	for _, s := range of {
		out = append(out, offerCell{l.Number((s.Minutes + 30) / 60), l.T("skills.offer.people", "n", s.People)})
	}
	return out
}

// labelWide is the room a date needs under its bar.
const labelWide = 50

// chartOf draws the weeks in a width.
func chartOf(l i18n.Lang, x skills.Sums, class string, width, step, bw int) chart {
	const top, height = 22, 110
	c := chart{Width: width, Height: height + top + 24, Axis: height + top, Class: class}
	most := 1
	for _, s := range x.Total {
		most = max(most, s.Minutes)
	}
	for i, s := range x.Total {
		h := s.Minutes * height / most
		_, m, d := x.Weeks[i].Parts()
		b := bar{X: 8 + i*step, Y: top + height - h, W: bw, H: h, Value: l.Number((s.Minutes + 30) / 60), Label: fmt.Sprintf("%d/%d", int(m), d)}
		b.Mid = b.X + bw/2
		if step < labelWide && i%2 == 1 { // two labels would touch
			b.Label = ""
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

func (r *Rooms) offer(w web.Writer, rq web.Request) error {
	x, err := r.Store.Sums(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := offerPage{Shell: rq.Shell(rq.T("skills.offer.title")), Total: cells(l, x.Total), Stock: rq.Actor.Can(skills.MaySee)}
	p.NoIndex = true
	for i, m := range x.Weeks {
		_, mo, d := m.Parts()
		p.Weeks = append(p.Weeks, fmt.Sprintf("%d/%d", int(mo), d))
		p.Any = p.Any || x.Total[i].People > 0
	}
	for _, k := range x.Skills {
		row := offerRow{Name: skillsstore.Name(l, k.Skill), Cells: cells(l, k.Weeks)}
		some := false
		for _, s := range k.Weeks {
			some = some || s.People > 0
		}
		if some {
			p.Rows = append(p.Rows, row)
		}
	}
	p.Wide, p.Narrow = chartOf(l, x, "only-wide", 560, 68, 44), chartOf(l, x, "only-narrow", 330, 40, 28)
	few := skills.Least(x.Total)
	p.Said = l.T("skills.offer.finding", "now", (x.Total[0].Minutes+30)/60, "people", x.Total[0].People, "week", l.Date(x.Weeks[few]), "least", (x.Total[few].Minutes+30)/60)
	return w.Page(offerView(p))
}

// offerLines is the table for other programs: minutes, exact, per skill and level.
func (r *Rooms) offerLines(rq web.Request) ([][]any, error) {
	x, err := r.Store.Sums(rq.Context(), rq.Actor)
	if err != nil {
		return nil, err
	}
	l := rq.Lang
	out := [][]any{sheet.Head(l.T("skills.offer.week"), l.T("skills.evidence.skill"), l.T("skills.evidence.level"), l.T("skills.offer.minutes"), l.T("skills.offer.givers"))}
	for i, m := range x.Weeks {
		out = append(out, []any{m.String(), l.T("skills.offer.all"), "", x.Total[i].Minutes, x.Total[i].People})
		for _, k := range x.Skills {
			for n := 1; n <= skills.LevelMost; n++ {
				out = append(out, []any{m.String(), skillsstore.Name(l, k.Skill), n, k.Level[n][i].Minutes, k.Level[n][i].People})
			}
		}
	}
	return out, nil
}

func (r *Rooms) offerFile(w web.Writer, rq web.Request) error {
	lines, err := r.offerLines(rq)
	if err != nil {
		return err
	}
	return w.Sheet("hours-"+rq.Today().String()+path.Ext(rq.URL.Path), sheet.Table{Name: rq.T("skills.offer.title"), Lines: lines})
}
