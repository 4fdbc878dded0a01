package tax

import (
	"fmt"
	"testing"
)

func TestCheckDigit(t *testing.T) { // TV-1
	for base, want := range map[string]int{"000012050002": 7, "555666777888": 1, "123456789012": 7, "000000000001": 8, "234567890123": 9, "": -1, "12345678901": -1, "12345678901x": -1} {
		if got := CheckDigit(base); got != want {
			t.Errorf("TV-1 %s: %d, want %d", base, got, want)
		}
	}
	for n, want := range map[Registration]bool{"T7000012050002": true, "T7000012050003": false, "T1555666777888": true, "T7123456789012": true, "T1234567890123": false, "": false, "T70000120500021": false, "Tx000012050002": false} {
		if n.CheckDigitHolds() != want {
			t.Errorf("TV-1 %s: %v", n, !want)
		}
	}
}

func TestOneWrongDigitNearlyAlwaysShows(t *testing.T) { // the warning is worth having
	missed := 0
	for i := 1; i < 14; i++ {
		for d := range 10 {
			b := []byte("T7000012050002")
			if b[i] == byte('0'+d) {
				continue
			}
			b[i] = byte('0' + d)
			if Registration(b).CheckDigitHolds() {
				missed++ // only 0 for 9 can hide, by the modulus of nine
			}
		}
	}
	if missed > 12 {
		t.Errorf("%d of 117 slips pass", missed)
	}
}

func TestReadRegistration(t *testing.T) {
	for in, want := range map[string]string{"T7000012050002": "T7000012050002", "Ｔ７０００－０１２０－５０００２": "T7000012050002", "t7000012050002": "T7000012050002", "7000012050002": "T7000012050002", " T7 0000 1205 0002 ": "T7000012050002", "": "",
		"T7000012050003": "T7000012050003"} { // a wrong check digit is a warning, not a refusal
		if got, err := ReadRegistration(in); err != nil || string(got) != want {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
	for _, in := range []string{"T700001205000", "T70000120500021", "TT7000012050002", "X7000012050002", "T700001205000O"} {
		if got, err := ReadRegistration(in); err == nil {
			t.Errorf("%q read as %q", in, got)
		}
	}
	if n := Registration("T7000012050002").CorporateNumber(); n != "7000012050002" {
		t.Error(n)
	}
}

func FuzzRegistration(f *testing.F) {
	f.Add("Ｔ７０００－０１２０－５０００２")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ReadRegistration(s)
		if err == nil && n != "" {
			if again, err := ReadRegistration(string(n)); err != nil || again != n {
				t.Errorf("%q: %q reads back as %q", s, n, again)
			}
		}
		want := fmt.Sprint(CheckDigit(string(n[min(2, len(n)):])))
		if n.CheckDigitHolds() != (len(n) == 14 && string(n[1]) == want) {
			t.Errorf("%q", n)
		}
	})
}
