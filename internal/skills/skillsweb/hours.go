package skillsweb

import (
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

type hoursPage struct {
	frame
	Form                 ui.Form
	Week                 string // Monday, for the form
	Span                 string // the week in words
	Weeks                []ui.NavItem
	Strip                strip
	Total, Cap, Standing string
	First                bool // no usual week yet
	Today                todayCard
	ShowToday            bool
	Offs                 []dayOff
	Schools              []ui.Option
	Rules                []ui.Option
	Follows, Breaks      string // what is followed, in words
}

type dayOff struct{ Date, Words string }

// strip is the table of the week: seven rows, six bands.
type strip struct {
	Action string // where the form goes
	Heads  []bandHead
	Rows   []stripRow
}

type bandHead struct{ Name, Hours string }

type stripRow struct {
	Weekday, Day, Said, Href, More string
	Past, Off, Today               bool
	Cells                          []stripCell
}

type stripCell struct {
	Value, Said string
	On, Part    bool
}

// weekAsked is the week a page is about: the one asked for, or this one.
func weekAsked(s string, today when.Date) when.Date {
	this := skills.Monday(today)
	d := dateOf(s)
	if d.IsZero() {
		return this
	}
	d = skills.Monday(d)
	if d.Before(this) || !d.Before(this.AddDays(7*skills.WeeksAhead)) {
		return this
	}
	return d
}

func heads(l i18n.Lang) (out []bandHead) {
	for _, b := range skills.Bands {
		out = append(out, bandHead{l.T("skills.band." + b.Key), l.T("skills.band.hours", "from", int(b.From)/60, "to", int(b.To)/60)})
	}
	return out
}

// stripOf shows a week; days is the path of the pages of single days, "" without.
func stripOf(l i18n.Lang, h skillsstore.Hours, week when.Date, action, days string) strip {
	s := strip{Action: action, Heads: heads(l)}
	for i, d := range h.Week(week) {
		on := week.AddDays(i)
		row := stripRow{Weekday: l.Weekday(on.Weekday()), Day: fmt.Sprint(on.Day()), Said: l.Date(on), Past: on.Before(h.Today), Off: h.Off[on], Today: on == h.Today}
		if days != "" {
			row.Href, row.More = days+on.String(), l.T("skills.hours.exact", "date", l.Date(on))
		}
		for _, b := range skills.Bands {
			n := d.In(b).Minutes()
			c := stripCell{Value: skills.Cell(i, b), On: n > 0, Part: n > 0 && n < int(b.To-b.From), Said: l.WeekdayLong(on.Weekday()) + " " + l.T("skills.band."+b.Key)}
			if c.Part {
				c.Said += " " + spans(l, d.In(b))
			}
			row.Cells = append(row.Cells, c)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// spans writes the stretches of a day.
func spans(l i18n.Lang, d skills.Day) string {
	var out []string
	for _, s := range d.Spans() {
		out = append(out, l.Range(s.From, s.To))
	}
	return list(l, out)
}

func (r *Rooms) hours(w web.Writer, rq web.Request, p person) error {
	return r.hoursPage(w, rq, p, 200, rq.URL.Query().Get("week"), ui.Form{})
}

func (r *Rooms) hoursPage(w web.Writer, rq web.Request, p person, status int, asked string, f ui.Form) error {
	h, err := r.Store.Hours(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	l, week := rq.Lang, weekAsked(asked, h.Today)
	page := hoursPage{frame: r.frame(rq, p, h.Worker, rq.T("skills.hours.title")), Form: f, Week: week.String(), Span: weekWords(l, week), First: !h.Set}
	page.Shell = page.Shell.WithErrors(f)
	page.Strip = stripOf(l, h, week, page.Base+"/hours", page.Base+"/hours/day/")
	page.Weeks = weekLinks(l, h.Today, week, page.Base)
	page.Total = skillsstore.Duration(l, h.Week(week).Minutes())
	if n := h.Offered(week); n < h.Week(week).Minutes() {
		page.Cap = l.T("skills.hours.capped", "time", skillsstore.Duration(l, n))
	}
	page.Standing = standing(l, h, week)
	if !p.staff() && week == skills.Monday(h.Today) {
		page.ShowToday = true
		if page.Today, err = r.todayCard(rq, h); err != nil {
			return err
		}
	}
	for _, d := range h.Offs {
		page.Offs = append(page.Offs, dayOff{d.String(), l.Date(d)})
	}
	page.school(rq, h)
	return w.PageStatus(status, hoursView(page))
}

// standing says why the week looks as it does.
func standing(l i18n.Lang, h skillsstore.Hours, week when.Date) string {
	_, given := h.Given[week]
	switch {
	case given:
		return l.T("skills.hours.given")
	case h.Set:
		return l.T("skills.hours.usual")
	}
	return l.T("skills.hours.nothing")
}

func weekWords(l i18n.Lang, week when.Date) string {
	return l.T("skills.hours.span", "from", l.Date(week), "to", l.Date(week.AddDays(6)))
}

func weekLinks(l i18n.Lang, today, week when.Date, base string) (out []ui.NavItem) {
	this := skills.Monday(today)
	for i := range skills.WeeksAhead {
		m := this.AddDays(7 * i)
		it := ui.NavItem{Href: base + "/hours?week=" + m.String(), Label: l.T("skills.hours.from", "date", l.DateShort(m)), Current: m == week}
		switch i {
		case 0:
			it.Label = l.T("skills.hours.this")
		case 1:
			it.Label = l.T("skills.hours.next")
		}
		out = append(out, it)
	}
	return out
}

// school says which school is followed and offers the others.
func (p *hoursPage) school(rq web.Request, h skillsstore.Hours) {
	l := rq.Lang
	for _, s := range h.Schools {
		name := schoolWord(l, s)
		if s.ID == h.School {
			p.Follows = l.T("skills.school.follows_"+string(h.Rule), "name", name)
			var breaks []string
			for _, b := range s.Breaks {
				breaks = append(breaks, breakWord(l, b))
			}
			p.Breaks = list(l, breaks)
		}
		if s.Retired.IsZero() {
			p.Schools = append(p.Schools, ui.Option{Value: s.ID, Label: name, On: s.ID == h.School})
		}
	}
	for _, rule := range []skills.SchoolRule{skills.SchoolOff, skills.SchoolEvening} {
		p.Rules = append(p.Rules, ui.Option{Value: string(rule), Label: l.T("skills.school.rule_" + string(rule)), On: h.Rule == rule || h.Rule == "" && rule == skills.SchoolOff})
	}
}

func schoolWord(l i18n.Lang, s skills.School) string {
	if l == i18n.EN && s.NameEN != "" {
		return s.NameEN
	}
	return s.Name
}

func breakWord(l i18n.Lang, b skills.Break) string {
	name := b.Name
	if l == i18n.EN && b.NameEN != "" {
		name = b.NameEN
	}
	return l.T("skills.school.break_span", "name", name, "from", l.DateShort(b.From), "to", l.DateShort(b.To))
}

func (r *Rooms) setWeek(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	week := dateOf(rq.PostForm.Get("week"))
	var err error
	if rq.PostForm.Get("act") == "same" {
		err = r.Store.SameAsBefore(rq.Context(), rq.Actor, p.worker, week)
	} else {
		err = r.Store.SetWeek(rq.Context(), rq.Actor, p.worker, week, rq.PostForm["free"], rq.PostForm.Get("usual") == "1")
	}
	if err != nil {
		return err
	}
	return w.Say("ok", "skills.hours.kept").SeeOther(p.base + "/hours?week=" + week.String())
}

// after shows the hours again: with what is wrong, or with what was done.
func (r *Rooms) after(w web.Writer, rq web.Request, p person, err error, said string) error {
	week := rq.PostForm.Get("week")
	if err == nil {
		return w.Say("ok", said).SeeOther(p.base + "/hours?week=" + week)
	}
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return r.hoursPage(w, rq, p, 422, week, f)
}

func (r *Rooms) takeOff(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.after(w, rq, p, r.Store.TakeOff(rq.Context(), rq.Actor, p.worker, rq.PostForm.Get("from"), rq.PostForm.Get("to")), "skills.off.kept")
}

func (r *Rooms) backOn(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.after(w, rq, p, r.Store.BackOn(rq.Context(), rq.Actor, p.worker, dateOf(rq.PostForm.Get("date"))), "skills.off.back")
}

func (r *Rooms) followSchool(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	rule := skills.SchoolRule(rq.PostForm.Get("rule"))
	said := "skills.school.kept"
	if rule == "" {
		said = "skills.school.ended"
	}
	return r.after(w, rq, p, r.Store.FollowSchool(rq.Context(), rq.Actor, p.worker, rq.PostForm.Get("school"), rule), said)
}

type dayPage struct {
	frame
	Form  ui.Form
	Date  string
	Words string
	Back  string
	Pairs []pair
}

// pair is one line of the exact form.
type pair struct{ N, From, To string }

func (r *Rooms) day(w web.Writer, rq web.Request, p person) error {
	d := dateOf(rq.PathValue("date"))
	page, err := r.dayPage(rq, p, d, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(dayView(page))
}

func (r *Rooms) dayPage(rq web.Request, p person, d when.Date, f ui.Form) (dayPage, error) {
	h, err := r.Store.Hours(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return dayPage{}, err
	}
	words := rq.Lang.Date(d)
	page := dayPage{frame: r.frame(rq, p, h.Worker, words), Form: f, Date: d.String(), Words: words, Back: rq.Lang.Path(p.base) + "/hours?week=" + skills.Monday(d).String()}
	page.Shell = page.Shell.WithErrors(f)
	of := h.On(d).Spans()
	for i := range skills.SpansMost {
		x := pair{N: fmt.Sprint(i + 1)}
		if i < len(of) {
			x.From, x.To = of[i].From.String(), of[i].To.String()
		}
		page.Pairs = append(page.Pairs, x)
	}
	return page, nil
}

func (r *Rooms) setDay(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	d := dateOf(rq.PathValue("date"))
	var pairs [skills.SpansMost][2]string
	for i := range pairs {
		n := fmt.Sprint(i + 1)
		pairs[i] = [2]string{rq.PostForm.Get("from" + n), rq.PostForm.Get("to" + n)}
	}
	if err := r.Store.SetDay(rq.Context(), rq.Actor, p.worker, d, pairs); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		page, err := r.dayPage(rq, p, d, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, dayView(page))
	}
	return w.Say("ok", "skills.hours.kept").SeeOther(p.base + "/hours?week=" + skills.Monday(d).String())
}

func (r *Rooms) linkRoutes(rt *web.Router) {
	why := web.Public("the link in the Sunday message opens one week of one worker, and nothing else")
	rt.Handle("GET /week/{worker}/{week}/{proof}", why, r.weekByLink)
	rt.Handle("POST /week/{worker}/{week}/{proof}", why, r.setByLink)
}

type linkPage struct {
	ui.Shell
	Greeting, Span, Week, Total, Standing string
	Strip                                 strip
	First                                 bool
}

func linkOf(rq web.Request) skillsstore.Link {
	return skillsstore.Link{Worker: rq.PathValue("worker"), Week: rq.PathValue("week"), Proof: rq.PathValue("proof")}
}

func (r *Rooms) weekByLink(w web.Writer, rq web.Request) error {
	h, err := r.Store.WeekByLink(rq.Context(), rq.Actor, linkOf(rq))
	if err != nil {
		return err
	}
	week := dateOf(rq.PathValue("week"))
	p := linkPage{Shell: rq.Shell(rq.T("skills.hours.title")), Greeting: rq.T("skills.home.hello", "name", given(h.Worker.Name)), Span: weekWords(rq.Lang, week), Week: week.String(),
		Total: skillsstore.Duration(rq.Lang, h.Week(week).Minutes()), Standing: standing(rq.Lang, h, week), First: !h.Set,
		Strip: stripOf(rq.Lang, h, week, rq.Lang.Path(rq.URL.Path), "")}
	p.NoIndex = true
	return w.Page(linkView(p))
}

func (r *Rooms) setByLink(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.SetWeekByLink(rq.Context(), rq.Actor, linkOf(rq), rq.PostForm["free"], rq.PostForm.Get("act") == "same", rq.PostForm.Get("usual") == "1")
	if err != nil {
		return err
	}
	return w.Say("ok", "skills.hours.kept").SeeOther(rq.URL.Path)
}

// on is the option that stands now.
func on(of []ui.Option) string {
	for _, o := range of {
		if o.On {
			return o.Value
		}
	}
	return ""
}

// list writes several things one after another.
func list(l i18n.Lang, of []string) (s string) {
	for i, x := range of {
		if i == 0 {
			s = x
		} else {
			s = l.T("skills.time.list", "a", s, "b", x)
		}
	}
	return s
}
