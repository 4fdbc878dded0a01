package skillsweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

func (r *Rooms) catalogueRoutes(rt *web.Router) {
	keep := web.Need(skills.MayCatalogue)
	rt.Handle("GET /staff/skills", keep, r.catalogue)
	rt.Handle("POST /staff/skills/ready", keep, r.takeReady)
	rt.Handle("GET /staff/skills/new", keep, r.newSkill)
	rt.Handle("POST /staff/skills/new", keep, r.addSkill)
	rt.Handle("GET /staff/skills/{id}", keep, r.editSkill)
	rt.Handle("POST /staff/skills/{id}", keep, r.saveSkill)
	rt.Handle("POST /staff/skills/{id}/retire", keep, r.retire)
}

type cataloguePage struct {
	ui.Shell
	Rows []catalogueRow
}

type catalogueRow struct {
	Href, Name, Other string
	Levels            []string
	Open              bool
}

func (r *Rooms) catalogue(w web.Writer, rq web.Request) error {
	all, err := r.Store.List(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := cataloguePage{Shell: rq.Shell(rq.T("skills.catalogue.title"))}
	for _, k := range all {
		row := catalogueRow{Href: rq.Lang.Path("/staff/skills/" + k.ID), Name: skillsstore.Name(rq.Lang, k), Other: skillsstore.Name(rq.Lang.Other(), k), Open: k.Open()}
		for n := 1; n <= skills.LevelMost; n++ {
			row.Levels = append(row.Levels, skillsstore.Meaning(rq.Lang, k, n))
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(catalogueView(p))
}

func (r *Rooms) takeReady(w web.Writer, rq web.Request) error {
	if err := r.Store.TakeReady(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "skills.catalogue.ready_taken").SeeOther("/staff/skills")
}

type skillPage struct {
	ui.Shell
	Form    ui.Form
	Action  string
	Once    string
	Version string // "" for a new one
	Skill   skills.Skill
	Open    bool
}

func (r *Rooms) newPage(rq web.Request, f ui.Form) skillPage {
	return skillPage{Shell: rq.Shell(rq.T("skills.catalogue.new")).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/skills/new"), Once: f.Or("once", id.Make())}
}

func (r *Rooms) newSkill(w web.Writer, rq web.Request) error {
	return w.Page(skillView(r.newPage(rq, ui.Form{})))
}

func readSkill(rq web.Request) (f skills.SkillForm) {
	v := rq.PostForm
	f.Name, f.NameEN = v.Get("name"), v.Get("name_en")
	for i := range f.Levels {
		n := strconv.Itoa(i + 1)
		f.Levels[i], f.LevelsEN[i] = v.Get("level"+n), v.Get("level"+n+"_en")
	}
	return f
}

func (r *Rooms) addSkill(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.SaveSkill(rq.Context(), rq.Actor, mark(rq), 0, readSkill(rq)); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return skillView(r.newPage(rq, f)) })
	}
	return w.Say("ok", "skills.catalogue.kept").SeeOther("/staff/skills")
}

func (r *Rooms) skillPage(rq web.Request, f ui.Form) (skillPage, error) {
	k, err := r.Store.Skill(rq.Context(), rq.Actor, rq.PathValue("id"))
	return skillPage{Shell: rq.Shell(skillsstore.Name(rq.Lang, k)).WithErrors(f), Form: f, Action: rq.Lang.Path("/staff/skills/" + k.ID), Version: strconv.Itoa(k.Version), Skill: k, Open: k.Open()}, err
}

func (r *Rooms) editSkill(w web.Writer, rq web.Request) error {
	p, err := r.skillPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(skillView(p))
}

func (r *Rooms) saveSkill(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	before, _ := strconv.Atoi(rq.PostForm.Get("version"))
	if err := r.Store.SaveSkill(rq.Context(), rq.Actor, rq.PathValue("id"), max(before, 1), readSkill(rq)); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		p, err := r.skillPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, skillView(p))
	}
	return w.Say("ok", "skills.catalogue.kept").SeeOther("/staff/skills")
}

func (r *Rooms) retire(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Retire(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("retired") == "1"); err != nil {
		return err
	}
	return w.Say("ok", "skills.catalogue.kept").SeeOther("/staff/skills")
}

// levelField is the form's question for what a level means.
func (p skillPage) levelField(i int, en bool) ui.Field {
	n := strconv.Itoa(i + 1)
	f := ui.Field{Name: "level" + n, Label: p.Lang.T("skills.catalogue.level_means", "level", levelWord(p.Lang, i+1)), Value: p.Skill.Levels[i], Must: true}
	if en {
		f.Name, f.Label, f.Value, f.Must = "level"+n+"_en", p.Lang.T("skills.catalogue.level_en", "level", levelWord(p.Lang, i+1)), p.Skill.LevelsEN[i], false
	}
	return f
}
