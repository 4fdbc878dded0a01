package skillsstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
)

// Sums are the hours offered in the eight weeks from this one on.
func (s *Store) Sums(ctx context.Context, a who.Actor) (skills.Sums, error) {
	if err := a.May(skills.MayCount); err != nil {
		return skills.Sums{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (skills.Sums, error) { return sums(v, a.Hub) })
}

func sums(q db.Q, hub string) (out skills.Sums, err error) {
	first := skills.Monday(hubstore.Day(q))
	for i := range skills.WeeksAhead {
		out.Weeks = append(out.Weeks, first.AddDays(7*i))
	}
	type row struct {
		cell
		skills.Sum
	}
	rows, err := db.All(q, func(r db.Scanner) (x row, err error) {
		err = r.Scan(&x.week, &x.skill, &x.level, &x.Minutes, &x.People)
		return x, err
	}, `select week_on, skill_id, level, minutes, people from free_sum where hub_id = $1 and (week_on = '' or (week_on >= $2 and week_on <= $3))`,
		hub, first, out.Weeks[len(out.Weeks)-1])
	if err != nil {
		return out, err
	}
	at := map[cell]skills.Sum{}
	for _, r := range rows {
		at[r.cell] = r.Sum
	}
	weeks := func(skill string, level int) (of []skills.Sum) {
		usual := at[cell{skill: skill, level: level}]
		for _, w := range out.Weeks {
			of = append(of, usual.Plus(at[cell{w.String(), skill, level}]))
		}
		return of
	}
	out.Total = weeks("", 0)
	catalogue, err := Catalogue(q, hub)
	for _, k := range catalogue {
		x := skills.SkillSums{Skill: k, Weeks: make([]skills.Sum, len(out.Weeks))}
		for l := 1; l <= skills.LevelMost; l++ {
			x.Level[l] = weeks(k.ID, l)
			for i, s := range x.Level[l] {
				x.Weeks[i] = x.Weeks[i].Plus(s)
			}
		}
		out.Skills = append(out.Skills, x)
	}
	return out, err
}
