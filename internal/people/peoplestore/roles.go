package peoplestore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

// FirstAdmin gives a new hub its first administrator, inside the transaction that opens the hub.
func FirstAdmin(tx *db.Tx, a who.Actor, name, addr, password string) error {
	i := people.Invite{Name: name, Mail: addr, Role: string(people.HubAdmin)}
	if err := i.Check(); err != nil {
		return err
	}
	if err := people.CheckPassword(password); err != nil {
		return err
	}
	p, err := join(tx, i, i18n.JA)
	if err != nil {
		return err
	}
	if password != "" {
		if _, err := tx.Exec(`update person set password = $2 where id = $1`, p.ID, people.HashPassword(password)); err != nil {
			return err
		}
	}
	return give(tx, a, p, people.HubAdmin)
}

// join finds the account of that name and address, or makes it.
func join(tx *db.Tx, i people.Invite, l i18n.Lang) (people.Person, error) {
	acc, err := accounts(tx, i.Mail)
	if err != nil {
		return people.Person{}, err
	}
	for _, x := range acc {
		if i.Mail != "" && ja.SearchKey(x.name) == ja.SearchKey(i.Name) {
			return people.Person{ID: x.id, Name: x.name}, nil
		}
	}
	p := people.Person{ID: id.Make(), Name: i.Name, Mail: i.Mail}
	_, err = tx.Exec(`insert into person (id, name, mail, mail_key, password, lang, scheme, made_at) values ($1, $2, $3, $4, '', $5, '', $6)`,
		p.ID, p.Name, p.Mail, key(p.Mail), l.Code(), tx.Now())
	return p, err
}

// give records a role; giving it twice changes nothing.
func give(tx *db.Tx, a who.Actor, p people.Person, r people.Role) error {
	n, err := db.Value[int](tx, `select count(*) from person_role where hub_id = $1 and person_id = $2 and role = $3 and ended_at = ''`, a.Hub, p.ID, string(r))
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(`insert into person_role (hub_id, id, person_id, role, given_by, given_at, ended_by, ended_at) values ($1, $2, $3, $4, $5, $6, '', '')`,
		a.Hub, id.Make(), p.ID, string(r), a.Name, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, people.RoleGiven{Person: p.ID, Name: p.Name, Role: r})
}

// Invite asks somebody by mail to take a role.
func (s *Store) Invite(ctx context.Context, a who.Actor, i people.Invite, l i18n.Lang) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	if err := i.Check(); err != nil {
		return err
	}
	token := id.Secret(20)
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		inv := id.Make()
		_, err := tx.Exec(`insert into invitation (hub_id, id, token_hash, name, mail, role, made_by, made_at, used_at, withdrawn_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')`, a.Hub, inv, id.Hash(token), i.Name, i.Mail, i.Role, a.Name, tx.Now())
		if err != nil {
			return err
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "people.invitation", About: inv, To: i.Mail, ToName: i.Name, Lang: l,
			Subject:    l.T("people.mail.invite.subject", "hub", hubstore.Name(h, l)),
			Paragraphs: []string{l.T("people.mail.invite.text", "name", i.Name, "hub", hubstore.Name(h, l), "role", l.T("people.role."+i.Role), "by", a.Name)},
			Button:     &mail.Link{Label: l.T("people.mail.invite.button"), URL: s.Hubs.URL(h, l.Path("/invitations/"+token))}, Look: s.Hubs.Look(h, l)})
		if err != nil {
			return err
		}
		return journal.Note(tx, a, people.Invited{ID: inv, Mail: i.Mail, Role: people.Role(i.Role)})
	})
}

var errInvite = fault.New(fault.NotFound, "people.fault.invitation_gone")

// Invitation reads an open invitation by the secret in its link.
func (s *Store) Invitation(ctx context.Context, a who.Actor, token string) (people.Invitation, error) {
	if err := a.May(people.MaySignIn); err != nil {
		return people.Invitation{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (people.Invitation, error) { return invitation(v, a.Hub, token) })
}

func invitation(q db.Q, hubID, token string) (people.Invitation, error) {
	return db.One(q, errInvite, scanInvitation, `select id, name, mail, role, made_by, made_at from invitation
		where hub_id = $1 and token_hash = $2 and used_at = '' and withdrawn_at = '' and made_at > $3`, hubID, id.Hash(token), q.Now().Add(-people.InviteLasts))
}

func scanInvitation(r db.Scanner) (i people.Invitation, err error) {
	err = r.Scan(&i.ID, &i.Name, &i.Mail, &i.Role, &i.MadeBy, &i.Made)
	return i, err
}

// Accept takes the role of an invitation, once, and signs in.
func (s *Store) Accept(ctx context.Context, a who.Actor, token, password, agent string, l i18n.Lang) (string, error) {
	if err := a.May(people.MaySignIn); err != nil {
		return "", err
	}
	if err := people.CheckPassword(password); err != nil {
		return "", err
	}
	hash := ""
	if password != "" {
		hash = people.HashPassword(password)
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		i, err := invitation(tx, a.Hub, token)
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec(`update invitation set used_at = $3 where hub_id = $1 and id = $2`, a.Hub, i.ID, tx.Now()); err != nil {
			return "", err
		}
		p, err := join(tx, people.Invite{Name: i.Name, Mail: i.Mail}, l)
		if err != nil {
			return "", err
		}
		if hash != "" {
			if _, err := tx.Exec(`update person set password = $2 where id = $1`, p.ID, hash); err != nil {
				return "", err
			}
		}
		if err := give(tx, who.Person(a.Hub, p.ID, p.Name), p, i.Role); err != nil {
			return "", err
		}
		return begin(tx, a, p, agent, "invitation")
	})
}

// Staff is everybody with a role in the hub, and who has been asked.
type Staff struct {
	People  []people.Person
	Invited []people.Invitation
}

// Staff reads the people of the hub.
func (s *Store) Staff(ctx context.Context, a who.Actor) (Staff, error) {
	if err := a.May(people.MayInvite); err != nil {
		return Staff{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (st Staff, err error) {
		rows, err := db.All(v, func(r db.Scanner) (p people.Person, err error) {
			p.Roles = make([]people.Role, 1)
			err = r.Scan(&p.ID, &p.Name, &p.Mail, &p.Roles[0], &p.Since)
			return p, err
		}, `select p.id, p.name, p.mail, r.role, r.given_at from person_role r join person p on p.id = r.person_id
			where r.hub_id = $1 and r.ended_at = '' order by p.name, p.id, r.given_at`, a.Hub)
		if err != nil {
			return st, err
		}
		for _, p := range rows {
			if n := len(st.People); n > 0 && st.People[n-1].ID == p.ID {
				st.People[n-1].Roles = append(st.People[n-1].Roles, p.Roles[0])
			} else {
				st.People = append(st.People, p)
			}
		}
		st.Invited, err = db.All(v, scanInvitation, `select id, name, mail, role, made_by, made_at from invitation
			where hub_id = $1 and used_at = '' and withdrawn_at = '' and made_at > $2 order by made_at`, a.Hub, v.Now().Add(-people.InviteLasts))
		return st, err
	})
}

// Withdraw takes an invitation back.
func (s *Store) Withdraw(ctx context.Context, a who.Actor, inv string) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, errInvite, `update invitation set withdrawn_at = $3 where hub_id = $1 and id = $2 and used_at = '' and withdrawn_at = ''`, a.Hub, inv, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, people.Withdrew{ID: inv})
	})
}

// EndRole ends a role. The last administrator stays: a hub without one cannot be mended from within.
func (s *Store) EndRole(ctx context.Context, a who.Actor, person string, r people.Role) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if r == people.HubAdmin {
			n, err := db.Value[int](tx, `select count(*) from person_role where hub_id = $1 and role = $2 and ended_at = ''`, a.Hub, string(r))
			if err != nil {
				return err
			}
			if n <= 1 {
				return fault.New(fault.Conflict, "people.fault.last_admin")
			}
		}
		name, err := db.One(tx, errInvite, func(x db.Scanner) (n string, err error) { err = x.Scan(&n); return n, err }, `select name from person where id = $1`, person)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, fault.New(fault.NotFound, "people.fault.role_gone"), `update person_role set ended_at = $4, ended_by = $5
			where hub_id = $1 and person_id = $2 and role = $3 and ended_at = ''`, a.Hub, person, string(r), tx.Now(), a.Name)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, people.RoleEnded{Person: person, Name: name, Role: r})
	})
}

// AddPerson makes an account that signs in by nobody: staff act for people without mail, on record.
func (s *Store) AddPerson(ctx context.Context, a who.Actor, i people.Invite) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	if i.Mail == "" {
		i.Mail = "none@example.invalid" // only so that the check asks for name and role alone
	}
	if err := i.Check(); err != nil {
		return err
	}
	i.Mail = ""
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := join(tx, i, i18n.JA)
		if err != nil {
			return err
		}
		return give(tx, a, p, people.Role(i.Role))
	})
}

// Account is one's own account as typed.
type Account struct{ Name, Lang, Scheme, Password string }

// Me reads one's own account.
func (s *Store) Me(ctx context.Context, a who.Actor) (people.Person, error) {
	if err := a.May(people.MaySelf); err != nil {
		return people.Person{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (people.Person, error) {
		return db.One(v, errInvite, func(r db.Scanner) (p people.Person, err error) {
			var hash string
			err = r.Scan(&p.ID, &p.Name, &p.Mail, &p.Lang, &p.Scheme, &hash)
			p.HasPassword = hash != ""
			return p, err
		}, `select id, name, mail, lang, scheme, password from person where id = $1`, a.Person)
	})
}

// SaveMe changes one's own account; an empty password leaves it as it is.
func (s *Store) SaveMe(ctx context.Context, a who.Actor, m Account) error {
	if err := a.May(people.MaySelf); err != nil {
		return err
	}
	var c fault.Check
	m.Name = ja.Name(m.Name)
	c.When(m.Name == "", "name", "people.field.name_missing")
	if err := c.Err(); err != nil {
		return err
	}
	if err := people.CheckPassword(m.Password); err != nil {
		return err
	}
	if m.Scheme != "light" && m.Scheme != "dark" {
		m.Scheme = ""
	}
	hash := ""
	if m.Password != "" {
		if err := s.ownPassword(ctx, a, m.Password); err != nil {
			return err
		}
		hash = people.HashPassword(m.Password)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		part := "name"
		if _, err := tx.Exec(`update person set name = $2, lang = $3, scheme = $4 where id = $1`, a.Person, m.Name, i18n.Of(m.Lang).Code(), m.Scheme); err != nil {
			return err
		}
		if hash != "" {
			part = "password"
			if _, err := tx.Exec(`update person set password = $2 where id = $1`, a.Person, hash); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, people.AccountChanged{Person: a.Person, Part: part})
	})
}

// ownPassword refuses a password that another account of the same address has:
// address and password together must name one person.
func (s *Store) ownPassword(ctx context.Context, a who.Actor, password string) error {
	me, err := s.Me(ctx, a)
	if err != nil || me.Mail == "" {
		return err
	}
	acc, _, err := s.tries(ctx, me.Mail)
	if err != nil {
		return err
	}
	for _, x := range acc {
		if x.id != a.Person && x.password != "" && people.CheckAgainst(x.password, password) {
			var c fault.Check
			c.Add("password", "people.field.password_family")
			return c.Err()
		}
	}
	return nil
}

// Settle gives somebody an account, a role and a password at once: how a demo town is peopled.
func (s *Store) Settle(ctx context.Context, a who.Actor, i people.Invite, password string) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	if err := i.Check(); err != nil {
		return err
	}
	hash := people.HashPassword(password)
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := join(tx, i, i18n.JA)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`update person set password = $2 where id = $1`, p.ID, hash); err != nil {
			return err
		}
		return give(tx, a, p, people.Role(i.Role))
	})
}
