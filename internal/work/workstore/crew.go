package workstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// crew is everybody registered, with what decides who could do the work of an order: read
// at once, however many they are.
type crew struct {
	order   ordersstore.Basis
	all     []workers.Worker
	able    func(workerID string) skillsstore.Able
	signers map[string]bool
	said    map[string]string       // what they answered to the order's call
	told    map[string]when.Instant // when the newest version they were told of went out
}

func crewFor(q db.Q, hub string, o ordersstore.Basis) (c crew, err error) {
	c.order, c.said, c.told = o, map[string]string{}, map[string]when.Instant{}
	if c.all, err = workersstore.InState(q, hub, workers.Registered); err != nil {
		return c, err
	}
	if c.able, err = skillsstore.Ables(q, hub); err != nil {
		return c, err
	}
	if c.signers, err = workersstore.Signers(q, hub); err != nil {
		return c, err
	}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var worker, answer string
		var told when.Instant
		err := r.Scan(&worker, &answer, &told)
		c.said[worker], c.told[worker] = answer, told
		return 0, err
	}, `select t.worker_id, t.answer, coalesce(c.made_at, '') from work_call_to t left join work_call c on c.hub_id = t.hub_id and c.order_id = t.order_id and c.version = t.told_version where t.hub_id = $1 and t.order_id = $2`, hub, o.ID)
	return c, err
}

// could tells why somebody could not do the work at all, whatever is in hand right now; "" could.
func (c crew) could(w workers.Worker) work.Reason {
	able := c.able(w.ID)
	s := work.Seeker{Worker: w.ID, Working: w.State.Working(), Signed: c.signers[w.ID], Levels: able.Levels, Never: able.Never, Here: true, Said: map[string]string{c.order.ID: c.said[w.ID]}}
	o := work.Offer{Order: c.order.ID, Skill: c.order.Work.Skill, Level: c.order.Work.Level, Live: true, Invited: true, Phone: c.order.Phone}
	if c.order.Practice {
		o.Level = 0
	}
	return work.Fits(o, s, when.Date{})
}

// Candidate is somebody who can be asked for the work of an order, or why not. What
// anybody answered to a call is not in it.
type Candidate struct {
	Worker, Name string
	No           int
	Level        int // of the skill the work needs
	Reason       work.Reason
	Told         bool
}

// Candidates are all registered workers with how they fit an order: first those who can do it.
func (s *Store) Candidates(ctx context.Context, a who.Actor, orderID string) ([]Candidate, error) {
	if err := a.May(work.MayRun); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []Candidate, err error) {
		o, err := ordersstore.LoadBasis(v, a.Hub, orderID)
		if err != nil {
			return nil, err
		}
		crew, err := crewFor(v, a.Hub, o)
		if err != nil {
			return nil, err
		}
		for _, w := range crew.all {
			able := crew.able(w.ID)
			c := Candidate{Worker: w.ID, Name: w.Name, No: w.No, Told: !crew.told[w.ID].IsZero(), Level: able.Levels[o.Work.Skill], Reason: crew.could(w)}
			if c.Reason == work.SaidNever && !slices.Contains(able.Never, o.Work.Skill) {
				c.Reason = "" // an answer to the call is hers alone
			}
			out = append(out, c)
		}
		slices.SortStableFunc(out, func(x, y Candidate) int { return len(x.Reason) - len(y.Reason) })
		return out, nil
	})
}
