package workersstore

import (
	"encoding/json"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

// Said is what a list said of somebody that has no place of its own in the file.
type Said struct {
	Other string `json:",omitempty"` // a second telephone number
	Note  string `json:",omitempty"`
}

func (s *Store) sealSaid(e workers.Entrant) (string, error) {
	if e.Other == "" && e.Note == "" {
		return "", nil
	}
	b, err := json.Marshal(Said{e.Other, e.Note})
	return s.Keys.Seal(saidPurpose, string(b)), err
}

// Origin is the list that brought somebody.
type Origin struct {
	Import string
	Line   int
	How    string // new or filled
	By     string
	At     when.Instant
	Said
}

// origins are the lists somebody came with, oldest first.
func (s *Store) origins(q db.Q, hubID, workerID string) ([]Origin, error) {
	return db.All(q, func(r db.Scanner) (o Origin, err error) {
		said := ""
		if err = r.Scan(&o.Import, &o.Line, &o.How, &o.By, &o.At, &said); err != nil || said == "" {
			return o, err
		}
		if said, err = s.Keys.Open(saidPurpose, said); err == nil {
			err = json.Unmarshal([]byte(said), &o.Said)
		}
		return o, err
	}, `select p.import_id, p.line, p.how, i.made_by, p.made_at, p.said_sealed from worker_import_person p join worker_import i on i.hub_id = p.hub_id and i.id = p.import_id
		where p.hub_id = $1 and p.worker_id = $2 order by p.made_at, p.import_id`, hubID, workerID)
}
