package app

import (
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/interviews"
	"hiroba/internal/outreach"
	"hiroba/internal/people"
	"hiroba/internal/site"
	"hiroba/internal/workers"
)

// everybody is what a visitor may do, signed in or not.
var everybody = []who.Permission{hub.MayKnow, people.MaySignIn, outreach.MaySignUp, outreach.MayAsk, site.MayRead, workers.MayEnter, interviews.MayBook}

// rights is the one table of what each role may do in a hub.
var rights = map[people.Role][]who.Permission{
	people.HubAdmin: {hub.MaySee, hub.MaySet, hub.MayClose, hub.MayJournal, hub.MayMail, people.MayInvite,
		outreach.MaySee, outreach.MaySignups, outreach.MayRun, outreach.MayDoor, outreach.MayDesk, site.MayEdit, site.MayNews,
		workers.MayCount, workers.MaySee, workers.MayKeep, workers.MayReveal,
		interviews.MayBoard, interviews.MaySheet, interviews.MayConfide, interviews.MayRun},
	people.Coordinator: {hub.MaySee, hub.MayClose, hub.MayMail,
		outreach.MaySee, outreach.MaySignups, outreach.MayRun, outreach.MayDoor, outreach.MayDesk, site.MayEdit, site.MayNews,
		workers.MayCount, workers.MaySee, workers.MayKeep, workers.MayReveal,
		interviews.MayBoard, interviews.MaySheet, interviews.MayConfide, interviews.MayRun},
	people.FrontDesk:   {hub.MaySee, hub.MayClose, outreach.MaySee, outreach.MaySignups, outreach.MayDoor, outreach.MayDesk, workers.MaySee, interviews.MayBoard, interviews.MaySheet},
	people.CityOfficer: {hub.MaySee, outreach.MaySee, site.MayNews, workers.MayCount},
	people.Consortium:  {hub.MaySee, outreach.MaySee, workers.MayCount},
	people.Accountant:  {hub.MaySee, workers.MaySee, workers.MayReveal},
	people.Leader:      {hub.MaySee},
	people.Client:      {},
	people.Worker:      {workers.MaySelf},
}

// Rights is what somebody with these roles may do.
func Rights(roles []people.Role) []who.Permission {
	var out []who.Permission
	for _, r := range roles {
		out = append(out, rights[r]...)
	}
	return out
}
