package app

import (
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/outreach"
	"hiroba/internal/people"
	"hiroba/internal/site"
)

// everybody is what a visitor may do, signed in or not.
var everybody = []who.Permission{hub.MayKnow, people.MaySignIn, outreach.MaySignUp, outreach.MayAsk, site.MayRead}

// rights is the one table of what each role may do in a hub.
var rights = map[people.Role][]who.Permission{
	people.HubAdmin: {hub.MaySee, hub.MaySet, hub.MayClose, hub.MayJournal, hub.MayMail, people.MayInvite,
		outreach.MaySee, outreach.MaySignups, outreach.MayRun, outreach.MayDoor, outreach.MayDesk, site.MayEdit, site.MayNews},
	people.Coordinator: {hub.MaySee, hub.MayClose, hub.MayMail,
		outreach.MaySee, outreach.MaySignups, outreach.MayRun, outreach.MayDoor, outreach.MayDesk, site.MayEdit, site.MayNews},
	people.FrontDesk:   {hub.MaySee, hub.MayClose, outreach.MaySee, outreach.MaySignups, outreach.MayDoor, outreach.MayDesk},
	people.CityOfficer: {hub.MaySee, outreach.MaySee, site.MayNews},
	people.Consortium:  {hub.MaySee, outreach.MaySee},
	people.Accountant:  {hub.MaySee},
	people.Leader:      {hub.MaySee},
	people.Client:      {},
	people.Worker:      {},
}

// Rights is what somebody with these roles may do.
func Rights(roles []people.Role) []who.Permission {
	var out []who.Permission
	for _, r := range roles {
		out = append(out, rights[r]...)
	}
	return out
}
