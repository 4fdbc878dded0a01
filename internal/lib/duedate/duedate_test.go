package duedate

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

func on(s string) when.Date {
	if s == "-" {
		return when.Date{}
	}
	return when.MustDate(s)
}

func TestScenarios(t *testing.T) { // TV-16, TV-17
	b, err := os.ReadFile("testdata/scenarios.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if l[0] == '#' {
			continue
		}
		f := strings.Split(l, "\t")
		n++
		terms := Terms{on(f[1]), f[2] == "yes", Upstream{f[3] == "yes", on(f[4])}}
		finding, limit, err := Check(on(f[5]), terms)
		if f[5] == "-" {
			finding = "-"
			limit, err = LimitOf(terms)
		}
		if err != nil || string(finding) != f[6] || limit.Last != on(f[7]) || limit.LastPay != on(f[8]) || string(limit.Basis) != f[9] {
			t.Errorf("%s: %s %+v %v", f[0], finding, limit, err)
		}
		if got, err := Effective(on(f[5]), terms); err != nil || got != on(f[10]) {
			t.Errorf("%s: by law %s %v, want %s", f[0], got, err, f[10])
		}
		if got, _, err := Standard.Choose(terms); err != nil || got != on(f[11]) {
			t.Errorf("%s: chosen %s %v, want %s", f[0], got, err, f[11])
		}
	}
	if n < 60 {
		t.Errorf("%d scenarios", n)
	}
}

func TestBankDays(t *testing.T) { // TV-16, R-76, R-77
	for d, closed := range map[string]bool{"2026-09-22": true, "2027-03-22": true, "2026-11-23": true, "2027-01-02": true, "2026-12-31": true, "2026-12-30": false, "2026-01-02": true, "2025-01-03": true, "2026-01-05": false, "2025-12-31": true, "2027-01-03": true, "2027-01-04": false, "2026-11-28": true, "2026-11-24": false} {
		if BankClosed(on(d)) != closed {
			t.Errorf("TV-16 %s: closed %v", d, !closed)
		}
	}
	for d, want := range map[string][2]string{"2026-12-20": {"2026-12-18", "2026-12-21"}, "2027-01-01": {"2026-12-30", "2027-01-04"}, "2027-01-02": {"2026-12-30", "2027-01-04"}, "2027-01-03": {"2026-12-30", "2027-01-04"}, "2026-11-24": {"2026-11-24", "2026-11-24"}} {
		if PreviousBankDay(on(d)) != on(want[0]) || NextBankDay(on(d)) != on(want[1]) {
			t.Errorf("%s: %s %s", d, PreviousBankDay(on(d)), NextBankDay(on(d)))
		}
	}
}

func TestWorstCaseOfTheStandardRule(t *testing.T) { // at worst the 51st day
	n, received := Standard.Worst(on("2024-11-01"), on("2032-10-31"))
	if n != 51 || received.Day() != 1 {
		t.Errorf("day %d, received %s", n, received)
	}
	if n, _ := (Rule{31, 1, 31}).Worst(on("2026-01-01"), on("2026-12-31")); n != 62 { // month end to month end needs the switch
		t.Errorf("month end to month end: day %d", n)
	}
}

func TestRules(t *testing.T) { // a closing rule yields one date
	for _, c := range []struct {
		r              Rule
		received, want string
	}{{Rule{31, 1, 25}, "2026-11-30", "2026-12-25"}, {Rule{31, 1, 31}, "2026-11-01", "2026-12-30"}, {Rule{15, 0, 31}, "2026-11-15", "2026-11-30"}, {Rule{15, 0, 31}, "2026-11-16", "2026-12-30"},
		{Rule{20, 1, 10}, "2026-11-20", "2026-12-10"}, {Rule{20, 1, 10}, "2026-11-21", "2027-01-08"}, {Rule{31, 1, 31}, "2027-01-31", "2027-02-26"}, {Rule{20, 0, 20}, "2026-12-20", "2026-12-21"}, {Rule{30, 1, 5}, "2027-02-28", "2027-03-05"}} {
		if got := c.r.Due(on(c.received)); c.r.Valid() != nil || got != on(c.want) {
			t.Errorf("%+v %s: %s, want %s", c.r, c.received, got, c.want)
		}
	}
	for _, r := range []Rule{{}, {31, 0, 20}, {32, 1, 1}, {1, 3, 1}, {1, -1, 1}, {1, 1, 32}} {
		if _, _, err := r.Choose(Terms{Received: on("2026-11-24")}); err != ErrRule {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestChosenDateIsNeverPastTheLawfulDay(t *testing.T) { // property, R-22 to R-25
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 30_000 {
		terms := Terms{Received: on("2024-11-01").AddDays(rnd.IntN(2_900)), Closing: rnd.IntN(2) == 0}
		if rnd.IntN(3) == 0 {
			terms.Upstream = Upstream{true, terms.Received.AddDays(rnd.IntN(160) - 40)}
		}
		r := Rule{1 + rnd.IntN(31), rnd.IntN(3), 1 + rnd.IntN(31)}
		due, l, err := r.Choose(terms)
		if r.Valid() != nil {
			continue
		}
		if err != nil || due.After(l.Last) || BankClosed(due) || l.LastPay.After(l.Last) {
			t.Fatalf("%+v %+v: %s %+v %v", r, terms, due, l, err)
		}
		if finding, _, _ := Check(due, terms); finding.Refused() {
			t.Fatalf("%+v %+v: %s is %s", r, terms, due, finding)
		}
		if by, _ := Effective(due, terms); by != due {
			t.Fatalf("the law would move %s to %s", due, by)
		}
	}
}

func TestOutsideOfWhatIsKnown(t *testing.T) { // a day no table covers is refused
	for _, d := range []string{"2024-10-31", "2033-01-01"} {
		var u *dated.Unknown
		if _, err := LimitOf(Terms{Received: on(d)}); !errors.As(err, &u) {
			t.Errorf("%s: %v", d, err)
		}
		if _, _, err := Check(on(d), Terms{Received: on(d)}); err == nil {
			t.Errorf("%s was checked", d)
		}
		if _, _, err := Standard.Choose(Terms{Received: on(d)}); err == nil {
			t.Errorf("%s was chosen for", d)
		}
		if _, err := Effective(on(d), Terms{Received: on(d)}); err == nil {
			t.Errorf("%s has an effective date", d)
		}
	}
	for _, tab := range Tables() {
		if len(tab.Keys()) == 0 {
			t.Errorf("%s is empty", tab.Name)
		}
	}
}

func TestAfterTheWorkersCauseEnded(t *testing.T) { // Freelance Act Art. 4(5)
	if d, err := AfterMended(on("2026-11-10"), Upstream{}); err != nil || d != on("2027-01-08") {
		t.Errorf("%s %v", d, err)
	}
	if d, err := AfterMended(on("2026-12-31"), Upstream{true, on("2026-11-30")}); err != nil || d != on("2027-01-29") {
		t.Errorf("re-commission: %s %v", d, err)
	}
	if d, err := ReceivableLast(on("2026-11-10")); err != nil || d != on("2027-01-08") {
		t.Errorf("client: %s %v", d, err)
	}
	if _, err := ReceivableLast(on("2025-12-31")); err == nil {
		t.Error("answered before the Act")
	}
}

func TestAlarms(t *testing.T) {
	for today, want := range map[string]Alarm{"2026-12-10": Quiet, "2026-12-11": Week, "2026-12-14": Week, "2026-12-15": ThreeDays, "2026-12-17": ThreeDays, "2026-12-18": Today, "2026-12-19": Overdue} {
		if got := AlarmOf(on("2026-12-18"), on(today)); got != want {
			t.Errorf("%s: %q", today, got)
		}
	}
}

func TestLateInterest(t *testing.T) { // TV-18, R-30
	d := Delay{Law: Subcontract, Amount: 110_000, Received: on("2026-11-10"), Paid: on("2027-02-10")}
	if got, err := InterestOf(d); err != nil || got.From != on("2027-01-09") || got.Days != 33 || got.Owed != 1_452 {
		t.Errorf("TV-18: %+v %v", got, err)
	}
	for _, c := range []struct {
		name string
		d    Delay
		days int
		owed yen.Amount
	}{
		{"paid on day 60", Delay{Law: Subcontract, Amount: 110_000, Received: on("2026-11-10"), Paid: on("2027-01-08")}, 0, 0},
		{"paid on day 61", Delay{Law: Subcontract, Amount: 110_000, Received: on("2026-11-10"), Paid: on("2027-01-09")}, 1, 44},
		{"reduced later than day 61", Delay{Law: Subcontract, Amount: 110_000, Received: on("2026-11-10"), Reduced: on("2027-02-01"), Paid: on("2027-02-10")}, 10, 440},
		{"reduced before day 61", Delay{Law: Subcontract, Amount: 110_000, Received: on("2026-11-10"), Reduced: on("2026-12-01"), Paid: on("2027-02-10")}, 33, 1_452},
		{"civil", Delay{Law: Civil, Amount: 365_000, Due: on("2026-12-18"), Paid: on("2026-12-28")}, 10, 300},
		{"civil, in time", Delay{Law: Civil, Amount: 365_000, Due: on("2026-12-18"), Paid: on("2026-12-18")}, 0, 0},
		{"a trillion for years", Delay{Law: Civil, Amount: 1_000_000_000_000, Due: on("2026-12-31"), Paid: on("2036-12-28")}, 3_650, 300_000_000_000},
	} {
		if got, err := InterestOf(c.d); err != nil || got.Days != c.days || got.Owed != c.owed {
			t.Errorf("%s: %+v %v", c.name, got, err)
		}
	}
	if _, err := InterestOf(Delay{Law: Civil, Amount: -1}); err != ErrAmount {
		t.Errorf("negative: %v", err)
	}
	if _, err := InterestOf(Delay{Law: Civil, Amount: 1, Due: on("2030-01-01"), Paid: on("2030-02-01")}); err == nil {
		t.Error("a civil rate that is not announced was used")
	}
	if _, err := InterestOf(Delay{Law: Subcontract, Amount: 1, Received: on("2025-01-01")}); err == nil {
		t.Error("answered before the Act")
	}
}
