package skillsweb

import (
	"hiroba/internal/base/id"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
)

func (r *Rooms) schoolRoutes(rt *web.Router) {
	keep := web.Need(skills.MayCatalogue)
	rt.Handle("GET /staff/schools", keep, r.schools)
	rt.Handle("POST /staff/schools", keep, r.addSchool)
	rt.Handle("POST /staff/schools/breaks", keep, r.addBreak)
	rt.Handle("POST /staff/schools/breaks/{id}/withdraw", keep, r.withdraw)
}

type schoolsPage struct {
	ui.Shell
	Form    ui.Form
	Once    string
	Schools []schoolCard
	Choose  []ui.Option
}

type schoolCard struct {
	Name   string
	Breaks []breakRow
}

type breakRow struct{ Words, Action string }

func (r *Rooms) schools(w web.Writer, rq web.Request) error {
	return r.schoolsPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) schoolsPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	all, err := r.Store.Schools(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := schoolsPage{Shell: rq.Shell(rq.T("skills.school.calendar")).WithErrors(f), Form: f, Once: f.Or("once", id.Make())}
	for _, s := range all {
		c := schoolCard{Name: schoolWord(rq.Lang, s)}
		for _, b := range s.Breaks {
			c.Breaks = append(c.Breaks, breakRow{breakWord(rq.Lang, b), rq.Lang.Path("/staff/schools/breaks/" + b.ID + "/withdraw")})
		}
		p.Schools = append(p.Schools, c)
		p.Choose = append(p.Choose, ui.Option{Value: s.ID, Label: c.Name})
	}
	return w.PageStatus(status, schoolsView(p))
}

// schoolAfter shows the calendar again: with what is wrong, or with what was done.
func (r *Rooms) schoolAfter(w web.Writer, rq web.Request, err error) error {
	if err == nil {
		return w.Say("ok", "skills.school.saved").SeeOther("/staff/schools")
	}
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return r.schoolsPage(w, rq, 422, f)
}

func (r *Rooms) addSchool(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.schoolAfter(w, rq, r.Store.AddSchool(rq.Context(), rq.Actor, mark(rq), skills.SchoolForm{Name: rq.PostForm.Get("name"), NameEN: rq.PostForm.Get("name_en")}))
}

func (r *Rooms) addBreak(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	return r.schoolAfter(w, rq, r.Store.AddBreak(rq.Context(), rq.Actor, mark(rq), skills.BreakForm{School: v.Get("school"), Name: v.Get("break_name"), NameEN: v.Get("break_en"), From: v.Get("from"), To: v.Get("to")}))
}

func (r *Rooms) withdraw(w web.Writer, rq web.Request) error {
	return r.schoolAfter(w, rq, r.Store.Withdraw(rq.Context(), rq.Actor, rq.PathValue("id")))
}
