package outreachstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/i18n"
)

// Title is the seminar's title in a language.
func Title(l i18n.Lang, m outreach.Seminar) string { return hubstore.Pick(l, m.Title, m.TitleEN) }

// Lead is the seminar's lead in a language.
func Lead(l i18n.Lang, m outreach.Seminar) string { return hubstore.Pick(l, m.Lead, m.LeadEN) }

// Hours are the seminar's times: 10:00〜11:30.
func Hours(l i18n.Lang, m outreach.Seminar) string {
	return l.Range(m.Starts.ClockIn(when.Tokyo), m.Ends.ClockIn(when.Tokyo))
}

// Day is the seminar's civil date.
func Day(m outreach.Seminar) when.Date { return m.Starts.DateIn(when.Tokyo) }

// When is date and times in one line.
func When(l i18n.Lang, m outreach.Seminar) string {
	return l.T("outreach.seminar.when", "date", l.DateYear(Day(m)), "hours", Hours(l, m))
}

// Where is the place, or that it is online.
func Where(l i18n.Lang, m outreach.Seminar) string {
	if m.Place == "" {
		return l.T("outreach.seminar.online")
	}
	return hubstore.Pick(l, m.Place, m.PlaceEN)
}

// WhereFor is where one party takes part.
func WhereFor(l i18n.Lang, m outreach.Seminar, p outreach.Party) string {
	if p.Way == outreach.Online {
		return l.T("outreach.seminar.online")
	}
	return Where(l, m)
}

// Who is a party in words: two adults, one child.
func Who(l i18n.Lang, p outreach.Party) string {
	s := l.T("outreach.party.adults", "n", p.Adults)
	if n := len(p.Children); n > 0 {
		s = l.T("outreach.party.both", "adults", s, "children", l.T("outreach.party.children", "n", n))
	}
	return s
}

// Age is a child's age in words.
func Age(l i18n.Lang, months int) string {
	switch {
	case months < 12:
		return l.T("outreach.party.months", "n", months)
	case months%12 == 0:
		return l.T("outreach.party.years", "n", months/12)
	}
	return l.T("outreach.party.years_months", "years", months/12, "months", months%12)
}

// Ages are the ages of a party's children in words, as the form takes them.
func Ages(l i18n.Lang, months []int) string {
	words := make([]string, len(months))
	for i, n := range months {
		words[i] = Age(l, n)
	}
	return Joined(l, words)
}

// Joined is several things in one line.
func Joined(l i18n.Lang, words []string) string {
	s := ""
	for i, w := range words {
		if i == 0 {
			s = w
		} else {
			s = l.T("outreach.party.list", "a", s, "b", w)
		}
	}
	return s
}
