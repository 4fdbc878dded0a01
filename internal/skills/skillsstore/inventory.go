package skillsstore

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
)

// Search is what a company needs: who could do it, for how many hours a week.
type Search struct {
	Skill  string // "" any
	Level  int    // at least
	Hours  int    // a week, at least
	Place  skills.Place
	Device string
	Page   int // from 1
	Size   int
}

// Found is who could do it.
type Found struct {
	Total, Minutes int // people, and their usual minutes a week together
	People         []Talent
}

// Talent is one worker as the inventory knows them. The name is for staff only; a
// company sees the code name.
type Talent struct {
	Worker, Name, Code string
	No                 int
	Minutes            int // of a usual week
	Place              skills.Place
	Devices            []string
	Levels             []skills.Level // best first
}

const foundWhere = `from worker w join free_part p on p.hub_id = w.hub_id and p.worker_id = w.id
	left join worker_wish x on x.hub_id = w.hub_id and x.worker_id = w.id
	where w.hub_id = $1 and w.state = 'registered' and p.usual_minutes >= $4
	and exists (select 1 from worker_skill k where k.hub_id = w.hub_id and k.worker_id = w.id and ($2 = '' or k.skill_id = $2) and k.level >= $3
		and not exists (select 1 from worker_kind n where n.hub_id = k.hub_id and n.worker_id = k.worker_id and n.skill_id = k.skill_id and n.want = 'never'))
	and ($5 = '' or coalesce(x.place, 'both') in ('both', $5)) and ($6 = '' or ',' || coalesce(x.devices, '') || ',' like $6) `

func (f Search) args(hub string) []any {
	device := ""
	if slices.Contains(skills.Devices, f.Device) {
		device = "%," + f.Device + ",%"
	}
	place := string(f.Place)
	if f.Place == skills.Both {
		place = ""
	}
	return []any{hub, f.Skill, max(f.Level, 1), f.Hours * 60, place, device}
}

// Find searches the inventory.
func (s *Store) Find(ctx context.Context, a who.Actor, f Search) (Found, error) {
	if err := a.May(skills.MaySee); err != nil {
		return Found{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out Found, err error) {
		row, err := db.One(v, errSkill, func(r db.Scanner) (x [2]int, err error) { err = r.Scan(&x[0], &x[1]); return x, err },
			`select count(w.id), coalesce(sum(p.usual_minutes), 0) `+foundWhere, f.args(a.Hub)...)
		if err != nil {
			return out, err
		}
		out.Total, out.Minutes = row[0], row[1]
		out.People, err = db.All(v, func(r db.Scanner) (t Talent, err error) {
			devices := ""
			err = r.Scan(&t.Worker, &t.No, &t.Name, &t.Code, &t.Minutes, &t.Place, &devices)
			t.Devices = skills.Split(devices)
			return t, err
		}, `select w.id, w.no, w.name, w.code_name, p.usual_minutes, coalesce(x.place, 'both'), coalesce(x.devices, '') `+foundWhere+`order by p.usual_minutes desc, w.no limit $7 offset $8`,
			append(f.args(a.Hub), f.Size, (max(f.Page, 1)-1)*f.Size)...)
		if err != nil {
			return out, err
		}
		return out, withLevels(v, a.Hub, out.People)
	})
}

// chunk is how many people one query reads the skills of.
const chunk = 50

// levelsOf reads the skills of a chunk of people; places that are not needed stay empty.
var levelsOf = `select worker_id, skill_id, level, source, since_on from worker_skill where hub_id = $1 and worker_id in (` + places(2, chunk) + `) order by worker_id, level desc, skill_id`

// places is "$2, $3 …".
func places(from, n int) string {
	p := make([]string, n)
	for i := range p {
		p[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(p, ", ")
}

// withLevels adds the skills of people, a chunk at a time.
func withLevels(q db.Q, hub string, people []Talent) error {
	for part := range slices.Chunk(people, chunk) {
		args := make([]any, chunk+1)
		args[0] = hub
		at := map[string]*Talent{}
		for i := range args[1:] {
			args[i+1] = ""
			if i < len(part) {
				args[i+1], at[part[i].Worker] = part[i].Worker, &part[i]
			}
		}
		_, err := db.All(q, func(r db.Scanner) (l skills.Level, err error) {
			worker := ""
			if err = r.Scan(&worker, &l.Skill, &l.Level, &l.Source, &l.Since); err == nil {
				at[worker].Levels = append(at[worker].Levels, l)
			}
			return l, err
		}, levelsOf, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Stock is one line of "skills we have": how many people, at which level, how many hours.
type Stock struct {
	Skill   skills.Skill
	People  [skills.LevelMost + 1]int // by level; [0] is all
	Minutes int                       // of a usual week
}

// Stock counts the people of every skill in use.
func (s *Store) Stock(ctx context.Context, a who.Actor) ([]Stock, error) {
	if err := a.May(skills.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []Stock, err error) {
		all, err := Catalogue(v, a.Hub)
		if err != nil {
			return nil, err
		}
		type row struct {
			skill            string
			level, n, minute int
		}
		rows, err := db.All(v, func(r db.Scanner) (x row, err error) {
			err = r.Scan(&x.skill, &x.level, &x.n, &x.minute)
			return x, err
		},
			`select k.skill_id, k.level, count(w.id), coalesce(sum(p.usual_minutes), 0) from worker_skill k
			join worker w on w.hub_id = k.hub_id and w.id = k.worker_id and w.state = 'registered'
			left join free_part p on p.hub_id = k.hub_id and p.worker_id = k.worker_id
			where k.hub_id = $1 and not exists (select 1 from worker_kind n where n.hub_id = k.hub_id and n.worker_id = k.worker_id and n.skill_id = k.skill_id and n.want = 'never')
			group by k.skill_id, k.level`, a.Hub)
		for _, k := range all {
			x := Stock{Skill: k}
			for _, r := range rows {
				if r.skill == k.ID {
					x.People[r.level] += r.n
					x.People[0] += r.n
					x.Minutes += r.minute
				}
			}
			if k.Open() || x.People[0] > 0 {
				out = append(out, x)
			}
		}
		return out, err
	})
}
