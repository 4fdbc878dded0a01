package app

import (
	"slices"

	"hiroba/internal/bank"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/care"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/interviews"
	"hiroba/internal/mydata"
	"hiroba/internal/orders"
	"hiroba/internal/outreach"
	"hiroba/internal/pay"
	"hiroba/internal/payee"
	"hiroba/internal/people"
	"hiroba/internal/report"
	"hiroba/internal/site"
	"hiroba/internal/skills"
	"hiroba/internal/work"
	"hiroba/internal/workers"
)

// everybody is what a visitor may do, signed in or not.
var everybody = []who.Permission{hub.MayKnow, people.MaySignIn, outreach.MaySignUp, outreach.MayAsk, site.MayRead, workers.MayEnter, bill.MayWatch, skills.MayAnswer, care.MayTell, interviews.MayBook, work.MayWatch, orders.MayAsk, report.MayRead}

// The circles of people that rights are given to.
var (
	admin     = []people.Role{people.HubAdmin}
	keepers   = []people.Role{people.HubAdmin, people.Coordinator}
	desk      = []people.Role{people.HubAdmin, people.Coordinator, people.FrontDesk}
	counters  = []people.Role{people.HubAdmin, people.Coordinator, people.CityOfficer, people.Consortium} // figures without names
	observers = []people.Role{people.HubAdmin, people.Coordinator, people.FrontDesk, people.CityOfficer, people.Consortium}
	payers    = []people.Role{people.HubAdmin, people.Coordinator, people.Accountant}
	cashiers  = []people.Role{people.HubAdmin, people.Accountant}
	house     = []people.Role{people.HubAdmin, people.Coordinator, people.FrontDesk, people.CityOfficer, people.Consortium, people.Accountant, people.Leader}
	worker    = []people.Role{people.Worker}
)

// grants is the one table of who may do what in a hub: a right, and whose it is.
var grants = []struct {
	may   who.Permission
	whose []people.Role
}{
	{hub.MaySee, house},
	{hub.MayClose, desk},
	{hub.MayMail, keepers},
	{hub.MaySet, admin},
	{hub.MayJournal, admin},
	{people.MayInvite, admin},

	{outreach.MaySee, observers},
	{outreach.MaySignups, desk},
	{outreach.MayDoor, desk},
	{outreach.MayDesk, desk},
	{outreach.MayRun, keepers},

	{site.MayEdit, keepers},
	{site.MayNews, append(slices.Clone(keepers), people.CityOfficer)},

	{workers.MaySelf, worker},
	{workers.MayCount, counters},
	{workers.MaySee, append(slices.Clone(desk), people.Accountant)},
	{workers.MayKeep, keepers},
	{workers.MayReveal, payers},

	{mydata.MayKeep, keepers},

	{skills.MaySelf, worker},
	{skills.MayCount, observers},
	{skills.MaySee, desk},
	{skills.MayKeep, desk},
	{skills.MayCatalogue, keepers},

	{care.MayAsk, worker},
	{care.MayCount, append(slices.Clone(keepers), people.CityOfficer)},
	{care.MayHandle, keepers},
	{care.MaySurvey, keepers},
	{care.MayName, admin},

	{work.MayDo, worker},
	{work.MayRun, keepers},
	{work.MayCheck, append(slices.Clone(keepers), people.Leader)},
	{work.MayCheckIn, desk},

	{payee.MaySelf, worker},
	{payee.MaySee, payers},
	{payee.MayKeep, payers},
	{dispatch.MayOwn, worker},
	{dispatch.MayRun, keepers},
	{dispatch.MaySee, keepers},
	{dispatch.MaySet, admin},

	{bank.MaySee, cashiers},
	{bank.MayKeep, cashiers},
	{bank.MaySet, cashiers},

	{interviews.MayBoard, desk},
	{interviews.MaySheet, desk},
	{interviews.MayConfide, keepers},
	{interviews.MayRun, keepers},

	{orders.MaySee, []people.Role{people.HubAdmin, people.Coordinator, people.Leader, people.Accountant}},
	{orders.MayEnter, []people.Role{people.Client}},
	{orders.MayKeep, keepers},
	{orders.MayApprove, []people.Role{people.HubAdmin, people.CityOfficer}},

	{books.MaySee, cashiers},
	{books.MayKeep, cashiers},

	{pay.MaySelf, worker},
	{pay.MaySee, payers},
	{pay.MayClose, cashiers},

	{report.MaySee, counters},
	{report.MayFreeze, append(slices.Clone(keepers), people.CityOfficer)},
	{report.MayAim, append(slices.Clone(keepers), people.CityOfficer)},

	{bill.MaySee, payers},
	{bill.MayKeep, payers},
	{bill.MayApprove, cashiers},
	{bill.MayBook, cashiers},
}

// rights are the grants by role.
var rights = func() map[people.Role][]who.Permission {
	out := map[people.Role][]who.Permission{}
	for _, g := range grants {
		for _, r := range g.whose {
			out[r] = append(out[r], g.may)
		}
	}
	return out
}()

// Rights is what somebody with these roles may do.
func Rights(roles []people.Role) []who.Permission {
	var out []who.Permission
	for _, r := range roles {
		out = append(out, rights[r]...)
	}
	return out
}
