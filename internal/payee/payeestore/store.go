// Package payeestore keeps the books of the house payee: who confirmed an account, what the
// public register said. Accounts and numbers themselves stand in the workers' files.
package payeestore

import (
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Store is the payees of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys
	Crew *workersstore.Store // opens the files
}

const markPurpose = "payee_check.mark"

type check struct {
	worker, mark string
	payee.Account
}

func scanCheck(r db.Scanner) (c check, err error) {
	err = r.Scan(&c.worker, &c.mark, &c.How, &c.CheckedBy, &c.CheckedOn)
	return c, err
}

// checks are the newest confirmations of workers: by name, of very many by walking the hub.
func checks(q db.Q, hub string, of []string) (map[string]check, error) {
	const newest = `select c.worker_id, c.mark, c.how, c.made_by, c.made_at from payee_check c where c.hub_id = $1
		and c.no = (select max(x.no) from payee_check x where x.hub_id = c.hub_id and x.worker_id = c.worker_id) `
	var rows []check
	var err error
	if len(of) <= db.InMost {
		list, args := db.In(2, of)
		rows, err = db.All(q, scanCheck, newest+`and c.worker_id in `+list, append([]any{hub}, args...)...)
	} else {
		rows, err = db.All(q, scanCheck, newest, hub)
	}
	out := make(map[string]check, len(rows))
	for _, c := range rows {
		out[c.worker] = c
	}
	return out, err
}

// AccountsOf are the accounts of some workers as they stand, with whether each was confirmed
// as it stands. Whoever has none is not in it. It is for the houses that pay.
func (s *Store) AccountsOf(q db.Q, hub string, of []string) (map[string]payee.Account, error) {
	files, err := s.Crew.Newest(q, hub, workers.PartBank, of)
	if err != nil {
		return nil, err
	}
	checked, err := checks(q, hub, of)
	if err != nil {
		return nil, err
	}
	out := make(map[string]payee.Account, len(files))
	for w, v := range files {
		out[w] = s.account(hub, v, checked[w])
	}
	return out, nil
}

// account is a version of a file as an account, with the confirmation that fits it.
func (s *Store) account(hub string, v workersstore.Version, c check) payee.Account {
	a := payee.AccountOf(*v.Bank)
	a.Version, a.SetBy, a.SetOn = v.No, v.MadeBy, v.Made
	if a.Mark = s.Keys.Sign(markPurpose, hub+"/"+v.Worker+"/"+a.Line()); a.Mark == c.mark {
		a.CheckedOn, a.CheckedBy, a.How = c.CheckedOn, c.CheckedBy, c.How
	}
	return a
}
