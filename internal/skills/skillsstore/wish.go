package skillsstore

import (
	"context"
	"slices"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
)

// Wanted is somebody's wishes with what they are chosen from.
type Wanted struct {
	Worker    workers.Worker
	Catalogue []skills.Skill
	Known     bool // something was said yet
	skills.Wishes
}

// Wishes reads what a worker wants; "" is one's own.
func (s *Store) Wishes(ctx context.Context, a who.Actor, workerID string) (Wanted, error) {
	if err := may(a, workerID, skills.MaySee); err != nil {
		return Wanted{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Wanted, err error) {
		if w.Worker, err = subject(v, a, workerID); err != nil {
			return w, err
		}
		if w.Catalogue, err = Catalogue(v, a.Hub); err != nil {
			return w, err
		}
		w.Wishes, w.Known, err = loadWishes(v, a.Hub, w.Worker.ID)
		return w, err
	})
}

func loadWishes(q db.Q, hub, workerID string) (w skills.Wishes, known bool, err error) {
	rows, err := db.All(q, func(r db.Scanner) (w skills.Wishes, err error) {
		devices := ""
		err = r.Scan(&w.Place, &devices, &w.WeekCap, &w.MonthCap, &w.Note)
		w.Devices = skills.Split(devices)
		return w, err
	}, `select place, devices, week_cap, month_cap, note from worker_wish where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil || len(rows) == 0 {
		return skills.Wishes{Place: skills.Both}, false, err
	}
	w = rows[0]
	kinds, err := db.All(q, func(r db.Scanner) (k [2]string, err error) {
		err = r.Scan(&k[0], &k[1])
		return k, err
	}, `select skill_id, want from worker_kind where hub_id = $1 and worker_id = $2 order by skill_id`, hub, workerID)
	for _, k := range kinds {
		if k[1] == "yes" {
			w.Want = append(w.Want, k[0])
		} else {
			w.Never = append(w.Never, k[0])
		}
	}
	return w, true, err
}

// SaveWishes keeps what a worker wants; "" is one's own.
func (s *Store) SaveWishes(ctx context.Context, a who.Actor, workerID string, f skills.WishForm) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	w, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		of, err := subject(tx, a, workerID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into worker_wish (hub_id, worker_id, place, devices, week_cap, month_cap, note, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			on conflict (hub_id, worker_id) do update set place = excluded.place, devices = excluded.devices, week_cap = excluded.week_cap, month_cap = excluded.month_cap,
			note = excluded.note, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
			a.Hub, of.ID, w.Place, strings.Join(w.Devices, ","), w.WeekCap, w.MonthCap, w.Note, a.Name, tx.Now())
		if err != nil {
			return err
		}
		if err := saveKinds(tx, a.Hub, of.ID, w); err != nil {
			return err
		}
		recountAtEnd(tx, a.Hub, of.ID)
		return journal.Note(tx, a, skills.WishesSaved{Worker: of.ID, No: of.No})
	})
}

func saveKinds(tx *db.Tx, hub, workerID string, w skills.Wishes) error {
	if _, err := tx.Exec(`delete from worker_kind where hub_id = $1 and worker_id = $2`, hub, workerID); err != nil {
		return err
	}
	all, err := Catalogue(tx, hub)
	if err != nil {
		return err
	}
	for _, k := range all {
		want := ""
		switch {
		case slices.Contains(w.Want, k.ID):
			want = "yes"
		case slices.Contains(w.Never, k.ID):
			want = "never"
		default:
			continue
		}
		if _, err := tx.Exec(`insert into worker_kind (hub_id, worker_id, skill_id, want) values ($1, $2, $3, $4)`, hub, workerID, k.ID, want); err != nil {
			return err
		}
	}
	return nil
}

func channel(q db.Q, hub, workerID string) (skills.Channel, error) {
	rows, err := db.All(q, func(r db.Scanner) (c skills.Channel, err error) {
		off := ""
		err = r.Scan(&c.Way, &c.From, &c.To, &off)
		c.Off = skills.Split(off)
		return c, err
	}, `select channel, quiet_from, quiet_to, off from worker_channel where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil || len(rows) == 0 {
		return skills.UsualChannel, err
	}
	return rows[0], nil
}

// Channel reads how a worker is told things; "" is one's own.
func (s *Store) Channel(ctx context.Context, a who.Actor, workerID string) (skills.Channel, error) {
	if err := may(a, workerID, skills.MaySee); err != nil {
		return skills.Channel{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (skills.Channel, error) {
		w, err := subject(v, a, workerID)
		if err != nil {
			return skills.Channel{}, err
		}
		return channel(v, a.Hub, w.ID)
	})
}

// SaveChannel keeps how a worker wants to be told things; "" is one's own.
func (s *Store) SaveChannel(ctx context.Context, a who.Actor, workerID string, f skills.ChannelForm) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	c, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := subject(tx, a, workerID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into worker_channel (hub_id, worker_id, channel, quiet_from, quiet_to, off, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (hub_id, worker_id) do update set channel = excluded.channel, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, off = excluded.off, changed_at = excluded.changed_at`,
			a.Hub, w.ID, c.Way, c.From, c.To, strings.Join(c.Off, ","), tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, skills.ChannelSaved{Worker: w.ID, No: w.No, Way: c.Way})
	})
}
