package workersstore

import (
	"context"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/workers"
)

// Card is what stands on a worker's card: a code and where it leads. There is no name
// on it, and there is no reward for handing it on.
type Card struct {
	Hub, Phone, Code, URL, Short string
	Hue                          int
	Lang                         i18n.Lang
}

func (s *Store) card(h hub.Hub, w workers.Worker, l i18n.Lang) Card {
	c := Card{Hub: hubstore.Name(h, l), Phone: h.Phone, Code: w.ReferralCode, Hue: h.Hue, Lang: l, URL: s.Hubs.URL(h, "/c/"+w.ReferralCode)}
	c.Short = strings.TrimPrefix(strings.TrimPrefix(c.URL, "https://"), "http://")
	return c
}

// MyCard is one's own card.
func (s *Store) MyCard(ctx context.Context, a who.Actor, l i18n.Lang) (Card, error) {
	if err := a.May(workers.MaySelf); err != nil {
		return Card{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Card, error) {
		w, err := Mine(v, a)
		if err != nil {
			return Card{}, err
		}
		h, err := hubstore.Load(v, a.Hub)
		return s.card(h, w, l), err
	})
}

// CardOf is the card of a worker for staff to print.
func (s *Store) CardOf(ctx context.Context, a who.Actor, workerID string, l i18n.Lang) (Card, error) {
	if err := a.May(workers.MayKeep); err != nil {
		return Card{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Card, error) {
		w, err := Load(v, a.Hub, workerID)
		if err != nil {
			return Card{}, err
		}
		h, err := hubstore.Load(v, a.Hub)
		return s.card(h, w, l), err
	})
}

// CardHolds tells whether a code is one of a card. It never tells whose.
func (s *Store) CardHolds(ctx context.Context, a who.Actor, code string) (bool, error) {
	if err := a.May(workers.MayEnter); err != nil {
		return false, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bool, error) {
		n, err := db.Value[int](v, `select count(*) from worker where hub_id = $1 and referral_code = $2 and state <> 'left'`, a.Hub, workers.ReadCode(code))
		return n > 0, err
	})
}

// Rings is who came through whom, ring by ring from those nobody is known to have told.
// It is for staff: no worker sees another's branch.
func (s *Store) Rings(ctx context.Context, a who.Actor) ([]workers.Branch, error) {
	if err := a.May(workers.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]workers.Branch, error) {
		ws, err := db.All(v, scan, columns+`and (w.referred_by <> '' or exists (select 1 from worker x where x.hub_id = $1 and x.referred_by = w.id)) order by w.no`, a.Hub)
		return workers.Tree(ws), err
	})
}
