package reportstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/report"
)

var (
	errGone  = fault.New(fault.NotFound, "report.fault.gone")
	errStale = fault.New(fault.Conflict, "report.fault.stale")
)

// lastWord is whether a snapshot stands on the public page: the last word about that.
const lastWord = `coalesce((select p.what from report_step p where p.hub_id = s.hub_id and p.snapshot_id = s.id and p.what in ('published', 'withdrawn') order by p.no desc limit 1), '')`

// public are the snapshots that stand there.
const public = `and (` + lastWord + `) = 'published'`

const snapshotColumns = `select s.id, s.no, s.title, s.addressee, s.body, s.hash, s.made_by, s.made_at, ` + lastWord + `,
	coalesce((select p.what from report_step p where p.hub_id = s.hub_id and p.snapshot_id = s.id order by p.no desc limit 1), ''),
	coalesce((select p.made_at from report_step p where p.hub_id = s.hub_id and p.snapshot_id = s.id order by p.no desc limit 1), ''),
	(select count(*) from report_step p where p.hub_id = s.hub_id and p.snapshot_id = s.id and p.what = 'submitted') from report_snapshot s where s.hub_id = $1 `

func scanSnapshot(r db.Scanner) (x report.Snapshot, err error) {
	var body, word string
	var sent int
	if err = r.Scan(&x.ID, &x.No, &x.Title, &x.To, &body, &x.Hash, &x.MadeBy, &x.Made, &word, &x.State, &x.StateAt, &sent); err != nil {
		return x, err
	}
	x.Public, x.Sent = word == string(report.Published), sent > 0
	x.Body, err = report.ReadBody([]byte(body))
	return x, err
}

// Snapshots are all snapshots, newest first.
func (s *Store) Snapshots(ctx context.Context, a who.Actor) ([]report.Snapshot, error) {
	return s.list(ctx, a, snapshotColumns+`order by s.no desc`, a.Hub)
}

// Newest are the newest snapshots, so many at most.
func (s *Store) Newest(ctx context.Context, a who.Actor, most int) ([]report.Snapshot, error) {
	return s.list(ctx, a, snapshotColumns+`order by s.no desc limit $2`, a.Hub, most)
}

func (s *Store) list(ctx context.Context, a who.Actor, sql string, args ...any) ([]report.Snapshot, error) {
	if err := a.May(report.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]report.Snapshot, error) { return db.All(v, scanSnapshot, sql, args...) })
}

// Snapshot is one snapshot, with the times it was counted again.
func (s *Store) Snapshot(ctx context.Context, a who.Actor, snapshotID string) (report.Snapshot, []report.Recount, error) {
	if err := a.May(report.MaySee); err != nil {
		return report.Snapshot{}, nil, err
	}
	var cs []report.Recount
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x report.Snapshot, err error) {
		if x, err = snapshot(v, a.Hub, snapshotID); err != nil {
			return x, err
		}
		cs, err = db.All(v, scanRecount, `select hash, same, made_by, made_at from report_recount where hub_id = $1 and snapshot_id = $2 order by no desc`, a.Hub, snapshotID)
		return x, err
	})
	return x, cs, err
}

func snapshot(q db.Q, hub, snapshotID string) (report.Snapshot, error) {
	return db.One(q, errGone, scanSnapshot, snapshotColumns+`and s.id = $2`, hub, snapshotID)
}

func scanRecount(r db.Scanner) (c report.Recount, err error) {
	var same int
	err = r.Scan(&c.Hash, &same, &c.By, &c.At)
	c.Same = same == 1
	return c, err
}

// Freeze writes the figures of a day down as they are on record now. The same press twice
// makes one snapshot.
func (s *Store) Freeze(ctx context.Context, a who.Actor, once string, f report.FreezeForm) (string, error) {
	if err := a.May(report.MayFreeze); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		x, err := f.Read(hubstore.Day(tx))
		if err != nil {
			return "", err
		}
		before, err := db.Value[string](tx, `select coalesce(max(id), '') from report_snapshot where hub_id = $1 and once_key = $2`, a.Hub, once)
		if err != nil || before != "" {
			return before, err
		}
		few, err := fewOf(tx, a.Hub)
		if err != nil {
			return "", err
		}
		body, err := count(tx, over(a.Hub, few, x.On, tx.Now()))
		if err != nil {
			return "", err
		}
		return s.keep(tx, a, once, x, body)
	})
}

func (s *Store) keep(tx *db.Tx, a who.Actor, once string, x report.Freeze, body report.Body) (string, error) {
	raw, err := body.Canonical()
	if err != nil {
		return "", err
	}
	no, err := db.Value[int](tx, `select cast(coalesce(max(no), 0) as bigint) + 1 from report_snapshot where hub_id = $1`, a.Hub)
	if err != nil {
		return "", err
	}
	snapshotID := id.Make()
	if _, err := tx.Exec(`insert into report_snapshot (hub_id, id, no, once_key, title, addressee, on_day, body, hash, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.Hub, snapshotID, no, once, x.Title, x.To, x.On, string(raw), report.Hash(raw), a.Name, tx.Now()); err != nil {
		return "", err
	}
	return snapshotID, journal.Note(tx, a, report.Frozen{ID: snapshotID, No: no, On: x.On.String(), Hash: report.Hash(raw)})
}

// Recount counts a snapshot again from the books, by what was on record when it was made,
// and answers what came out otherwise. That it was done is on record.
func (s *Store) Recount(ctx context.Context, a who.Actor, snapshotID string) (same bool, ds []report.Difference, err error) {
	if err := a.May(report.MayFreeze); err != nil {
		return false, nil, err
	}
	same, err = db.Write(ctx, s.DB, func(tx *db.Tx) (bool, error) {
		x, err := snapshot(tx, a.Hub, snapshotID)
		if err != nil {
			return false, err
		}
		now, err := count(tx, over(a.Hub, x.Body.Few, x.Body.On, x.Body.Known))
		if err != nil {
			return false, err
		}
		raw, err := now.Canonical()
		if err != nil {
			return false, err
		}
		ds = report.Compare(x.Body, now)
		return report.Hash(raw) == x.Hash, s.recounted(tx, a, x, report.Hash(raw))
	})
	return same, ds, err
}

func (s *Store) recounted(tx *db.Tx, a who.Actor, x report.Snapshot, hash string) error {
	same := hash == x.Hash
	if _, err := tx.Exec(`insert into report_recount (hub_id, snapshot_id, no, hash, same, made_by, made_at) select $1, $2, cast(coalesce(max(no), 0) as bigint) + 1, $3, $4, $5, $6
		from report_recount where hub_id = $1 and snapshot_id = $2`, a.Hub, x.ID, hash, db.Bit(same), a.Name, tx.Now()); err != nil {
		return err
	}
	return journal.Note(tx, a, report.Rerun{ID: x.ID, No: x.No, Same: same})
}

// Move takes a snapshot one step on: confirmed, submitted, published, withdrawn.
func (s *Store) Move(ctx context.Context, a who.Actor, snapshotID string, what report.Step) error {
	if err := a.May(report.MayFreeze); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := snapshot(tx, a.Hub, snapshotID)
		if err != nil {
			return err
		}
		if !x.May(what) {
			return errStale
		}
		if _, err := tx.Exec(`insert into report_step (hub_id, snapshot_id, no, what, made_by, made_at) select $1, $2, cast(coalesce(max(no), 0) as bigint) + 1, $3, $4, $5
			from report_step where hub_id = $1 and snapshot_id = $2`, a.Hub, x.ID, string(what), a.Name, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, report.Moved{ID: x.ID, No: x.No, What: what})
	})
}
