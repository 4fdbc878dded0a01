package skills

import "hiroba/internal/base/when"

// Sums are the hours offered in the coming weeks, per skill and level. The same hour
// counts under each skill its worker has; Total counts each worker once.
type Sums struct {
	Weeks  []when.Date // Mondays
	Total  []Sum       // per week
	Skills []SkillSums // in the catalogue's order
}

// SkillSums are those of one skill.
type SkillSums struct {
	Skill Skill
	Weeks []Sum                // all levels
	Level [LevelMost + 1][]Sum // per level, then per week
}

// Sum is an amount of time and how many people give it.
type Sum struct{ Minutes, People int }

// Plus adds two sums.
func (s Sum) Plus(o Sum) Sum { return Sum{s.Minutes + o.Minutes, s.People + o.People} }

// Least says in how many weeks a skill has the fewest hours, and which: the week a
// salesperson has to be careful with.
func Least(weeks []Sum) (i int) {
	for n := range weeks {
		if weeks[n].Minutes < weeks[i].Minutes {
			i = n
		}
	}
	return i
}
