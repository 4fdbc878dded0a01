package care

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// VoiceState is where a voice stands.
type VoiceState string

// The states of a voice.
const (
	VoiceNew       VoiceState = "offered" // by the worker, for the public pages
	VoicePublic    VoiceState = "public"
	VoiceDeclined  VoiceState = "declined"  // the hub does not show it
	VoiceWithdrawn VoiceState = "withdrawn" // by the worker, at any time, at once
)

// VoiceConsent is the version of the text to which a worker agrees with a voice.
const VoiceConsent = "2026-11"

// Voice is what a worker says and lets everybody read.
type Voice struct {
	ID, Worker, Body, As string
	State                VoiceState
	Consent, Made        when.Instant
	DecidedBy            string
	Decided              when.Instant
}

// VoiceForm is a voice as typed.
type VoiceForm struct {
	Body, As string
	Consent  bool
}

const (
	voiceMost = 600
	asMost    = 40
)

// Read cleans a voice and says what is wrong with it. Nothing is shown without consent.
func (f VoiceForm) Read() (Voice, error) {
	var c fault.Check
	v := Voice{State: VoiceNew, As: ja.Name(f.As)}
	v.Body = words(&c, "body", f.Body, true)
	c.When(len([]rune(v.Body)) > voiceMost, "body", "care.field.words_long", "n", voiceMost)
	c.When(v.As == "", "as", "care.field.as_missing")
	c.When(len([]rune(v.As)) > asMost, "as", "care.field.as_long", "n", asMost)
	c.When(!f.Consent, "consent", "care.field.voice_consent")
	return v, c.Err()
}

// VoiceOffered says that a worker offered a voice for the public pages.
type VoiceOffered struct {
	ID      string `journal:"keep"`
	Consent string `journal:"keep"`
}

// Kind of the event.
func (e VoiceOffered) Kind() string { return "care.voice_offered" }

// About is the voice.
func (e VoiceOffered) About() string { return e.ID }

// VoiceDecided says that a voice is public, declined or withdrawn.
type VoiceDecided struct {
	ID    string     `journal:"keep"`
	State VoiceState `journal:"keep"`
}

// Kind of the event.
func (e VoiceDecided) Kind() string { return "care.voice_" + string(e.State) }

// About is the voice.
func (e VoiceDecided) About() string { return e.ID }
