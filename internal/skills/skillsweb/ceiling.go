package skillsweb

import (
	"strconv"
	"strings"

	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
)

func (r *Rooms) ceilingRoutes(rt *web.Router) {
	self := web.Need(skills.MaySelf)
	rt.Handle("GET /my/ceiling", self, r.ceiling)
	rt.Handle("POST /my/ceiling", self, r.saveCeiling)
}

type ceilingPage struct {
	frame
	Form                                    ui.Form
	Year                                    string
	Walls, Measures, Blues, Bases, Minimum  []ui.Option
	Own, Expenses, Direct, Other, Elsewhere string
	Meter                                   *meter
	Rows                                    []wallRow
}

// meter is where the year stands against the line she has chosen.
type meter struct {
	Line                         string // what the line is, with its date and source
	Hub, Elsewhere, Together     string
	Income, Limit, Highest, Left string
	Percent                      int
	Near                         bool
	Measure                      string
}

// wallRow is one line of the table of thresholds.
type wallRow struct{ Name, Limit, Measure, From, Highest string }

func (r *Rooms) ceiling(w web.Writer, rq web.Request) error {
	return r.ceilingPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) ceilingPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	c, err := r.Store.MyCeiling(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l, today := rq.Lang, rq.Today()
	p := ceilingPage{frame: r.frame(rq, person{base: "/my"}, workers.Worker{}, rq.T("skills.title.ceiling")), Form: f, Year: strconv.Itoa(today.Year()),
		Own: amount(c.Own), Expenses: number(c.Expenses), Direct: number(c.Direct), Other: amount(c.Other), Elsewhere: amount(c.Elsewhere)}
	p.Shell = p.Shell.WithErrors(f)
	p.Walls = []ui.Option{{Value: "", Label: l.T("skills.ceiling.wall_none"), On: c.Wall == ""}}
	for _, x := range skills.Walls(today.Year()) {
		limit := limitWord(rq, x)
		most, err := c.HighestFees(x, today.Year())
		if err != nil {
			return err
		}
		p.Walls = append(p.Walls, ui.Option{Value: x.ID, Label: wallWord(rq, x), Note: limit, On: c.Wall == x.ID})
		p.Rows = append(p.Rows, wallRow{Name: wallWord(rq, x), Limit: limit, Measure: l.T("skills.ceiling.measure." + string(x.Measure)),
			From: l.T("skills.ceiling.dated", "date", l.DateYear(x.Row.From), "source", x.Row.Source), Highest: l.Yen(most)})
	}
	p.Walls = append(p.Walls, ui.Option{Value: skills.OwnWall, Label: l.T("skills.ceiling.wall.own"), On: c.Wall == skills.OwnWall})
	for _, m := range []tax.Measure{tax.IncomeMeasure, tax.HealthMeasure} {
		p.Measures = append(p.Measures, ui.Option{Value: string(m), Label: l.T("skills.ceiling.measure." + string(m)), On: c.Measure == m})
	}
	if p.Blues, err = blues(rq, c); err != nil {
		return err
	}
	for _, b := range []string{"delivery", "payment"} {
		p.Bases = append(p.Bases, ui.Option{Value: b, Label: l.T("skills.ceiling.basis." + b), On: c.Basis == b})
	}
	p.Minimum = []ui.Option{{Value: "1", Label: l.T("skills.ceiling.minimum_yes"), On: c.Minimum}}
	if p.Meter, err = r.meter(rq, c); err != nil {
		return err
	}
	return w.PageStatus(status, ceilingView(p))
}

func wallWord(rq web.Request, x tax.Ceiling) string {
	return rq.T("skills.ceiling.wall." + strings.ToLower(x.ID))
}

// blues are the deductions she can declare, with this year's amounts.
func blues(rq web.Request, c skills.Ceiling) (out []ui.Option, err error) {
	for _, kind := range skills.Blues {
		o := ui.Option{Value: kind, Label: rq.T("skills.ceiling.blue_none"), On: c.Blue == kind}
		if kind != "" {
			n, err := tax.BlueDeduction(kind, rq.Today().Year())
			if err != nil {
				return nil, err
			}
			o.Label = rq.T("skills.ceiling.blue_"+kind, "yen", rq.Lang.Yen(n))
		}
		out = append(out, o)
	}
	return out, nil
}

// limitWord says where a threshold lies: at a sum, or below one.
func limitWord(rq web.Request, x tax.Ceiling) string {
	if x.ID != skills.OwnWall && x.Row.Text("stay") == "below" {
		return rq.T("skills.ceiling.below", "yen", rq.Lang.Yen(x.Row.Yen("sum")))
	}
	return rq.T("skills.ceiling.upto", "yen", rq.Lang.Yen(x.Most))
}

func amount(n yen.Amount) string {
	if n == 0 {
		return ""
	}
	return n.String()
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// nearPercent is from where on the meter says that the line is near.
const nearPercent = 80

// meter counts what this hub paid apart from what she declared.
func (r *Rooms) meter(rq web.Request, c skills.Ceiling) (*meter, error) {
	x, ok := c.Limit(rq.Today().Year())
	if !ok {
		return nil, nil
	}
	hub := yen.Amount(0)
	if r.Fees != nil {
		var err error
		if hub, err = r.Fees(rq.Context(), rq.Actor, rq.Today().Year()); err != nil {
			return nil, err
		}
	}
	l, year := rq.Lang, rq.Today().Year()
	fees := hub + c.Elsewhere
	income, err := c.Income(x, year, fees)
	if err != nil {
		return nil, err
	}
	highest, err := c.HighestFees(x, year)
	if err != nil {
		return nil, err
	}
	y := func(n yen.Amount) string { return l.Yen(n) }
	m := &meter{Line: wallWord(rq, x), Hub: y(hub), Elsewhere: y(c.Elsewhere), Together: y(fees), Income: y(income), Limit: limitWord(rq, x),
		Highest: y(highest), Left: y(max(highest-fees, 0)), Measure: l.T("skills.ceiling.measure." + string(x.Measure))}
	m.Percent = int(min(100*fees/max(highest, 1), 100))
	m.Near = m.Percent >= nearPercent
	return m, nil
}

func (r *Rooms) saveCeiling(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	err := r.Store.SaveCeiling(rq.Context(), rq.Actor, skills.CeilingForm{Wall: v.Get("wall"), Own: v.Get("own"), Measure: v.Get("measure"), Expenses: v.Get("expenses"), Direct: v.Get("direct"),
		Blue: v.Get("blue"), Other: v.Get("other"), Elsewhere: v.Get("elsewhere"), Basis: v.Get("basis"), Minimum: v.Get("minimum") == "1"})
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.ceilingPage(w, rq, 422, f)
	}
	return w.Say("ok", "skills.ceiling.kept").SeeOther("/my/ceiling")
}
