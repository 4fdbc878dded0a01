package dispatchweb

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/lib/plan"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers/workersstore"
)

type boardPage struct {
	ui.Shell
	Form      ui.Form
	Run, Any  bool // may plan and send; there is a plan
	Making    bool
	Failed    bool
	No, When  string
	Strip     []figure
	Changes   []string
	Decisions []decision
	All       string // the button that sends all, "" where there is nothing
	Rows      []orderRow
	Days      []string
	Loads     []loadRow
	Idle      int // people with nothing planned this week
	Unlisted  int // people with work who are not shown
	Shorts    []shortRow
	Pins      []pinRow
	PinParts  []ui.Option
	PinPeople []ui.Option
	Offers    []offerRow
	Proof     [][2]string
}

// figure is one of the five numbers.
type figure struct{ Label, Value, Unit, Kind string }

// decision is something only staff can decide: a sentence with its effect, and one button.
type decision struct {
	Kind, Icon, Text, Effect string
	Send                     string // the order whose offers go out, "" for none
	Link                     *ui.Link
	People                   []personRow
	What                     string // of what the button is, for those who hear it alone
	Ways                     string // where the other ways stand, "" for none
	Agreed                   string // that something was agreed with some of these people, "" for nothing
}

type personRow struct {
	Name, Href, Units, Days, Why string
	Agreed                       string // where it stands what was agreed with her, "" for nothing or who may not know
}

type orderRow struct {
	Href, Title, No, Client, Promise, Ready, Slack, Kind, Word string
	Line                                                       timeline
}

type loadRow struct {
	Name, Href, Hours, Of, Percent, Kind, Word string
	Share                                      int
	New                                        bool
	Agreed                                     string
}

type pinRow struct{ ID, Text, By string }

type offerRow struct{ Name, Href, Title, Units, State string }

func (r *Rooms) board(w web.Writer, rq web.Request) error {
	return r.boardPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) boardPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	b, err := r.Store.Board(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := boardPage{Shell: rq.Shell(l.T("dispatch.board.title")).WithErrors(f), Form: f, Run: rq.Actor.Can(dispatch.MayRun), Any: b.No > 0, Making: b.Making, Failed: b.Failed, No: strconv.Itoa(b.No)}
	if b.No > 0 {
		p.When = l.T("dispatch.board.when", "when", l.MomentShort(b.Made, rq.Hub.Loc), "no", b.No, "cause", l.T("dispatch.cause."+string(b.Cause)))
		p.fill(rq, b)
	}
	p.pinForm(l, b)
	return w.PageStatus(status, boardView(p))
}

func (p *boardPage) fill(rq web.Request, b dispatchstore.Board) {
	l := rq.Lang
	p.Strip = strip(l, b)
	for _, c := range b.Changes {
		if o, ok := b.Titles[c.Order]; ok {
			p.Changes = append(p.Changes, l.T("dispatch.board.moved", "title", o.Title, "was", soon(l, c.Was), "now", soon(l, c.Now)))
		}
	}
	p.decisions(l, b)
	p.Days = heads(l, b)
	for _, o := range b.Orders {
		p.Rows = append(p.Rows, rowOf(l, b, o))
	}
	p.loads(l, b, rq.URL.Query().Get("all") == "1")
	for _, s := range b.Shorts {
		p.Shorts = append(p.Shorts, shortOf(l, b, s))
	}
	p.Proof = proof(l, b)
}

// strip is the five numbers of the morning.
func strip(l i18n.Lang, b dispatchstore.Board) []figure {
	late, near := "", ""
	if b.Late > 0 {
		late = "bad"
	}
	if b.Near > 0 {
		near = "warn"
	}
	return []figure{{l.T("dispatch.figure.kept"), strconv.Itoa(b.Plan.Figures.Orders - b.Late), l.T("dispatch.figure.of_orders", "n", b.Plan.Figures.Orders), ""}, {l.T("dispatch.figure.late"), strconv.Itoa(b.Late), l.T("dispatch.figure.orders", "n", b.Late), late},
		{l.T("dispatch.figure.near"), strconv.Itoa(b.Near), l.T("dispatch.figure.orders", "n", b.Near), near}, {l.T("dispatch.figure.free"), l.Number((b.FreeWeek + 30) / 60), l.T("dispatch.figure.hours", "n", (b.FreeWeek+30)/60), ""},
		{l.T("dispatch.figure.fresh"), strconv.Itoa(b.NewcomerShare), l.T("dispatch.figure.percent"), ""}}
}

// decisions are what waits for staff: orders that would be late first, then whom to ask.
func (p *boardPage) decisions(l i18n.Lang, b dispatchstore.Board) {
	byOrder := map[string][]dispatch.Proposal{}
	for _, s := range b.Shares {
		byOrder[s.Order] = append(byOrder[s.Order], s)
	}
	pinned := map[string]bool{}
	for _, x := range b.Pins {
		pinned[x.Order] = true
	}
	sends := 0
	for _, o := range b.Orders {
		if o.Late() && o.State.Bound() { // a quote promises nothing yet
			p.Decisions = append(p.Decisions, lateDecision(l, o))
		}
		if ps := byOrder[o.ID]; (len(ps) > 0 || pinned[o.ID]) && o.State.Bound() {
			d := sendDecision(l, b, o, ps)
			sends++
			p.Decisions = append(p.Decisions, d)
		}
	}
	p.Decisions = append(p.Decisions, waiting(l, b)...)
	if sends > 1 {
		p.All = l.T("dispatch.board.send_all", "n", sends)
	}
}

func lateDecision(l i18n.Lang, o dispatchstore.Row) decision {
	d := decision{Kind: "bad", Icon: "alert", Text: l.T("dispatch.decide.late", "title", o.Title, "day", l.Date(o.Outlook.Promise)), Link: &ui.Link{Href: anotherDay(l, o.ID), Label: l.T("dispatch.decide.tell")}, What: o.Title, Ways: waysOf(l, o.ID)}
	if o.Ready.IsZero() {
		d.Effect = l.T("dispatch.decide.missing", "hours", (o.Missing+59)/60)
	} else {
		d.Effect = l.T("dispatch.decide.late_by", "day", l.Date(o.Ready), "n", -o.Slack)
	}
	return d
}

// anotherDay is where another day is agreed on with the client.
func anotherDay(l i18n.Lang, order string) string {
	return l.Path("/staff/orders/" + order + "#another-day")
}

// waysOf is the page behind a decision.
func waysOf(l i18n.Lang, order string) string { return l.Path("/staff/plan/orders/" + order) }

func sendDecision(l i18n.Lang, b dispatchstore.Board, o dispatchstore.Row, ps []dispatch.Proposal) decision {
	units, d := 0, decision{Kind: "info", Icon: "users", Send: o.ID, What: o.Title, Ways: waysOf(l, o.ID)}
	people := map[string]bool{}
	for _, s := range ps {
		units += s.Units
		people[s.Worker] = true
		d.People = append(d.People, personRow{b.People[s.Worker].Name, l.Path("/staff/workers/" + s.Worker), l.T("dispatch.units", "n", s.Units), days(l, s), l.T("dispatch.staff_came." + string(s.Why)), agreed(l, b.Arranged, s.Worker)})
	}
	for _, x := range b.Pins {
		if x.Order == o.ID {
			units += x.Units
			people[x.Worker] = true
			d.People = append(d.People, personRow{b.People[x.Worker].Name, l.Path("/staff/workers/" + x.Worker), l.T("dispatch.units", "n", x.Units), "", l.T("dispatch.staff_came.pin"), agreed(l, b.Arranged, x.Worker)})
		}
	}
	d.Text = l.T("dispatch.decide.send", "title", o.Title, "people", len(people), "units", units)
	with := 0
	for id := range people {
		if b.Arranged[id] {
			with++
		}
	}
	if with > 0 {
		d.Agreed = l.T("dispatch.decide.agreed", "n", with)
	}
	if d.Effect = l.T("dispatch.decide.send_late"); !o.Ready.IsZero() {
		d.Effect = l.T("dispatch.decide.ready", "day", l.Date(o.Ready), "promise", l.Date(o.Outlook.Promise))
	}
	return d
}

// agreed is where a named handler reads what was agreed with a worker, "" where nothing was.
func agreed(l i18n.Lang, arranged map[string]bool, worker string) string {
	if !arranged[worker] {
		return ""
	}
	return l.Path("/staff/workers/" + worker + "/care")
}

// waiting are offers that cannot go out yet: their order is not cut, or its day is over.
func waiting(l i18n.Lang, b dispatchstore.Board) (out []decision) {
	seen := map[string]bool{}
	for _, f := range b.Offers {
		if o, ok := b.Titles[f.Order]; ok && f.Told.IsZero() && !seen[f.Order] {
			seen[f.Order] = true
			if o.Promise.Before(b.Today) && isCut(b, f.Order) {
				out = append(out, decision{Kind: "bad", Icon: "alert", Text: l.T("dispatch.decide.over", "title", o.Title, "day", l.DateShort(o.Promise)), Effect: l.T("dispatch.decide.over_effect"), What: o.Title,
					Link: &ui.Link{Href: anotherDay(l, o.ID), Label: l.T("dispatch.decide.tell")}})
				continue
			}
			out = append(out, decision{Kind: "warn", Icon: "pause", Text: l.T("dispatch.decide.uncut", "title", o.Title), Effect: l.T("dispatch.decide.uncut_effect"), What: o.Title,
				Link: &ui.Link{Href: l.Path("/staff/orders/" + o.ID + "/work"), Label: l.T("dispatch.decide.cut")}})
		}
	}
	return out
}

func isCut(b dispatchstore.Board, orderID string) bool {
	return !slices.ContainsFunc(b.Parts, func(p dispatch.Part) bool {
		return p.Order == orderID && p.Stage == dispatch.Uncut && p.Lane != dispatch.ToCome
	})
}

func days(l i18n.Lang, s dispatch.Proposal) string {
	if s.First == s.Last {
		return l.DateShort(s.First)
	}
	return l.T("dispatch.span", "from", l.DateShort(s.First), "to", l.DateShort(s.Last))
}

func rowOf(l i18n.Lang, b dispatchstore.Board, o dispatchstore.Row) orderRow {
	x := orderRow{Href: l.Path("/staff/orders/" + o.ID), Title: o.Title, No: l.T("orders.no", "n", o.No), Client: o.ClientName, Promise: l.DateShort(o.Outlook.Promise), Ready: l.T("dispatch.open_end"), Line: lineOf(b, o)}
	switch {
	case o.Ready.IsZero():
		x.Slack, x.Kind, x.Word = "—", "bad", l.T("dispatch.state.late")
		return x
	case o.Slack < 0:
		x.Kind, x.Word = "bad", l.T("dispatch.state.late")
	case o.Slack < 1:
		x.Kind, x.Word = "warn", l.T("dispatch.state.near")
	default:
		x.Kind, x.Word = "ok", l.T("dispatch.state.fine")
	}
	x.Ready, x.Slack = l.DateShort(o.Ready), l.T("dispatch.slack", "n", o.Slack)
	return x
}

// loadsShown is how many people the board lists, the busiest first, unless all are asked for.
const loadsShown = 12

func (p *boardPage) loads(l i18n.Lang, b dispatchstore.Board, all bool) {
	for _, x := range b.Loads {
		if x.Week == 0 {
			p.Idle++
			continue
		}
		if len(p.Loads) == loadsShown && !all {
			p.Unlisted++
			continue
		}
		share := x.Week * 100 / max(x.WeekOffered, 1)
		row := loadRow{Name: b.People[x.Worker].Name, Href: l.Path("/staff/workers/" + x.Worker), Hours: tenth(x.Week), Of: tenth(x.WeekOffered), Percent: l.T("dispatch.percent", "n", share), Share: share, New: x.New, Agreed: agreed(l, b.Arranged, x.Worker)}
		switch {
		case share > 100:
			row.Kind, row.Word = "bad", l.T("dispatch.load.over")
		case share >= 90:
			row.Kind, row.Word = "warn", l.T("dispatch.load.full")
		}
		p.Loads = append(p.Loads, row)
	}
}

// tenth is minutes as hours with one digit.
func tenth(minutes int) string { return fmt.Sprintf("%d.%d", minutes/60, minutes%60*10/60) }

func (p *boardPage) pinForm(l i18n.Lang, b dispatchstore.Board) {
	for _, x := range b.Pins {
		p.Pins = append(p.Pins, pinRow{x.ID, l.T("dispatch.pins.row", "title", b.Titles[x.Order].Title, "name", b.People[x.Worker].Name, "units", x.Units), l.T("dispatch.pins.by", "name", x.MadeBy)})
	}
	p.PinParts, p.PinPeople = []ui.Option{{Label: l.T("dispatch.pick")}}, []ui.Option{{Label: l.T("dispatch.pick")}}
	for _, x := range b.Parts {
		o := b.Titles[x.Order]
		if x.Stage == dispatch.Quoted || x.Lane == dispatch.ToCome {
			continue
		}
		label := l.T("dispatch.pins.part", "title", o.Title, "n", x.Units)
		if x.Lane > 0 || x.Pass > 1 {
			label = l.T("dispatch.pins.part_of", "title", o.Title, "n", x.Units, "lane", x.Lane, "pass", x.Pass)
		}
		p.PinParts = append(p.PinParts, ui.Option{Value: dispatchstore.PartName(x.Key()), Label: label})
	}
	for id, x := range b.People {
		p.PinPeople = append(p.PinPeople, ui.Option{Value: id, Label: workersstore.Number(x.No) + " " + x.Name})
	}
	slices.SortFunc(p.PinPeople[1:], func(a, c ui.Option) int { return cmp.Compare(a.Label, c.Label) })
	for _, f := range b.Offers {
		state := l.T("dispatch.offers.out")
		if f.Told.IsZero() {
			state = l.T("dispatch.offers.waits")
		}
		p.Offers = append(p.Offers, offerRow{b.People[f.Worker].Name, l.Path("/staff/workers/" + f.Worker), b.Titles[f.Order].Title, l.T("dispatch.units", "n", f.Units), state})
	}
}

// latePoints is what a minute of work costs that is two days late: it makes the difference
// between plans something one can imagine. A share of the points would not: they may be near 0.
var latePoints = float64(plan.LateCost(0, plan.LateSteps[1]))

// proof says in words how good the plan is, and how that can be checked.
func proof(l i18n.Lang, b dispatchstore.Board) [][2]string {
	return [][2]string{{l.T("dispatch.proof.cost"), fmt.Sprintf("%.0f", b.Objective)}, {l.T("dispatch.proof.bound"), fmt.Sprintf("%.0f", b.Bound)}, {l.T("dispatch.proof.gap"), l.T("dispatch.proof.gap_value", "n", fmt.Sprintf("%.1f", (b.Objective-b.Bound)/latePoints/60))},
		{l.T("dispatch.proof.inputs"), b.Hash[:16]}, {l.T("dispatch.proof.seed"), strconv.Itoa(b.Seed)}, {l.T("dispatch.proof.by"), cmp.Or(b.MadeBy, l.T("dispatch.proof.itself"))}}
}

func (r *Rooms) run(w web.Writer, rq web.Request) error {
	if _, err := r.Store.Run(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.SeeOther("/staff/plan/making")
}

func (r *Rooms) send(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	no, _ := strconv.Atoi(rq.PostForm.Get("no"))
	n, err := r.Store.Send(rq.Context(), rq.Actor, no, rq.PostForm.Get("order"))
	if err != nil {
		return err
	}
	return w.Say("ok", "dispatch.said.sent", "n", n).SeeOther("/staff/plan")
}

func (r *Rooms) pin(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.Pin(rq.Context(), rq.Actor, dispatchstore.PinForm{Part: f.Get("part"), Worker: f.Get("worker"), Units: f.Get("units")}); err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.boardPage(w, rq, 422, form)
	}
	return w.Say("ok", "dispatch.said.pinned").SeeOther("/staff/plan#pins")
}

func (r *Rooms) unpin(w web.Writer, rq web.Request) error {
	if err := r.Store.Unpin(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "dispatch.said.unpinned").SeeOther("/staff/plan#pins")
}
