// Package workersweb has the pages of the registered worker's file: the registration on
// a phone, the worker's own pages, the list and the file for staff, the figures.
package workersweb

import (
	"context"

	"hiroba/internal/hub"
	"hiroba/internal/lib/paper"
	"hiroba/internal/people"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Rooms answers the requests about workers.
type Rooms struct {
	Store *workersstore.Store
	Tabs  Tabs // the parts of a worker's page, of all houses
	// Beside is what other houses have on the sheet that is printed for a worker; app puts it
	// together, in the worker's language.
	Beside func(ctx context.Context, rq web.Request, workerID string, l i18n.Lang) ([]paper.LetterBlock, error)
}

// Own are the tabs of this house.
func Own() Tabs {
	return Tabs{{Path: "", Key: "workers.tab.file", Need: workers.MaySee}, {Path: "/life", Key: "workers.tab.life", Need: workers.MaySee}}
}

// photoBody is how large a form with a photo may be: the photo and a little more.
const photoBody = workers.PhotoMost + 1<<16

// kenBody is how large the table of postcodes may be.
const kenBody = 33 << 20

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	open := web.Public("somebody fills in their registration by a secret link, without an account")
	rt.Handle("GET /join/{token}", open, r.join)
	rt.Handle("GET /join/{token}/contract.pdf", open, r.joinPDF)
	rt.Handle("GET /join/{token}/{part}", open, r.joinScreen)
	rt.Handle("POST /join/{token}/{part}", open.Upload(photoBody), r.joinSave)
	card := web.Public("the code on a worker's card leads to the seminars")
	rt.Handle("GET /c/{code}", card, r.follow)
	r.my(rt, web.Need(workers.MaySelf))
	r.staff(rt)
}

func (r *Rooms) my(rt *web.Router, self web.Policy) {
	rt.Handle("GET /my/file", self, r.myFile)
	rt.Handle("POST /my/file/confirm", self, r.confirmMe)
	rt.Handle("GET /my/file/file.pdf", self, r.myFilePDF)
	rt.Handle("GET /my/file/contract.pdf", self, r.myContractPDF)
	rt.Handle("GET /my/file/{part}", self, r.myScreen)
	rt.Handle("POST /my/file/{part}", self, r.mySave)
	rt.Handle("GET /my/pause", self, r.myPause)
	rt.Handle("POST /my/pause", self, r.pauseMe)
	rt.Handle("POST /my/return", self, r.returnMe)
	rt.Handle("GET /my/card", self, r.myCard)
	rt.Handle("GET /my/card.pdf", self, r.myCardPDF)
}

func (r *Rooms) staff(rt *web.Router) {
	see, keep, reveal := web.Need(workers.MaySee), web.Need(workers.MayKeep), web.Need(workers.MayReveal)
	rt.Handle("GET /staff/workers", see, r.list)
	rt.Handle("GET /staff/workers.xlsx", see, r.listFile)
	rt.Handle("GET /staff/workers.csv", see, r.listFile)
	rt.Handle("GET /staff/workers.pdf", see, r.listPDF)
	rt.Handle("GET /staff/workers/new", keep, r.beginForm)
	rt.Handle("POST /staff/workers/new", keep, r.begin)
	rt.Handle("GET /staff/workers/rings", see, r.rings)
	rt.Handle("GET /staff/workers/rings.xlsx", see, r.ringsFile)
	rt.Handle("GET /staff/workers/rings.csv", see, r.ringsFile)
	rt.Handle("GET /staff/workers/{id}", see, r.file)
	rt.Handle("GET /staff/workers/{id}/fill/{part}", keep, r.staffScreen)
	rt.Handle("POST /staff/workers/{id}/fill/{part}", keep.Upload(photoBody), r.staffSave)
	rt.Handle("POST /staff/workers/{id}/reveal/{part}", reveal, r.reveal)
	rt.Handle("POST /staff/workers/{id}/photos/{photo}", reveal, r.showPhoto)
	rt.Handle("POST /staff/workers/{id}/invite", keep, r.invite)
	rt.Handle("POST /staff/workers/{id}/link.pdf", keep, r.linkPDF)
	rt.Handle("POST /staff/workers/{id}/confirm", keep, r.confirm)
	rt.Handle("GET /staff/workers/{id}/file.pdf", reveal, r.filePDF)
	rt.Handle("GET /staff/workers/{id}/sheet.pdf", reveal, r.sheetPDF)
	rt.Handle("GET /staff/workers/{id}/contract.pdf", reveal, r.contractPDF)
	rt.Handle("GET /staff/workers/{id}/card.pdf", keep, r.cardPDF)
	rt.Handle("GET /staff/workers/{id}/life", see, r.life)
	rt.Handle("POST /staff/workers/{id}/pause", keep, r.pause)
	rt.Handle("POST /staff/workers/{id}/return", keep, r.comeBack)
	rt.Handle("POST /staff/workers/{id}/leave", keep, r.leave)
	rt.Handle("POST /staff/workers/{id}/hire", web.Need(people.MayInvite), r.hire)
	r.imports(rt, keep)
	count := web.Need(workers.MayCount)
	rt.Handle("GET /staff/figures", count, r.figures)
	rt.Handle("GET /staff/figures.xlsx", count, r.figuresFile)
	rt.Handle("GET /staff/figures.csv", count, r.figuresFile)
	set := web.Need(hub.MaySet)
	rt.Handle("GET /staff/settings/contract", set, r.clauses)
	rt.Handle("POST /staff/settings/contract", set, r.saveClauses)
	rt.Handle("GET /staff/settings/postcodes", set, r.postcodes)
	rt.Handle("POST /staff/settings/postcodes", set.Upload(kenBody), r.loadPostcodes)
}
