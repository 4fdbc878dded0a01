package report

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// TestDefinitions: every figure has a key of its own, a version and a K-number (K1 to K15).
func TestDefinitions(t *testing.T) {
	seen := map[string]bool{}
	tiles := 0
	for _, d := range Definitions {
		if seen[d.Key] || d.Version < 1 || !strings.HasPrefix(d.KPI, "K") {
			t.Errorf("%+v", d)
		}
		seen[d.Key] = true
		if d.Tile {
			tiles++
		}
	}
	if tiles != 8 {
		t.Errorf("%d tiles, the page has room for 8", tiles)
	}
	kept := map[string]bool{}
	for _, d := range Definitions {
		kept[d.KPI] = true
	}
	for n := 1; n <= 15; n++ {
		k := "K" + strconv.Itoa(n)
		if !kept[k] && !slices.Contains(Unkept, k) {
			t.Errorf("%s is neither counted nor said to be missing", k)
		}
	}
}

// TestStanding: 達成, 順調, おくれ by what the day asks for.
func TestStanding(t *testing.T) {
	sum, level, share := Definition{Aim: Sum}, Definition{Aim: Level}, Definition{Aim: Share}
	half := when.MustDate("2026-09-30") // 183 of 365 days
	none := Figure{None: true}
	for name, x := range map[string]struct {
		d       Definition
		f, base Figure
		t       int64
		want    Standing
	}{
		"no target":                     {sum, Figure{N: 5}, none, 0, NoTarget},
		"not counted":                   {sum, Figure{None: true}, none, 10, NoTarget},
		"nothing to compare":            {Definition{}, Figure{N: 5}, none, 10, NoTarget},
		"a sum reached early":           {sum, Figure{N: 100}, none, 100, Reached},
		"a sum with the year":           {sum, Figure{N: 51}, none, 100, OnCourse},
		"a sum a tenth short":           {sum, Figure{N: 46}, none, 100, OnCourse},
		"a sum more than a tenth short": {sum, Figure{N: 45}, none, 100, Behind},
		"a level on its way":            {level, Figure{N: 60}, Figure{N: 40}, 80, OnCourse},
		"a level that stood still":      {level, Figure{N: 40}, Figure{N: 40}, 80, Behind},
		"a level that fell":             {level, Figure{N: 70}, Figure{N: 90}, 80, Behind},
		"a share kept":                  {share, Figure{N: 95, Of: 100}, none, 95, Reached},
		"a share five points short":     {share, Figure{N: 90, Of: 100}, none, 95, OnCourse},
		"a share further short":         {share, Figure{N: 899, Of: 1000}, none, 95, Behind},
		"a share of nothing":            {share, Figure{}, none, 95, NoTarget},
	} {
		if got := Stand(x.d, x.f, x.base, x.t, half); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	if got := Stand(sum, Figure{N: 1}, none, 365, when.MustDate("2026-04-01")); got != OnCourse {
		t.Errorf("the first day asks for one of 365: %q", got)
	}
}

// few is what the tables of examples are written for.
const few Few = 3

// TestNoSmallCellCanBeWorkedOut: whoever knows the sum, what is shown and the rule finds
// at least two numbers that fit every covered cell (product idea 10: no complement leak).
func TestNoSmallCellCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	covered := 0
	for range 20_000 {
		cells := make([]int64, 1+r.IntN(5))
		for i := range cells {
			cells[i] = int64(r.IntN(9))
		}
		few := Few(3 + r.IntN(3))
		covers, hideSum := few.CoverCounts(cells)
		for i, n := range cells {
			if few.small(n) != (covers[i] == TooFew) {
				t.Fatalf("%v: %v", cells, covers)
			}
			if !hideSum && covers[i] == TooFew {
				covered++
				if fit := fits(few, cells, covers, i); len(fit) < 2 {
					t.Fatalf("%v shown as %v: cell %d can only be %v", cells, covers, i, fit)
				}
			}
		}
	}
	if covered < 1000 {
		t.Fatalf("%d covered cells: the test is blind", covered)
	}
}

// fits tries every filling of the covered cells that has the right sum.
func fits(few Few, cells []int64, covers []Cover, at int) map[int64]bool {
	var sum int64
	for i, c := range covers {
		if c != Shown {
			sum += cells[i]
		}
	}
	out := map[int64]bool{}
	var fill func(i int, left, mine int64)
	fill = func(i int, left, mine int64) {
		if i == len(cells) {
			if left == 0 {
				out[mine] = true
			}
			return
		}
		low, high := int64(0), int64(0)
		switch covers[i] {
		case TooFew:
			low, high = 1, int64(few)-1
		case Held:
			low, high = int64(few), left
		}
		for n := low; n <= high && n <= left; n++ {
			m := mine
			if i == at {
				m = n
			}
			fill(i+1, left-n, m)
		}
	}
	fill(0, sum, 0)
	return out
}

func TestSmallCellsTakeANeighbourWithThem(t *testing.T) {
	for name, x := range map[string]struct {
		cells []int64
		want  string
		sum   bool
	}{
		"nothing small":                {[]int64{0, 3, 10}, "--.", false},
		"one small, the least with it": {[]int64{1, 5, 9}, "fh.", false},
		"two that could be either":     {[]int64{1, 2, 9}, "ff.", false},
		"two that must be one each":    {[]int64{1, 1, 9}, "ffh", false},
		"small and the only one":       {[]int64{2}, "f", true},
		"small beside nothing":         {[]int64{0, 2}, ".f", true},
	} {
		covers, sum := few.CoverCounts(x.cells)
		got := ""
		for _, c := range covers {
			got += map[Cover]string{Shown: ".", TooFew: "f", Held: "h"}[c]
		}
		if want := strings.ReplaceAll(x.want, "-", "."); got != want || sum != x.sum {
			t.Errorf("%s: %s %v, want %s %v", name, got, sum, want, x.sum)
		}
	}
}

func TestMoneyOfFewIsCovered(t *testing.T) {
	covers, sum := few.CoverMoney([]int64{1000, 9000, 5000}, []int64{1, 8, 4})
	if !slices.Equal(covers, []Cover{TooFew, Shown, Held}) || sum {
		t.Errorf("%v %v", covers, sum)
	}
	if covers, sum = few.CoverMoney([]int64{1000, 0}, []int64{2, 0}); covers[0] != TooFew || !sum {
		t.Errorf("%v %v: the sum would tell", covers, sum)
	}
	if covers, sum = few.CoverMoney([]int64{1000, 2000, 0}, []int64{2, 1, 0}); covers[0] != TooFew || covers[1] != TooFew || sum {
		t.Errorf("%v %v", covers, sum)
	}
}

func TestAWayHidesWhoFellBehind(t *testing.T) {
	got := few.CoverWay([]int64{118, 52, 51, 41, 2})
	if want := []Cover{Shown, Shown, Held, Shown, TooFew}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for range 2000 {
		steps := make([]int64, 5)
		n := int64(rand.IntN(20))
		for i := range steps {
			steps[i] = n
			n -= rand.Int64N(n/2 + 1)
		}
		last := int64(-1)
		few := Few(3 + rand.IntN(3))
		for i, c := range few.CoverWay(steps) {
			if c != Shown {
				continue
			}
			if few.small(steps[i]) || last >= 0 && few.small(last-steps[i]) {
				t.Fatalf("%v: step %d tells too much", steps, i)
			}
			last = steps[i]
		}
	}
}

func TestFiguresOfFewAreCovered(t *testing.T) {
	people, money, share := Definition{Key: "hired", Unit: People}, Definition{Key: "fees", Unit: Yen}, Definition{Key: "first_job", Unit: Percent}
	for _, x := range []struct {
		d    Definition
		f    Figure
		want Cover
	}{
		{people, Figure{N: 0}, Shown}, {people, Figure{N: 2}, TooFew}, {people, Figure{N: 3}, Shown},
		{money, Figure{N: 90_000, People: 2}, TooFew}, {money, Figure{N: 90_000, People: 3}, Shown},
		{share, Figure{N: 4, Of: 5, People: 5}, Held}, {share, Figure{N: 1, Of: 5, People: 5}, Held}, {share, Figure{N: 5, Of: 5, People: 5}, Shown}, {share, Figure{N: 1, Of: 2, People: 2}, TooFew},
	} {
		if got := few.CoverFigure(x.d, x.f); got != x.want {
			t.Errorf("%s %+v: %q, want %q", x.d.Key, x.f, got, x.want)
		}
	}
}

func TestABodyIsTheSameBytesAndIsReadBack(t *testing.T) {
	b := Body{Format: Format, Hub: "h", On: when.MustDate("2027-01-31"), Known: when.MustDate("2027-02-09").At(360, when.Tokyo), Year: 2026,
		Figures: []Figure{{Key: "registered", Version: 1, N: 73, People: 73}, {Key: "used", Version: 1, None: true}}, Months: []Month{{Month: "2026-04", Active: 21}}}
	one, err := b.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadBody(one)
	if err != nil {
		t.Fatal(err)
	}
	two, err := back.Canonical()
	if err != nil || string(one) != string(two) || Hash(one) != Hash(two) {
		t.Errorf("%s\n%s %v", one, two, err)
	}
	if len(Compare(b, back)) != 0 {
		t.Error("a body differs from itself")
	}
	back.Figures[0].N, back.Figures[1].Version = 72, 2
	ds := Compare(b, back)
	if len(ds) != 2 || ds[0].Is.N != 72 || ds[0].Redefine || !ds[1].Redefine {
		t.Errorf("%+v", ds)
	}
}

func TestTargetsAreReadAsTyped(t *testing.T) {
	typed := map[string]string{"registered": "８０人", "fees": "10,000,000円", "on_time": "95%", "clients": ""}
	ts, err := ReadTargets(func(k string) string { return typed[k] })
	if err != nil || !slices.Equal(ts, []Target{{"registered", 80}, {"fees", 10_000_000}, {"on_time", 95}}) {
		t.Errorf("%v %v", ts, err)
	}
	for field, bad := range map[string]string{"registered": "many", "fees": "-1", "on_time": "101", "came": "0"} {
		_, err := ReadTargets(func(k string) string { return map[string]string{field: bad}[k] })
		if f := fault.Of(err); f == nil || f.Fields[0].Name != field {
			t.Errorf("%s = %q: %v", field, bad, err)
		}
	}
}

func TestAFreezeNeedsATitleAndADayThatIsOver(t *testing.T) {
	today := when.MustDate("2027-02-09")
	x, err := FreezeForm{Title: " 1月の報告 ", To: "雪原市", On: "令和9年1月31日"}.Read(today)
	if err != nil || x.Title != "1月の報告" || x.On != when.MustDate("2027-01-31") {
		t.Errorf("%+v %v", x, err)
	}
	for field, f := range map[string]FreezeForm{"title": {On: "2027-01-31"}, "on": {Title: "x", On: "2027-02-10"}, "to": {Title: "x", On: "2027-01-31", To: strings.Repeat("あ", 81)}} {
		_, err := f.Read(today)
		if e := fault.Of(err); e == nil || e.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := (FreezeForm{Title: "x", On: "someday"}).Read(today); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestASnapshotGoesItsWay(t *testing.T) {
	s := Snapshot{}
	for _, x := range []struct {
		state        Step
		sent, public bool
		may          []Step
	}{
		{"", false, false, []Step{Confirmed}}, {Confirmed, false, false, []Step{Submitted, Published}}, {Submitted, true, false, []Step{Published}},
		{Published, false, true, []Step{Submitted, Withdrawn}}, {Withdrawn, true, false, []Step{Published}},
	} {
		s.State, s.Sent, s.Public = x.state, x.sent, x.public
		for _, step := range []Step{Confirmed, Submitted, Published, Withdrawn} {
			if got := s.May(step); got != slices.Contains(x.may, step) {
				t.Errorf("%q public %v: %s %v", x.state, x.public, step, got)
			}
		}
	}
}

// TestASnapshotKeepsItsCover: each is covered by what the hub had chosen when it was written
// down; one from before a hub could choose has the bytes it always had.
func TestASnapshotKeepsItsCover(t *testing.T) {
	b := Body{Figures: []Figure{{Key: "registered", Version: 1, N: 4, People: 4}}}
	old, err := b.Canonical()
	if err != nil || strings.Contains(string(old), `"few"`) || b.Covering() != 3 {
		t.Errorf("%s %d %v", old, b.Covering(), err)
	}
	if c := Public(b); c.Covers["registered"] != Shown || c.Few != 3 {
		t.Errorf("%+v", c)
	}
	b.Few = 5
	raw, err := b.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadBody(raw)
	if err != nil || back.Few != 5 {
		t.Errorf("%d %v", back.Few, err)
	}
	if c := Public(back); c.Covers["registered"] != TooFew || c.Few != 5 {
		t.Errorf("%+v", c)
	}
}
