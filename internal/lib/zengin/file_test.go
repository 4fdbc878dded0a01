package zengin

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
)

var payday = when.MustDate("2026-12-25")

func sampleHeader() Header {
	return Header{Originator: "0012345678", OriginatorName: "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ", Date: payday, Bank: "0116", BankName: "ﾎﾂｶｲﾄﾞｳ", Branch: "606", BranchName: "ﾋﾞﾊﾞｲ", Type: Ordinary, Account: "1234567"}
}

func sampleTransfers() []Transfer {
	return []Transfer{
		{Bank: "0501", BankName: "ﾎｸﾖｳ", Branch: "060", BranchName: "ﾋﾞﾊﾞｲ", Type: Ordinary, Account: "0012345", Payee: "ﾋﾞﾊﾞｲ ﾊﾅｺ", Amount: 44_895, New: First, Code1: 123, Code2: 202611},
		{Bank: "1004", BankName: "ｿﾗﾁｼﾝｷﾝ", Branch: "020", BranchName: "ﾋﾞﾊﾞｲ", Type: Ordinary, Account: "7654321", Payee: "ｽﾅｶﾞﾜ ｼﾖｳｺ", Amount: 102_900, Code1: 124, Code2: 202611},
	}
}

func TestTheSampleByteForByte(t *testing.T) { // domain rule 5.4
	want, err := os.ReadFile("testdata/sample.dat")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r, err := Write(&out, Standard(), sampleHeader(), sampleTransfers())
	if err != nil || !bytes.Equal(out.Bytes(), want) {
		t.Fatalf("%v\n%q\n%q", err, out.Bytes(), want)
	}
	if len(want) != 610 || r.Bytes != 610 || r.Count != 2 || r.Sum != 147_795 || r.SHA256 != sha256.Sum256(want) {
		t.Errorf("%+v", r)
	}
	if !bytes.Contains(want, []byte{0xCB, 0xDE, 0xCA, 0xDE, 0xB2}) {
		t.Error("ﾋﾞﾊﾞｲ stands in other bytes")
	}
	problems, err := Check(bytes.NewReader(want), releaseRules())
	if err != nil || len(problems) != 0 {
		t.Errorf("the sample may not be released: %+v %v", problems, err)
	}
}

func releaseRules() Rules {
	return Rules{Around: when.MustDate("2026-11-24"), Today: when.MustDate("2026-12-10"), Profile: Standard(), Closed: duedate.BankClosed, Banks: &Banks{AsOf: when.MustDate("2026-11-24"), banks: KnownBanks().banks}}
}

func TestLayoutsFillTheirRecords(t *testing.T) { // domain rule 5.1
	for name, l := range map[string]layout{"header": headerLayout, "transfer": transferLayout, "trailer": trailerLayout, "end": endLayout} {
		if l.size != RecordLength {
			t.Errorf("%s: %d", name, l.size)
		}
	}
	for k, f := range forms {
		for _, l := range []layout{f.header, f.entry, f.trailer, f.end} {
			if l.size != StatementLength {
				t.Errorf("%s: %d", k, l.size)
			}
		}
	}
	for name, at := range map[string]int{"bank": 1, "bank_name": 5, "branch": 20, "branch_name": 23, "clearing": 38, "type": 42, "account": 43, "payee": 50, "amount": 80, "new": 90, "code1": 91, "code2": 101, "transfer_kind": 111, "identification": 112, "filler": 113} {
		if transferLayout.fields[name].at != at {
			t.Errorf("%s stands at %d", name, transferLayout.fields[name].at)
		}
	}
	for name, at := range map[string]int{"business": 1, "code": 3, "originator": 4, "originator_name": 14, "day": 54, "bank": 58, "bank_name": 62, "branch": 77, "branch_name": 80, "type": 95, "account": 96, "filler": 103} {
		if headerLayout.fields[name].at != at {
			t.Errorf("header %s stands at %d", name, headerLayout.fields[name].at)
		}
	}
}

func TestEveryProfileReadsBack(t *testing.T) { // domain rule 5.3: line ends differ by bank
	for _, id := range ProfileIDs() {
		p, ok := ProfileNamed(id)
		if !ok {
			t.Fatal(id)
		}
		var out bytes.Buffer
		r, err := Write(&out, p, sampleHeader(), sampleTransfers())
		size := 5 * (RecordLength + len(p.LineEnd))
		if p.EndMark {
			size++
		}
		if err != nil || out.Len() != size || r.Bytes != int64(size) {
			t.Errorf("%s: %d bytes, want %d, %v", id, out.Len(), size, err)
		}
		f, problems, err := ReadFile(&out, payday)
		if err != nil || len(problems) != 0 || f.Header != sampleHeader() || !reflect.DeepEqual(f.Transfers, sampleTransfers()) {
			t.Errorf("%s: %+v %+v %v", id, f, problems, err)
		}
	}
	if p := ProfileFor("0036", payday); p.ID != "rakuten" || p.LineEnd != "" {
		t.Errorf("%+v", p)
	}
	if p := ProfileFor("0501", payday); p.ID != "standard" || p.Kind != '7' || p.Clearing != "0000" {
		t.Errorf("%+v", p)
	}
	if p, _ := ProfileNamed("blank_clearing"); p.Clearing != "    " || p.Kind != '0' {
		t.Errorf("%+v", p)
	}
	if _, ok := ProfileNamed("moon"); ok {
		t.Error("a profile nobody wrote")
	}
}

// kinds are the problems in short, warnings with a question mark.
func kinds(all []Problem) string {
	var s []string
	for _, p := range all {
		k := p.Field + ":" + string(p.Kind)
		if p.Warn {
			k += "?"
		}
		s = append(s, k)
	}
	return strings.Join(s, " ")
}

func TestWhatMayNotBeWritten(t *testing.T) { // domain rule 5.3, before a byte is written
	for name, c := range map[string]struct {
		spoil func(*Transfer)
		want  string
	}{
		"zero":           {func(x *Transfer) { x.Amount = 0 }, "amount:zero"},
		"negative":       {func(x *Transfer) { x.Amount = -1 }, "amount:zero"},
		"eleven digits":  {func(x *Transfer) { x.Amount = 10_000_000_000 }, "amount:too_much"},
		"no name":        {func(x *Transfer) { x.Payee = "" }, "payee:empty"},
		"long name":      {func(x *Transfer) { x.Payee = strings.Repeat("ｱ", 31) }, "payee:too_long"},
		"small kana":     {func(x *Transfer) { x.Payee = "ｷｬﾉﾝ" }, "payee:characters"},
		"full width":     {func(x *Transfer) { x.Payee = "キヤノン" }, "payee:characters"},
		"trailing space": {func(x *Transfer) { x.Payee = "ｱ " }, "payee:characters"},
		"short account":  {func(x *Transfer) { x.Account = "12345" }, "account:not_digits"},
		"letter in bank": {func(x *Transfer) { x.Bank = "05O1" }, "bank:not_digits"},
		"no branch":      {func(x *Transfer) { x.Branch = "" }, "branch:empty"},
		"type 3":         {func(x *Transfer) { x.Type = 3 }, "type:wrong_code"},
		"new 3":          {func(x *Transfer) { x.New = 3 }, "new:wrong_code"},
		"code":           {func(x *Transfer) { x.Code1 = -1 }, "code1:wrong_code"},
		"EDI and codes":  {func(x *Transfer) { x.EDI = "A" }, "code1:wrong_code"},
		"long EDI":       {func(x *Transfer) { x.Code1, x.Code2, x.EDI = 0, 0, strings.Repeat("A", 21) }, "edi:too_long"},
		"space in bank":  {func(x *Transfer) { x.BankName = "ｱ ｲ" }, "bank_name:characters"},
	} {
		x := sampleTransfers()[0]
		c.spoil(&x)
		var out bytes.Buffer
		w, err := NewWriter(&out, Standard(), sampleHeader())
		if err != nil {
			t.Fatal(err)
		}
		var bad *Invalid
		if err := w.Add(x); !errors.As(err, &bad) || kinds(bad.Problems) != c.want || bad.Problems[0].Line != 2 {
			t.Errorf("%s: %v", name, err)
		}
		for _, good := range sampleTransfers() { // the file goes on as if nothing had been tried
			if err := w.Add(good); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if want, _ := os.ReadFile("testdata/sample.dat"); !bytes.Equal(out.Bytes(), want) {
			t.Errorf("%s left a trace in the file", name)
		}
	}
}

func TestHeadersThatMayNotBeWritten(t *testing.T) {
	for name, spoil := range map[string]func(*Header){
		"originator": func(h *Header) { h.Originator = "12345" }, "name": func(h *Header) { h.OriginatorName = "" }, "long name": func(h *Header) { h.OriginatorName = strings.Repeat("A", 41) },
		"savings": func(h *Header) { h.Type = Savings }, "no day": func(h *Header) { h.Date = when.Date{} }, "account": func(h *Header) { h.Account = "" },
	} {
		h := sampleHeader()
		spoil(&h)
		var bad *Invalid
		if _, err := NewWriter(io.Discard, Standard(), h); !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, _ := NewWriter(io.Discard, Standard(), sampleHeader())
	var bad *Invalid
	if _, err := w.Close(); !errors.As(err, &bad) || bad.Problems[0].Kind != NoTransfers {
		t.Errorf("an empty file: %v", err)
	}
	keiyo, _ := ProfileNamed("keiyo")
	x := sampleTransfers()[0]
	x.Payee = "A.B"
	if got := kinds(x.Check(2, keiyo)); got != "payee:characters" {
		t.Errorf("full stop for a bank that refuses it: %s", got)
	}
}

func TestSumsStayWithinTheirFields(t *testing.T) { // domain rule 5.3: sums ≤ field
	w, _ := NewWriter(io.Discard, Standard(), sampleHeader())
	x := sampleTransfers()[0]
	x.Amount = maxAmount
	for range 100 {
		if err := w.Add(x); err != nil {
			t.Fatal(err)
		}
	}
	var bad *Invalid
	if err := w.Add(x); !errors.As(err, &bad) || bad.Problems[0].Kind != TooMuch {
		t.Errorf("a sum of thirteen digits: %v", err)
	}
	if r, err := w.Close(); err != nil || r.Sum != 999_999_999_900 || r.Count != 100 {
		t.Errorf("%+v %v", r, err)
	}
	if err := w.Add(x); err != ErrClosed {
		t.Errorf("after the end: %v", err)
	}
	if _, err := w.Close(); err != ErrClosed {
		t.Errorf("closed twice: %v", err)
	}
}

type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestAFullDiskIsNoReceipt(t *testing.T) {
	w, _ := NewWriter(&broken{100_000}, Standard(), sampleHeader())
	var err error
	for range 2_000 {
		if err = w.Add(sampleTransfers()[0]); err != nil {
			break
		}
	}
	if err == nil {
		t.Fatal("wrote past the end of the disk")
	}
	if r, err := w.Close(); err == nil || r != (Receipt{}) {
		t.Errorf("%+v %v", r, err)
	}
}

func randomFile(rnd *rand.Rand, n int) (Header, []Transfer) {
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + rnd.IntN(10))
		}
		return string(b)
	}
	word := func(set Set, most int) string {
		var s strings.Builder
		for i := rnd.IntN(most + 1); i > 0; {
			if r, ok := toRune(byte(rnd.IntN(256))); ok && set.Has(r) {
				s.WriteRune(r)
				i--
			}
		}
		return strings.TrimRight(s.String(), " ")
	}
	h := Header{digits(10), "A" + word(PartySet, 39), payday.AddDays(rnd.IntN(300) - 150), digits(4), word(BankSet, 15), digits(3), word(BankSet, 15), Current, digits(7)}
	var list []Transfer
	for range n {
		x := Transfer{Bank: digits(4), BankName: word(BankSet, 15), Branch: digits(3), BranchName: word(BankSet, 15), Type: []AccountType{Ordinary, Current, Savings, Other}[rnd.IntN(4)], Account: digits(7),
			Payee: "ｱ" + word(PartySet, 29), Amount: 1 + yen.Amount(rnd.Int64N(maxAmount)), New: NewCode(rnd.IntN(3))}
		if x.EDI = word(EDISet, 20); x.EDI == "" {
			x.Code1, x.Code2 = rnd.Int64N(maxAmount), rnd.Int64N(maxAmount)
		}
		list = append(list, x)
	}
	return h, list
}

func TestWhatIsWrittenIsReadBack(t *testing.T) { // property: the same file comes back, and its sums agree
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 400 {
		p, _ := ProfileNamed(ProfileIDs()[rnd.IntN(5)])
		h, list := randomFile(rnd, 1+rnd.IntN(20))
		var out bytes.Buffer
		r, err := Write(&out, p, h, list)
		if err != nil {
			t.Fatal(err)
		}
		f, problems, err := ReadFile(&out, payday)
		if err != nil || len(Refusing(problems)) != 0 || f.Header != h || !reflect.DeepEqual(f.Transfers, list) || f.Trailer != r.Trailer || f.Trailer != Total(list) {
			t.Fatalf("%+v\n%+v\n%+v %v", h, f.Header, problems, err)
		}
	}
}

func TestTheYearOfAPayDate(t *testing.T) { // domain rule 5.3: MMDD has no year
	for _, c := range []struct {
		m, d         int
		around, want string
	}{{12, 25, "2026-11-24", "2026-12-25"}, {1, 4, "2026-12-28", "2027-01-04"}, {12, 30, "2027-01-05", "2026-12-30"}, {2, 29, "2027-12-01", "2028-02-29"}, {2, 29, "2026-06-01", ""}, {13, 1, "2026-06-01", ""}, {0, 0, "2026-06-01", ""}, {4, 31, "2026-06-01", ""}} {
		if got, ok := nearest(c.m, c.d, when.MustDate(c.around)); got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func FuzzAnyBytesAreRead(f *testing.F) {
	b, _ := os.ReadFile("testdata/sample.dat")
	f.Add(b)
	f.Add(bytes.ReplaceAll(b, []byte("\r\n"), nil))
	f.Add([]byte("\xEF\xBB\xBF1210"))
	f.Add(append(b, 0x1A, 'x'))
	f.Add([]byte{0xF1})
	f.Fuzz(func(t *testing.T, b []byte) {
		file, problems, err := ReadFile(bytes.NewReader(b), payday)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(bytes.NewReader(b), releaseRules()); err != nil {
			t.Fatal(err)
		}
		groups := bytes.Count(b, []byte("121")) // a file of several groups has several trailers
		if len(Refusing(problems)) != 0 || groups > 1 {
			return
		}
		if file.Trailer != Total(file.Transfers) { // a file without a fault adds up
			t.Fatalf("%+v", file)
		}
		var out bytes.Buffer
		if _, err := Write(&out, Standard(), file.Header, file.Transfers); err != nil {
			t.Fatalf("a file without a fault cannot be written: %v", err)
		}
		again, _, _ := ReadFile(&out, payday)
		if !reflect.DeepEqual(again, file) {
			t.Fatalf("%+v\n%+v", file, again)
		}
	})
}

func FuzzWriteAndReadBack(f *testing.F) {
	f.Add(uint64(1), uint64(2), uint8(3))
	f.Fuzz(func(t *testing.T, a, b uint64, n uint8) {
		rnd := rand.New(rand.NewPCG(a, b))
		h, list := randomFile(rnd, 1+int(n)%50)
		var out bytes.Buffer
		if _, err := Write(&out, Standard(), h, list); err != nil {
			t.Fatal(err)
		}
		file, problems, err := ReadFile(&out, payday)
		if err != nil || len(Refusing(problems)) != 0 || file.Header != h || !reflect.DeepEqual(file.Transfers, list) || file.Trailer != Total(list) {
			t.Fatalf("%+v %v", problems, err)
		}
	})
}

// hundredThousand writes a file of a hundred thousand transfers.
func hundredThousand(tb testing.TB, w io.Writer) Receipt {
	f, err := NewWriter(w, Standard(), sampleHeader())
	if err != nil {
		tb.Fatal(err)
	}
	x := sampleTransfers()[0]
	for i := range 100_000 {
		x.Amount, x.Code1 = yen.Amount(1+i), int64(i)
		if err := f.Add(x); err != nil {
			tb.Fatal(err)
		}
	}
	r, err := f.Close()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func TestAHundredThousandTransfersInSmallMemory(t *testing.T) { // the writer's memory does not grow with the file
	var before, after runtime.MemStats
	hundredThousand(t, io.Discard)
	runtime.ReadMemStats(&before)
	r := hundredThousand(t, io.Discard)
	runtime.ReadMemStats(&after)
	if r.Count != 100_000 || r.Sum != 5_000_050_000 || r.Bytes != 100_003*122 {
		t.Errorf("%+v", r)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("allocated %d bytes in all for a file of %d", grown, r.Bytes)
	}
}

func BenchmarkWrite100000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(hundredThousand(b, io.Discard).Bytes)
	}
}

func BenchmarkCheck100000(b *testing.B) {
	var out bytes.Buffer
	hundredThousand(b, &out)
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if p, err := Check(bytes.NewReader(out.Bytes()), releaseRules()); err != nil || len(p) != 0 {
			b.Fatal(p, err)
		}
	}
}
