package interviewsstore

import (
	"strings"
	"time"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/lib/ics"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
)

// note is one letter to one applicant. kind is the middle of its word keys:
// interviews.mail.<kind>.subject and .text.
type note struct {
	kind    string
	to      interviews.Applicant
	booking interviews.Booking // what it tells of; the zero one for none
	off     bool               // the appointment does not take place
	subject string             // a letter staff wrote themselves
	body    string
}

// Link is the full address of an applicant's own page.
func (s *Store) Link(h hub.Hub, l i18n.Lang, token string) string {
	return s.Hubs.URL(h, l.Path("/i/"+token))
}

// uid names an applicant's calendar entry in every version of it.
func uid(h hub.Hub, applicantID string) string { return applicantID + "@" + h.Slug + ".hiroba" }

// write puts a letter into the post, in the transaction of the act it tells of; people
// without a mail address are told by telephone.
func (s *Store) write(tx *db.Tx, hubID string, n note) error {
	_, err := s.send(tx, hubID, n)
	return err
}

// send is write with the mail's id, "" where there is no address.
func (s *Store) send(tx *db.Tx, hubID string, n note) (string, error) {
	if n.to.Mail == "" {
		return "", nil
	}
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return "", err
	}
	return mail.Enqueue(tx, s.message(h, n, tx.Now()))
}

// againEvery is how often a link is sent again on request: a prank does not fill a mailbox.
const againEvery = 10 * time.Minute

func (s *Store) tellAgain(tx *db.Tx, hubID string, p interviews.Applicant) error {
	last, err := db.Value[string](tx, `select coalesce(max(created_at), '') from mail_message where hub_id = $1 and about = $2`, hubID, p.ID)
	if err != nil || last > tx.Now().Add(-againEvery).String() {
		return err
	}
	return s.write(tx, hubID, note{kind: "again", to: p})
}

// message is the letter in the person's language.
func (s *Store) message(h hub.Hub, n note, now when.Instant) mail.Message {
	l := i18n.Of(n.to.Lang)
	link := s.Link(h, l, s.token(h.ID, n.to.ID))
	m := mail.Message{Hub: h.ID, Kind: "interviews." + n.kind, About: n.to.ID, To: n.to.Mail, ToName: n.to.Name, Lang: l, Look: s.Hubs.Look(h, l)}
	slots := []any{"name", n.to.Name, "hub", hubstore.Name(h, l), "phone", ja.PhoneShow(h.Phone)}
	if n.booking.ID != "" {
		slots = append(slots, "date", l.Date(n.booking.Slot.Starts.DateIn(h.Zone())), "time", n.booking.Slot.Starts.ClockIn(h.Zone()).String())
		m.Facts = facts(l, n.booking, n.to.Phone)
	}
	if n.body != "" {
		m.Subject = n.subject
		m.Paragraphs = paragraphs(n.body)
		return m
	}
	m.Subject = l.T("interviews.mail."+n.kind+".subject", slots...)
	m.Paragraphs = append([]string{l.T("interviews.mail.dear", slots...)}, paragraphs(strings.ReplaceAll(l.T("interviews.mail."+n.kind+".text", slots...), "\n", "\n\n"))...)
	m.Button = &mail.Link{Label: l.T("interviews.mail.open"), URL: link}
	if n.kind == "bye" {
		m.Button = nil
	}
	if n.booking.ID != "" && n.kind != "hub_closed" {
		s.calendar(h, n, link, &m, now)
	}
	return m
}

// calendar adds the entry, and for a video room the way into it.
func (s *Store) calendar(h hub.Hub, n note, link string, m *mail.Message, now when.Instant) {
	m.ICSName, m.ICS = "interview.ics", s.entry(h, n.to, n.booking, n.off, link, now).String()
	if n.kind == "reminder" && n.booking.Way == interviews.ByVideo {
		l := i18n.Of(n.to.Lang)
		m.Button = &mail.Link{Label: l.T("interviews.mail.join"), URL: n.booking.Slot.Place}
		m.Links = []mail.Link{{Label: l.T("interviews.mail.open"), URL: link}}
	}
}

func (s *Store) entry(h hub.Hub, p interviews.Applicant, b interviews.Booking, off bool, link string, now when.Instant) ics.Event {
	l, method := i18n.Of(p.Lang), "PUBLISH"
	if off {
		method = "CANCEL"
	}
	return ics.Event{Method: method, UID: uid(h, p.ID), Sequence: p.Sequence, Stamp: now.Time(), Start: b.Slot.Starts.Time(), End: b.Slot.Ends.Time(),
		Summary: l.T("interviews.mail.entry", "hub", hubstore.Name(h, l)), Place: Where(l, b), Text: link, URL: link}
}

// Where is where a booking takes place, in one line.
func Where(l i18n.Lang, b interviews.Booking) string {
	switch b.Way {
	case interviews.ByPhone:
		return l.T("interviews.kind.phone")
	case interviews.ByVideo:
		return l.T("interviews.kind.video") + " " + b.Slot.Place
	}
	return b.Slot.Place
}

// When is date and times of a slot in one line.
func When(l i18n.Lang, s interviews.Slot) string {
	return l.T("interviews.slot.when", "date", l.Date(s.Starts.DateIn(when.Tokyo)), "hours", l.Range(s.Starts.ClockIn(when.Tokyo), s.Ends.ClockIn(when.Tokyo)))
}

func facts(l i18n.Lang, b interviews.Booking, phone string) []mail.Fact {
	f := []mail.Fact{{Label: l.T("interviews.fact.when"), Value: When(l, b.Slot)}, {Label: l.T("interviews.fact.where"), Value: Where(l, b)}}
	if b.Way == interviews.ByPhone {
		f = append(f, mail.Fact{Label: l.T("interviews.fact.we_call"), Value: ja.PhoneShow(phone)})
	}
	f = append(f, mail.Fact{Label: l.T("interviews.fact.by"), Value: b.Slot.By})
	if b.Child {
		f = append(f, mail.Fact{Label: l.T("interviews.fact.child"), Value: l.T("interviews.fact.child_yes")})
	}
	return f
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(s string) (out []string) {
	for _, p := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
