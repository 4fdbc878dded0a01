package payee

import (
	"slices"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/workers"
)

// fields are the fields a form's fault names, with the key of each.
func fields(err error) map[string]string {
	out := map[string]string{}
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out[x.Name] = x.Key
		}
	}
	return out
}

func TestBadAccountsAreNamedAtTheFieldThatIsWrong(t *testing.T) {
	good := workers.BankForm{Bank: "0501", Branch: "060", Kind: "1", Number: "12345", Holder: "ビバイ ハナコ"}
	for _, x := range []struct {
		what       string
		change     func(*workers.BankForm)
		field, key string
	}{
		{"no bank", func(f *workers.BankForm) { f.Bank = "" }, "bank", "workers.field.bank_missing"},
		{"a bank nobody knows", func(f *workers.BankForm) { f.Bank = "ないぎんこう" }, "bank", "workers.field.bank_pick"},
		{"a branch nobody knows", func(f *workers.BankForm) { f.Branch = "ないしてん" }, "branch", "workers.field.branch_pick"},
		{"letters in the number", func(f *workers.BankForm) { f.Number = "12a45" }, "number", "workers.field.number_form"},
		{"eight digits", func(f *workers.BankForm) { f.Number = "12345678" }, "number", "workers.field.number_form"},
		{"kanji", func(f *workers.BankForm) { f.Holder = "美唄 花子" }, "holder", "workers.field.holder_letter"},
		{"a letter banks do not take", func(f *workers.BankForm) { f.Holder = "カヲル" }, "holder", "workers.field.holder_try"},
		{"two legal forms", func(f *workers.BankForm) { f.Holder = "株式会社 ヒロバ 有限会社" }, "holder", "workers.field.holder_forms"},
		{"no name", func(f *workers.BankForm) { f.Holder = " " }, "holder", "workers.field.holder_form"},
		{"Japan Post that does not end in 1", func(f *workers.BankForm) { f.Sign, f.Number = "10180", "12345672" }, "sign", "workers.field.post_form"},
		{"no kind", func(f *workers.BankForm) { f.Kind = "" }, "kind", "workers.field.kind_missing"},
	} {
		f := good
		x.change(&f)
		_, err := f.Read()
		if got := fields(err); got[x.field] != x.key || len(got) != 1 {
			t.Errorf("%s: %v, want %s at %s alone", x.what, got, x.key, x.field)
		}
	}
	if a, err := good.Read(); err != nil || a.Number != "0012345" || a.Holder != "ﾋﾞﾊﾞｲ ﾊﾅｺ" {
		t.Errorf("%+v %v", a, err)
	}
}

func TestAJapanPostPassbookIsAnAccount(t *testing.T) { // TV-15
	f := workers.BankForm{Sign: "10180", Number: "12345671", Holder: "スナガワ ショウコ"}
	got, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	a := AccountOf(got)
	if a.Bank != "9900" || a.Branch != "018" || a.Type != zengin.Ordinary || a.Number != "1234567" || a.HolderKana != "ｽﾅｶﾞﾜ ｼﾖｳｺ" || a.Last3() != "567" {
		t.Errorf("%+v", a)
	}
	if m := a.Masked(); m.Number != "****567" || m.HolderKana != "" {
		t.Errorf("masked: %+v", m)
	}
}

func TestWhatABankMightStumbleOverIsToldBefore(t *testing.T) {
	list := zengin.KnownBanks()
	for _, x := range []struct {
		a    Account
		want []zengin.Kind
	}{
		{Account{Bank: "0501", Branch: "060", Number: "1234567", HolderKana: "ﾋﾞﾊﾞｲ"}, nil},
		{Account{Bank: "0002", Branch: "060", Number: "1234567", HolderKana: "ﾋﾞﾊﾞｲ"}, []zengin.Kind{zengin.NoSuchBank}}, // closed in 2002
		{Account{Bank: "0501", Branch: "999", Number: "1234567", HolderKana: "ﾋﾞﾊﾞｲ"}, []zengin.Kind{zengin.NoSuchBranch}},
		{Account{Bank: "0501", Branch: "060", Number: "1234567", HolderKana: "ｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵ"}, []zengin.Kind{zengin.MaybeCut}},
		{Account{}, nil},
	} {
		var got []zengin.Kind
		for _, d := range x.a.Doubts(list) {
			got = append(got, d.Kind)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v: %v, want %v", x.a, got, x.want)
		}
	}
}

func on(s string) when.Date { return when.MustDate(s) }

func TestTheStandingOnTheDayOfSupplyDecides(t *testing.T) {
	const good, slip = tax.Registration("T7000012050002"), tax.Registration("T1000012050002")
	if !good.CheckDigitHolds() || slip.CheckDigitHolds() {
		t.Fatal("the numbers of this test are the wrong ones")
	}
	said := func(day string, n tax.Registration) Declared {
		return Declared{on(day), workers.Business{Form: "person", Invoice: n}}
	}
	looked := func(n tax.Registration, found bool, from, until string) Lookup {
		l := Lookup{Number: n, Found: found, LookedOn: on("2026-11-20")}
		if from != "" {
			l.From = on(from)
		}
		if until != "" {
			l.Until = on(until)
		}
		return l
	}
	for _, x := range []struct {
		what     string
		declared []Declared
		looked   []Lookup
		day      string
		number   tax.Registration
		verified bool
		doubtful bool
	}{
		{"nothing said", nil, nil, "2026-11-01", "", false, false},
		{"no number", []Declared{said("2026-04-01", "")}, nil, "2026-11-01", "", false, false},
		{"a number she told", []Declared{said("2026-04-01", good)}, nil, "2026-11-01", good, false, false},
		{"… and the day before she told it", []Declared{said("2026-04-01", good)}, nil, "2026-03-31", "", false, false},
		{"a slip is used for nothing", []Declared{said("2026-04-01", slip)}, nil, "2026-11-01", "", false, true},
		{"… until it was looked up", []Declared{said("2026-04-01", slip)}, []Lookup{looked(slip, true, "2023-10-01", "")}, "2026-11-01", slip, true, false},
		{"the register knows of earlier days", []Declared{said("2026-04-01", good)}, []Lookup{looked(good, true, "2023-10-01", "")}, "2026-03-31", good, true, false},
		{"… and of the day before it", []Declared{said("2026-04-01", good)}, []Lookup{looked(good, true, "2023-10-01", "")}, "2023-09-30", "", false, false},
		{"an ended registration, its last day", []Declared{said("2026-04-01", good)}, []Lookup{looked(good, true, "2023-10-01", "2026-11-02")}, "2026-11-01", good, true, false},
		{"… and the day after", []Declared{said("2026-04-01", good)}, []Lookup{looked(good, true, "2023-10-01", "2026-11-02")}, "2026-11-02", "", false, false},
		{"the register says no", []Declared{said("2026-04-01", good)}, []Lookup{looked(good, false, "", "")}, "2026-11-01", "", false, false},
		{"taken back", []Declared{said("2026-04-01", good), said("2026-10-01", "")}, []Lookup{looked(good, true, "2023-10-01", "")}, "2026-11-01", "", false, false},
		{"taken back later", []Declared{said("2026-04-01", good), said("2026-12-01", "")}, []Lookup{looked(good, true, "2023-10-01", "")}, "2026-11-01", good, true, false},
	} {
		got := TaxOn(x.declared, x.looked, on(x.day))
		if got.Number != string(x.number) || got.Registered != (x.number != "") || got.VerifiedOn.IsZero() == x.verified || got.Doubtful != x.doubtful {
			t.Errorf("%s: %+v", x.what, got)
		}
	}
	company := TaxOn([]Declared{{on("2026-04-01"), workers.Business{Form: "company", Employs: true}}}, nil, on("2026-11-01"))
	if !company.Corporate || !company.Employs {
		t.Errorf("a company: %+v", company)
	}
}

func TestALookUpThatCannotBeIsRefused(t *testing.T) {
	today := on("2026-11-20")
	const n = tax.Registration("T7000012050002")
	for _, x := range []struct {
		f          LookupForm
		n          tax.Registration
		field, key string
	}{
		{LookupForm{Found: "yes", From: "2023-10-01"}, "", "found", "payee.field.no_number"},
		{LookupForm{From: "2023-10-01"}, n, "found", "payee.field.found_missing"},
		{LookupForm{Found: "yes"}, n, "from", "payee.field.from_missing"},
		{LookupForm{Found: "yes", From: "soon"}, n, "from", "payee.field.date_form"},
		{LookupForm{Found: "yes", From: "2023-10-01", Until: "2023-10-01"}, n, "until", "payee.field.until_before"},
		{LookupForm{Found: "no", LookedOn: "2026-11-21"}, n, "looked_on", "payee.field.future"},
	} {
		_, err := x.f.Read(x.n, today)
		if got := fields(err); got[x.field] != x.key {
			t.Errorf("%+v: %v, want %s", x.f, got, x.key)
		}
	}
	l, err := LookupForm{Found: "yes", From: "2023-10-01"}.Read(n, today)
	if err != nil || l.LookedOn != today || l.From != on("2023-10-01") || !l.Until.IsZero() {
		t.Errorf("%+v %v", l, err)
	}
}
