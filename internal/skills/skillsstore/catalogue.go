package skillsstore

import (
	"context"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
)

var errSkill = fault.New(fault.NotFound, "skills.fault.skill_gone")

const skillColumns = `select id, name, name_en, level_1, level_2, level_3, level_1_en, level_2_en, level_3_en, retired_at, version from skill where hub_id = $1 `

func scanSkill(r db.Scanner) (s skills.Skill, err error) {
	err = r.Scan(&s.ID, &s.Name, &s.NameEN, &s.Levels[0], &s.Levels[1], &s.Levels[2], &s.LevelsEN[0], &s.LevelsEN[1], &s.LevelsEN[2], &s.Retired, &s.Version)
	return s, err
}

// Catalogue is the hub's list of skills in its order, the retired ones too; for the
// stores above, inside their own transaction.
func Catalogue(q db.Q, hub string) ([]skills.Skill, error) {
	return db.All(q, scanSkill, skillColumns+`order by place, id`, hub)
}

func loadSkill(q db.Q, hub, skillID string) (skills.Skill, error) {
	return db.One(q, errSkill, scanSkill, skillColumns+`and id = $2`, hub, skillID)
}

// Name is a skill's name in a language.
func Name(l i18n.Lang, s skills.Skill) string {
	if l == i18n.EN && s.NameEN != "" {
		return s.NameEN
	}
	return s.Name
}

// Meaning is what a level of a skill means, in a language.
func Meaning(l i18n.Lang, s skills.Skill, level int) string {
	if level < 1 || level > skills.LevelMost {
		return ""
	}
	if l == i18n.EN && s.LevelsEN[level-1] != "" {
		return s.LevelsEN[level-1]
	}
	return s.Levels[level-1]
}

// List is the catalogue for whoever works with skills; workers see it too.
func (s *Store) List(ctx context.Context, a who.Actor) ([]skills.Skill, error) {
	if !a.Can(skills.MaySelf) && !a.Can(skills.MayCount) {
		return nil, a.May(skills.MaySee)
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]skills.Skill, error) { return Catalogue(v, a.Hub) })
}

// Skill is one line of the catalogue.
func (s *Store) Skill(ctx context.Context, a who.Actor, skillID string) (skills.Skill, error) {
	if err := a.May(skills.MayCatalogue); err != nil {
		return skills.Skill{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (skills.Skill, error) { return loadSkill(v, a.Hub, skillID) })
}

// SaveSkill makes a skill, or changes the one of version before; version 0 makes it
// under the id given, once however often it is sent.
func (s *Store) SaveSkill(ctx context.Context, a who.Actor, skillID string, before int, f skills.SkillForm) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	k, err := f.Read()
	if err != nil {
		return err
	}
	k.ID = skillID
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if before == 0 {
			return addSkill(tx, a, k)
		}
		err := db.Exec1(tx, errOld, `update skill set name = $4, name_en = $5, level_1 = $6, level_2 = $7, level_3 = $8, level_1_en = $9, level_2_en = $10, level_3_en = $11,
			version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, k.ID, before, k.Name, k.NameEN, k.Levels[0], k.Levels[1], k.Levels[2], k.LevelsEN[0], k.LevelsEN[1], k.LevelsEN[2])
		if err != nil {
			return err
		}
		return journal.Note(tx, a, skills.SkillSaved{Skill: k.ID, Name: k.Name})
	})
}

func addSkill(tx *db.Tx, a who.Actor, k skills.Skill) error {
	n, err := tx.Exec(`insert into skill (hub_id, id, place, name, name_en, level_1, level_2, level_3, level_1_en, level_2_en, level_3_en, retired_at, version, made_at)
		values ($1, $2, (select coalesce(max(place), 0) + 1 from skill where hub_id = $1), $3, $4, $5, $6, $7, $8, $9, $10, '', 1, $11) on conflict (hub_id, id) do nothing`,
		a.Hub, k.ID, k.Name, k.NameEN, k.Levels[0], k.Levels[1], k.Levels[2], k.LevelsEN[0], k.LevelsEN[1], k.LevelsEN[2], tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, skills.SkillSaved{Skill: k.ID, Name: k.Name})
}

// TakeReady fills an empty catalogue with the ready list; on one that is not empty it
// changes nothing.
func (s *Store) TakeReady(ctx context.Context, a who.Actor) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		there, err := Catalogue(tx, a.Hub)
		if err != nil || len(there) > 0 {
			return err
		}
		for _, key := range skills.Ready {
			if err := addSkill(tx, a, ready(key)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ready is a skill of the ready list, in both languages.
func ready(key string) skills.Skill {
	key = "skills.ready." + key
	k := skills.Skill{ID: id.Make(), Name: i18n.JA.T(key), NameEN: i18n.EN.T(key)}
	for i := range k.Levels {
		level := key + "." + strconv.Itoa(i+1)
		k.Levels[i], k.LevelsEN[i] = i18n.JA.T(level), i18n.EN.T(level)
	}
	return k
}

// Retire takes a skill out of use, or takes it up again; it is never deleted.
func (s *Store) Retire(ctx context.Context, a who.Actor, skillID string, retired bool) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		k, err := loadSkill(tx, a.Hub, skillID)
		if err != nil || k.Open() != retired {
			return err
		}
		var at any = ""
		if retired {
			at = tx.Now()
		}
		if _, err := tx.Exec(`update skill set retired_at = $3, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, skillID, at); err != nil {
			return err
		}
		return journal.Note(tx, a, skills.SkillSaved{Skill: k.ID, Name: k.Name})
	})
}
