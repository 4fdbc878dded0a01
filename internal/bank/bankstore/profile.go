package bankstore

import (
	"context"
	"fmt"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var (
	errNoProfile = fault.New(fault.Conflict, "bank.fault.no_profile")
	errStale     = fault.New(fault.Conflict, "bank.fault.stale")
)

const profileColumns = `select no, body_sealed, made_by, made_at from bank_profile where hub_id = $1 `

func (s *Store) scanProfile(r db.Scanner) (p bank.Profile, err error) {
	var no int
	var body string
	var by bank.Profile
	if err = r.Scan(&no, &body, &by.SetBy, &by.Set); err != nil {
		return p, err
	}
	err = s.open(profileBody, body, &p)
	p.No, p.SetBy, p.Set = no, by.SetBy, by.Set
	return p, err
}

// profile is the hub's account as it stands; none is the zero Profile.
func (s *Store) profile(q db.Q, hub string) (bank.Profile, error) {
	ps, err := db.All(q, s.scanProfile, profileColumns+`order by no desc limit 1`, hub)
	if err != nil || len(ps) == 0 {
		return bank.Profile{}, err
	}
	return ps[0], nil
}

// profileNo is one version of the hub's account.
func (s *Store) profileNo(q db.Q, hub string, no int) (bank.Profile, error) {
	return db.One(q, errNoProfile, s.scanProfile, profileColumns+`and no = $2`, hub, no)
}

// Profile is the hub's own account, for whoever sets it.
func (s *Store) Profile(ctx context.Context, a who.Actor) (bank.Profile, error) {
	if err := a.May(bank.MaySet); err != nil {
		return bank.Profile{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bank.Profile, error) { return s.profile(v, a.Hub) })
}

// SetProfile keeps a new version of the hub's own account; version is the one that was read.
func (s *Store) SetProfile(ctx context.Context, a who.Actor, version int, f bank.ProfileForm) error {
	if err := a.May(bank.MaySet); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := f.Read(hubstore.Day(tx))
		if err != nil {
			return err
		}
		now, err := s.profile(tx, a.Hub)
		if err != nil {
			return err
		}
		if now.No != version {
			return errStale
		}
		body, err := s.seal(profileBody, p)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into bank_profile (hub_id, no, body_sealed, made_by, made_at) values ($1, $2, $3, $4, $5)`, a.Hub, now.No+1, body, a.Name, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, bank.ProfileSet{No: now.No + 1, Mark: fmt.Sprint(p.Bank, p.Branch, p.Type, p.Number)})
	})
}
