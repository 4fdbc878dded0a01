package peoplestore

import (
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/personal"
)

// Personal is what accounts hold of people.
var Personal = personal.House{Name: "people", Find: find, Erase: shut, Tables: []personal.Table{
	{Name: "person", Whose: "id in (:person)", Order: "made_at", Everywhere: true, Tell: "name mail lang=mydata.lang. scheme made_at",
		Hide: "password", Why: "mydata.why.secret", Fate: personal.Act, Law: "mydata.law.account"},
	{Name: "person_role", Whose: "person_id in (:person)", Order: "given_at", Tell: "role=people.role. given_by given_at ended_by ended_at",
		Fate: personal.Keep, Law: "mydata.law.record"},
	{Name: "session", Whose: "person_id in (:person)", Order: "made_at", Everywhere: true, Tell: "agent made_at seen_at ended_at", Data: true, Fate: personal.Act},
	{Name: "sign_in_link", Whose: "mail_key in (:mails)", Order: "made_at", Everywhere: true, Tell: "made_at used_at", Data: true, Fate: personal.Act},
	{Name: "sign_in_miss", Whose: "mail_key in (:mails)", Order: "at", Everywhere: true, Tell: "at", Data: true, Fate: personal.Act},
	{Name: "invitation", Whose: "mail in (:mails) and name in (:names)", Order: "made_at", Tell: "name mail role=people.role. made_by made_at used_at withdrawn_at", Fate: personal.Drop},
}}

// find adds the name and the address of an account.
func find(q db.Q, s *personal.Subject) error {
	if s.Person == "" {
		return nil
	}
	rows, err := db.All(q, func(r db.Scanner) (a account, err error) { err = r.Scan(&a.name, &a.mail); return a, err }, `select name, mail from person where id = $1`, s.Person)
	for _, x := range rows {
		personal.Add(&s.Names, x.name)
		personal.Add(&s.Mails, x.mail)
		personal.Add(&s.Mails, key(x.mail))
	}
	return err
}

// shut ends an account of which nothing is left to do. Somebody who still has a role, here
// or in another hub, keeps it: the account is not this hub's alone.
func shut(tx *db.Tx, a who.Actor, s personal.Subject, _ bool) error {
	if s.Person == "" {
		return nil
	}
	if err := Dismiss(tx, a, s.Person, "", people.Worker); err != nil {
		return err
	}
	// An account is shared by all hubs: a role in any hub_id keeps it.
	n, err := db.Value[int](tx, `select count(*) from person_role where person_id = $1 and ended_at = '' and hub_id <> ''`, s.Person)
	if err != nil || n > 0 {
		return err
	}
	mails, err := db.All(tx, func(r db.Scanner) (m string, err error) { err = r.Scan(&m); return m, err }, `select mail_key from person where id = $1 and mail_key <> ''`, s.Person)
	if err != nil {
		return err
	}
	for _, m := range mails {
		for _, q := range []string{`delete from sign_in_link where mail_key = $1`, `delete from sign_in_miss where mail_key = $1`} {
			if _, err := tx.Exec(q, m); err != nil {
				return err
			}
		}
	}
	for _, q := range []string{`delete from session where person_id = $1`, `update person set name = '', mail = '', mail_key = '', password = '', scheme = '' where id = $1`} {
		if _, err := tx.Exec(q, s.Person); err != nil {
			return err
		}
	}
	return nil
}
