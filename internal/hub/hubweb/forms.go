package hubweb

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/i18n"
)

// readHub reads the details of a hub from a form; the hub's own Check says what is wrong.
func readHub(f url.Values) hub.Hub {
	h := hub.Hub{Slug: strings.TrimSpace(f.Get("slug")), Host: strings.ToLower(strings.TrimSpace(f.Get("host"))), Name: f.Get("name"), NameEN: f.Get("name_en"), Kana: f.Get("kana"),
		Sub: f.Get("sub"), SubEN: f.Get("sub_en"), Operators: f.Get("operators"), OperatorsEN: f.Get("operators_en"), Postcode: f.Get("postcode"),
		Address: f.Get("address"), AddressEN: f.Get("address_en"), Access: f.Get("access"), AccessEN: f.Get("access_en"), Phone: f.Get("phone"), Mail: f.Get("mail")}
	var err error
	if h.Hue, err = ja.Int(f.Get("hue")); err != nil {
		h.Hue = -1
	}
	h.Version, _ = strconv.Atoi(f.Get("version"))
	if h.ReplyDays, err = ja.Int(f.Get("reply_days")); err != nil || h.ReplyDays < 1 || h.ReplyDays > 20 {
		h.ReplyDays = 2
	}
	if f.Has("few") { // the form that opens a hub does not ask
		if h.Few, err = ja.Int(f.Get("few")); err != nil || h.Few == 0 {
			h.Few = -1
		}
	}
	return h
}

// readWeek reads opening hours from fields d0 … d6: "9:00-12:00, 13:00-17:00", empty for closed.
func readWeek(f url.Values, h *hub.Hub) error {
	var c fault.Check
	for d := range 7 {
		name := "d" + strconv.Itoa(d)
		for _, part := range strings.FieldsFunc(f.Get(name), func(r rune) bool { return r == ',' || r == '、' || r == '，' }) {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			from, to, ok := strings.Cut(strings.NewReplacer("〜", "-", "～", "-", "–", "-", "－", "-", "ー", "-", "から", "-").Replace(part), "-")
			a, err1 := when.ReadTime(from)
			b, err2 := when.ReadTime(strings.TrimSuffix(to, "まで"))
			if !ok || err1 != nil || err2 != nil {
				c.Add(name, "hub.field.hours_form")
				continue
			}
			h.Week[d] = append(h.Week[d], calendar.Span{From: a, To: b})
		}
	}
	h.OpenHolidays = f.Get("open_holidays") == "1"
	for name, to := range map[string]*string{"year_end_from": &h.YearEndFrom, "year_end_to": &h.YearEndTo} {
		s := strings.TrimSpace(ja.FoldNumber(f.Get(name)))
		if s == "" {
			continue
		}
		if t, err := time.Parse("1-2", s); err == nil {
			*to = t.Format("01-02")
		} else {
			c.Add(name, "hub.field.year_end_form")
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	return hub.CheckWeek(h.Week)
}

// weekText is how opening hours stand in the form's fields.
func weekText(spans []calendar.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, s.From.String()+"-"+s.To.String())
	}
	return strings.Join(out, ", ")
}

// readClosure reads a closure; dates and times are taken as people write them.
func readClosure(f url.Values, today when.Date) (hub.Closure, error) {
	x := hub.Closure{ID: f.Get("once"), Reason: f.Get("reason"), ReasonEN: strings.TrimSpace(f.Get("reason_en"))}
	var c fault.Check
	for name, to := range map[string]*when.Date{"from": &x.From, "to": &x.To} {
		if s := strings.TrimSpace(f.Get(name)); s != "" {
			d, err := when.ReadDate(s, today)
			c.When(err != nil, name, "hub.closure.date_form")
			*to = d
		}
	}
	for name, to := range map[string]*when.TimeOfDay{"opens": &x.Opens, "closes": &x.Closes} {
		if s := strings.TrimSpace(f.Get(name)); s != "" {
			t, err := when.ReadTime(s)
			c.When(err != nil, name, "hub.closure.time_form")
			*to = t
		}
	}
	return x, c.Err()
}

// Sentence is what a closure says to people.
func Sentence(c hub.Closure, l i18n.Lang) string {
	reason := c.Reason
	if l == i18n.EN && c.ReasonEN != "" {
		reason = c.ReasonEN
	}
	switch {
	case c.Whole():
		return l.T("hub.closure.all_day", "reason", reason)
	case c.Opens > 0 && c.Closes > 0:
		return l.T("hub.closure.part", "reason", reason, "from", c.Opens.String(), "to", c.Closes.String())
	case c.Opens > 0:
		return l.T("hub.closure.late", "reason", reason, "time", c.Opens.String())
	}
	return l.T("hub.closure.early", "reason", reason, "time", c.Closes.String())
}

// Days are the days of a closure in words.
func Days(c hub.Closure, l i18n.Lang) string {
	if c.From == c.To {
		return l.Date(c.From)
	}
	return l.T("hub.closure.span", "from", l.Date(c.From), "to", l.Date(c.To))
}
