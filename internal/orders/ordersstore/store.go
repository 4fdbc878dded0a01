// Package ordersstore keeps the books of orders: clients, kinds of work, quotes, materials.
// What clients hand over is sealed.
package ordersstore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
)

// Store is the orders of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys
	Hubs *hubstore.Store // the hub's name, look and addresses for letters
	// Cut tells whether pieces have been cut from an order: then its rows and columns stand. The house of work answers.
	Cut func(q db.Q, hub, orderID string) (bool, error)
}

const chunkBody = "order_chunk.body"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{{Table: "order_chunk", Name: "body_sealed", Key: []string{"hub_id", "order_id", "material_id", "first_row"}, Purpose: chunkBody, Batch: 50}}

// WindowShut is the fault of a link that was revoked, has expired or never was.
const WindowShut = "orders.fault.window_gone"

var (
	// NoTalk says that a client has no such talk.
	NoTalk      = fault.New(fault.NotFound, "orders.fault.talk_gone")
	errClient   = fault.New(fault.NotFound, "orders.fault.client_gone")
	errKind     = fault.New(fault.NotFound, "orders.fault.kind_gone")
	errOrder    = fault.New(fault.NotFound, "orders.fault.order_gone")
	errWindow   = fault.New(fault.NotFound, WindowShut)
	errMaterial = fault.New(fault.NotFound, "orders.fault.material_gone")
	errStale    = fault.New(fault.Conflict, "orders.fault.stale")
	errState    = fault.New(fault.Conflict, "orders.fault.state")
)

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("orders.read", s.readJob)
	r.Every(sweepEvery, "orders.sweep", s.sweep)
}

func next(q db.Q, query string, args ...any) (int, error) { return db.Value[int](q, query, args...) }
