package interviewsstore

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	for _, es := range [][]event.Event{hub.Events(), workers.Events(), skills.Events(), interviews.Events()} {
		journal.Declare(es...)
	}
}

// desk is a hub with a coordinator, a front desk and a clock.
type desk struct {
	*Store
	t               *testing.T
	hub             string
	now             *when.Instant
	runner          *jobs.Runner
	sato, kobayashi who.Actor // coordinator, front desk
	visitor, tender who.Actor
	n               int
	closer          who.Actor
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func kind(t *testing.T, err error, k fault.Kind, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != k || key != "" && f.Key != key {
		t.Errorf("%v, want %s %s", err, k, key)
	}
}

func yukihara(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	now := dbtest.Start
	d.Now = func() when.Instant { return now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	var week [7][]calendar.Span
	for i := 1; i <= 5; i++ {
		week[i] = []calendar.Span{{From: 9*60 + 30, To: 16 * 60}}
	}
	h, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, Week: week},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	s := &Store{DB: d, Keys: k, Hubs: hs, Crew: &workersstore.Store{DB: d, Keys: k, Hubs: hs}}
	r := &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	s.Jobs(r)
	(&mail.Worker{DB: d, Sender: mail.Kept{}}).Handle(r)
	return &desk{Store: s, t: t, hub: h.ID, now: &now, runner: r,
		sato:      who.Person(h.ID, id.Make(), "佐藤", interviews.MayBoard, interviews.MaySheet, interviews.MayConfide, interviews.MayRun),
		kobayashi: who.Person(h.ID, id.Make(), "小林", interviews.MayBoard, interviews.MaySheet),
		visitor:   who.Visitor(h.ID, interviews.MayBook), tender: who.System(h.ID, "test", interviews.MayTend), closer: who.System(h.ID, "test", hub.MayClose)}
}

// slots opens n free slots of half an hour on a day.
func (x *desk) slots(day string, n int) []interviews.Slot {
	x.t.Helper()
	to := when.TimeOfDay(9*60 + 30 + 30*n)
	_, err := x.OpenSlots(x.t.Context(), x.sato, id.Make(), interviews.SlotForm{Date: day, From: "9:30", To: to.String(), Length: "30", Kind: "room", Room: "相談室", By: "佐藤"})
	ok(x.t, err)
	rows, err := x.Slots(x.t.Context(), x.sato, when.MustDate(day), when.MustDate(day).AddDays(1))
	ok(x.t, err)
	var out []interviews.Slot
	for _, r := range rows {
		out = append(out, r.Slot)
	}
	return out
}

// person enters and is invited.
func (x *desk) person() Receipt {
	x.t.Helper()
	x.n++
	r, err := x.Ask(x.t.Context(), x.visitor, id.Make(), interviews.Form{Name: fmt.Sprintf("町の人%d", x.n), Kana: "マチノヒト" + string(rune('ア'+x.n%60)), Mail: fmt.Sprintf("p%d@example.com", x.n), Consent: true, Lang: "ja"})
	ok(x.t, err)
	return r
}

func (x *desk) file(applicantID string) File {
	x.t.Helper()
	f, err := x.File(x.t.Context(), x.sato, applicantID)
	ok(x.t, err)
	return f
}

func (x *desk) kinds(applicantID string) string {
	var b strings.Builder
	for _, m := range x.file(applicantID).Mails {
		b.WriteString(strings.TrimPrefix(m.Kind, "interviews.") + " ")
	}
	return b.String()
}

func (x *desk) later(d time.Duration) {
	x.t.Helper()
	*x.now = x.now.Add(d)
	ok(x.t, x.runner.Drain(x.t.Context()))
}

func crowd(n int, act func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			errs[i] = act(i)
		}()
	}
	close(start)
	wg.Wait()
	return errs
}

func TestASlotIsNeverGivenTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slot := x.slots("2027-02-16", 1)[0]
		people := make([]Receipt, 40)
		for i := range people {
			people[i] = x.person()
		}
		got := 0
		for _, err := range crowd(40, func(i int) error {
			return x.Book(t.Context(), x.visitor, people[i].Token, interviews.Pick{Slot: slot.ID})
		}) {
			if err == nil {
				got++
			} else {
				kind(t, err, fault.Conflict, "interviews.book.taken")
			}
		}
		booked := 0
		for _, p := range people {
			if f := x.file(p.ID); f.Stage == interviews.Booked {
				booked++
			} else if f.Stage != interviews.Invited || f.NextOn.IsZero() {
				t.Errorf("somebody who was slower: %s, next on %s", f.Stage, f.NextOn)
			}
		}
		if got != 1 || booked != 1 {
			t.Errorf("%d got it, %d are booked", got, booked)
		}
	})
}

func TestFortyPressesOfOnePersonAreOneBooking(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slots, p := x.slots("2027-02-16", 8), x.person()
		for _, err := range crowd(40, func(i int) error {
			return x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[i%len(slots)].ID})
		}) {
			if err != nil {
				kind(t, err, fault.Conflict, "")
			}
		}
		rows, err := x.Slots(t.Context(), x.sato, when.MustDate("2027-02-16"), when.MustDate("2027-02-17"))
		ok(t, err)
		taken := 0
		for _, r := range rows {
			if r.Booking != "" {
				taken++
			}
		}
		if taken != 1 {
			t.Errorf("%d slots are taken", taken)
		}
	})
}

func TestFromAskingToTheDayBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slots, p := x.slots("2027-02-16", 4), x.person()
		m, err := x.Mine(t.Context(), x.visitor, p.Token, when.MustDate("2027-02-01"), when.MustDate("2027-02-16"))
		ok(t, err)
		if len(m.First) != 3 || m.First[0].ID != slots[0].ID || m.Month[when.MustDate("2027-02-16")] != 4 || len(m.Day) != 4 {
			t.Errorf("offered %d, month %v, day %d", len(m.First), m.Month, len(m.Day))
		}
		pick := interviews.Pick{Slot: slots[1].ID, Child: true}
		ok(t, x.Book(t.Context(), x.visitor, p.Token, pick))
		ok(t, x.Book(t.Context(), x.visitor, p.Token, pick)) // pressed twice
		if f := x.file(p.ID); f.Stage != interviews.Booked || !f.Booking.Child || f.NextStep != interviews.ToMeet || f.NextOn.String() != "2027-02-16" || x.kinds(p.ID) != "invite booked " {
			t.Errorf("%+v, mails %s", f.Applicant, x.kinds(p.ID))
		}
		ok(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[3].ID}))
		f := x.file(p.ID)
		if f.Booking.Slot.ID != slots[3].ID || f.Sequence != 1 || len(f.Past) != 1 || f.Past[0].State != interviews.Moved {
			t.Errorf("moved: %+v", f)
		}
		if moved := f.Mails[2]; !strings.Contains(moved.ICS, "SEQUENCE:1") || !strings.Contains(moved.ICS, "UID:"+p.ID) || !strings.Contains(moved.Text, "/i/"+p.Token) {
			t.Errorf("the mail of the move: %s %s", moved.ICS, moved.Text)
		}
		x.later(5 * 24 * time.Hour)
		if strings.Contains(x.kinds(p.ID), "reminder") {
			t.Error("reminded two days before")
		}
		*x.now = when.MustDate("2027-02-15").At(17*60+1, when.Tokyo)
		ok(t, x.runner.Drain(t.Context()))
		x.later(time.Minute)
		if x.kinds(p.ID) != "invite booked moved reminder " {
			t.Errorf("the day before: %s", x.kinds(p.ID))
		}
		ok(t, x.Cancel(t.Context(), x.visitor, p.Token))
		ok(t, x.Cancel(t.Context(), x.visitor, p.Token)) // pressed twice
		f = x.file(p.ID)
		if f.Stage != interviews.Invited || f.Booking.ID != "" || !strings.Contains(f.Mails[4].ICS, "STATUS:CANCELLED") || f.NextOn.IsZero() {
			t.Errorf("cancelled: %+v", f.Applicant)
		}
		*x.now = slots[0].Starts
		kind(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[0].ID}), fault.Conflict, "interviews.book.taken")
	})
}

func TestTheSamePersonIsOneApplicant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		f := interviews.Form{Name: "三好 みさき", Kana: "みよし みさき", Mail: "misaki@example.com", Phone: "090-0000-1234", Consent: true, Lang: "ja"}
		once := id.Make()
		first, err := x.Ask(t.Context(), x.visitor, once, f)
		ok(t, err)
		twice, err := x.Ask(t.Context(), x.visitor, once, f)
		ok(t, err)
		if twice.Token != first.Token || x.kinds(first.ID) != "invite " {
			t.Errorf("pressed twice: %+v, mails %s", twice, x.kinds(first.ID))
		}
		x.later(11 * time.Minute)
		again, err := x.Ask(t.Context(), x.visitor, id.Make(), f)
		ok(t, err)
		if !again.Again || again.Token != "" || x.kinds(first.ID) != "invite again " {
			t.Errorf("asked again: %+v, mails %s", again, x.kinds(first.ID))
		}
		cmd := Enter{Once: id.Make(), Form: f, Source: interviews.FromPhone}
		_, err = x.Enter(t.Context(), x.kobayashi, cmd)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Name != "anyway" {
			t.Errorf("staff were not asked: %v", err)
		}
		husband := f
		husband.Name, husband.Kana, husband.Phone = "三好 一郎", "みよし いちろう", ""
		r, err := x.Enter(t.Context(), x.kobayashi, Enter{Once: id.Make(), Form: husband, Source: interviews.FromPhone})
		ok(t, err)
		if x.file(r.ID).Alike != first.ID {
			t.Error("staff do not see that they may be one person")
		}
		cmd.Anyway = true
		_, err = x.Enter(t.Context(), x.kobayashi, cmd)
		ok(t, err)
	})
}

func TestACardNamesWhoBroughtThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		w, err := db.Write(t.Context(), d, func(tx *db.Tx) (workers.Worker, error) {
			return workersstore.Begin(tx, x.sato, workersstore.Entry{Name: "原田 真由", Lang: "ja"})
		})
		ok(t, err)
		f := interviews.Form{Name: "三好 みさき", Kana: "みよし みさき", Mail: "misaki@example.com", Consent: true, Lang: "ja", Code: strings.ToLower(w.ReferralCode)}
		r, err := x.Ask(t.Context(), x.visitor, id.Make(), f)
		ok(t, err)
		if got := x.file(r.ID); got.Source != interviews.FromCard || got.ReferredBy != w.ID || got.Referrer != w.No {
			t.Errorf("%+v", got)
		}
		f.Code, f.Mail = "NOSUCHX", "other@example.com"
		_, err = x.Ask(t.Context(), x.visitor, id.Make(), f)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Name != "code" {
			t.Errorf("a code nobody has: %v", err)
		}
	})
}

func TestSlotsAreOpenedWithCare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		f := interviews.SlotForm{Date: "2027-02-16", From: "9:00", To: "10:00", Length: "30", Kind: "room", Room: "相談室", By: "佐藤"}
		_, err := x.OpenSlots(t.Context(), x.sato, id.Make(), f)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Name != "slot_anyway" {
			t.Errorf("before the hub opens: %v", err)
		}
		f.Kind = "phone"
		_, err = x.OpenSlots(t.Context(), x.sato, id.Make(), f)
		ok(t, err) // at the telephone one can talk before the door opens
		f.Kind, f.Anyway = "room", true
		_, err = x.OpenSlots(t.Context(), x.sato, id.Make(), f)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Name != "from" {
			t.Errorf("one person at two places: %v", err)
		}
		f.By, f.Weeks = "小林", "3"
		once := id.Make()
		for range 2 { // pressed twice
			n, err := x.OpenSlots(t.Context(), x.sato, once, f)
			ok(t, err)
			if n != 6 {
				t.Errorf("%d slots", n)
			}
		}
		kind(t, func() error { _, err := x.OpenSlots(t.Context(), x.kobayashi, id.Make(), f); return err }(), fault.Forbidden, "")
	})
}

func TestACancelledSlotAsksForAnotherTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slots, p := x.slots("2027-02-16", 2), x.person()
		ok(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[0].ID}))
		ok(t, x.TurnSlot(t.Context(), x.sato, slots[0].ID, interviews.Shut)) // who has it keeps it
		if f := x.file(p.ID); f.Stage != interviews.Booked {
			t.Errorf("%s", f.Stage)
		}
		for range 2 {
			ok(t, x.TurnSlot(t.Context(), x.sato, slots[0].ID, interviews.Cancelled))
		}
		if f := x.file(p.ID); f.Stage != interviews.Invited || x.kinds(p.ID) != "invite booked slot_off " {
			t.Errorf("%s, mails %s", f.Stage, x.kinds(p.ID))
		}
		kind(t, x.TurnSlot(t.Context(), x.sato, slots[0].ID, interviews.Open), fault.Conflict, "interviews.slot.ended")
		kind(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[0].ID}), fault.Conflict, "interviews.book.taken")
		kind(t, x.TurnSlot(t.Context(), x.sato, id.Make(), interviews.Shut), fault.NotFound, "")
	})
}

func TestASnowDayWithInterviews(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slots := x.slots("2027-02-16", 4)
		comes, calls, silent := x.person(), x.person(), x.person()
		ok(t, x.Book(t.Context(), x.visitor, comes.Token, interviews.Pick{Slot: slots[0].ID}))
		ok(t, x.Book(t.Context(), x.visitor, calls.Token, interviews.Pick{Slot: slots[1].ID, ByPhone: true, Phone: "090-0000-1111"}))
		ok(t, x.Book(t.Context(), x.visitor, silent.Token, interviews.Pick{Slot: slots[2].ID}))
		ok(t, x.Hubs.Close(t.Context(), x.closer, hub.Closure{ID: id.Make(), Closure: calendar.Closure{From: when.MustDate("2027-02-16")}, Reason: "大雪のため"}))
		far, err := x.Stranded(t.Context(), x.kobayashi)
		ok(t, err)
		if len(far) != 2 || far[0].Applicant != comes.ID {
			t.Fatalf("%+v", far)
		}
		for range 2 { // nobody is told twice
			_, _, err := x.TellStranded(t.Context(), x.kobayashi)
			ok(t, err)
		}
		if x.kinds(comes.ID) != "invite booked hub_closed " || x.kinds(calls.ID) != "invite booked " {
			t.Errorf("told: %s; talks by telephone: %s", x.kinds(comes.ID), x.kinds(calls.ID))
		}
		m, err := x.Mine(t.Context(), x.visitor, comes.Token, when.MustDate("2027-02-01"), when.Date{})
		ok(t, err)
		if !m.Closed || len(m.First) != 0 {
			t.Errorf("closed %v, offered %d slots of a day on which nobody opens", m.Closed, len(m.First))
		}
		_, err = x.Mine(t.Context(), x.visitor, "forged", when.Date{}, when.Date{})
		kind(t, err, fault.NotFound, "interviews.fault.gone")
		ok(t, x.ByPhone(t.Context(), x.visitor, comes.Token, "090-0000-2222"))
		if b := x.file(comes.ID).Booking; b.Way != interviews.ByPhone || b.Slot.ID != slots[0].ID {
			t.Errorf("%+v", b)
		}
		*x.now = when.MustDate("2027-02-15").At(18*60, when.Tokyo)
		ok(t, x.runner.Drain(t.Context()))
		if strings.Contains(x.kinds(silent.ID), "reminder") || !strings.Contains(x.kinds(calls.ID), "reminder") {
			t.Errorf("reminders: %s / %s", x.kinds(silent.ID), x.kinds(calls.ID))
		}
	})
}

func TestSheetsOutcomesAndLetters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		slots, p := x.slots("2027-02-16", 2), x.person()
		ok(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[0].ID}))
		*x.now = slots[0].Starts.Add(20 * time.Minute)
		_, err := x.Decide(t.Context(), x.sato, p.ID, interviews.Decision{Outcome: "register", Subject: "ようこそ", Body: "{name}さん"})
		kind(t, err, fault.Conflict, "interviews.decide.not_now")
		ok(t, x.SaveSheet(t.Context(), x.kobayashi, p.ID, interviews.Sheet{Motives: "家で働きたい"}, false))
		kind(t, x.SaveSheet(t.Context(), x.sato, p.ID, interviews.Sheet{Motives: "上書き"}, false), fault.Conflict, "interviews.fault.stale")
		if f := x.file(p.ID); f.Stage != interviews.Booked {
			t.Errorf("a draft turned the stage to %s", f.Stage)
		}
		ok(t, x.SaveSheet(t.Context(), x.sato, p.ID, interviews.Sheet{Motives: "家で働きたい", Computer: "own", Version: 1}, true))
		f := x.file(p.ID)
		if f.Stage != interviews.Interviewed || f.Past[0].State != interviews.Held {
			t.Errorf("%s %s", f.Stage, f.Past[0].State)
		}
		decision := interviews.Decision{Outcome: "register", Subject: "登録のご案内", Body: "{name}さん\n\nお待ちしています。"}
		var worker string
		for range 2 { // pressed twice
			w, err := x.Decide(t.Context(), x.sato, p.ID, decision)
			ok(t, err)
			if worker != "" && w != worker {
				t.Error("two registrations were begun")
			}
			worker = w
		}
		f = x.file(p.ID)
		if f.Stage != interviews.Decided || f.Worker == 0 || f.NextStep != interviews.ToRegister || len(f.Letters) != 1 || !strings.Contains(f.Letters[0].Body, f.Name+"さん") {
			t.Errorf("%+v", f)
		}
		ok(t, x.Follow(t.Context(), x.tender))
		if x.file(p.ID).Stage != interviews.Decided {
			t.Error("registered before the registration is finished")
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			w, err := workersstore.Load(tx, x.hub, worker)
			if err != nil {
				return err
			}
			return workersstore.Move(tx, x.sato, w, workers.Registered, tx.Now().DateIn(when.Tokyo), "")
		}))
		ok(t, x.Follow(t.Context(), x.tender))
		if f := x.file(p.ID); f.Stage != interviews.Registered || !f.NextOn.IsZero() {
			t.Errorf("%s, next on %s", f.Stage, f.NextOn)
		}
	})
}

// TestWhatATalkTaughtBecomesEvidence notes skills on the sheet: when she registers, they are
// evidence with their source, their day and who noted them.
func TestWhatATalkTaughtBecomesEvidence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		sk := &skillsstore.Store{DB: d, Keys: x.Keys, Hubs: x.Hubs}
		keeper := who.Person(x.hub, id.Make(), "佐藤", skills.MayCatalogue, skills.MaySee)
		ok(t, sk.TakeReady(t.Context(), keeper))
		all, err := x.Catalogue(t.Context(), x.kobayashi)
		ok(t, err)
		slots, p := x.slots("2027-02-16", 1), x.person()
		ok(t, x.Book(t.Context(), x.visitor, p.Token, interviews.Pick{Slot: slots[0].ID}))
		*x.now = slots[0].Starts.Add(20 * time.Minute)
		kind(t, x.SaveSheet(t.Context(), x.kobayashi, p.ID, interviews.Sheet{Noted: []interviews.Noted{{Skill: all[0].ID, Level: 4}}}, false), fault.Invalid, "")
		ok(t, x.SaveSheet(t.Context(), x.kobayashi, p.ID, interviews.Sheet{Noted: []interviews.Noted{{Skill: all[0].ID, Level: 2}, {Skill: all[1].ID, Level: 1}}}, false))
		*x.now = x.now.Add(24 * time.Hour)
		ok(t, x.SaveSheet(t.Context(), x.sato, p.ID, interviews.Sheet{Version: 1, Noted: []interviews.Noted{{Skill: all[0].ID, Level: 2}}}, true))
		worker, err := x.Decide(t.Context(), x.sato, p.ID, interviews.Decision{Outcome: "register", Subject: "登録のご案内", Body: "お待ちしています。"})
		ok(t, err)
		got, err := sk.Profile(t.Context(), keeper, worker)
		ok(t, err)
		if len(got.Evidence) != 1 || len(got.Evidence[all[0].ID]) != 1 {
			t.Fatalf("%+v", got.Evidence)
		}
		e := got.Evidence[all[0].ID][0]
		if e.Level != 2 || e.Source != skills.Interview || e.MadeBy != x.kobayashi.Name || e.On.String() != "2027-02-16" || got.Levels[all[0].ID].Level != 2 {
			t.Errorf("%+v", e)
		}
	})
}

func TestTheSecondTierIsSealedAndEachLookIsJournalled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		p := x.person()
		secret := "ご家族の介護のことは、本人から話があるまで聞かない"
		ok(t, x.Confide(t.Context(), x.sato, p.ID, secret))
		ok(t, x.SaveSheet(t.Context(), x.kobayashi, p.ID, interviews.Sheet{Note: "明るい方", Version: 1}, false))
		sheet, err := x.Sheet(t.Context(), x.kobayashi, p.ID)
		ok(t, err)
		if !sheet.Confided || sheet.Note != "明るい方" || strings.Contains(fmt.Sprint(sheet), secret) {
			t.Errorf("%+v", sheet)
		}
		_, err = x.Reveal(t.Context(), x.kobayashi, p.ID)
		kind(t, err, fault.Forbidden, "")
		kind(t, x.Confide(t.Context(), x.kobayashi, p.ID, "x"), fault.Forbidden, "")
		kind(t, x.Confide(t.Context(), x.sato, p.ID, "123456789018"), fault.Invalid, "")
		text, err := x.Reveal(t.Context(), x.sato, p.ID)
		ok(t, err)
		kept, err := db.Read(t.Context(), d, func(v *db.View) (string, error) {
			return db.Value[string](v, `select confided from interview_sheet where hub_id = $1 and applicant_id = $2`, x.hub, p.ID)
		})
		ok(t, err)
		if text != secret || strings.Contains(kept, "介護") {
			t.Errorf("read %q, kept %q", text, kept)
		}
		looks := 0
		lines, err := db.Read(t.Context(), d, func(v *db.View) ([]journal.Entry, error) { return journal.Latest(v, x.hub, 0, 50) })
		ok(t, err)
		for _, l := range lines {
			if l.Kind == "interviews.confided_read" && l.About == p.ID {
				looks++
			}
			if strings.Contains(l.Particulars, "介護") {
				t.Errorf("the journal tells it: %s", l.Particulars)
			}
		}
		if looks != 1 {
			t.Errorf("%d looks on record", looks)
		}
	})
}

func TestTheBoardForgetsNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		a, b := x.person(), x.person()
		noMail, err := x.Enter(t.Context(), x.kobayashi, Enter{Once: id.Make(), Source: interviews.FromPhone, Form: interviews.Form{Name: "工藤 正", Kana: "くどう ただし", Phone: "0126-00-0101", Consent: true, Lang: "ja"}})
		ok(t, err)
		got, err := x.Board(t.Context(), x.kobayashi, BoardAsk{Stage: "live", Page: 1, Size: 50})
		ok(t, err)
		if got.Total != 3 || got.Silent != 0 || got.ByStage[interviews.New] != 1 {
			t.Errorf("%d rows, %d silent, %v", got.Total, got.Silent, got.ByStage)
		}
		*x.now = x.now.Add(5 * 24 * time.Hour)
		got, err = x.Board(t.Context(), x.kobayashi, BoardAsk{Stage: "live", Due: "silent", Page: 1, Size: 50})
		ok(t, err)
		if got.Total != 2 || got.Silent != 2 || got.Due != 3 {
			t.Errorf("after five days: %d silent of %d, due %d", got.Silent, got.Total, got.Due)
		}
		tally, err := x.Remind(t.Context(), x.kobayashi, []string{a.ID, b.ID, noMail.ID})
		ok(t, err)
		if tally.Done != 2 || tally.Left != 1 {
			t.Errorf("%+v", tally)
		}
		tally, err = x.Remind(t.Context(), x.kobayashi, []string{a.ID}) // pressed twice
		ok(t, err)
		if tally.Done != 0 || x.kinds(a.ID) != "invite nudge " {
			t.Errorf("%+v, mails %s", tally, x.kinds(a.ID))
		}
		tally, err = x.Invite(t.Context(), x.kobayashi, []string{noMail.ID})
		ok(t, err)
		if tally.Done != 1 || tally.NoMail != 1 || x.file(noMail.ID).NextStep != interviews.ToCall {
			t.Errorf("%+v", tally)
		}
		_, err = x.Invite(t.Context(), x.kobayashi, []string{id.Make()})
		kind(t, err, fault.NotFound, "")
		_, err = x.Close(t.Context(), x.kobayashi, []string{a.ID}, Letter{Subject: "s", Body: "b"})
		kind(t, err, fault.Forbidden, "")
		_, err = x.Close(t.Context(), x.sato, []string{a.ID}, Letter{Subject: "", Body: "b"})
		kind(t, err, fault.Invalid, "")
		tally, err = x.Close(t.Context(), x.sato, []string{a.ID, noMail.ID}, Letter{Subject: "お元気ですか", Body: "{name}さん、またいつでもどうぞ。"})
		ok(t, err)
		if tally.Done != 2 || tally.NoMail != 1 || x.kinds(a.ID) != "invite nudge close " || len(x.file(noMail.ID).Letters) != 1 {
			t.Errorf("%+v", tally)
		}
		for ask, want := range map[BoardAsk]int{{Stage: "closed", Page: 1, Size: 9}: 2, {Search: "くどう", Page: 1, Size: 9}: 1, {Search: "０１２６", Page: 1, Size: 9}: 1, {Source: "phone", Page: 1, Size: 9}: 1, {Stage: "live", Page: 1, Size: 9}: 1} {
			got, err := x.Board(t.Context(), x.sato, ask)
			ok(t, err)
			if got.Total != want || len(got.Rows) != want {
				t.Errorf("%+v: %d of %d", ask, len(got.Rows), got.Total)
			}
		}
	})
}

func TestTheJobsFindEveryHub(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		p := x.person()
		ok(t, x.followJob(t.Context(), jobs.Job{}))
		*x.now = x.now.Add(400 * 24 * time.Hour)
		ok(t, x.eraseJob(t.Context(), jobs.Job{}))
		_, err := x.File(t.Context(), x.sato, p.ID)
		kind(t, err, fault.NotFound, "")
	})
}

func TestAfterAYearNothingPersonalIsLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		p := x.person()
		ok(t, x.SaveSheet(t.Context(), x.sato, p.ID, interviews.Sheet{Motives: "夜に働きたい"}, true))
		_, err := x.Decide(t.Context(), x.sato, p.ID, interviews.Decision{Outcome: "decline", Subject: "ありがとうございました", Body: "{name}さん、ありがとうございました。"})
		ok(t, err)
		*x.now = x.now.Add(365 * 24 * time.Hour)
		n, err := x.Erase(t.Context(), x.tender)
		ok(t, err)
		if n != 0 {
			t.Error("erased a day early")
		}
		*x.now = x.now.Add(2 * 24 * time.Hour)
		n, err = x.Erase(t.Context(), x.tender)
		ok(t, err)
		if n != 1 {
			t.Errorf("%d erased", n)
		}
		_, err = x.File(t.Context(), x.sato, p.ID)
		kind(t, err, fault.NotFound, "")
		_, err = x.Mine(t.Context(), x.visitor, p.Token, when.Date{}, when.Date{})
		kind(t, err, fault.NotFound, "")
		left, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select (select count(*) from applicant where hub_id = $1 and (name <> '' or mail <> '' or search_key <> '' or stage <> 'erased'))
				+ (select count(*) from interview_sheet where hub_id = $1) + (select count(*) from applicant_letter where hub_id = $1)
				+ (select count(*) from mail_message where hub_id = $1 and about = $2 and (to_addr <> '' or text_body <> '' or html_body <> '' or draft <> ''))`, x.hub, p.ID)
		})
		ok(t, err)
		if left != 0 {
			t.Errorf("%d rows still tell", left)
		}
	})
}
