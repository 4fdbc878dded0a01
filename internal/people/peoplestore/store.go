// Package peoplestore keeps accounts, roles and sessions.
package peoplestore

import (
	"context"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

// Store is the people of an installation.
type Store struct {
	DB     *db.DB
	Hubs   *hubstore.Store
	Rights func(roles []people.Role) []who.Permission // what roles may do: app's table
	Guest  []who.Permission                           // what everybody may do
}

// Actor finds who holds a session in a hub; a visitor if nobody does, or no longer.
// It is how every request begins, so it is open to everybody.
func (s *Store) Actor(ctx context.Context, hubID, token string) (who.Actor, people.Person, error) {
	visitor := who.Visitor(hubID, s.Guest...)
	if token == "" {
		return visitor, people.Person{}, nil
	}
	type found struct {
		p    people.Person
		seen when.Instant
	}
	f, err := db.Read(ctx, s.DB, func(v *db.View) (f found, err error) {
		rows, err := db.All(v, func(r db.Scanner) (f found, err error) {
			var role string
			err = r.Scan(&f.p.ID, &f.p.Name, &f.p.Mail, &f.p.Lang, &f.p.Scheme, &f.seen, &role)
			f.p.Roles = []people.Role{people.Role(role)}
			return f, err
		}, `select p.id, p.name, p.mail, p.lang, p.scheme, s.seen_at, coalesce(r.role, '') from session s join person p on p.id = s.person_id
			left join person_role r on r.person_id = p.id and r.hub_id = $2 and r.ended_at = ''
			where s.token_hash = $1 and s.ended_at = '' order by r.given_at`, id.Hash(token), hubID)
		if err != nil || len(rows) == 0 {
			return f, err
		}
		f = rows[0]
		f.p.Roles = nil
		for _, x := range rows {
			if x.p.Roles[0] != "" {
				f.p.Roles = append(f.p.Roles, x.p.Roles[0])
			}
		}
		return f, nil
	})
	now := s.DB.Now()
	if err != nil || f.p.ID == "" || now.Sub(f.seen) > people.Idle(f.p.Roles) {
		return visitor, people.Person{}, err
	}
	if now.Sub(f.seen) > seenEvery {
		err = db.Do(ctx, s.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(`update session set seen_at = $2 where token_hash = $1 and ended_at = ''`, id.Hash(token), tx.Now())
			return err
		})
	}
	may := append([]who.Permission{people.MaySelf}, s.Guest...)
	return who.Person(hubID, f.p.ID, f.p.Name, append(may, s.Rights(f.p.Roles)...)...), f.p, err
}

// seenEvery spares a write for each page.
const seenEvery = 10 * 60 * 1e9

// key is what addresses are compared by.
func key(addr string) string { return strings.ToLower(addr) }

// account is a row with what sign-in needs.
type account struct{ id, name, mail, password, lang string }

func accounts(q db.Q, addr string) ([]account, error) {
	return db.All(q, func(r db.Scanner) (a account, err error) {
		err = r.Scan(&a.id, &a.name, &a.mail, &a.password, &a.lang)
		return a, err
	}, `select id, name, mail, password, lang from person where mail_key = $1 order by id`, key(addr))
}

// AskLink mails a sign-in link if the address has an account. The answer is the
// same either way, and so is the work: both write one row.
func (s *Store) AskLink(ctx context.Context, a who.Actor, addr, next string, l i18n.Lang) error {
	if err := a.May(people.MaySignIn); err != nil {
		return err
	}
	addr, err := ja.Mail(addr)
	if err != nil || addr == "" {
		var c fault.Check
		c.Add("mail", "people.field.mail_form")
		return c.Err()
	}
	token := id.Secret(20)
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		acc, err := accounts(tx, addr)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into sign_in_link (token_hash, mail_key, made_at, used_at) values ($1, $2, $3, '')`, id.Hash(token), key(addr), tx.Now()); err != nil {
			return err
		}
		if len(acc) == 0 {
			return nil
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		link := s.Hubs.URL(h, l.Path("/sign-in/link/"+token))
		if next != "" {
			link += "?next=" + next
		}
		_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "people.sign_in", About: acc[0].id, To: acc[0].mail, ToName: "", Lang: l,
			Subject: l.T("people.mail.sign_in.subject"), Paragraphs: []string{l.T("people.mail.sign_in.text", "minutes", int(people.LinkLasts.Minutes()))},
			Button: &mail.Link{Label: l.T("people.mail.sign_in.button"), URL: link}, Look: s.Hubs.Look(h, l)})
		return err
	})
}

var errLink = fault.New(fault.NotFound, "people.fault.link_gone")

// Choices are the accounts a good link can open: more than one where a family shares an address.
func (s *Store) Choices(ctx context.Context, a who.Actor, token string) ([]people.Person, error) {
	if err := a.May(people.MaySignIn); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]people.Person, error) { return choices(v, token) })
}

func choices(q db.Q, token string) ([]people.Person, error) {
	addr, err := db.One(q, errLink, func(r db.Scanner) (m string, err error) { err = r.Scan(&m); return m, err },
		`select mail_key from sign_in_link where token_hash = $1 and used_at = '' and made_at > $2`, id.Hash(token), q.Now().Add(-people.LinkLasts))
	if err != nil {
		return nil, err
	}
	acc, err := accounts(q, addr)
	if err == nil && len(acc) == 0 {
		err = errLink
	}
	var out []people.Person
	for _, x := range acc {
		out = append(out, people.Person{ID: x.id, Name: x.name})
	}
	return out, err
}

// UseLink signs in with a link, once. person picks the account where several share the address.
func (s *Store) UseLink(ctx context.Context, a who.Actor, token, person, agent string) (session string, err error) {
	if err := a.May(people.MaySignIn); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		cs, err := choices(tx, token)
		if err != nil {
			return "", err
		}
		p := cs[0]
		if len(cs) > 1 {
			p.ID = ""
			for _, c := range cs {
				if c.ID == person {
					p = c
				}
			}
			if p.ID == "" {
				var c fault.Check
				c.Add("person", "people.field.who_missing")
				return "", c.Err()
			}
		}
		if err := db.Exec1(tx, errLink, `update sign_in_link set used_at = $2 where token_hash = $1 and used_at = ''`, id.Hash(token), tx.Now()); err != nil {
			return "", err
		}
		return begin(tx, a, p, agent, "link")
	})
}

// begin opens a session and notes it.
func begin(tx *db.Tx, a who.Actor, p people.Person, agent, by string) (string, error) {
	token := id.Secret(24)
	if len(agent) > 200 {
		agent = agent[:200]
	}
	_, err := tx.Exec(`insert into session (token_hash, id, person_id, agent, made_at, seen_at, ended_at) values ($1, $2, $3, $4, $5, $5, '')`,
		id.Hash(token), id.Make(), p.ID, strings.ToValidUTF8(agent, ""), tx.Now())
	if err != nil {
		return "", err
	}
	return token, journal.Note(tx, who.Person(a.Hub, p.ID, p.Name), people.SignedIn{Person: p.ID, By: by})
}

// WithPassword signs in with address and password. Unknown addresses, accounts
// without a password and wrong passwords answer alike and take alike long.
func (s *Store) WithPassword(ctx context.Context, a who.Actor, addr, password, agent string) (string, error) {
	if err := a.May(people.MaySignIn); err != nil {
		return "", err
	}
	var c fault.Check
	addr, err := ja.Mail(addr)
	c.When(err != nil || addr == "", "mail", "people.field.mail_form")
	c.When(password == "", "password", "people.field.password_missing")
	if err := c.Err(); err != nil {
		return "", err
	}
	acc, misses, err := s.tries(ctx, addr)
	if err != nil {
		return "", err
	}
	hit := -1
	for i := range max(len(acc), 1) {
		hash := ""
		if i < len(acc) {
			hash = acc[i].password
		}
		if people.CheckAgainst(hash, password) && hit < 0 {
			hit = i
		}
	}
	if misses >= people.MissesMost {
		c.Add("password", "people.field.password_rest")
		return "", c.Err()
	}
	if hit < 0 {
		c.Add("password", "people.field.password_wrong")
		return "", s.miss(ctx, addr, c.Err())
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		return begin(tx, a, people.Person{ID: acc[hit].id, Name: acc[hit].name}, agent, "password")
	})
}

func (s *Store) tries(ctx context.Context, addr string) (acc []account, misses int, err error) {
	_, err = db.Read(ctx, s.DB, func(v *db.View) (struct{}, error) {
		if acc, err = accounts(v, addr); err != nil {
			return struct{}{}, err
		}
		misses, err = db.Value[int](v, `select count(*) from sign_in_miss where mail_key = $1 and at > $2`, key(addr), v.Now().Add(-people.MissesWithin))
		return struct{}{}, err
	})
	return acc, misses, err
}

func (s *Store) miss(ctx context.Context, addr string, answer error) error {
	err := db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into sign_in_miss (mail_key, at) values ($1, $2)`, key(addr), tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	return answer
}

// SignOut ends the session of this device.
func (s *Store) SignOut(ctx context.Context, a who.Actor, token string) error {
	if err := a.May(people.MaySelf); err != nil {
		return err
	}
	return s.end(ctx, a, `update session set ended_at = $3 where person_id = $1 and token_hash = $2 and ended_at = ''`, id.Hash(token))
}

// EndDevice ends one session of one's own, by its id.
func (s *Store) EndDevice(ctx context.Context, a who.Actor, session string) error {
	if err := a.May(people.MaySelf); err != nil {
		return err
	}
	return s.end(ctx, a, `update session set ended_at = $3 where person_id = $1 and id = $2 and ended_at = ''`, session)
}

// EndOthers ends every session of one's own but this one.
func (s *Store) EndOthers(ctx context.Context, a who.Actor, token string) error {
	if err := a.May(people.MaySelf); err != nil {
		return err
	}
	return s.end(ctx, a, `update session set ended_at = $3 where person_id = $1 and token_hash <> $2 and ended_at = ''`, id.Hash(token))
}

func (s *Store) end(ctx context.Context, a who.Actor, q, which string) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(q, a.Person, which, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, people.SignedOut{Person: a.Person, Devices: int(n)})
	})
}

// Devices are one's own sessions; token marks this one.
func (s *Store) Devices(ctx context.Context, a who.Actor, token string) ([]people.Session, error) {
	if err := a.May(people.MaySelf); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]people.Session, error) {
		return db.All(v, func(r db.Scanner) (d people.Session, err error) {
			var hash string
			err = r.Scan(&hash, &d.ID, &d.Agent, &d.Made, &d.Seen)
			d.This = hash == id.Hash(token)
			return d, err
		}, `select token_hash, id, agent, made_at, seen_at from session where person_id = $1 and ended_at = '' order by seen_at desc`, a.Person)
	})
}
