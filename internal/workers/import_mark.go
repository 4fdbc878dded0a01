package workers

import (
	"slices"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// MarkState is why a row of a list is not simply taken.
type MarkState string

// The states: the first two wait for somebody's decision.
const (
	MarkBad    MarkState = "bad"    // something in it does not fit
	MarkDouble MarkState = "double" // perhaps somebody who is there already
	MarkOut    MarkState = "out"    // left out by a tick
	MarkSkip   MarkState = "skip"   // is there already and stays as is
	MarkSame   MarkState = "same"   // is there already; what is missing there is filled in
	MarkOther  MarkState = "other"  // somebody else, registered as new
)

// Open tells whether a row waits for a decision.
func (s MarkState) Open() bool { return s == MarkBad || s == MarkDouble }

// Decisions are what can be decided about a possible double.
var Decisions = []MarkState{MarkSkip, MarkSame, MarkOther}

// Likeness is why two people may be one.
type Likeness string

// The likenesses, the strongest first.
const (
	LikeMail  Likeness = "mail"
	LikeBirth Likeness = "birth" // same name, same birth date
	LikeName  Likeness = "name"  // same name, one of the birth dates unknown
)

// Mark is what is on record about one row.
type Mark struct {
	State MarkState
	Like  Likeness
	Rival string // the worker it may be
	Twin  int    // or the earlier row of the list it may be, counted from 1
	By    string
	At    when.Instant
}

// May tells whether a possible double can be decided so: a row of the same list has
// nothing to fill in yet.
func (m Mark) May(d MarkState) bool {
	return slices.Contains(Decisions, d) && (d != MarkSame || m.Rival != "")
}

// Enrolled is somebody who is in the books already.
type Enrolled struct {
	ID, Name, Mail string
	Birth          when.Date
}

// FoldName is a name as it is compared: kana and letters folded, without spaces.
func FoldName(s string) string { return ja.SearchKey(s) }

func foldMail(s string) string { return strings.ToLower(s) }

// crowd finds people by mail and by name.
type crowd struct {
	mail map[string]person
	name map[string][]person
}

type person struct {
	rival string
	twin  int
	birth when.Date
}

func (x *crowd) add(name, mail string, p person) {
	if m := foldMail(mail); m != "" {
		if _, there := x.mail[m]; !there {
			x.mail[m] = p
		}
	}
	if n := FoldName(name); n != "" {
		x.name[n] = append(x.name[n], p)
	}
}

// like finds whom somebody may be, by the strongest likeness.
func (x *crowd) like(e Entrant) (p person, l Likeness) {
	if p, ok := x.mail[foldMail(e.Mail)]; ok && e.Mail != "" {
		return p, LikeMail
	}
	for _, p := range x.name[FoldName(e.Name)] {
		if !e.Birth.IsZero() && p.birth == e.Birth {
			return p, LikeBirth
		}
	}
	for _, p := range x.name[FoldName(e.Name)] {
		if e.Birth.IsZero() || p.birth.IsZero() {
			return p, LikeName
		}
	}
	return person{}, ""
}

// CheckList reads every row and answers the marks of those that are not simply taken,
// by their place counted from 1. Decisions stand as long as the row still may be the
// same person; a tick that leaves a row out stands until it is taken back.
func CheckList(rows []ListRow, m Mapping, today when.Date, known []Enrolled, before map[int]Mark) (entrants []Entrant, marks map[int]Mark) {
	x := crowd{map[string]person{}, map[string][]person{}}
	for _, k := range known {
		x.add(k.Name, k.Mail, person{rival: k.ID, birth: k.Birth})
	}
	entrants, marks = make([]Entrant, len(rows)), map[int]Mark{}
	for i, r := range rows {
		was := before[i+1]
		if was.State == MarkOut {
			marks[i+1] = was
			continue
		}
		e, err := r.Read(m, today)
		if err != nil {
			marks[i+1] = Mark{State: MarkBad}
			continue
		}
		entrants[i] = e
		p, l := x.like(e)
		if l == "" {
			x.add(e.Name, e.Mail, person{twin: i + 1, birth: e.Birth})
			continue
		}
		now := Mark{State: MarkDouble, Like: l, Rival: p.rival, Twin: p.twin}
		if slices.Contains(Decisions, was.State) && was.Rival == now.Rival && was.Twin == now.Twin {
			now = was
		}
		marks[i+1] = now
	}
	return entrants, marks
}
