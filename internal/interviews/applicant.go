package interviews

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Stage is where an applicant stands.
type Stage string

// The stages, in the order of the board. Closed and Erased are off it.
const (
	New         Stage = "new"
	Invited     Stage = "invited" // has the link, has not picked a time
	Booked      Stage = "booked"
	Interviewed Stage = "interviewed"
	Decided     Stage = "decided"
	Registered  Stage = "registered"
	Closed      Stage = "closed"
	Erased      Stage = "erased" // nothing personal is left
)

// Stages are those of the board, in its order.
var Stages = []Stage{New, Invited, Booked, Interviewed, Decided, Registered}

// Live tells that something still has to happen with an applicant.
func (s Stage) Live() bool { return s != Registered && s != Closed && s != Erased }

// Source is how an applicant came to the hub.
type Source string

// Sources, in the order of the filter.
const (
	FromSignup  Source = "signup"
	FromSurvey  Source = "survey"
	FromInquiry Source = "inquiry"
	FromCard    Source = "card" // a worker's card
	FromPhone   Source = "phone"
	FromWeb     Source = "web" // asked on the public page without a card
)

// Sources are all ways to become an applicant.
var Sources = []Source{FromSignup, FromSurvey, FromInquiry, FromCard, FromPhone, FromWeb}

// ConsentVersion names the text people agree to when they ask for an interview.
// Those who come from a sign-up agreed to that form's text, which covers it.
const ConsentVersion = "2026-12"

// Applicant is one person who would like to work.
type Applicant struct {
	ID         string
	Name, Kana string // as typed; katakana, "" where nobody asked yet
	Mail       string
	Phone      string // E.164
	Lang       string
	Source     Source
	SourceID   string // the sign-up, survey answer or inquiry it came from
	ReferredBy string // worker id, "" unknown
	Wants      string // first words: what they would like
	Consent    string // version of the text
	Stage      Stage
	StageAt    when.Instant
	Outcome    Outcome // "" until decided
	NextStep   Step
	NextOn     when.Date
	Reminded   int
	RemindedAt when.Instant
	LaterOn    when.Date // when to ask again, for "later"
	Where      string    // who helps instead, for "other"
	WorkerID   string    // the registration that began
	Alike      string    // an applicant who may be the same person
	Sequence   int       // of the calendar entry
	Version    int
	MadeBy     string
	Made       when.Instant
}

// SamePerson tells that two applicants are certainly one person: the same reading (or,
// where one has no reading, the same name) with the same mail or telephone.
func (a Applicant) SamePerson(o Applicant) bool {
	if !a.sameContact(o) {
		return false
	}
	if a.Kana == "" || o.Kana == "" {
		return ja.SearchKey(a.Name) == ja.SearchKey(o.Name)
	}
	return a.Kana == o.Kana
}

// LooksAlike tells that two applicants may be one person; only staff are told.
func (a Applicant) LooksAlike(o Applicant) bool {
	return a.sameContact(o) || a.Kana != "" && a.Kana == o.Kana && ja.SearchKey(a.Name) == ja.SearchKey(o.Name)
}

func (a Applicant) sameContact(o Applicant) bool {
	return a.Mail != "" && a.Mail == o.Mail || a.Phone != "" && a.Phone == o.Phone
}

// Form is an applicant as typed, by themselves or by staff at the telephone.
type Form struct {
	Name, Kana, Mail, Phone, Wants, Code, Lang string
	Consent                                    bool
}

const (
	nameMost = 60
	textMost = 2000
)

// Read cleans the form. kana tells that the reading must be there: people know their
// own, staff who were given a name only may add it later. Code is checked by the store.
func (f Form) Read(kana bool) (Applicant, error) {
	var c fault.Check
	a := Applicant{Name: ja.Name(strings.Join(strings.Split(f.Name, "\n"), " ")), Wants: strings.TrimSpace(strings.ReplaceAll(f.Wants, "\r\n", "\n")), Lang: f.Lang, Consent: ConsentVersion, Stage: New}
	c.When(a.Name == "", "name", "interviews.field.name_missing")
	c.When(len([]rune(a.Name)) > nameMost, "name", "interviews.field.name_long", "n", nameMost)
	var err error
	a.Kana, err = ja.Kana(f.Kana)
	c.When(err == nil && kana && a.Kana == "", "kana", "interviews.field.kana_missing")
	c.When(err != nil, "kana", "interviews.field.kana_form")
	c.When(len([]rune(a.Kana)) > nameMost, "kana", "interviews.field.name_long", "n", nameMost)
	a.Mail, err = ja.Mail(f.Mail)
	bad := err != nil
	c.When(bad, "mail", "interviews.field.mail_form")
	a.Phone, err = ja.Phone(f.Phone)
	c.When(err != nil, "phone", "interviews.field.phone_form")
	c.When(!bad && err == nil && a.Mail == "" && a.Phone == "", "mail", "interviews.field.contact_missing")
	c.When(len([]rune(a.Wants)) > textMost, "wants", "interviews.field.text_long", "n", textMost)
	c.When(ja.LooksLikeMyNumber(f.Wants), "wants", "interviews.field.my_number")
	c.When(!f.Consent, "consent", "interviews.field.consent_missing")
	return a, c.Err()
}

// IsSource tells whether a word names a source.
func IsSource(s string) bool { return slices.Contains(Sources, Source(s)) }
