package peoplestore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
)

// Enrol finds or makes the account of somebody and gives them a role, in the
// transaction of the act that makes them what they are: a registration signed, a
// worker hired. The caller has asked whether the actor may do that act. They sign in
// by a link to their mail address; without an address there is no account to make.
func Enrol(tx *db.Tx, a who.Actor, i people.Invite, l i18n.Lang) (people.Person, error) {
	if err := i.Check(); err != nil {
		return people.Person{}, err
	}
	p, err := join(tx, i, l)
	if err != nil {
		return p, err
	}
	return p, give(tx, a, p, people.Role(i.Role))
}

// Appoint gives a role to somebody who has an account already.
func Appoint(tx *db.Tx, a who.Actor, personID, name string, r people.Role) error {
	if !r.Valid() || personID == "" {
		return fault.New(fault.Conflict, "people.field.role_missing")
	}
	return give(tx, a, people.Person{ID: personID, Name: name}, r)
}

// Dismiss ends a role; somebody who has it not stays as they are.
func Dismiss(tx *db.Tx, a who.Actor, personID, name string, r people.Role) error {
	n, err := tx.Exec(`update person_role set ended_at = $4, ended_by = $5 where hub_id = $1 and person_id = $2 and role = $3 and ended_at = ''`,
		a.Hub, personID, string(r), tx.Now(), a.Name)
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, people.RoleEnded{Person: personID, Name: name, Role: r})
}
