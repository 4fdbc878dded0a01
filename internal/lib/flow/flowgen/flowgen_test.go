package flowgen

import (
	"reflect"
	"testing"

	"hiroba/internal/lib/flow"
)

func TestEveryFamilyHasAnAnswerThatIsProved(t *testing.T) {
	for _, family := range Families {
		for _, n := range []int{4, 37, 1024} {
			for seed := range uint64(3) {
				at := Params{family, n, 6, seed}
				p, err := Make(at)
				if err != nil {
					t.Fatal(err)
				}
				s, err := flow.New(p)
				if err != nil {
					t.Fatalf("%+v: %v", at, err)
				}
				if err := s.Solve(); err != nil {
					t.Fatalf("%+v: %v", at, err)
				}
				sol, err := s.Solution(p)
				if err != nil {
					t.Fatal(err)
				}
				if err := flow.Verify(p, sol); err != nil {
					t.Errorf("%+v: %v", at, err)
				}
				if q, _ := Make(at); !reflect.DeepEqual(p, q) {
					t.Errorf("%+v: the same parameters make two problems", at)
				}
			}
		}
	}
}

func TestUnknownFamily(t *testing.T) {
	for _, p := range []Params{{"nobody", 10, 3, 1}, {"netgen", 3, 3, 1}, {"netgen", 10, 1, 1}} {
		if _, err := Make(p); err == nil {
			t.Errorf("%+v passes", p)
		}
	}
}

func BenchmarkFamilies(b *testing.B) {
	for _, family := range Families {
		b.Run(family, func(b *testing.B) {
			p, err := Make(Params{family, 16384, 8, 1})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				s, err := flow.New(p)
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Solve(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(s.Pivots), "pivots")
			}
		})
	}
}
