package mydataweb

import (
	"slices"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/mydata"
	"hiroba/internal/platform/personal"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
)

type minePage struct {
	ui.Shell
	Form     ui.Form
	Once     string
	Worker   bool // works for the hub: her own frame, and a file she mends herself
	Making   bool
	Files    []fileRow
	Requests []row
	Plan     plan
	Days     int
}

type fileRow struct {
	When, Ends, JSON, PDF string
	Ready                 bool
}

// plan is what would go and what would stay, in words.
type plan struct {
	Gone []string
	Kept []keptRow
}

// keptRow is one reason with what stays for it.
type keptRow struct {
	Law  string
	What []string
}

// moneyLaw is the reason that holds only while there are papers of money.
const moneyLaw = "mydata.law.money"

func planOf(rq web.Request, p personal.Plan) (out plan) {
	until := ""
	if d, err := workers.KeptOf("money", rq.Today()); err == nil {
		until = rq.Lang.DateYear(d)
	}
	for _, t := range p.Gone {
		out.Gone = append(out.Gone, rq.T("mydata.table."+t))
	}
	for _, k := range p.Kept {
		if k.Law == moneyLaw && !p.Money {
			continue
		}
		law, what := rq.T(k.Law, "date", until), rq.T("mydata.table."+k.Table)
		i := slices.IndexFunc(out.Kept, func(r keptRow) bool { return r.Law == law })
		if i < 0 {
			out.Kept = append(out.Kept, keptRow{Law: law})
			i = len(out.Kept) - 1
		}
		out.Kept[i].What = append(out.Kept[i].What, what)
	}
	return out
}

func (r *Rooms) minePage(rq web.Request, f ui.Form, title string) (minePage, error) {
	p := minePage{Shell: rq.Shell(rq.T(title)).WithErrors(f), Form: f, Once: f.Or("once", id.Make()), Days: mydata.AnswerDays}
	x, err := r.Store.Mine(rq.Context(), rq.Actor)
	if err != nil {
		return p, err
	}
	p.Worker, p.Requests = x.Worker, rowsOf(rq, x.Requests)
	for _, e := range x.Exports {
		base := rq.Lang.Path("/me/data/files/" + e.ID)
		switch e.State {
		case mydata.Waiting:
			p.Making = true
			p.Files = append(p.Files, fileRow{When: rq.Lang.Moment(e.Asked, rq.Hub.Loc)})
		case mydata.Ready:
			p.Files = append(p.Files, fileRow{When: rq.Lang.Moment(e.Ready, rq.Hub.Loc), Ends: rq.Lang.DateYear(e.Ends.DateIn(rq.Hub.Loc)), Ready: true, JSON: base + "/my-data.json", PDF: base + "/my-data.pdf"})
		}
	}
	return p, nil
}

func (r *Rooms) mine(w web.Writer, rq web.Request) error {
	p, err := r.plainPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(mineView(p))
}

func (r *Rooms) gather(w web.Writer, rq web.Request) error {
	if err := r.Store.Gather(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "mydata.said.gather").SeeOther("/me/data")
}

func (r *Rooms) takeJSON(w web.Writer, rq web.Request) error {
	return r.take(w, rq, "json", "application/json; charset=utf-8")
}

func (r *Rooms) takePDF(w web.Writer, rq web.Request) error {
	return r.take(w, rq, "pdf", "application/pdf")
}

func (r *Rooms) take(w web.Writer, rq web.Request, file, kind string) error {
	b, err := r.Store.Take(rq.Context(), rq.Actor, rq.PathValue("id"), file)
	if err != nil {
		return err
	}
	return w.File("my-data."+file, kind, b, true)
}

// erasePage is the page with what would go and what would stay.
func (r *Rooms) erasePage(rq web.Request, f ui.Form) (minePage, error) {
	p, err := r.minePage(rq, f, "mydata.erase.title")
	if err != nil {
		return p, err
	}
	x, err := r.Store.Foresee(rq.Context(), rq.Actor)
	p.Plan = planOf(rq, x)
	return p, err
}

func (r *Rooms) plainPage(rq web.Request, f ui.Form) (minePage, error) {
	return r.minePage(rq, f, "mydata.title")
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	return r.asked(w, rq, mydata.Correct, r.plainPage, mineView)
}

func (r *Rooms) askErase(w web.Writer, rq web.Request) error {
	return r.asked(w, rq, mydata.Erase, r.erasePage, eraseView)
}

// formOf is a request as typed.
func formOf(rq web.Request, kind mydata.Kind) mydata.Form {
	return mydata.Form{Kind: string(kind), Words: rq.PostForm.Get("words"), Sure: rq.PostForm.Get("sure") == "1"}
}

func (r *Rooms) asked(w web.Writer, rq web.Request, kind mydata.Kind, page func(web.Request, ui.Form) (minePage, error), view func(minePage) templ.Component) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.Ask(rq.Context(), rq.Actor, formOf(rq, kind), rq.PostForm.Get("once"))
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		p, err := page(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, view(p))
	}
	return w.Say("ok", "mydata.said.asked", "n", mydata.AnswerDays).SeeOther("/me/data")
}

func (r *Rooms) withdraw(w web.Writer, rq web.Request) error {
	if err := r.Store.Withdraw(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "mydata.said.withdrawn").SeeOther("/me/data")
}

func (r *Rooms) erase(w web.Writer, rq web.Request) error {
	p, err := r.erasePage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(eraseView(p))
}
