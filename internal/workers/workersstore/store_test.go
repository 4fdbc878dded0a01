package workersstore

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/reseal"
	"hiroba/internal/workers"
)

type house struct {
	*Store
	t              testing.TB
	staff, visitor who.Actor
	now            *when.Instant
}

// yukihara is a hub without anybody in it, with a clock the test moves.
func yukihara(t testing.TB, d *db.DB) house {
	t.Helper()
	journal.Declare(hub.Events()...)
	journal.Declare(people.Events()...)
	journal.Declare(workers.Events()...)
	now := d.Now()
	d.Now = func() when.Instant { return now }
	k, err := keys.New([]byte(strings.Repeat("k", 32)))
	ok(t, err)
	hubs := &hubstore.Store{DB: d, Base: "http://hiroba.test"}
	op := who.System("", "test", hub.MayOpen)
	token, err := hubs.SetupLink(t.Context(), op)
	ok(t, err)
	h, err := hubs.Open(t.Context(), op, token, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", NameEN: "Yukihara Work Square", Kana: "ユキハラシゴトヒロバ", Postcode: "0700000", Address: "北海道雪原市本町", Phone: "0126-00-0000", Mail: "hiroba@yukihara.example", Hue: 168, ReplyDays: 2}, func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	s := &Store{DB: d, Keys: k, Hubs: hubs, People: &peoplestore.Store{DB: d, Hubs: hubs}}
	return house{s, t, who.Person(h.ID, "staff", "佐藤 直子", workers.MayKeep, workers.MaySee, workers.MayReveal, workers.MayCount, workers.MayEnter, people.MayInvite, hub.MaySet),
		who.Visitor(h.ID, workers.MayEnter), &now}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// later moves the clock.
func (h house) later(days int) { *h.now = h.now.Add(time.Duration(days) * 24 * time.Hour) }

var screens = []Screen{
	workers.NameForm{Name: "三好 みさき", Kana: "みよし みさき", Era: "heisei", Year: "7", Month: "6", Day: "3"},
	workers.ContactForm{Mail: "misaki@example.com", Phone: "090-0000-1234", EmName: "三好 太郎", EmPhone: "0126-00-0000"},
	workers.AddressForm{Postcode: "070-0000", Region: "北海道", Town: "雪原市本町", Street: "2条3丁目"},
	workers.BankForm{Bank: "9900", Branch: "918", Kind: "1", Number: "1234567", Holder: "ミヨシ ミサキ"},
	workers.BusinessForm{Employs: "no", Form: "person", Invoice: "T1234567890123"},
	workers.ToolsForm{Devices: []string{"phone"}, Line: "mobile"},
}

var agreed = workers.SignForm{Privacy: true, Contract: true, SignedAs: "三好 みさき", How: workers.OnPaper}

// misaki is registered at the desk.
func (h house) misaki() string {
	h.t.Helper()
	id, err := h.Begin(h.t.Context(), h.staff, workers.BeginForm{Name: "三好 みさき", Mail: "misaki@example.com", Lang: "ja"})
	ok(h.t, err)
	for _, s := range screens {
		ok(h.t, h.Fill(h.t.Context(), h.staff, id, s))
	}
	ok(h.t, h.Sign(h.t.Context(), h.staff, id, agreed))
	return id
}

func (h house) mails() []mail.Row {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.staff.Hub, "", 0, 100) })
	ok(h.t, err)
	return rows
}

func (h house) count(q string, args ...any) int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) { return db.Value[int](v, q, args...) })
	ok(h.t, err)
	return n
}

// worker is the actor a registered worker is.
func (h house) worker(id string) who.Actor {
	h.t.Helper()
	w, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (workers.Worker, error) { return Load(v, h.staff.Hub, id) })
	ok(h.t, err)
	return who.Person(h.staff.Hub, w.Person, w.Name, workers.MaySelf, workers.MayEnter)
}

var joinRe = regexp.MustCompile(`/join/(\S+)`)

func TestARegistrationByLinkFromTheMailToTheContract(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id, err := h.Begin(t.Context(), h.staff, workers.BeginForm{Name: "三好 みさき", Mail: "misaki@example.com", Lang: "ja", Invite: true})
		ok(t, err)
		token := joinRe.FindStringSubmatch(h.mails()[0].Text)[1]
		if _, err := h.ByLink(t.Context(), h.visitor, token+"x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a wrong link: %v", err)
		}
		sign := workers.SignForm{Privacy: true, Contract: true, SignedAs: "三好 みさき"}
		if err := h.SignByLink(t.Context(), h.visitor, token, sign); fault.KindOf(err) != fault.Conflict {
			t.Errorf("signed an empty file: %v", err)
		}
		for _, s := range screens {
			ok(t, h.FillByLink(t.Context(), h.visitor, token, s))
		}
		ok(t, h.FillByLink(t.Context(), h.visitor, token, screens[2])) // a screen saved again is a version, not a second file
		g, err := h.ByLink(t.Context(), h.visitor, token)
		ok(t, err)
		if g.File.Bank.Number != "1234567" || g.File.Naming.Birth != when.MustDate("1995-06-03") || g.File.Address.Town != "雪原市本町" || g.Phone != "+819000001234" {
			t.Errorf("%+v", g)
		}
		ok(t, h.SignByLink(t.Context(), h.visitor, token, sign))
		g, err = h.ByLink(t.Context(), h.visitor, token)
		ok(t, err)
		if g.State != workers.Registered || g.Person == "" || len(g.Consents) != 2 || g.Consents[0].How != workers.OnScreen || workers.TextHash(g.Consents[0].Text) != g.Consents[0].Hash || g.Consents[0].SignedAs != "三好 みさき" {
			t.Errorf("%+v", g)
		}
		if err := h.FillByLink(t.Context(), h.visitor, token, screens[3]); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a link that changes a signed file: %v", err)
		}
		if err := h.SignByLink(t.Context(), h.visitor, token, sign); fault.KindOf(err) != fault.Conflict {
			t.Errorf("signed twice: %v", err)
		}
		if _, err := h.MyFile(t.Context(), h.worker(id)); err != nil {
			t.Error(err)
		}
		h.later(31)
		if _, err := h.ByLink(t.Context(), h.visitor, token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after a month: %v", err)
		}
	})
}

func TestNothingSealedStandsInTheDatabaseAndStaffSeeItMasked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		for _, secret := range []string{"1234567", "1995", "2条3丁目", "ﾐﾖｼ", "三好 太郎"} {
			if n := h.count(`select count(*) from worker_part where hub_id = $1 and body like $2`, h.staff.Hub, "%"+secret+"%"); n != 0 {
				t.Errorf("%q stands in the database", secret)
			}
			if n := h.count(`select count(*) from journal where hub_id = $1 and particulars like $2`, h.staff.Hub, "%"+secret+"%"); n != 0 {
				t.Errorf("%q stands in the journal", secret)
			}
		}
		g, err := h.Seen(t.Context(), h.staff, id)
		ok(t, err)
		if g.File.Bank.Number != "****567" || g.File.Bank.Holder != "" || !g.File.Naming.Birth.IsZero() || g.File.Address.Street != "" || g.File.Contact.Emergency.Phone != "" {
			t.Errorf("%+v %+v %+v", g.File.Bank, g.File.Naming, g.File.Address)
		}
		if _, err := h.Reveal(t.Context(), h.staff, id, workers.PartBank, " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without a reason: %v", err)
		}
		f, err := h.Reveal(t.Context(), h.staff, id, workers.PartBank, "振込の確認")
		ok(t, err)
		if f.Bank.Number != "1234567" || f.Address != nil {
			t.Errorf("%+v", f)
		}
		if n := h.count(`select count(*) from journal where hub_id = $1 and kind = 'workers.revealed'`, h.staff.Hub); n != 1 {
			t.Errorf("%d looks in the journal", n)
		}
	})
}

func TestAChangedAccountIsToldToTheAddressThatStoodBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		ok(t, h.Fill(t.Context(), h.staff, id, workers.ContactForm{Mail: "other@example.com", Phone: "090-0000-1234", EmName: "三好 太郎", EmPhone: "0126-00-0000"}))
		ok(t, h.Fill(t.Context(), h.staff, id, workers.BankForm{Bank: "9900", Branch: "918", Kind: "1", Number: "7654321", Holder: "ミヨシ ミサキ"}))
		got := map[string]int{}
		for _, m := range h.mails() {
			if m.Kind == "workers.changed" {
				got[m.To]++
			}
		}
		if got["misaki@example.com"] != 1 || got["other@example.com"] != 1 {
			t.Errorf("%v", got)
		}
		if n := h.count(`select count(*) from worker_part where hub_id = $1 and worker_id = $2 and part = 'bank'`, h.staff.Hub, id); n != 2 {
			t.Errorf("%d versions of the account", n)
		}
	})
}

func TestAPauseEndsByItselfAndAnEndErases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		me := h.worker(id)
		today := h.now.DateIn(when.Tokyo)
		ok(t, h.PauseMe(t.Context(), me, workers.PauseForm{Until: today.AddDays(9).String()}))
		state := func() workers.State {
			l, err := h.Life(t.Context(), h.staff, id)
			ok(t, err)
			return l.State
		}
		if state() != workers.Paused {
			t.Error(state())
		}
		h.later(9)
		ok(t, h.Day(t.Context(), h.staff))
		if state() != workers.Paused {
			t.Error("back a day too early")
		}
		h.later(1)
		ok(t, h.Day(t.Context(), h.staff))
		ok(t, h.Day(t.Context(), h.staff))
		if state() != workers.Registered {
			t.Error(state())
		}
		h.Open = func(db.Q, string, string) (bool, error) { return true, nil }
		end := workers.LeaveForm{By: "hub", Reason: "予算の終わり"}
		if err := h.Leave(t.Context(), h.staff, id, end); fault.KindOf(err) != fault.Conflict {
			t.Errorf("ended while care was asked for: %v", err)
		}
		ok(t, h.Leave(t.Context(), h.staff, id, workers.LeaveForm{By: "self"}))
		ok(t, h.Day(t.Context(), h.staff))
		l, err := h.Life(t.Context(), h.staff, id)
		ok(t, err)
		erased := map[string]bool{}
		for _, k := range l.Keeps {
			erased[k.Kind] = !k.Erased.IsZero()
		}
		if !erased["photo"] || !erased["emergency"] || erased["profile"] || erased["money"] {
			t.Errorf("%v", erased)
		}
		ok(t, h.Return(t.Context(), h.staff, id)) // her profile is still there
		ok(t, h.Leave(t.Context(), h.staff, id, workers.LeaveForm{By: "self"}))
		h.later(366 * 7)
		ok(t, h.Day(t.Context(), h.staff))
		if n := h.count(`select count(*) from worker where hub_id = $1 and (name like '%三好%' or mail <> '' or search_key <> '')`, h.staff.Hub); n != 0 {
			t.Error("she is still named after seven years")
		}
		if n := h.count(`select count(*) from worker_part where hub_id = $1`, h.staff.Hub); n != 0 {
			t.Errorf("%d parts of the file are left", n)
		}
		f, err := h.Figures(t.Context(), h.staff, when.MustDate("2027-02-28"))
		ok(t, err)
		if f.Day.Left != 1 {
			t.Errorf("the figures of the past changed: %+v", f.Day)
		}
		if err := h.Return(t.Context(), h.staff, id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("came back without a file: %v", err)
		}
	})
}

// TestNoticeCountsFromTheFirstOfHerRenewals: who left and came back within a month is still
// owed notice after six months; after a longer gap a new commission begins (R-39, R-46, TV-19).
func TestNoticeCountsFromTheFirstOfHerRenewals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		atOnce := workers.LeaveForm{By: "hub", Reason: "予算の終わり"}
		h.later(200)
		ok(t, h.Leave(t.Context(), h.staff, id, workers.LeaveForm{By: "self"}))
		h.later(20)
		ok(t, h.Return(t.Context(), h.staff, id))
		if f := fault.Of(h.Leave(t.Context(), h.staff, id, atOnce)); f == nil || f.Fields[0].Name != "on" {
			t.Errorf("ended without notice after seven months, for she had been away for twenty days: %v", f)
		}
		ok(t, h.Leave(t.Context(), h.staff, id, workers.LeaveForm{By: "self"}))
		h.later(40)
		ok(t, h.Return(t.Context(), h.staff, id))
		ok(t, h.Leave(t.Context(), h.staff, id, atOnce))
	})
}

// TestEndingSomebodyProtectedWarns asks the hub to look twice; whoever wishes to
// leave herself is not held back, and after the last day nobody is warned.
func TestEndingSomebodyProtectedWarns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		until := h.now.DateIn(when.Tokyo).AddDays(10)
		h.Protected = func(db.Q, string, string) (when.Date, error) { return until, nil }
		lines := func() int {
			return h.count(`select count(*) from journal where hub_id = $1 and kind = 'workers.protection_checked'`, h.staff.Hub)
		}
		end := workers.LeaveForm{By: "hub", Reason: "予算の終わり", Exception: "upstream"}
		if f := fault.Of(h.Leave(t.Context(), h.staff, id, end)); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != "checked" {
			t.Errorf("the hub was not warned: %v", f)
		}
		h.later(10) // the last day
		if f := fault.Of(h.Leave(t.Context(), h.staff, id, end)); f == nil {
			t.Error("the last day is not protected")
		}
		checked := end
		checked.Checked = true
		ok(t, h.Leave(t.Context(), h.staff, id, checked))
		if lines() != 1 {
			t.Error("going on is not on record")
		}
		ok(t, h.Return(t.Context(), h.staff, id))
		ok(t, h.Leave(t.Context(), h.staff, id, workers.LeaveForm{By: "self"}))
		ok(t, h.Return(t.Context(), h.staff, id))
		h.later(1)
		ok(t, h.Leave(t.Context(), h.staff, id, end))
		if lines() != 1 {
			t.Error("warned of what was over, or of her own wish")
		}
	})
}

// TestTheHubsOwnClausesAreVersionsAndWhatWasSignedStays: who signs gets the newest wording,
// who has signed keeps hers, and nobody signs a text that changed while she read.
func TestTheHubsOwnClausesAreVersionsAndWhatWasSignedStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		admin := who.Person(h.staff.Hub, "kudo", "工藤", hub.MaySet)
		signed := func(worker string) workers.Consent {
			r, err := h.Seen(t.Context(), h.staff, worker)
			ok(t, err)
			for _, c := range r.Consents {
				if c.Kind == workers.Contract {
					return c
				}
			}
			t.Fatal("no contract")
			return workers.Consent{}
		}
		first := h.misaki()
		before := signed(first)
		ok(t, h.SaveClauses(t.Context(), admin, 0, workers.ClauseForm{Body: "道具は月末に返します。", BodyEN: "Tools are given back at the end of the month."}))
		if err := h.SaveClauses(t.Context(), admin, 0, workers.ClauseForm{Body: "x", BodyEN: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old page: %v", err)
		}
		if err := h.SaveClauses(t.Context(), admin, 1, workers.ClauseForm{Body: "日本語だけ"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("one language alone: %v", err)
		}
		ok(t, h.SaveClauses(t.Context(), admin, 1, workers.ClauseForm{Body: "道具は月末に返します。", BodyEN: "Tools are given back at the end of the month."}))
		if err := h.SaveClauses(t.Context(), who.Person(h.staff.Hub, "ito", "伊藤", workers.MayKeep), 1, workers.ClauseForm{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a coordinator: %v", err)
		}
		if after := signed(first); after != before || strings.Contains(after.Text, "道具") || after.Version != workers.TextVersion {
			t.Errorf("what was signed changed: %+v", after)
		}
		second, err := h.Begin(t.Context(), h.staff, workers.BeginForm{Name: "三好 みさき", Lang: "ja"})
		ok(t, err)
		for _, s := range screens {
			ok(t, h.Fill(t.Context(), h.staff, second, s))
		}
		old := agreed
		old.Seen = before.Hash
		if f := fault.Of(h.Sign(t.Context(), h.staff, second, old)); f == nil || f.Fields[0].Key != "workers.field.text_changed" {
			t.Errorf("signed a text that was not on the screen: %v", f)
		}
		ok(t, h.Sign(t.Context(), h.staff, second, agreed))
		if c := signed(second); !strings.Contains(c.Text, "道具は月末に返します。") || c.Version != workers.TextVersion+"/1" || c.Hash != workers.TextHash(c.Text) {
			t.Errorf("who signs now: %+v", c)
		}
		_, all, err := h.Clauses(t.Context(), admin, i18n.JA)
		ok(t, err)
		if len(all) != 1 || all[0].Signed != 1 {
			t.Errorf("%+v", all)
		}
	})
}

func TestNobodyEndsForNotAnswering(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		asked := func() (n int) {
			for _, m := range h.mails() {
				if strings.Contains(m.Text, "1年に1度") {
					n++
				}
			}
			return n
		}
		h.later(364)
		ok(t, h.Day(t.Context(), h.staff))
		if asked() != 0 {
			t.Error("asked too early")
		}
		h.later(2)
		ok(t, h.Day(t.Context(), h.staff))
		ok(t, h.Day(t.Context(), h.staff))
		h.later(300)
		ok(t, h.Day(t.Context(), h.staff))
		if asked() != 1 {
			t.Errorf("asked %d times", asked())
		}
		h.later(70)
		ok(t, h.Day(t.Context(), h.staff))
		l, err := h.Life(t.Context(), h.staff, id)
		ok(t, err)
		if asked() != 2 || l.State != workers.Registered {
			t.Errorf("asked %d times, %s", asked(), l.State)
		}
		ok(t, h.ConfirmMe(t.Context(), h.worker(id)))
		h.later(360)
		ok(t, h.Day(t.Context(), h.staff))
		if asked() != 2 {
			t.Error("asked although she confirmed")
		}
	})
}

func TestHiredKeepsIdentityAndHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.misaki()
		before := h.worker(id)
		if err := h.Hire(t.Context(), h.staff, id, people.Client); fault.KindOf(err) != fault.Invalid {
			t.Errorf("hired as a client: %v", err)
		}
		ok(t, h.Hire(t.Context(), h.staff, id, people.FrontDesk))
		l, err := h.Life(t.Context(), h.staff, id)
		ok(t, err)
		if l.State != workers.Hired || l.State.Working() || l.Person != before.Person || len(l.Steps) != 3 {
			t.Errorf("%+v", l)
		}
		if n := h.count(`select count(*) from person_role where hub_id = $1 and person_id = $2 and ended_at = ''`, h.staff.Hub, l.Person); n != 2 {
			t.Errorf("%d roles", n)
		}
	})
}

func TestNoWorkerSeesAnothersBranch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		me := h.worker(h.misaki())
		c, err := h.MyCard(t.Context(), me, i18n.JA)
		ok(t, err)
		_, err = h.Begin(t.Context(), h.staff, workers.BeginForm{Name: "大場 千尋", Code: strings.ToLower(c.Code), Lang: "ja"})
		ok(t, err)
		tree, err := h.Rings(t.Context(), h.staff)
		ok(t, err)
		if len(tree) != 1 || tree[0].Total() != 1 {
			t.Errorf("%+v", tree)
		}
		if _, err := h.Rings(t.Context(), me); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a worker sees the rings: %v", err)
		}
		if _, err := h.Begin(t.Context(), h.staff, workers.BeginForm{Name: "x", Code: "ZZZ", Lang: "ja"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an unknown card: %v", err)
		}
	})
}

func TestPostcodesAreLoadedWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		line := "01999,\"070  \",\"0700000\",\"ホッカイドウ\",\"ユキハラシ\",\"ホンチョウ\",\"北海道\",\"雪原市\",\"本町（１～３丁目）\",0,0,1,0,0,0\r\n"
		n, err := h.LoadPostcodes(t.Context(), h.staff, "2027-01-29", []byte(strings.Repeat(line, 400)))
		ok(t, err)
		places, err := h.Places(t.Context(), h.visitor, "０７０−００００")
		ok(t, err)
		if n != 400 || len(places) != 400 || places[0] != (Place{"北海道", "雪原市", "本町"}) {
			t.Errorf("%d %d %+v", n, len(places), places[:1])
		}
		if _, err := h.LoadPostcodes(t.Context(), h.staff, "2027-01-30", []byte(line+"garbage\r\n")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
		if places, _ := h.Places(t.Context(), h.visitor, "0700000"); len(places) != 400 {
			t.Error("a bad file took the good one away")
		}
	})
}

func TestKeysTurnWhileEverythingStaysReadable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		path := t.TempDir() + "/secret.key"
		k, err := keys.Load(path)
		ok(t, err)
		h.Keys = k
		id, list := h.misaki(), h.list(bigList(450))
		proof, old := k.Sign("link", "x"), k.Sealer()
		ok(t, k.Turn(path))
		ok(t, h.Fill(t.Context(), h.staff, id, screens[2])) // work goes on half-way
		if k, err = keys.Load(path); err != nil || !k.Turning() {
			t.Fatalf("turning %v", err)
		}
		h.Keys = k
		done := 0
		small := append([]reseal.Column{}, Sealed...)
		for i := range small {
			small[i].Batch = 2
		}
		ok(t, reseal.All(t.Context(), d, k, small, func(_ reseal.Column, n int) { done = max(done, n) }))
		ok(t, k.Drop(path))
		k, err = keys.Load(path)
		ok(t, err)
		h.Keys = k
		f, err := h.Reveal(t.Context(), h.staff, id, workers.PartBank, "確認のため")
		ok(t, err)
		if f.Bank.Number != "1234567" || k.Turning() || k.Sealer() == old || !k.Signed("link", "x", proof) || done < 6 {
			t.Errorf("%+v turning %t, %d resealed", f.Bank, k.Turning(), done)
		}
		if v := h.view(list); v.File != "名簿.csv" || v.Heads[0] != "氏名" || len(v.First) == 0 {
			t.Errorf("%+v", v)
		}
		if n := h.count(`select count(*) from worker_part where hub_id = $1 and body like $2`, h.staff.Hub, old+".%"); n != 0 {
			t.Errorf("%d values have the old key", n)
		}
	})
}

func BenchmarkWorkerList10000(b *testing.B) {
	h := yukihara(b, dbtest.SQLite(b))
	ok(b, db.Do(b.Context(), h.DB, func(tx *db.Tx) error {
		by := ""
		for i := range 10_000 {
			w, err := Begin(tx, h.staff, Entry{Name: fmt.Sprintf("山田 花子%d", i), Kana: fmt.Sprintf("ヤマダ ハナコ%d", i*7919%10_000), Mail: fmt.Sprintf("w%d@example.com", i), Lang: "ja", ReferredBy: by})
			if err != nil {
				return err
			}
			if i%5 == 0 {
				by = w.ID
			}
			for _, p := range workers.Whole()[:3+i%4] {
				if _, err := tx.Exec(`insert into worker_has (hub_id, worker_id, part, no, made_at) values ($1, $2, $3, 1, $4)`, h.staff.Hub, w.ID, string(p), tx.Now()); err != nil {
					return err
				}
			}
			if err := counted(tx, h.staff.Hub, w.ID); err != nil {
				return err
			}
			if i%2 == 0 { // registered without a contract, as from an office's list
				if err := Move(tx, h.staff, w, workers.Registered, tx.Now().DateIn(when.Tokyo), ImportedReason); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	for name, k := range map[string]Ask{"all": {}, "words": {Words: "はなこ77"}, "incomplete": {Incomplete: true, Sort: "since", Desc: true}, "contract missing": {Unsigned: true}, "mouth, last page": {Mouth: true, Sort: "no", Offset: 7000}} {
		k.Size = 50
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if l, err := h.List(b.Context(), h.staff, k); err != nil || len(l.Rows) == 0 {
					b.Fatal(len(l.Rows), err)
				}
			}
		})
	}
}
