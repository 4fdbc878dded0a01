package ordersweb

import (
	"fmt"
	"strconv"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// volume is so many units in words; a volume nobody knows yet says so.
func volume(l i18n.Lang, n int, unit string) string {
	if n == 0 {
		return l.T("orders.volume_open")
	}
	return l.T("orders.volume."+unit, "n", n)
}

// unitPrice is what one unit costs.
func unitPrice(l i18n.Lang, s yen.Sen) string { return l.T("orders.price_one", "yen", s.String()) }

// amount is a sum in whole yen.

// errors in a thousand, as people say it.
func permille(l i18n.Lang, n int) string {
	if n == 0 {
		return l.T("orders.permille_none")
	}
	return l.T("orders.permille", "n", n)
}

// minutes is a time of one unit: 43 seconds are 0.7 minutes.
func minutes(seconds int) string { return tenths(seconds, 60) }

// hours is a time of many units.
func hours(seconds int) string { return tenths(seconds, 3600) }

func tenths(n, unit int) string {
	t := (n*10 + unit/2) / unit
	s := yen.Amount(t / 10).String()
	if t < 1000 && t%10 > 0 {
		s += fmt.Sprintf(".%d", t%10)
	}
	return s
}

// day is a date in words, or that it is open.
func day(l i18n.Lang, d when.Date) string {
	if d.IsZero() {
		return l.T("orders.day_open")
	}
	return l.DateYear(d)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func orderNo(l i18n.Lang, n int) string { return l.T("orders.no", "n", n) }

// stateTag is a state as a tag: its kind of colour and its word.
type stateTag struct{ Kind, Word string }

var stateKinds = map[orders.State]string{orders.AskedFor: "warn", orders.QuotedFor: "info", orders.Ordered: "hub", orders.Working: "hub", orders.Delivered: "info", orders.Accepted: "ok", orders.Declined: "line", orders.Cancelled: "line"}

func stateOf(l i18n.Lang, s orders.State) stateTag {
	return stateTag{stateKinds[s], l.T("orders.state." + string(s))}
}

var quoteKinds = map[orders.QuoteState]string{orders.QuoteWaiting: "warn", orders.QuoteSent: "info", orders.QuoteAccepted: "ok", orders.QuoteOther: "warn", orders.QuoteReplaced: "line"}

func quoteStateOf(l i18n.Lang, q orders.Quote, today when.Date) stateTag {
	if q.State == orders.QuoteSent && !q.Open(today) {
		return stateTag{"line", l.T("orders.quote_state.lapsed")}
	}
	return stateTag{quoteKinds[q.State], l.T("orders.quote_state." + string(q.State))}
}

// bytes is a size people can read.
func bytes(l i18n.Lang, n int64) string {
	if n < 1<<20 {
		return l.T("orders.kilobytes", "n", int((n+1023)/1024))
	}
	return l.T("orders.megabytes", "n", int((n+(1<<20)-1)/(1<<20)))
}

// thread is what two sides said; side is the reader's.
func thread(rq web.Request, ms []orders.Message, side string) (out []ui.Bubble) {
	for _, m := range ms {
		out = append(out, ui.Bubble{Who: m.MadeBy, When: rq.Lang.MomentShort(m.Made, rq.Hub.Loc), Body: m.Body, Mine: m.Side == side})
	}
	return out
}

// levels are the levels of error a client can pick from.
func levels(l i18n.Lang) (out []ui.Option) {
	for _, n := range []int{0, 1, 5, 20} {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: permille(l, n), Note: l.T("orders.level_note." + strconv.Itoa(n))})
	}
	return out
}
