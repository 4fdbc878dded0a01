package workstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// provenPieces is how many accepted pieces of a kind prove its level.
const provenPieces = 5

// measure takes an accepted piece into what is known of somebody's pace and skill.
func (x inspection) measure() error {
	spent, err := db.Value[int](x.tx, `select spent from work_claim where hub_id = $1 and id = $2`, x.a.Hub, x.claim)
	if err != nil {
		return err
	}
	units := 0
	if spent > 0 {
		units = x.p.Rows.Count()
	}
	_, err = x.tx.Exec(`insert into work_pace (hub_id, worker_id, kind_id, units, seconds, pieces, looked, wrong) values ($1, $2, $3, $4, $5, 1, 0, 0)
		on conflict (hub_id, worker_id, kind_id) do update set units = work_pace.units + excluded.units, seconds = work_pace.seconds + excluded.seconds, pieces = work_pace.pieces + 1`,
		x.a.Hub, x.p.Worker, x.f.Kind, units, spent)
	if err != nil || x.f.Work.Skill == "" {
		return err
	}
	pace, err := db.One(x.tx, errState, scanPace, paceColumns+`and worker_id = $2 and kind_id = $3`, x.a.Hub, x.p.Worker, x.f.Kind)
	if err != nil {
		return err
	}
	if each := pace.SecondsEach(); each > 0 {
		if err := skillsstore.SetSpeed(x.tx, x.a, x.p.Worker, skills.Speed{Skill: x.f.Work.Skill, SecondsEach: each, Pieces: pace.Pieces, Sure: pace.Sure(), Measured: x.tx.Now()}); err != nil {
			return err
		}
	}
	switch {
	case x.f.Practice:
		return skillsstore.AddEvidence(x.tx, x.a, x.p.Worker, x.f.Work.Skill, max(1, x.f.Work.Level), skills.Test, x.f.Title)
	case pace.Pieces == provenPieces:
		return skillsstore.AddEvidence(x.tx, x.a, x.p.Worker, x.f.Work.Skill, max(1, x.f.Work.Level), skills.Work, x.f.KindName)
	}
	return nil
}

const paceColumns = `select worker_id, kind_id, units, seconds, pieces, looked, wrong from work_pace where hub_id = $1 `

func scanPace(r db.Scanner) (p work.Pace, err error) {
	err = r.Scan(&p.Worker, &p.Kind, &p.Units, &p.Seconds, &p.Pieces, &p.Checked, &p.Wrong)
	return p, err
}

// MyPace is what was measured of somebody's own work, by kind: only she sees it with staff.
func (s *Store) MyPace(ctx context.Context, a who.Actor) (paces []work.Pace, kinds map[string]orders.Kind, err error) {
	if err := a.May(work.MayDo); err != nil {
		return nil, nil, err
	}
	kinds = map[string]orders.Kind{}
	paces, err = db.Read(ctx, s.DB, func(v *db.View) ([]work.Pace, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		ks, err := ordersstore.Catalogue(v, a.Hub)
		if err != nil {
			return nil, err
		}
		for _, k := range ks {
			kinds[k.ID] = k
		}
		return db.All(v, scanPace, paceColumns+`and worker_id = $2 order by kind_id`, a.Hub, w.ID)
	})
	return paces, kinds, err
}
