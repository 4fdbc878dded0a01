// Package mydataweb has the pages on which people ask about their own data, and those on
// which staff answer.
package mydataweb

import (
	"hiroba/internal/mydata"
	"hiroba/internal/mydata/mydatastore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *mydatastore.Store
	// Tabs are the parts of a worker's staff page; app puts them together from all houses.
	Tabs func(rq web.Request, workerID string) []ui.NavItem
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	self := web.SignedIn()
	rt.Handle("GET /me/data", self, r.mine)
	rt.Handle("POST /me/data", self, r.ask)
	rt.Handle("POST /me/data/files", self, r.gather)
	rt.Handle("GET /me/data/files/{id}/my-data.json", self, r.takeJSON)
	rt.Handle("GET /me/data/files/{id}/my-data.pdf", self, r.takePDF)
	rt.Handle("POST /me/data/requests/{id}/withdraw", self, r.withdraw)
	rt.Handle("GET /me/data/erase", self, r.erase)
	rt.Handle("POST /me/data/erase", self, r.askErase)
	keep := web.Need(mydata.MayKeep)
	rt.Handle("GET /staff/data", keep, r.requests)
	rt.Handle("GET /staff/data/{id}", keep, r.request)
	rt.Handle("POST /staff/data/{id}", keep, r.answer)
	rt.Handle("GET /staff/workers/{id}/data", keep, r.ofWorker)
	rt.Handle("POST /staff/workers/{id}/data", keep, r.askFor)
	rt.Handle("POST /staff/workers/{id}/data/print", keep, r.print)
}

// tag is a state as a tag: its kind of colour and its word.
type tag struct{ Kind, Word string }

var tags = map[mydata.State]string{mydata.Open: "info", mydata.Done: "ok", mydata.Refused: "bad", mydata.Withdrawn: "hub"}

// row is a request as a page shows it.
type row struct {
	ID, Href, Who, Kind, Words, Answer string
	When, Due, By, Answered            string
	Tag                                tag
	Open, Late                         bool
}

func rowOf(rq web.Request, x mydata.Request) row {
	r := row{ID: x.ID, Href: rq.Lang.Path("/staff/data/" + x.ID), Who: x.Name, Kind: rq.T("mydata.kind." + string(x.Kind)), Words: x.Words, Answer: x.Answer, When: rq.Lang.Moment(x.Made, rq.Hub.Loc),
		Due: rq.Lang.DateYear(x.Due), By: x.AnsweredBy, Tag: tag{tags[x.State], rq.T("mydata.state." + string(x.State))}, Open: x.State == mydata.Open, Late: x.State == mydata.Open && x.Due.Before(rq.Today())}
	if !x.Answered.IsZero() {
		r.Answered = rq.Lang.Moment(x.Answered, rq.Hub.Loc)
	}
	return r
}

func rowsOf(rq web.Request, xs []mydata.Request) (out []row) {
	for _, x := range xs {
		out = append(out, rowOf(rq, x))
	}
	return out
}
