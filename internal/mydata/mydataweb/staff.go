package mydataweb

import (
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/mydata"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

const pageSize = 50

type requestsPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Rows  []row
	Pager ui.Pager
}

func (r *Rooms) requests(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	n := web.PageOf(q)
	done := q.Get("done") == "1"
	xs, total, err := r.Store.Requests(rq.Context(), rq.Actor, !done, (n-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	p := requestsPage{Shell: rq.Shell(rq.T("mydata.staff.title")), Rows: rowsOf(rq, xs), Pager: ui.Pager{Page: n, Size: pageSize, Total: total, Base: rq.Lang.Path("/staff/data") + "?done=" + q.Get("done") + "&p="},
		Tabs: []ui.NavItem{{Href: rq.Lang.Path("/staff/data"), Label: rq.T("mydata.staff.open"), Current: !done}, {Href: rq.Lang.Path("/staff/data?done=1"), Label: rq.T("mydata.staff.done"), Current: done}}}
	return w.Page(requestsView(p))
}

type requestPage struct {
	ui.Shell
	Form          ui.Form
	Row           row
	Version, File string
	Erase         bool
	Plan          plan
	Decisions     []ui.Option
}

func (r *Rooms) request(w web.Writer, rq web.Request) error {
	return r.requestPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) requestPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Request(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	kind := string(x.Kind)
	p := requestPage{Shell: rq.Shell(rq.T("mydata.kind." + kind)).WithErrors(f), Form: f, Row: rowOf(rq, x.Request), Version: strconv.Itoa(x.Version), Erase: x.Kind == mydata.Erase, Plan: planOf(rq, x.Plan),
		Decisions: []ui.Option{{Value: string(mydata.Done), Label: rq.T("mydata.decide." + kind)}, {Value: string(mydata.Refused), Label: rq.T("mydata.decide.refuse")}}}
	if x.Worker != "" {
		p.File = rq.Lang.Path("/staff/workers/" + x.Worker)
	}
	return w.PageStatus(status, requestView(p))
}

func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	version, _ := strconv.Atoi(f.Get("version"))
	err := r.Store.Answer(rq.Context(), rq.Actor, rq.PathValue("id"), version, mydata.AnswerForm{Decision: f.Get("decision"), Answer: f.Get("answer")})
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.requestPage(w, rq, 422, form)
	}
	return w.Say("ok", "mydata.said.answered").SeeOther("/staff/data")
}

type ofWorkerPage struct {
	ui.Shell
	Tabs     []ui.NavItem
	Form     ui.Form
	Action   string
	Once     string
	Kinds    []ui.Option
	Requests []row
}

func (r *Rooms) ofWorkerPage(rq web.Request, f ui.Form) (ofWorkerPage, error) {
	p := ofWorkerPage{Shell: rq.Shell(rq.T("mydata.staff.of")).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/workers/" + rq.PathValue("id") + "/data"), Once: f.Or("once", id.Make()), Tabs: r.Tabs(rq, rq.PathValue("id"))}
	for _, k := range []mydata.Kind{mydata.Correct, mydata.Erase} {
		p.Kinds = append(p.Kinds, ui.Option{Value: string(k), Label: rq.T("mydata.kind." + string(k))})
	}
	x, err := r.Store.Of(rq.Context(), rq.Actor, rq.PathValue("id"))
	p.Requests = rowsOf(rq, x.Requests)
	return p, err
}

func (r *Rooms) ofWorker(w web.Writer, rq web.Request) error {
	p, err := r.ofWorkerPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(ofWorkerView(p))
}

// again shows a worker's page with what is wrong.
func (r *Rooms) again(w web.Writer, rq web.Request, err error) error {
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	p, err := r.ofWorkerPage(rq, f)
	if err != nil {
		return err
	}
	return w.PageStatus(422, ofWorkerView(p))
}

func (r *Rooms) askFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.AskFor(rq.Context(), rq.Actor, rq.PathValue("id"), formOf(rq, mydata.Kind(rq.PostForm.Get("kind"))), rq.PostForm.Get("once"))
	if err != nil {
		return r.again(w, rq, err)
	}
	return w.Say("ok", "mydata.said.kept").SeeOther("/staff/workers/" + rq.PathValue("id") + "/data")
}

func (r *Rooms) print(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	b, err := r.Store.Print(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("reason"))
	if err != nil {
		return r.again(w, rq, err)
	}
	return w.File("my-data.pdf", "application/pdf", b, false)
}
