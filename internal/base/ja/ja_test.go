package ja

import "testing"

func TestAWholeNumberIsReadAsPeopleTypeIt(t *testing.T) {
	for in, want := range map[string]int{"12": 12, " １２ ": 12, "1,234": 1234, "１，２３４": 1234, "1 000": 1000, "－3": -3, "　0　": 0} {
		if n, err := Int(in); err != nil || n != want {
			t.Errorf("%q: %d %v", in, n, err)
		}
	}
	for _, in := range []string{"", "　", "十二", "1.5", "12人", "1-2", "99999999999999999999"} {
		if n, err := Int(in); err == nil {
			t.Errorf("%q is %d", in, n)
		}
	}
}

func TestAnExcerptSaysWhatIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{"": "", "雪": "雪", "雪原市": "雪原市", "雪原市の": "雪原市…"} {
		if got := Excerpt(in, 3); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestSought(t *testing.T) {
	for typed, want := range map[string]string{"": "", "ミヨシ みさき": "みよしみさき", "ﾐﾖｼ": "みよし", "０９０－１１１１": "0901111", "090-1111-2222": "09011112222", "Yuko_T@Example.com": "yuko_t@example.com", "100%": "100%", "-": "-"} {
		if got := Sought(typed); got != want {
			t.Errorf("%q is sought as %q, want %q", typed, got, want)
		}
	}
}
