package outreachweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) surveyRoutes(rt *web.Router) {
	open := web.Public("whoever was at a seminar")
	rt.Handle("GET /survey/{id}", open, r.surveyForm)
	rt.Handle("POST /survey/{id}", open, r.survey)
	rt.Handle("GET /survey/{id}/thanks", open, r.surveyThanks)
}

type surveyPage struct {
	ui.Shell
	Form        ui.Form
	Card        semCard
	Action      string
	Stamp, Once string
	Ticket      string // the token by which somebody came here
}

func (p surveyPage) clears() (out []ui.Option) {
	for n := outreach.SurveyClears; n >= 1; n-- {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: p.Lang.T("outreach.survey.clear." + strconv.Itoa(n))})
	}
	return out
}

func (p surveyPage) works() (out []ui.Option) {
	for _, w := range outreach.SurveyWorks {
		out = append(out, ui.Option{Value: w, Label: p.Lang.T("outreach.survey.work." + w)})
	}
	return out
}

func (p surveyPage) yes(key string) []ui.Option {
	return []ui.Option{{Value: "1", Label: p.Lang.T(key)}}
}

func (r *Rooms) surveyPage(rq web.Request, f ui.Form) (surveyPage, error) {
	s, err := r.Store.SurveyOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return surveyPage{}, err
	}
	p := surveyPage{Shell: rq.Shell(rq.T("outreach.survey.title")).WithErrors(f), Form: f, Card: cardOf(rq, s), Action: rq.Lang.Path("/survey/" + s.ID), Stamp: r.guard().Stamp(rq, "survey"),
		Once: f.Or("once", id.Make()), Ticket: f.Or("ticket", rq.URL.Query().Get("t"))}
	p.NoIndex = true
	return p, nil
}

func (r *Rooms) surveyForm(w web.Writer, rq web.Request) error {
	p, err := r.surveyPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(surveyView(p))
}

func (r *Rooms) survey(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	p, err := r.surveyPage(rq, ui.Form{Values: rq.PostForm})
	if err != nil {
		return err
	}
	f := rq.PostForm
	form := outreach.SurveyForm{Clear: f.Get("clear"), Work: f.Get("work"), Words: f.Get("words"), Contact: f.Get("contact"), Interview: f.Get("interview") == "1", Care: f.Get("care") == "1"}
	if _, err = form.Read(f.Get("ticket") != ""); err == nil {
		err = r.guard().Check(rq, "survey", "clear")
	}
	if err == nil {
		err = r.Store.Survey(rq.Context(), rq.Actor, rq.PathValue("id"), f.Get("ticket"), f.Get("once"), form)
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return surveyView(p)
		})
	}
	return w.SeeOther("/survey/" + rq.PathValue("id") + "/thanks")
}

func (r *Rooms) surveyThanks(w web.Writer, rq web.Request) error {
	p := againPage{Shell: rq.Shell(rq.T("outreach.survey.thanks")), Back: rq.Lang.Path("/")}
	p.NoIndex = true
	return w.Page(surveyThanksView(p))
}
