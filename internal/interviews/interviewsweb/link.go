package interviewsweb

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) linkRoutes(rt *web.Router) {
	open := web.Public("an applicant's own page, opened by the secret in the link")
	rt.Handle("GET /i/{token}", open, r.mine)
	rt.Handle("POST /i/{token}/book", open, r.book)
	rt.Handle("GET /i/{token}/cancel", open, r.cancelForm)
	rt.Handle("POST /i/{token}/cancel", open, r.cancel)
	rt.Handle("POST /i/{token}/phone", open, r.byPhone)
	rt.Handle("GET /i/{token}/stop", open, r.stopForm)
	rt.Handle("POST /i/{token}/stop", open, r.stop)
	rt.Handle("GET /i/{token}/calendar.ics", open, r.calendar)
}

// picker is the part of a page on which a time is picked: the three earliest or those of
// a day, and the calendar of a month. Staff and applicants share it.
type picker struct {
	Lang  i18n.Lang
	Form  ui.Form
	Head  string
	Slots []ui.Option
	Day   bool // the slots are of a day picked in the calendar
	Back  string
	Cal   month
	Phone string // the number the hub has
	Any   bool   // there is anything to pick
	Query string // keeps the day in the address the form is sent to
}

// month is a calendar: weeks of days, Sunday first.
type month struct {
	Caption    string
	Prev, Next string
	Weeks      [][]day
}

type day struct {
	No, Class, Note, Href, Full string
	Today, Picked               bool
}

// monthOf reads the month and day somebody asked for, from the address or the form.
func monthOf(rq web.Request) (first, picked when.Date) {
	get := rq.URL.Query().Get
	if d, err := when.ParseDate(get("d")); err == nil {
		picked = d
	}
	first = rq.Today()
	if picked.IsZero() {
		if d, err := when.ParseDate(get("m") + "-01"); err == nil {
			first = d
		}
	} else {
		first = picked
	}
	return when.On(first.Year(), first.Month(), 1), picked
}

func pickerOf(rq web.Request, m interviewsstore.Mine, f ui.Form, base, keep string) picker {
	l := rq.Lang
	first, picked := monthOf(rq)
	p := picker{Lang: l, Form: f, Head: rq.T("interviews.pick.first"), Phone: ja.PhoneShow(m.Phone), Any: len(m.First) > 0, Back: base + "?" + keep + "#times"}
	slots := m.First
	if len(m.Day) > 0 {
		slots, p.Day, p.Head, p.Query = m.Day, true, rq.T("interviews.pick.day", "date", l.Date(picked)), "?d="+picked.String()
	}
	for _, s := range slots {
		o := ui.Option{Value: s.ID, Label: interviewsstore.When(l, s), Note: rq.T("interviews.pick.note."+string(s.Kind), "place", s.Place, "by", s.By)}
		p.Slots = append(p.Slots, o)
	}
	p.Cal = monthView(rq, m, first, picked, base+"?"+keep)
	return p
}

func monthView(rq web.Request, m interviewsstore.Mine, first, picked when.Date, base string) month {
	l := rq.Lang
	v := month{Caption: rq.T("interviews.pick.month", "year", strconv.Itoa(first.Year()), "month", l.Month(first.Month()))}
	this := when.On(rq.Today().Year(), rq.Today().Month(), 1)
	if first.After(this) {
		v.Prev = base + "m=" + first.AddMonths(-1).String()[:7] + "#cal"
	}
	if next := first.AddMonths(1); !m.Last.Before(next) {
		v.Next = base + "m=" + next.String()[:7] + "#cal"
	}
	var week []day
	for range first.Weekday() {
		week = append(week, day{})
	}
	for d := first; d.Month() == first.Month(); d = d.AddDays(1) {
		week = append(week, dayOf(rq, d, m.Month[d], d == picked, base))
		if len(week) == 7 {
			v.Weeks, week = append(v.Weeks, week), nil
		}
	}
	if len(week) > 0 {
		for len(week) < 7 {
			week = append(week, day{})
		}
		v.Weeks = append(v.Weeks, week)
	}
	return v
}

func dayOf(rq web.Request, d when.Date, free int, picked bool, base string) day {
	x := day{No: strconv.Itoa(d.Day()), Today: d == rq.Today(), Picked: picked, Full: rq.Lang.Date(d)}
	_, holiday := calendar.HolidayOn(d)
	switch {
	case holiday || d.Weekday() == time.Sunday:
		x.Class = "sun"
	case d.Weekday() == time.Saturday:
		x.Class = "sat"
	}
	if holiday {
		x.Note = rq.T("interviews.pick.holiday")
	}
	if free > 0 {
		x.Note, x.Href = rq.T("interviews.pick.free", "n", free), base+"d="+d.String()+"#times"
	}
	return x
}

func weekdays(l i18n.Lang) (out [7]ui.Link) { // short and long name; Href holds the long one
	for i := range out {
		out[i] = ui.Link{Label: l.Weekday(time.Weekday(i)), Href: l.WeekdayLong(time.Weekday(i))}
	}
	return out
}

type minePage struct {
	ui.Shell
	Form                           ui.Form
	Base                           string
	Name                           string
	Pick                           picker
	Moving                         bool
	Booked, Closed                 bool
	When, Where, By, Join, CallsUs string
	Way                            string
	Child                          bool
	MayChange, MayPhone            bool
	Over                           string // what to say when nothing is left to pick
	Mail                           string
}

func (r *Rooms) minePage(rq web.Request, m interviewsstore.Mine, f ui.Form) minePage {
	l := rq.Lang
	p := minePage{Shell: rq.Shell(rq.T("interviews.link.title")).WithErrors(f), Form: f, Base: l.Path("/i/" + m.Token), Name: m.Name, Mail: m.Mail}
	p.NoIndex = true
	p.Moving = rq.URL.Query().Get("move") == "1" || f.Get("move") == "1"
	switch m.Stage {
	case interviews.New, interviews.Invited, interviews.Booked:
	default:
		p.Over = rq.T("interviews.link.over")
		if m.Stage == interviews.Closed {
			p.Over = rq.T("interviews.link.closed")
		}
		p.Title = rq.T("interviews.link.over_title")
		return p
	}
	keep := ""
	if p.Moving {
		keep = "move=1&"
	}
	p.Pick = pickerOf(rq, m, f, p.Base, keep)
	if m.Booking.ID == "" {
		p.Moving = false
		return p
	}
	p.Booked, p.Closed = true, m.Closed
	p.When, p.Where, p.By, p.Child = interviewsstore.When(l, m.Booking.Slot), interviewsstore.Where(l, m.Booking), m.Booking.Slot.By, m.Booking.Child
	p.Way = string(m.Booking.Way)
	p.MayChange = m.Booking.MayChange(rq.Now) == nil
	p.MayPhone = p.MayChange && m.Booking.Way != interviews.ByPhone
	switch m.Booking.Way {
	case interviews.ByVideo:
		p.Join, p.Where = m.Booking.Slot.Place, rq.T("interviews.kind.video")
	case interviews.ByPhone:
		p.CallsUs = rq.T("interviews.link.we_call", "phone", ja.PhoneShow(m.Phone))
	}
	p.Title = rq.T("interviews.link.booked")
	if p.Moving {
		p.Title = rq.T("interviews.link.move")
	}
	return p
}

func (r *Rooms) mineOf(rq web.Request) (interviewsstore.Mine, error) {
	first, picked := monthOf(rq)
	return r.Store.Mine(rq.Context(), rq.Actor, rq.PathValue("token"), first, picked)
}

func (r *Rooms) mine(w web.Writer, rq web.Request) error {
	m, err := r.mineOf(rq)
	if err != nil {
		return err
	}
	return w.Page(mineView(r.minePage(rq, m, ui.Form{})))
}

func pickOf(rq web.Request) interviews.Pick {
	f := rq.PostForm
	return interviews.Pick{Slot: f.Get("slot"), Phone: f.Get("phone"), Note: f.Get("note"), ByPhone: f.Get("by_phone") == "1", Child: f.Get("child") == "1"}
}

func (r *Rooms) book(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.Book(rq.Context(), rq.Actor, rq.PathValue("token"), pickOf(rq))
	if err == nil {
		return w.Say("ok", "interviews.link.said").SeeOther("/i/" + rq.PathValue("token"))
	}
	return again(w, rq, inForm(err, "slot", "interviews.book.taken"), func(f ui.Form) (templ.Component, error) {
		m, err := r.mineOf(rq)
		return mineView(r.minePage(rq, m, f)), err
	})
}

type surePage struct {
	ui.Shell
	Head, Text, Back, Action, Button string
}

// surePage asks once more before something ends.
func (r *Rooms) surePage(rq web.Request, what string) (surePage, error) {
	m, err := r.mineOf(rq)
	if err != nil {
		return surePage{}, err
	}
	base := rq.Lang.Path("/i/" + m.Token)
	p := surePage{Shell: rq.Shell(rq.T("interviews.link." + what)), Head: rq.T("interviews.link." + what), Text: rq.T("interviews.link." + what + "_text"), Back: base, Action: base + "/" + what,
		Button: rq.T("interviews.link." + what + "_yes")}
	p.NoIndex = true
	if what == "cancel" {
		if m.Booking.ID == "" {
			return p, fault.New(fault.Conflict, "interviews.book.ended")
		}
		p.Text = rq.T("interviews.link.cancel_text", "when", interviewsstore.When(rq.Lang, m.Booking.Slot))
	}
	return p, nil
}

func (r *Rooms) cancelForm(w web.Writer, rq web.Request) error {
	p, err := r.surePage(rq, "cancel")
	if err != nil {
		return err
	}
	return w.Page(sureView(p))
}

func (r *Rooms) cancel(w web.Writer, rq web.Request) error {
	if err := r.Store.Cancel(rq.Context(), rq.Actor, rq.PathValue("token")); err != nil {
		return err
	}
	return w.Say("ok", "interviews.link.cancelled").SeeOther("/i/" + rq.PathValue("token"))
}

func (r *Rooms) byPhone(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.ByPhone(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PostForm.Get("phone")); err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			m, err := r.mineOf(rq)
			return mineView(r.minePage(rq, m, f)), err
		})
	}
	return w.Say("ok", "interviews.link.said").SeeOther("/i/" + rq.PathValue("token"))
}

func (r *Rooms) stopForm(w web.Writer, rq web.Request) error {
	p, err := r.surePage(rq, "stop")
	if err != nil {
		return err
	}
	return w.Page(sureView(p))
}

func (r *Rooms) stop(w web.Writer, rq web.Request) error {
	if err := r.Store.GiveUp(rq.Context(), rq.Actor, rq.PathValue("token")); err != nil {
		return err
	}
	return w.SeeOther("/i/" + rq.PathValue("token"))
}

func (r *Rooms) calendar(w web.Writer, rq web.Request) error {
	body, err := r.Store.Calendar(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	return w.File("interview.ics", "text/calendar; charset=utf-8", []byte(body), true)
}

func wayIcon(way string) string {
	switch interviews.Kind(way) {
	case interviews.ByVideo:
		return "video"
	case interviews.ByPhone:
		return "phone"
	}
	return "pin"
}
