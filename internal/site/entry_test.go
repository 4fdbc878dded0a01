package site

import (
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

var today = when.MustDate("2027-02-09")

func TestReadDay(t *testing.T) {
	for typed, want := range map[string]string{
		"2025": "2025-01-01 year", "２０２５年": "2025-01-01 year", "令和元年": "2019-01-01 year", "R7": "2025-01-01 year",
		"2025年6月": "2025-06-01 month", "2025-6": "2025-06-01 month", "2025/06": "2025-06-01 month", "令和元年5月": "2019-05-01 month", "H30.4": "2018-04-01 month",
		"2025年6月14日": "2025-06-14 day", "20250614": "2025-06-14 day", "令和7年6月14日（土）": "2025-06-14 day",
	} {
		d, e, err := ReadDay(typed, today)
		if got := d.String() + " " + string(e); err != nil || got != want {
			t.Errorf("%q: %s %v, want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "6月", "2/9", "むかし", "2025年13月", "2025年2月30日", "令和", "-", "99"} {
		if d, _, err := ReadDay(typed, today); err == nil {
			t.Errorf("%q became %s", typed, d)
		}
	}
}

func TestAMilestoneIsShownAsItWasTyped(t *testing.T) {
	for typed, want := range map[string]string{"2025年": "2025", "令和7年6月": "2025-06", "2025/6/14": "2025-06-14"} {
		m := Milestone{On: typed, Text: "x"}
		if err := m.Check(today); err != nil || m.Typed() != want {
			t.Errorf("%q: %q %v", typed, m.Typed(), err)
		}
	}
}

// fields are the names of the fields a fault is about.
func fields(err error) string {
	var out []string
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestAMemberIsChecked(t *testing.T) {
	m := Member{Kind: "city", Name: " 雪原市 ", Role: "事業の責任者", URL: "https://www.city.yukihara.example/", Duties: []Duty{"lead"}}
	if err := m.Check(today); err != nil || m.Name != "雪原市" || !m.Has("lead") || m.Has("rooms") {
		t.Errorf("%+v %v", m, err)
	}
	for name, change := range map[string]func(*Member){
		"name": func(m *Member) { m.Name = " " }, "kind": func(m *Member) { m.Kind = "king" }, "role": func(m *Member) { m.Role = "" },
		"url": func(m *Member) { m.URL = "javascript:alert(1)" }, "duties": func(m *Member) { m.Duties = []Duty{"rule"} },
		"does": func(m *Member) { m.Does = strings.Repeat("雪", textMost+1) }, "place": func(m *Member) { m.Place = -1 },
		"name_en": func(m *Member) { m.NameEN = strings.Repeat("a", lineMost+1) },
	} {
		x := m
		change(&x)
		if got := fields(x.Check(today)); got != name {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, url := range []string{"www.city.example", "http:///x", "https://a.example/\"onclick=", "ftp://a.example"} {
		x := m
		x.URL = url
		if fields(x.Check(today)) != "url" {
			t.Errorf("%q was taken", url)
		}
	}
}

func TestAVoiceIsPublicOnlyWithConsent(t *testing.T) {
	v := Voice{Text: "始めてよかった", By: "Kさん"}
	if err := v.Check(today); err != nil || v.Public() {
		t.Errorf("%+v %v", v, err)
	}
	v.Consent = "2027/2/1"
	if err := v.Check(today); err != nil || !v.Public() {
		t.Errorf("%+v %v", v, err)
	}
	v.Consent = "" // taken back
	if err := v.Check(today); err != nil || v.Public() {
		t.Errorf("%+v %v", v, err)
	}
	for _, typed := range []string{"はい", "2027-02-10"} {
		v.Consent = typed
		if fields(v.Check(today)) != "consent" {
			t.Errorf("%q was taken", typed)
		}
	}
}

func TestAnExampleCountsItsHour(t *testing.T) {
	e := Example{Kind: "データ入力", Name: "レシートの入力", Unit: "36枚", Fee: "６４８円", Minutes: "３５"}
	if err := e.Check(today); err != nil || e.FeeYen != 648 || e.Takes != 35 || e.Hourly() != 1110 {
		t.Errorf("%+v %v", e, err)
	}
	for _, x := range []Example{{Fee: "0", Minutes: "0"}, {Fee: "いくらか", Minutes: "すこし"}, {Fee: "99999999", Minutes: "99999"}} {
		if got := fields(x.Check(today)); got != "kind name unit fee minutes" {
			t.Errorf("%q", got)
		}
	}
	if (&Example{FeeYen: 100}).Hourly() != 6000 {
		t.Error("an example without minutes ends the program")
	}
}
