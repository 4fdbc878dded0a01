package workersstore

import (
	"context"
	"fmt"

	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// Papers is what a printed contract or file is made from.
type Papers struct {
	Registration
	Hub hub.Hub
}

// HubName is the hub's name in the worker's language: paper speaks the reader's language.
func (p Papers) HubName() string { return hubstore.Name(p.Hub, i18n.Of(p.Lang)) }

// Number is the worker's number as people read it: "W-0042".
func Number(no int) string { return fmt.Sprintf("W-%04d", no) }

func (s *Store) papers(q db.Q, hubID string, w workers.Worker) (p Papers, err error) {
	if p.Registration, err = s.registration(q, hubID, w); err != nil {
		return p, err
	}
	p.Hub, err = hubstore.Load(q, hubID)
	return p, err
}

// PapersByLink is the contract for who signed it by a link.
func (s *Store) PapersByLink(ctx context.Context, a who.Actor, token string) (Papers, error) {
	if err := a.May(workers.MayEnter); err != nil {
		return Papers{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Papers, error) {
		w, err := byLink(v, a.Hub, token)
		if err != nil {
			return Papers{}, err
		}
		return s.papers(v, a.Hub, w)
	})
}

// MyPapers are one's own contract and file.
func (s *Store) MyPapers(ctx context.Context, a who.Actor) (Papers, error) {
	if err := a.May(workers.MaySelf); err != nil {
		return Papers{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Papers, error) {
		w, err := Mine(v, a)
		if err != nil {
			return Papers{}, err
		}
		return s.papers(v, a.Hub, w)
	})
}

// PapersOf are a worker's contract and file for staff to print. What is sealed is on
// the file, so printing it is a look that is journalled.
func (s *Store) PapersOf(ctx context.Context, a who.Actor, workerID string) (Papers, error) {
	if err := a.May(workers.MayReveal); err != nil {
		return Papers{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Papers, error) {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return Papers{}, err
		}
		p, err := s.papers(tx, a.Hub, w)
		if err != nil {
			return p, err
		}
		return p, journal.Note(tx, a, workers.Revealed{Worker: w.ID, No: w.No, Part: "print", Reason: "print"})
	})
}
