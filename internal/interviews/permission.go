// Package interviews brings people from "I would like to work" to a decision: who asked
// (applicants), when somebody has time to talk (slots and bookings), what was said (the
// sheet, in two tiers of confidentiality) and what follows (the outcome). It holds the
// rules; the books are in interviewsstore.
package interviews

import "hiroba/internal/base/who"

// What may be done here.
const (
	MayBoard   who.Permission = "interviews.board"   // who applied and where they stand; invite, book and remind for them
	MaySheet   who.Permission = "interviews.sheet"   // hold an interview: the sheet and its notes of the first tier
	MayConfide who.Permission = "interviews.confide" // the notes of the second tier; each look is journalled
	MayRun     who.Permission = "interviews.run"     // open and close slots, decide, close applications, export
	MayBook    who.Permission = "interviews.book"    // ask for an interview, pick a time by one's link; visitors have it
	MayTend    who.Permission = "interviews.tend"    // the program's own: reminders, registrations followed, old rows erased
)
