package tax

import (
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

func TestTransitionalCreditByDayOfSupply(t *testing.T) { // TV-5, R-65
	for _, c := range []struct {
		on           string
		deduct, cost yen.Amount
	}{{"2023-10-01", 8_000, 2_000}, {"2026-09-30", 8_000, 2_000}, {"2026-10-01", 7_000, 3_000}, {"2028-09-30", 7_000, 3_000}, {"2028-10-01", 5_000, 5_000},
		{"2030-09-30", 5_000, 5_000}, {"2030-10-01", 3_000, 7_000}, {"2031-09-30", 3_000, 7_000}, {"2031-10-01", 0, 10_000}} {
		got, err := TransitionalCredit(Purchase{Gross: 110_000, Class: Standard, Supplied: when.MustDate(c.on), Period: when.MustDate("2026-04-01")})
		if err != nil || got.Tax != 10_000 || got.Deduct != c.deduct || got.Cost != c.cost {
			t.Errorf("TV-5 %s: %+v %v", c.on, got, err)
		}
	}
	for _, on := range []string{"2023-09-30", "2036-01-01"} {
		if _, err := CreditShare(when.MustDate(on)); err == nil {
			t.Errorf("%s was answered", on)
		}
	}
}

func TestYearlyCapForOneSeller(t *testing.T) { // rule 4.1, cap by the first day of the taxable period
	for _, c := range []struct {
		name, period        string
		gross, before, over yen.Amount
	}{
		{"March-closing company before its first new period", "2026-04-01", 220_000_000, 0, 0},
		{"the same from 2027-04-01", "2027-04-01", 220_000_000, 0, 120_000_000},
		{"period that begins on the day itself", "2026-10-01", 100_000_001, 0, 1},
		{"exactly at the cap", "2026-10-01", 100_000_000, 0, 0},
		{"cap used up earlier in the year", "2027-01-01", 110_000, 100_000_000, 110_000},
		{"cap reached by this purchase", "2027-01-01", 110_000, 99_945_000, 55_000},
		{"old cap", "2025-04-01", 110_000_000, 950_000_000, 60_000_000},
		{"no cap in the first year", "2024-04-01", 2_200_000_000, 0, 0},
	} {
		got, err := TransitionalCredit(Purchase{c.gross, Standard, day, when.MustDate(c.period), c.before})
		if err != nil || got.Over != c.over || got.Deduct+got.Cost != got.Tax || got.Over == c.gross && got.Deduct != 0 {
			t.Errorf("%s: %+v %v", c.name, got, err)
		}
	}
	got, _ := TransitionalCredit(Purchase{110_000, Standard, day, when.MustDate("2027-01-01"), 99_945_000})
	if got.Deduct != 3_500 || got.Cost != 6_500 { // half of it: 5,000 of tax at 70 %
		t.Errorf("%+v", got)
	}
	later := when.MustDate("2031-10-01") // the table of caps ends before: nothing is left to cap
	if got, err := TransitionalCredit(Purchase{110_000, Standard, later, later, 0}); err != nil || got.Deduct != 0 || got.Cost != 10_000 {
		t.Errorf("after the last share: %+v %v", got, err)
	}
	if _, err := TransitionalCredit(Purchase{-1, Standard, day, day, 0}); err != ErrNegative {
		t.Errorf("negative purchase: %v", err)
	}
	if _, err := TransitionalCredit(Purchase{most + 1, Standard, day, day, 0}); err != ErrTooMuch {
		t.Errorf("too much: %v", err)
	}
}

func TestCreditNeverGrowsWithTheYears(t *testing.T) { // property: later supply, less credit
	last := yen.Amount(1 << 40)
	for d := when.MustDate("2023-10-01"); d.Before(when.MustDate("2032-12-31")); d = d.AddDays(1) {
		got, err := TransitionalCredit(Purchase{110_000, Standard, d, day, 0})
		if err != nil || got.Deduct > last || got.Deduct+got.Cost != 10_000 {
			t.Fatalf("%s: %+v %v", d, got, err)
		}
		last = got.Deduct
	}
}

func TestBooksSufficeForSmallPurchases(t *testing.T) { // rule 4.1, small purchases
	for _, c := range []struct {
		gross, sales yen.Amount
		want         bool
	}{{9_999, 100_000_000, true}, {10_000, 100_000_000, false}, {9_999, 100_000_001, false}} {
		if got, err := BooksSuffice(c.gross, day, c.sales); err != nil || got != c.want {
			t.Errorf("%+v: %v %v", c, got, err)
		}
	}
	if _, err := BooksSuffice(1, when.MustDate("2029-10-01"), 1); err == nil {
		t.Error("answered after the rule ends")
	}
}
