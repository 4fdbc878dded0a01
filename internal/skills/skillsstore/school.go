package skillsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
)

var errSchool = fault.New(fault.NotFound, "skills.fault.school_gone")

// schools are the hub's schools with their holidays that are not over.
func schools(q db.Q, hub string) ([]skills.School, error) {
	now := hubstore.Day(q)
	out, err := db.All(q, func(r db.Scanner) (s skills.School, err error) {
		err = r.Scan(&s.ID, &s.Name, &s.NameEN, &s.Retired)
		return s, err
	},
		`select id, name, name_en, retired_at from school where hub_id = $1 order by name, id`, hub)
	if err != nil {
		return nil, err
	}
	at := map[string]*skills.School{}
	for i := range out {
		at[out[i].ID] = &out[i]
	}
	type row struct {
		school string
		skills.Break
	}
	rows, err := db.All(q, func(r db.Scanner) (x row, err error) {
		err = r.Scan(&x.school, &x.ID, &x.Name, &x.NameEN, &x.From, &x.To)
		return x, err
	}, `select school_id, id, name, name_en, from_on, to_on from school_break where hub_id = $1 and withdrawn_at = '' and to_on >= $2 order by from_on, id`, hub, now)
	for _, r := range rows {
		if s := at[r.school]; s != nil {
			s.Breaks = append(s.Breaks, r.Break)
		}
	}
	return out, err
}

// Schools is the school calendar of the hub.
func (s *Store) Schools(ctx context.Context, a who.Actor) ([]skills.School, error) {
	if err := a.May(skills.MayCatalogue); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]skills.School, error) { return schools(v, a.Hub) })
}

// AddSchool adds a school; once is the form's own mark.
func (s *Store) AddSchool(ctx context.Context, a who.Actor, once string, f skills.SchoolForm) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	x, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`insert into school (hub_id, id, name, name_en, retired_at, made_at) values ($1, $2, $3, $4, '', $5) on conflict (hub_id, id) do nothing`, a.Hub, once, x.Name, x.NameEN, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, skills.SchoolSaved{School: once, Name: x.Name})
	})
}

// AddBreak adds a holiday to a school; whoever follows the school is counted anew.
func (s *Store) AddBreak(ctx context.Context, a who.Actor, once string, f skills.BreakForm) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		now := hubstore.Day(tx)
		b, err := f.Read(now)
		if err != nil {
			return err
		}
		name, err := schoolName(tx, a.Hub, f.School)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`insert into school_break (hub_id, id, school_id, name, name_en, from_on, to_on, withdrawn_at, made_at) values ($1, $2, $3, $4, $5, $6, $7, '', $8)
			on conflict (hub_id, id) do nothing`, a.Hub, once, f.School, b.Name, b.NameEN, b.From, b.To, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return s.schoolChanged(tx, a, f.School, skills.BreakSaved{School: f.School, Name: name + " " + b.Name, From: b.From, To: b.To})
	})
}

// Withdraw takes a holiday back.
func (s *Store) Withdraw(ctx context.Context, a who.Actor, breakID string) error {
	if err := a.May(skills.MayCatalogue); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		type row struct {
			school string
			skills.Break
		}
		b, err := db.One(tx, errSchool, func(r db.Scanner) (b row, err error) { err = r.Scan(&b.school, &b.Name, &b.From, &b.To); return b, err },
			`select school_id, name, from_on, to_on from school_break where hub_id = $1 and id = $2 and withdrawn_at = ''`, a.Hub, breakID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`update school_break set withdrawn_at = $3 where hub_id = $1 and id = $2`, a.Hub, breakID, tx.Now()); err != nil {
			return err
		}
		return s.schoolChanged(tx, a, b.school, skills.BreakSaved{School: b.school, Name: b.Name, From: b.From, To: b.To})
	})
}

func (s *Store) schoolChanged(tx *db.Tx, a who.Actor, school string, e skills.BreakSaved) error {
	if err := jobs.Enqueue(tx, jobs.New(a.Hub, "skills.recount_school", school)); err != nil {
		return err
	}
	return journal.Note(tx, a, e)
}

func schoolName(q db.Q, hub, school string) (string, error) {
	return db.One(q, errSchool, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err }, `select name from school where hub_id = $1 and id = $2`, hub, school)
}

// FollowSchool has somebody's usual weeks follow a school's holidays; rule "" ends that.
// The worker "" is oneself.
func (s *Store) FollowSchool(ctx context.Context, a who.Actor, workerID, school string, rule skills.SchoolRule) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error {
		if rule != skills.SchoolOff && rule != skills.SchoolEvening {
			_, err := tx.Exec(`delete from worker_school where hub_id = $1 and worker_id = $2`, a.Hub, h.Worker.ID)
			return err
		}
		if _, err := schoolName(tx, a.Hub, school); err != nil {
			var c fault.Check
			c.Add("school", "skills.school.which_missing")
			return c.Err()
		}
		_, err := tx.Exec(`insert into worker_school (hub_id, worker_id, school_id, rule) values ($1, $2, $3, $4)
			on conflict (hub_id, worker_id) do update set school_id = excluded.school_id, rule = excluded.rule`, a.Hub, h.Worker.ID, school, rule)
		return err
	})
}

// follows reads the holidays that usual weeks follow, those that are not over.
func (c calendars) follows(q db.Q, of whose, from when.Date) error {
	return of.read(q, func(r db.Scanner) error {
		var worker string
		var rule skills.SchoolRule
		var p skills.Period
		err := r.Scan(&worker, &rule, &p.From, &p.To)
		g := c.of(worker)
		if g.Rule = rule; !p.From.IsZero() {
			g.Breaks = append(g.Breaks, p)
		}
		return err
	}, `select w.worker_id, w.rule, coalesce(b.from_on, ''), coalesce(b.to_on, '') from worker_school w
		left join school_break b on b.hub_id = w.hub_id and b.school_id = w.school_id and b.withdrawn_at = '' and b.to_on >= $2
		where w.hub_id = $1`, from)
}
