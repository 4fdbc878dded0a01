package app

import (
	"context"
	"strings"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/site"
	"hiroba/internal/town"
)

// as is an inhabitant who does something; what they leave behind carries their name.
func as(hubID string, n int, may ...who.Permission) who.Actor {
	return who.Person(hubID, "", town.People[n].Name, may...)
}

// pastTexts are the acts by which the public site got its lists, pictures and texts.
func (a *App) pastTexts(ctx context.Context, hubID string) (acts []act) {
	editor := as(hubID, town.Coordinator, site.MayEdit, site.MayNews)
	names := strings.NewReplacer()
	first := a.ago(town.Texts[0].Ago + 1)
	acts = append(acts, act{first, func() error { return a.fillLists(ctx, editor) }},
		act{first, func() (err error) { names, err = a.fillPictures(ctx, editor); return err }})
	for _, t := range town.Texts {
		acts = append(acts, act{a.ago(t.Ago), func() error {
			d := t.Draft
			d.Body = names.Replace(d.Body)
			if t.Spoke > 0 {
				d.Interview = a.ago(t.Ago + t.Spoke).DateIn(when.Tokyo).String()
			}
			return a.Site.Save(ctx, as(hubID, t.By, d.Kind.Right()), d)
		}})
	}
	return acts
}

func (a *App) fillLists(ctx context.Context, editor who.Actor) error {
	for _, m := range town.Members {
		m.ID = id.Make()
		if err := a.Site.KeepMember(ctx, editor, m); err != nil {
			return err
		}
	}
	for _, m := range town.History {
		m.ID = id.Make()
		if err := a.Site.KeepMilestone(ctx, editor, m); err != nil {
			return err
		}
	}
	for _, said := range town.Voices {
		v := said.Voice
		v.ID = id.Make()
		if said.Agreed > 0 {
			v.Consent = a.DB.Now().DateIn(when.Tokyo).AddDays(-said.Agreed).String()
		}
		if err := a.Site.KeepVoice(ctx, editor, v); err != nil {
			return err
		}
	}
	for _, w := range town.Ways {
		w.ID = id.Make()
		if err := a.Site.KeepWay(ctx, editor, w); err != nil {
			return err
		}
	}
	for _, e := range town.Examples {
		e.ID = id.Make()
		if err := a.Site.KeepExample(ctx, editor, e); err != nil {
			return err
		}
	}
	return nil
}

// fillPictures keeps the town's pictures and answers what puts their addresses into a text.
func (a *App) fillPictures(ctx context.Context, editor who.Actor) (*strings.Replacer, error) {
	var names []string
	for _, p := range town.Gallery {
		body, err := town.Pictures.ReadFile("pictures/" + p.File + ".png")
		if err != nil {
			return nil, err
		}
		pid, err := a.Site.AddPicture(ctx, editor, p.Alt, body)
		if err != nil {
			return nil, err
		}
		names = append(names, "{"+p.File+"}", pid, "{"+p.File+".alt}", p.Alt)
	}
	return strings.NewReplacer(names...), nil
}
