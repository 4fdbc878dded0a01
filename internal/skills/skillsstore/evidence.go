package skillsstore

import (
	"cmp"
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

const evidenceColumns = `select id, skill_id, level, source, note, on_day, made_by, made_at, voided_at, void_reason from skill_evidence where hub_id = $1 and worker_id = $2 `

func scanEvidence(r db.Scanner) (e skills.Evidence, err error) {
	err = r.Scan(&e.ID, &e.Skill, &e.Level, &e.Source, &e.Note, &e.On, &e.MadeBy, &e.Made, &e.Voided, &e.VoidReason)
	return e, err
}

// AddEvidence records what was learned about a worker's skill, in the transaction of the
// act that taught it: an interview, a test, accepted work. The day is today's.
func AddEvidence(tx *db.Tx, a who.Actor, workerID, skillID string, level int, source skills.Source, note string) error {
	day := hubstore.Day(tx)
	return addEvidence(tx, a, workerID, skills.Evidence{ID: id.Make(), Skill: skillID, Level: level, Source: source, Note: note, On: day})
}

// AddEvidenceOf is AddEvidence for what was learned on another day, or by somebody else
// than who is acting: the evidence says when, and by whom.
func AddEvidenceOf(tx *db.Tx, a who.Actor, workerID string, e skills.Evidence) error {
	e.ID = id.Make()
	return addEvidence(tx, a, workerID, e)
}

func addEvidence(tx *db.Tx, a who.Actor, workerID string, e skills.Evidence) error {
	w, err := workersstore.Load(tx, a.Hub, workerID)
	if err != nil {
		return err
	}
	k, err := loadSkill(tx, a.Hub, e.Skill)
	if err != nil {
		return err
	}
	if !k.Open() {
		var c fault.Check
		c.Add("skill", "skills.evidence.retired")
		return c.Err()
	}
	n, err := tx.Exec(`insert into skill_evidence (hub_id, id, worker_id, skill_id, level, source, note, on_day, made_by, made_at, void_reason, voided_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '') on conflict (hub_id, id) do nothing`, a.Hub, e.ID, w.ID, k.ID, e.Level, e.Source, e.Note, e.On, cmp.Or(e.MadeBy, a.Name), tx.Now())
	if err != nil || n == 0 {
		return err
	}
	if err := settle(tx, a.Hub, w.ID, k.ID); err != nil {
		return err
	}
	return journal.Note(tx, a, skills.EvidenceAdded{Worker: w.ID, No: w.No, Skill: k.ID, Name: k.Name, Level: e.Level, Source: e.Source})
}

// settle works out what the evidence of one skill says now.
func settle(tx *db.Tx, hub, workerID, skillID string) error {
	all, err := db.All(tx, scanEvidence, evidenceColumns+`and skill_id = $3`, hub, workerID, skillID)
	if err != nil {
		return err
	}
	l := skills.LevelNow(all)
	if l.Level == 0 {
		_, err = tx.Exec(`delete from worker_skill where hub_id = $1 and worker_id = $2 and skill_id = $3`, hub, workerID, skillID)
	} else {
		_, err = tx.Exec(`insert into worker_skill (hub_id, worker_id, skill_id, level, source, since_on) values ($1, $2, $3, $4, $5, $6)
			on conflict (hub_id, worker_id, skill_id) do update set level = excluded.level, source = excluded.source, since_on = excluded.since_on`,
			hub, workerID, skillID, l.Level, l.Source, l.Since)
	}
	if err != nil {
		return err
	}
	recountAtEnd(tx, hub, workerID)
	return nil
}

// Declare is what a worker says of her own skill. Saying it again is a newer word.
func (s *Store) Declare(ctx context.Context, a who.Actor, once, skillID, level, note string) error {
	if err := a.May(skills.MaySelf); err != nil {
		return err
	}
	f := skills.EvidenceForm{Skill: skillID, Level: level, Source: string(skills.Declared), Note: note}
	return s.record(ctx, a, "", once, f)
}

// Record is what staff learned of a worker's skill. once is the form's own mark.
func (s *Store) Record(ctx context.Context, a who.Actor, workerID, once string, f skills.EvidenceForm) error {
	if err := a.May(skills.MayKeep); err != nil {
		return err
	}
	if workerID == "" {
		return errSkill
	}
	return s.record(ctx, a, workerID, once, f)
}

func (s *Store) record(ctx context.Context, a who.Actor, workerID, once string, f skills.EvidenceForm) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		day := hubstore.Day(tx)
		e, err := f.Read(day)
		if err != nil {
			return err
		}
		w, err := subject(tx, a, workerID)
		if err != nil {
			return err
		}
		e.ID = once
		if !id.Valid(once) {
			e.ID = id.Make()
		}
		return addEvidence(tx, a, w.ID, e)
	})
}

// Void strikes out evidence that was recorded by mistake; it stays to be read.
func (s *Store) Void(ctx context.Context, a who.Actor, workerID, evidenceID, reason string) error {
	if err := a.May(skills.MayKeep); err != nil {
		return err
	}
	var c fault.Check
	c.When(reason == "", "reason", "skills.evidence.reason_missing")
	if err := c.Err(); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		e, err := db.One(tx, errSkill, scanEvidence, evidenceColumns+`and id = $3`, a.Hub, workerID, evidenceID)
		if err != nil || !e.Voided.IsZero() {
			return err
		}
		if _, err := tx.Exec(`update skill_evidence set voided_at = $4, void_reason = $5 where hub_id = $1 and worker_id = $2 and id = $3`, a.Hub, workerID, evidenceID, tx.Now(), reason); err != nil {
			return err
		}
		if err := settle(tx, a.Hub, workerID, e.Skill); err != nil {
			return err
		}
		return journal.Note(tx, a, skills.EvidenceVoided{Worker: w.ID, No: w.No, Evidence: e.ID, Reason: reason})
	})
}

// SetSpeed keeps how fast a worker is, as measured on accepted work; for the house that
// accepts work, in its own transaction.
func SetSpeed(tx *db.Tx, a who.Actor, workerID string, v skills.Speed) error {
	_, err := tx.Exec(`insert into worker_speed (hub_id, worker_id, skill_id, seconds_each, pieces, sure_percent, measured_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (hub_id, worker_id, skill_id) do update set seconds_each = excluded.seconds_each, pieces = excluded.pieces, sure_percent = excluded.sure_percent, measured_at = excluded.measured_at`,
		a.Hub, workerID, v.Skill, v.SecondsEach, v.Pieces, v.Sure, tx.Now())
	return err
}

// Profile is what is known of somebody's skills, and how.
type Profile struct {
	Worker    workers.Worker
	Catalogue []skills.Skill
	Levels    map[string]skills.Level
	Evidence  map[string][]skills.Evidence // newest first
	Speeds    map[string]skills.Speed
}

// Profile reads a worker's skills; "" is one's own.
func (s *Store) Profile(ctx context.Context, a who.Actor, workerID string) (Profile, error) {
	if err := may(a, workerID, skills.MaySee); err != nil {
		return Profile{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (p Profile, err error) {
		if p.Worker, err = subject(v, a, workerID); err != nil {
			return p, err
		}
		if p.Catalogue, err = Catalogue(v, a.Hub); err != nil {
			return p, err
		}
		all, err := db.All(v, scanEvidence, evidenceColumns+`order by on_day desc, made_at desc, id desc`, a.Hub, p.Worker.ID)
		if err != nil {
			return p, err
		}
		p.Levels, p.Evidence, p.Speeds = map[string]skills.Level{}, map[string][]skills.Evidence{}, map[string]skills.Speed{}
		for _, e := range all {
			p.Evidence[e.Skill] = append(p.Evidence[e.Skill], e)
		}
		for k, es := range p.Evidence {
			if l := skills.LevelNow(es); l.Level > 0 {
				p.Levels[k] = l
			}
		}
		speeds, err := db.All(v, scanSpeed, `select skill_id, seconds_each, pieces, sure_percent, measured_at from worker_speed where hub_id = $1 and worker_id = $2`, a.Hub, p.Worker.ID)
		for _, x := range speeds {
			p.Speeds[x.Skill] = x
		}
		return p, err
	})
}

func scanSpeed(r db.Scanner) (x skills.Speed, err error) {
	err = r.Scan(&x.Skill, &x.SecondsEach, &x.Pieces, &x.Sure, &x.Measured)
	return x, err
}

// level is a worker's level in a skill now.
type level struct {
	skill string
	level int
}

// levels are a worker's skills as far as they are on offer: what she never wants is not.
func levels(q db.Q, hub, workerID string) ([]level, error) {
	return db.All(q, func(r db.Scanner) (l level, err error) {
		err = r.Scan(&l.skill, &l.level)
		return l, err
	}, `select s.skill_id, s.level from worker_skill s where s.hub_id = $1 and s.worker_id = $2
		and not exists (select 1 from worker_kind k where k.hub_id = s.hub_id and k.worker_id = s.worker_id and k.skill_id = s.skill_id and k.want = 'never') order by s.skill_id`, hub, workerID)
}
