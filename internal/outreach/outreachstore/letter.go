package outreachstore

import (
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
)

// note is one letter to one party. kind is the middle of its word keys:
// outreach.mail.<kind>.subject and .text.
type note struct {
	kind    string
	sem     outreach.Seminar
	to      outreach.Signup
	ahead   int          // parties before it in the line
	until   when.Instant // the offer's end
	reason  string       // why a seminar is called off
	subject string       // a letter staff wrote themselves
	body    string
}

// Link is the full address of a party's own page.
func (s *Store) Link(h hub.Hub, l i18n.Lang, token string) string {
	return s.Hubs.URL(h, l.Path("/t/"+token))
}

// Pass is what the QR of a ticket says: the party's page, and after the # the short
// code by which the door finds the party even without a line.
func (s *Store) Pass(h hub.Hub, token, code string) string {
	return s.Hubs.URL(h, "/t/"+token) + "#" + code
}

// UID names a party's calendar entry in every version of it.
func UID(h hub.Hub, signupID string) string { return signupID + "@" + h.Slug + ".hiroba" }

// tell writes to one party, if it has a mail address.
func (s *Store) tell(tx *db.Tx, hubID string, sem outreach.Seminar, g outreach.Signup, kind string, ahead int) error {
	return s.write(tx, hubID, []note{{kind: kind, sem: sem, to: g, ahead: ahead}})
}

func (s *Store) tellOffer(tx *db.Tx, hubID string, sem outreach.Seminar, g outreach.Signup, until when.Instant) error {
	return s.write(tx, hubID, []note{{kind: "offer", sem: sem, to: g, until: until}})
}

// write puts letters into the post, in the transaction of the act they tell of.
func (s *Store) write(tx *db.Tx, hubID string, notes []note) error {
	mailed := false
	for _, n := range notes {
		mailed = mailed || n.to.Mail != ""
	}
	if !mailed {
		return nil
	}
	h, err := hubstore.Sign(tx, hubID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.to.Mail == "" {
			continue
		}
		if _, err := mail.Enqueue(tx, s.message(h, n, tx.Now())); err != nil {
			return err
		}
	}
	return nil
}

// message is the letter in the party's language.
func (s *Store) message(h hub.Hub, n note, now when.Instant) mail.Message {
	l := i18n.Of(n.to.Lang)
	token := s.token(h.ID, n.to.ID)
	link := s.Link(h, l, token)
	m := mail.Message{Hub: h.ID, Kind: "outreach." + n.kind, About: n.to.ID, To: n.to.Mail, ToName: n.to.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Facts: s.facts(l, n), Button: &mail.Link{Label: l.T("outreach.mail.open"), URL: link}}
	s.words(l, n, &m)
	if n.kind == "offer" {
		m.Button = &mail.Link{Label: l.T("outreach.mail.offer.button"), URL: link}
		m.Links = []mail.Link{{Label: l.T("outreach.mail.offer.decline"), URL: link + "/decline"}}
	}
	if n.kind == "reminder" && n.to.Way == outreach.Online {
		m.Button = &mail.Link{Label: l.T("outreach.mail.join"), URL: n.sem.OnlineURL}
		m.Links = []mail.Link{{Label: l.T("outreach.mail.open"), URL: link}}
	}
	if n.to.State == outreach.Seated && n.kind != "off" {
		s.enclose(h, n, token, &m, now, false)
	}
	if n.kind == "cancelled" || n.kind == "off" {
		s.enclose(h, n, token, &m, now, true)
	}
	return m
}

func (s *Store) words(l i18n.Lang, n note, m *mail.Message) {
	if n.body != "" {
		m.Subject = n.subject
		m.Paragraphs = append([]string{l.T("outreach.mail.dear", "name", n.to.Name)}, paragraphs(n.body)...)
		return
	}
	slots := []any{"name", n.to.Name, "title", Title(l, n.sem), "date", l.Date(Day(n.sem)), "n", n.ahead + 1, "until", l.Moment(n.until, when.Tokyo), "reason", n.reason}
	m.Subject = l.T("outreach.mail."+n.kind+".subject", slots...)
	m.Paragraphs = append([]string{l.T("outreach.mail.dear", slots...)}, paragraphs(strings.ReplaceAll(l.T("outreach.mail."+n.kind+".text", slots...), "\n", "\n\n"))...)
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

func (s *Store) facts(l i18n.Lang, n note) []mail.Fact {
	f := []mail.Fact{{Label: l.T("outreach.fact.seminar"), Value: Title(l, n.sem)}, {Label: l.T("outreach.fact.when"), Value: When(l, n.sem)},
		{Label: l.T("outreach.fact.where"), Value: WhereFor(l, n.sem, n.to.Party)}}
	if n.kind == "off" || n.kind == "cancelled" || n.kind == "lapsed" {
		return f
	}
	f = append(f, mail.Fact{Label: l.T("outreach.fact.party"), Value: Who(l, n.to.Party)}, mail.Fact{Label: l.T("outreach.fact.code"), Value: n.to.Code})
	if bring := Joined(l, outreach.Lines(n.sem.Bring)); bring != "" && n.to.Way == outreach.AtPlace {
		f = append(f, mail.Fact{Label: l.T("outreach.fact.bring"), Value: bring})
	}
	return f
}

// enclose adds the calendar entry and, for a seat at the place, the ticket's QR.
func (s *Store) enclose(h hub.Hub, n note, token string, m *mail.Message, now when.Instant, cancelled bool) {
	l := i18n.Of(n.to.Lang)
	e := n.sem.Entry(UID(h, n.to.ID), n.to.Sequence, cancelled, Title(l, n.sem), WhereFor(l, n.sem, n.to.Party), s.Link(h, l, token), now)
	m.ICSName, m.ICS = "seminar.ics", e.String()
	if !cancelled && n.to.Way == outreach.AtPlace {
		m.Pass = s.Pass(h, token, n.to.Code)
	}
}
