package paystore

import (
	"strconv"

	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/pay"
	"hiroba/internal/platform/i18n"
)

// MonthName is a month as people say it.
func MonthName(l i18n.Lang, month string) string {
	first, _, err := books.MonthDays(month)
	if err != nil {
		return month
	}
	return l.T("pay.month.name", "year", strconv.Itoa(first.Year()), "month", int(first.Month()))
}

// Reason is why there is another version of a statement.
func Reason(l i18n.Lang, x pay.Statement) string {
	if x.Reason == "" {
		return l.T("pay.reason.reopened")
	}
	return x.Reason
}

// LineTitle is what a line is for.
func LineTitle(l i18n.Lang, x pay.Line) string {
	t := x.Title
	if x.Part > 0 {
		t = l.T("pay.line.added", "title", t)
	}
	if x.Withhold {
		t += l.T("pay.line.mark")
	}
	return t
}

// Quantity is how much of it.
func Quantity(l i18n.Lang, x pay.Line) string {
	if x.Part > 0 {
		return ""
	}
	return l.T("pay.unit."+x.Unit, "n", l.Number(x.Rows))
}

// UnitFee is what one of it brings.
func UnitFee(l i18n.Lang, x pay.Line) string {
	if x.Part > 0 || x.UnitFee == 0 {
		return ""
	}
	return l.T("pay.unit_fee", "fee", x.UnitFee.String())
}

// Grouped puts lines of the same work on the same day together, as one reads them; the page
// opens each down to its pieces.
func Grouped(ls []pay.Line) (out []pay.Line) {
	type key struct {
		order, received string
		part            int
		withhold        bool
	}
	at := map[key]int{}
	for _, x := range ls {
		k := key{x.Order, x.Received.String(), min(x.Part, 1), x.Withhold}
		i, there := at[k]
		if !there {
			at[k] = len(out)
			out = append(out, x)
			continue
		}
		out[i].Rows, out[i].Amount, out[i].Agreed = out[i].Rows+x.Rows, out[i].Amount+x.Amount, out[i].Agreed+x.Agreed
	}
	return out
}

// SumRows are the lines under the table: fees with the tax in them by rate, what is withheld,
// the transfer fee that the hub bears.
func SumRows(l i18n.Lang, x pay.Statement) (out [][2]string) {
	for _, g := range x.Groups {
		key := "pay.sum.plain"
		if g.Registered {
			key = "pay.sum.registered"
		}
		out = append(out, [2]string{l.T(key, "rate", g.Rate, "net", l.Yen(g.Net), "tax", l.Yen(g.Tax)), l.Yen(g.Gross)})
	}
	if x.Withheld > 0 {
		out = append(out, [2]string{l.T("pay.sum.withheld", "base", l.Yen(x.Base)), l.Yen(-x.Withheld)})
	}
	return append(out, [2]string{l.T("pay.sum.transfer_fee"), l.Yen(yen.Amount(0))})
}
