// Package reportweb has the pages of figures: the city officer's dashboard, what stands
// behind each figure, definitions, targets, snapshots with their files, and the public copy.
package reportweb

import (
	"hiroba/internal/platform/web"
	"hiroba/internal/report"
	"hiroba/internal/report/reportstore"
)

// Rooms answers the requests of the house.
type Rooms struct{ Store *reportstore.Store }

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, freeze, aim := web.Need(report.MaySee), web.Need(report.MayFreeze), web.Need(report.MayAim)
	rt.Handle("GET /staff/reports", see, r.dashboard)
	rt.Handle("GET /staff/reports.xlsx", see, r.liveFile)
	rt.Handle("GET /staff/reports.pdf", see, r.liveFile)
	rt.Handle("GET /staff/reports/figures/{key}", see, r.rows)
	rt.Handle("GET /staff/reports/definitions", see, r.definitions)
	rt.Handle("GET /staff/reports/targets", aim, r.targets)
	rt.Handle("POST /staff/reports/targets", aim, r.aim)
	rt.Handle("GET /staff/reports/snapshots", see, r.snapshots)
	rt.Handle("POST /staff/reports/snapshots", freeze, r.freeze)
	rt.Handle("GET /staff/reports/snapshots/{id}", see, r.snapshot)
	rt.Handle("POST /staff/reports/snapshots/{id}/recount", freeze, r.recount)
	rt.Handle("POST /staff/reports/snapshots/{id}/move", freeze, r.move)
	rt.Handle("GET /staff/reports/snapshots/{id}/report.xlsx", see, r.snapshotFile)
	rt.Handle("GET /staff/reports/snapshots/{id}/report.pdf", see, r.snapshotFile)
	rt.Handle("GET /staff/reports/snapshots/{id}/public.pdf", see, r.snapshotFile)
	open := web.Public("the town may read what its hub does; small numbers are covered")
	rt.Handle("GET /figures", open, r.public)
	rt.Handle("GET /figures.pdf", open, r.publicFile)
}
