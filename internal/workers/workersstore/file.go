package workersstore

import (
	"encoding/json"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// purpose binds a sealed body to its column and part.
func purpose(p workers.Part) string { return "worker_part/" + string(p) }

type partRow struct {
	part workers.Part
	body string
	at   when.Instant
}

// newest are the parts of a file as they stand.
const newest = `select p.part, p.body, p.made_at from worker_part p join worker_has h on h.hub_id = p.hub_id and h.worker_id = p.worker_id and h.part = p.part and h.no = p.no
	where p.hub_id = $1 and p.worker_id = $2`

// file reads and opens a worker's file.
func (s *Store) file(q db.Q, w workers.Worker, hubID string) (f workers.File, err error) {
	rows, err := db.All(q, func(r db.Scanner) (p partRow, err error) {
		err = r.Scan(&p.part, &p.body, &p.at)
		return p, err
	}, newest, hubID, w.ID)
	if err != nil {
		return f, err
	}
	f.Changed = map[workers.Part]when.Instant{}
	for _, p := range rows {
		plain, err := s.Keys.Open(purpose(p.part), p.body)
		if err != nil {
			return f, err
		}
		if err := unpack(&f, p.part, plain); err != nil {
			return f, err
		}
		f.Changed[p.part] = p.at
	}
	if f.Naming != nil {
		f.Naming.Name, f.Naming.Kana = w.Name, w.Kana
	}
	if f.Contact != nil {
		f.Contact.Mail, f.Contact.Phone = w.Mail, w.Phone
	}
	return f, nil
}

// unpack puts the opened body of a part into the file.
func unpack(f *workers.File, p workers.Part, plain string) error {
	var into any
	switch p {
	case workers.PartName:
		f.Naming = new(workers.Naming)
		into = f.Naming
	case workers.PartContact:
		f.Contact = new(workers.Contact)
		into = f.Contact
	case workers.PartAddress:
		f.Address = new(workers.Address)
		into = f.Address
	case workers.PartBank:
		f.Bank = new(workers.Account)
		into = f.Bank
	case workers.PartBusiness:
		f.Business = new(workers.Business)
		into = f.Business
	case workers.PartTools:
		f.Tools = new(workers.Tools)
		into = f.Tools
	default:
		return nil
	}
	return json.Unmarshal([]byte(plain), into)
}

// bodyOf is the part of a file as it is sealed; nil if it is not there.
func bodyOf(f workers.File, p workers.Part) (body any, there bool) {
	switch p {
	case workers.PartName:
		return f.Naming, f.Naming != nil
	case workers.PartContact:
		return f.Contact, f.Contact != nil
	case workers.PartAddress:
		return f.Address, f.Address != nil
	case workers.PartBank:
		return f.Bank, f.Bank != nil
	case workers.PartBusiness:
		return f.Business, f.Business != nil
	case workers.PartTools:
		return f.Tools, f.Tools != nil
	}
	return nil, false
}

// fill writes the parts that an answer holds, each as a new version, and what of them
// stands in the worker's own row.
func (s *Store) fill(tx *db.Tx, a who.Actor, w workers.Worker, f workers.File) error {
	for _, p := range workers.Whole() {
		body, there := bodyOf(f, p)
		if !there {
			continue
		}
		plain, err := json.Marshal(body)
		if err != nil {
			return err
		}
		if err := s.write(tx, a, w, p, string(plain)); err != nil {
			return err
		}
	}
	return own(tx, a, w, f)
}

func (s *Store) write(tx *db.Tx, a who.Actor, w workers.Worker, p workers.Part, plain string) error {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from worker_part where hub_id = $1 and worker_id = $2 and part = $3`, a.Hub, w.ID, string(p))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into worker_part (hub_id, id, worker_id, part, no, body, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.Hub, id.Make(), w.ID, string(p), no, s.Keys.Seal(purpose(p), plain), a.Name, tx.Now())
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into worker_has (hub_id, worker_id, part, no, made_at) values ($1, $2, $3, $4, $5)
		on conflict (hub_id, worker_id, part) do update set no = excluded.no, made_at = excluded.made_at`, a.Hub, w.ID, string(p), no, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, workers.Filled{Worker: w.ID, No: w.No, Part: p})
}

// own writes name, reading, mail and phone into the worker's row.
func own(tx *db.Tx, a who.Actor, w workers.Worker, f workers.File) error {
	if f.Naming != nil {
		w.Name, w.Kana = f.Naming.Name, f.Naming.Kana
	}
	if f.Contact != nil {
		w.Mail, w.Phone = f.Contact.Mail, f.Contact.Phone
	}
	if f.Naming == nil && f.Contact == nil {
		return nil
	}
	return db.Exec1(tx, errGone, `update worker set name = $3, kana = $4, search_key = $5, mail = $6, phone = $7, version = version + 1 where hub_id = $1 and id = $2`,
		a.Hub, w.ID, w.Name, w.Kana, ja.SearchKey(w.Name+" "+w.Kana), w.Mail, w.Phone)
}
