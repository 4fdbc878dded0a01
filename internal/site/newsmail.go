package site

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// NewsConsent is the version of the text to which people agree when they ask for news.
const NewsConsent = "2026-11"

// NewsForm is a wish for news by mail, as typed.
type NewsForm struct {
	Mail, Lang string
	Consent    bool
}

// Read cleans the wish and says what is wrong with it.
func (f NewsForm) Read() (mail string, err error) {
	var c fault.Check
	mail, err = ja.Mail(f.Mail)
	c.When(err != nil || mail == "", "mail", "site.field.news_mail_form")
	c.When(!f.Consent, "consent", "site.field.news_consent_missing")
	return mail, c.Err()
}

// NewsLetter is a piece of news with whether it went to the readers.
type NewsLetter struct {
	ID, Title, Slug string
	First           when.Instant // published
	Sent            when.Instant // handed to the post; zero if never
	SentBy          string
	People          int
}

// Readers are how many people get the news.
type Readers struct{ Reads, Asked, Left int }

// NewsJoined says that somebody confirmed that they want the news.
type NewsJoined struct {
	ID      string `journal:"keep"`
	Consent string `journal:"keep"`
}

// Kind of the event.
func (e NewsJoined) Kind() string { return "site.news_joined" }

// About is the reader.
func (e NewsJoined) About() string { return e.ID }

// NewsLeft says that somebody wants no more news.
type NewsLeft struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e NewsLeft) Kind() string { return "site.news_left" }

// About is the reader.
func (e NewsLeft) About() string { return e.ID }

// NewsMailed says that a piece of news goes to the readers.
type NewsMailed struct {
	ID     string `journal:"keep"`
	Slug   string `journal:"keep"`
	People int    `journal:"keep"`
}

// Kind of the event.
func (e NewsMailed) Kind() string { return "site.news_mailed" }

// About is the piece of news.
func (e NewsMailed) About() string { return e.ID }
