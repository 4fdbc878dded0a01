package dispatchstore

import (
	"slices"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/skills"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// From a plan to the pieces in people's hands: proposed, sent, told by the order's call,
// taken on; what was taken on stays where it is.
func TestAPlanGoesOutAndIsTakenOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		if b := h.board(); b.No != 0 || len(b.Orders) != 0 {
			t.Errorf("before the first plan: %+v", b.Plan)
		}
		a, b := h.worker("三好 みさき"), h.worker("春香")
		oid := h.order("会員カード", 600, "2027-02-19", false)
		x := h.plan()
		if x.No != 1 || len(x.Orders) != 1 || units(x.Shares) != 24 || x.Orders[0].Ready.IsZero() || x.Orders[0].Late() || x.Gap < 0 || len(x.Hash) != 64 {
			t.Fatalf("%+v %+v", x.Plan, x.Orders)
		}
		if n := len(x.Offers); n != 0 || h.mails("work.call", h.id(a)) != 0 {
			t.Error("something went out before anybody accepted the plan")
		}
		h.send(x)
		y := h.board()
		if len(y.Shares) != 0 || len(y.Offers) != len(x.Shares) || y.Offers[0].Told.IsZero() || y.Sent.IsZero() || y.SentBy != "佐藤" {
			t.Fatalf("%+v", y)
		}
		for _, s := range x.Shares {
			if h.mails("work.call", s.Worker) != 1 {
				t.Errorf("%s got %d letters", y.People[s.Worker].Name, h.mails("work.call", s.Worker))
			}
		}
		if n, err := h.Send(t.Context(), h.sato, x.No, ""); err != nil || n != 0 {
			t.Errorf("sent twice: %d, %v", n, err)
		}
		taker := a
		if x.Shares[0].Worker != h.id(a) {
			taker = b
		}
		h.claim(taker, oid)
		z := h.plan()
		if z.No != 2 || len(z.Shares) != 0 || z.Orders[0].Ready != x.Orders[0].Ready || len(z.Changes) != 0 {
			t.Errorf("what is out was planned again: %+v, changes %+v", z.Shares, z.Changes)
		}
		if _, err := h.Send(t.Context(), h.sato, x.No, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old plan was sent: %v", err)
		}
		m, err := h.MyReasons(t.Context(), taker)
		ok(t, err)
		if len(m.Reasons) != 1 || !m.Reasons[0].Given {
			t.Errorf("%+v", m)
		}
	})
}

// The morning of staff counts what the plan leaves to people, as the board shows it.
func TestTheMorningCountsWhatThePlanLeavesToPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		waits := func(want Waits) {
			t.Helper()
			if n, err := h.Waits(t.Context(), h.sato); err != nil || n != want {
				t.Errorf("%+v, %v, want %+v", n, err, want)
			}
		}
		waits(Waits{})
		h.worker("三好 みさき")
		h.order("会員カード", 100, "2027-02-19", false)
		h.order("名簿", 60_000, "2027-02-19", false)
		b := h.plan()
		if late := slices.IndexFunc(b.Orders, func(o Row) bool { return o.Title == "名簿" && o.Late() }); late < 0 {
			t.Fatalf("nothing is late: %+v", b.Orders)
		}
		offered := map[string]bool{}
		for _, s := range b.Shares {
			offered[s.Order] = true
		}
		waits(Waits{Late: 1, Proposed: len(offered)})
		h.send(b)
		waits(Waits{Late: 1, Unanswered: len(h.board().Offers)})
		if _, err := h.Waits(t.Context(), who.Actor{Hub: h.hub}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("anybody may count: %v", err)
		}
	})
}

// In quiet hours nobody is told; a plan that is sent in the evening arrives in the morning.
func TestOffersRespectQuietHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		h.order("会員カード", 100, "2027-02-19", false)
		h.now = when.On(2027, 2, 8).At(22*60, when.Tokyo)
		h.send(h.plan())
		if h.mails("work.call", h.id(a)) != 0 {
			t.Error("told at ten in the evening")
		}
		h.now = when.On(2027, 2, 9).At(8*60, when.Tokyo)
		h.drain()
		if h.mails("work.call", h.id(a)) != 1 {
			t.Error("not told in the morning")
		}
	})
}

// Silence ends an offer, and a no does too; both lead to somebody else at once, look alike
// in the books, and weigh in nothing else.
func TestANoGoesToSomebodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ended(t, d, func(h *house, a who.Actor, oid string) { ok(t, h.Work.Pass(t.Context(), a, oid, "later")) })
	})
}

func TestSilenceGoesToSomebodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ended(t, d, func(h *house, _ who.Actor, _ string) {
			h.now = h.now.Add(47 * time.Hour)
			ok(t, h.anew(t.Context(), h.hub, Changed))
		})
	})
}

func ended(t *testing.T, d *db.DB, end func(*house, who.Actor, string)) {
	h := yukihara(t, d)
	a := h.worker("三好 みさき")
	oid := h.order("会員カード", 100, "2027-02-19", false)
	h.send(h.plan())
	if x := h.board(); len(x.Offers) != 1 || x.Offers[0].Worker != h.id(a) {
		t.Fatalf("%+v", x.Offers)
	}
	b := h.worker("春香")
	end(h, a, oid)
	h.drain()
	x := h.board()
	if len(x.Offers) != 1 || x.Offers[0].Worker != h.id(b) || h.mails("work.call", h.id(b)) != 1 || x.Cause == Asked {
		t.Errorf("%+v, %d letters", x.Offers, h.mails("work.call", h.id(b)))
	}
	h.order("名簿", 600, "2027-02-19", false)
	asked := map[string]bool{}
	for _, s := range h.plan().Shares {
		asked[s.Worker] = true
	}
	if !asked[h.id(a)] {
		t.Error("who let one order pass is not asked for the next")
	}
}

// "Not today": what was only offered for today is offered to somebody else at once; nothing
// of it is kept, and she can be asked for the same order again.
func TestNotTodayIsReOfferedAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		h.now = when.On(2027, 2, 8).At(8*60+30, when.Tokyo)
		h.order("急ぎのカード", 200, "2027-02-09", false)
		h.send(h.plan())
		b := h.worker("春香")
		began := h.board().No
		ok(t, h.skills.NotToday(t.Context(), a))
		h.drain()
		x := h.board()
		if h.noted("dispatch.sent") < 2 || h.noted("dispatch.shrunk") != 1 {
			t.Errorf("what was taken back and offered stands nowhere: %d, %d", h.noted("dispatch.sent"), h.noted("dispatch.shrunk"))
		}
		if x.No == began || len(x.Offers) != 1 || x.Offers[0].Worker != h.id(b) || x.Cause != Changed {
			t.Errorf("%+v", x.Offers)
		}
		ok(t, h.skills.TakeBack(t.Context(), a))
		for _, p := range h.facts().Parts {
			if p.Barred[h.id(a)] {
				t.Error("who could not come today is not asked again")
			}
		}
	})
}

// with and without absences, a no, a hand-back and a complaint in the books of
// what is over, the problem is the same to the letter.
func TestNothingOfRefusalsEntersThePlan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, b := h.worker("三好 みさき"), h.worker("春香")
		h.order("会員カード", 600, "2027-02-19", false)
		past := h.order("前の仕事", 25, "2027-02-19", false)
		ok(t, h.Work.Call(t.Context(), h.sato, past, 0, workstore.CallForm{Deadline: "2027-02-18"}))
		before, err := h.task(t.Context(), h.hub)
		ok(t, err)
		for range 3 {
			ok(t, h.Work.Pass(t.Context(), a, past, "later"))
			ok(t, h.Work.Pass(t.Context(), a, past, ""))
			ok(t, h.Work.HandBack(t.Context(), b, h.claim(b, past)))
			ok(t, h.skills.NotToday(t.Context(), b))
			ok(t, h.skills.TakeBack(t.Context(), b))
		}
		ok(t, h.Work.Pass(t.Context(), a, past, "later"))
		after, err := h.task(t.Context(), h.hub)
		ok(t, err)
		if x, y := hashOf(before), hashOf(after); x != y {
			t.Error("the books of refusals changed the problem")
		}
	})
}

// A decision of staff is kept by every plan and goes out with the next one; what may not be
// planned cannot be decided either.
func TestADecisionStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, b := h.worker("三好 みさき"), h.worker("春香")
		oid := h.order("会員カード", 600, "2027-02-19", false)
		part := PartName(dispatch.Key{Order: oid, Lane: 0, Pass: 1})
		for _, c := range []struct {
			f     PinForm
			field string
		}{{PinForm{}, "part"}, {PinForm{part, "", "3"}, "worker"}, {PinForm{part, h.id(a), "0"}, "units"}, {PinForm{part, h.id(a), "25"}, "units"}} {
			if x := fault.Of(h.Pin(t.Context(), h.sato, c.f)); x == nil || x.Kind != fault.Invalid || x.Fields[0].Name != c.field {
				t.Errorf("%+v: %v", c.f, x)
			}
		}
		ok(t, h.skills.SaveWishes(t.Context(), b, "", skills.WishForm{Kinds: map[string]string{h.kind.Skill: "never"}, Place: "both"}))
		if x := fault.Of(h.Pin(t.Context(), h.sato, PinForm{part, h.id(b), "1"})); x == nil || x.Fields[0].Key != "dispatch.pin.wish" {
			t.Errorf("decided against her wish: %v", x)
		}
		ok(t, h.Pin(t.Context(), h.sato, PinForm{part, h.id(a), "５"}))
		x := h.plan()
		if len(x.Pins) != 1 || x.Pins[0].Units != 5 || units(x.Shares) != 19 {
			t.Fatalf("%+v %+v", x.Pins, x.Shares)
		}
		ok(t, h.Unpin(t.Context(), h.sato, x.Pins[0].ID))
		if err := h.Unpin(t.Context(), h.sato, x.Pins[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
		ok(t, h.Pin(t.Context(), h.sato, PinForm{part, h.id(a), "5"}))
		h.send(h.plan())
		if y := h.board(); len(y.Pins) != 0 || len(y.Offers) != 1 || y.Offers[0].Units != 24 {
			t.Errorf("%+v %+v", y.Pins, y.Offers)
		}
	})
}

// A snow day: before the closure is saved one sees what it moves; afterwards the plan and
// the client's date follow by themselves.
func TestAClosureMovesWhatIsTiedToTheHub(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		tied, free := h.order("預かりの名簿", 500, "2027-02-12", true), h.order("カード", 50, "2027-02-19", false)
		x := h.plan()
		day := when.On(2027, 2, 9)
		c := hub.Closure{ID: id.Make(), Closure: calendar.Closure{From: day, To: day}, Reason: "大雪"}
		sh, err := h.Shut(t.Context(), h.sato, c)
		ok(t, err)
		if sh.Hours == 0 || sh.People != 1 || len(sh.Orders) == 0 || sh.Orders[0].ID != tied || !sh.Orders[0].Now.After(sh.Orders[0].Was) {
			t.Fatalf("%+v", sh)
		}
		if y := h.board(); y.No != x.No {
			t.Error("a look made a plan")
		}
		ok(t, h.hubs.Close(t.Context(), h.sato, c))
		h.drain()
		dates, err := h.Dates(t.Context(), h.sato)
		ok(t, err)
		if dates[tied].Ready != sh.Orders[0].Now || dates[free].Ready.IsZero() {
			t.Errorf("said %v, planned %v", sh.Orders[0].Now, dates[tied].Ready)
		}
	})
}

func TestTheQuestionIsAskedOfTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		for _, n := range []string{"三好 みさき", "春香", "夏子"} {
			h.worker(n)
		}
		x, err := h.CanWe(t.Context(), h.sato, dispatch.AskForm{Kind: h.kind.ID, Volume: "600", Wanted: "2027-02-19"})
		ok(t, err)
		if !x.Fits || x.Hours != 7 || x.People == 0 {
			t.Errorf("%+v", x)
		}
		h.order("大きな注文", 6000, "2027-02-22", false)
		y, err := h.CanWe(t.Context(), h.sato, dispatch.AskForm{Kind: h.kind.ID, Volume: "600", Wanted: "2027-02-12"})
		ok(t, err)
		if !y.Likely.After(x.Likely) {
			t.Errorf("an order that was taken takes no time: %v, then %v", x.Likely, y.Likely)
		}
		if _, err := h.CanWe(t.Context(), h.sato, dispatch.AskForm{}); fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
	})
}

func TestSharesAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a := h.worker("三好 みさき")
		h.worker("春香")
		oid := h.order("会員カード", 20, "2027-02-19", false)
		h.send(h.plan())
		offers := h.board().Offers
		if len(offers) == 0 {
			t.Fatal("nothing was offered")
		}
		ok(t, h.Work.Call(t.Context(), h.sato, oid, 1, workstore.CallForm{Deadline: "2027-02-18"}))
		pid := h.claim(a, oid)
		screen, err := h.Work.Screen(t.Context(), a, pid)
		ok(t, err)
		for _, l := range screen.Lines {
			_, err := h.Work.SaveRow(t.Context(), a, pid, l.No, 0, map[int]string{2: "雪原"})
			ok(t, err)
		}
		ok(t, h.Work.Deliver(t.Context(), a, pid))
		for _, to := range []workers.State{workers.Paused, workers.Registered} { // a pause makes nobody new
			ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
				w, err := workersstore.Mine(tx, a)
				if err != nil {
					return err
				}
				return workersstore.Move(tx, h.sato, w, to, when.On(2027, 2, 8), "")
			}))
		}
		f, err := h.Fair(t.Context(), h.sato)
		ok(t, err)
		if len(f.People) != 2 || f.People[1].Worker != h.id(a) || f.People[1].Share != 100 || f.People[1].First != 29 || f.People[0].First != -1 || f.Half != 1 || f.Median != 29 || f.Total == 0 {
			t.Errorf("%+v", f)
		}
		if n := f.People[0].Offers + f.People[1].Offers; n != len(offers) {
			t.Errorf("%d offers counted of %d", n, len(offers))
		}
	})
}
