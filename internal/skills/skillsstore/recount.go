package skillsstore

import (
	"context"
	"encoding/json"
	"sort"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers/workersstore"
)

// The sums are kept as the books change: what a worker adds to each sum is remembered,
// so a change takes the old part out and puts the new one in. Reading eight weeks is
// then a handful of rows, however many workers there are.

// cell is one sum: a week ("" is the usual one), a skill ("" is everybody), a level.
type cell struct {
	week, skill string
	level       int
}

func (c cell) key() string { return c.week + "|" + c.skill + "|" + strconv.Itoa(c.level) }

func cellOf(key string) cell {
	p := strings.Split(key, "|")
	n, _ := strconv.Atoi(p[2])
	return cell{p[0], p[1], n}
}

// part is what one worker adds to the sums.
type part map[string]skills.Sum

func (p part) add(week string, ls []level, s skills.Sum) {
	if s == (skills.Sum{}) {
		return
	}
	p[cell{week: week}.key()] = s
	for _, l := range ls {
		p[cell{week, l.skill, l.level}.key()] = s
	}
}

// partOf works out what a worker adds now: nothing unless registered.
func partOf(q db.Q, hub, workerID string) (p part, usual int, err error) {
	p = part{}
	w, err := workersstore.Load(q, hub, workerID)
	if err != nil || !w.State.Working() {
		return p, 0, err
	}
	now := hubstore.Day(q)
	c, err := calendar(q, hub, workerID, now)
	if err != nil {
		return p, 0, err
	}
	ls, err := levels(q, hub, workerID)
	if err != nil {
		return p, 0, err
	}
	usual = c.OfferedUsual()
	p.add("", ls, skills.Sum{Minutes: usual, People: giving(usual)})
	for _, m := range c.Unusual(skills.Monday(now)) {
		n := c.Offered(m)
		p.add(m.String(), ls, skills.Sum{Minutes: n - usual, People: giving(n) - giving(usual)})
	}
	return p, usual, nil
}

func giving(minutes int) int {
	if minutes > 0 {
		return 1
	}
	return 0
}

// recountAtEnd counts a worker anew at the end of the write, once.
func recountAtEnd(tx *db.Tx, hub, workerID string) {
	tx.AtEnd("skills.recount:"+workerID, func(tx *db.Tx) error { return recount(tx, hub, workerID) })
}

func recount(tx *db.Tx, hub, workerID string) error {
	now, usual, err := partOf(tx, hub, workerID)
	if err != nil {
		return err
	}
	kept, err := db.All(tx, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
		`select part from free_part where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil {
		return err
	}
	before := part{}
	if len(kept) == 1 {
		if err := json.Unmarshal([]byte(kept[0]), &before); err != nil {
			return err
		}
	}
	if err := move(tx, hub, before, now); err != nil {
		return err
	}
	b, err := json.Marshal(now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into free_part (hub_id, worker_id, usual_minutes, part) values ($1, $2, $3, $4)
		on conflict (hub_id, worker_id) do update set usual_minutes = excluded.usual_minutes, part = excluded.part`, hub, workerID, usual, string(b))
	return err
}

// move adds the difference of two parts to the sums, always in the same order, so that
// two writers never wait for each other crosswise.
func move(tx *db.Tx, hub string, before, now part) error {
	diff := part{}
	for k, s := range now {
		diff[k] = s
	}
	for k, s := range before {
		d := diff[k]
		diff[k] = skills.Sum{Minutes: d.Minutes - s.Minutes, People: d.People - s.People}
	}
	keys := make([]string, 0, len(diff))
	for k, s := range diff {
		if s != (skills.Sum{}) {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	for _, k := range keys {
		c := cellOf(k)
		_, err := tx.Exec(`insert into free_sum (hub_id, week_on, skill_id, level, minutes, people) values ($1, $2, $3, $4, $5, $6)
			on conflict (hub_id, week_on, skill_id, level) do update set minutes = free_sum.minutes + excluded.minutes, people = free_sum.people + excluded.people`,
			hub, c.week, c.skill, c.level, diff[k].Minutes, diff[k].People)
		if err != nil {
			return err
		}
	}
	return nil
}

// recountJob counts a worker anew after a change of state.
func (s *Store) recountJob(ctx context.Context, j jobs.Job) error {
	var told journal.Told
	if err := j.Read(&told); err != nil {
		return jobs.Never(err)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return recount(tx, told.Hub, told.About) })
}

// recountSchool counts everybody anew who follows a school's holidays.
func (s *Store) recountSchool(ctx context.Context, j jobs.Job) error {
	var school string
	if err := j.Read(&school); err != nil {
		return jobs.Never(err)
	}
	ids, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) {
		return db.All(v, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
			`select worker_id from worker_school where hub_id = $1 and school_id = $2`, j.Hub, school)
	})
	for _, w := range ids {
		if err == nil {
			err = db.Do(ctx, s.DB, func(tx *db.Tx) error { return recount(tx, j.Hub, w) })
		}
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
	}
	return err
}
