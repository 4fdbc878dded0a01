package dispatchstore

import (
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/skills"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Who has some of an order can have more of it when the rest of its material comes.
func TestWhatIsToComeBarsNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.ordered("会員カード", 600, 100, "2027-02-19", false, "sample")
		h.send(h.plan())
		h.claim(a, oid)
		coming := 0
		for _, p := range h.facts().Parts {
			if p.Lane == dispatch.ToCome {
				coming++
				if p.Barred[h.id(a)] {
					t.Error("who began the order cannot go on with it")
				}
			}
		}
		if coming != 1 {
			t.Errorf("%d parts to come", coming)
		}
	})
}

// Whoever is asked for one entry is not asked for the other, and cannot be put down for it.
func TestTwoEntriesAreOfferedToTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.ordered("会員カード", 100, 100, "2027-02-19", false, "double")
		first := h.plan()
		h.send(first)
		if len(first.Shares) != 1 {
			t.Fatalf("%+v", first.Shares)
		}
		other := first.Shares[0].Key
		other.Pass = 3 - other.Pass
		if other.Pass != 1 && other.Pass != 2 {
			t.Fatalf("%+v", other)
		}
		if x := fault.Of(h.Pin(t.Context(), h.sato, PinForm{PartName(other), h.id(a), "1"})); x == nil || x.Fields[0].Key != "dispatch.pin.once" {
			t.Errorf("decided to show her both entries: %v", x)
		}
		if again := h.plan(); len(again.Shares) != 0 || len(again.Offers) != 1 || again.Offers[0].Order != oid {
			t.Errorf("both entries go to her: %+v %+v", again.Shares, again.Offers)
		}
	})
}

// What moves while a plan is made is in it: nothing is kept of facts that are over.
func TestAPlanIsKeptForTheBooksAsTheyAre(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.order("会員カード", 100, "2027-02-19", false)
		h.send(h.plan())
		old, err := h.task(t.Context(), h.hub)
		ok(t, err)
		r, err := solve(t.Context(), old)
		ok(t, err)
		h.claim(a, oid)
		no := h.board().No
		number := func(tx *db.Tx) (int, error) { return open(tx, h.hub, Changed, "") }
		if kept, err := h.enter(t.Context(), h.hub, Changed, draft{r, old, hashOf(old)}, number); err != nil || kept || h.board().No != no {
			t.Errorf("a plan of old facts was kept: %v, %v", kept, err)
		}
		ok(t, h.anew(t.Context(), h.hub, Changed))
		if x := h.board(); x.No != no+1 || x.Offers[0].Units != 4 {
			t.Errorf("%d %+v", x.No, x.Offers)
		}
	})
}

// A plan that was asked for is the newest one when it comes, whatever was planned meanwhile.
func TestWhatWasAskedForIsTheNewest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		h.order("会員カード", 100, "2027-02-19", false)
		h.plan()
		asked, err := h.Run(t.Context(), h.sato)
		ok(t, err)
		h.worker("春香")
		ok(t, h.anew(t.Context(), h.hub, Changed))
		if x := h.board(); !x.Making || x.No != asked+1 {
			t.Fatalf("making %v, plan %d", x.Making, x.No)
		}
		h.drain()
		if x := h.board(); x.Making || x.Failed || x.Cause != Asked || x.No <= asked+1 {
			t.Errorf("%+v", x.Plan)
		}
	})
}

// One fault is not the end of a plan; the last one is, and is told.
func TestAPlanThatFailsIsToldAndTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		no, err := h.Run(t.Context(), h.sato)
		ok(t, err)
		days := func(v string) string {
			was, err := db.Write(t.Context(), d, func(tx *db.Tx) (string, error) {
				was, err := db.Value[string](tx, `select days from free_usual where hub_id = $1`, h.hub)
				if err != nil {
					return "", err
				}
				_, err = tx.Exec(`update free_usual set days = $2 where hub_id = $1`, h.hub, v)
				return was, err
			})
			ok(t, err)
			return was
		}
		was := days("?")
		j := jobs.New(h.hub, "dispatch.plan", planArgs{no})
		if j.Try = 1; h.planJob(t.Context(), j) == nil {
			t.Fatal("nothing failed")
		}
		if x := h.board(); !x.Making || x.Failed {
			t.Error("the first fault was the end")
		}
		h.now = h.now.Add(planWithin + time.Minute)
		if x := h.board(); x.Making || !x.Failed {
			t.Error("waits for ever")
		}
		again, err := h.Run(t.Context(), h.sato)
		ok(t, err)
		if again == no {
			t.Error("nobody can ask for another")
		}
		for j = jobs.New(h.hub, "dispatch.plan", planArgs{again}); !jobs.Last(j.Try); j.Try++ {
		}
		if h.planJob(t.Context(), j) == nil {
			t.Fatal("nothing failed")
		}
		if x := h.board(); x.Making || !x.Failed {
			t.Error("the last fault is not told")
		}
		days(was)
		if x := h.plan(); x.Failed || x.No == 0 {
			t.Errorf("%+v", x.Plan)
		}
	})
}

// A call that is put out again for others takes nobody's letter away, and is news only to
// whom it reaches first; another day is told to all who were told of the old one.
func TestEverybodyHasHerLetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, b := h.id(h.worker("三好 みさき")), h.id(h.worker("春香"))
		oid := h.order("会員カード", 600, "2027-02-19", false)
		subjects := func(worker string) []string {
			out, err := db.Read(t.Context(), d, func(v *db.View) ([]string, error) {
				return db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
					`select subject from mail_message where hub_id = $1 and kind = 'work.call' and about = $2 order by id`, h.hub, worker)
			})
			ok(t, err)
			return out
		}
		h.now = when.On(2027, 2, 8).At(22*60, when.Tokyo)
		for version, w := range []string{a, b} {
			ok(t, h.Work.Call(t.Context(), h.sato, oid, version, workstore.CallForm{Deadline: "2027-02-17", Workers: []string{w}}))
		}
		h.now = when.On(2027, 2, 9).At(8*60, when.Tokyo)
		h.drain()
		for _, w := range []string{a, b} {
			if x := subjects(w); len(x) != 1 || !strings.HasPrefix(x[0], "仕事のお知らせ") {
				t.Errorf("%v", x)
			}
		}
		ok(t, h.Work.Call(t.Context(), h.sato, oid, 2, workstore.CallForm{Deadline: "2027-02-16", Workers: []string{a}}))
		h.drain()
		if x := subjects(a); len(x) != 2 || !strings.HasPrefix(x[1], "募集の内容が変わりました") || len(subjects(b)) != 1 {
			t.Errorf("%v", x)
		}
	})
}

// An offer is told only to whom its call reached. Work for an order whose day is over waits
// for another day, and then goes to those who had heard of the old one too.
func TestOnlyWhomACallReachedIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, b := h.worker("三好 みさき"), h.worker("春香")
		oid := h.order("会員カード", 100, "2027-02-10", false)
		ok(t, h.Work.Pass(t.Context(), a, oid, "never"))
		put := func(worker string) {
			ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
				_, _, err := offer(tx, h.hub, 1, []dispatch.Proposal{{Key: dispatch.Key{Order: oid, Pass: 1}, Worker: worker, Units: 1}})
				return err
			}))
		}
		put(h.id(a))
		put(h.id(b))
		h.drain()
		told, err := db.Read(t.Context(), d, func(v *db.View) ([]Offer, error) { return offers(v, h.hub) })
		ok(t, err)
		if len(told) != 1 || told[0].Worker != h.id(b) || told[0].Told.IsZero() {
			t.Errorf("%+v", told)
		}
		ok(t, h.Work.CloseCall(t.Context(), h.sato, oid))
		h.now = when.On(2027, 2, 12).At(10*60, when.Tokyo)
		c := h.worker("夏子")
		put(h.id(c))
		h.drain()
		if h.mails("work.call", h.id(c)) != 0 {
			t.Fatal("asked for work whose day is over")
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			_, err := tx.Exec(`update client_order set promise_on = '2027-02-22' where hub_id = $1 and id = $2`, h.hub, oid)
			if err != nil {
				return err
			}
			return jobs.Enqueue(tx, jobs.New(h.hub, "dispatch.offer", offerArgs{oid}))
		}))
		h.drain()
		if h.mails("work.call", h.id(c)) != 1 || h.mails("work.call", h.id(b)) != 2 {
			t.Errorf("%d and %d letters", h.mails("work.call", h.id(c)), h.mails("work.call", h.id(b)))
		}
	})
}

// An order that is wholly in people's hands keeps the day promised to its client.
func TestWhatIsInHandsKeepsThePromise(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.order("会員カード", 20, "2027-02-19", false)
		h.send(h.plan())
		h.claim(a, oid)
		if x := h.plan(); len(x.Orders) != 1 || x.Orders[0].Outlook.Promise != when.On(2027, 2, 19) {
			t.Errorf("%+v", x.Orders)
		}
	})
}

// What was handed back is anybody's again, and an offer with which nobody goes on is over.
func TestWorkThatStopsGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.order("会員カード", 100, "2027-02-19", false)
		h.send(h.plan())
		ok(t, h.Work.HandBack(t.Context(), a, h.claim(a, oid)))
		f := h.facts()
		if len(f.Firm) != 1 || f.Firm[0].Units != 3 {
			t.Errorf("%+v", f.Firm)
		}
		h.now = h.now.Add(47 * time.Hour)
		ok(t, h.closeOver(t.Context(), h.hub))
		if f := h.facts(); len(f.Firm) != 0 {
			t.Errorf("%+v", f.Firm)
		}
	})
}

// An offer made before its order was cut speaks of other units; it is gone with the cut. A
// decision ends with its order.
func TestWhatTheBooksOutgrewIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.order("会員カード", 100, "2027-02-19", false)
		now := h.now
		h.now = now.Add(-time.Hour)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			_, _, err := offer(tx, h.hub, 1, []dispatch.Proposal{{Key: dispatch.Key{Order: oid, Pass: 1}, Worker: h.id(a), Units: 9}})
			return err
		}))
		h.now = now
		ok(t, h.Pin(t.Context(), h.sato, PinForm{PartName(dispatch.Key{Order: oid, Pass: 1}), h.id(a), "1"}))
		ok(t, h.closeOver(t.Context(), h.hub))
		if f := h.facts(); len(f.Firm) != 1 || f.Firm[0].Hold != dispatch.ByStaff {
			t.Errorf("%+v", f.Firm)
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			_, err := tx.Exec(`update client_order set state = 'delivered' where hub_id = $1 and id = $2`, h.hub, oid)
			return err
		}))
		ok(t, h.closeOver(t.Context(), h.hub))
		if f := h.facts(); len(f.Firm) != 0 {
			t.Errorf("%+v", f.Firm)
		}
	})
}

// Her own limits are in hours of the clock: an hour of the standard time is half of one for
// whoever is twice as fast.
func TestLimitsAreMetWithHoursOfTheClock(t *testing.T) {
	x := record{pace: map[string]dispatch.Pace{"k": {Percent: 200, Sure: 100}}}
	x.add("k", 3600, 3600, 3600, 500)
	x.add("other", 3600, 0, 3600, 500)
	if x.all != 120 || x.week != 30 || x.month != 90 || x.fees != 1000 {
		t.Errorf("%+v", x)
	}
}

// What she reads of an order begins with its call; of an offer, when she is told.
func TestReasonsBeginWithTheCall(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		oid := h.order("会員カード", 600, "2027-02-19", false)
		reasons := func() []MyReason {
			m, err := h.MyReasons(t.Context(), a)
			ok(t, err)
			return m.Reasons
		}
		x := h.plan()
		if r := reasons(); len(r) != 0 {
			t.Errorf("told of an order nobody was called for: %+v", r)
		}
		_, err := h.Send(t.Context(), h.sato, x.No, "")
		ok(t, err)
		ok(t, h.Work.Call(t.Context(), h.sato, oid, 0, workstore.CallForm{Deadline: "2027-02-18"}))
		if r := reasons(); len(r) != 0 {
			t.Errorf("told before she was asked: %+v", r)
		}
		h.drain()
		if r := reasons(); len(r) != 1 || !r[0].Out || r[0].Title != "会員カード" || r[0].Kind.ID != h.kind.ID {
			t.Errorf("%+v", r)
		}
	})
}

// What changes what somebody can do or may have, or what there is to do, moves the plan.
func TestThePlanHears(t *testing.T) {
	declared := map[string]bool{}
	for _, list := range [][]event.Event{hub.Events(), workers.Events(), skills.Events(), orders.Events(), work.Events(), dispatch.Events()} {
		for _, e := range list {
			declared[e.Kind()] = true
		}
	}
	for _, kind := range stirring {
		if !declared[kind] && !strings.HasPrefix(kind, "orders.step_") {
			t.Errorf("nothing is called %s", kind)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		h.order("会員カード", 600, "2027-02-19", false)
		x, who := h.plan(), h.id(a)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			w, err := workersstore.Load(tx, h.hub, who)
			if err != nil {
				return err
			}
			return workersstore.Move(tx, h.sato, w, workers.Paused, h.now.DateIn(when.Tokyo), "")
		}))
		h.drain()
		if y := h.board(); y.No == x.No || len(y.Loads) != 0 {
			t.Error("who pauses stays in the plan")
		}
	})
}
