// Package workstore keeps the books of the work itself. What people enter is the client's
// data and sealed; what is done later points back at the claim, and a claim at its notice.
package workstore

import (
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
)

// Store is the work of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys
	Hubs   *hubstore.Store // the hub's name, look and addresses for letters
	Orders *ordersstore.Store
}

// The purposes under which what people enter is sealed: table and column.
const (
	rowCells   = "work_row.cells"
	findingWas = "work_finding.was"
	findingNow = "work_finding.now"
	goldCells  = "work_gold.cells"
)

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{
	{Table: "work_row", Name: "cells_sealed", Key: []string{"hub_id", "piece_id", "row_no"}, Purpose: rowCells, Batch: 200},
	{Table: "work_finding", Name: "was_sealed", Key: []string{"hub_id", "id"}, Purpose: findingWas, Batch: 200},
	{Table: "work_finding", Name: "now_sealed", Key: []string{"hub_id", "id"}, Purpose: findingNow, Batch: 200},
	{Table: "work_gold", Name: "cells_sealed", Key: []string{"hub_id", "order_id", "row_no"}, Purpose: goldCells, Batch: 200},
}

var (
	errPiece   = fault.New(fault.NotFound, "work.fault.piece_gone")
	errNotice  = fault.New(fault.NotFound, "work.fault.notice_gone")
	errTaken   = fault.New(fault.Conflict, "work.fault.taken")
	errTerms   = fault.New(fault.Conflict, "work.fault.terms_changed")
	errNotHeld = fault.New(fault.Conflict, "work.fault.not_held")
	errRow     = fault.New(fault.Conflict, "work.fault.row_changed")
	errStale   = fault.New(fault.Conflict, "work.fault.stale")
	errState   = fault.New(fault.Conflict, "work.fault.state")
	errOwn     = fault.New(fault.Forbidden, "work.fault.own")
)

// How often leases that ran out are looked for, and deliveries nobody inspected in time.
const (
	lapseEvery = 5 * time.Minute
	deemEvery  = time.Hour
)

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("work.tell", s.tellJob)
	r.Every(lapseEvery, "work.lapse", s.lapseJob)
	r.Every(deemEvery, "work.deem", s.deemJob)
}
