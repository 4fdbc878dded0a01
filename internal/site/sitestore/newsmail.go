package sitestore

import (
	"context"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/md"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/site"
)

// askEvery is how often one address gets the mail that asks whether it is really wanted.
const askEvery = 10 * time.Minute

// confirmWithin is how long the link to confirm is good for. An address whose owner never
// said yes is not kept longer.
const confirmWithin = 7 * 24 * time.Hour

type readerRef struct{ Hub, Reader string }

// readerToken opens one reader's own pages: to confirm, and to stop. It is derived from the
// installation's key, so that every news mail carries it although it is in no book.
func (s *Store) readerToken(hubID, readerID string) string {
	return readerID + "." + s.Keys.Sign("site/news", hubID+"/"+readerID)
}

// readerOf is the id in a token that is not forged.
func (s *Store) readerOf(hubID, token string) (string, error) {
	readerID, proof, ok := strings.Cut(token, ".")
	if !ok || !s.Keys.Signed("site/news", hubID+"/"+readerID, proof) {
		return "", errGone
	}
	return readerID, nil
}

// reader is somebody who asked for the news.
type reader struct{ id, mail, lang, state, mailed, consent string }

func scanReader(r db.Scanner) (x reader, err error) {
	err = r.Scan(&x.id, &x.mail, &x.lang, &x.state, &x.mailed, &x.consent)
	return x, err
}

const readerColumns = `select id, mail, lang, state, mailed_at, consent_version from news_reader where hub_id = $1 `

// AskForNews takes somebody's wish for news by mail. Nothing is sent to an address until
// its owner confirms by the link that goes there. The answer is the same whether the
// address is known or not.
func (s *Store) AskForNews(ctx context.Context, a who.Actor, f site.NewsForm) error {
	if err := a.May(site.MayRead); err != nil {
		return err
	}
	to, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		known, err := db.All(tx, scanReader, readerColumns+`and mail = $2 and state <> 'left'`, a.Hub, to)
		if err != nil {
			return err
		}
		if len(known) == 0 {
			known = []reader{{id: id.Make(), mail: to, lang: f.Lang, state: "asked"}}
			_, err = tx.Exec(`insert into news_reader (hub_id, id, mail, lang, state, consent_version, asked_at, mailed_at, joined_at, left_at)
				values ($1, $2, $3, $4, 'asked', $5, $6, '', '', '')`, a.Hub, known[0].id, to, f.Lang, site.NewsConsent, tx.Now())
			if err != nil {
				return err
			}
			forget := jobs.New(a.Hub, "site.news_unconfirmed", readerRef{a.Hub, known[0].id}).Once("site.news_unconfirmed:" + known[0].id).At(tx.Now().Add(confirmWithin))
			if err := jobs.Enqueue(tx, forget); err != nil {
				return err
			}
		}
		if known[0].mailed > tx.Now().Add(-askEvery).String() {
			return nil
		}
		if _, err := tx.Exec(`update news_reader set mailed_at = $3 where hub_id = $1 and id = $2`, a.Hub, known[0].id, tx.Now()); err != nil {
			return err
		}
		return s.sendAsked(tx, a.Hub, known[0])
	})
}

// sendAsked asks the owner of an address whether the news is wanted; one who reads already
// is told so, with the way out.
func (s *Store) sendAsked(tx *db.Tx, hubID string, x reader) error {
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return err
	}
	l := i18n.Of(x.lang)
	m := mail.Message{Hub: hubID, Kind: "site.news_ask", About: x.id, To: x.mail, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T("site.newsmail.ask_subject", "hub", hubstore.Name(h, l)),
		Paragraphs: []string{l.T("site.newsmail.ask_text", "hub", hubstore.Name(h, l))},
		Button:     &mail.Link{Label: l.T("site.newsmail.ask_button"), URL: s.readerLink(h, l, "confirm", x.id)}}
	if x.state == "reads" {
		m.Paragraphs = []string{l.T("site.newsmail.reads_text", "hub", hubstore.Name(h, l))}
		m.Button = nil
		m.Unsubscribe = s.readerLink(h, l, "stop", x.id)
	}
	_, err = mail.Enqueue(tx, m)
	return err
}

func (s *Store) readerLink(h hub.Hub, l i18n.Lang, what, readerID string) string {
	return s.Hubs.URL(h, l.Path("/news-mail/"+what+"/"+s.readerToken(h.ID, readerID)))
}

// NewsReader tells the state of whoever holds a link: asked, reads or left.
func (s *Store) NewsReader(ctx context.Context, a who.Actor, token string) (state string, err error) {
	if err := a.May(site.MayRead); err != nil {
		return "", err
	}
	readerID, err := s.readerOf(a.Hub, token)
	if err != nil {
		return "", err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (string, error) {
		x, err := db.One(v, errGone, scanReader, readerColumns+`and id = $2`, a.Hub, readerID)
		return x.state, err
	})
}

// JoinNews confirms a wish: from now on the news goes there. A second press changes nothing.
func (s *Store) JoinNews(ctx context.Context, a who.Actor, token string) error {
	return s.turn(ctx, a, token, func(tx *db.Tx, x reader) error {
		switch x.state {
		case "reads":
			return nil
		case "left":
			return fault.New(fault.Conflict, "site.fault.news_left")
		}
		if _, err := tx.Exec(`update news_reader set state = 'reads', joined_at = $3 where hub_id = $1 and id = $2`, a.Hub, x.id, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, site.NewsJoined{ID: x.id, Consent: x.consent})
	})
}

// LeaveNews stops the news at once and forgets the address, in the mails that went there too.
func (s *Store) LeaveNews(ctx context.Context, a who.Actor, token string) error {
	return s.turn(ctx, a, token, func(tx *db.Tx, x reader) error {
		if x.state == "left" {
			return nil
		}
		if err := forgetReader(tx, a.Hub, x.id); err != nil {
			return err
		}
		return journal.Note(tx, a, site.NewsLeft{ID: x.id})
	})
}

// forgetReader takes the address out of the reader and of the mails that went there.
func forgetReader(tx *db.Tx, hubID, readerID string) error {
	if _, err := tx.Exec(`update news_reader set state = 'left', left_at = $3, mail = '' where hub_id = $1 and id = $2`, hubID, readerID, tx.Now()); err != nil {
		return err
	}
	return mail.Forget(tx, hubID, readerID)
}

// unconfirmed forgets an address whose owner did not confirm in time.
func (s *Store) unconfirmed(ctx context.Context, j jobs.Job) error {
	var ref readerRef
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		waits, err := db.All(tx, scanReader, readerColumns+`and id = $2 and state = 'asked'`, ref.Hub, ref.Reader)
		if err != nil || len(waits) == 0 {
			return err
		}
		return forgetReader(tx, ref.Hub, ref.Reader)
	})
}

func (s *Store) turn(ctx context.Context, a who.Actor, token string, act func(*db.Tx, reader) error) error {
	if err := a.May(site.MayRead); err != nil {
		return err
	}
	readerID, err := s.readerOf(a.Hub, token)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := db.One(tx, errGone, scanReader, readerColumns+`and id = $2`, a.Hub, readerID)
		if err != nil {
			return err
		}
		return act(tx, x)
	})
}

const letterColumns = `select p.id, p.slug, coalesce((select v.title from site_version v where v.hub_id = p.hub_id and v.piece_id = p.id and v.published_at <> '' order by case when v.lang = 'ja' then 0 else 1 end, v.no desc limit 1), ''),
	(select min(v.published_at) from site_version v where v.hub_id = p.hub_id and v.piece_id = p.id and v.published_at <> '') as first_at, coalesce(m.made_at, ''), coalesce(m.made_by, ''), coalesce(m.people, 0)
	from site_piece p left join news_mail m on m.hub_id = p.hub_id and m.piece_id = p.id
	where p.hub_id = $1 and p.kind = 'news' and exists (select 1 from site_version v where v.hub_id = p.hub_id and v.piece_id = p.id and v.published_at <> '') `

func scanLetter(r db.Scanner) (x site.NewsLetter, err error) {
	err = r.Scan(&x.ID, &x.Slug, &x.Title, &x.First, &x.Sent, &x.SentBy, &x.People)
	return x, err
}

// lettersMost is how many pieces of news staff choose from: the newest.
const lettersMost = 30

// NewsLetters are the newest published news with whether they went out, and how many read.
func (s *Store) NewsLetters(ctx context.Context, a who.Actor) (out []site.NewsLetter, n site.Readers, err error) {
	if err := a.May(site.MayNews); err != nil {
		return nil, n, err
	}
	out, err = db.Read(ctx, s.DB, func(v *db.View) ([]site.NewsLetter, error) {
		if n, err = readers(v, a.Hub); err != nil {
			return nil, err
		}
		return db.All(v, scanLetter, letterColumns+`order by first_at desc, p.id desc limit $2`, a.Hub, lettersMost)
	})
	return out, n, err
}

func readers(q db.Q, hubID string) (n site.Readers, err error) {
	err = q.QueryRow(`select cast(coalesce(sum(case when state = 'reads' then 1 else 0 end), 0) as bigint), cast(coalesce(sum(case when state = 'asked' then 1 else 0 end), 0) as bigint),
		cast(coalesce(sum(case when state = 'left' then 1 else 0 end), 0) as bigint) from news_reader where hub_id = $1`, hubID).Scan(&n.Reads, &n.Asked, &n.Left)
	return n, err
}

// NewsLetter is one piece of published news, and how many would get it.
func (s *Store) NewsLetter(ctx context.Context, a who.Actor, pieceID string) (x site.NewsLetter, n site.Readers, err error) {
	if err := a.May(site.MayNews); err != nil {
		return x, n, err
	}
	x, err = db.Read(ctx, s.DB, func(v *db.View) (site.NewsLetter, error) {
		if n, err = readers(v, a.Hub); err != nil {
			return x, err
		}
		return db.One(v, errGone, scanLetter, letterColumns+`and p.id = $2`, a.Hub, pieceID)
	})
	return x, n, err
}

type newsRef struct{ Hub, Piece string }

// MailNews hands a piece of news to the post, for everybody who reads now. It goes once: a
// second press is told who sent it.
func (s *Store) MailNews(ctx context.Context, a who.Actor, pieceID string) (people int, err error) {
	if err := a.May(site.MayNews); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		x, err := db.One(tx, errGone, scanLetter, letterColumns+`and p.id = $2`, a.Hub, pieceID)
		if err != nil {
			return 0, err
		}
		if !x.Sent.IsZero() {
			return 0, fault.New(fault.Conflict, "site.fault.news_sent")
		}
		n, err := readers(tx, a.Hub)
		if err != nil {
			return 0, err
		}
		if n.Reads == 0 {
			return 0, fault.New(fault.Conflict, "site.fault.news_nobody")
		}
		_, err = tx.Exec(`insert into news_mail (hub_id, piece_id, reached, people, done_at, made_by, made_at) values ($1, $2, '', $3, '', $4, $5)`, a.Hub, pieceID, n.Reads, a.Name, tx.Now())
		if err != nil {
			return 0, err
		}
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "site.news", newsRef{a.Hub, pieceID}).Once("site.news:"+pieceID)); err != nil {
			return 0, err
		}
		return n.Reads, journal.Note(tx, a, site.NewsMailed{ID: pieceID, Slug: x.Slug, People: n.Reads})
	})
}

// Jobs names the handlers of this house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("site.news", s.deliver)
	r.Handle("site.news_unconfirmed", s.unconfirmed)
}

// atOnce is how many mails one write puts into the post, so that nobody waits behind a thousand.
const atOnce = 50

// deliver writes the news to its readers, some at a time. How far it came stands in the
// books with the mails: a second run goes on there, and nobody gets it twice.
func (s *Store) deliver(ctx context.Context, j jobs.Job) error {
	var ref newsRef
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	for {
		more, err := db.Write(ctx, s.DB, func(tx *db.Tx) (bool, error) { return s.deliverSome(tx, ref) })
		if err != nil || !more {
			return err
		}
	}
}

func (s *Store) deliverSome(tx *db.Tx, ref newsRef) (more bool, err error) {
	reached, err := db.Value[string](tx, `select reached from news_mail where hub_id = $1 and piece_id = $2`, ref.Hub, ref.Piece)
	if err != nil {
		return false, err
	}
	some, err := db.All(tx, scanReader, readerColumns+`and state = 'reads' and id > $2 and joined_at <= (select made_at from news_mail where hub_id = $1 and piece_id = $3)
		order by id limit $4`, ref.Hub, reached, ref.Piece, atOnce)
	if err != nil {
		return false, err
	}
	h, err := hubstore.Load(tx, ref.Hub)
	if err != nil {
		return false, err
	}
	for _, x := range some {
		m, err := s.newsMail(tx, h, ref.Piece, x)
		if err != nil {
			return false, err
		}
		if _, err := mail.Enqueue(tx, m); err != nil {
			return false, err
		}
		reached = x.id
	}
	done := ""
	if len(some) < atOnce {
		done = tx.Now().String()
	}
	_, err = tx.Exec(`update news_mail set reached = $3, done_at = $4 where hub_id = $1 and piece_id = $2`, ref.Hub, ref.Piece, reached, done)
	return done == "", err
}

// newsMost is how much of a text stands in the mail; the rest is behind the button.
const newsMost = 600

func (s *Store) newsMail(q db.Q, h hub.Hub, pieceID string, x reader) (mail.Message, error) {
	p, err := db.One(q, errGone, scan, columns+`where p.hub_id = $1 and p.id = $2 and v.published_at <> ''
		order by case when v.lang = $3 then 0 when v.lang = 'ja' then 1 else 2 end, v.no desc limit 1`, h.ID, pieceID, x.lang)
	l := i18n.Of(x.lang)
	m := mail.Message{Hub: h.ID, Kind: "site.news", About: x.id, To: x.mail, Lang: l, Look: s.Hubs.Look(h, l), Subject: p.Title,
		Button: &mail.Link{Label: l.T("site.newsmail.read"), URL: s.Hubs.URL(h, l.Path(site.Path(p.Kind, p.Slug)))}, Unsubscribe: s.readerLink(h, l, "stop", x.id)}
	left := newsMost
	for _, part := range strings.Split(strings.ReplaceAll(p.Body, "\r\n", "\n"), "\n\n") {
		if text := md.Plain(part, left); text != "" && left > 0 {
			m.Paragraphs = append(m.Paragraphs, text)
			left -= len([]rune(text))
		}
	}
	return m, err
}
