package payweb

import (
	"net/http"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

var errLine = fault.New(fault.NotFound, "pay.fault.line_gone")

// tabs are the parts of what is paid.
func tabs(rq web.Request, here string) (out []ui.NavItem) {
	for _, t := range []struct{ path, key string }{{"/staff/months", "pay.tab.months"}, {"/staff/statements", "pay.tab.statements"}, {"/staff/clock", "pay.tab.clock"}} {
		out = append(out, ui.NavItem{Href: rq.Lang.Path(t.path), Label: rq.T(t.key), Current: t.path == here})
	}
	return out
}

type monthsPage struct {
	ui.Shell
	Tabs []ui.NavItem
	Rows []monthRow
}

type monthRow struct{ Href, Name, State, Tag, Statements, Sum string }

func monthOf(rq web.Request, m pay.Month) monthRow {
	l := rq.Lang
	row := monthRow{Href: l.Path("/staff/months/" + m.Month), Name: paystore.MonthName(l, m.Month), State: l.T("pay.month." + string(m.State)), Tag: map[pay.MonthState]string{pay.MonthOpen: "info", pay.MonthClosing: "warn", pay.MonthClosed: "ok"}[m.State]}
	if m.Statements > 0 {
		row.Statements, row.Sum = l.T("pay.month.statements", "n", m.Statements), l.Yen(m.Sum)
	}
	return row
}

func (r *Rooms) months(w web.Writer, rq web.Request) error {
	ms, err := r.Store.Months(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := monthsPage{Shell: rq.Shell(rq.T("pay.months.title")), Tabs: tabs(rq, "/staff/months")}
	for _, m := range ms {
		p.Rows = append(p.Rows, monthOf(rq, m))
	}
	return w.Page(monthsView(p))
}

type monthPage struct {
	ui.Shell
	Form                       ui.Form
	Month                      monthRow
	Key                        string
	Head                       string
	Blocks                     []blockView
	Hard, Soft, MayClose, Over bool
	Open, Closing, Closed      bool
	Progress, Papers           string
	Percent                    int
	Steps                      []stepView
	List                       string
	Base                       string
}

type blockView struct {
	Text, Hint, Tag, Href, Label string
	People                       []personView
	Remind, Done                 string
	More                         string
}

type personView struct{ Href, Name, Done string }

type stepView struct{ Text, Reason string }

// blockWays is where each blocker is settled.
var blockWays = map[pay.BlockKind]string{pay.Uninspected: "/staff/check", pay.Undecided: "/staff/kinds", pay.Disputed1: "/staff/statements?open=1"}

func (r *Rooms) blockOf(rq web.Request, m pay.Month, b pay.Blocker) blockView {
	l := rq.Lang
	v := blockView{Text: l.T("pay.block."+string(b.Kind), "n", b.Count), Hint: l.T("pay.block." + string(b.Kind) + "_hint"), Tag: "warn"}
	if b.Kind.Hard() {
		v.Tag = "bad"
	}
	if to := blockWays[b.Kind]; to != "" {
		v.Href, v.Label = l.Path(to), l.T("pay.block.go")
	}
	for _, x := range b.People {
		p := personView{Href: l.Path("/staff/workers/" + x.ID), Name: l.T("pay.block.person", "no", x.No, "name", x.Name)}
		switch b.Kind {
		case pay.NotDone:
			p.Done = l.Path("/staff/months/" + m.Month + "/done/" + x.ID)
		default:
			p.Href += "/account"
		}
		v.People = append(v.People, p)
	}
	if n := b.Count - len(b.People); n > 0 && len(b.People) > 0 {
		v.More = l.T("pay.block.more", "n", n)
	}
	if b.Kind == pay.NotDone {
		v.Remind = l.Path("/staff/months/" + m.Month + "/remind")
	}
	return v
}

func (r *Rooms) monthPage(rq web.Request, f ui.Form) (monthPage, error) {
	key := rq.PathValue("month")
	m, bs, err := r.Store.Month(rq.Context(), rq.Actor, key)
	if err != nil {
		return monthPage{}, err
	}
	l := rq.Lang
	name := paystore.MonthName(l, m.Month)
	p := monthPage{Shell: rq.Shell(l.T("pay.month.title", "month", name)).WithErrors(f), Form: f, Month: monthOf(rq, m), Key: key, MayClose: rq.Actor.Can(pay.MayClose), Open: m.State == pay.MonthOpen, Closing: m.State == pay.MonthClosing, Closed: m.State == pay.MonthClosed,
		List: l.Path("/staff/statements?month=" + key), Base: l.Path("/staff/months/" + key), Progress: l.T("pay.month.progress", "done", l.Number(m.Done), "total", l.Number(m.Total)), Percent: 100, Over: key < rq.Today().String()[:7]}
	for _, b := range bs {
		p.Blocks = append(p.Blocks, r.blockOf(rq, m, b))
		p.Hard, p.Soft = p.Hard || b.Kind.Hard(), p.Soft || !b.Kind.Hard()
	}
	p.Head = l.T("pay.month.nothing")
	if len(bs) > 0 {
		p.Head = l.T("pay.month.blocks", "n", len(bs), "month", name)
	}
	if m.Total > 0 {
		p.Percent = m.Done * 100 / m.Total
	}
	if m.Papers < m.Statements {
		p.Papers = l.T("pay.month.papers", "done", l.Number(m.Papers), "total", l.Number(m.Statements))
	}
	for _, s := range m.Steps {
		day := l.DateYear(s.At.DateIn(rq.Hub.Loc))
		if s.Reason == pay.ReasonStuck {
			p.Steps = append(p.Steps, stepView{l.T(pay.ReasonStuck, "when", day), ""})
			continue
		}
		p.Steps = append(p.Steps, stepView{l.T("pay.step."+s.What, "who", s.By, "when", day), s.Reason})
	}
	return p, nil
}

func (r *Rooms) month(w web.Writer, rq web.Request) error {
	p, err := r.monthPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(monthView(p))
}

// again shows a month's page with what is wrong, or goes on where nothing is.
func (r *Rooms) again(w web.Writer, rq web.Request, err error, said string, args ...any) error {
	if err == nil {
		return w.Say("ok", said, args...).SeeOther("/staff/months/" + rq.PathValue("month"))
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.monthPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, monthView(p))
	})
}

func (r *Rooms) close(w web.Writer, rq web.Request) error {
	return r.again(w, rq, r.Store.Close(rq.Context(), rq.Actor, rq.PathValue("month"), pay.CloseForm{Knowing: rq.FormValue("knowing") != ""}), "pay.said.closing")
}

func (r *Rooms) reopen(w web.Writer, rq web.Request) error {
	return r.again(w, rq, r.Store.Reopen(rq.Context(), rq.Actor, rq.PathValue("month"), rq.FormValue("reason")), "pay.said.reopened")
}

func (r *Rooms) remind(w web.Writer, rq web.Request) error {
	n, err := r.Store.Remind(rq.Context(), rq.Actor, rq.PathValue("month"))
	return r.again(w, rq, err, "pay.said.reminded", "n", n)
}

func (r *Rooms) doneFor(w web.Writer, rq web.Request) error {
	return r.again(w, rq, r.Store.ReportFor(rq.Context(), rq.Actor, rq.PathValue("month"), rq.PathValue("worker")), "pay.said.done_for")
}

type statementsPage struct {
	ui.Shell
	Tabs         []ui.NavItem
	Month, State string
	Months       []ui.Option
	States       []ui.Option
	Rows         []statementRow
	Summary      string
	Questions    []questionRow
	Pager        ui.Pager
}

type questionRow struct{ Href, Who, Words, When string }

func (r *Rooms) statements(w web.Writer, rq web.Request) error {
	q, l := rq.URL.Query(), rq.Lang
	n := web.PageOf(q)
	p := statementsPage{Shell: rq.Shell(rq.T("pay.tab.statements")), Tabs: tabs(rq, "/staff/statements"), Month: q.Get("month"), State: q.Get("state")}
	x, err := r.Store.Statements(rq.Context(), rq.Actor, p.Month, pay.State(p.State), (n-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	for _, s := range x.Rows {
		p.Rows = append(p.Rows, rowOf(rq, s, "/staff/statements/"))
	}
	ds, err := r.Store.OpenDisputes(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, d := range ds {
		p.Questions = append(p.Questions, questionRow{l.Path("/staff/statements/" + d.Statement + "#questions"), d.WorkerName, d.Words, l.Date(d.Made.DateIn(rq.Hub.Loc))})
	}
	p.Months = []ui.Option{{Label: rq.T("pay.list.all_months")}}
	for _, m := range pay.LastMonths(rq.Today()) {
		p.Months = append(p.Months, ui.Option{Value: m, Label: paystore.MonthName(l, m)})
	}
	p.States = append([]ui.Option{{Label: rq.T("pay.list.all_states")}}, ui.Options(l, "pay.state.", pay.States)...)
	p.Summary = l.T("pay.list.sum", "n", x.Total, "sum", l.Yen(x.Sum), "still", l.Yen(x.Still))
	p.Pager = ui.Pager{Page: n, Size: pageSize, Total: x.Total, Base: l.Path("/staff/statements") + "?month=" + p.Month + "&state=" + p.State + "&p="}
	return w.Page(statementsView(p))
}

func (r *Rooms) staffStatementPage(rq web.Request, wrong string, f ui.Form) (statementPage, error) {
	x, err := r.Store.Statement(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return statementPage{}, err
	}
	ds, err := r.Store.DisputesOf(rq.Context(), rq.Actor, x.ID)
	if err != nil {
		return statementPage{}, err
	}
	l, base := rq.Lang, rq.Lang.Path("/staff/statements/"+x.ID)
	p := statementPage{Shell: rq.Shell(l.T("pay.statement.of", "name", x.WorkerName, "month", paystore.MonthName(l, x.Month))).WithErrors(f), Version: strconv.Itoa(x.Version), Questions: questionsOf(rq, ds)}
	p.Sheet = sheetOf(rq, p.Shell, x, func(y pay.Line) (string, string) {
		if rq.Actor.Can(pay.MayClose) {
			return base + "/lines/" + strconv.Itoa(y.No), l.T("pay.line.correct")
		}
		return l.Path("/staff/orders/" + y.Order), l.T("pay.line.order")
	})
	if x.Document != "" {
		p.Sheet.PDF = base + "/pdf"
	}
	if x.Waits() {
		p.Waits = l.T("pay.statement.no_credit")
	}
	for i, d := range ds {
		if p.Questions[i].Open && rq.Actor.Can(pay.MayClose) {
			p.Questions[i].Action = base + "/questions/" + d.ID
		}
		if d.ID == wrong {
			p.Questions[i].Form = f
		}
	}
	return p, nil
}

func (r *Rooms) staffStatement(w web.Writer, rq web.Request) error {
	p, err := r.staffStatementPage(rq, "", ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(staffStatementView(p))
}

func (r *Rooms) staffPDF(w web.Writer, rq web.Request) error {
	name, media, body, err := r.Store.Paper(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.File(name, media, body, true)
}

func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	q := rq.PathValue("question")
	err := r.Store.AnswerDispute(rq.Context(), rq.Actor, q, rq.FormValue("answer"))
	if err == nil {
		return w.Say("ok", "pay.said.answered").SeeOther("/staff/statements/" + rq.PathValue("id"))
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.staffStatementPage(rq, q, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, staffStatementView(p))
	})
}

type linePage struct {
	ui.Shell
	Form                          ui.Form
	What, Agreed, Amount, Version string
	Back, BackWord, Piece, Order  string
}

func (r *Rooms) linePage(rq web.Request, f ui.Form) (linePage, error) {
	x, err := r.Store.Statement(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return linePage{}, err
	}
	no := intOf(rq.PathValue("no"))
	if no < 1 || no > len(x.Lines) {
		return linePage{}, errLine
	}
	y, l := x.Lines[no-1], rq.Lang
	return linePage{Shell: rq.Shell(l.T("pay.correct.title")).WithErrors(f), Form: f, What: l.T("pay.ask.line", "day", l.Date(y.Received), "title", y.Title, "quantity", paystore.Quantity(l, y), "amount", l.Yen(y.Amount)), Agreed: l.Yen(y.Agreed), Amount: strconv.FormatInt(int64(y.Amount), 10),
		Version: f.Or("version", strconv.Itoa(x.Version)), Back: l.Path("/staff/statements/" + x.ID), BackWord: x.No, Order: l.Path("/staff/orders/" + y.Order), Piece: l.Path("/staff/check/" + y.Piece)}, nil
}

func (r *Rooms) line(w web.Writer, rq web.Request) error {
	p, err := r.linePage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(correctView(p))
}

func (r *Rooms) correct(w web.Writer, rq web.Request) error {
	err := r.Store.Correct(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(rq.FormValue("version")), intOf(rq.PathValue("no")), pay.CorrectForm{Amount: rq.FormValue("amount"), Reason: rq.FormValue("reason")})
	if err == nil {
		return w.Say("ok", "pay.said.corrected").SeeOther("/staff/statements/" + rq.PathValue("id"))
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.linePage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, correctView(p))
	})
}

type clockPage struct {
	ui.Shell
	Tabs, Near []ui.NavItem
	Rows       []clockRow
	Law        string
	Pager      ui.Pager
}

type clockRow struct{ Title, Order, Worker, WorkerHref, Amount, Received, Due, Last, Word, Tag, Interest, Statement string }

var alarmTags = map[duedate.Alarm]string{duedate.Quiet: "info", duedate.Week: "warn", duedate.ThreeDays: "warn", duedate.Today: "bad", duedate.Overdue: "bad"}

func alarmWord(a duedate.Alarm) string {
	if a == duedate.Quiet {
		return "pay.alarm.quiet"
	}
	return "pay.alarm." + string(a)
}

func (r *Rooms) clock(w web.Writer, rq web.Request) error {
	q, l := rq.URL.Query(), rq.Lang
	n, near := web.PageOf(q), duedate.Alarm(q.Get("near"))
	c, err := r.Store.Clock(rq.Context(), rq.Actor, near, (n-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	p := clockPage{Shell: rq.Shell(rq.T("pay.tab.clock")), Tabs: tabs(rq, "/staff/clock"), Law: l.T("pay.clock.law_" + string(c.Law)), Pager: ui.Pager{Page: n, Size: pageSize, Total: c.Total, Base: l.Path("/staff/clock") + "?near=" + string(near) + "&p="}}
	sum := 0
	for _, a := range []duedate.Alarm{duedate.Overdue, duedate.Today, duedate.ThreeDays, duedate.Week, duedate.Quiet} {
		sum += c.Alarms[a]
		p.Near = append(p.Near, ui.NavItem{Href: l.Path("/staff/clock?near=" + string(a)), Label: l.T("pay.clock.near_"+nameOf(a), "n", sum), Current: a == near})
	}
	for _, x := range c.Rows {
		p.Rows = append(p.Rows, clockOf(rq, x))
	}
	return w.Page(clockView(p))
}

func nameOf(a duedate.Alarm) string {
	if a == duedate.Quiet {
		return "all"
	}
	return string(a)
}

func clockOf(rq web.Request, x pay.Clocked) clockRow {
	l := rq.Lang
	row := clockRow{Title: x.Title, Order: l.Path("/staff/orders/" + x.Order), Worker: x.WorkerName, WorkerHref: l.Path("/staff/workers/" + x.Worker), Amount: l.Yen(x.Amount), Received: l.DateShort(x.Received), Due: l.Date(x.Due), Last: l.Date(x.Last), Word: l.T(alarmWord(x.Alarm)), Tag: alarmTags[x.Alarm]}
	if x.Beyond {
		row.Word, row.Tag = l.T("pay.alarm.beyond"), "bad"
	}
	if x.Interest > 0 {
		row.Interest = l.T("pay.clock.interest", "days", x.InterestDays, "amount", l.Yen(x.Interest))
	}
	if x.Statement != "" {
		row.Statement = l.Path("/staff/statements/" + x.Statement)
	}
	return row
}
