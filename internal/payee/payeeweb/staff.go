package payeeweb

import (
	"net/http"

	"hiroba/internal/payee"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
)

// register is the tax agency's public register of issuers of qualified invoices.
const register = "https://www.invoice-kohyo.nta.go.jp/regno-search/detail?selRegNo="

type workerPage struct {
	ui.Shell
	Form       ui.Form
	Name, Base string
	Tabs       []ui.NavItem
	State      payee.State
	Keep, Fill bool // write down, and enter
	Rows       [][2]string
	Doubts     []string
	Mark, Set  string
	Hows       []ui.Option
	Checks     []line
	Tax        standing
	Corporate  bool
	Register   string
	Number     string // that is to be looked up
	Found      []ui.Option
	Lookups    []line
	Today      string
}

// line is one thing that was done, with when and by whom.
type line struct{ Text, When, By string }

func (r *Rooms) ofWorker(w web.Writer, rq web.Request) error {
	return r.workerPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) workerPage(w web.Writer, rq web.Request, status int, form ui.Form) error {
	id := rq.PathValue("id")
	f, err := r.Store.Of(rq.Context(), rq.Actor, id)
	if err != nil {
		return err
	}
	a := f.Account
	p := workerPage{Shell: rq.Shell(f.Name).WithErrors(form), Form: form, Name: f.Name, Base: rq.Lang.Path("/staff/workers/" + id), Tabs: r.Tabs(rq, id), State: a.State(), Keep: rq.Actor.Can(payee.MayKeep), Fill: rq.Actor.Can(workers.MayKeep),
		Doubts: doubts(rq, a), Mark: a.Mark, Hows: ui.Options(rq.Lang, "payee.how.", payee.StaffHows), Tax: standingOf(rq, f), Corporate: f.Tax(rq.Today()).Corporate, Today: rq.Today().String()}
	if !a.Missing() {
		p.Rows, p.Set = accountRows(rq, a), rq.T("payee.my.set", "at", rq.Lang.DateYear(a.SetOn.DateIn(rq.Hub.Loc)), "by", a.SetBy)
	}
	if n := f.Number(); n != "" {
		p.Number = string(n)
		p.Register = register + n.CorporateNumber()
		p.Found = []ui.Option{{Value: "yes", Label: rq.T("payee.lookup.yes")}, {Value: "no", Label: rq.T("payee.lookup.no")}}
	}
	for _, c := range f.Checks {
		p.Checks = append(p.Checks, line{rq.T("payee.how." + string(c.How)), rq.Lang.DateYear(c.At.DateIn(rq.Hub.Loc)), c.By})
	}
	for _, l := range f.Lookups {
		p.Lookups = append(p.Lookups, line{lookupText(rq, l), rq.Lang.DateYear(l.LookedOn), l.MadeBy})
	}
	return w.PageStatus(status, workerView(p))
}

func lookupText(rq web.Request, l payee.Lookup) string {
	switch {
	case !l.Found:
		return rq.T("payee.lookup.said_no", "number", string(l.Number))
	case l.Until.IsZero():
		return rq.T("payee.lookup.said_from", "number", string(l.Number), "from", rq.Lang.DateYear(l.From))
	}
	return rq.T("payee.lookup.said_until", "number", string(l.Number), "from", rq.Lang.DateYear(l.From), "until", rq.Lang.DateYear(l.Until))
}

func (r *Rooms) confirmFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.ConfirmFor(rq.Context(), rq.Actor, rq.PathValue("id"), payee.CheckForm{Mark: f.Get("mark"), How: f.Get("how")})
	return r.done(w, rq, err, "payee.said.written_down")
}

func (r *Rooms) lookUp(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.LookUp(rq.Context(), rq.Actor, rq.PathValue("id"), payee.LookupForm{Number: f.Get("number"), Found: f.Get("found"), From: f.Get("from"), Until: f.Get("until"), LookedOn: f.Get("looked_on")})
	return r.done(w, rq, err, "payee.said.looked_up")
}

// done answers a form of the worker's page.
func (r *Rooms) done(w web.Writer, rq web.Request, err error, said string) error {
	if err == nil {
		return w.Say("ok", said).SeeOther("/staff/workers/" + rq.PathValue("id") + "/account")
	}
	return w.Mend(err, func(f ui.Form) error { return r.workerPage(w, rq, http.StatusUnprocessableEntity, f) })
}
