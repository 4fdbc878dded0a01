package yen

import "testing"

func TestSenAreReadAndShown(t *testing.T) {
	for typed, want := range map[string]Sen{"15": 1500, "15.2": 1520, "１５．２５円": 1525, "0.5": 50, "1,200": 120000, "15.20": 1520, "15.02": 1502} {
		if got, err := ReadSen(typed); err != nil || got != want {
			t.Errorf("%q: %d %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "x", "-1", "1.234", "1.", "1.x", "1.-2"} {
		if got, err := ReadSen(typed); err == nil {
			t.Errorf("%q was read as %d", typed, got)
		}
	}
	for s, want := range map[Sen]string{1520: "15.2", 1500: "15", 1502: "15.02", 50: "0.5", 123456: "1,234.56"} {
		if s.String() != want {
			t.Errorf("%d: %q", s, s.String())
		}
	}
	if got := Sen(1520).Times(25); got != 380 {
		t.Error(got)
	}
	if got := Sen(1523).Times(25); got != 381 { // 380.75: never less than what was said
		t.Error(got)
	}
}
