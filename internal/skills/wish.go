package skills

import (
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
)

// Place is where somebody works.
type Place string

// The places.
const (
	Home Place = "home"
	Hub  Place = "hub"
	Both Place = "both"
)

// Places in the order in which they are shown.
var Places = []Place{Both, Home, Hub}

// Devices somebody can work with, in the order in which they are shown.
var Devices = []string{"pc", "tablet", "phone"}

// Wishes are what somebody wants and does not want. Caps are the worker's own and never
// exceeded by what the hub offers.
type Wishes struct {
	Want     []string // skills whose work is welcome
	Never    []string // skills whose work is not to be offered
	Place    Place
	Devices  []string
	WeekCap  int // minutes, 0 for none
	MonthCap int
	Note     string
}

// WishForm is the form as typed. Kinds is "yes", "never" or "" per skill.
type WishForm struct {
	Kinds             map[string]string
	Place             string
	Devices           []string
	WeekCap, MonthCap string // hours
	Note              string
}

// Hours in a week and in a month, beyond which a cap makes no sense.
const (
	weekHours  = 7 * 24
	monthHours = 31 * 24
)

// Read cleans the form and says what is wrong with it.
func (f WishForm) Read() (Wishes, error) {
	var c fault.Check
	w := Wishes{Place: Place(f.Place), Note: one(f.Note)}
	for id, k := range f.Kinds {
		switch k {
		case "yes":
			w.Want = append(w.Want, id)
		case "never":
			w.Never = append(w.Never, id)
		}
	}
	slices.Sort(w.Want)
	slices.Sort(w.Never)
	c.When(!slices.Contains(Places, w.Place), "place", "skills.wish.place_missing")
	for _, d := range Devices {
		if slices.Contains(f.Devices, d) {
			w.Devices = append(w.Devices, d)
		}
	}
	w.WeekCap = hours(&c, f.WeekCap, "week_cap", weekHours)
	w.MonthCap = hours(&c, f.MonthCap, "month_cap", monthHours)
	c.When(long(w.Note, noteMost), "note", "skills.form.long", "n", noteMost)
	c.When(ja.LooksLikeMyNumber(w.Note), "note", "skills.form.my_number")
	return w, c.Err()
}

// hours reads a number of hours, half ones too, into minutes; "" is no cap.
func hours(c *fault.Check, s, field string, most int) int {
	s = ja.FoldNumber(s)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n <= 0 || n > float64(most) {
		c.Add(field, "skills.wish.hours_form", "most", most)
		return 0
	}
	return int(n*60/Grain+0.5) * Grain
}

// Split reads a list that was kept as one text.
func Split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// WishesSaved says that somebody changed what they want.
type WishesSaved struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
}

// Kind of the event.
func (e WishesSaved) Kind() string { return "skills.wishes_saved" }

// About is the worker.
func (e WishesSaved) About() string { return e.Worker }
