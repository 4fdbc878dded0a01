package interviews

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// Step is what the hub does next for an applicant.
type Step string

// The steps.
const (
	ToInvite   Step = "invite"   // send the link
	ToCall     Step = "call"     // telephone: no mail address, or no answer to a reminder
	ToRemind   Step = "remind"   // no answer to the invitation
	ToMeet     Step = "meet"     // the interview itself
	ToDecide   Step = "decide"   // say what comes of it
	ToPractise Step = "practise" // ask how practising goes
	ToAskAgain Step = "again"    // the day on which to ask again has come
	ToFollow   Step = "follow"   // ask whether the other help was found
	ToRegister Step = "register" // the registration has not been finished
	NoStep     Step = ""
)

// How many days each step may wait, as a hub of one or two staff can keep it.
const (
	inviteWithin   = 1
	NoAnswerDays   = 5 // an invitation without an answer is loud from here on
	decideWithin   = 3
	registerWithin = 7
	practiseFor    = 14
	followAfter    = 30
)

// Next is the rule that nobody is forgotten: whoever is live has a step and the day by
// which it is due. since is the day on which the stage began, meets the day of a booked
// interview.
func (a Applicant) Next(since, reminded, meets when.Date) (Step, when.Date) {
	switch a.Stage {
	case New:
		if a.Mail == "" {
			return ToCall, since.AddDays(inviteWithin)
		}
		return ToInvite, since.AddDays(inviteWithin)
	case Invited:
		switch {
		case a.Reminded > 0:
			return ToCall, reminded.AddDays(NoAnswerDays)
		case a.Mail == "":
			return ToCall, since.AddDays(NoAnswerDays)
		}
		return ToRemind, since.AddDays(NoAnswerDays)
	case Booked:
		return ToMeet, meets
	case Interviewed:
		return ToDecide, since.AddDays(decideWithin)
	case Decided:
		return a.followUp(since)
	}
	return NoStep, when.Date{}
}

func (a Applicant) followUp(since when.Date) (Step, when.Date) {
	switch a.Outcome {
	case ToBeWorker:
		return ToRegister, since.AddDays(registerWithin)
	case Practise:
		return ToPractise, since.AddDays(practiseFor)
	case Later:
		return ToAskAgain, a.LaterOn
	}
	return ToFollow, since.AddDays(followAfter)
}

// Late tells that the day of the next step has passed.
func (a Applicant) Late(today when.Date) bool { return !a.NextOn.IsZero() && a.NextOn.Before(today) }

// Due tells that the next step is today's or should have been done.
func (a Applicant) Due(today when.Date) bool { return !a.NextOn.IsZero() && !a.NextOn.After(today) }

// Silent tells that an invitation has had no answer for five days or more.
func (a Applicant) Silent(today when.Date) bool {
	return a.Stage == Invited && a.Due(today)
}

// turns are the stages from which each stage can be reached.
var turns = map[Stage][]Stage{
	Invited:     {New, Invited, Booked, Decided, Closed},
	Booked:      {New, Invited, Booked, Decided},
	Interviewed: {New, Invited, Booked, Interviewed, Decided},
	Decided:     {Interviewed, Decided},
	Registered:  {Decided},
	Closed:      {New, Invited, Booked, Interviewed, Decided},
	Erased:      {New, Invited, Booked, Interviewed, Decided, Closed},
}

// May tells whether an applicant can go over to a stage.
func (a Applicant) May(to Stage) error {
	if a.Stage == Erased {
		return fault.New(fault.NotFound, "interviews.fault.gone")
	}
	if !slices.Contains(turns[to], a.Stage) {
		return fault.New(fault.Conflict, "interviews.fault.stage")
	}
	return nil
}
