package careweb

import (
	"path"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/care"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

const pageSize = 50

// tabs are the handlers' places.
func tabs(rq web.Request, here string) (out []ui.NavItem) {
	all := []struct{ path, key string }{{"/staff/care", "care.tab.open"}, {"/staff/care?done=1", "care.tab.done"}, {"/staff/care/cases", "care.tab.cases"}, {"/staff/care/cases?done=1", "care.tab.closed"}}
	for _, t := range all {
		out = append(out, ui.NavItem{Href: rq.Lang.Path(t.path), Label: rq.T(t.key), Current: t.path == here})
	}
	if rq.Actor.Can(care.MayName) {
		out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/care/handlers"), Label: rq.T("care.tab.handlers"), Current: here == "/staff/care/handlers"})
	}
	return out
}

type requestsPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Done  bool
	Rows  []requestRow
	Pager ui.Pager
}

func (r *Rooms) requests(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	n := web.PageOf(q)
	done, here := q.Get("done") == "1", "/staff/care"
	if done {
		here += "?done=1"
	}
	xs, total, err := r.Store.Requests(rq.Context(), rq.Actor, !done, (n-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	p := requestsPage{Shell: rq.Shell(rq.T("care.staff.title")), Tabs: tabs(rq, here), Done: done, Pager: ui.Pager{Page: n, Size: pageSize, Total: total, Base: rq.Lang.Path("/staff/care") + "?done=" + q.Get("done") + "&p="}}
	for _, x := range xs {
		p.Rows = append(p.Rows, requestOf(rq, x))
	}
	return w.Page(requestsView(p))
}

// doneQuery keeps to the tab a file is asked for from.
func doneQuery(done bool) string {
	if done {
		return "done=1"
	}
	return ""
}

// exportMost is how many lines a file of requests holds.
const exportMost = 20_000

// requestsFile is the list as a table. As on the page, nobody's words are in it: they
// are read one by one, each look on record.
func (r *Rooms) requestsFile(w web.Writer, rq web.Request) error {
	xs, _, err := r.Store.Requests(rq.Context(), rq.Actor, rq.URL.Query().Get("done") != "1", 0, exportMost)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("care.staff.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("care.col.who"), rq.T("care.col.kind"), rq.T("care.col.when"), rq.T("care.col.state")))
	for _, x := range xs {
		row := requestOf(rq, x)
		t.Lines = append(t.Lines, []any{row.Who, row.Kind, x.Made.DateIn(rq.Hub.Loc), row.Tag.Word})
	}
	return w.Sheet("care"+path.Ext(rq.URL.Path), t)
}

// casesFile is the list of cases as a table, for named handlers: number, kind and
// state, never a name or a word of it.
func (r *Rooms) casesFile(w web.Writer, rq web.Request) error {
	cs, err := r.Store.Cases(rq.Context(), rq.Actor, rq.URL.Query().Get("done") != "1")
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("care.tab.cases")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("care.col.no"), rq.T("care.col.kind"), rq.T("care.col.from"), rq.T("care.col.when"), rq.T("care.col.state")))
	for _, c := range cs {
		row := caseOf(rq, c)
		t.Lines = append(t.Lines, []any{row.No, row.Kind, row.Source, c.Made.DateIn(rq.Hub.Loc), row.Tag.Word})
	}
	return w.Sheet("cases"+path.Ext(rq.URL.Path), t)
}

type requestPage struct {
	ui.Shell
	Form      ui.Form
	Row       requestRow
	Version   string
	Decisions []ui.Option
	Worker    string
	From, To  string
}

func (r *Rooms) request(w web.Writer, rq web.Request) error {
	return r.requestPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) requestPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.ReadRequest(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := requestPage{Shell: rq.Shell(rq.T("care.staff.request_of", "name", x.WorkerName)).WithErrors(f), Form: f, Row: requestOf(rq, x), Version: strconv.Itoa(x.Version),
		Decisions: ui.Options(rq.Lang, "care.state.", []care.RequestState{care.Granted, care.Partly, care.Refused}), Worker: rq.Lang.Path("/staff/workers/" + x.Worker + "/care"),
		From: x.From.String(), To: x.To.String()}
	for i := range p.Decisions {
		p.Decisions[i].On = p.Decisions[i].Value == string(x.State)
	}
	return w.PageStatus(status, requestView(p))
}

func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	version, _ := strconv.Atoi(f.Get("version"))
	err := r.Store.Answer(rq.Context(), rq.Actor, rq.PathValue("id"), version, care.AnswerForm{Decision: f.Get("decision"), Answer: f.Get("answer"), From: f.Get("from"), To: f.Get("to")})
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.requestPage(w, rq, 422, form)
	}
	return w.Say("ok", "care.said.answered").SeeOther("/staff/care")
}

type ofWorkerPage struct {
	ui.Shell
	Tabs   []ui.NavItem
	Form   ui.Form
	Action string
	Once   string
	Kinds  []ui.Option
	Rows   []requestRow
}

func (r *Rooms) ofWorker(w web.Writer, rq web.Request) error {
	p, err := r.ofWorkerPage(rq)
	if err != nil {
		return err
	}
	return w.Page(ofWorkerView(p))
}

func (r *Rooms) ofWorkerPage(rq web.Request) (ofWorkerPage, error) {
	p := ofWorkerPage{Shell: rq.Shell(rq.T("care.staff.of_worker")), Action: rq.Lang.Path("/staff/workers/" + rq.PathValue("id") + "/care"), Once: id.Make(), Kinds: ui.Options(rq.Lang, "care.kind.", care.RequestKinds)}
	p.Tabs = r.Tabs(rq, rq.PathValue("id"))
	xs, err := r.Store.RequestsOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	for _, x := range xs {
		p.Rows = append(p.Rows, requestOf(rq, x))
	}
	return p, err
}

func (r *Rooms) askFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.RequestFor(rq.Context(), rq.Actor, rq.PathValue("id"), care.RequestForm{Kind: f.Get("kind"), Words: f.Get("words")}, f.Get("once"))
	if err != nil {
		p, e := r.ofWorkerPage(rq)
		if e != nil {
			return e
		}
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell, p.Once = f, p.WithErrors(f), f.Or("once", p.Once)
			return ofWorkerView(p)
		})
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/workers/" + rq.PathValue("id") + "/care")
}

type casesPage struct {
	ui.Shell
	Tabs []ui.NavItem
	Done bool
	Rows []caseRow
}

func (r *Rooms) cases(w web.Writer, rq web.Request) error {
	done, here := rq.URL.Query().Get("done") == "1", "/staff/care/cases"
	if done {
		here += "?done=1"
	}
	cs, err := r.Store.Cases(rq.Context(), rq.Actor, !done)
	if err != nil {
		return err
	}
	p := casesPage{Shell: rq.Shell(rq.T("care.staff.title")), Tabs: tabs(rq, here), Done: done}
	for _, c := range cs {
		p.Rows = append(p.Rows, caseOf(rq, c))
	}
	return w.Page(casesView(p))
}

func (r *Rooms) caseForm(w web.Writer, rq web.Request) error {
	p, err := r.caseFormPage(rq)
	if err != nil {
		return err
	}
	return w.Page(caseFormView(p))
}

func (r *Rooms) caseFormPage(rq web.Request) (tellPage, error) {
	p, err := r.tellPage(rq, ui.Form{})
	p.Shell, p.Staff, p.Action = rq.Shell(rq.T("care.staff.case_new")), true, rq.Lang.Path("/staff/care/cases/new")
	return p, err
}

func (r *Rooms) caseFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.TellFor(rq.Context(), rq.Actor, readCase(rq), rq.PostForm.Get("once")); err != nil {
		p, e := r.caseFormPage(rq)
		if e != nil {
			return e
		}
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell, p.Once = f, p.WithErrors(f), f.Or("once", p.Once)
			return caseFormView(p)
		})
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/care/cases")
}

type casePage struct {
	ui.Shell
	Form     ui.Form
	Action   string
	Case     caseRow
	Steps    []ui.Option
	Outcomes []ui.Option
	Others   []ui.Option // handlers who can still be shut out
	Shut     string      // those who are
}

func (r *Rooms) oneCase(w web.Writer, rq web.Request) error {
	return r.casePage(w, rq, 200, ui.Form{})
}

func (r *Rooms) casePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	c, err := r.Store.ReadCase(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	hs, err := r.Store.Handlers(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	row := caseOf(rq, c)
	p := casePage{Shell: rq.Shell(row.No + " " + row.Kind).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/care/cases/" + c.ID), Case: row,
		Steps: ui.Options(rq.Lang, "care.entry.", []string{"reply", "note", "step", "measure", "outcome"}), Outcomes: append([]ui.Option{{Label: rq.T("care.outcome.none")}}, ui.Options(rq.Lang, "care.outcome.", care.Outcomes)...)}
	var out []care.Handler
	for _, h := range hs {
		if slices.Contains(c.Shut, h.Person) {
			out = append(out, h)
		} else if h.Person != rq.Actor.Person {
			p.Others = append(p.Others, ui.Option{Value: h.Person, Label: rq.T("care.person", "name", h.Name)})
		}
	}
	p.Shut = names(rq, out)
	return w.PageStatus(status, caseView(p))
}

func (r *Rooms) step(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	version, _ := strconv.Atoi(f.Get("version"))
	err := r.Store.Step(rq.Context(), rq.Actor, rq.PathValue("id"), version, care.StepForm{Kind: f.Get("step"), Words: f.Get("words"), Outcome: f.Get("outcome")})
	return r.afterCase(w, rq, err)
}

func (r *Rooms) shut(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.afterCase(w, rq, r.Store.Shut(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("shut")))
}

func (r *Rooms) afterCase(w web.Writer, rq web.Request, err error) error {
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.casePage(w, rq, 422, form)
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/care/cases/" + rq.PathValue("id"))
}

type handlersPage struct {
	ui.Shell
	Tabs []ui.NavItem
	Rows []handlerRow
}

type handlerRow struct {
	Person, Name string
	Named        bool
}

// handlers lists who works at the hub, and who of them reads what people write.
func (r *Rooms) handlers(w web.Writer, rq web.Request) error {
	team, err := r.Team(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	hs, err := r.Store.Handlers(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := handlersPage{Shell: rq.Shell(rq.T("care.handlers.title")), Tabs: tabs(rq, "/staff/care/handlers")}
	for _, t := range team {
		p.Rows = append(p.Rows, handlerRow{t.ID, t.Name, slices.ContainsFunc(hs, func(h care.Handler) bool { return h.Person == t.ID })})
	}
	return w.Page(handlersView(p))
}

func (r *Rooms) name(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	person := rq.PostForm.Get("person")
	if rq.PostForm.Get("do") == "end" {
		if err := r.Store.Unname(rq.Context(), rq.Actor, person); err != nil {
			return err
		}
		return w.Say("ok", "care.said.kept").SeeOther("/staff/care/handlers")
	}
	team, err := r.Team(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, t := range team {
		if t.ID == person {
			if err := r.Store.Name(rq.Context(), rq.Actor, t.ID, t.Name); err != nil {
				return err
			}
		}
	}
	return w.Say("ok", "care.said.kept").SeeOther("/staff/care/handlers")
}
