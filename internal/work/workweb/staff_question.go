package workweb

import (
	"strconv"
	"strings"

	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work/workstore"
)

type questionsPage struct {
	ui.Shell
	Rows []questionRow
}

// questionRow is a question as a line.
type questionRow struct{ Href, Body, Order, OrderHref, Row, Who, When, Sheet string }

func questionRowOf(rq web.Request, x workstore.Inquiry) questionRow {
	l := rq.Lang
	return questionRow{Href: l.Path("/staff/questions/" + x.ID), Body: x.Body, Order: x.Title, OrderHref: l.Path("/staff/orders/" + x.Order + "/work"), Row: l.T("work.staff.row", "n", x.Row), Who: x.CodeName,
		When: l.MomentShort(x.Asked, rq.Hub.Loc), Sheet: l.Path("/staff/check/"+x.Piece) + "#row" + strconv.Itoa(x.Row)}
}

// questions are all that wait for an answer, the oldest first.
func (r *Rooms) questions(w web.Writer, rq web.Request) error {
	xs, err := r.Store.Inquiries(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := questionsPage{Shell: rq.Shell(rq.T("work.staff.questions.title"))}
	for _, x := range xs {
		p.Rows = append(p.Rows, questionRowOf(rq, x))
	}
	return w.Page(questionsView(p))
}

type questionPage struct {
	ui.Shell
	Form    ui.Form
	Row     questionRow
	Lines   []string
	Body    string
	Version string
	Answer  string // of a question that has one
	By      string
	Next    bool // the answer becomes a new version
}

func (r *Rooms) question(w web.Writer, rq web.Request) error {
	return r.questionPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) questionPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Inquiry(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := questionPage{Shell: rq.Shell(rq.T("work.staff.question.title")).WithErrors(f), Form: f, Row: questionRowOf(rq, x), Lines: x.Instruction.Numbered(), Body: x.Instruction.Body, Version: strconv.Itoa(x.Instruction.No), Next: f.Has("next", "1")}
	if !x.Answered.IsZero() {
		p.Answer, p.By = x.Answer, rq.T("work.staff.question.by", "name", x.AnsweredBy, "when", rq.Lang.MomentShort(x.Answered, rq.Hub.Loc))
	}
	return w.PageStatus(status, oneQuestionView(p))
}

// answer answers a question; with the tick it becomes the next version of the
// instruction: the text as it was changed, or, where it was left, with the answer as its last line.
func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v, form := rq.PostForm, workstore.AnswerForm{Answer: rq.PostForm.Get("answer"), Version: intOf(rq.PostForm.Get("version"))}
	if v.Get("next") == "1" {
		x, err := r.Store.Inquiry(rq.Context(), rq.Actor, rq.PathValue("id"))
		if err != nil {
			return err
		}
		form.Body = nextBody(x.Instruction.Body, v.Get("body"), form.Answer)
	}
	if err := r.Store.Answer(rq.Context(), rq.Actor, rq.PathValue("id"), form); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.questionPage(w, rq, status, f) })
	}
	if form.Body != "" {
		return w.Say("ok", "work.staff.said.answer_all").SeeOther("/staff/questions")
	}
	return w.Say("ok", "work.staff.said.answer_one").SeeOther("/staff/questions")
}

func nextBody(now, typed, answer string) string {
	typed = strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	if typed == "" || typed == now {
		return strings.TrimSpace(now + "\n" + strings.Join(strings.Fields(answer), " "))
	}
	return typed
}
