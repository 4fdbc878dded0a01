package app

import (
	"context"
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/town"
)

// fillSkills gives the demo town its catalogue and school calendar, and its registered
// workers their skills, wishes and hours. It comes after the workers themselves.
func (a *App) fillSkills(ctx context.Context, hubID string) error {
	staff := who.System(hubID, "demo", skills.MaySee, skills.MayKeep, skills.MayCatalogue, skills.MayCount)
	if err := a.Skills.TakeReady(ctx, staff); err != nil {
		return err
	}
	school, err := a.fillSchool(ctx, staff)
	if err != nil {
		return err
	}
	catalogue, err := a.Skills.List(ctx, staff)
	if err != nil {
		return err
	}
	crew, err := db.Read(ctx, a.DB, func(v *db.View) ([][2]string, error) {
		return db.All(v, func(r db.Scanner) (w [2]string, err error) { err = r.Scan(&w[0], &w[1]); return w, err },
			`select id, mail from worker where hub_id = $1 and state = 'registered' order by no`, hubID)
	})
	if err != nil {
		return err
	}
	for i, w := range crew {
		t := town.TalentOf(i)
		if w[1] == town.MisakiMail {
			t = town.Misaki
		}
		if i%11 == 10 { // somebody is always new and has not said anything yet
			continue
		}
		if err := a.fillTalent(ctx, staff, w[0], school, catalogue, t, a.Now().DateIn(when.Tokyo)); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) fillSchool(ctx context.Context, staff who.Actor) (string, error) {
	school := id.Make()
	if err := a.Skills.AddSchool(ctx, staff, school, town.School); err != nil {
		return "", err
	}
	for _, b := range town.Breaks {
		b.School = school
		from, err := when.ReadDate(b.From, a.Now().DateIn(when.Tokyo).AddDays(30)) // the next one
		if err != nil {
			return "", err
		}
		to, err := when.ReadDate(b.To, from)
		if err != nil {
			return "", err
		}
		b.From, b.To = from.String(), to.String()
		if err := a.Skills.AddBreak(ctx, staff, id.Make(), b); err != nil {
			return "", err
		}
	}
	return school, nil
}

func (a *App) fillTalent(ctx context.Context, staff who.Actor, worker, school string, catalogue []skills.Skill, t town.Talent, today when.Date) error {
	for _, k := range t.Skills {
		f := skills.EvidenceForm{Skill: catalogue[k.Skill].ID, Level: strconv.Itoa(k.Level), Source: string(k.Source), Note: k.Note}
		if err := a.Skills.Record(ctx, staff, worker, id.Make(), f); err != nil {
			return err
		}
	}
	if err := a.Skills.SaveWishes(ctx, staff, worker, t.Wishes); err != nil {
		return err
	}
	if err := a.Skills.SetWeek(ctx, staff, worker, skills.Monday(today), t.Usual, true); err != nil {
		return err
	}
	if t.School != "" {
		if err := a.Skills.FollowSchool(ctx, staff, worker, school, t.School); err != nil {
			return err
		}
	}
	if t.OffDays == 0 {
		return nil
	}
	return a.Skills.TakeOff(ctx, staff, worker, today.AddDays(t.OffDays).String(), "")
}
