package dispatchweb

import (
	"fmt"

	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
)

// shortRow is a kind of work with what there is too little of, and when more would help.
type shortRow struct {
	Name, Need, Text, Kind, When string
	Share                        int
	Days                         [][2]string // from when until when, and what an hour more brings
}

func shortOf(l i18n.Lang, b dispatchstore.Board, s dispatch.Short) shortRow {
	x := shortRow{Name: ordersstore.KindName(l, b.Kinds[s.Kind]), Need: l.T("dispatch.short.need", "need", (s.Need+30)/60, "offered", (s.Offered+30)/60), Share: min(s.Percent(), 100)}
	switch gap := (s.Need - s.Offered + 59) / 60; {
	case gap > 0:
		x.Kind, x.Text = "bad", l.T("dispatch.short.gap", "n", gap)
	case s.Late > 0:
		x.Kind, x.Text = "warn", l.T("dispatch.short.late", "n", (s.Late+59)/60)
	case s.Price > shortPrice:
		x.Kind, x.Text = "warn", l.T("dispatch.short.dear")
	}
	for _, d := range s.Spans {
		x.Days = append(x.Days, [2]string{spanOf(l, d), l.T("dispatch.short.worth."+string(d.What), "n", tenths(d.Tenths))})
	}
	if n := len(s.Spans); n > 0 {
		x.When = l.T("dispatch.short.when", "days", spanOf(l, dispatch.Scarce{From: s.Spans[0].From, To: s.Spans[n-1].To}))
	}
	return x
}

// tenths is a number with one digit, which a whole one does without.
func tenths(n int) any {
	if n%10 == 0 {
		return n / 10
	}
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

func spanOf(l i18n.Lang, d dispatch.Scarce) string {
	if d.From == d.To {
		return l.DateShort(d.From)
	}
	return l.T("dispatch.span", "from", l.DateShort(d.From), "to", l.DateShort(d.To))
}

// shortPrice is what a minute costs at least when one more would keep work from being late.
const shortPrice = 50
