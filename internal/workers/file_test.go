package workers

import (
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

var today = when.MustDate("2026-11-24")

// mends are the fields a fault names.
func mends(err error) string {
	f := fault.Of(err)
	if f == nil {
		return ""
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.Name)
	}
	return strings.Join(out, " ")
}

func TestABirthDateByEra(t *testing.T) {
	for _, c := range []struct{ era, y, m, d, want, bad string }{
		{"western", "1995", "6", "3", "1995-06-03", ""},
		{"heisei", "７", "６", "３", "1995-06-03", ""},
		{"heisei", "元", "1", "8", "1989-01-08", ""},
		{"showa", "64", "1", "7", "1989-01-07", ""},
		{"showa", "64", "1", "8", "", "birth_year"}, // the era had ended
		{"heisei", "35", "1", "1", "", "birth_year"},
		{"reiwa", "9", "1", "1", "", "birth_year"}, // not born yet
		{"western", "2025", "2", "29", "", "birth_year"},
		{"western", "1890", "1", "1", "", "birth_year"},
		{"", "1995", "6", "3", "", "birth_year"},
		{"western", "", "", "", "", "birth_year"},
	} {
		n, err := NameForm{Name: "三好 みさき", Kana: "みよし みさき", Era: c.era, Year: c.y, Month: c.m, Day: c.d}.Read(today)
		if mends(err) != c.bad || err == nil && n.Birth.String() != c.want {
			t.Errorf("%s %s-%s-%s: %s %v", c.era, c.y, c.m, c.d, n.Birth, err)
		}
	}
}

func TestANameIsNeverNormalised(t *testing.T) {
	n, err := NameForm{Name: "\uFA19田 髙子", Kana: "ｶﾝﾀﾞ ﾀｶｺ", Era: "western", Year: "1990", Month: "1", Day: "1"}.Read(today)
	if err != nil || n.Name != "\uFA19田 髙子" || n.Kana != "カンダ タカコ" {
		t.Errorf("%q %q %v", n.Name, n.Kana, err)
	}
}

func TestWhoIsAMinor(t *testing.T) {
	for birth, minor := range map[string]bool{"2008-11-24": false, "2008-11-25": true, "1990-01-01": false, "2008-02-29": false} {
		if got := (Naming{Birth: when.MustDate(birth)}).Minor(today); got != minor {
			t.Errorf("%s: %t", birth, got)
		}
	}
}

func TestAnAccountAsTheBankShowsIt(t *testing.T) {
	f := BankForm{Bank: "9900", Branch: "918", Kind: "1", Number: "１２３４５６７", Holder: "みよし　みさき"}
	a, err := f.Read()
	if err != nil || a.Holder != "ﾐﾖｼ ﾐｻｷ" || a.Number != "1234567" || a.Masked() != "****567" {
		t.Errorf("%+v %v", a, err)
	}
	a, err = BankForm{Sign: "１０９４０", Number: "12345671", Holder: "ミヨシ ミサキ"}.Read()
	if err != nil || a.Bank != "9900" || a.Branch != "098" || a.Kind != "1" || len(a.Number) != 7 {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := (BankForm{Bank: "ぎんこう", Kind: "7", Number: "12345678", Holder: "三好"}).Read(); mends(err) != "bank branch number kind holder" {
		t.Errorf("%v", err)
	}
	if got, err := (BankForm{Later: true}).Take(today); err != nil || len(got.There()) != 0 {
		t.Errorf("later: %+v %v", got, err)
	}
}

func TestNoMyNumberInAnyLine(t *testing.T) {
	const number = "123456789018" // its check digit holds
	_, err := AddressForm{Region: "北海道", Town: "雪原市", Street: number}.Read()
	if mends(err) != "street" {
		t.Errorf("%v", err)
	}
	_, err = PauseForm{Reason: "番号は" + number + "です"}.Read(today)
	if mends(err) != "reason" {
		t.Errorf("%v", err)
	}
}

func TestTheHubGivesNotice(t *testing.T) {
	long, short := when.MustDate("2026-01-10"), when.MustDate("2026-10-01")
	for _, c := range []struct {
		signed   when.Date
		on, why  string
		by, exc  string
		bad, end string
	}{
		{long, "2026-12-23", "予算の終わり", "hub", "", "on", ""},
		{long, "2026-12-24", "予算の終わり", "hub", "", "", "2026-12-24"},
		{long, "2026-12-01", "予算の終わり", "hub", "upstream", "", "2026-12-01"},
		{long, "2026-12-24", "", "hub", "", "reason", ""},
		{long, "", "", "self", "", "", "2026-11-24"},
		{short, "2026-12-01", "終わり", "hub", "", "", "2026-12-01"},
		{long, "2026-11-01", "", "self", "", "on", ""},
		{long, "", "", "nobody", "", "by", ""},
	} {
		l, err := LeaveForm{By: c.by, On: c.on, Reason: c.why, Exception: c.exc}.Read(today, c.signed)
		if mends(err) != c.bad || err == nil && l.On.String() != c.end {
			t.Errorf("%+v: %+v %v", c, l, err)
		}
	}
	// domain R-46: an end on 2027-03-31 needs notice by 2027-03-01.
	for day, bad := range map[string]string{"2027-03-01": "", "2027-03-02": "on"} {
		_, err := LeaveForm{By: "hub", On: "2027-03-31", Reason: "x y z"}.Read(when.MustDate(day), long)
		if mends(err) != bad {
			t.Errorf("notice on %s: %v", day, err)
		}
	}
}

// TestWhoIsBackWithinAMonthGoesOn is domain TV-19, and what stands round it.
func TestWhoIsBackWithinAMonthGoesOn(t *testing.T) {
	on := func(s string) when.Date {
		if s == "" {
			return when.Date{}
		}
		return when.MustDate(s)
	}
	for _, c := range []struct {
		days  []string // from, to, from, to …
		since string
	}{
		{nil, ""},
		{[]string{"2026-04-01", ""}, "2026-04-01"},
		{[]string{"2026-04-01", "2026-11-10", "2026-12-10", ""}, "2026-04-01"},
		{[]string{"2026-04-01", "2026-11-10", "2026-12-11", ""}, "2026-12-11"},
		{[]string{"2025-04-01", "2025-06-30", "2026-01-05", "2026-11-10", "2026-11-11", ""}, "2026-01-05"},
		{[]string{"2026-04-01", "2027-01-30", "2027-02-27", ""}, "2026-04-01"}, // from the 31st, a month goes to the end of February
		{[]string{"2026-04-01", "2027-01-30", "2027-02-28", ""}, "2027-02-28"},
	} {
		var stints []Stint
		for i := 0; i < len(c.days); i += 2 {
			stints = append(stints, Stint{on(c.days[i]), on(c.days[i+1])})
		}
		if got := Since(stints); got != on(c.since) {
			t.Errorf("%v: since %s", c.days, got)
		}
	}
}

func TestWhatIsKeptUntilWhen(t *testing.T) {
	keep, err := Kept(Registered, when.MustDate("2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, k := range keep {
		got[k.Kind] = k.Until.String()
	}
	if got["photo"] != "2026-11-24" || got["profile"] != "2028-11-24" || got["money"] != "2033-11-24" {
		t.Errorf("%v", got)
	}
	if keep, err := Kept(Registering, today); err != nil || len(keep) != 1 || keep[0].Until.String() != "2027-11-24" {
		t.Errorf("%v %v", keep, err)
	}
}

func TestASignature(t *testing.T) {
	ok := SignForm{Privacy: true, Contract: true, SignedAs: "三好みさき", How: OnScreen}
	if _, err := ok.Read("三好 みさき", false); err != nil {
		t.Error(err)
	}
	if _, err := ok.Read("三好 みさき", true); mends(err) != "gu_name gu_phone gu_agrees" {
		t.Errorf("a minor: %v", err)
	}
	if _, err := (SignForm{SignedAs: "別の人"}).Read("三好 みさき", false); mends(err) != "privacy contract signed_as how" {
		t.Errorf("%v", err)
	}
}
