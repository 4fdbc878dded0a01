package skillsstore

import (
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
)

// Able is what somebody can do and wants to do, as the stores above read it. Free hours
// are read with Aheads; why an hour is not free is nowhere.
type Able struct {
	Levels map[string]int // by skill
	Never  []string       // skills whose work is not wanted
	Place  skills.Place
	Limits
	skills.Channel
}

// Limits are what somebody set herself: what she works with ("" said nothing yet), and the
// most minutes of a week and a month; 0 is none.
type Limits struct {
	Devices           []string
	WeekCap, MonthCap int
}

// LevelsOf reads what a worker can do, by skill, and what she never wants: no more than a
// claim asks, in one query. The source is read so that no engine finds all of it in the index
// by skill, and walks over the skills of the whole hub.
func LevelsOf(q db.Q, hub, workerID string) (levels map[string]int, never []string, err error) {
	levels = map[string]int{}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var skill, source string
		var level int
		err := r.Scan(&skill, &level, &source)
		if level < 0 {
			never = append(never, skill)
		} else {
			levels[skill] = level
		}
		return 0, err
	}, `select skill_id, level, source from worker_skill where hub_id = $1 and worker_id = $2
		union all select skill_id, -1, '' from worker_kind where hub_id = $1 and worker_id = $2 and want = 'never'`, hub, workerID)
	return levels, never, err
}

// Ables reads what all workers of a hub can do and want to do.
func Ables(q db.Q, hub string) (func(workerID string) Able, error) {
	all, err := able(q, whose{hub: hub})
	return func(workerID string) Able { return ableIn(all, workerID) }, err
}

// ableIn is one of them; whoever said nothing yet can be told things as usual and wants any place.
func ableIn(all map[string]*Able, workerID string) Able {
	if x := all[workerID]; x != nil {
		return *x
	}
	return usual()
}

func usual() Able {
	return Able{Levels: map[string]int{}, Place: skills.Both, Channel: skills.UsualChannel}
}

// able reads what somebody, or everybody, can do and wants to do, by worker.
func able(q db.Q, w whose) (map[string]*Able, error) {
	out := map[string]*Able{}
	of := func(worker string) *Able {
		if out[worker] == nil {
			x := usual()
			out[worker] = &x
		}
		return out[worker]
	}
	read := func(query string, scan func(r db.Scanner) error) error { return w.read(q, scan, query) }
	err := read(`select worker_id, skill_id, level from worker_skill where hub_id = $1`, func(r db.Scanner) error {
		var worker, skill string
		var level int
		err := r.Scan(&worker, &skill, &level)
		of(worker).Levels[skill] = level
		return err
	})
	if err != nil {
		return nil, err
	}
	err = read(`select worker_id, skill_id from worker_kind where hub_id = $1 and want = 'never'`, func(r db.Scanner) error {
		var worker, skill string
		err := r.Scan(&worker, &skill)
		of(worker).Never = append(of(worker).Never, skill)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = read(`select worker_id, place, devices, week_cap, month_cap from worker_wish where hub_id = $1`, func(r db.Scanner) error {
		var worker, devices string
		var place skills.Place
		var l Limits
		err := r.Scan(&worker, &place, &devices, &l.WeekCap, &l.MonthCap)
		l.Devices = skills.Split(devices)
		of(worker).Place, of(worker).Limits = place, l
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, read(`select worker_id, channel, quiet_from, quiet_to, off from worker_channel where hub_id = $1`, func(r db.Scanner) error {
		var worker, off string
		var c skills.Channel
		err := r.Scan(&worker, &c.Way, &c.From, &c.To, &off)
		c.Off = skills.Split(off)
		of(worker).Channel = c
		return err
	})
}
