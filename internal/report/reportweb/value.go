package reportweb

import (
	"fmt"
	"strconv"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders"
	"hiroba/internal/outreach"
	"hiroba/internal/pay"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/report"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// value is a number with the word beside it.
type value struct{ N, Unit string }

// String is both together, as a sentence has it.
func (v value) String() string { return v.N + v.Unit }

// manFrom is the sum from which Japanese pages say 万円; the exact sum stands in the rows.
const manFrom = 1_000_000

// show is a figure as the page says it.
func show(l i18n.Lang, d report.Definition, f report.Figure) value {
	if f.None || d.Unit == report.Percent && f.Of == 0 {
		return value{N: l.T("report.nothing")}
	}
	if d.Unit == report.Percent {
		return value{percent(f.Permille()), "%"}
	}
	return amount(l, d.Unit, f.N)
}

func amount(l i18n.Lang, u report.Unit, n int64) value {
	if u == report.Yen {
		return money(l, n)
	}
	return value{l.Number(int(n)), l.T("report.unit."+string(u), "n", n)}
}

func money(l i18n.Lang, n int64) value {
	switch {
	case l == i18n.JA && n >= manFrom:
		return value{l.Number(int((n + 5000) / 10_000)), l.T("report.unit.man")}
	case l == i18n.JA:
		return value{l.Number(int(n)), l.T("report.unit.yen")}
	}
	return value{N: l.Yen(yen.Amount(n))}
}

// percent is a share without decimals where it is whole, else with one.
func percent(permille int64) string {
	if permille%10 == 0 {
		return strconv.FormatInt(permille/10, 10)
	}
	return fmt.Sprintf("%d.%d", permille/10, permille%10)
}

// hundredths is a part in whole percent, rounded half up; 0 of nothing.
func hundredths(n, of int64) int64 { return (200*n + of) / max(2*of, 1) }

// cell is a number of a table, exact.
func cell(l i18n.Lang, u report.Unit, n int64) string {
	switch {
	case u == report.Yen:
		return l.Yen(yen.Amount(n))
	case n < 0:
		return l.T("report.not_yet")
	}
	return l.Number(int(n))
}

// covered is what stands for a number in the public copy.
func covered(l i18n.Lang, few report.Few, c report.Cover, shown string) string {
	switch c {
	case report.TooFew:
		return l.T("report.cover.few", "n", int(few))
	case report.Held:
		return l.T("report.cover.held")
	}
	return shown
}

func name(l i18n.Lang, d report.Definition) string { return l.T("report.kpi." + d.Key + ".name") }

// month is "2026-04" as a month of its year.
func month(l i18n.Lang, s string) string {
	d, err := when.ParseDate(s + "-01")
	if err != nil {
		return s
	}
	return l.T("report.month", "year", d.Year(), "month", l.Month(d.Month()))
}

func monthShort(l i18n.Lang, s string) string {
	d, err := when.ParseDate(s + "-01")
	if err != nil {
		return s
	}
	return l.Month(d.Month())
}

// label is the name of a line: a month, a word of ours, a seminar, or a number of the hub's.
func label(l i18n.Lang, x report.Line) string {
	switch x.Kind {
	case "month":
		return month(l, x.Name)
	case "worker":
		n, _ := strconv.Atoi(x.Name)
		return workersstore.Number(n)
	case "order":
		no, title, _ := strings.Cut(x.Name, " ")
		return l.T("report.order", "no", no, "title", title)
	case "seminar", "statement":
		on, rest, _ := strings.Cut(x.Name, " ")
		if d, err := when.ParseDate(on); err == nil {
			return l.T("report.dated", "date", l.DateShort(d), "what", rest)
		}
		return x.Name
	}
	return l.T("report.part." + x.Kind + "." + x.Name)
}

// way leads from a line to its record, for those who may see it.
type way struct {
	to  string
	may who.Permission
}

var ways = map[string]way{
	"worker":    {"/staff/workers/", workers.MaySee},
	"order":     {"/staff/orders/", orders.MaySee},
	"statement": {"/staff/statements/", pay.MaySee},
	"seminar":   {"/staff/seminars/", outreach.MaySee},
}

func fiscalYear(l i18n.Lang, on when.Date) string {
	_, era := when.Era(report.Begins(on))
	return l.T("report.year", "era", era, "year", on.FiscalYear())
}
