package careweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/care"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type tellPage struct {
	ui.Shell
	Form        ui.Form
	Action      string
	Stamp, Once string
	Kinds       []ui.Option
	Handlers    []ui.Option
	Known       bool // signed in as a worker: the name goes with it
	Staff       bool // staff write down what they were told
	Protected   bool // the law of December 2026 is in force
}

func (r *Rooms) tellPage(rq web.Request, f ui.Form) (tellPage, error) {
	hs, err := r.Store.Handlers(rq.Context(), rq.Actor)
	p := tellPage{Shell: rq.Shell(rq.T("care.tell.title")).WithErrors(f), Form: f, Action: rq.Lang.Path("/tell"), Stamp: r.Guard.Stamp(rq, "tell"), Once: f.Or("once", id.Make()),
		Kinds: ui.Options(rq.Lang, "care.case.kind.", care.CaseKinds), Known: rq.Actor.Can(care.MayAsk), Protected: care.WhistleProtected(rq.Today())}
	for _, h := range hs {
		p.Handlers = append(p.Handlers, ui.Option{Value: h.Person, Label: rq.T("care.person", "name", h.Name)})
	}
	p.NoIndex = true
	return p, err
}

func (r *Rooms) tellForm(w web.Writer, rq web.Request) error {
	p, err := r.tellPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(tellView(p))
}

func readCase(rq web.Request) care.CaseForm {
	f := rq.PostForm
	return care.CaseForm{Kind: f.Get("kind"), Words: f.Get("words"), Name: f.Get("name"), Contact: f.Get("contact"), Shut: f["shut"]}
}

func (r *Rooms) tell(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	p, err := r.tellPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	token := ""
	if err = r.Guard.Check(rq, "tell", "words"); err == nil {
		token, err = r.Store.Tell(rq.Context(), rq.Actor, readCase(rq), rq.PostForm.Get("once"))
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell, p.Once = f, p.WithErrors(f), f.Or("once", p.Once)
			return tellView(p)
		})
	}
	return w.Say("ok", "care.said.told").SeeOther("/tell/" + token)
}

type caseRow struct {
	Href, No, Kind, When, Name, Contact, Source, Outcome, Protected string
	Tag                                                             stateTag
	Thread                                                          []ui.Bubble
	Version                                                         int
}

var caseTags = map[care.CaseState]string{care.Received: "info", care.Looking: "warn", care.Acted: "hub", care.Closed: "ok"}

func caseOf(rq web.Request, c care.Case) caseRow {
	r := caseRow{Href: rq.Lang.Path("/staff/care/cases/" + c.ID), No: rq.T("care.case.no", "n", c.No), Kind: rq.T("care.case.kind." + string(c.Kind)), When: rq.Lang.MomentShort(c.Made, rq.Hub.Loc),
		Name: c.Name, Contact: c.Contact, Source: rq.T("care.case.source." + c.Source), Tag: stateTag{caseTags[c.State], rq.T("care.case.state." + string(c.State))}, Version: c.Version}
	if c.Outcome != "" {
		r.Outcome = rq.T("care.outcome." + c.Outcome)
	}
	if c.Kind != "complaint" {
		r.Protected = rq.Lang.DateYear(c.ProtectedUntil)
	}
	for _, e := range c.Thread {
		b := ui.Bubble{Who: e.Actor, When: rq.Lang.MomentShort(e.At, rq.Hub.Loc), Body: e.Body, Kind: rq.T("care.entry." + e.Kind), Mine: e.Kind != "said", Inside: !e.Public()}
		r.Thread = append(r.Thread, b)
	}
	return r
}

type ownPage struct {
	ui.Shell
	Form   ui.Form
	Action string
	Case   caseRow
}

func (r *Rooms) ownCase(w web.Writer, rq web.Request) error { return r.ownPage(w, rq, 200, ui.Form{}) }

func (r *Rooms) ownPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	c, err := r.Store.OwnCase(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	p := ownPage{Shell: rq.Shell(rq.T("care.own.title")).WithErrors(f), Form: f, Action: rq.Lang.Path("/tell/" + rq.PathValue("token")), Case: caseOf(rq, c)}
	p.NoIndex = true
	return w.PageStatus(status, ownView(p))
}

func (r *Rooms) sayMore(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	var err error
	if !r.Guard.Limit.Allow(web.Address(rq.Request)) {
		var c fault.Check
		c.Add("words", "ui.form.calm")
		err = c.Err()
	} else {
		err = r.Store.SayMore(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PostForm.Get("words"))
	}
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.ownPage(w, rq, 422, f)
	}
	return w.Say("ok", "care.said.told").SeeOther("/tell/" + rq.PathValue("token"))
}
