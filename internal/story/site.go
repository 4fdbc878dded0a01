package story

import (
	"fmt"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/people"
	"hiroba/internal/site"
	data "hiroba/internal/town"
)

// pages plans what the coordinator and the officer write on the public site, and when.
func (t *town) pages(opened when.Date) {
	t.at(clock(opened, 13*60), t.lists)
	for i, x := range data.Written {
		on := t.openDay(t.monthStart(x.Month).AddDays(x.Day))
		t.at(clock(on, 13*60+20+i), func() error { return t.publish(x) })
	}
}

// lists are who carries the hub, what happened so far, how one gets there, what work pays, and
// the pictures.
func (t *town) lists() error {
	editor := t.staff[people.Coordinator]
	for i, m := range data.Members {
		m.ID = t.once("member", i)
		if err := t.act(fmt.Sprint("member ", i), func() error { return t.app.Site.KeepMember(t.ctx, editor, m) }); err != nil {
			return err
		}
	}
	for i, w := range data.Ways {
		w.ID = t.once("way", i)
		if err := t.act(fmt.Sprint("way ", i), func() error { return t.app.Site.KeepWay(t.ctx, editor, w) }); err != nil {
			return err
		}
	}
	for i, x := range data.Examples {
		x.ID = t.once("example", i)
		if err := t.act(fmt.Sprint("example ", i), func() error { return t.app.Site.KeepExample(t.ctx, editor, x) }); err != nil {
			return err
		}
	}
	return t.gallery()
}

// gallery keeps the pictures and remembers under which addresses texts can show them.
func (t *town) gallery() error {
	var names []string
	for _, p := range data.Gallery {
		pid, err := tell(t, "picture "+p.File, func() (string, error) {
			body, err := data.Pictures.ReadFile("pictures/" + p.File + ".png")
			if err != nil {
				return "", err
			}
			return t.app.Site.AddPicture(t.ctx, t.staff[people.Coordinator], p.Alt, body)
		})
		if err != nil {
			return err
		}
		names = append(names, "{"+p.File+"}", pid, "{"+p.File+".alt}", p.Alt)
	}
	t.pictures = strings.NewReplacer(names...)
	return nil
}

// publish writes a text, with what happened at the hub and what somebody said beside it.
func (t *town) publish(x data.Writing) error {
	editor := t.staff[people.Coordinator]
	for i, m := range x.History {
		m.ID = t.once("milestone", x.Month, x.Day, i)
		if err := t.act(fmt.Sprint("milestone ", m.On), func() error { return t.app.Site.KeepMilestone(t.ctx, editor, m) }); err != nil {
			return err
		}
	}
	for i, v := range x.Voices {
		v.ID, v.Consent = t.once("voice", x.Month, x.Day, i), t.today().String()
		if err := t.act("voice "+v.By, func() error { return t.app.Site.KeepVoice(t.ctx, editor, v) }); err != nil {
			return err
		}
	}
	for _, d := range x.Texts {
		d.Body = t.pictures.Replace(d.Body)
		if d.Kind == site.CaseStudy {
			d.Interview = t.today().AddDays(-3).String()
		}
		by := editor
		if d.Kind == site.News {
			by = t.staff[people.CityOfficer]
		}
		if err := t.act("text "+d.Slug+" "+d.Lang, func() error { return t.app.Site.Save(t.ctx, by, d) }); err != nil {
			return err
		}
	}
	return nil
}
