package workstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// seeker is what decides which pieces somebody can take on. It reads no absence, no
// refusal and no hand-back of anybody.
func seeker(q db.Q, hub string, w workers.Worker, c workersstore.Contract, phone bool) (s work.Seeker, err error) {
	levels, never, err := skillsstore.LevelsOf(q, hub, w.ID)
	if err != nil {
		return s, err
	}
	s = work.Seeker{Worker: w.ID, Working: w.State.Working(), Signed: c.Signed(), Levels: levels, Never: never, Phone: phone, Lanes: map[string]int{}, Passes: map[string]int{}, Said: map[string]string{}}
	if s.Here, err = isHere(q, hub, w.ID); err != nil {
		return s, err
	}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var order, state string
		var lane, pass int
		err := r.Scan(&order, &lane, &pass, &state)
		s.Lanes[order], s.Passes[order] = lane, pass
		if state == "held" || state == "rework" {
			s.Holding++
		}
		return 0, err
	}, `select c.order_id, p.lane, p.pass, c.state from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id where c.hub_id = $1 and c.worker_id = $2
		and (c.state in ('held', 'rework') or exists (select 1 from client_order o where o.hub_id = c.hub_id and o.id = c.order_id and o.state = 'working'))`, hub, w.ID)
	if err != nil {
		return s, err
	}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var order, answer string
		err := r.Scan(&order, &answer)
		s.Said[order] = answer
		return 0, err
	}, `select order_id, answer from work_call_to where hub_id = $1 and worker_id = $2`, hub, w.ID)
	return s, err
}

func isHere(q db.Q, hub, workerID string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from work_presence where hub_id = $1 and worker_id = $2 and out_at = ''`, hub, workerID)
	return n > 0, err
}

// Present is somebody who is at the hub.
type Present struct {
	Worker, Name string
	No           int
	In           when.Instant
}

// Presents are those who are at the hub right now, and the other workers by name.
func (s *Store) Presents(ctx context.Context, a who.Actor) (here []Present, others []workers.Worker, err error) {
	if err := a.May(work.MayCheckIn); err != nil {
		return nil, nil, err
	}
	_, err = db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		if here, err = db.All(v, func(r db.Scanner) (p Present, err error) {
			err = r.Scan(&p.Worker, &p.Name, &p.No, &p.In)
			return p, err
		}, `select w.id, w.name, w.no, p.in_at from work_presence p join worker w on w.hub_id = p.hub_id and w.id = p.worker_id where p.hub_id = $1 and p.out_at = '' order by p.in_at, p.id`, a.Hub); err != nil {
			return 0, err
		}
		others, err = workersstore.InState(v, a.Hub, workers.Registered)
		return 0, err
	})
	return here, others, err
}

// CheckIn says that somebody is at the hub; CheckIn with out, that they left.
func (s *Store) CheckIn(ctx context.Context, a who.Actor, workerID string, out bool) error {
	if err := a.May(work.MayCheckIn); err != nil {
		return err
	}
	if workerID == "" {
		var c fault.Check
		c.Add("worker", "work.field.pick")
		return c.Err()
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		here, err := isHere(tx, a.Hub, w.ID)
		if err != nil || here == !out {
			return err
		}
		if out {
			_, err = tx.Exec(`update work_presence set out_at = $3 where hub_id = $1 and worker_id = $2 and out_at = ''`, a.Hub, w.ID, tx.Now())
		} else {
			_, err = tx.Exec(`insert into work_presence (hub_id, worker_id, id, in_at, out_at, made_by) values ($1, $2, $3, $4, '', $5)`, a.Hub, w.ID, id.Make(), tx.Now(), a.Name)
		}
		if err != nil {
			return err
		}
		return journal.Note(tx, a, work.CheckedIn{Worker: w.ID, Out: out})
	})
}
