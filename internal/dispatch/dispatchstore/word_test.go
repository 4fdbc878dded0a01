package dispatchstore

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// What a client is told is the date staff see, and it stays with the order it was asked for.
func TestAClientIsToldThePlannersDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx, guest := t.Context(), who.Visitor(h.hub, orders.MayAsk)
		boss := who.Person(h.hub, id.Make(), "工藤", dispatch.MaySet)
		h.worker("三好 みさき")
		h.worker("春香")
		form := dispatch.AskForm{Kind: h.kind.ID, Volume: "300", Wanted: "2027-02-26"}
		if _, err := h.Word(ctx, guest, form); fault.Of(err) == nil || fault.Of(err).Key != Silent {
			t.Fatalf("a hub that has not set it tells a day: %v", err)
		}
		if err := h.SetDays(ctx, h.sato, true); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("somebody else sets it: %v", err)
		}
		ok(t, h.SetDays(ctx, boss, true))
		ok(t, h.SetDays(ctx, boss, true)) // pressed twice
		if on, err := h.TellsDays(ctx, guest); err != nil || !on || h.noted("dispatch.days_shown") != 1 {
			t.Fatal(on, err, h.noted("dispatch.days_shown"))
		}
		x, err := h.Word(ctx, guest, form)
		ok(t, err)
		a, err := h.CanWe(ctx, h.sato, form)
		ok(t, err)
		if x.ID == "" || x.Promise.IsZero() || x.Word != a.Word() || x.Promise != a.Promise {
			t.Fatalf("told %+v; staff see %+v", x, a)
		}
		if y, err := h.Word(ctx, guest, form); err != nil || y.ID != x.ID {
			t.Errorf("the same question of the same facts was worked out again: %+v, %v", y, err)
		}
		h.keeps(guest, form, x)

		// The facts moved: the answer is another one, and again the planner's.
		h.order("急ぎの名簿", 3000, "2027-02-12", false)
		y, err := h.Word(ctx, guest, form)
		ok(t, err)
		if a, err = h.CanWe(ctx, h.sato, form); err != nil || y.ID == x.ID || y.Word != a.Word() {
			t.Errorf("told %+v of the old facts; staff see %+v, %v", y, a, err)
		}
		form.Volume = "900000"
		z, err := h.Word(ctx, guest, form)
		if err != nil || !z.Promise.IsZero() || z.Last.IsZero() {
			t.Errorf("what nobody can do: %+v, %v", z, err)
		}
		oid, once := h.asks(guest, form, form.Volume)
		ok(t, h.KeepWord(ctx, guest, oid, once, z.ID))
		if h.noted("dispatch.told") != 1 || h.noted("dispatch.told_none") != 1 {
			t.Error("that no day could be told is noted as if one had been")
		}
		form.Volume = "300"
		if _, err := h.Word(ctx, guest, dispatch.AskForm{Kind: h.kind.ID, Volume: "many", Wanted: "someday"}); fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
		ok(t, h.SetDays(ctx, boss, false))
		if _, err := h.Word(ctx, guest, form); fault.KindOf(err) != fault.NotFound {
			t.Errorf("told after it was turned off: %v", err)
		}
	})
}

// keeps: an order keeps what its own client was told of just this, once.
func (h *house) keeps(guest who.Actor, form dispatch.AskForm, x Said) {
	h.t.Helper()
	ctx := h.t.Context()
	oid, once := h.asks(guest, form, form.Volume)
	ok(h.t, h.KeepWord(ctx, guest, oid, "another", x.ID))
	if _, at, err := h.ToldOf(ctx, h.sato, oid); err != nil || !at.IsZero() {
		h.t.Errorf("kept for somebody else: %v, %v", at, err)
	}
	ok(h.t, h.KeepWord(ctx, guest, oid, once, x.ID))
	ok(h.t, h.KeepWord(ctx, guest, oid, once, x.ID)) // sent twice
	if w, at, err := h.ToldOf(ctx, h.sato, oid); err != nil || at.IsZero() || w != x.Word || h.noted("dispatch.told") != 1 {
		h.t.Errorf("%+v %v %v, noted %d", w, at, err, h.noted("dispatch.told"))
	}
	if _, _, err := h.ToldOf(ctx, guest, oid); fault.KindOf(err) != fault.Forbidden {
		h.t.Errorf("a visitor reads it: %v", err)
	}
	other, once := h.asks(guest, form, "301")
	ok(h.t, h.KeepWord(ctx, guest, other, once, x.ID))
	if _, at, err := h.ToldOf(ctx, h.sato, other); err != nil || !at.IsZero() {
		h.t.Errorf("another amount keeps it: %v, %v", at, err)
	}
}

// asks sends the request that was asked about, of so much.
func (h *house) asks(guest who.Actor, form dispatch.AskForm, volume string) (oid, once string) {
	h.t.Helper()
	once = id.Make()
	oid, err := h.orders.Ask(h.t.Context(), guest, once, form.Kind, orders.PersonForm{Company: "みなと商事", Name: "田中", Mail: "tanaka@example.com"}, orders.AskForm{Title: "名簿", Volume: volume, Wanted: form.Wanted})
	ok(h.t, err)
	return oid, once
}

// A client's word has dates and the client's own amount in it, and nothing else.
func TestAWordHasNoFieldForOthers(t *testing.T) {
	for x := range reflect.TypeFor[dispatch.Word]().Fields() {
		if !strings.Contains(" Volume Wanted Promise Likely Last ", " "+x.Name+" ") {
			t.Errorf("a client is told %s", x.Name)
		}
	}
}

// A question that takes long is told to be on its way; the answer is kept meanwhile. One that
// takes too long is no fault: whoever asked reads it, and keeps what they typed.
func TestALongQuestionIsAskedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		ok(t, h.SetDays(t.Context(), who.Person(h.hub, id.Make(), "工藤", dispatch.MaySet), true))
		guest := who.Visitor(h.hub, orders.MayAsk)
		form := dispatch.AskForm{Kind: h.kind.ID, Volume: "60", Wanted: "2027-02-26"}
		h.wait = time.Millisecond
		h.desk.one.Lock() // somebody else's question is being worked out
		ctx, stop := context.WithCancel(t.Context())
		x, err := h.Word(ctx, guest, form)
		stop() // whoever asked goes away
		h.desk.one.Unlock()
		if err != nil || !x.Working || x.ID != "" {
			t.Fatalf("%+v %v", x, err)
		}
		h.wait = time.Minute
		if x, err = h.Word(t.Context(), guest, form); err != nil || x.Working || x.Promise.IsZero() {
			t.Errorf("%+v %v", x, err)
		}
		h.most = time.Nanosecond
		form.Volume = "61"
		if x, err = h.Word(t.Context(), guest, form); err != nil || !x.Long || x.ID != "" {
			t.Errorf("no answer in the time there is: %+v %v", x, err)
		}
	})
}

// One question is worked out at a time and once, however many ask; when too many wait,
// further ones are sent away, and what goes wrong is told to all who asked.
func TestTheDeskTakesOneAtATime(t *testing.T) {
	var d desk
	var mu sync.Mutex
	at, most, done := 0, 0, 0
	gate := make(chan struct{})
	work := func() error {
		mu.Lock()
		at++
		most = max(most, at)
		mu.Unlock()
		<-gate
		mu.Lock()
		at, done = at-1, done+1
		mu.Unlock()
		return nil
	}
	var runs []*run
	for i := range deskMost {
		r, ahead := d.begin(string(rune('a'+i)), work)
		if r == nil || ahead != i {
			t.Fatalf("question %d: %v, %d ahead", i, r, ahead)
		}
		runs = append(runs, r)
	}
	for i, key := range []string{"a", "b"} {
		if r, ahead := d.begin(key, work); r != runs[i] || ahead != i {
			t.Errorf("the same question was begun twice, or %d that came later are before it", ahead-i)
		}
	}
	if r, _ := d.begin("z", work); r != nil {
		t.Error("there is always room")
	}
	close(gate)
	for _, r := range runs {
		<-r.done
	}
	if most != 1 || done != deskMost {
		t.Errorf("%d at a time, %d done", most, done)
	}
	bad := errors.New("no")
	r, _ := d.begin("bad", func() error { return bad })
	if <-r.done; r.err != bad {
		t.Error(r.err)
	}
	r, _ = d.begin("worse", func() error { panic("nothing there") })
	if <-r.done; r.err == nil {
		t.Error("a panic is no error")
	}
}
