package workersstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

// Version is one version of a part of somebody's file, opened.
type Version struct {
	Worker string
	No     int
	workers.File
	MadeBy string
	Made   when.Instant
}

type versionRow struct {
	Version
	body string
}

func scanVersion(r db.Scanner) (v versionRow, err error) {
	err = r.Scan(&v.Worker, &v.No, &v.body, &v.MadeBy, &v.Made)
	return v, err
}

// Newest is a part of the files of some workers as it stands, all in one query; for the
// houses that pay people.
func (s *Store) Newest(q db.Q, hub string, p workers.Part, of []string) (map[string]Version, error) {
	const all = `select p.worker_id, p.no, p.body, p.made_by, p.made_at from worker_part p join worker_has h on h.hub_id = p.hub_id and h.worker_id = p.worker_id and h.part = p.part and h.no = p.no
		where p.hub_id = $1 and p.part = $2 `
	vs, err := s.versions(q, hub, p, of, all, ``)
	out := make(map[string]Version, len(vs))
	for _, v := range vs {
		out[v.Worker] = v
	}
	return out, err
}

// Versions are all versions of a part of some workers' files, oldest first.
func (s *Store) Versions(q db.Q, hub string, p workers.Part, of []string) (map[string][]Version, error) {
	const all = `select p.worker_id, p.no, p.body, p.made_by, p.made_at from worker_part p where p.hub_id = $1 and p.part = $2 `
	vs, err := s.versions(q, hub, p, of, all, `order by p.worker_id, p.no`)
	out := map[string][]Version{}
	for _, v := range vs {
		out[v.Worker] = append(out[v.Worker], v)
	}
	return out, err
}

// versions reads workers by name, and very many by walking the hub: what is not asked for
// stays sealed.
func (s *Store) versions(q db.Q, hub string, p workers.Part, of []string, query, order string) (out []Version, err error) {
	var rows []versionRow
	if len(of) <= db.InMost {
		list, args := db.In(3, of)
		rows, err = db.All(q, scanVersion, query+`and p.worker_id in `+list+` `+order, append([]any{hub, string(p)}, args...)...)
	} else {
		rows, err = db.All(q, scanVersion, query+order, hub, string(p))
	}
	if err != nil {
		return nil, err
	}
	asked := make(map[string]bool, len(of))
	for _, w := range of {
		asked[w] = true
	}
	for _, r := range rows {
		if !asked[r.Worker] {
			continue
		}
		plain, err := s.Keys.Open(purpose(p), r.body)
		if err != nil {
			return nil, err
		}
		if err := unpack(&r.File, p, plain); err != nil {
			return nil, err
		}
		out = append(out, r.Version)
	}
	return out, nil
}
