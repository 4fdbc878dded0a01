package bill

import (
	"math/rand/v2"
	"testing"

	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

func TestReceiptsTogetherComeToTheInvoicesTax(t *testing.T) { // rule 4.1: once per rate, also over several payments
	rnd := rand.New(rand.NewPCG(3, 9))
	for range 1_000 {
		v := issued(t, line3(yen.Amount(1+rnd.IntN(30_000)), tax.Standard), line3(yen.Amount(1+rnd.IntN(30_000)), tax.ReducedFood), line3(yen.Amount(1+rnd.IntN(9_000)), tax.OutOfScope))
		var came []Came
		for left := v.Totals.Gross; left > 0; {
			n := min(left, 1+yen.Amount(rnd.Int64N(int64(v.Totals.Gross))))
			came, left = append(came, Came{ID: string(rune('a' + len(came))), Applied: n}), left-n
		}
		var sum tax.Totals
		for _, c := range came {
			p, err := v.PartOf(came, c.ID)
			if err != nil || p.Gross != c.Applied || p.Net+p.Tax != p.Gross {
				t.Fatalf("%d of %+v is %+v: %v", c.Applied, v.Totals, p, err)
			}
			for _, g := range p.Groups {
				if g.Tax < 0 || g.Net < 0 || g.Net+g.Tax != g.Gross {
					t.Fatalf("a part of %+v", g)
				}
			}
			sum.Net, sum.Tax = sum.Net+p.Net, sum.Tax+p.Tax
		}
		if sum.Net != v.Totals.Net || sum.Tax != v.Totals.Tax {
			t.Fatalf("%d and %d, want %+v", sum.Net, sum.Tax, v.Totals)
		}
	}
}

func TestAReceiptIsOfWhatCreditNotesLeft(t *testing.T) {
	v := issued(t, line3(100_000, tax.Standard), line3(50_000, tax.ReducedFood))
	for _, c := range []struct {
		name            string
		came            []Came
		gross, net, tax yen.Amount
		kind            string
	}{
		{"the whole", []Came{{ID: "x", Applied: 164_000}}, 164_000, 150_000, 14_000, "whole"},
		{"after all of one rate was taken back", []Came{{ID: "c", Back: []CreditLine{{1, 100_000}}}, {ID: "x", Applied: 54_000}}, 54_000, 50_000, 4_000, "part"},
		{"before it", []Came{{ID: "x", Applied: 164_000}, {ID: "c", Back: []CreditLine{{1, 100_000}}}}, 164_000, 150_000, 14_000, "whole"},
		{"the rest after a half and a credit note that goes beyond what its rate left", []Came{{ID: "y", Applied: 82_000}, {ID: "c", Back: []CreditLine{{1, 60_000}}}, {ID: "x", Applied: 16_000}}, 16_000, 14_815, 1_185, "part"},
		{"paid twice", []Came{{ID: "y", Applied: 164_000}, {ID: "x", Applied: 0}}, 0, 0, 0, "advance"},
	} {
		p, err := v.PartOf(c.came, "x")
		if n := (Note{Totals: p}); err != nil || p.Gross != c.gross || p.Net != c.net || p.Tax != c.tax || n.For(v) != c.kind {
			t.Errorf("%s: %+v, %s: %v", c.name, p, n.For(v), err)
		}
	}
}
