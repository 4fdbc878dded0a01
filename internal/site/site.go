// Package site is the hub's public face: pages, articles and news that staff write.
package site

import (
	"regexp"
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

// Events are all the house's events.
func Events() []event.Event { return []event.Event{Saved{}, Published{}, PictureAdded{}} }
