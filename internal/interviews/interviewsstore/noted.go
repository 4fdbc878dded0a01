package interviewsstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

// Catalogue are the skills that can be noted on a sheet.
func (s *Store) Catalogue(ctx context.Context, a who.Actor) ([]skills.Skill, error) {
	if err := a.May(interviews.MaySheet); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]skills.Skill, error) { return open(v, a.Hub) })
}

// open are the skills of the catalogue that were not retired.
func open(q db.Q, hub string) (out []skills.Skill, err error) {
	all, err := skillsstore.Catalogue(q, hub)
	for _, k := range all {
		if k.Open() {
			out = append(out, k)
		}
	}
	return out, err
}

// noted is what a sheet says of skills, with who noted it and when.
type noted struct {
	interviews.Noted
	on     when.Date
	madeBy string
}

func notedOf(q db.Q, hub, applicantID string) ([]noted, error) {
	return db.All(q, func(r db.Scanner) (n noted, err error) {
		err = r.Scan(&n.Skill, &n.Level, &n.on, &n.madeBy)
		return n, err
	}, `select n.skill_id, n.level, n.on_day, n.made_by from interview_skill n join skill k on k.hub_id = n.hub_id and k.id = n.skill_id
		where n.hub_id = $1 and n.applicant_id = $2 and k.retired_at = '' order by k.place, k.id`, hub, applicantID)
}

// keepNoted makes what a sheet says of skills what was sent. What did not change keeps who
// noted it, and when.
func keepNoted(tx *db.Tx, a who.Actor, applicantID string, now []interviews.Noted) error {
	there, err := open(tx, a.Hub)
	if err != nil {
		return err
	}
	level := map[string]int{}
	for _, n := range now {
		level[n.Skill] = n.Level
	}
	for _, k := range there {
		if level[k.ID] == 0 {
			_, err = tx.Exec(`delete from interview_skill where hub_id = $1 and applicant_id = $2 and skill_id = $3`, a.Hub, applicantID, k.ID)
		} else {
			_, err = tx.Exec(`insert into interview_skill (hub_id, applicant_id, skill_id, level, on_day, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)
				on conflict (hub_id, applicant_id, skill_id) do update set level = excluded.level, on_day = excluded.on_day, made_by = excluded.made_by, made_at = excluded.made_at
				where interview_skill.level <> excluded.level`, a.Hub, applicantID, k.ID, level[k.ID], tx.Now().DateIn(when.Tokyo), a.Name, tx.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// teach makes what the interview taught of somebody's skills evidence of the worker who
// begins: source, day and who noted it go along.
func teach(tx *db.Tx, a who.Actor, p interviews.Applicant) error {
	all, err := notedOf(tx, a.Hub, p.ID)
	if err != nil {
		return err
	}
	for _, n := range all {
		e := skills.Evidence{Skill: n.Skill, Level: n.Level, Source: skills.Interview, On: n.on, MadeBy: n.madeBy}
		if err := skillsstore.AddEvidenceOf(tx, a, p.WorkerID, e); err != nil {
			return err
		}
	}
	return nil
}
