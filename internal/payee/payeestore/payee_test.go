package payeestore

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(payee.Events()...)
}

// house is Yukihara's hub with an accountant and workers.
type house struct {
	*Store
	t        *testing.T
	hub      string
	watanabe who.Actor
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func yukihara(t *testing.T, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	x, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	crew := &workersstore.Store{DB: d, Keys: k, Hubs: hs}
	return &house{&Store{DB: d, Keys: k, Crew: crew}, t, x.ID, who.Person(x.ID, id.Make(), "渡辺 誠", payee.MaySee, payee.MayKeep, workers.MayKeep)}
}

// worker registers somebody with an account of the house.
func (h *house) worker(name string) (who.Actor, string) {
	h.t.Helper()
	person := id.Make()
	w, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (workers.Worker, error) {
		return workersstore.Begin(tx, h.watanabe, workersstore.Entry{Name: name, Lang: "ja", Person: person})
	})
	ok(h.t, err)
	return who.Person(h.hub, person, name, payee.MaySelf, workers.MaySelf), w.ID
}

func bank(number string) workers.BankForm {
	return workers.BankForm{Bank: "0501", Branch: "060", Kind: "1", Number: number, Holder: "ミヨシ ミサキ"}
}

func (h *house) account(worker string) payee.Account {
	h.t.Helper()
	as, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (map[string]payee.Account, error) { return h.AccountsOf(v, h.hub, []string{worker}) })
	ok(h.t, err)
	return as[worker]
}

func TestAnAccountIsUsedOnlyAfterSheConfirmedIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, w := h.worker("三好 みさき")
		if err := h.Confirm(t.Context(), misaki, "x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("confirming no account: %v", err)
		}
		ok(t, h.Crew.Correct(t.Context(), misaki, bank("1234567")))
		f, err := h.Mine(t.Context(), misaki)
		ok(t, err)
		if f.Account.State() != payee.ToConfirm || f.Account.Number != "1234567" || f.Account.HolderKana != "ﾐﾖｼ ﾐｻｷ" || f.Account.SetBy != "三好 みさき" {
			t.Errorf("%+v", f.Account)
		}
		old := f.Account.Mark
		ok(t, h.Crew.Correct(t.Context(), misaki, bank("7654321")))
		if err := h.Confirm(t.Context(), misaki, old); fault.KindOf(err) != fault.Conflict {
			t.Errorf("confirming what was shown before the change: %v", err)
		}
		mark := h.account(w).Mark
		for range 2 { // pressed twice
			ok(t, h.Confirm(t.Context(), misaki, mark))
		}
		if a := h.account(w); a.State() != payee.Confirmed || a.How != payee.OnScreen || a.Version != 2 {
			t.Errorf("%+v", a)
		}
		ok(t, h.Crew.Correct(t.Context(), misaki, bank("7654321"))) // the same once more is no change
		if a := h.account(w); a.State() != payee.Confirmed || a.Version != 3 {
			t.Errorf("kept again as it was: %+v", a)
		}
		ok(t, h.Crew.Correct(t.Context(), misaki, bank("7654320")))
		if a := h.account(w); a.State() != payee.ToConfirm {
			t.Errorf("changed and still used: %+v", a)
		}
		f, err = h.Mine(t.Context(), misaki)
		ok(t, err)
		if len(f.Checks) != 1 {
			t.Errorf("%d confirmations", len(f.Checks))
		}
	})
}

func TestStaffWriteDownWhatSheConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, w := h.worker("北川 ふみ")
		ok(t, h.Crew.Fill(t.Context(), h.watanabe, w, bank("12345")))
		f, err := h.Of(t.Context(), h.watanabe, w)
		ok(t, err)
		if f.Account.Number != "****345" || f.Account.HolderKana != "" {
			t.Errorf("staff see %+v", f.Account)
		}
		if err := h.ConfirmFor(t.Context(), h.watanabe, w, payee.CheckForm{Mark: f.Account.Mark}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without how: %v", err)
		}
		ok(t, h.ConfirmFor(t.Context(), h.watanabe, w, payee.CheckForm{Mark: f.Account.Mark, How: "phone"}))
		if a := h.account(w); a.State() != payee.Confirmed || a.CheckedBy != "渡辺 誠" || a.How != payee.ByPhone {
			t.Errorf("%+v", a)
		}
		other := who.Person(id.Make(), h.watanabe.Person, "渡辺 誠", payee.MaySee, payee.MayKeep)
		if _, err := h.Of(t.Context(), other, w); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another hub: %v", err)
		}
	})
}

func TestANumberIsLookedUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, w := h.worker("北川 ふみ")
		_, plain := h.worker("南 ゆう")
		form := payee.LookupForm{Found: "yes", From: "2023-10-01"}
		if err := h.LookUp(t.Context(), h.watanabe, w, form); fault.KindOf(err) != fault.Invalid {
			t.Errorf("looking up no number: %v", err)
		}
		ok(t, h.Crew.Fill(t.Context(), h.watanabe, w, workers.BusinessForm{Employs: "no", Form: "person", Invoice: "T1000012050002"}))
		ok(t, h.Crew.Fill(t.Context(), h.watanabe, plain, workers.BusinessForm{Employs: "no", Form: "company"}))
		if err := h.LookUp(t.Context(), h.watanabe, w, form); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a number that did not stand on the page was looked up: %v", err)
		}
		form.Number = "T1000012050002"
		today := d.Now().DateIn(when.Tokyo)
		tax := func(w string) payee.Tax {
			all, err := db.Read(t.Context(), d, func(v *db.View) (map[string]payee.Tax, error) { return h.TaxOf(v, h.hub, []string{w, plain}, today) })
			ok(t, err)
			if !all[plain].Corporate || all[plain].Registered {
				t.Errorf("the company: %+v", all[plain])
			}
			return all[w]
		}
		if x := tax(w); x.Registered || !x.Doubtful {
			t.Errorf("a slip: %+v", x)
		}
		ok(t, h.LookUp(t.Context(), h.watanabe, w, form))
		if x := tax(w); !x.Registered || x.VerifiedOn != today || x.Number != "T1000012050002" {
			t.Errorf("looked up: %+v", x)
		}
		ok(t, h.LookUp(t.Context(), h.watanabe, w, payee.LookupForm{Number: form.Number, Found: "no"}))
		if x := tax(w); x.Registered {
			t.Errorf("the newest look-up does not decide: %+v", x)
		}
	})
}
