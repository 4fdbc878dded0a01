package payweb

import (
	"net/http"
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// sheetView is a statement as both sides see it.
type sheetView struct {
	Lang                                 i18n.Lang
	Month, No, Made, State, Tag          string
	Transfer, Due, Account               string
	Worker, WorkerNo, Registration       string
	Orderer, Address                     string
	Track                                []trackStep
	Lines                                []lineView
	Sums                                 [][2]string
	Version, Corrected, Failed, AnswerBy string
	PDF                                  string
}

type trackStep struct {
	Word, Day  string
	Done, Here bool
}

type lineView struct {
	Received, Title, Quantity, Unit, Amount string
	Pieces                                  []pieceView
}

type pieceView struct{ No, Text, Amount, Reason, Href, Label string }

// way leads from a line's piece to where one reads more or says something.
type way func(l pay.Line) (href, label string)

func sheetOf(rq web.Request, s ui.Shell, x pay.Statement, to way) sheetView {
	l := rq.Lang
	v := sheetView{Lang: l, Month: paystore.MonthName(l, x.Month), No: x.No, Made: l.DateYear(x.Made.DateIn(rq.Hub.Loc)), State: l.T("pay.state." + string(x.State)), Tag: stateTag(x.State), Transfer: l.Yen(x.Transfer), Due: l.Date(x.Due),
		Worker: x.WorkerName, WorkerNo: x.WorkerNo, Orderer: s.HubName, Address: s.Address, Sums: paystore.SumRows(l, x), Track: track(rq, x), Registration: l.T("pay.paper.no_number")}
	if x.Number != "" {
		v.Registration = l.T("pay.paper.number", "number", x.Number)
	}
	if x.Last3 != "" {
		v.Account = l.T("pay.account", "bank", x.BankName, "branch", x.Branch, "last", x.Last3)
	}
	if x.Version > 1 {
		v.Version = l.T("pay.paper.version_of", "n", x.Version)
		v.Corrected = l.T("pay.paper.corrected", "reason", paystore.Reason(l, x), "before", l.Yen(x.Before), "more", l.Yen(x.Transfer-x.Before))
	}
	if x.Failed != "" {
		v.State, v.Tag = l.T("pay.list.failed"), "bad"
		v.Failed = l.T("pay.statement.failed", "reason", x.Failed)
	}
	if x.State == pay.Sent && !x.AnswerBy.IsZero() {
		v.AnswerBy = l.T("pay.statement.answer_by", "day", l.Date(x.AnswerBy))
	}
	v.Lines = linesOf(rq, x, to)
	return v
}

// linesOf are the lines as one reads them, each opening down to its pieces.
func linesOf(rq web.Request, x pay.Statement, to way) (out []lineView) {
	l := rq.Lang
	type key struct {
		order, day      string
		added, withhold bool
	}
	of := map[key][]pieceView{}
	keyOf := func(y pay.Line) key { return key{y.Order, y.Received.String(), y.Part > 0, y.Withhold} }
	for _, y := range x.Lines {
		p := pieceView{No: strconv.Itoa(y.No), Text: paystore.Quantity(l, y), Amount: l.Yen(y.Amount)}
		if y.Reason != "" {
			p.Reason = l.T("pay.line.corrected", "reason", y.Reason)
		}
		p.Href, p.Label = to(y)
		of[keyOf(y)] = append(of[keyOf(y)], p)
	}
	for _, y := range paystore.Grouped(x.Lines) {
		out = append(out, lineView{l.DateShort(y.Received), paystore.LineTitle(l, y), paystore.Quantity(l, y), paystore.UnitFee(l, y), l.Yen(y.Amount), of[keyOf(y)]})
	}
	return out
}

func stateTag(s pay.State) string {
	switch s {
	case pay.Locked, pay.Confirmed, pay.Deemed:
		return "ok"
	case pay.Sent:
		return "warn"
	}
	return "info"
}

// track is how far the money is: inspected, settled, told, paid.
func track(rq web.Request, x pay.Statement) []trackStep {
	l := rq.Lang
	day := func(i when.Instant) string { return l.DateShort(i.DateIn(rq.Hub.Loc)) }
	ts := []trackStep{{Word: l.T("pay.track.settled"), Day: day(x.Made), Done: true}, {Word: l.T("pay.track.sent"), Done: !x.Sent.IsZero()}, {Word: l.T("pay.track.confirmed"), Done: !x.Confirmed.IsZero() || x.State == pay.Deemed || x.State == pay.Locked}, {Word: l.T("pay.track.paid"), Day: l.T("pay.track.planned", "day", l.DateShort(x.Due)), Done: x.Open() <= 0}}
	if !x.Sent.IsZero() {
		ts[1].Day = day(x.Sent)
	}
	if !x.Confirmed.IsZero() {
		ts[2].Day = day(x.Confirmed)
	}
	if !x.PaidOn.IsZero() {
		ts[3].Day = l.DateShort(x.PaidOn)
	}
	for i := range ts {
		if !ts[i].Done {
			ts[i].Here = true
			break
		}
	}
	return ts
}

type statementPage struct {
	ui.Shell
	Sheet     sheetView
	Waits     string // that its tax cannot be deducted yet, "" it can
	Confirm   string // action, "" where there is nothing to confirm
	Version   string
	Ask       string
	Questions []questionView
}

// Form is the first form of the page with something to mend.
func (p statementPage) Form() ui.Form {
	for _, q := range p.Questions {
		if q.Form.Bad() {
			return q.Form
		}
	}
	return ui.Form{}
}

type questionView struct {
	What, Words, Answer, By, When, Action string
	Open                                  bool
	Form                                  ui.Form
}

func questionsOf(rq web.Request, ds []paystore.Dispute) (out []questionView) {
	l := rq.Lang
	for _, d := range ds {
		v := questionView{Words: d.Words, Answer: d.Answer, When: l.Date(d.Made.DateIn(rq.Hub.Loc)), Open: d.Answered.IsZero(), What: l.T("pay.question.whole")}
		if d.Line > 0 {
			v.What = l.T("pay.question.line", "n", d.Line)
		}
		if !v.Open {
			v.By = l.T("pay.question.by", "name", d.AnsweredBy)
		}
		out = append(out, v)
	}
	return out
}

func (r *Rooms) statement(w web.Writer, rq web.Request) error {
	x, err := r.Store.Mine(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	ds, err := r.Store.MyDisputes(rq.Context(), rq.Actor, x.ID)
	if err != nil {
		return err
	}
	l, base := rq.Lang, rq.Lang.Path("/my/money/"+x.ID)
	p := statementPage{Shell: rq.Shell(l.T("pay.statement.title", "month", paystore.MonthName(l, x.Month))), Version: strconv.Itoa(x.Version), Ask: base + "/ask", Questions: questionsOf(rq, ds)}
	p.NoIndex = true
	p.Sheet = sheetOf(rq, p.Shell, x, func(y pay.Line) (string, string) {
		return base + "/ask?line=" + strconv.Itoa(y.No), l.T("pay.line.ask")
	})
	if x.Document != "" {
		p.Sheet.PDF = base + "/pdf"
	}
	if x.ConfirmedBy == "" && (x.State == pay.Sent || x.State == pay.Deemed || x.State == pay.Locked) {
		p.Confirm = base + "/confirm"
	}
	return w.Page(statementView(p))
}

func (r *Rooms) statementPDF(w web.Writer, rq web.Request) error {
	name, media, body, err := r.Store.MyPaper(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.File(name, media, body, true)
}

func (r *Rooms) confirm(w web.Writer, rq web.Request) error {
	if err := r.Store.Confirm(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(rq.FormValue("version"))); err != nil {
		return err
	}
	return w.Say("ok", "pay.said.confirmed").SeeOther("/my/money/" + rq.PathValue("id"))
}

type askPage struct {
	ui.Shell
	Form             ui.Form
	What, Back, Once string
	Line             string
}

func (r *Rooms) askPage(rq web.Request, f ui.Form) (askPage, error) {
	x, err := r.Store.Mine(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return askPage{}, err
	}
	l := rq.Lang
	p := askPage{Shell: rq.Shell(l.T("pay.ask.title")).WithErrors(f), Form: f, Back: l.Path("/my/money/" + x.ID), Once: f.Or("once", id.Make()), What: l.T("pay.ask.whole", "no", x.No), Line: rq.FormValue("line")}
	if n := intOf(p.Line); n >= 1 && n <= len(x.Lines) {
		y := x.Lines[n-1]
		p.What = l.T("pay.ask.line", "day", l.Date(y.Received), "title", y.Title, "quantity", paystore.Quantity(l, y), "amount", l.Yen(y.Amount))
	}
	return p, nil
}

func (r *Rooms) askForm(w web.Writer, rq web.Request) error {
	p, err := r.askPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(askView(p))
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	err := r.Store.Ask(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(rq.FormValue("line")), rq.FormValue("words"), rq.FormValue("once"))
	if err == nil {
		return w.Say("ok", "pay.said.asked").SeeOther("/my/money/" + rq.PathValue("id"))
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.askPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, askView(p))
	})
}

// percent is a share of a whole, as a meter takes it.
func percent(part, whole yen.Amount) int {
	if whole <= 0 {
		return 0
	}
	return int(min(100, part*100/whole))
}
