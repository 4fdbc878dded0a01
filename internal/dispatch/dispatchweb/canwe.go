package dispatchweb

import (
	"net/http"
	"net/url"
	"strconv"

	"hiroba/internal/base/when"
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type canWePage struct {
	ui.Shell
	Form   ui.Form
	Order  string // the order it is asked for, "" for none yet
	Kinds  []ui.Option
	Answer *answerView
}

// answerView is the answer in words: a sentence, what it rests on, and what would help.
type answerView struct {
	Kind, Icon   string // how the box looks
	Big, Small   string
	Few          string // that it hangs on few people, "" where it does not
	Facts        [][2]string
	Others       string
	OthersBad    bool
	Ways         []wayView
	Quote        *ui.Link
	Asked, Basis string
}

// wayView is one computed way to have it by the day wished for.
type wayView struct{ Title, Text string }

func (r *Rooms) canWe(w web.Writer, rq web.Request) error {
	x, err := r.Store.Askable(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l, q := rq.Lang, rq.URL.Query()
	p := canWePage{Shell: rq.Shell(l.T("dispatch.can.title")), Form: ui.Form{Values: q}, Order: q.Get("order"), Kinds: []ui.Option{{Label: l.T("dispatch.pick")}}}
	for _, k := range x.Kinds {
		p.Kinds = append(p.Kinds, ui.Option{Value: k.ID, Label: l.T("dispatch.can.kind_unit", "kind", ordersstore.KindName(l, k), "unit", l.T("orders.unit."+k.Unit))})
	}
	if !q.Has("volume") && !q.Has("kind") {
		return w.Page(canWeView(p))
	}
	a, err := r.Store.CanWe(rq.Context(), rq.Actor, dispatch.AskForm{Kind: q.Get("kind"), Volume: q.Get("volume"), Wanted: q.Get("wanted")})
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		f.Values = q
		p.Form, p.Shell = f, p.WithErrors(f)
		return w.PageStatus(http.StatusUnprocessableEntity, canWeView(p))
	}
	v := answered(l, a, x)
	if quote := toQuote(l, p.Order, a); !a.Promise.IsZero() {
		v.Quote = &quote
	}
	p.Answer = &v
	return w.Page(canWeView(p))
}

// toQuote leads to the quote with volume and date filled in; without an order yet, to the
// form in which one begins.
func toQuote(l i18n.Lang, order string, a dispatch.Answer) ui.Link {
	v := url.Values{"volume": {strconv.Itoa(a.Volume)}}
	if order != "" {
		v.Set("promise", a.Promise.String())
		return ui.Link{Href: l.Path("/staff/orders/" + url.PathEscape(order) + "/quote?" + v.Encode()), Label: l.T("dispatch.can.to_quote", "day", l.Date(a.Promise))}
	}
	v.Set("wanted", a.Promise.String())
	v.Set("kind", a.Kind.ID)
	return ui.Link{Href: l.Path("/staff/orders/new?" + v.Encode()), Label: l.T("dispatch.can.to_order", "day", l.Date(a.Promise))}
}

// amount is so many units of a kind in words.
func amount(l i18n.Lang, a dispatch.Answer, n int) string {
	return l.T("orders.volume."+a.Kind.Unit, "n", n)
}

// dayOr is a date in words, or that there is none within the days looked at.
func dayOr(l i18n.Lang, d, last when.Date) string {
	if d.IsZero() {
		return l.T("dispatch.after", "day", l.Date(last))
	}
	return l.Date(d)
}

func answered(l i18n.Lang, a dispatch.Answer, x dispatchstore.Askable) answerView {
	v := answerView{Asked: l.T("dispatch.can.asked", "kind", ordersstore.KindName(l, a.Kind), "amount", amount(l, a, a.Volume), "day", l.Date(a.Wanted)), Basis: l.T("dispatch.can.basis", "runs", a.Runs)}
	switch {
	case a.Fits:
		v.Kind, v.Icon, v.Big, v.Small = "ok", "okc", l.T("dispatch.can.yes", "day", l.Date(a.Wanted)), l.T("dispatch.can.yes_sub", "day", l.Date(a.Likely))
	case !a.Beyond:
		v.Kind, v.Icon, v.Big, v.Small = "warn", "cal", l.T("dispatch.can.by", "day", l.Date(a.Likely)), byWanted(l, a)
		if !a.Planned.After(a.Wanted) && !a.Planned.IsZero() {
			v.Small = l.T("dispatch.can.by_luck", "wanted", l.Date(a.Wanted))
		}
	case !a.Planned.IsZero():
		v.unsure(l, a)
	default:
		v.Kind, v.Icon, v.Big, v.Small = "bad", "bad", l.T("dispatch.can.no", "day", l.Date(a.LastDay)), byWanted(l, a)
		v.Basis = l.T("dispatch.can.basis_none") // nothing to rehearse
	}
	v.Facts = [][2]string{{l.T("dispatch.can.likely"), dayOr(l, a.Likely, a.LastDay)}, {l.T("dispatch.can.certain"), dayOr(l, a.Certain, a.LastDay)}, {l.T("dispatch.can.hours"), l.T("dispatch.hours", "n", a.Hours)}}
	if a.People > 0 {
		v.Facts = append(v.Facts, [2]string{l.T("dispatch.can.people"), l.T("dispatch.people", "n", a.People)})
	}
	v.others(l, a)
	v.Ways = ways(l, a, x)
	return v
}

// unsure is an order that would be ready if all goes as planned, and not nine times in ten:
// so many rehearsals ended, and how few people it hangs on.
func (v *answerView) unsure(l i18n.Lang, a dispatch.Answer) {
	v.Kind, v.Icon, v.Big = "bad", "bad", l.T("dispatch.can.unsure", "day", l.Date(a.LastDay))
	v.Small = l.T("dispatch.can.unsure_sub", "planned", l.Date(a.Planned), "day", l.Date(a.LastDay), "runs", a.Runs, "reached", a.Reached)
	if a.People <= fewPeople {
		v.Few = l.T("dispatch.can.unsure_few", "n", a.People)
	}
}

// fewPeople are so few that one who cannot come moves the day.
const fewPeople = 3

// others says what taking it by the day wished for does to other orders.
func (v *answerView) others(l i18n.Lang, a dispatch.Answer) {
	switch {
	case a.Orders > 0:
		v.Others, v.OthersBad = l.T("dispatch.can.others_bad", "day", l.Date(a.Wanted), "n", a.Orders), true
	case a.Fits:
		v.Others = l.T("dispatch.can.others_none")
	case a.OwnShort > 0:
		v.Others = l.T("dispatch.can.others_short", "day", l.Date(a.Wanted), "part", amount(l, a, a.OwnShort))
	default:
		v.Others = l.T("dispatch.can.others_after")
	}
}

// byWanted is how much of it can be done by the day wished for.
func byWanted(l i18n.Lang, a dispatch.Answer) string {
	if a.ByWanted == 0 {
		return l.T("dispatch.can.by_none", "wanted", l.Date(a.Wanted))
	}
	return l.T("dispatch.can.by_sub", "wanted", l.Date(a.Wanted), "all", amount(l, a, a.Volume), "part", amount(l, a, a.ByWanted))
}

// ways are the computed ways to have it by the day wished for, or part of it.
func ways(l i18n.Lang, a dispatch.Answer, x dispatchstore.Askable) (out []wayView) {
	if a.Fits {
		return nil
	}
	if a.ByWanted > 0 && a.ByWanted < a.Volume {
		text := l.T("dispatch.can.way.split_text", "wanted", l.Date(a.Wanted), "part", amount(l, a, a.ByWanted), "rest", amount(l, a, a.Volume-a.ByWanted), "day", dayOr(l, a.Likely, a.LastDay))
		out = append(out, wayView{l.T("dispatch.can.way.split"), text})
	}
	if a.MorePeople > 0 {
		out = append(out, wayView{l.T("dispatch.can.way.people"), l.T("dispatch.can.way.people_text", "skill", skillFor(l, a, x), "n", a.MorePeople, "hours", a.MoreHours, "wanted", l.Date(a.Wanted))})
	}
	if a.Backup > 0 {
		out = append(out, wayView{l.T("dispatch.can.way.backup"), l.T("dispatch.can.way.backup_text", "skill", skillFor(l, a, x), "n", a.Backup, "day", l.Date(a.BackupBy))})
	}
	if a.Partner > 0 && a.Partner < 100 {
		out = append(out, wayView{l.T("dispatch.can.way.partner"), l.T("dispatch.can.way.partner_text", "percent", a.Partner, "part", amount(l, a, (a.Volume*a.Partner+99)/100), "wanted", l.Date(a.Wanted))})
	}
	return out
}

// skillFor is what somebody has to be able to do for it, in words.
func skillFor(l i18n.Lang, a dispatch.Answer, x dispatchstore.Askable) string {
	if s, ok := x.Skills[a.Kind.Skill]; ok {
		return skillName(l, s)
	}
	return ordersstore.KindName(l, a.Kind)
}
