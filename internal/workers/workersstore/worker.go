package workersstore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

var errGone = fault.New(fault.NotFound, "workers.fault.gone")

const columns = `select w.id, w.no, w.person_id, w.name, w.kana, w.code_name, w.mail, w.phone, w.lang, w.state, w.state_from,
	w.referral_code, w.referred_by, w.version, w.made_at from worker w where w.hub_id = $1 `

func scan(r db.Scanner) (w workers.Worker, err error) {
	err = r.Scan(&w.ID, &w.No, &w.Person, &w.Name, &w.Kana, &w.CodeName, &w.Mail, &w.Phone, &w.Lang, &w.State, &w.From,
		&w.ReferralCode, &w.ReferredBy, &w.Version, &w.Made)
	return w, err
}

// Load reads one worker of a hub; for the stores above, inside their own transaction.
func Load(q db.Q, hub, workerID string) (workers.Worker, error) {
	return db.One(q, errGone, scan, columns+`and w.id = $2`, hub, workerID)
}

// Mine is the worker who is asking; a NotFound fault if this account is no worker here.
func Mine(q db.Q, a who.Actor) (workers.Worker, error) {
	if a.Person == "" {
		return workers.Worker{}, errGone
	}
	return db.One(q, errGone, scan, columns+`and w.person_id = $2 order by w.made_at desc limit 1`, a.Hub, a.Person)
}

// ByReferral is the worker whose card has this code; a NotFound fault if there is none.
func ByReferral(q db.Q, hub, code string) (workers.Worker, error) {
	return db.One(q, errGone, scan, columns+`and w.referral_code = $2`, hub, code)
}

// Entry is what is known of somebody when their registration begins.
type Entry struct {
	Name, Kana  string // as typed; katakana or ""
	Mail, Phone string // either may be ""
	Lang        string
	ReferredBy  string // worker id, "" unknown
	Person      string // account, "" none yet
}

// Begin opens the file of somebody who is about to register, in the transaction of
// the act that leads to it (an interview, staff at the desk). It only makes the row
// and its first step; the link and the letter are Invite's.
func Begin(tx *db.Tx, a who.Actor, e Entry) (workers.Worker, error) {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from worker where hub_id = $1`, a.Hub)
	if err != nil {
		return workers.Worker{}, err
	}
	w := workers.Worker{ID: id.Make(), No: no, Person: e.Person, Name: e.Name, Kana: e.Kana, CodeName: id.Short(5), Mail: e.Mail, Phone: e.Phone, Lang: e.Lang,
		State: workers.Registering, ReferralCode: id.Short(7), ReferredBy: e.ReferredBy, Version: 1, Made: tx.Now()}
	_, err = tx.Exec(`insert into worker (hub_id, id, no, person_id, name, kana, search_key, code_name, mail, phone, lang, state, state_from, referral_code, referred_by, version, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16)`,
		a.Hub, w.ID, w.No, w.Person, w.Name, w.Kana, ja.SearchKey(w.Name+" "+w.Kana), w.CodeName, w.Mail, w.Phone, w.Lang, w.State, w.ReferralCode, w.ReferredBy, w.Version, w.Made)
	if err != nil {
		return w, err
	}
	return w, Move(tx, a, w, workers.Registering, tx.Now().DateIn(when.Tokyo), "")
}

// Move records a change of state from a civil date on.
func Move(tx *db.Tx, a who.Actor, w workers.Worker, to workers.State, from when.Date, reason string) error {
	_, err := tx.Exec(`insert into worker_step (hub_id, worker_id, no, state, from_on, reason, made_by, made_at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from worker_step where hub_id = $1 and worker_id = $2`,
		a.Hub, w.ID, to, from, reason, a.Name, tx.Now())
	if err != nil {
		return err
	}
	if err := db.Exec1(tx, errGone, `update worker set state = $3, state_from = $4, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, w.ID, to, from); err != nil {
		return err
	}
	return journal.Note(tx, a, workers.Stepped{Worker: w.ID, No: w.No, State: to, From: from, Name: w.Name})
}

// InState are the workers of a hub who are in a state, by kana.
func InState(q db.Q, hub string, s workers.State) ([]workers.Worker, error) {
	return db.All(q, scan, columns+`and w.state = $2 order by w.kana, w.id`, hub, string(s))
}
