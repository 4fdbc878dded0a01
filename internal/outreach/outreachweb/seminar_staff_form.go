package outreachweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type seminarFormPage struct {
	ui.Shell
	Form        ui.Form
	Before      outreach.SeminarForm
	Series      []string
	Action      string
	ID, Version string
	Back        string
}

// tookDate says how a typed date was understood.
func (p seminarFormPage) tookDate(field string, today when.Date) string {
	typed := p.Form.Get(field)
	d, err := when.ReadDate(typed, today)
	if typed == "" || err != nil {
		return ""
	}
	return p.Lang.DateYear(d)
}

func (r *Rooms) seminarFormPage(rq web.Request, f ui.Form, e outreachstore.Edition) (seminarFormPage, error) {
	p := seminarFormPage{Shell: rq.Shell(rq.T("outreach.staff.new")).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/seminars/new"), Back: rq.Lang.Path("/staff/seminars"),
		ID: f.Or("id", id.Make()), Version: "0", Before: outreach.SeminarForm{Doors: "20"}}
	if e.ID != "" {
		p.Shell.Title = rq.T("outreach.staff.edit")
		p.Back = rq.Lang.Path("/staff/seminars/" + e.ID)
		p.Action, p.ID, p.Version, p.Before = p.Back+"/edit", e.ID, f.Or("version", strconv.Itoa(e.Version)), seminarAsTyped(rq, e.Seminar)
	}
	var err error
	p.Series, err = r.Store.SeriesNames(rq.Context(), rq.Actor)
	return p, err
}

// seminarAsTyped is a kept seminar as it would have been typed.
func seminarAsTyped(rq web.Request, s outreach.Seminar) outreach.SeminarForm {
	f := outreach.SeminarForm{Series: s.Series, Title: s.Title, TitleEN: s.TitleEN, Lead: s.Lead, LeadEN: s.LeadEN, About: s.About, Points: s.Points, Speakers: s.Speakers, Bring: s.Bring,
		Date: outreachstore.Day(s).String(), From: s.Starts.ClockIn(rq.Hub.Loc).String(), To: s.Ends.ClockIn(rq.Hub.Loc).String(), Doors: strconv.Itoa(s.Doors),
		Place: s.Place, PlaceEN: s.PlaceEN, OnlineURL: s.OnlineURL, Adults: strconv.Itoa(s.Capacity.Adults), Children: strconv.Itoa(s.Capacity.Children), CareNote: s.CareNote}
	if !s.CareUntil.IsZero() {
		f.CareUntil = s.CareUntil.String()
	}
	if s.Target > 0 {
		f.Target = strconv.Itoa(s.Target)
	}
	return f
}

func (r *Rooms) newSeminar(w web.Writer, rq web.Request) error {
	p, err := r.seminarFormPage(rq, ui.Form{}, outreachstore.Edition{})
	if err != nil {
		return err
	}
	return w.Page(seminarFormView(p, rq.Today()))
}

func (r *Rooms) editSeminar(w web.Writer, rq web.Request) error {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p, err := r.seminarFormPage(rq, ui.Form{}, e)
	if err != nil {
		return err
	}
	return w.Page(seminarFormView(p, rq.Today()))
}

func readSeminar(rq web.Request) outreach.SeminarForm {
	f := rq.PostForm
	return outreach.SeminarForm{Series: f.Get("series"), Title: f.Get("title"), TitleEN: f.Get("title_en"), Lead: f.Get("lead"), LeadEN: f.Get("lead_en"), About: f.Get("about"),
		Points: f.Get("points"), Speakers: f.Get("speakers"), Bring: f.Get("bring"), Date: f.Get("date"), From: f.Get("from"), To: f.Get("to"), Doors: f.Get("doors"),
		Place: f.Get("place"), PlaceEN: f.Get("place_en"), OnlineURL: f.Get("online_url"), Adults: f.Get("adults"), Children: f.Get("children"), CareUntil: f.Get("care_until"),
		CareNote: f.Get("care_note"), Target: f.Get("target")}
}

func (r *Rooms) saveSeminar(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	var e outreachstore.Edition
	cmd := outreachstore.SaveSeminar{ID: rq.PostForm.Get("id"), Form: readSeminar(rq)}
	var err error
	if at := rq.PathValue("id"); at != "" {
		cmd.ID = at
		cmd.Version, _ = strconv.Atoi(rq.PostForm.Get("version"))
		if e, err = r.Store.Edition(rq.Context(), rq.Actor, at); err != nil {
			return err
		}
	}
	kept, err := r.Store.SaveSeminar(rq.Context(), rq.Actor, cmd)
	if err != nil {
		p, wrong := r.seminarFormPage(rq, ui.Form{Values: rq.PostForm}, e)
		if wrong != nil {
			return wrong
		}
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return seminarFormView(p, rq.Today())
		})
	}
	return w.Say("ok", "outreach.staff.saved").SeeOther("/staff/seminars/" + kept)
}

// seriesHint names the series there are, so that a new edition joins one by its name.
func (p seminarFormPage) seriesHint() string {
	if len(p.Series) == 0 {
		return p.Lang.T("outreach.staff.series_first")
	}
	return p.Lang.T("outreach.staff.series_hint", "names", outreachstore.Joined(p.Lang, p.Series))
}
