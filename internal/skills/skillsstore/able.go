package skillsstore

import (
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
)

// Able is what somebody can do and wants to do, as the stores above read it. Free hours
// are read with Ahead; why an hour is not free is nowhere.
type Able struct {
	Levels map[string]int // by skill
	Never  []string       // skills whose work is not wanted
	Place  skills.Place
	skills.Channel
}

// AbleOf reads what a worker can do and wants to do.
func AbleOf(q db.Q, hub, workerID string) (x Able, err error) {
	x.Levels = map[string]int{}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var skill string
		var level int
		err := r.Scan(&skill, &level)
		x.Levels[skill] = level
		return level, err
	}, `select skill_id, level from worker_skill where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil {
		return x, err
	}
	if x.Never, err = db.All(q, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
		`select skill_id from worker_kind where hub_id = $1 and worker_id = $2 and want = 'never'`, hub, workerID); err != nil {
		return x, err
	}
	places, err := db.All(q, func(r db.Scanner) (s skills.Place, err error) { err = r.Scan(&s); return s, err },
		`select place from worker_wish where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil {
		return x, err
	}
	if x.Place = skills.Both; len(places) == 1 {
		x.Place = places[0]
	}
	x.Channel, err = channel(q, hub, workerID)
	return x, err
}
