package tax

import (
	"math/rand/v2"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

func TestWithheld(t *testing.T) { // TV-6
	for base, want := range map[yen.Amount]yen.Amount{0: 0, 1: 0, 9: 0, 10: 1, 98: 10, 1_000: 102, 3_300: 336, 15_000: 1_531, 33_333: 3_403, 50_000: 5_105,
		100_000: 10_210, 123_456: 12_604, 999_999: 102_099, 1_000_000: 102_100, 1_000_001: 102_100, 1_500_000: 204_200, 2_000_000: 306_300} {
		if got, err := Withheld(Fees, base, day); err != nil || got != want {
			t.Errorf("TV-6 %d: %d %v, want %d", base, got, err, want)
		}
	}
	if got, err := Withheld(NotListed, 1_000_000, day); err != nil || got != 0 {
		t.Errorf("the list is closed: %d %v", got, err)
	}
	if got, err := Withheld(Fees, 100_000, when.MustDate("2027-01-10")); err != nil || got != 10_210 { // total rate unchanged from 2027
		t.Errorf("2027: %d %v", got, err)
	}
	for _, on := range []string{"2012-12-31", "2031-01-01"} {
		if _, err := Withheld(Fees, 1, when.MustDate(on)); err == nil {
			t.Errorf("answered for %s", on)
		}
	}
	if _, err := Withheld(Fees, -1, day); err != ErrNegative {
		t.Errorf("negative base: %v", err)
	}
	if _, err := Withheld(Fees, most+1, day); err != ErrTooMuch {
		t.Errorf("too much: %v", err)
	}
}

func TestWithheldIsMonotone(t *testing.T) { // property: a yen more is never withheld less, nor more than a yen more
	last := yen.Amount(0)
	for base := yen.Amount(0); base < 1_100_000; base++ {
		if base == 100_000 { // the middle is a straight line; the threshold is not
			base = 950_000
			last, _ = Withheld(Fees, base-1, day)
		}
		got, err := Withheld(Fees, base, day)
		if err != nil || got < last || got > last+1 {
			t.Fatalf("%d: %d after %d, %v", base, got, last, err)
		}
		last = got
	}
}

func pay(a yen.Amount, c Category) PayLine { return PayLine{line(a, Standard), c} }

func TestSettlements(t *testing.T) { // TV-7 to TV-11, R-68, R-69
	for _, c := range []struct {
		name                     string
		p                        Payment
		base, withheld, transfer yen.Amount
	}{
		{"TV-7 separated", Payment{Lines: []PayLine{pay(50_000, Fees)}, Separated: true}, 50_000, 5_105, 49_895},
		{"TV-8 all-in 50,000", Payment{Lines: []PayLine{pay(50_000, Fees)}, Inside: true}, 50_000, 5_105, 44_895},
		{"TV-9 all-in 55,000", Payment{Lines: []PayLine{pay(55_000, Fees)}, Inside: true}, 55_000, 5_615, 49_385},
		{"TV-9 the same, shown apart", Payment{Lines: []PayLine{pay(55_000, Fees)}, Inside: true, Separated: true}, 50_000, 5_105, 49_895},
		{"TV-10 data entry", Payment{Lines: []PayLine{pay(98*1_050, NotListed)}, Inside: true}, 0, 0, 102_900},
		{"TV-11 mixed", Payment{Lines: []PayLine{pay(800_000, Fees), pay(300_000, Fees), pay(200_000, NotListed)}, Separated: true}, 1_100_000, 122_520, 1_307_480},
		{"TV-11 to a corporation", Payment{Lines: []PayLine{pay(800_000, Fees), pay(300_000, Fees), pay(200_000, NotListed)}, Separated: true, Exempt: true}, 0, 0, 1_430_000},
		{"R-69 tax added but not shown apart", Payment{Lines: []PayLine{pay(50_000, Fees)}}, 55_000, 5_615, 49_385},
		{"R-68 yen cut off at the end, not per line", Payment{Lines: []PayLine{pay(9, Fees), pay(9, Fees)}, Inside: true}, 18, 1, 17},
		{"nothing", Payment{}, 0, 0, 0},
	} {
		c.p.Paid = day
		got, err := Settle(c.p)
		if err != nil || got.Base != c.base || got.Withheld != c.withheld || got.Transfer != c.transfer {
			t.Errorf("%s: %+v %v", c.name, got, err)
		}
	}
	if _, err := Settle(Payment{Paid: day, Lines: []PayLine{pay(-1, Fees)}}); err != ErrNothingLeft {
		t.Errorf("a negative payment: %v", err)
	}
	if _, err := Settle(Payment{Paid: day, Lines: []PayLine{pay(-1, NotListed)}}); err != ErrNothingLeft {
		t.Errorf("a negative transfer: %v", err)
	}
	if _, err := Settle(Payment{Lines: []PayLine{pay(1, Fees)}}); err == nil {
		t.Error("a payment without a day was settled")
	}
}

func TestNoYenIsLostInASettlement(t *testing.T) { // property: fee + tax − withheld = transfer; base within the payment
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		p := Payment{Paid: day, Inside: rnd.IntN(2) == 0, Separated: rnd.IntN(2) == 0, Round: []Round{Floor, Nearest, Ceil}[rnd.IntN(3)]}
		var given yen.Amount
		for range rnd.IntN(12) {
			l := pay(yen.Amount(rnd.Int64N(400_000)), []Category{Fees, NotListed}[rnd.IntN(2)])
			l.Class = []Class{Standard, ReducedPress, OutOfScope}[rnd.IntN(3)]
			p.Lines, given = append(p.Lines, l), given+l.Amount
		}
		s, err := Settle(p)
		fee := s.Net
		if p.Inside {
			fee = s.Gross
		}
		if err != nil || s.Net+s.Tax-s.Withheld != s.Transfer || fee != given || s.Base > s.Gross || s.Withheld > s.Base {
			t.Fatalf("%+v: %+v %v", p, s, err)
		}
	}
}

func TestGrossUp(t *testing.T) { // TV-12, R-70
	if got, err := GrossUp(Fees, 100_000, day); err != nil || got != 111_370 {
		t.Errorf("TV-12: %d %v", got, err)
	}
	if w, _ := Withheld(Fees, 111_370, day); w != 11_370 {
		t.Errorf("TV-12 withheld: %d", w)
	}
	if got, _ := GrossUp(NotListed, 100_000, day); got != 100_000 {
		t.Errorf("not listed: %d", got)
	}
	net := func(gross yen.Amount) yen.Amount { w, _ := Withheld(Fees, gross, day); return gross - w }
	check := func(n yen.Amount) {
		g, err := GrossUp(Fees, n, day)
		if err != nil || net(g) != n || net(g+1) <= n {
			t.Fatalf("net %d: gross %d leaves %d, %v", n, g, net(g), err)
		}
	}
	for n := yen.Amount(0); n < 20_000; n++ {
		check(n)
		check(890_000 + n) // across the threshold: 897,900 is what a million leaves
		check(5_000_000 + n*977)
	}
}

func TestTreatments(t *testing.T) { // table of 4.2, R-67
	for kind, want := range map[string][2]bool{"writing": {true, false}, "design": {true, false}, "translation": {true, false}, "sign_language": {false, false},
		"data_entry": {false, false}, "transcription": {false, true}, "photo_web": {false, true}, "photo_print": {true, false}, "web_design": {true, true}, "web_coding": {false, true},
		"programming": {false, false}, "proofreading": {true, false}, "lecture": {true, false}} {
		got, err := TreatmentOf(kind, day)
		if err != nil || got.Withhold != want[0] || got.Check != want[1] {
			t.Errorf("%s: %+v %v", kind, got, err)
		}
	}
	if _, err := TreatmentOf("juggling", day); err == nil {
		t.Error("a kind nobody looked up was treated")
	}
}

func TestWithholdingIsDueOnThe10th(t *testing.T) {
	for paid, want := range map[string]string{"2026-11-20": "2026-12-10", "2026-11-30": "2026-12-10", "2026-12-18": "2027-01-12", // the 10th is a Sunday, the 11th a holiday
		"2026-09-18": "2026-10-13", // the 10th is a Saturday, the 12th a holiday
		"2027-01-20": "2027-02-10"} {
		if got := WithholdingDue(when.MustDate(paid)); got.String() != want {
			t.Errorf("paid %s: due %s, want %s", paid, got, want)
		}
	}
}

func TestPaymentRecords(t *testing.T) {
	for paid, want := range map[yen.Amount]bool{50_000: false, 50_001: true, 0: false} {
		if got, err := RecordNeeded(Fees, 2026, paid); err != nil || got != want {
			t.Errorf("%d: %v %v", paid, got, err)
		}
	}
	if _, err := RecordNeeded(Fees, 2028, 1); err == nil {
		t.Error("answered for a year nobody looked up")
	}
	if d := RecordDue(2026); d.String() != "2027-02-01" { // 31 January 2027 is a Sunday
		t.Errorf("due %s", d)
	}
	for _, c := range []struct {
		on   string
		n    int
		want bool
	}{{"2026-12-31", 99, false}, {"2026-12-31", 100, true}, {"2027-01-01", 29, false}, {"2027-01-01", 30, true}} {
		if got, err := MustFileElectronically(when.MustDate(c.on), c.n); err != nil || got != c.want {
			t.Errorf("%+v: %v %v", c, got, err)
		}
	}
}
