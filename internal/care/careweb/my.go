package careweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/care"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type minePage struct {
	ui.Shell
	Form     ui.Form
	Once     string
	Kinds    []ui.Option
	Handlers string
	Requests []requestRow
	Cases    []caseRow
	Surveys  []ui.Link
}

type requestRow struct {
	ID, Href, Kind, Words, Answer, Period, When, By, Who string
	Tag                                                  stateTag
	Open                                                 bool
}

var requestTags = map[care.RequestState]string{care.Open: "info", care.Granted: "ok", care.Partly: "warn", care.Refused: "bad", care.Withdrawn: "hub"}

func requestOf(rq web.Request, x care.Request) requestRow {
	r := requestRow{ID: x.ID, Href: rq.Lang.Path("/staff/care/requests/" + x.ID), Kind: rq.T("care.kind." + string(x.Kind)), Words: x.Words, Answer: x.Answer, When: rq.Lang.MomentShort(x.Made, rq.Hub.Loc),
		By: x.AnsweredBy, Who: x.WorkerName, Open: x.State == care.Open, Tag: stateTag{requestTags[x.State], rq.T("care.state." + string(x.State))}}
	switch {
	case !x.From.IsZero() && !x.To.IsZero():
		r.Period = rq.T("care.request.period", "from", rq.Lang.DateYear(x.From), "to", rq.Lang.DateYear(x.To))
	case !x.From.IsZero():
		r.Period = rq.T("care.request.from", "from", rq.Lang.DateYear(x.From))
	case !x.To.IsZero():
		r.Period = rq.T("care.request.to", "to", rq.Lang.DateYear(x.To))
	}
	return r
}

func (r *Rooms) mine(w web.Writer, rq web.Request) error { return r.minePage(w, rq, 200, ui.Form{}) }

func (r *Rooms) minePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	p := minePage{Shell: rq.Shell(rq.T("care.my.title")).WithErrors(f), Form: f, Once: f.Or("once", id.Make()), Kinds: ui.Options(rq.Lang, "care.kind.", care.RequestKinds)}
	hs, err := r.Store.Handlers(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p.Handlers = names(rq, hs)
	xs, err := r.Store.MyRequests(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, x := range xs {
		p.Requests = append(p.Requests, requestOf(rq, x))
	}
	cs, err := r.Store.MyCases(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, c := range cs {
		p.Cases = append(p.Cases, caseOf(rq, c))
	}
	open, err := r.Store.MySurveys(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, s := range open {
		p.Surveys = append(p.Surveys, ui.Link{Href: rq.Lang.Path("/survey-of-work/" + s.Token), Label: s.Title})
	}
	return w.PageStatus(status, mineView(p))
}

// names says who reads: "Sato, Ito", or that nobody is named yet.
func names(rq web.Request, hs []care.Handler) string {
	if len(hs) == 0 {
		return ""
	}
	s := ""
	for i, h := range hs {
		if i > 0 {
			s += rq.T("care.list_comma")
		}
		s += rq.T("care.person", "name", h.Name)
	}
	return s
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.Request(rq.Context(), rq.Actor, care.RequestForm{Kind: rq.PostForm.Get("kind"), Words: rq.PostForm.Get("words")}, rq.PostForm.Get("once"))
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.minePage(w, rq, 422, f)
	}
	return w.Say("ok", "care.said.asked").SeeOther("/my/care")
}

func (r *Rooms) withdraw(w web.Writer, rq web.Request) error {
	if err := r.Store.Withdraw(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "care.said.withdrawn").SeeOther("/my/care")
}

type voicePage struct {
	ui.Shell
	Form   ui.Form
	Once   string
	Voices []voiceRow
}

type voiceRow struct {
	ID, Body, As, When string
	Tag                stateTag
	Live, New          bool
}

var voiceTags = map[care.VoiceState]string{care.VoiceNew: "info", care.VoicePublic: "ok", care.VoiceDeclined: "hub", care.VoiceWithdrawn: "hub"}

func voiceOf(rq web.Request, v care.Voice) voiceRow {
	return voiceRow{ID: v.ID, Body: v.Body, As: v.As, When: rq.Lang.MomentShort(v.Made, rq.Hub.Loc), Tag: stateTag{voiceTags[v.State], rq.T("care.voice.state." + string(v.State))},
		Live: v.State != care.VoiceWithdrawn, New: v.State == care.VoiceNew}
}

func (r *Rooms) voice(w web.Writer, rq web.Request) error {
	p, err := r.voicePage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(voiceView(p))
}

func (r *Rooms) voicePage(rq web.Request, f ui.Form) (voicePage, error) {
	p := voicePage{Shell: rq.Shell(rq.T("care.voice.title")).WithErrors(f), Form: f, Once: f.Or("once", id.Make())}
	vs, err := r.Store.MyVoices(rq.Context(), rq.Actor)
	for _, v := range vs {
		p.Voices = append(p.Voices, voiceOf(rq, v))
	}
	return p, err
}

func (r *Rooms) offer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.Offer(rq.Context(), rq.Actor, care.VoiceForm{Body: f.Get("body"), As: f.Get("as"), Consent: f.Get("consent") == "1"}, f.Get("once"))
	if err != nil {
		p, e := r.voicePage(rq, ui.Form{})
		if e != nil {
			return e
		}
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return voiceView(p)
		})
	}
	return w.Say("ok", "care.said.offered").SeeOther("/my/voice")
}

func (r *Rooms) takeBack(w web.Writer, rq web.Request) error {
	if err := r.Store.TakeBack(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "care.said.taken_back").SeeOther("/my/voice")
}
