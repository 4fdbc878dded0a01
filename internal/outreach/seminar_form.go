package outreach

import (
	"net/url"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// SeminarForm is a seminar as staff type it.
type SeminarForm struct {
	Series, Title, TitleEN, Lead, LeadEN, About, Points, Speakers, Bring string
	Date, From, To, Doors                                                string
	Place, PlaceEN, OnlineURL                                            string
	Adults, Children, CareUntil, CareNote, Target                        string
}

const (
	textMost  = 20_000 // characters of the description
	seatsMost = 5_000
	doorsMost = 240 // minutes
)

// Seminar reads the form. Field names in faults are those of the page.
func (f SeminarForm) Seminar(today when.Date, loc *time.Location) (Seminar, error) {
	var c fault.Check
	s := Seminar{Series: one(f.Series), Title: one(f.Title), TitleEN: one(f.TitleEN), Lead: one(f.Lead), LeadEN: one(f.LeadEN), About: text(f.About),
		Points: text(f.Points), Speakers: text(f.Speakers), Bring: text(f.Bring), Place: one(f.Place), PlaceEN: one(f.PlaceEN),
		OnlineURL: strings.TrimSpace(f.OnlineURL), CareNote: one(f.CareNote)}
	c.When(s.Series == "", "series", "outreach.seminar.series_missing")
	c.When(s.Title == "", "title", "outreach.seminar.title_missing")
	c.When(len([]rune(s.Title)) > 60, "title", "outreach.seminar.title_long")
	f.times(&c, &s, today, loc)
	c.When(s.Place == "" && s.OnlineURL == "", "place", "outreach.seminar.place_missing")
	c.When(s.OnlineURL != "" && !webAddress(s.OnlineURL), "online_url", "outreach.seminar.online_form")
	s.Capacity.Adults = count(&c, f.Adults, "adults", 1, seatsMost, 0)
	s.Capacity.Children = count(&c, f.Children, "children", 0, seatsMost, 0)
	s.Target = count(&c, f.Target, "target", 0, seatsMost, 0)
	s.Doors = count(&c, f.Doors, "doors", 0, doorsMost, 20)
	if strings.TrimSpace(f.CareUntil) != "" {
		d, err := when.ReadDate(f.CareUntil, today)
		c.When(err != nil, "care_until", "outreach.seminar.date_form")
		c.When(err == nil && !s.Starts.IsZero() && d.After(s.Starts.DateIn(loc)), "care_until", "outreach.seminar.care_late")
		s.CareUntil = d
	}
	c.When(len([]rune(s.About)) > textMost, "about", "outreach.seminar.text_long", "n", textMost)
	return s, c.Err()
}

func (f SeminarForm) times(c *fault.Check, s *Seminar, today when.Date, loc *time.Location) {
	d, err := when.ReadDate(f.Date, today)
	c.When(strings.TrimSpace(f.Date) == "", "date", "outreach.seminar.date_missing")
	c.When(err != nil, "date", "outreach.seminar.date_form")
	from, e1 := when.ReadTime(f.From)
	c.When(e1 != nil, "from", "outreach.seminar.time_form")
	to, e2 := when.ReadTime(f.To)
	c.When(e2 != nil, "to", "outreach.seminar.time_form")
	c.When(e1 == nil && e2 == nil && to <= from, "to", "outreach.seminar.time_order")
	if err == nil && e1 == nil && e2 == nil {
		s.Starts, s.Ends = d.At(from, loc), d.At(to, loc)
	}
}

// count reads a number of people; an empty answer is none.
func count(c *fault.Check, s, field string, least, most, none int) int {
	if ja.Name(s) == "" && least == 0 {
		return none
	}
	n, err := ja.Int(s)
	if err != nil || n < least || n > most {
		c.Add(field, "outreach.seminar.count_range", "from", least, "to", most)
	}
	return n
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// one is a one-line answer: no line breaks, no spaces at its ends.
func one(s string) string {
	return strings.Trim(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' || r == '\t' }), " "), " \u3000")
}

// text is an answer of several lines with one kind of line break.
func text(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
