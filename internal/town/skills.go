package town

import "hiroba/internal/skills"

// Talent is what one worker of the town can do and when.
type Talent struct {
	Skills  []Knows
	Usual   []string // cells of the week strip
	Wishes  skills.WishForm
	School  skills.SchoolRule // "" for those who do not follow the school
	OffDays int               // one day off in so many days; 0 none
}

// Knows is one skill with how it is known: an index into skills.Ready.
type Knows struct {
	Skill, Level int
	Source       skills.Source
	Note         string
}

// School is the school calendar the town's hub keeps.
var School = skills.SchoolForm{Name: "雪原市の小学校", NameEN: "Primary schools of Yukihara"}

// Breaks are its holidays: name, English name, first and last day as month and day of the winter that comes.
var Breaks = []skills.BreakForm{{Name: "冬休み", NameEN: "Winter holidays", From: "12/25", To: "1/15"}, {Name: "学年末の休み", NameEN: "Spring holidays", From: "3/25", To: "4/6"}}

var patterns = [][]string{
	{"0-morning", "1-morning", "2-morning", "3-morning", "4-morning"},
	{"0-night", "1-night", "3-night", "4-night"},
	{"0-morning", "0-noon", "2-morning", "2-noon", "4-morning", "4-noon"},
	{"1-noon", "3-noon", "5-morning", "6-morning"},
	{"0-dawn", "1-dawn", "2-dawn", "3-dawn", "4-dawn", "5-dawn"},
	{"1-evening", "1-night", "3-evening", "3-night", "6-evening"},
}

// MisakiMail is how she is found.
const MisakiMail = "misaki@example.com"

// Misaki is the worker whose day the demo follows.
var Misaki = Talent{Usual: []string{"0-morning", "0-night", "1-morning", "2-morning", "2-night", "3-morning", "4-morning"}, School: skills.SchoolEvening, OffDays: 9,
	Skills: []Knows{{0, 2, skills.Test, "試験の正解率 98%"}, {3, 2, skills.Interview, "試しの仕事を見て"}, {6, 1, skills.Declared, ""}},
	Wishes: skills.WishForm{Place: "both", Devices: []string{"pc", "phone"}, WeekCap: "15", MonthCap: "50", Note: "子どもが寝たあとの時間がいちばん使えます"}}

// TalentOf is what the n-th other worker of the town can do.
func TalentOf(n int) Talent {
	sources := []skills.Source{skills.Declared, skills.Interview, skills.Interview, skills.Test}
	t := Talent{Usual: patterns[n%len(patterns)], Wishes: skills.WishForm{Place: string(skills.Places[n%len(skills.Places)]), Devices: skills.Devices[n%2*2 : n%2*2+1]}}
	if n%2 == 0 {
		t.Wishes.Devices = []string{"pc"}
	}
	for i := range 1 + n%3 {
		t.Skills = append(t.Skills, Knows{(n*3 + i*4) % len(skills.Ready), 1 + (n+i)%3, sources[(n+i)%len(sources)], ""})
	}
	if n%4 == 1 {
		t.School = skills.SchoolOff
	}
	if n%5 == 2 {
		t.Wishes.WeekCap, t.OffDays = "8", 4
	}
	return t
}
