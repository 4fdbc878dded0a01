package orders

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
)

// The words a kind of work is made of, in the order of the forms.
var (
	Units        = []string{"row", "image", "audio_minute", "page", "hour"}
	Tools        = []string{"entry", "check", "tag", "transcript", "writing", "file"}
	Checks       = []string{"sample", "all", "double"}
	Withholdings = []string{"no", "yes", "ask"}
	TaxKinds     = []string{"data_entry", "annotation", "research", "transcription", "summary_writing", "shorthand", "proofreading", "editing", "writing", "translation", "interpreting", "sign_language",
		"design", "illustration", "photo_print", "photo_web", "lecture", "programming", "web_design", "web_coding"}
)

// Kind is a kind of work the hub does (S46).
type Kind struct {
	ID             string
	Name, NameEN   string
	Unit           string
	Seconds        int // standard time of one unit
	Spread         int // percent by which people differ from it, one standard deviation
	Skill          string
	Level          int // 0: none needed
	Phone          bool
	HubOnly        bool
	Tool           string
	Checks         string // sample, all, or double entry
	TaxKind        string // key of the table of withholding
	Withholding    string // no, yes, or ask: the tax adviser has to decide
	WithholdingWhy string
	Rights         string // what becomes of the rights in what is made
	Secrecy        string
	Manual         string
	Retired        when.Instant
	Version        int
}

// Open tells whether new orders of the kind may come.
func (k Kind) Open() bool { return k.Retired.IsZero() }

// KindForm is a kind as typed.
type KindForm struct {
	Name, NameEN, Unit, Seconds, Spread, Skill, Level, Tool, Checks, TaxKind, Withholding, WithholdingWhy, Rights, Secrecy, Manual string
	Phone, HubOnly                                                                                                                 bool
}

// secondsMost is the longest standard time of a unit: a working day.
const secondsMost = 8 * 60 * 60

// Read cleans a kind and says what is wrong with it.
func (f KindForm) Read() (Kind, error) {
	var c fault.Check
	k := Kind{Unit: f.Unit, Tool: f.Tool, Checks: f.Checks, TaxKind: f.TaxKind, Withholding: f.Withholding, Skill: f.Skill, Phone: f.Phone, HubOnly: f.HubOnly}
	k.Name, k.NameEN = line(&c, "name", f.Name, true), line(&c, "name_en", f.NameEN, false)
	c.When(!slices.Contains(Units, k.Unit), "unit", "orders.field.pick")
	c.When(!slices.Contains(Tools, k.Tool), "tool", "orders.field.pick")
	c.When(!slices.Contains(Checks, k.Checks), "checks", "orders.field.pick")
	c.When(!slices.Contains(Withholdings, k.Withholding), "withholding", "orders.field.pick")
	c.When(!slices.Contains(TaxKinds, k.TaxKind), "tax_kind", "orders.field.pick")
	k.Seconds, k.Spread, k.Level = number(&c, "seconds", f.Seconds, 1, secondsMost), number(&c, "spread", f.Spread, 0, 300), number(&c, "level", f.Level, 0, 3)
	c.When(k.Level > 0 && k.Skill == "", "skill", "orders.field.skill_missing")
	k.WithholdingWhy = words(&c, "withholding_why", f.WithholdingWhy, k.Withholding != "ask", 400)
	k.Rights, k.Secrecy = words(&c, "rights", f.Rights, true, 1000), words(&c, "secrecy", f.Secrecy, true, 1000)
	k.Manual = words(&c, "manual", f.Manual, false, wordsMost)
	return k, c.Err()
}

// ReadyKind is a kind of work a hub can begin with; its words are in the catalogue under orders.ready.KEY.
type ReadyKind struct {
	Key, Unit, Tool, Checks, TaxKind string
	Seconds, Spread, Level           int
	Phone                            bool
	Skill                            string // key of the ready skill
}

// Ready are the kinds to begin with (S46). Standard times are starting points a hub
// corrects from its own log.
var Ready = []ReadyKind{
	{"data_entry", "image", "entry", "sample", "data_entry", 43, 35, 1, true, "data_entry"},
	{"list_check", "row", "check", "sample", "data_entry", 30, 35, 1, true, "list_check"},
	{"tagging", "image", "tag", "sample", "annotation", 20, 40, 1, true, "tagging"},
	{"transcription", "audio_minute", "transcript", "all", "transcription", 360, 40, 2, false, "transcription"},
	{"proofreading", "page", "writing", "all", "proofreading", 900, 40, 2, false, "proofreading"},
	{"writing", "page", "writing", "all", "writing", 3600, 50, 2, false, "writing"},
	{"product_pages", "page", "file", "all", "web_coding", 2400, 45, 2, false, "product_pages"},
	{"web_update", "page", "file", "all", "web_coding", 1800, 45, 2, false, "web_update"},
	{"research", "row", "entry", "sample", "research", 300, 50, 1, true, "research"},
	{"survey_count", "row", "entry", "double", "data_entry", 60, 30, 1, true, "survey_count"},
}

// KindSaved says that a kind of work was entered, corrected, retired or taken up again.
type KindSaved struct {
	ID      string `journal:"keep"`
	Name    string `journal:"keep"`
	Retired bool   `journal:"keep"`
}

// Kind of the event.
func (e KindSaved) Kind() string { return "orders.kind_saved" }

// About is the kind.
func (e KindSaved) About() string { return e.ID }

// Lines splits a text into its lines without empty ones.
func Lines(s string) (out []string) {
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Treatment is what the table of withholding says of a kind of work on a day: no, yes, or
// ask where sources differ.
func Treatment(taxKind string, day when.Date) string {
	t, err := tax.TreatmentOf(taxKind, day)
	switch {
	case err != nil || t.Check:
		return "ask"
	case t.Withhold:
		return "yes"
	}
	return "no"
}
