package calendar

import (
	"os"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/when"
)

func TestHolidaysAgreeWithAnIndependentList(t *testing.T) {
	b, err := os.ReadFile("testdata/holidays.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, l := range strings.Split(string(b), "\n") {
		if l != "" && l[0] != '#' {
			want[l] = true
		}
	}
	last := ""
	for d := when.On(1970, 1, 1); d.Year() <= 2050; d = d.AddDays(1) {
		if want[d.String()] {
			last = d.String()
		}
	}
	for d := when.On(1970, 1, 1); d.String() <= last; d = d.AddDays(1) {
		h, ok := HolidayOn(d)
		if ok != want[d.String()] {
			t.Errorf("%s: ours %v (%s), the list %v", d, ok, h.Name, want[d.String()])
		}
	}
}

func TestProvisionalOnlyWhereTheAlmanacIsNotOut(t *testing.T) {
	for s, want := range map[string]bool{"2027-03-21": false, "2027-03-22": false, "2028-03-20": true, "2028-01-01": false} {
		if h, ok := HolidayOn(when.MustDate(s)); !ok || h.Provisional != want {
			t.Errorf("%s: %+v %v", s, h, ok)
		}
	}
}

var desk = Hours{YearEndFrom: [2]int{12, 29}, YearEndTo: [2]int{1, 3}, Week: [7][]Span{
	1: {{9 * 60, 17 * 60}}, 2: {{9 * 60, 17 * 60}}, 3: {{13 * 60, 19 * 60}}, 4: {{9 * 60, 12 * 60}, {13 * 60, 17 * 60}}, 5: {{9 * 60, 17 * 60}}}}

func at(s string) when.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Tokyo)
	if err != nil {
		panic(err)
	}
	return when.FromTime(t)
}

func TestOpenNow(t *testing.T) {
	for _, c := range []struct {
		now, until, next string
	}{
		{"2026-12-11 09:00", "17:00", ""},            // Friday, the minute it opens
		{"2026-12-11 17:00", "", "2026-12-14 9:00"},  // the minute it closes
		{"2026-12-12 22:10", "", "2026-12-14 9:00"},  // Saturday night
		{"2026-12-10 12:30", "", "2026-12-10 13:00"}, // noon break
		{"2026-12-28 18:00", "", "2027-01-04 9:00"},  // year end
		{"2027-05-01 08:00", "", "2027-05-06 9:00"},  // Golden Week
		{"2027-02-11 10:00", "", "2027-02-12 9:00"},  // a holiday on Thursday
		{"2027-02-10 12:59", "", "2027-02-10 13:00"}, // Wednesday opens late
		{"2026-12-11 23:59", "", "2026-12-14 9:00"},  // midnight
	} {
		s := desk.At(at(c.now), when.Tokyo)
		if s.Open != (c.until != "") || s.Open && s.Until.String() != c.until || !s.Open && s.Next.String()+" "+s.At.String() != c.next {
			t.Errorf("%s: %+v", c.now, s)
		}
	}
}

func TestSnowDay(t *testing.T) {
	h := desk
	d := when.MustDate("2027-02-09")
	h.Closures = []Closure{{From: d, To: d, Opens: 13 * 60}}
	if s := h.At(at("2027-02-09 09:30"), when.Tokyo); s.Open || s.At != 13*60 || s.Next != d {
		t.Errorf("opens late: %+v", s)
	}
	h.Closures = []Closure{{From: d, To: d.AddDays(1)}}
	if s := h.At(at("2027-02-09 09:30"), when.Tokyo); s.Open || s.Next != when.MustDate("2027-02-12") {
		t.Errorf("two days of snow before a holiday: %+v", s)
	}
	if s := (Hours{}).At(at("2027-02-09 09:30"), when.Tokyo); s.Open || !s.Next.IsZero() {
		t.Errorf("never open: %+v", s)
	}
}

func TestReplyBy(t *testing.T) {
	for now, want := range map[string]string{
		"2026-12-12 22:10": "2026-12-15 17:00", // Saturday night: taken up Monday, answered by Tuesday
		"2026-12-11 10:00": "2026-12-14 17:00",
		"2026-12-28 20:00": "2027-01-05 17:00",
		"2027-05-01 08:00": "2027-05-07 17:00",
	} {
		if got := desk.ReplyBy(at(now), when.Tokyo, 1); got != at(want) {
			t.Errorf("%s: %s, want %s", now, got.In(when.Tokyo), want)
		}
	}
}
