package flow

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func TestDIMACSRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 500 {
		p := random(r)
		var b bytes.Buffer
		if err := WriteDIMACS(&b, p); err != nil {
			t.Fatal(err)
		}
		q, err := ReadDIMACS(&b)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("wrote %+v, read %+v", p, q)
		}
	}
}

func TestDIMACSFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "no p line",
		"a 1 2 0 1 1\n":                          "line 1: the p line must come first",
		"p max 3 4\n":                            "line 1: want p min",
		"p min 1000000000 0\n":                   "claims 1000000000 nodes",
		"p min 99999999999999 1\n":               "line 1: 99999999999999 nodes",
		"p min 2 1\np min 2 1\n":                 "line 2: a second p line",
		"c hello\np min 2 1\n":                   "0 arcs, and the p line says 1",
		"p min 2 1\na 1 3 0 1 1\n":               "line 2: node 3 is not one of 1..2",
		"p min 2 1\na 1 2 0 1\n":                 "line 2: want a FROM",
		"p min 2 1\na 1 2 0 1 x\n":               `line 2: "x" is not a whole number`,
		"p min 2 1\na 1 2 0 1 1\na 1 2 0 1 1":    "line 3: more arcs than the 1",
		"p min 2 0\nn 1 4\nn 1 4":                "line 3: a second supply",
		"p min 2 0\nq":                           `line 2: no record is called "q"`,
		"p min 2 0\n" + strings.Repeat("z", 1e6): "line 2: ",
	} {
		if _, err := ReadDIMACS(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want %q", text, err, want)
		}
	}
}

func TestSolutionText(t *testing.T) {
	var b strings.Builder
	if err := (&Solution{Cost: -7, Flow: []int64{0, 3}, Potential: []int64{0, -2}}).WriteDIMACS(&b); err != nil {
		t.Fatal(err)
	}
	if want := "s -7\nf 2 3\np 1 0\np 2 -2\n"; b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
}

func FuzzDIMACS(f *testing.F) {
	f.Add("p min 3 2\nn 1 2\nn 3 -2\na 1 2 0 5 1\na 2 3 1 9223372036854775807 -4\n")
	f.Add("p min 2 2\na 1 2 0 3 -1\na 2 1 0 3 -1\n")
	f.Add("c\np min 1000000 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadDIMACS(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteDIMACS(&b, p); err != nil {
			t.Fatal(err)
		}
		if q, err := ReadDIMACS(&b); err != nil || len(q.Arcs) != len(p.Arcs) {
			t.Fatal(err)
		}
		s, err := New(p)
		if err != nil || s.Solve() != nil {
			return
		}
		if sol, err := s.Solution(p); err == nil {
			if err := Verify(p, sol); err != nil {
				t.Fatal(err)
			}
		}
	})
}
