package dispatch

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/orders"
	"hiroba/internal/skills"
)

var friday = when.On(2027, 2, 12)

// week is a hub that is open from Monday to Saturday.
func week() []bool {
	out := make([]bool, 2*Days)
	for i := range out {
		out[i] = i%7 != 6
	}
	return out
}

// someTown is a town drawn by a seed, with every limit in it.
func someTown(seed uint64, workers, orders int) Facts {
	r := rand.New(rand.NewPCG(seed, 7))
	f := Facts{Today: friday, Open: week()}
	for k := range workers {
		w := Worker{ID: fmt.Sprintf("w%03d", k), Levels: map[string]int{}, Pace: map[string]Pace{}, Place: skills.Places[r.IntN(3)], PhoneOnly: r.IntN(6) == 0, New: r.IntN(5) == 0}
		for _, s := range []string{"type", "listen", "check"} {
			if l := r.IntN(4); l > 0 {
				w.Levels[s] = l
			}
			if r.IntN(12) == 0 {
				w.Never = append(w.Never, s)
			}
		}
		w.Pace["k0"] = Pace{60 + r.IntN(120), r.IntN(100)}
		for i := range Days {
			free := 0
			if i >= 4 && r.IntN(3) > 0 {
				free = 15 * r.IntN(17)
			}
			there := free * r.IntN(2)
			if i%7 == 6 || i == 8 {
				there = 0
			}
			w.Free, w.There = append(w.Free, free), append(w.There, there)
		}
		if r.IntN(3) == 0 {
			w.WeekCap, w.WeekDone = 300, r.IntN(200)
		}
		if r.IntN(4) == 0 {
			w.MonthCap, w.MonthDone = 900, r.IntN(600)
		}
		if r.IntN(4) == 0 {
			w.Limited, w.YenLeft = true, yen.Amount(r.IntN(30_000))
		}
		f.Workers = append(f.Workers, w)
	}
	for i := range orders {
		p := Part{Order: fmt.Sprintf("o%03d", i), Client: fmt.Sprint("c", i%3), No: i + 1, Lane: 0, Pass: 1, Kind: fmt.Sprint("k", i%3), Skill: []string{"type", "listen", ""}[i%3], Level: i % 3,
			Phone: i%2 == 0, HubOnly: i%5 == 0, Stage: []Stage{Open, Uncut, Asleep}[i%3], Units: 5 + r.IntN(30), Promise: friday.AddDays(2 + r.IntN(20)), Barred: map[string]bool{f.Workers[i%workers].ID: true}}
		p.Seconds = p.Units * (300 + r.IntN(1500))
		p.Fee = yen.Amount(p.Seconds / 3)
		f.Parts = append(f.Parts, p)
		if i%4 == 0 {
			p.Lane, p.Barred = 1, nil
			f.Parts = append(f.Parts, p)
		}
		if i%3 == 0 {
			hold := []Hold{Taken, ByStaff, Offered}[i/3%3]
			x := Firm{Key: p.Key(), Worker: f.Workers[(i*5+1)%workers].ID, Hold: hold, Kind: p.Kind, Units: 2, HubOnly: p.HubOnly}
			if hold == Taken { // what is offered or decided has the fee of its part, as in the books
				x.Seconds, x.Fee = 1800, 500
			}
			f.Firm = append(f.Firm, x)
		}
	}
	return f
}

func solved(t *testing.T, f Facts) (*Task, *plan.Plan, Result) {
	t.Helper()
	task := Build(f)
	s, err := whole.Solve(t.Context(), task.Problem, whole.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(task.Problem, s); err != nil {
		t.Fatal(err)
	}
	var later *plan.Plan
	if p, held, ok := task.Later(s); ok {
		if later, err = whole.Solve(t.Context(), p, whole.Options{Held: held}); err != nil {
			t.Fatal(err)
		}
	}
	return task, s, task.Read(s, later)
}

// No plan breaks a limit of anybody: hours, week, month and year, level, place, device,
// wish, lane. What is checked here is worked out from the facts, not from the problem.
func TestNoLimitIsBroken(t *testing.T) {
	proposed, tied, firm, kept := 0, 0, 0, 0
	for seed := uint64(1); seed <= 40; seed++ {
		f := someTown(seed, 9, 10)
		task, s, r := solved(t, f)
		part, by := map[Key]Part{}, map[string]Worker{}
		for _, p := range task.Parts {
			part[p.Key()] = p
		}
		for _, w := range f.Workers {
			by[w.ID] = w
		}
		lane := map[string]Key{}
		for _, b := range task.Blocks {
			if k, ok := lane[b.Worker+b.Order]; ok && k != b.Key && b.Hold != Taken {
				t.Fatalf("seed %d: %s is held to two lanes of %s", seed, b.Worker, b.Order)
			}
			lane[b.Worker+b.Order] = b.Key
		}
		fees := map[string]yen.Amount{}
		for _, x := range task.Firm {
			fees[x.Worker] += x.Fee
		}
		whole := map[Key]Part{}
		for _, p := range f.Parts {
			whole[p.Key()] = p
		}
		for _, x := range task.Kept {
			if p := whole[x.Key]; x.Units > 0 {
				fees[x.Worker] += p.Fee * yen.Amount(x.Units) / yen.Amount(p.Units)
				if by[x.Worker].Limited {
					kept++
				}
			}
		}
		for _, x := range r.Proposals {
			proposed++
			w, p := by[x.Worker], part[x.Key]
			if p.Skill != "" && (w.Levels[p.Skill] < p.Level || slices.Contains(w.Never, p.Skill)) || w.PhoneOnly && !p.Phone || p.HubOnly && w.Place == skills.Home || p.Barred[w.ID] || x.First.Before(friday) {
				t.Fatalf("seed %d: %+v may not be proposed to %+v", seed, p, w)
			}
			if k, ok := lane[x.Worker+x.Order]; ok && k != x.Key {
				t.Fatalf("seed %d: %s sees two lanes of %s", seed, x.Worker, x.Order)
			}
			lane[x.Worker+x.Order] = x.Key
			fees[x.Worker] += p.Fee * yen.Amount(x.Units) / yen.Amount(p.Units)
		}
		for id, sum := range fees {
			if w := by[id]; w.Limited && sum > max(w.YenLeft, task.firmFees(id)) {
				t.Errorf("seed %d: %s would earn %d, her ceiling leaves %d", seed, id, sum, w.YenLeft)
			}
		}
		day, there, week, month := map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
		use := func(worker string, on int, minutes float64, hubOnly bool) {
			d := task.Date(on)
			day[worker+d.String()] += minutes
			if hubOnly {
				tied++
				there[worker+d.String()] += minutes
			}
			week[fmt.Sprint(worker, (on-1)/7)] += minutes
			month[fmt.Sprint(worker, d.Month())] += minutes
		}
		for _, a := range s.Assignments {
			use(task.Workers[a.Worker-1].ID, a.Day, a.Minutes, task.part(a.Order).HubOnly)
		}
		for _, b := range task.Blocks {
			firm++
			use(b.Worker, b.Day, float64(b.Minutes), part[b.Key].HubOnly)
		}
		for _, w := range f.Workers {
			for i := range Days {
				d := w.ID + task.Date(i+1).String()
				if day[d] > float64(w.Free[i])+0.01 || there[d] > float64(w.There[i])+0.01 || w.Place == skills.Hub && day[d] > float64(w.There[i])+0.01 {
					t.Errorf("seed %d: %s has %.1f of %d minutes, %.1f of %d at the hub", seed, d, day[d], w.Free[i], there[d], w.There[i])
				}
			}
			for k := range Days / 7 {
				left := w.WeekCap
				if k == 0 {
					left = max(left-w.WeekDone, 0)
				}
				if x := week[fmt.Sprint(w.ID, k)]; w.WeekCap > 0 && x > float64(left)+0.01 {
					t.Errorf("seed %d: %s has %.1f minutes in week %d, her cap leaves %d", seed, w.ID, x, k, left)
				}
			}
			for m := friday.Month(); m < friday.Month()+3; m++ {
				left := w.MonthCap
				if m == friday.Month() {
					left = max(left-w.MonthDone, 0)
				}
				if x := month[fmt.Sprint(w.ID, m)]; w.MonthCap > 0 && x > float64(left)+0.01 {
					t.Errorf("seed %d: %s has %.1f minutes in month %d, her cap leaves %d", seed, w.ID, x, m, left)
				}
			}
		}
	}
	if proposed < 400 || tied < 50 || firm < 50 || kept < 5 {
		t.Errorf("%d proposals, %d at the hub, %d firm, %d kept below a ceiling: the test is blind", proposed, tied, firm, kept)
	}
}

func (t *Task) firmFees(worker string) (sum yen.Amount) {
	for _, x := range t.Firm {
		if x.Worker == worker {
			sum += x.Fee
		}
	}
	return sum
}

// Units are never handed out twice, and all of them are told: proposed, firm, or missing.
func TestEveryUnitIsSomewhere(t *testing.T) {
	for seed := uint64(50); seed <= 70; seed++ {
		f := someTown(seed, 8, 9)
		task, _, r := solved(t, f)
		out := map[Key]int{}
		for _, x := range r.Proposals {
			out[x.Key] += x.Units
		}
		for _, p := range task.Parts {
			if out[p.Key()] > p.Units {
				t.Errorf("seed %d: %d of %d units of %v", seed, out[p.Key()], p.Units, p.Key())
			}
		}
		for _, o := range r.Outlooks {
			if o.Ready.IsZero() != (o.Missing > 0) {
				t.Errorf("seed %d: %+v", seed, o)
			}
		}
	}
}

// The same facts in another order give the same plan.
func TestSameFactsSamePlan(t *testing.T) {
	f := someTown(3, 12, 12)
	_, _, a := solved(t, f)
	g := someTown(3, 12, 12)
	slices.Reverse(g.Workers)
	slices.Reverse(g.Parts)
	slices.Reverse(g.Firm)
	_, _, b := solved(t, g)
	if !reflect.DeepEqual(a, b) {
		t.Error("the order in which the books were read changed the plan")
	}
}

// no fact is about anybody's absences, refusals or hand-backs.
func TestNoFactIsAboutRefusals(t *testing.T) {
	bad := regexp.MustCompile(`(?i)absen|declin|refus|reject|hand.?back|gave|lapse|silen|answer|no.?show|cancel|late|complain|case|score|rank`)
	n := 0
	var walk func(x reflect.Type)
	walk = func(x reflect.Type) {
		for x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || x.PkgPath() != reflect.TypeFor[Facts]().PkgPath() && x.PkgPath() != reflect.TypeFor[plan.Problem]().PkgPath() {
			return
		}
		for i := range x.NumField() {
			if n++; bad.MatchString(x.Field(i).Name) {
				t.Errorf("%s.%s: nothing of the kind may weigh in a plan", x, x.Field(i).Name)
			}
			walk(x.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[Facts]())
	walk(reflect.TypeFor[plan.Problem]())
	if n < 60 {
		t.Errorf("%d fields: the test is blind", n)
	}
}

func one() Facts {
	w := Worker{ID: "a", Place: skills.Both, Levels: map[string]int{"type": 1}}
	for i := range Days {
		m := 0
		if i >= 4 && i%7 != 6 {
			m = 60
		}
		w.Free, w.There = append(w.Free, m), append(w.There, m)
	}
	return Facts{Today: friday, Open: week(), Workers: []Worker{w}, Parts: []Part{{Order: "o", Client: "c", No: 1, Pass: 1, Kind: "k", Skill: "type", Level: 1, Phone: true, Stage: Open, Units: 6, Seconds: 6 * 1800, Fee: 3000, Promise: friday.AddDays(7)}}}
}

// Three hours of work, an hour a day from Friday: Friday, Saturday, Monday; Tuesday it is
// inspected and delivered.
func TestWhenAnOrderIsReady(t *testing.T) {
	for _, c := range []struct {
		name        string
		change      func(*Facts)
		ready       string
		slack, miss int
	}{
		{"as it is", func(*Facts) {}, "2027-02-16", 3, 0},
		{"cut tomorrow", func(f *Facts) { f.Parts[0].Stage = Uncut }, "2027-02-17", 2, 0},
		{"the client looks first", func(f *Facts) { f.Parts[0].Stage = Asleep }, "2027-02-18", 1, 0},
		{"the hub is shut on Monday and Tuesday", func(f *Facts) { f.Open[7], f.Open[8] = false, false }, "2027-02-17", 2, 0},
		{"at the hub, shut on Monday", func(f *Facts) {
			f.Open[7], f.Workers[0].There[7], f.Parts[0].HubOnly = false, 0, true
		}, "2027-02-17", 2, 0},
		{"twice as fast", func(f *Facts) { f.Workers[0].Pace = map[string]Pace{"k": {200, 100}} }, "2027-02-15", 4, 0},
		{"twice as fast, half believed", func(f *Facts) { f.Workers[0].Pace = map[string]Pace{"k": {200, 50}} }, "2027-02-15", 4, 0},
		{"promised for Monday", func(f *Facts) { f.Parts[0].Promise = friday.AddDays(3) }, "2027-02-16", -1, 0},
		{"an hour a week is her cap", func(f *Facts) { f.Workers[0].WeekCap = 60 }, "2027-02-23", -4, 0},
		{"she does not want it", func(f *Facts) { f.Workers[0].Never = []string{"type"} }, "", 0, 180},
		{"half of it is hers", func(f *Facts) {
			f.Firm = []Firm{{Key: f.Parts[0].Key(), Worker: "a", Hold: Taken, Kind: "k", Units: 3, Seconds: 5400, Due: friday.AddDays(5)}}
			f.Parts[0].Units, f.Parts[0].Seconds = 3, 5400
		}, "2027-02-16", 3, 0},
	} {
		f := one()
		c.change(&f)
		_, _, r := solved(t, f)
		o := r.Outlooks[0]
		ready := ""
		if !o.Ready.IsZero() {
			ready = o.Ready.String()
		}
		if ready != c.ready || o.Slack != c.slack || o.Missing != c.miss {
			t.Errorf("%s: ready %q, slack %d, missing %d", c.name, ready, o.Slack, o.Missing)
		}
	}
}

// What was taken on and decided stays where it is, whatever else comes.
func TestFirmWorkStays(t *testing.T) {
	f := one()
	f.Parts[0].Units, f.Parts[0].Seconds = 4, 4*1800
	f.Firm = []Firm{{Key: f.Parts[0].Key(), Worker: "a", Hold: Taken, Kind: "k", Units: 2, Seconds: 3600, Due: friday.AddDays(2)}}
	task, _, _ := solved(t, f)
	before := task.Blocks
	f.Parts = append(f.Parts, Part{Order: "urgent", Client: "d", No: 2, Pass: 1, Kind: "k", Skill: "type", Level: 1, Phone: true, Stage: Open, Units: 4, Seconds: 7200, Promise: friday.AddDays(1)})
	task, _, r := solved(t, f)
	if !reflect.DeepEqual(before, task.Blocks) || len(before) != 1 || before[0].Day != 5 || before[0].Minutes != 60 {
		t.Errorf("%+v, then %+v", before, task.Blocks)
	}
	if r.Reasons["a"][0].Why != InHand && r.Reasons["a"][1].Why != InHand {
		t.Errorf("%+v", r.Reasons)
	}
	f.Workers[0].Free = make([]int, Days) // she cannot today, nor any day
	task, _, r = solved(t, f)
	if len(task.Loose) != 1 || task.Loose[0].Missing != 60 || len(r.Proposals) != 0 {
		t.Errorf("%+v %+v", task.Loose, r.Proposals)
	}
}

// An offer keeps its time until it is closed; then the work is free for others and is not
// offered to her again.
func TestAClosedOfferIsAFreeUnit(t *testing.T) {
	f := one()
	f.Firm = []Firm{{Key: f.Parts[0].Key(), Worker: "a", Hold: Offered, Kind: "k", Units: 6}}
	b := f.Workers[0]
	b.ID = "b"
	f.Workers = append(f.Workers, b)
	_, _, r := solved(t, f)
	if len(r.Proposals) != 0 || r.Outlooks[0].People != 1 || r.Outlooks[0].Slack != 3 {
		t.Errorf("an open offer was moved: %+v", r)
	}
	f.Firm, f.Parts[0].Barred = nil, map[string]bool{"a": true}
	_, _, r = solved(t, f)
	if len(r.Proposals) != 1 || r.Proposals[0].Worker != "b" || r.Proposals[0].Units != 6 {
		t.Errorf("%+v", r.Proposals)
	}
	if x := r.Reasons["a"][0]; x.Given || x.Why != NotAgain {
		t.Errorf("%+v", x)
	}
}

func TestHerYearlyCeilingIsKept(t *testing.T) {
	f := one()
	f.Workers[0].Limited, f.Workers[0].YenLeft = true, 1700 // a unit pays 500
	_, _, r := solved(t, f)
	if len(r.Proposals) != 1 || r.Proposals[0].Units != 3 {
		t.Errorf("%+v", r.Proposals)
	}
	f.Workers[0].YenLeft = 0
	if _, _, r = solved(t, f); len(r.Proposals) != 0 {
		t.Errorf("%+v", r.Proposals)
	}
}

// What is offered and decided counts under the ceiling as what is planned does: of a unit at
// 500 yen each, four fit below 2,000, whichever way they came.
func TestOffersAndDecisionsKeepHerCeiling(t *testing.T) {
	for _, hold := range []Hold{Offered, ByStaff} {
		for _, c := range []struct {
			left                       yen.Amount
			offered, stands, proposals int
		}{{2000, 2, 2, 2}, {2000, 6, 4, 0}, {0, 1, 0, 0}} {
			f := one()
			f.Workers[0].Limited, f.Workers[0].YenLeft = true, c.left
			f.Firm = []Firm{{Key: f.Parts[0].Key(), Worker: "a", Hold: hold, Kind: "k", Units: c.offered}}
			task, _, r := solved(t, f)
			n := 0
			for _, p := range r.Proposals {
				n += p.Units
			}
			if task.Kept[0].Units != c.stands || n != c.proposals {
				t.Errorf("%s, %+v: %d stand, %d more proposed", hold, c, task.Kept[0].Units, n)
			}
		}
	}
}

// Two entries of an order have the time of all who can do either, each of them once.
func TestTheTimeForAKindIsEverybodysOnce(t *testing.T) {
	f := one()
	w := f.Workers[0]
	w.ID = "b"
	f.Workers = append(f.Workers, w)
	_, _, r := solved(t, f)
	want := r.Shorts[0].Offered
	p := f.Parts[0]
	p.Pass = 2
	f.Parts = append(f.Parts, p)
	if _, _, r = solved(t, f); want == 0 || len(r.Shorts) != 1 || r.Shorts[0].Offered != want {
		t.Errorf("%+v, want %d", r.Shorts, want)
	}
}

// What of an order is in nobody's hands is asked as one question, by the units of the order
// and of those who may have any part of it.
func TestWhatIsLeftOfAnOrder(t *testing.T) {
	f := one()
	p := f.Parts[0]
	o := orders.Order{ID: p.Order, Seconds: 60, Promise: p.Promise, Phone: p.Phone}
	a, rest, ok := f.Left(o, orders.Kind{ID: p.Kind, Skill: p.Skill, Level: p.Level})
	if !ok || a.Volume != (p.Seconds+59)/60 || a.Stage != p.Stage || len(rest.Parts) != len(f.Parts)-1 {
		t.Fatalf("%v %+v %d", ok, a, len(rest.Parts))
	}
	second := p
	second.Lane, second.Stage, second.Barred = 1, Asleep, map[string]bool{"a": true, "x": true}
	f.Parts[0].Barred = map[string]bool{"x": true}
	f.Parts = append(f.Parts, second)
	o.Checks = "double"
	if a, _, _ := f.Left(o, orders.Kind{}); a.Volume != (2*p.Seconds+119)/120 || a.Stage != Asleep || !a.Barred["x"] || a.Barred["a"] {
		t.Errorf("two lanes: %+v", a)
	}
	if _, _, ok := f.Left(orders.Order{ID: "none"}, orders.Kind{}); ok {
		t.Error("an order of which nothing is left is asked about")
	}
}

// Whoever is spared has none of the order, and what she had goes to others where they can.
func TestSomebodyIsSpared(t *testing.T) {
	f := one()
	other := f.Workers[0]
	other.ID = "b"
	f.Workers = append(f.Workers, other)
	order := f.Parts[0].Order
	_, _, was := solved(t, f)
	who := was.Proposals[0].Worker
	_, _, now := solved(t, f.Spared(order, who))
	for _, p := range now.Proposals {
		if p.Order == order && p.Worker == who {
			t.Error("whoever is spared is asked")
		}
	}
	if x := Instead(order, was, now); len(x) != 1 || x[0].Worker == who {
		t.Errorf("%+v", x)
	}
	if f.Parts[0].Barred[who] {
		t.Error("the books were changed")
	}
	if n := f.Able(order); n != 2 {
		t.Errorf("%d are able", n)
	}
	if n := Worse(order, was, now); n != 0 {
		t.Errorf("%d others are later", n)
	}
}
