package workersstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
)

// Contract is the basic contract somebody signed, as orders name it.
type Contract struct {
	Version string
	On      when.Date // "" where none was signed
}

// Signed tells whether there is one.
func (c Contract) Signed() bool { return !c.On.IsZero() }

// ContractOf is the newest basic contract a worker signed; the zero Contract where there is none.
func ContractOf(q db.Q, hub, workerID string) (Contract, error) {
	rows, err := db.All(q, func(r db.Scanner) (c Contract, err error) {
		var made when.Instant
		err = r.Scan(&c.Version, &made)
		c.On = made.DateIn(when.Tokyo)
		return c, err
	}, `select version, made_at from worker_consent where hub_id = $1 and worker_id = $2 and kind = 'contract' order by made_at desc limit 1`, hub, workerID)
	if err != nil || len(rows) == 0 {
		return Contract{}, err
	}
	return rows[0], nil
}

// Signers are the workers of a hub who signed a basic contract, all in one query.
func Signers(q db.Q, hub string) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := db.All(q, func(r db.Scanner) (x string, err error) {
		err = r.Scan(&x)
		out[x] = true
		return x, err
	}, `select distinct worker_id from worker_consent where hub_id = $1 and kind = 'contract'`, hub)
	return out, err
}
