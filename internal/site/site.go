// Package site is the hub's public face: pages, articles and news that staff write.
package site

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/md"
)

// What may be done here.
const (
	MayRead who.Permission = "site.read" // everybody
	MayEdit who.Permission = "site.edit" // pages, articles, pictures
	MayNews who.Permission = "site.news" // news only
)

// Kind is what sort of text a piece is.
type Kind string

// The kinds. A page stands at its own address and always exists.
const (
	Page      Kind = "page"
	News      Kind = "news"
	Article   Kind = "article"
	CaseStudy Kind = "case_study"
)

// Valid tells whether a kind exists.
func (k Kind) Valid() bool { return k == Page || k == News || k == Article || k == CaseStudy }

// Pages are the fixed pages, in the order in which staff see them.
func Pages() []string {
	return []string{"about", "start", "companies", "consortium", "access", "accessibility", "privacy"}
}

// IsPage tells whether slug is one of the fixed pages.
func IsPage(slug string) bool {
	for _, p := range Pages() {
		if p == slug {
			return true
		}
	}
	return false
}

// IsPolicy tells whether a page is one whose earlier texts stay readable, because
// people agreed to them.
func IsPolicy(slug string) bool { return slug == "accessibility" || slug == "privacy" }

// Path is the address of a text, without the language.
func Path(k Kind, slug string) string {
	switch {
	case k == News:
		return "/news/" + slug
	case k != Page:
		return "/articles/" + slug
	case IsPolicy(slug):
		return "/policy/" + slug
	}
	return "/" + slug
}

// Right is the right that is needed to write a kind.
func (k Kind) Right() who.Permission {
	if k == News {
		return MayNews
	}
	return MayEdit
}

// Piece is one text with the version that was asked for.
type Piece struct {
	ID        string
	Kind      Kind
	Slug      string
	Tags      []string
	Interview when.Date // when the people in it were spoken to
	Contact   string
	First     when.Instant // when it became public for the first time
	Version
}

// Version is one saved state of a text in one language.
type Version struct {
	Lang, Title, Body string
	No                int
	MadeBy            string
	Made, Published   when.Instant // Published is never for a draft
}

// Draft is a version as typed.
type Draft struct {
	Kind                     Kind
	Slug, Lang, Title, Body  string
	Tags, Interview, Contact string
	Publish                  bool
	New                      bool // its address must not be another text's
	InterviewOn              when.Date
}

var slugRe = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,60}$`)

// Check cleans a draft and says what is wrong with it. A text with a picture that
// is not described, or with raw HTML in it, can be kept but not published.
func (d *Draft) Check(today when.Date) error {
	var c fault.Check
	d.Title, d.Slug = strings.TrimSpace(d.Title), strings.TrimSpace(d.Slug)
	c.When(d.Title == "", "title", "site.field.title_missing")
	c.When(!slugRe.MatchString(d.Slug), "slug", "site.field.slug_form")
	c.When(d.Lang != "ja" && d.Lang != "en", "lang", "site.field.lang_missing")
	c.When(len(d.Body) > 200_000, "body", "site.field.body_long")
	if d.Interview = strings.TrimSpace(d.Interview); d.Interview != "" {
		on, err := when.ReadDate(d.Interview, today)
		c.When(err != nil, "interview", "site.field.date_form")
		d.InterviewOn = on
	}
	if d.Publish {
		c.When(strings.TrimSpace(d.Body) == "", "body", "site.field.body_missing")
		for _, p := range md.Check(d.Body) {
			c.Add("body", "site.field.body_"+p.Kind, "line", p.Line)
		}
	}
	return c.Err()
}

// Saved says that a version of a text was kept as a draft.
type Saved struct {
	ID   string `journal:"keep"`
	Slug string `journal:"keep"`
	Lang string `journal:"keep"`
	No   int    `journal:"keep"`
}

// Kind of the event.
func (e Saved) Kind() string { return "site.saved" }

// About is the piece.
func (e Saved) About() string { return e.ID }

// Published says that a version of a text is public.
type Published struct {
	ID   string `journal:"keep"`
	Slug string `journal:"keep"`
	Lang string `journal:"keep"`
	No   int    `journal:"keep"`
}

// Kind of the event.
func (e Published) Kind() string { return "site.published" }

// About is the piece.
func (e Published) About() string { return e.ID }

// PictureAdded says that a picture can be used in texts.
type PictureAdded struct {
	ID  string `journal:"keep"`
	Alt string `journal:"keep"`
}

// Kind of the event.
func (e PictureAdded) Kind() string { return "site.picture_added" }

// About is the picture.
func (e PictureAdded) About() string { return e.ID }

// EntryKept says that an entry of a list was written.
type EntryKept struct {
	ID   string `journal:"keep"`
	List string `journal:"keep"`
	Name string `journal:"keep"`
}

// Kind of the event.
func (e EntryKept) Kind() string { return "site.entry_kept" }

// About is the entry.
func (e EntryKept) About() string { return e.ID }

// EntryRemoved says that an entry was taken out of its list.
type EntryRemoved struct {
	ID   string `journal:"keep"`
	List string `journal:"keep"`
}

// Kind of the event.
func (e EntryRemoved) Kind() string { return "site.entry_removed" }

// About is the entry.
func (e EntryRemoved) About() string { return e.ID }

// EntryRestored says that an entry was put back into its list.
type EntryRestored struct {
	ID   string `journal:"keep"`
	List string `journal:"keep"`
}

// Kind of the event.
func (e EntryRestored) Kind() string { return "site.entry_restored" }

// About is the entry.
func (e EntryRestored) About() string { return e.ID }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Saved{}, Published{}, PictureAdded{}, EntryKept{}, EntryRemoved{}, EntryRestored{}, NewsJoined{}, NewsLeft{}, NewsMailed{}}
}

// Query says which published texts a list shows.
type Query struct {
	News       bool   // news, or articles and case studies
	Lang, Tag  string // tag "" is all
	From, Most int
}

// Tag is a word that articles share, with how many have it.
type Tag struct {
	Name string
	N    int
}

// CountTags counts the tags of many texts, each "a,b"; most used first.
func CountTags(all []string) []Tag {
	n := map[string]int{}
	for _, s := range all {
		for _, t := range strings.Split(s, ",") {
			n[t]++
		}
	}
	var out []Tag
	for t, k := range n {
		out = append(out, Tag{t, k})
	}
	slices.SortFunc(out, func(a, b Tag) int { return cmp.Or(b.N-a.N, strings.Compare(a.Name, b.Name)) })
	return out
}
