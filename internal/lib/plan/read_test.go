package plan_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
)

const small = `hiroba-dispatch 1
p 3 2 1 2 1
w 1 0 1 0 4 600 60,0,90 0:1:100,1:2:80
w 2 0 0 1 0 300 0,0,30 - 240
o 7 3 1 2 -1 1 2 1 10 6 100
`

func TestReadAndWriteAgain(t *testing.T) {
	p, err := plan.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Workers) != 2 || p.Workers[1].Ceiling != 240 || p.Workers[0].Skills[1] != (plan.Ability{Skill: 1, Level: 2, Speed: 80}) || p.Orders[0].Demand() != 60 {
		t.Errorf("read as %+v", p)
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != small {
		t.Errorf("written as\n%s", b.String())
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"hiroba-dispatch 1", "hiroba-dispatch 2", "version 2"},
		{"hiroba-dispatch 1\n", "", "first line"},
		{"p 3 2 1 2 1\n", "", "p line must come before"},
		{"p 3 2 1 2 1", "p 3 2 1 2 1\np 3 2 1 2 1", "second p line"},
		{"p 3 2 1 2 1", "p 0 2 1 2 1", "number of days is 0"},
		{"p 3 2 1 2 1", "p 3 2 1 3 1", "3 workers announced, 2 found"},
		{"p 3 2 1 2 1", "p 3 2 1 1 1", "more than the 1 workers"},
		{"p 3 2 1 2 1", "p 3 2 1 2 2", "2 orders announced, 1 found"},
		{"p 3 2 1 2 1", "p 3 2 1 2 0", "more than the 0 orders"},
		{"p 3 2 1 2 1", "p 3 2 1 999999999999 1", "number of workers is 999999999999"},
		{"p 3 2 1 2 1", "p 3 2 1 2", "orders is missing"},
		{"60,0,90", "60,0", "availability: 2 figures, not 3"},
		{"60,0,90", "60,0,90,5", "more than 3 figures"},
		{"60,0,90", "60,,90", "availability is missing"},
		{"60,0,90", "60,NaN,90", `availability is not a whole number: "NaN"`},
		{"60,0,90", "60,1e3,90", "not a whole number"},
		{"60,0,90", "60,-5,90", "availability on day 2 is -5"},
		{"60,0,90", "60,1441,90", "availability on day 2 is 1441"},
		{" 600 ", " 600,600 ", "week caps: more than 1 figures"},
		{"0:1:100", "0:1", "speed is missing"},
		{"0:1:100", "0:4:100", "level is 4"},
		{"0:1:100", "2:1:100", "skill is 2"},
		{"0:1:100", "1:1:100", "skill 1 is there twice"},
		{"0:1:100", "0:1:0", "speed is 0"},
		{"w 2 0 0 1", "w 1 0 0 1", "worker 1: there are two"},
		{"w 2 0 0 1", "w 2 1 0 1", "hub is 1"},
		{"w 2 0 0 1", "w 2 0 2 1", "at hub is 2, not 0 or 1"},
		{"10 6 100", "1000000000 6 100", "number of units is 1000000000"},
		{"10 6 100", "90000000 600 100", "are more than 1000000000 minutes"},
		{"10 6 100", "99999999999999999999999 6 100", "count is too large"},
		{"10 6 100", "-1 6 100", "number of units is -1"},
		{"10 6 100", "10 0 100", "effort of a unit is 0"},
		{"10 6 100", "10 6 100 1", "one field too many"},
		{"-1 1 2 1", "-1 3 2 1", "deadline is 2, not between 3 and 3"},
		{"o 7", "x 7", `no record is called "x"`},
	} {
		text := strings.Replace(small, c.from, c.to, 1)
		if text == small {
			t.Fatalf("%q is not in the sample", c.from)
		}
		if _, err := plan.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q instead of %q: error %v, want %q", c.to, c.from, err, c.want)
		}
	}
	if _, err := plan.Read(strings.NewReader(strings.Repeat("1", 2<<20))); err == nil {
		t.Error("a line without end was read")
	}
}

func TestReadIsBoundedByWhatItReads(t *testing.T) {
	text := "hiroba-dispatch 1\np 400 10000 100000 1000000 1000000\n"
	n := testing.AllocsPerRun(5, func() {
		if _, err := plan.Read(strings.NewReader(text)); err == nil {
			t.Error("a header alone was read as a problem")
		}
	})
	if n > 50 {
		t.Errorf("%v allocations for a header", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	p, err := plangen.Size("town")
	if err != nil {
		f.Fatal(err)
	}
	p.Workers, p.Orders = 4, 3
	var b bytes.Buffer
	if err := plangen.Make(p).Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := plan.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		if err := p.Check(); err != nil {
			t.Fatalf("what was read does not pass the check: %v", err)
		}
		var b bytes.Buffer
		if err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		q, err := plan.Read(&b)
		if err != nil || !reflect.DeepEqual(p, q) {
			t.Fatalf("written and read again it differs: %v", err)
		}
	})
}
