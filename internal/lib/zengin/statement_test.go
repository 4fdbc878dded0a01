package zengin

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

func notice() Statement {
	d := when.MustDate("2026-11-20")
	return Statement{Kind: Notice, Made: d, From: d, Until: d, Bank: "0501", BankName: "ﾎｸﾖｳ", Branch: "060", BranchName: "ﾋﾞﾊﾞｲ", Type: Ordinary, Account: "1234567", Holder: "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ", Entries: []Entry{
		{Ref: "000001", On: d, Value: d, Amount: 330_000, PayerCode: "0000000001", Payer: "ｶ)ﾄｳｷﾖｳｼﾖｳｼﾞ", PayerBank: "ﾐｽﾞﾎ", PayerBranch: "ﾏﾙﾉｳﾁ", EDI: "INV-2026-11"},
		{Ref: "000002", On: d, Value: d, Amount: 5_000, PayerCode: "0000000000", Payer: "ﾔﾏﾀﾞ", Out: true},
	}}
}

func movements() Statement {
	d := when.MustDate("2026-11-20")
	s := notice()
	s.Kind, s.Account, s.Opening = Movements, "0001234567", -100_000
	s.Entries = []Entry{
		{Ref: "00000001", On: d, Value: d, Class: ClassTransfer, Amount: 330_000, PayerCode: "0000000001", Payer: "ｶ)ﾄｳｷﾖｳｼﾖｳｼﾞ", Note: "ﾌﾘｺﾐ", EDI: "INV-2026-11"},
		{Ref: "00000002", On: d, Value: d, Class: 14, Amount: 147_795, PayerCode: "0000000000", Out: true, Note: "ｿｳｺﾞｳﾌﾘｺﾐ"},
	}
	return s
}

// worked is a statement with the sums a bank would print.
func worked(s Statement) Statement {
	s.In, s.Out = s.Totals()
	if s.Kind == Movements {
		s.Closing = s.Opening + s.In.Sum - s.Out.Sum
	}
	return s
}

func TestStatementsReadBack(t *testing.T) {
	for _, list := range [][]Statement{{notice()}, {movements()}, {movements(), movements()}} {
		for _, end := range []string{"\r\n", "\n", ""} {
			var out bytes.Buffer
			if err := WriteStatements(&out, end, list...); err != nil {
				t.Fatal(err)
			}
			got, problems, err := ReadStatements(&out, when.MustDate("2026-11-24"))
			if err != nil || len(problems) != 0 || len(got) != len(list) {
				t.Fatalf("%+v %+v %v", got, problems, err)
			}
			for i := range got {
				if !reflect.DeepEqual(got[i], worked(list[i])) {
					t.Errorf("%+v\n%+v", got[i], worked(list[i]))
				}
			}
		}
	}
	if m := worked(movements()); m.Closing != 82_205 || m.In != (Trailer{1, 330_000}) || m.Out != (Trailer{1, 147_795}) {
		t.Errorf("%+v", m)
	}
}

// A notice laid out by hand, field by field, from the published layout: header 12 fields
// and 93 spaces, entry with 48 bytes of name, trailer with the cancelled sums.
func TestANoticeLaidOutByHand(t *testing.T) {
	pad := func(s string, n int) string { return s + strings.Repeat(" ", n-len(s)) }
	file := "1010" + "081120" + "081119" + "081120" + "0172" + pad("AWA", 15) + "001" + pad("HONTEN", 15) + "2" + "7654321" + pad("HIROBA", 40) + pad("", 93) +
		"2" + "000017" + "081120" + "081119" + "0000330000" + "0000000000" + "0000000042" + pad("TOKYO", 48) + pad("MIZUHO", 15) + pad("HONTEN", 15) + " " + pad("ABC", 20) + pad("", 52) +
		"8" + "000001" + "000000330000" + "000000" + "000000000000" + pad("", 163) + "9" + pad("", 199)
	got, problems, err := ReadStatements(strings.NewReader(file), when.MustDate("2026-11-24"))
	if err != nil || len(problems) != 0 || len(got) != 1 {
		t.Fatalf("%+v %+v %v", got, problems, err)
	}
	s := got[0]
	if s.Kind != Notice || s.From.String() != "2026-11-19" || s.Bank != "0172" || s.Type != Current || s.Account != "7654321" || s.Holder != "HIROBA" || s.In != (Trailer{1, 330_000}) {
		t.Errorf("%+v", s)
	}
	if want := (Entry{Ref: "000017", On: when.MustDate("2026-11-20"), Value: when.MustDate("2026-11-19"), Amount: 330_000, PayerCode: "0000000042", Payer: "TOKYO", PayerBank: "MIZUHO", PayerBranch: "HONTEN", EDI: "ABC"}); s.Entries[0] != want {
		t.Errorf("%+v", s.Entries[0])
	}
}

func TestStatementsThatDoNotAddUp(t *testing.T) {
	var out bytes.Buffer
	if err := WriteStatements(&out, "", movements()); err != nil {
		t.Fatal(err)
	}
	b := out.Bytes()
	change := func(at int, s string) []byte { c := bytes.Clone(b); copy(c[at:], s); return c }
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"good":         {b, ""},
		"amount":       {change(200+24, "000000330001"), "in_sum:sum balance:sum"},
		"count":        {change(600+1, "000002"), "in_count:count"},
		"balance":      {change(600+40, "00000000000001"), "balance:sum"},
		"owed":         {change(600+39, "2"), "balance:sum"},
		"way":          {change(200+21, "3"), "way:wrong_code"},
		"day":          {change(200+9, "081131"), "on:no_such_day"},
		"far day":      {change(200+9, "991130"), "on:no_such_day"},
		"not digits":   {change(200+24, "0000003300O0"), "amount:not_digits in_sum:sum balance:sum"},
		"cut off":      {b[:800], ":order"},
		"no trailer":   {append(bytes.Clone(b[:600]), b[800:]...), ":order"},
		"kind 5":       {change(200, "5"), ":order in_count:count in_sum:sum balance:sum"},
		"wide payer":   {change(200+83, "\x83\x41"), ":wide payer:characters"},
		"western year": {change(200+9, "261120"), ""},
	} {
		_, problems, err := ReadStatements(bytes.NewReader(c.file), when.MustDate("2026-11-24"))
		if err != nil || kinds(problems) != c.want {
			t.Errorf("%s: %q %v, want %q", name, kinds(problems), err, c.want)
		}
	}
	for name, file := range map[string][]byte{"empty": nil, "a transfer file": sampleBytes(t), "an entry first": b[200:], "nonsense": []byte("hello")} {
		if _, _, err := ReadStatements(bytes.NewReader(file), payday); err != ErrStatement {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := WriteStatements(&out, "", notice(), movements()); err != ErrStatement {
		t.Errorf("two kinds in one file: %v", err)
	}
	if err := WriteStatements(&out, ""); err != ErrStatement {
		t.Errorf("no statement: %v", err)
	}
}

func TestYearsOfTheEra(t *testing.T) {
	for _, c := range []struct {
		y, m, d      int
		around, want string
	}{{8, 11, 20, "2026-11-24", "2026-11-20"}, {7, 12, 31, "2026-01-05", "2025-12-31"}, {26, 11, 20, "2026-11-24", "2026-11-20"}, {31, 4, 30, "2019-05-02", "2019-04-30"}, {1, 5, 1, "2019-05-02", "2019-05-01"}, {60, 1, 1, "2026-11-24", ""}, {8, 2, 29, "2026-11-24", ""}} {
		if got, ok := eraDay(c.y, c.m, c.d, when.MustDate(c.around)); got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func FuzzAnyBytesAreAStatementOrNot(f *testing.F) {
	for _, s := range []Statement{notice(), movements()} {
		var out bytes.Buffer
		if err := WriteStatements(&out, "\r\n", s); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, problems, err := ReadStatements(bytes.NewReader(b), when.MustDate("2026-11-24"))
		if err != nil && err != ErrStatement {
			t.Fatal(err)
		}
		for _, s := range list {
			in, out := s.Totals()
			if len(problems) == 0 && (s.In != in || s.Out != out || s.Kind == Movements && s.Opening+in.Sum-out.Sum != s.Closing) {
				t.Fatalf("a statement without a fault does not add up: %+v", s)
			}
		}
	})
}

func FuzzStatementsReadBack(f *testing.F) {
	f.Add(uint64(1), uint64(2), true)
	f.Fuzz(func(t *testing.T, a, b uint64, all bool) {
		rnd := rand.New(rand.NewPCG(a, b))
		s := notice()
		if all {
			s = movements()
		}
		e := s.Entries[0]
		s.Entries = nil
		for i := range rnd.IntN(40) {
			e.Amount, e.Out, e.On = yen.Amount(rnd.Int64N(9_999_999_999)), rnd.IntN(3) == 0, e.On.AddDays(i%3-1)
			s.Entries = append(s.Entries, e)
		}
		s.Opening = yen.Amount(0)
		if all {
			s.Opening = yen.Amount(rnd.Int64N(2_000_000_000) - 1_000_000_000)
		}
		var out bytes.Buffer
		if err := WriteStatements(&out, "", s); err != nil {
			t.Fatal(err)
		}
		got, problems, err := ReadStatements(&out, when.MustDate("2026-11-24"))
		if err != nil || len(problems) != 0 || !reflect.DeepEqual(got[0], worked(s)) {
			t.Fatalf("%+v %+v %v", got, problems, err)
		}
	})
}
