package outreachstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

const inquiryColumns = `select id, category, name, mail, phone, lang, first_words, owner_id, owner_name, state, due_at, source, version, made_at from inquiry where hub_id = $1 `

func scanInquiry(s db.Scanner) (i outreach.Inquiry, err error) {
	err = s.Scan(&i.ID, &i.Category, &i.Name, &i.Mail, &i.Phone, &i.Lang, &i.FirstWords, &i.Owner, &i.OwnerName, &i.State, &i.Due, &i.Source, &i.Version, &i.Made)
	return i, err
}

var errInquiry = fault.New(fault.NotFound, "outreach.inquiry.gone")

// Ask takes an inquiry in, promises a time, and mails the receipt. once is the form's
// own mark: the second press of the same form answers the first one's token.
func (s *Store) Ask(ctx context.Context, a who.Actor, f outreach.InquiryForm, once string) (token string, err error) {
	if err := a.May(outreach.MayAsk); err != nil {
		return "", err
	}
	i, err := f.Read()
	if err != nil {
		return "", err
	}
	return s.takeIn(ctx, a, i, once, "web")
}

// AskFor takes in what somebody asked by telephone.
func (s *Store) AskFor(ctx context.Context, a who.Actor, f outreach.InquiryForm, once string) error {
	if err := a.May(outreach.MayDesk); err != nil {
		return err
	}
	i, err := f.Read()
	if err != nil {
		return err
	}
	_, err = s.takeIn(ctx, a, i, once, "phone")
	return err
}

func (s *Store) takeIn(ctx context.Context, a who.Actor, i outreach.Inquiry, once, source string) (string, error) {
	// The token follows from the form's mark, so a second press finds the same page.
	token := s.Keys.Sign("inquiry", a.Hub+once)
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return "", err
		}
		i.ID, i.Due = id.Make(), h.Hours().ReplyBy(tx.Now(), h.Zone(), h.ReplyDays)
		if i.Due.IsZero() { // a hub that has not set its hours yet still keeps its word
			i.Due = tx.Now().Add(time.Duration(h.ReplyDays+2) * 24 * time.Hour)
		}
		n, err := tx.Exec(`insert into inquiry (hub_id, id, token_hash, once_key, category, name, mail, phone, lang, first_words, owner_id, owner_name, state, due_at,
			consent_version, source, version, made_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', 'open', $11, $12, $13, 1, $14, $14)
			on conflict (hub_id, once_key) do nothing`, a.Hub, i.ID, id.Hash(token), once, string(i.Category), i.Name, i.Mail, i.Phone, i.Lang, i.FirstWords, i.Due,
			outreach.ConsentVersion, source, tx.Now())
		if err != nil || n == 0 {
			return token, err
		}
		if err := addEntry(tx, a, i.ID, "asked", i.Name, i.FirstWords, ""); err != nil {
			return "", err
		}
		if _, err := mail.Enqueue(tx, s.receipt(h, i, token)); err != nil {
			return "", err
		}
		return token, journal.Note(tx, a, outreach.Asked{ID: i.ID, Category: i.Category})
	})
}

func (s *Store) receipt(h hub.Hub, i outreach.Inquiry, token string) mail.Message {
	l := i18n.Of(i.Lang)
	return mail.Message{Hub: h.ID, Kind: "outreach.inquiry_receipt", About: i.ID, To: i.Mail, ToName: i.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject:    l.T("outreach.inquiry.mail.receipt_subject"),
		Paragraphs: []string{l.T("outreach.inquiry.mail.receipt_text", "name", i.Name, "by", l.Moment(i.Due, h.Zone())), i.FirstWords},
		Button:     &mail.Link{Label: l.T("outreach.inquiry.mail.page"), URL: s.Hubs.URL(h, l.Path("/ask/"+token))}}
}

func addEntry(tx *db.Tx, a who.Actor, inquiryID, kind, actor, body, mailID string) error {
	_, err := tx.Exec(`insert into inquiry_entry (hub_id, inquiry_id, no, kind, actor, body, mail_id, at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from inquiry_entry where hub_id = $1 and inquiry_id = $2`,
		a.Hub, inquiryID, kind, actor, body, mailID, tx.Now())
	return err
}

func thread(q db.Q, hubID, inquiryID string) ([]outreach.Entry, error) {
	return db.All(q, func(r db.Scanner) (e outreach.Entry, err error) {
		err = r.Scan(&e.No, &e.Kind, &e.Actor, &e.Body, &e.At, &e.MailState)
		return e, err
	}, `select e.no, e.kind, e.actor, e.body, e.at, coalesce(m.state, '') from inquiry_entry e
		left join mail_message m on m.hub_id = e.hub_id and m.id = e.mail_id where e.hub_id = $1 and e.inquiry_id = $2 order by e.no`, hubID, inquiryID)
}

// MyInquiry is an inquiry as its asker sees it, by the secret in the link.
func (s *Store) MyInquiry(ctx context.Context, a who.Actor, token string) (outreach.Inquiry, error) {
	if err := a.May(outreach.MayAsk); err != nil {
		return outreach.Inquiry{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (outreach.Inquiry, error) {
		i, err := db.One(v, errInquiry, scanInquiry, inquiryColumns+`and token_hash = $2`, a.Hub, id.Hash(token))
		if err != nil {
			return i, err
		}
		all, err := thread(v, a.Hub, i.ID)
		i.Thread = slices.DeleteFunc(all, func(e outreach.Entry) bool { return !e.Public() })
		return i, err
	})
}

// AskMore adds to an inquiry, by the secret in the link; an answered or closed one is open again.
func (s *Store) AskMore(ctx context.Context, a who.Actor, token, text, once string) error {
	if err := a.May(outreach.MayAsk); err != nil {
		return err
	}
	text, err := said(text)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		i, err := db.One(tx, errInquiry, scanInquiry, inquiryColumns+`and token_hash = $2`, a.Hub, id.Hash(token))
		if err != nil {
			return err
		}
		last, err := thread(tx, a.Hub, i.ID)
		if n := len(last); err != nil || n > 0 && last[n-1].Kind == "asked" && last[n-1].Body == text {
			return err // pressed twice
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		if err := addEntry(tx, a, i.ID, "asked", i.Name, text, ""); err != nil {
			return err
		}
		_, err = tx.Exec(`update inquiry set state = 'open', due_at = $3, version = version + 1, changed_at = $4 where hub_id = $1 and id = $2`,
			a.Hub, i.ID, h.Hours().ReplyBy(tx.Now(), h.Zone(), h.ReplyDays), tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.Asked{ID: i.ID, Category: i.Category})
	})
}

func said(text string) (string, error) {
	var c fault.Check
	text = strings.TrimSpace(text)
	c.When(text == "", "text", "outreach.inquiry.text_missing")
	c.When(len([]rune(text)) > 8000, "text", "outreach.inquiry.text_long", "n", 8000)
	c.When(ja.LooksLikeMyNumber(text), "text", "outreach.inquiry.my_number")
	return text, c.Err()
}

// Queue is what the desk has before it.
type Queue struct {
	Rows                                []outreach.Inquiry
	Open, Overdue, Mine, Answered, Done int
	Total                               int
}

// QueueAsk says which part of the queue: open, mine, answered, closed; a category and words narrow it.
type QueueAsk struct {
	Tab, Category, Words string
	Offset, Size         int
}

const queueWhere = ` and ($2 = '' or category = $2) and ($3 = '' or lower(name || ' ' || first_words || ' ' || mail) like $3)
	and (state = $4 or $4 = '') and ($5 = '' or owner_id = $5)`

// Inquiries reads a part of the queue: open ones by what was promised first, others newest first.
func (s *Store) Inquiries(ctx context.Context, a who.Actor, ask QueueAsk) (Queue, error) {
	if err := a.May(outreach.MayDesk); err != nil {
		return Queue{}, err
	}
	words, state, owner, order := db.Containing(strings.ToLower(ask.Words)), ask.Tab, "", ` order by due_at, id`
	switch ask.Tab {
	case "mine":
		state, owner = "open", a.Person
	case "answered", "closed":
		order = ` order by changed_at desc, id`
	default:
		state = "open"
	}
	return db.Read(ctx, s.DB, func(v *db.View) (q Queue, err error) {
		q.Rows, err = db.All(v, scanInquiry, inquiryColumns+queueWhere+order+` limit $6 offset $7`, a.Hub, ask.Category, words, state, owner, ask.Size, ask.Offset)
		if err != nil {
			return q, err
		}
		if q.Total, err = db.Value[int](v, `select count(*) from inquiry where hub_id = $1 `+queueWhere, a.Hub, ask.Category, words, state, owner); err != nil {
			return q, err
		}
		err = v.QueryRow(`select count(*) filter (where state = 'open'), count(*) filter (where state = 'open' and due_at < $2), count(*) filter (where state = 'open' and owner_id = $3),
			count(*) filter (where state = 'answered'), count(*) filter (where state = 'closed') from inquiry where hub_id = $1`, a.Hub, v.Now(), a.Person).
			Scan(&q.Open, &q.Overdue, &q.Mine, &q.Answered, &q.Done)
		return q, err
	})
}

// Waiting is how many inquiries are open and how many of them are late: numbers for the first page.
func (s *Store) Waiting(ctx context.Context, a who.Actor) (open, late int, err error) {
	if err := a.May(outreach.MaySee); err != nil {
		return 0, 0, err
	}
	_, err = db.Read(ctx, s.DB, func(v *db.View) (struct{}, error) {
		return struct{}{}, v.QueryRow(`select count(*), count(*) filter (where due_at < $2) from inquiry where hub_id = $1 and state = 'open'`, a.Hub, v.Now()).Scan(&open, &late)
	})
	return open, late, err
}

// Inquiry reads one inquiry with its whole thread.
func (s *Store) Inquiry(ctx context.Context, a who.Actor, inquiryID string) (outreach.Inquiry, error) {
	if err := a.May(outreach.MayDesk); err != nil {
		return outreach.Inquiry{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (outreach.Inquiry, error) {
		i, err := inquiry(v, a.Hub, inquiryID)
		if err == nil {
			i.Thread, err = thread(v, a.Hub, i.ID)
		}
		return i, err
	})
}

func inquiry(q db.Q, hubID, inquiryID string) (outreach.Inquiry, error) {
	return db.One(q, errInquiry, scanInquiry, inquiryColumns+`and id = $2`, hubID, inquiryID)
}

// Answer answers an inquiry: by mail where there is an address, otherwise on the asker's own page.
// version is the one staff read: an answer to an older state is refused.
func (s *Store) Answer(ctx context.Context, a who.Actor, inquiryID, text string, version int) error {
	if err := a.May(outreach.MayDesk); err != nil {
		return err
	}
	text, err := said(text)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		i, err := s.turn(tx, a, inquiryID, version, outreach.InquiryAnswered)
		if err != nil {
			return err
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		l := i18n.Of(i.Lang)
		sent, err := mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "outreach.inquiry_answer", About: i.ID, To: i.Mail, ToName: i.Name, Lang: l, Look: s.Hubs.Look(h, l),
			Subject:    l.T("outreach.inquiry.mail.answer_subject", "hub", hubstore.Name(h, l)),
			Paragraphs: []string{l.T("outreach.inquiry.mail.answer_text", "name", i.Name, "by", a.Name), text, l.T("outreach.inquiry.mail.answer_asked"), i.FirstWords}})
		if err != nil {
			return err
		}
		if err := addEntry(tx, a, i.ID, "answer", a.Name, text, sent); err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.Answered{ID: i.ID})
	})
}

// turn brings an inquiry into a state, if nobody changed it since version was read.
func (s *Store) turn(tx *db.Tx, a who.Actor, inquiryID string, version int, to outreach.InquiryState) (outreach.Inquiry, error) {
	i, err := inquiry(tx, a.Hub, inquiryID)
	if err != nil {
		return i, err
	}
	return i, db.Exec1(tx, fault.New(fault.Conflict, "outreach.inquiry.stale"), `update inquiry set state = $4, version = version + 1, changed_at = $5,
		owner_id = case when owner_id = '' then $6 else owner_id end, owner_name = case when owner_id = '' then $7 else owner_name end
		where hub_id = $1 and id = $2 and version = $3`, a.Hub, inquiryID, version, string(to), tx.Now(), a.Person, a.Name)
}

// Step notes something about an inquiry: a note for colleagues, a telephone call, taking it over, closing it, opening it again.
func (s *Store) Step(ctx context.Context, a who.Actor, inquiryID, step, text string, version int) error {
	if err := a.May(outreach.MayDesk); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	var c fault.Check
	c.When((step == "note" || step == "call") && text == "", "text", "outreach.inquiry.text_missing")
	c.When(ja.LooksLikeMyNumber(text), "text", "outreach.inquiry.my_number")
	if err := c.Err(); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		i, err := inquiry(tx, a.Hub, inquiryID)
		if err != nil {
			return err
		}
		to := i.State
		switch step {
		case "note", "taken":
		case "call":
			to = outreach.InquiryAnswered
		case "closed":
			to = outreach.InquiryClosed
		case "reopened":
			to = outreach.InquiryOpen
		default:
			return errInquiry
		}
		if _, err := s.turn(tx, a, inquiryID, version, to); err != nil {
			return err
		}
		if step == "taken" {
			if _, err := tx.Exec(`update inquiry set owner_id = $3, owner_name = $4 where hub_id = $1 and id = $2`, a.Hub, inquiryID, a.Person, a.Name); err != nil {
				return err
			}
		}
		if err := addEntry(tx, a, inquiryID, step, a.Name, text, ""); err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.InquiryStep{ID: inquiryID, Step: step})
	})
}

// LoadInquiry reads one inquiry without its thread; for the stores above, inside their own transaction.
func LoadInquiry(q db.Q, hub, inquiryID string) (outreach.Inquiry, error) {
	return inquiry(q, hub, inquiryID)
}
