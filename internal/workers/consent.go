package workers

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// TextVersion names the wording of the privacy notice, the basic contract and the
// guardian's consent. A changed sentence is a new version.
const TextVersion = "2026-12"

// SilenceSince is the first wording of the basic contract with the clause that takes silence
// on a payment statement for agreement. Who signed an older one has not agreed to it.
const SilenceSince = "2026-12"

// ConsentKind is what somebody agreed to.
type ConsentKind string

// The kinds.
const (
	Privacy  ConsentKind = "privacy"
	Contract ConsentKind = "contract"
	Guardian ConsentKind = "guardian"
)

// How consent was given.
type How string

// The ways.
const (
	OnScreen How = "screen" // by the person, on a screen
	OnPaper  How = "paper"  // signed on paper that the hub keeps
	ByVoice  How = "voice"  // read aloud by staff, answered yes
)

// Hows are the ways in which staff take a consent for somebody.
var Hows = []How{OnPaper, ByVoice}

// Consent is one record: which text, when, who acted and how.
type Consent struct {
	ID       string
	Kind     ConsentKind
	Version  string
	Hash     string // SHA-256 of the text's bytes
	Text     string // "" unless asked for
	How      How
	SignedAs string // the name as the person wrote it
	MadeBy   string // who pressed the button
	Made     when.Instant
}

// TextHash is how a text is known.
func TextHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// SignForm is the last screen as typed.
type SignForm struct {
	Privacy, Contract           bool
	SignedAs                    string
	How                         How // of staff; the person's own is always OnScreen
	GuName, GuRelation, GuPhone string
	GuardianAgrees              bool
	Seen                        string // hash of the contract as it stood on the screen, "" not told
}

// Signing is what was agreed.
type Signing struct {
	SignedAs string
	How      How
	Guardian *Someone // of a minor
	Seen     string
}

// Read reads the screen for somebody of a name; a minor needs a guardian.
func (f SignForm) Read(name string, minor bool) (Signing, error) {
	var c fault.Check
	c.When(!f.Privacy, "privacy", "workers.field.privacy_missing")
	c.When(!f.Contract, "contract", "workers.field.contract_missing")
	s := Signing{SignedAs: ja.Name(f.SignedAs), How: f.How, Seen: f.Seen}
	c.When(s.SignedAs == "", "signed_as", "workers.field.signed_missing")
	c.When(s.SignedAs != "" && ja.SearchKey(s.SignedAs) != ja.SearchKey(name), "signed_as", "workers.field.signed_other", "name", name)
	if f.How != OnScreen {
		c.When(!slices.Contains(Hows, f.How), "how", "workers.field.how_missing")
	}
	if minor {
		g := Someone{Name: line(&c, "gu_name", f.GuName, true, "workers.field.gu_missing"), Relation: line(&c, "gu_relation", f.GuRelation, false, "")}
		var err error
		g.Phone, err = ja.Phone(f.GuPhone)
		c.When(err != nil || g.Phone == "", "gu_phone", "workers.field.phone_form")
		c.When(!f.GuardianAgrees, "gu_agrees", "workers.field.gu_agrees_missing")
		s.Guardian = &g
	}
	return s, c.Err()
}

// PhotoKinds are the documents whose photo is taken. A My Number card is not among
// them and is refused in words: a driving licence or a passport does.
var PhotoKinds = []string{"licence", "passport", "residence", "bankbook", "other"}

// PhotoMost is how large a photo may be, in bytes.
const PhotoMost = 10 << 20

// ReadReason is why somebody looks at a sealed entry.
func ReadReason(s string) (string, error) {
	var c fault.Check
	s = strings.TrimSpace(s)
	c.When(len([]rune(s)) < 3, "reason", "workers.field.reason_missing")
	c.When(len([]rune(s)) > noteMost, "reason", "workers.field.long", "n", noteMost)
	return s, c.Err()
}
