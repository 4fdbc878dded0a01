package reportweb

import (
	"net/url"
	"slices"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
	"hiroba/internal/report/reportstore"
)

type dashboardPage struct {
	ui.Shell
	Head, Say, Lag string
	On, Bad, Query string
	Late           bool
	Tiles, More    []tile
	Charts         []chart
	Editions       tableView
	Snapshots      []snapshotRow
	Freeze, Aim    bool
	Few            int
}

// tile is one figure with its target and the way to its rows.
type tile struct {
	Key, Name, Href string
	Value           value
	Percent         int
	Target          string
	Tag             tag
	What            string
}

type tag struct{ Kind, Icon, Word string }

// asked reads which day is asked for. A day that is none, or is still to come, is said to
// be wrong and today is shown.
func asked(rq web.Request) (x reportstore.View, typed, bad string) {
	q := rq.URL.Query()
	x.Late, typed = q.Get("late") == "1", q.Get("on")
	if typed == "" {
		return x, "", ""
	}
	d, err := when.ReadDate(typed, rq.Today())
	switch {
	case err != nil:
		return x, typed, rq.T("report.field.day_form")
	case d.After(rq.Today()):
		return x, typed, rq.T("report.field.day_future")
	}
	x.On = d
	return x, typed, ""
}

// query is the part of an address that asks for the same day again.
func query(x reportstore.View) string {
	q := url.Values{}
	if !x.On.IsZero() {
		q.Set("on", x.On.String())
	}
	if x.Late {
		q.Set("late", "1")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// snapshotsAtOnce is how many reports the page of figures names.
const snapshotsAtOnce = 3

func (r *Rooms) dashboard(w web.Writer, rq web.Request) error {
	x, typed, bad := asked(rq)
	b, err := r.Store.Report(rq.Context(), rq.Actor, x)
	if err != nil {
		return err
	}
	targets, _, err := r.Store.Targets(rq.Context(), rq.Actor, b.Year)
	if err != nil {
		return err
	}
	kept, err := r.Store.Newest(rq.Context(), rq.Actor, snapshotsAtOnce)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := dashboardPage{Shell: rq.Shell(rq.T("report.title")), On: typed, Bad: bad, Late: x.Late, Query: query(x), Head: head(l, b), Charts: charts(l, b), Freeze: rq.Actor.Can(report.MayFreeze), Aim: rq.Actor.Can(report.MayAim), Few: int(b.Covering())}
	for _, d := range report.Definitions {
		t := tileOf(l, b, d, targets[d.Key])
		t.Href = l.Path("/staff/reports/figures/"+d.Key) + p.Query
		if d.Tile {
			p.Tiles = append(p.Tiles, t)
		} else {
			p.More = append(p.More, t)
		}
	}
	p.Say, p.Lag = say(l, b, slices.Concat(p.Tiles, p.More), len(targets) > 0)
	p.Editions = words(l, editionsOf(b), rq.Actor.Can)
	for _, s := range kept {
		p.Snapshots = append(p.Snapshots, rowOf(rq, s))
	}
	return w.Page(dashboardView(p))
}

// head says of which time the figures are, and when they were counted.
func head(l i18n.Lang, b report.Body) string {
	return l.T("report.head", "year", fiscalYear(l, b.On), "date", l.DateYear(b.On), "known", l.DateYear(b.Known.DateIn(when.Tokyo)), "time", b.Known.ClockIn(when.Tokyo).String())
}

var tags = map[report.Standing]tag{report.Reached: {"ok", "okc", ""}, report.OnCourse: {"info", "half", ""}, report.Behind: {"warn", "alert", ""}}

func tileOf(l i18n.Lang, b report.Body, d report.Definition, target int64) tile {
	f := b.Figure(d.Key)
	t := tile{Key: d.Key, Name: name(l, d), Value: show(l, d, f), What: l.T("report.kpi." + d.Key + ".what")}
	if s := standing(b, d, target); s != report.NoTarget {
		t.Tag = tags[s]
		t.Tag.Word = l.T("report.standing." + string(s))
	}
	if target <= 0 || d.Aim == report.NoAim {
		return t
	}
	n := f.N
	aim := amount(l, d.Unit, target)
	if d.Unit == report.Percent {
		n, aim = f.Permille()/10, value{l.Number(int(target)), "%"}
	}
	t.Percent, t.Target = int(min(max(100*n/target, 0), 100)), l.T("report.target", "target", aim.String())
	return t
}

func standing(b report.Body, d report.Definition, target int64) report.Standing {
	return report.Stand(d, b.Figure(d.Key), b.Began(d.Key), target, b.On)
}

// say is the one sentence that says the year, and what lags behind its target.
func say(l i18n.Lang, b report.Body, all []tile, aimed bool) (string, string) {
	s := l.T("report.say", "fees", money(l, b.Figure("fees").N).String(), "active", b.Figure("active").N, "registered", b.Figure("registered").N)
	var late []string
	for _, t := range all {
		if t.Tag.Kind == "warn" {
			late = append(late, t.Name)
		}
	}
	switch {
	case !aimed:
		return s, l.T("report.say_no_target")
	case len(late) == 0:
		return s, l.T("report.say_on_course")
	}
	return s, l.T("report.say_behind", "names", strings.Join(late, l.T("report.comma")))
}

func editionsOf(b report.Body) report.Table {
	return report.Parts(b, "seminars")[0]
}

func charts(l i18n.Lang, b report.Body) []chart {
	return []chart{monthChart(l, b), wayChart(l, b), growthChart(l, b), clientChart(l, b)}
}

// scale shows sums of a Japanese chart in 万円, others in thousands; small ones as they are.
func scale(l i18n.Lang, sums []int64) (head string, show func(int64) string) {
	by := int64(1000)
	if l == i18n.JA {
		by = 10_000
	}
	if most(sums) < 10*by {
		return l.T("report.chart.fees_axis_one"), func(n int64) string { return l.Number(int(n)) }
	}
	return l.T("report.chart.fees_axis"), func(n int64) string { return l.Number(int((n + by/2) / by)) }
}

func monthChart(l i18n.Lang, b report.Body) chart {
	s := series{Head: l.T("report.chart.active_axis")}
	for _, m := range b.Months {
		s.Labels, s.Sums, s.People = append(s.Labels, monthShort(l, m.Month)), append(s.Sums, m.Fees), append(s.People, m.Active)
	}
	s.SumHead, s.SumText = scale(l, s.Sums)
	last := b.Months[len(b.Months)-1]
	s.Says = l.T("report.chart.months_says", "month", month(l, last.Month), "fees", money(l, last.Fees).String(), "active", last.Active)
	t := b.Monthly([]report.Column{{Key: "fees", Unit: report.Yen}, {Key: "active", Unit: report.People}}, func(m report.Month) []int64 { return []int64{m.Fees, m.Active} })
	return chart{ID: "c-months", Title: l.T("report.chart.months"), Wide: s.columns(wide), Narrow: s.columns(narrow), Note: l.T("report.chart.months_note"), Table: words(l, t, closed)}
}

func wayChart(l i18n.Lang, b report.Body) chart {
	var parts []part
	gs := b.GroupsOf("way")
	for i, g := range gs {
		p := part{Label: l.T("report.part.way." + g.Name), Value: amount(l, report.People, g.N).String(), N: g.N}
		if i > 1 && gs[i-1].N > 0 {
			p.Beside = l.T("report.chart.of_before", "n", hundredths(g.N, gs[i-1].N))
		}
		parts = append(parts, p)
	}
	says := l.T("report.chart.way_says", "came", gs[0].N, "applied", gs[1].N, "worked", gs[len(gs)-1].N)
	return chart{ID: "c-way", Title: l.T("report.chart.way"), Wide: rows(parts, 420, says), Narrow: rows(parts, narrow, says), Note: l.T("report.chart.way_note"), Table: words(l, report.Parts(b, "first_job")[0], closed)}
}

func growthChart(l i18n.Lang, b report.Body) chart {
	var labels []string
	var ns []int64
	for _, m := range b.Months {
		labels, ns = append(labels, monthShort(l, m.Month)), append(ns, m.Registered)
	}
	says := l.T("report.chart.growth_says", "from", ns[0], "to", ns[len(ns)-1])
	return chart{ID: "c-growth", Title: l.T("report.chart.growth"), Wide: growth(labels, ns, 500, says), Narrow: growth(labels, ns, narrow, says), Note: says, Table: words(l, report.Parts(b, "registered")[0], closed)}
}

func clientChart(l i18n.Lang, b report.Body) chart {
	var parts []part
	var sum int64
	gs := b.GroupsOf("client")
	for _, g := range gs {
		sum += g.Yen
	}
	for _, g := range gs {
		parts = append(parts, part{Label: l.T("report.part.client." + g.Name), Value: l.T("report.chart.client_value", "yen", money(l, g.Yen).String(), "n", hundredths(g.Yen, sum)), N: g.Yen})
	}
	says := l.T("report.chart.client_says", "yen", money(l, sum).String(), "n", b.Figure("orders").N)
	return chart{ID: "c-client", Title: l.T("report.chart.client"), Wide: stack(parts, 500, says), Narrow: stack(parts, narrow, says), Note: says, Table: words(l, report.Parts(b, "orders")[1], closed)}
}
