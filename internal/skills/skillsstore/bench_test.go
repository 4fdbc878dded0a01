package skillsstore

import (
	"fmt"
	"testing"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/skills"
)

// thousands is a hub with 10,000 registered workers, three skills each and hours that
// differ in every third week. Rows are written in one go; the sums are counted by the
// store itself.
func thousands(b *testing.B) *crew {
	c := yukihara(b, dbtest.SQLite(b), 0)
	const people = 10_000
	ok(b, db.Do(b.Context(), c.DB, func(tx *db.Tx) error {
		for n := range people {
			w := fmt.Sprintf("w%05d", n)
			if _, err := tx.Exec(`insert into worker (hub_id, id, no, person_id, name, kana, search_key, code_name, mail, phone, lang, state, state_from, referral_code, referred_by, version, made_at)
				values ($1, $2, $3, '', $2, '', '', $2, '', '', 'ja', 'registered', '2027-01-01', $2, '', 1, $4)`, c.hub, w, n+1, tx.Now()); err != nil {
				return err
			}
			for i := range 3 {
				if _, err := tx.Exec(`insert into worker_skill (hub_id, worker_id, skill_id, level, source, since_on) values ($1, $2, $3, $4, 'test', '2027-01-01')`, c.hub, w, c.skills[(n+i*3)%len(c.skills)].ID, 1+(n+i)%3); err != nil {
					return err
				}
			}
			usual := skills.Pressed(skills.Week{}, []string{"0-morning", "2-noon", "4-evening"})
			if err := saveUsual(tx, c.staff, w, c.week(n%3), usual); err != nil {
				return err
			}
			if err := recount(tx, c.hub, w); err != nil {
				return err
			}
		}
		return nil
	}))
	return c
}

// BenchmarkEightWeeks is what /staff/hours asks of a hub with 10,000 workers.
func BenchmarkEightWeeks(b *testing.B) {
	c := thousands(b)
	for b.Loop() {
		s, err := c.Sums(b.Context(), c.staff)
		if err != nil || s.Total[0].People != 10_000 {
			b.Fatal(s.Total, err)
		}
	}
}

// BenchmarkFind is a search of the inventory among 10,000 workers.
func BenchmarkFind(b *testing.B) {
	c := thousands(b)
	for b.Loop() {
		if f, err := c.Find(b.Context(), c.staff, Search{Skill: c.skills[0].ID, Level: 2, Hours: 5, Size: 50}); err != nil || f.Total == 0 {
			b.Fatal(f.Total, err)
		}
	}
}
