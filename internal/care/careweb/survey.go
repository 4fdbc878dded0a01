package careweb

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/care"
	"hiroba/internal/care/carestore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type sheetPage struct {
	ui.Shell
	Form   ui.Form
	Action string
	Survey carestore.Sheet
	Closes string
}

func (r *Rooms) sheet(w web.Writer, rq web.Request) error {
	p, err := r.sheetPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(sheetView(p))
}

func (r *Rooms) sheetPage(rq web.Request, f ui.Form) (sheetPage, error) {
	x, err := r.Store.Sheet(rq.Context(), rq.Actor, rq.PathValue("token"))
	p := sheetPage{Shell: rq.Shell(x.Title).WithErrors(f), Form: f, Action: rq.Lang.Path("/survey-of-work/" + rq.PathValue("token")), Survey: x, Closes: rq.Lang.Date(x.Closes)}
	p.NoIndex = true
	return p, err
}

func (r *Rooms) answerSheet(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	p, err := r.sheetPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	var typed []string
	for i := range p.Survey.Questions {
		typed = append(typed, rq.PostForm.Get("q"+strconv.Itoa(i+1)))
	}
	if err := r.Store.AnswerSheet(rq.Context(), rq.Actor, rq.PathValue("token"), typed); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return sheetView(p)
		})
	}
	return w.SeeOther("/survey-of-work/" + rq.PathValue("token") + "/thanks")
}

func (r *Rooms) thanks(w web.Writer, rq web.Request) error {
	s := rq.Shell(rq.T("care.sheet.thanks"))
	s.NoIndex = true
	return w.Page(thanksView(s))
}

// scale are the five answers of a scale, from "not at all" to "very much".
func (p sheetPage) scale() (out []ui.Option) {
	for n := 1; n <= 5; n++ {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: p.Lang.T("care.scale." + strconv.Itoa(n))})
	}
	return out
}

func plain(choices []string) (out []ui.Option) {
	for _, c := range choices {
		out = append(out, ui.Option{Value: c, Label: c})
	}
	return out
}

type surveysPage struct {
	ui.Shell
	Rows []surveyRow
}

type surveyRow struct {
	Href, Title, When, Closes, Answers string
	Tag                                stateTag
}

var surveyTags = map[care.SurveyState]string{care.Draft: "hub", care.SurveyOpen: "info", care.SurveyOver: "ok"}

func (r *Rooms) surveys(w web.Writer, rq web.Request) error {
	xs, err := r.Store.Surveys(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := surveysPage{Shell: rq.Shell(rq.T("care.survey.title"))}
	for _, x := range xs {
		row := surveyRow{Href: rq.Lang.Path("/staff/surveys/" + x.ID), Title: x.Title, When: rq.Lang.MomentShort(x.Made, rq.Hub.Loc), Closes: rq.Lang.DateShort(x.Closes), Tag: stateTag{surveyTags[x.State], rq.T("care.survey.state." + string(x.State))}}
		if x.State != care.Draft {
			row.Answers = rq.T("care.survey.of", "n", x.Answered, "all", x.Asked)
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(surveysView(p))
}

type surveyPage struct {
	ui.Shell
	Form     ui.Form
	Action   string
	Version  string
	Survey   care.Survey
	Closes   string
	Kinds    []ui.Option
	Results  []tallyView
	Of       string
	Masked   bool
	Question []questionRow
}

type questionRow struct{ No, Kind, Label, Choices string }

type tallyView struct {
	Label, Mean string
	Bars        []bar
	Texts       []string
}

type bar struct {
	Label   string
	N       string
	Percent int
}

func (r *Rooms) newSurvey(w web.Writer, rq web.Request) error {
	return w.Page(surveyEditView(r.editPage(rq, id.Make(), care.Survey{State: care.Draft, Closes: rq.Today().AddDays(14)}, ui.Form{})))
}

// editPage has as many rows as a survey may have questions.
func (r *Rooms) editPage(rq web.Request, surveyID string, x care.Survey, f ui.Form) surveyPage {
	p := surveyPage{Shell: rq.Shell(rq.T("care.survey.edit")).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/surveys/" + surveyID), Version: strconv.Itoa(x.Version), Survey: x, Kinds: ui.Options(rq.Lang, "care.question.", care.QuestionKinds)}
	if !x.Closes.IsZero() {
		p.Closes = x.Closes.String()
	}
	for i := range care.QuestionsMost {
		q := questionRow{No: strconv.Itoa(i + 1), Kind: "scale"}
		if i < len(x.Questions) {
			q.Kind, q.Label, q.Choices = x.Questions[i].Kind, x.Questions[i].Label, strings.Join(x.Questions[i].Choices, "\n")
		}
		p.Question = append(p.Question, q)
	}
	return p
}

func (r *Rooms) survey(w web.Writer, rq web.Request) error {
	x, ts, err := r.Store.Results(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	if x.State == care.Draft {
		return w.Page(surveyEditView(r.editPage(rq, x.ID, x, ui.Form{})))
	}
	p := surveyPage{Shell: rq.Shell(x.Title), Action: rq.Lang.Path("/staff/surveys/" + x.ID), Survey: x, Closes: rq.Lang.DateYear(x.Closes), Of: rq.T("care.survey.of", "n", x.Answered, "all", x.Asked), Masked: !x.Shown()}
	for _, t := range ts {
		p.Results = append(p.Results, tallyOf(rq, t))
	}
	return w.Page(surveyView(p))
}

func tallyOf(rq web.Request, t care.Tally) tallyView {
	v := tallyView{Label: t.Label, Texts: t.Texts}
	if t.Kind == "scale" && t.Answers > 0 {
		m := t.Mean()
		v.Mean = rq.T("care.survey.mean", "mean", strconv.Itoa(m/10)+"."+strconv.Itoa(m%10))
	}
	for _, c := range t.Counts {
		label := c.Label
		if t.Kind == "scale" {
			label = rq.T("care.scale." + c.Label)
		}
		v.Bars = append(v.Bars, bar{label, rq.T("care.survey.people", "n", c.N), 100 * c.N / max(t.Answers, 1)})
	}
	return v
}

func readSurvey(f url.Values) care.SurveyForm {
	x := care.SurveyForm{Title: f.Get("title"), Lead: f.Get("lead"), Closes: f.Get("closes"), Named: f.Get("named") == "1"}
	for i := range care.QuestionsMost {
		n := strconv.Itoa(i + 1)
		x.Questions = append(x.Questions, care.QuestionForm{Kind: f.Get("kind" + n), Label: f.Get("label" + n), Choices: f.Get("choices" + n)})
	}
	return x
}

func (r *Rooms) saveSurvey(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	surveyID := rq.PathValue("id")
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	if err := r.Store.SaveSurvey(rq.Context(), rq.Actor, surveyID, version, readSurvey(rq.PostForm)); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			return surveyEditView(r.editPage(rq, surveyID, care.Survey{Version: version}, f))
		})
	}
	if rq.PostForm.Get("then") == "send" {
		return w.SeeOther("/staff/surveys/" + surveyID + "/send")
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/surveys/" + surveyID)
}

func (r *Rooms) confirmSend(w web.Writer, rq web.Request) error {
	x, err := r.Store.Survey(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.Page(confirmSendView(surveyPage{Shell: rq.Shell(rq.T("care.survey.send_title", "title", x.Title)), Action: rq.Lang.Path("/staff/surveys/" + x.ID), Survey: x, Version: strconv.Itoa(x.Version), Closes: rq.Lang.DateYear(x.Closes)}))
}

func (r *Rooms) send(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	if err := r.Store.Send(rq.Context(), rq.Actor, rq.PathValue("id"), version); err != nil {
		return err
	}
	return w.Say("ok", "care.said.sent").SeeOther("/staff/surveys/" + rq.PathValue("id"))
}

func (r *Rooms) closeSurvey(w web.Writer, rq web.Request) error {
	if err := r.Store.CloseSurvey(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "care.said.closed").SeeOther("/staff/surveys/" + rq.PathValue("id"))
}

type voicesPage struct {
	ui.Shell
	Rows []voiceRow
}

func (r *Rooms) voices(w web.Writer, rq web.Request) error {
	vs, err := r.Store.Voices(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := voicesPage{Shell: rq.Shell(rq.T("care.voices.title"))}
	for _, v := range vs {
		p.Rows = append(p.Rows, voiceOf(rq, v))
	}
	return w.Page(voicesView(p))
}

func (r *Rooms) decide(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Decide(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("do") == "show"); err != nil {
		return err
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/voices")
}
