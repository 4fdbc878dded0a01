package skills

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// LevelMost is the highest level: 1 has tried it, 2 does it alone, 3 checks or teaches it.
const LevelMost = 3

// Skill is one line of the hub's catalogue. A skill is retired, never deleted: what was
// recorded under it stays readable.
type Skill struct {
	ID           string
	Name, NameEN string
	Levels       [LevelMost]string // what each level means
	LevelsEN     [LevelMost]string
	Retired      when.Instant
	Version      int
}

// Open tells whether the skill can still be given to somebody.
func (s Skill) Open() bool { return s.Retired.IsZero() }

// SkillForm is a skill as typed.
type SkillForm struct {
	Name, NameEN     string
	Levels, LevelsEN [LevelMost]string
}

const (
	nameMost  = 40
	levelMost = 120
)

// levelFields are the form's names of the levels.
var levelFields = [LevelMost]string{"level1", "level2", "level3"}

// Read cleans a skill and says what is wrong with it.
func (f SkillForm) Read() (Skill, error) {
	var c fault.Check
	s := Skill{Name: one(f.Name), NameEN: one(f.NameEN)}
	c.When(s.Name == "", "name", "skills.catalogue.name_missing")
	c.When(long(s.Name, nameMost), "name", "skills.form.long", "n", nameMost)
	c.When(long(s.NameEN, nameMost), "name_en", "skills.form.long", "n", nameMost)
	for i, field := range levelFields {
		s.Levels[i], s.LevelsEN[i] = one(f.Levels[i]), one(f.LevelsEN[i])
		c.When(s.Levels[i] == "", field, "skills.catalogue.level_missing")
		c.When(long(s.Levels[i], levelMost), field, "skills.form.long", "n", levelMost)
		c.When(long(s.LevelsEN[i], levelMost), field+"_en", "skills.form.long", "n", levelMost)
	}
	return s, c.Err()
}

// Ready are the skills a new hub begins with; their words stand in the catalogue of
// sentences under skills.ready.
var Ready = []string{"data_entry", "list_check", "tagging", "transcription", "proofreading", "writing", "product_pages", "web_update", "research", "survey_count", "inspection"}

// SkillSaved says that a line of the catalogue was made, changed, retired or taken up again.
type SkillSaved struct {
	Skill string `journal:"keep"`
	Name  string `journal:"keep"`
}

// Kind of the event.
func (e SkillSaved) Kind() string { return "skills.skill_saved" }

// About is the skill.
func (e SkillSaved) About() string { return e.Skill }
