package workweb

import (
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

type overviewPage struct {
	orderHead
	Blamed []ui.Link // to a new version of the instruction
	Lacks  []lack
	Desk   *splitDesk
	Cut    bool
	Bars   *bars
	Money  [][2]string
	Firsts *firstsCard
}

// lack is what an order still lacks before it can be split, and where that is mended.
type lack struct{ Text, Href, Label string }

// lackWays are the pages on which what lacks is mended.
var lackWays = map[string]string{"not_ordered": "/quote", "no_rows": "/materials", "reading": "/materials", "no_columns": "/materials", "sealed_pictures": "/materials", "no_instruction": "/work/instruction"}

func lacksOf(l i18n.Lang, o workstore.Overview) (out []lack) {
	for _, key := range workstore.Lacks(o.Full) {
		x := lack{Text: l.T("work.field." + key), Href: l.Path("/staff/orders/" + o.ID + lackWays[key]), Label: l.T("work.staff.mend." + key)}
		if key == "withholding_open" {
			x.Href = l.Path("/staff/kinds/" + o.Kind)
		}
		out = append(out, x)
	}
	return out
}

// splitDesk is the split as it would come out.
type splitDesk struct {
	Minutes     string
	Least, Most string
	Again       bool // pieces are there, and none was taken on
	Sum         [][2]string
	Low         bool   // the fee falls short of the minimum wage
	Fault       string // why it cannot be split so
}

// usualMinutes is where the slider stands at first: a child's nap.
const usualMinutes = 20

func (r *Rooms) desk(rq web.Request, o workstore.Overview, f ui.Form) (*splitDesk, error) {
	d := &splitDesk{Minutes: f.Or("minutes", rq.URL.Query().Get("minutes")), Least: strconv.Itoa(work.MinutesLeast), Most: strconv.Itoa(work.MinutesMost), Again: o.Cut}
	if d.Minutes == "" {
		d.Minutes = strconv.Itoa(usualMinutes)
	}
	x, err := r.Store.Try(rq.Context(), rq.Actor, o.ID, intOf(d.Minutes))
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid && len(f.Fields) > 0 {
		d.Fault = rq.T(f.Fields[0].Key, f.Fields[0].Args...)
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	d.Sum, d.Low = sumOf(rq.Lang, o, x), x.Wage > 0 && x.Hourly < x.Wage
	return d, nil
}

// sumOf are the numbers of a split in words.
func sumOf(l i18n.Lang, o workstore.Overview, x workstore.Splitting) [][2]string {
	out := [][2]string{{l.T("work.staff.split.pieces"), l.T("work.staff.split.pieces_value", "n", x.Pieces)}, {l.T("work.staff.split.each"), l.T("work.staff.split.each_value", "n", x.RowsEach, "minutes", x.Minutes)}}
	if !o.Practice {
		out = append(out, [2]string{l.T("work.staff.split.fee"), l.Yen(x.FeeEach)}, [2]string{l.T("work.staff.split.hourly"), l.T("work.staff.split.hourly_value", "hourly", l.Yen(x.Hourly), "wage", l.Yen(x.Wage))})
	}
	out = append(out, [2]string{l.T("work.staff.split.hours"), l.T("work.staff.split.hours_value", "n", tenths(x.Seconds, 3600))})
	if !o.Practice {
		out = append(out, [2]string{l.T("work.staff.split.fees"), l.Yen(x.Fees)})
	}
	if x.Lanes > 1 {
		out = append(out, [2]string{l.T("work.staff.split.lanes"), l.T("work.staff.split.lanes_value", "n", x.Lanes)})
	}
	if x.Double {
		out = append(out, [2]string{l.T("work.staff.split.double"), l.T("work.staff.split.double_value")})
	}
	return out
}

// tenths is n in units, with one digit after the point where it says something.
func tenths(n, unit int) string {
	t := (n*10 + unit/2) / unit
	if t%10 == 0 || t >= 1000 {
		return i18n.JA.Number(t / 10)
	}
	return strconv.Itoa(t/10) + "." + strconv.Itoa(t%10)
}

// bars are how far the rows are.
type bars struct {
	Entered, Accepted           string
	EnteredShare, AcceptedShare int
	States                      []stateCount
	People                      string
	Late                        string
}

type stateCount struct {
	pieceTag
	Href, N string
}

func barsOf(l i18n.Lang, base string, p workstore.Progress) *bars {
	b := &bars{Entered: l.T("work.staff.of", "n", p.Entered, "total", p.Total), Accepted: l.T("work.staff.of", "n", p.Accepted, "total", p.Total), EnteredShare: p.Percent(p.Entered), AcceptedShare: p.Percent(p.Accepted), People: l.T("work.staff.people", "n", p.People)}
	for _, s := range pieceStates {
		if n := p.Pieces[s]; n > 0 {
			b.States = append(b.States, stateCount{pieceTagOf(l, s), base + "/pieces?state=" + string(s), l.T("work.staff.pieces", "n", n)})
		}
	}
	return b
}

// firstsCard is how the client's first rows stand.
type firstsCard struct {
	State    string
	Approved bool
	Wrong    []firstRow
	ByPhone  bool
}

type firstRow struct{ No, Href, Words string }

func firstsOf(l i18n.Lang, o workstore.Overview) *firstsCard {
	if o.FirstRows == 0 || !o.Cut {
		return nil
	}
	c := &firstsCard{Approved: o.Approved, ByPhone: !o.Approved}
	switch {
	case o.Approved:
		c.State = l.T("work.staff.firsts.approved")
	case len(o.Firsts) > 0:
		c.State = l.T("work.staff.firsts.judged")
	default:
		c.State = l.T("work.staff.firsts.waiting", "n", min(o.FirstRows, o.Rows))
	}
	for _, f := range o.Firsts {
		if !f.Right {
			no := strconv.Itoa(f.Row)
			c.Wrong = append(c.Wrong, firstRow{no, l.Path("/staff/orders/" + o.ID + "/rows/" + no + "/piece"), f.Words})
		}
	}
	return c
}

func (r *Rooms) overview(w web.Writer, rq web.Request) error {
	return r.overviewPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) overviewPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := overviewPage{orderHead: r.head(rq, o.Order, f, sent), Cut: o.Cut, Firsts: firstsOf(l, o)}
	if o.State != orders.Working && o.State != orders.Delivered && o.State != orders.Accepted {
		if p.Lacks = lacksOf(l, o); p.Run && len(p.Lacks) == 0 {
			if p.Desk, err = r.desk(rq, o, p.form("split")); err != nil {
				return err
			}
		}
	}
	if o.Cut {
		p.Bars = barsOf(l, p.Base, o.Progress)
	}
	if p.Run && !o.Practice && o.State.Bound() {
		p.Money = [][2]string{{l.T("work.staff.money.price"), l.Yen(o.Price.Times(int64(o.Volume)))}, {l.T("work.staff.money.fees"), l.Yen(o.Fees)}, {l.T("work.staff.money.margin"), l.Yen(o.Margin)}}
	}
	if p.Blamed, err = r.blamed(rq, p.Base, o.ID); err != nil {
		return err
	}
	return w.PageStatus(status, overviewView(p))
}

// blamed are the lines over which two people stumbled, each with the way to a new version.
func (r *Rooms) blamed(rq web.Request, base, orderID string) (out []ui.Link, err error) {
	lines, err := r.Store.Blamed(rq.Context(), rq.Actor, orderID)
	seen := 0
	for _, n := range lines {
		if n != seen { // two columns of one line are one banner
			out = append(out, ui.Link{Href: base + "/instruction?line=" + strconv.Itoa(n), Label: rq.T("work.staff.blamed", "line", n)})
		}
		seen = n
	}
	return out, err
}

func (r *Rooms) split(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Split(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(rq.PostForm.Get("minutes"))); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.overviewPage(w, rq, status, f, "split") })
	}
	return w.Say("ok", "work.staff.said.split").SeeOther(workPath(rq, "/call"))
}

func (r *Rooms) approveFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.ApproveFor(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("by")); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.overviewPage(w, rq, status, f, "firsts") })
	}
	return w.Say("ok", "work.staff.said.approved").SeeOther(workPath(rq, ""))
}
