package dated

import (
	"errors"
	"strings"
	"testing"

	"hiroba/internal/base/when"
)

const head = "@checked 2026-11-22\n@known 2031-12-31\nkey\tfrom\tuntil\trate:rate\tcap:yen\tmark\tsource\n"

func TestRowsAnswerOnlyTheirDays(t *testing.T) {
	tab, err := Read("x", head+"a\t2020-01-01\t2020-12-31\t10.21\t100\tsourced\tS\na\t2021-01-01\topen\t7\t-5\tmemory\tM\n")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]Rate{"2020-01-01": 1021, "2020-12-31": 1021, "2021-01-01": 700, "2031-12-31": 700, "2019-12-31": 0, "2032-01-01": 0} {
		r, err := tab.On("a", when.MustDate(day))
		var u *Unknown
		switch {
		case want == 0 && (!errors.As(err, &u) || u.Until.String() != "2031-12-31"):
			t.Errorf("%s: answered %v %v", day, r, err)
		case want != 0 && (err != nil || r.Rate("rate") != want):
			t.Errorf("%s: %v %v", day, r, err)
		}
	}
	if _, err := tab.On("b", when.MustDate("2020-01-01")); err == nil || !strings.Contains(err.Error(), `"b"`) {
		t.Errorf("unknown key: %v", err)
	}
	if r := tab.Rows("a")[1]; r.Yen("cap") != -5 || r.Mark != Memory || !r.Open || tab.Keys()[0] != "a" {
		t.Errorf("%+v", r)
	}
}

func TestBrokenTablesAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no head":     "@checked 2026-11-22\n@known 2031-12-31\n",
		"no known":    "@checked 2026-11-22\nkey\tfrom\tuntil\tmark\tsource\n",
		"no kind":     "@checked 2026-11-22\n@known 2031-12-31\nkey\tfrom\tuntil\trate\tmark\tsource\n",
		"gap":         head + "a\t2020-01-01\t2020-12-30\t1\t1\tsourced\tS\na\t2021-01-01\topen\t7\t1\tsourced\tS\n",
		"overlap":     head + "a\t2020-01-01\t2021-01-01\t1\t1\tsourced\tS\na\t2021-01-01\topen\t7\t1\tsourced\tS\n",
		"after open":  head + "a\t2020-01-01\topen\t1\t1\tsourced\tS\na\t2032-01-01\t2033-01-01\t7\t1\tsourced\tS\n",
		"no source":   head + "a\t2020-01-01\topen\t1\t1\tsourced\t \n",
		"wrong mark":  head + "a\t2020-01-01\topen\t1\t1\tsure\tS\n",
		"no rate":     head + "a\t2020-01-01\topen\t1.234\t1\tsourced\tS\n",
		"no yen":      head + "a\t2020-01-01\topen\t1\t1.5\tsourced\tS\n",
		"backwards":   head + "a\t2020-01-01\t2019-01-01\t1\t1\tsourced\tS\n",
		"few cells":   head + "a\t2020-01-01\topen\t1\tsourced\tS\n",
		"no date":     head + "a\t2020-02-30\topen\t1\t1\tsourced\tS\n",
		"wrong until": head + "a\t2020-02-03\tsoon\t1\t1\tsourced\tS\n",
	} {
		if _, err := Read("x", text); err == nil {
			t.Errorf("%s: read without complaint", name)
		}
	}
}

func TestRates(t *testing.T) {
	for s, want := range map[string]string{"10.21": "10.21%", "7.8": "7.8%", "10": "10%", "0": "0%", "100": "100%", "0.05": "0.05%"} {
		if r, err := ReadRate(s); err != nil || r.String() != want {
			t.Errorf("%s: %v %v", s, r, err)
		}
	}
	for _, s := range []string{"", ".5", "1.", "1.234", "-1", "1,0", "10%"} {
		if r, err := ReadRate(s); err == nil {
			t.Errorf("%q read as %v", s, r)
		}
	}
}

func TestColumnsAreTyped(t *testing.T) {
	tab, _ := Read("x", head+"a\t2020-01-01\topen\t1\t1\tsourced\tS\n")
	defer func() {
		if recover() == nil {
			t.Error("a column of the wrong kind answered")
		}
	}()
	tab.Rows("a")[0].Int("cap")
}
