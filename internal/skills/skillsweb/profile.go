package skillsweb

import (
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

type profilePage struct {
	frame
	Form    ui.Form
	Once    string
	Today   string
	Skills  []skillCard
	Choose  []ui.Option
	Levels  []ui.Option
	Sources []ui.Option
	Guide   []guide // what the levels of each skill mean
}

// skillCard is one skill somebody has, with where that is known from.
type skillCard struct {
	Name, Level, Meaning, Source, Since, Speed string
	Kind                                       string // of the source's tag
	Evidence                                   []evidenceRow
}

type evidenceRow struct{ Level, Source, On, By, Note, Void, VoidHref string }

type guide struct {
	Name   string
	Levels []string
}

func levelWord(l i18n.Lang, n int) string { return l.T("skills.level." + strconv.Itoa(n)) }

func (r *Rooms) profile(w web.Writer, rq web.Request, p person) error {
	return r.profilePage(w, rq, p, 200, ui.Form{})
}

func (r *Rooms) profilePage(w web.Writer, rq web.Request, p person, status int, f ui.Form) error {
	got, err := r.Store.Profile(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	l := rq.Lang
	page := profilePage{frame: r.frame(rq, p, got.Worker, rq.T("skills.tab.skills")), Form: f, Once: f.Or("once", id.Make()), Today: rq.Today().String()}
	page.Shell = page.Shell.WithErrors(f)
	page.Choose = []ui.Option{{Label: l.T("skills.evidence.choose")}}
	for _, k := range got.Catalogue {
		if len(got.Evidence[k.ID]) > 0 {
			page.Skills = append(page.Skills, page.card(rq, k, got))
		}
		if k.Open() {
			page.Choose = append(page.Choose, ui.Option{Value: k.ID, Label: skillsstore.Name(l, k)})
			g := guide{Name: skillsstore.Name(l, k)}
			for n := 1; n <= skills.LevelMost; n++ {
				g.Levels = append(g.Levels, skillsstore.Meaning(l, k, n))
			}
			page.Guide = append(page.Guide, g)
		}
	}
	for n := 1; n <= skills.LevelMost; n++ {
		page.Levels = append(page.Levels, ui.Option{Value: strconv.Itoa(n), Label: levelWord(l, n)})
	}
	for _, s := range []skills.Source{skills.Interview, skills.Test, skills.Declared} {
		page.Sources = append(page.Sources, ui.Option{Value: string(s), Label: sourceWord(l, s)})
	}
	return w.PageStatus(status, profileView(page))
}

func sourceWord(l i18n.Lang, s skills.Source) string { return l.T("skills.source." + string(s)) }

// sourceKinds are the colours of the sources: the more certain, the stronger.
var sourceKinds = map[skills.Source]string{skills.Declared: "line", skills.Interview: "info", skills.Test: "hub", skills.Work: "ok"}

func (p profilePage) card(rq web.Request, k skills.Skill, got skillsstore.Profile) skillCard {
	l, now := rq.Lang, got.Levels[k.ID]
	c := skillCard{Name: skillsstore.Name(l, k)}
	if now.Level > 0 {
		c.Level, c.Meaning, c.Source, c.Kind = levelWord(l, now.Level), skillsstore.Meaning(l, k, now.Level), sourceWord(l, now.Source), sourceKinds[now.Source]
		c.Since = l.DateYear(now.Since)
	}
	if s, ok := got.Speeds[k.ID]; ok {
		c.Speed = l.T("skills.speed.line", "seconds", s.SecondsEach, "pieces", s.Pieces, "sure", s.Sure)
	}
	for _, e := range got.Evidence[k.ID] {
		row := evidenceRow{Level: levelWord(l, e.Level), Source: sourceWord(l, e.Source), On: l.DateYear(e.On), By: e.MadeBy, Note: e.Note}
		switch {
		case !e.Voided.IsZero():
			row.Void = l.T("skills.evidence.voided", "reason", e.VoidReason)
		case p.Staff && p.May:
			row.VoidHref = p.Base + "/skills/" + e.ID + "/void"
		}
		c.Evidence = append(c.Evidence, row)
	}
	return c
}

func (r *Rooms) record(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	var err error
	if p.staff() {
		err = r.Store.Record(rq.Context(), rq.Actor, p.worker, mark(rq), skills.EvidenceForm{Skill: v.Get("skill"), Level: v.Get("level"), Source: v.Get("source"), On: v.Get("on"), Note: v.Get("note")})
	} else {
		err = r.Store.Declare(rq.Context(), rq.Actor, mark(rq), v.Get("skill"), v.Get("level"), v.Get("note"))
	}
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.profilePage(w, rq, p, 422, f)
	}
	return w.Say("ok", "skills.evidence.kept").SeeOther(p.base + "/skills")
}

type voidPage struct {
	frame
	Form           ui.Form
	Action, Skill  string
	Level, On, Why string
}

func (r *Rooms) voidForm(w web.Writer, rq web.Request) error {
	return r.voidPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) voidPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	p := personOf(rq, true)
	got, err := r.Store.Profile(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	page := voidPage{frame: r.frame(rq, p, got.Worker, rq.T("skills.evidence.void")), Form: f, Action: rq.Lang.Path(rq.URL.Path)}
	page.Shell = page.Shell.WithErrors(f)
	for _, k := range got.Catalogue {
		for _, e := range got.Evidence[k.ID] {
			if e.ID == rq.PathValue("evidence") {
				page.Skill, page.Level, page.On = skillsstore.Name(rq.Lang, k), levelWord(rq.Lang, e.Level), rq.Lang.DateYear(e.On)
			}
		}
	}
	return w.PageStatus(status, voidView(page))
}

func (r *Rooms) void(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	p := personOf(rq, true)
	if err := r.Store.Void(rq.Context(), rq.Actor, p.worker, rq.PathValue("evidence"), rq.PostForm.Get("reason")); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.voidPage(w, rq, 422, f)
	}
	return w.Say("ok", "skills.evidence.voided_said").SeeOther(p.base + "/skills")
}
