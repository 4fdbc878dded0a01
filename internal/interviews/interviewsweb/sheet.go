package interviewsweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills/skillsstore"
)

func (r *Rooms) sheetRoutes(rt *web.Router) {
	rt.Handle("GET /staff/applicants/{id}/sheet", web.Need(interviews.MaySheet), r.sheet)
	rt.Handle("POST /staff/applicants/{id}/sheet", web.Need(interviews.MaySheet), r.saveSheet)
	rt.Handle("POST /staff/applicants/{id}/confided", web.Need(interviews.MayConfide), r.confided)
	rt.Handle("GET /staff/applicants/{id}/decide", web.Need(interviews.MayRun), r.decideForm)
	rt.Handle("POST /staff/applicants/{id}/decide", web.Need(interviews.MayRun), r.decide)
}

type sheetPage struct {
	ui.Shell
	Form              ui.Form
	Base, Name, When  string
	Wants             string
	Sheet             interviews.Sheet
	Version, Saved    string
	MayConfide        bool
	Shown             bool   // the confidential note is on the page
	Confided          string // it
	Decide            string // address of the decision, "" if it is not this person's
	Note2Form         ui.Form
	Computers, Trials []ui.Option
	Networks          []ui.Option
	Noted             []ui.Field // one question for each skill of the catalogue
}

func options(l i18n.Lang, key string, of []string, picked string) []ui.Option {
	var out []ui.Option
	for _, x := range of {
		out = append(out, ui.Option{Value: x, Label: l.T(key + x), On: x == picked})
	}
	return out
}

func (r *Rooms) sheetPage(rq web.Request, f ui.Form) (sheetPage, error) {
	x, err := r.fileOf(rq)
	if err != nil {
		return sheetPage{}, err
	}
	s, err := r.Store.Sheet(rq.Context(), rq.Actor, x.ID)
	l := rq.Lang
	p := sheetPage{Shell: rq.Shell(rq.T("interviews.sheet.of", "name", x.Name)).WithErrors(f), Form: f, Base: l.Path("/staff/applicants/" + x.ID), Name: x.Name, Wants: x.Wants, Sheet: s, Version: strconv.Itoa(s.Version),
		MayConfide: rq.Actor.Can(interviews.MayConfide), Computers: options(l, "interviews.sheet.computer.", interviews.Computers, s.Computer),
		Networks: options(l, "interviews.sheet.network.", interviews.Networks, s.Network), Trials: options(l, "interviews.sheet.trial.", interviews.Trials, s.Trial)}
	if err != nil {
		return p, err
	}
	if p.Noted, err = r.noted(rq, s); err != nil {
		return p, err
	}
	if x.Booking.ID != "" {
		p.When = interviewsstore.When(l, x.Booking.Slot) + "・" + interviewsstore.Where(l, x.Booking)
	}
	if s.Version > 0 {
		p.Saved = rq.T("interviews.sheet.saved", "by", by(rq, s.By), "at", l.MomentShort(s.At, rq.Hub.Loc))
	}
	if rq.Actor.Can(interviews.MayRun) && x.WorkerID == "" && (x.Stage == interviews.Interviewed || x.Stage == interviews.Decided) {
		p.Decide = p.Base + "/decide"
	}
	return p, err
}

func (r *Rooms) sheet(w web.Writer, rq web.Request) error {
	p, err := r.sheetPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(sheetView(p))
}

// noted are the questions about the skills of the catalogue.
func (r *Rooms) noted(rq web.Request, s interviews.Sheet) (out []ui.Field, err error) {
	all, err := r.Store.Catalogue(rq.Context(), rq.Actor)
	for _, k := range all {
		f := ui.Field{Name: "noted_" + k.ID, Label: skillsstore.Name(rq.Lang, k), Free: true, Options: []ui.Option{{Label: rq.T("interviews.sheet.not_seen")}}}
		for n := 1; n <= interviews.NotedMost; n++ {
			f.Options = append(f.Options, ui.Option{Value: strconv.Itoa(n), Label: rq.T("skills.level." + strconv.Itoa(n))})
		}
		for _, x := range s.Noted {
			if x.Skill == k.ID {
				f.Value = strconv.Itoa(x.Level)
			}
		}
		out = append(out, f)
	}
	return out, err
}

// notedIn are the levels that were picked.
func notedIn(v url.Values) (out []interviews.Noted) {
	for name := range v {
		if skill, ok := strings.CutPrefix(name, "noted_"); ok && v.Get(name) != "" {
			n, _ := strconv.Atoi(v.Get(name))
			out = append(out, interviews.Noted{Skill: skill, Level: n})
		}
	}
	slices.SortFunc(out, func(x, y interviews.Noted) int { return strings.Compare(x.Skill, y.Skill) })
	return out
}

func sheetOf(v url.Values) interviews.Sheet {
	version, _ := strconv.Atoi(v.Get("version"))
	return interviews.Sheet{Motives: v.Get("motives"), Hours: v.Get("hours"), Household: v.Get("household"), Computer: v.Get("computer"), Network: v.Get("network"), Device: v.Get("device"),
		Skills: v.Get("skills"), Trial: v.Get("trial"), TrialNote: v.Get("trial_note"), Impression: v.Get("impression"), Note: v.Get("sheet_note"), Noted: notedIn(v), Version: version}
}

func (r *Rooms) saveSheet(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	done := rq.PostForm.Get("do") == "done"
	if err := r.Store.SaveSheet(rq.Context(), rq.Actor, rq.PathValue("id"), sheetOf(rq.PostForm), done); err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			p, err := r.sheetPage(rq, f)
			return sheetView(p), err
		})
	}
	at := "/staff/applicants/" + rq.PathValue("id")
	switch {
	case done && rq.Actor.Can(interviews.MayRun):
		return w.Say("ok", "interviews.sheet.said_done").SeeOther(at + "/decide")
	case done:
		return w.Say("ok", "interviews.sheet.said_done").SeeOther(at)
	}
	return w.Say("ok", "interviews.sheet.said").SeeOther(at + "/sheet")
}

// confided shows the note of the second tier, on record, or keeps it.
func (r *Rooms) confided(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	x := rq.PathValue("id")
	if rq.PostForm.Get("do") == "keep" {
		err := r.Store.Confide(rq.Context(), rq.Actor, x, rq.PostForm.Get("confided"))
		if err == nil {
			return w.Say("ok", "interviews.sheet.said_confided").SeeOther("/staff/applicants/" + x + "/sheet")
		}
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			p, err := r.sheetPage(rq, ui.Form{})
			p.Note2Form, p.Shown = f, true
			p.Shell = p.WithErrors(f)
			return sheetView(p), err
		})
	}
	text, err := r.Store.Reveal(rq.Context(), rq.Actor, x)
	if err != nil {
		return err
	}
	p, err := r.sheetPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	p.Shown, p.Confided = true, text
	return w.Page(sheetView(p))
}

type decidePage struct {
	ui.Shell
	Form          ui.Form
	Base, Name    string
	Outcomes      []ui.Option
	Outcome       string // "" while none is picked
	Label, Follow string
	Subject, Body string
	LaterOn       string
	To            string // where the letter goes
	Sheet         []line // what the sheet says, for one last look
}

func (r *Rooms) decidePage(rq web.Request, f ui.Form) (decidePage, error) {
	x, err := r.fileOf(rq)
	if err != nil {
		return decidePage{}, err
	}
	l := rq.Lang
	p := decidePage{Shell: rq.Shell(rq.T("interviews.decide.title", "name", x.Name)).WithErrors(f), Form: f, Base: l.Path("/staff/applicants/" + x.ID), Name: x.Name, Outcome: rq.URL.Query().Get("outcome")}
	if f.Get("outcome") != "" {
		p.Outcome = f.Get("outcome")
	}
	for _, o := range interviews.Outcomes {
		p.Outcomes = append(p.Outcomes, ui.Option{Value: string(o), Label: rq.T("interviews.outcome." + string(o)), Note: rq.T("interviews.outcome_note." + string(o)), On: string(o) == p.Outcome})
	}
	if !slices.Contains(interviews.Outcomes, interviews.Outcome(p.Outcome)) {
		p.Outcome = ""
	}
	p.To = rq.T("interviews.decide.to_print")
	if x.Mail != "" {
		p.To = rq.T("interviews.decide.to_mail", "mail", x.Mail)
	}
	if p.Outcome != "" {
		theirs := i18n.Of(x.Lang)
		p.Label, p.Follow = rq.T("interviews.outcome."+p.Outcome), rq.T("interviews.outcome_then."+p.Outcome)
		p.Subject = theirs.T("interviews.letter." + p.Outcome + ".subject")
		p.Body = theirs.T("interviews.letter."+p.Outcome+".text", "name", x.Name, "hub", p.HubName, "phone", p.Phone)
		p.LaterOn = rq.Today().AddMonths(3).String()
	}
	return p, r.lookBack(rq, x, &p)
}

// lookBack shows what the sheet says beside the decision.
func (r *Rooms) lookBack(rq web.Request, x interviewsstore.File, p *decidePage) error {
	s, err := r.Store.Sheet(rq.Context(), rq.Actor, x.ID)
	for _, f := range []struct{ key, text string }{{"motives", s.Motives}, {"hours", s.Hours}, {"household", s.Household}, {"skills", s.Skills}, {"trial_note", s.TrialNote}, {"impression", s.Impression}} {
		if f.text != "" {
			p.Sheet = append(p.Sheet, line{At: rq.T("interviews.sheet." + f.key), Text: f.text})
		}
	}
	return err
}

func (r *Rooms) decideForm(w web.Writer, rq web.Request) error {
	p, err := r.decidePage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(decideView(p))
}

func (r *Rooms) decide(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	_, err := r.Store.Decide(rq.Context(), rq.Actor, rq.PathValue("id"), interviews.Decision{Outcome: f.Get("outcome"), Subject: f.Get("subject"), Body: f.Get("body"), LaterOn: f.Get("later_on"), Where: f.Get("where")})
	if err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			p, err := r.decidePage(rq, f)
			return decideView(p), err
		})
	}
	return w.Say("ok", "interviews.decide.said").SeeOther("/staff/applicants/" + rq.PathValue("id"))
}
