package site

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// List is one of the short lists that staff keep for the public pages.
type List string

// The lists.
const (
	Members  List = "members"  // the organisations that carry the hub together (S28, S29)
	History  List = "history"  // what happened when
	Voices   List = "voices"   // what people who work say
	Examples List = "examples" // what kinds of work there are
	Ways     List = "ways"     // how long it takes to the hub, from where (S4)
)

// Lists are all lists, in the order in which staff see them.
func Lists() []List { return []List{Members, History, Voices, Examples, Ways} }

// Entry is what the entries of all lists have in common.
type Entry struct {
	ID      string
	Place   int // 1 stands first; 0 asks for the end of the list
	Version int // 0 before it is kept for the first time
	MadeBy  string
	Made    when.Instant
	Removed when.Instant // never, while it is in the list
}

// Head gives a store the common part of any entry.
func (e *Entry) Head() *Entry { return e }

// PlaceMost is the last place of a list.
const PlaceMost = 999

// most characters of a line, and of a text of several lines.
const (
	lineMost = 120
	textMost = 1000
)

// lines cleans one-line fields and says which are too long.
func lines(c *fault.Check, fields map[string]*string) {
	for name, s := range fields {
		*s = strings.Join(strings.Fields(*s), " ")
		c.When(utf8.RuneCountInString(*s) > lineMost, name, "site.field.line_long", "most", lineMost)
	}
}

// texts cleans fields of several lines and says which are too long.
func texts(c *fault.Check, fields map[string]*string) {
	for name, s := range fields {
		*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
		c.When(utf8.RuneCountInString(*s) > textMost, name, "site.field.text_long", "most", textMost)
	}
}

func (e *Entry) check(c *fault.Check) {
	c.When(e.Place < 0 || e.Place > PlaceMost, "place", "site.field.place_form", "most", PlaceMost)
}

// MemberKind is what sort of organisation a member is.
type MemberKind string

// MemberKinds are all kinds, in the order of the form.
func MemberKinds() []MemberKind {
	return []MemberKind{"city", "operator", "facility", "school", "company", "other"}
}

// Duty is a part of the common work that a member takes on (S29).
type Duty string

// Duties are all parts of the work, in the order of the table of roles.
func Duties() []Duty { return []Duty{"lead", "recruit", "train", "orders", "rooms", "tell"} }

// Member is one organisation of the consortium.
type Member struct {
	Entry
	Kind         MemberKind
	Name, NameEN string
	Role, RoleEN string // its part in one line
	Does, DoesEN string // what it does, in sentences
	Duties       []Duty
	URL          string // its own site, or ""
}

var linkRe = regexp.MustCompile(`^https?://[^\s/"'<>\\]+\.[^\s"'<>\\]+$`)

// Check cleans a member and says what is wrong with it.
func (m *Member) Check(when.Date) error {
	var c fault.Check
	m.Entry.check(&c)
	lines(&c, map[string]*string{"name": &m.Name, "name_en": &m.NameEN, "role": &m.Role, "role_en": &m.RoleEN, "url": &m.URL})
	texts(&c, map[string]*string{"does": &m.Does, "does_en": &m.DoesEN})
	c.When(m.Name == "", "name", "site.field.member_missing")
	c.When(!one(MemberKinds(), m.Kind), "kind", "site.field.kind_missing")
	c.When(m.Role == "", "role", "site.field.role_missing")
	c.When(m.URL != "" && !linkRe.MatchString(m.URL), "url", "site.field.url_form")
	for _, d := range m.Duties {
		c.When(!one(Duties(), d), "duties", "site.field.duties_form")
	}
	return c.Err()
}

// Label is the name of a member.
func (m *Member) Label() string { return m.Name }

// Has tells whether the member has taken on a part of the work.
func (m *Member) Has(d Duty) bool { return one(m.Duties, d) }

func one[T comparable](all []T, x T) bool {
	for _, y := range all {
		if y == x {
			return true
		}
	}
	return false
}
