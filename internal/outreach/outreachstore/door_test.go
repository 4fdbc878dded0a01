package outreachstore

import (
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// doorkeeper is the person with the tablet.
func (h *hall) doorkeeper() who.Actor {
	return who.Person(h.hub, id.Make(), "小林", outreach.MayDoor, outreach.MaySee, outreach.MaySignups)
}

func TestMarksSentAgainAndFromTwoTabletsCountOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem, door := h.seminar(10, 2), h.doorkeeper()
		a, b := h.signUp(sem, two), h.signUp(sem)
		first := []outreach.Mark{{ID: id.Make(), Signup: a.ID, Kind: outreach.CameIn}, {ID: id.Make(), Kind: outreach.CameIn, Adults: 2}}
		second := []outreach.Mark{{ID: id.Make(), Signup: a.ID, Kind: outreach.CameIn}, {ID: id.Make(), Signup: b.ID, Kind: outreach.CameIn}}
		var wg sync.WaitGroup
		for range 3 {
			for _, marks := range [][]outreach.Mark{first, second} {
				wg.Add(1)
				go func() {
					defer wg.Done()
					if _, err := h.Mark(t.Context(), door, sem, marks); err != nil {
						t.Error(err)
					}
				}()
			}
		}
		wg.Wait()
		list, err := h.Door(t.Context(), door, sem)
		ok(t, err)
		if list.Came != 2+1+2 || len(list.WalkIns) != 1 {
			t.Errorf("%d came, walk-ins %+v", list.Came, list.WalkIns)
		}
	})
}

func TestAMarkCanBeTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem, door := h.seminar(10, 2), h.doorkeeper()
		a := h.signUp(sem)
		walk := id.Make()
		now := d.Now()
		came, err := h.Mark(t.Context(), door, sem, []outreach.Mark{{ID: id.Make(), Signup: a.ID, Kind: outreach.CameIn, At: now.Add(-2 * time.Minute)},
			{ID: walk, Kind: outreach.CameIn, Adults: 1, At: now.Add(-2 * time.Minute)},
			{ID: id.Make(), Signup: a.ID, Kind: outreach.Undone, At: now.Add(-time.Minute)}, {ID: id.Make(), Undoes: walk, Kind: outreach.Undone, At: now.Add(-time.Minute)}})
		ok(t, err)
		if came != 0 {
			t.Errorf("%d came", came)
		}
		other := h.seminar(3, 0)
		if _, err := h.Mark(t.Context(), door, other, []outreach.Mark{{ID: id.Make(), Signup: a.ID, Kind: outreach.CameIn}}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a ticket of another seminar: %v", err)
		}
	})
}

func TestNumbersFollowTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem, door := h.seminar(10, 4), h.doorkeeper()
		batch, err := h.AddBatch(t.Context(), h.sato, AddBatch{ID: id.Make(), Seminar: sem, Form: outreach.BatchForm{Channel: "nursery", Place: "ゆきのこ保育園", Copies: "100", Cost: "1,200"}})
		ok(t, err)
		came := h.signUp(sem, two, func(f *outreach.SignupForm) { f.Heard, f.Flyer, f.Interview = "flyer", batch.Code, true })
		h.signUp(sem, child("2歳"), func(f *outreach.SignupForm) { f.Heard = "friend" })
		gone := h.signUp(sem)
		ok(t, h.CancelMine(t.Context(), h.visitor, gone.Token))
		_, err = h.Mark(t.Context(), door, sem, []outreach.Mark{{ID: id.Make(), Signup: came.ID, Kind: outreach.CameIn}, {ID: id.Make(), Kind: outreach.CameIn, Adults: 1}})
		ok(t, err)
		got, err := h.Results(t.Context(), door, sem)
		ok(t, err)
		if len(got) != 1 {
			t.Fatalf("%d results", len(got))
		}
		r := got[0]
		if r.Parties != 2 || r.Adults != 3 || r.CameAdults != 2 || r.WalkIns != 1 || r.NoShow != 1 || r.Interviews != 1 || r.Cost != 1200 || r.Came() != 3 {
			t.Errorf("%+v", r)
		}
		if len(r.Batches) != 1 || r.Batches[0].Code != batch.Code || r.Batches[0].Came != 2 || len(r.Heard) != 2 {
			t.Errorf("%+v %+v", r.Batches, r.Heard)
		}
		wishes, err := h.Wishes(t.Context(), door, sem)
		ok(t, err)
		if len(wishes) != 1 || wishes[0].SignupID != came.ID || !wishes[0].Came {
			t.Errorf("%+v", wishes)
		}
	})
}

func TestASurveyIsOpenFromTheStartAndCountsAPartyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 4)
		r := h.signUp(sem)
		say := outreach.SurveyForm{Clear: "3", Work: "maybe", Interview: true}
		if err := h.Survey(t.Context(), h.visitor, sem, r.Token, id.Make(), say); fault.KindOf(err) != fault.Conflict {
			t.Errorf("before the start: %v", err)
		}
		l, err := h.Seminar(t.Context(), h.visitor, sem)
		ok(t, err)
		before := d.Now
		d.Now = func() when.Instant { return l.Starts.Add(time.Hour) }
		defer func() { d.Now = before }()
		ok(t, h.Survey(t.Context(), h.visitor, sem, r.Token, id.Make(), say))
		say.Clear, say.Work = "4", "yes"
		ok(t, h.Survey(t.Context(), h.visitor, sem, r.Token, id.Make(), say))
		once := id.Make()
		for range 2 {
			ok(t, h.Survey(t.Context(), h.visitor, sem, "", once, outreach.SurveyForm{Clear: "2", Work: "no", Interview: true, Contact: "山田 090-0000-0000"}))
		}
		got, err := h.Results(t.Context(), h.doorkeeper(), sem)
		ok(t, err)
		if x := got[0]; x.Answers != 2 || x.Clear != 6 || x.WorkYes != 1 || x.WorkNo != 1 || x.WorkMaybe != 0 || x.Interviews != 2 {
			t.Errorf("%+v", x)
		}
	})
}
