// Package outreach brings people to the hub: seminars and sign-ups, flyers, the door,
// what people ask. It holds the rules; the books are in outreachstore.
package outreach

import "hiroba/internal/base/who"

// What may be done here.
const (
	MaySee     who.Permission = "outreach.see"     // numbers, without people
	MaySignups who.Permission = "outreach.signups" // who has signed up, and act for them
	MayRun     who.Permission = "outreach.run"     // seminars, flyers, mail to everybody
	MayDoor    who.Permission = "outreach.door"    // mark who came
	MaySignUp  who.Permission = "outreach.sign_up" // look at seminars, sign oneself up; visitors have it
	MayAsk     who.Permission = "outreach.ask"     // send a question; visitors have it
	MayDesk    who.Permission = "outreach.desk"    // answer questions
)
