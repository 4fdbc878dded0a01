// Package careweb has the pages on which workers are heard: their requests, complaints
// of anybody, surveys and voices, and the pages of the handlers.
package careweb

import (
	"context"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/care/carestore"
	"hiroba/internal/people"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *carestore.Store
	Guard web.Guard
	// Tabs are the parts of a worker's staff page; app puts them together from all houses.
	Tabs func(rq web.Request, workerID string) []ui.NavItem
	// Team are the people who work at the hub, from among whom handlers are named; app asks people.
	Team func(ctx context.Context, a who.Actor) ([]people.Person, error)
}

// New makes the rooms with the usual limit for public forms.
func New(s *carestore.Store, k *keys.Keys, clock when.Clock) *Rooms {
	return &Rooms{Store: s, Guard: web.Guard{Keys: k, Limit: &web.Limiter{Most: 20, Every: 30 * time.Second, Clock: clock}}}
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	mine := web.Need(care.MayAsk)
	rt.Handle("GET /my/care", mine, r.mine)
	rt.Handle("POST /my/care", mine, r.ask)
	rt.Handle("POST /my/care/requests/{id}/withdraw", mine, r.withdraw)
	rt.Handle("GET /my/voice", mine, r.voice)
	rt.Handle("POST /my/voice", mine, r.offer)
	rt.Handle("POST /my/voice/{id}/withdraw", mine, r.takeBack)
	open := web.Public("anybody may complain or report, with or without a name")
	rt.Handle("GET /tell", open, r.tellForm)
	rt.Handle("POST /tell", open, r.tell)
	rt.Handle("GET /tell/{token}", open, r.ownCase)
	rt.Handle("POST /tell/{token}", open, r.sayMore)
	asked := web.Public("whoever was asked answers by their own link, without an account")
	rt.Handle("GET /survey-of-work/{token}", asked, r.sheet)
	rt.Handle("POST /survey-of-work/{token}", asked, r.answerSheet)
	rt.Handle("GET /survey-of-work/{token}/thanks", asked, r.thanks)
	r.staffRoutes(rt)
}

func (r *Rooms) staffRoutes(rt *web.Router) {
	handle := web.Need(care.MayHandle)
	rt.Handle("GET /staff/care", handle, r.requests)
	rt.Handle("GET /staff/care.xlsx", handle, r.requestsFile)
	rt.Handle("GET /staff/care.csv", handle, r.requestsFile)
	rt.Handle("GET /staff/care/requests/{id}", handle, r.request)
	rt.Handle("POST /staff/care/requests/{id}", handle, r.answer)
	rt.Handle("GET /staff/care/cases", handle, r.cases)
	rt.Handle("GET /staff/care/cases.xlsx", handle, r.casesFile)
	rt.Handle("GET /staff/care/cases.csv", handle, r.casesFile)
	rt.Handle("GET /staff/care/cases/new", handle, r.caseForm)
	rt.Handle("POST /staff/care/cases/new", handle, r.caseFor)
	rt.Handle("GET /staff/care/cases/{id}", handle, r.oneCase)
	rt.Handle("POST /staff/care/cases/{id}", handle, r.step)
	rt.Handle("POST /staff/care/cases/{id}/shut", handle, r.shut)
	rt.Handle("GET /staff/workers/{id}/care", handle, r.ofWorker)
	rt.Handle("POST /staff/workers/{id}/care", handle, r.askFor)
	name := web.Need(care.MayName)
	rt.Handle("GET /staff/care/handlers", name, r.handlers)
	rt.Handle("POST /staff/care/handlers", name, r.name)
	survey := web.Need(care.MaySurvey)
	rt.Handle("GET /staff/voices", survey, r.voices)
	rt.Handle("POST /staff/voices/{id}", survey, r.decide)
	rt.Handle("GET /staff/surveys", survey, r.surveys)
	rt.Handle("GET /staff/surveys/new", survey, r.newSurvey)
	rt.Handle("GET /staff/surveys/{id}", survey, r.survey)
	rt.Handle("POST /staff/surveys/{id}", survey, r.saveSurvey)
	rt.Handle("GET /staff/surveys/{id}/send", survey, r.confirmSend)
	rt.Handle("POST /staff/surveys/{id}/send", survey, r.send)
	rt.Handle("POST /staff/surveys/{id}/close", survey, r.closeSurvey)
}

// stateTag is a state as a tag: its kind of colour and its word.
type stateTag struct{ Kind, Word string }
