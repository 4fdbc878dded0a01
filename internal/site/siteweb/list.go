package siteweb

import (
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
)

// memberCard is one organisation as everybody sees it.
type memberCard struct{ Kind, Name, Role, Does, URL string }

// dutyTable says who does what: one line per part of the work, one column per member.
type dutyTable struct {
	Names []string
	Rows  []dutyRow
}

type dutyRow struct {
	Duty string
	On   []bool
}

// moment is one line of the history.
type moment struct{ On, Text, Lang string }

// withLists adds to the pages about the hub what staff keep as lists.
func (r *Rooms) withLists(rq web.Request, slug string, t *textPage) error {
	if slug == "access" {
		return r.withWays(rq, t)
	}
	if slug != "about" && slug != "consortium" {
		return nil
	}
	ms, err := r.Store.Members(rq.Context(), rq.Actor, false)
	if err != nil {
		return err
	}
	for _, m := range ms {
		t.Members = append(t.Members, cardOf(m, rq.Lang))
	}
	if slug == "consortium" {
		t.Duties = duties(ms, rq.Lang)
		return nil
	}
	hs, err := r.Store.Milestones(rq.Context(), rq.Actor, false)
	for _, h := range hs {
		t.History = append(t.History, moment{dayText(h, rq.Lang), hubstore.Pick(rq.Lang, h.Text, h.TextEN), langOf(rq.Lang, h.TextEN)})
	}
	return err
}

// wayRow is one way to the hub in finished words.
type wayRow struct{ From, By, Takes, Note string }

func (r *Rooms) withWays(rq web.Request, t *textPage) error {
	ws, err := r.Store.Ways(rq.Context(), rq.Actor, false)
	l := rq.Lang
	for _, w := range ws {
		t.Ways = append(t.Ways, wayRow{hubstore.Pick(l, w.From, w.FromEN), hubstore.Pick(l, w.By, w.ByEN), l.T("site.way.takes", "n", w.Takes), hubstore.Pick(l, w.Note, w.NoteEN)})
	}
	return err
}

// langOf is the language of a text that may exist in Japanese only: "" if it is the reader's.
func langOf(l i18n.Lang, en string) string {
	if l == i18n.EN && en == "" {
		return i18n.JA.Code()
	}
	return ""
}

func cardOf(m site.Member, l i18n.Lang) memberCard {
	return memberCard{l.T("site.member.kind." + string(m.Kind)), hubstore.Pick(l, m.Name, m.NameEN), hubstore.Pick(l, m.Role, m.RoleEN), hubstore.Pick(l, m.Does, m.DoesEN), m.URL}
}

// duties makes the table of roles; parts of the work that nobody has taken on are left out.
func duties(ms []site.Member, l i18n.Lang) (t dutyTable) {
	for _, m := range ms {
		t.Names = append(t.Names, hubstore.Pick(l, m.Name, m.NameEN))
	}
	for _, d := range site.Duties() {
		row, any := dutyRow{Duty: l.T("site.duty." + string(d))}, false
		for _, m := range ms {
			row.On = append(row.On, m.Has(d))
			any = any || m.Has(d)
		}
		if any {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// dayText is the date of a milestone as exactly as it is known; Japanese names the era too.
func dayText(m site.Milestone, l i18n.Lang) string {
	if m.Exact == site.ToTheDay {
		return l.DateEra(m.Day)
	}
	year := l.T("site.history.year", "year", m.Day.Year())
	if l == i18n.JA { // an era is named after its last day's year: 2019 is the first of Reiwa
		before, _, _ := strings.Cut(l.DateEra(when.On(m.Day.Year(), 12, 31)), "）")
		year = before + "）"
	}
	if m.Exact == site.ToTheYear {
		return year
	}
	return l.T("site.history.month", "year", year, "month", l.Month(m.Day.Month()))
}

// voiceCard is what somebody said.
type voiceCard struct{ Text, By, Lang string }

// exampleCard is one kind of work in finished words.
type exampleCard struct{ Kind, Name, Fee, Unit, Takes, Hourly string }

func (r *Rooms) voiceCards(rq web.Request) (out []voiceCard, err error) {
	vs, err := r.Store.Voices(rq.Context(), rq.Actor, false)
	if err == nil && r.Said != nil {
		var own []site.Voice
		own, err = r.Said(rq.Context(), rq.Actor)
		vs = append(own, vs...)
	}
	for _, v := range vs {
		out = append(out, voiceCard{hubstore.Pick(rq.Lang, v.Text, v.TextEN), hubstore.Pick(rq.Lang, v.By, v.ByEN), langOf(rq.Lang, v.TextEN)})
	}
	return out, err
}

func (r *Rooms) exampleCards(rq web.Request) (out []exampleCard, err error) {
	es, err := r.Store.Examples(rq.Context(), rq.Actor, false)
	l := rq.Lang
	for _, e := range es {
		out = append(out, exampleCard{hubstore.Pick(l, e.Kind, e.KindEN), hubstore.Pick(l, e.Name, e.NameEN), l.Yen(e.FeeYen), hubstore.Pick(l, e.Unit, e.UnitEN),
			l.T("site.jobs.takes", "n", e.Takes), l.T("site.jobs.hourly", "yen", l.Yen(e.Hourly()))})
	}
	return out, err
}

type voicesPage struct {
	ui.Shell
	Voices []voiceCard
}

func (r *Rooms) voices(w web.Writer, rq web.Request) error {
	vs, err := r.voiceCards(rq)
	if err != nil {
		return err
	}
	return w.Page(voicesView(voicesPage{rq.Shell(rq.T("site.voice.title")), vs}))
}

type examplesPage struct {
	ui.Shell
	Examples []exampleCard
}

func (r *Rooms) examples(w web.Writer, rq web.Request) error {
	es, err := r.exampleCards(rq)
	if err != nil {
		return err
	}
	return w.Page(examplesView(examplesPage{rq.Shell(rq.T("site.jobs.title")), es}))
}
