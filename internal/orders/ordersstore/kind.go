package ordersstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

const kindColumns = `select id, name, name_en, unit, seconds, spread, skill_id, level, phone, hub_only, tool, checks, tax_kind, withholding, withholding_why, rights, secrecy, manual, retired_at, version
	from work_kind where hub_id = $1 `

func scanKind(r db.Scanner) (k orders.Kind, err error) {
	var phone, hubOnly int
	err = r.Scan(&k.ID, &k.Name, &k.NameEN, &k.Unit, &k.Seconds, &k.Spread, &k.Skill, &k.Level, &phone, &hubOnly, &k.Tool, &k.Checks, &k.TaxKind, &k.Withholding, &k.WithholdingWhy, &k.Rights, &k.Secrecy,
		&k.Manual, &k.Retired, &k.Version)
	k.Phone, k.HubOnly = phone == 1, hubOnly == 1
	return k, err
}

// LoadKind reads a kind of work for the stores above, inside their own transaction.
func LoadKind(q db.Q, hub, kindID string) (orders.Kind, error) {
	return db.One(q, errKind, scanKind, kindColumns+`and id = $2`, hub, kindID)
}

// Catalogue are all kinds of work of a hub, in its order; for the stores above.
func Catalogue(q db.Q, hub string) ([]orders.Kind, error) {
	return db.All(q, scanKind, kindColumns+`order by place, id`, hub)
}

// KindName is a kind's name in a language.
func KindName(l i18n.Lang, k orders.Kind) string {
	if l == i18n.EN && k.NameEN != "" {
		return k.NameEN
	}
	return k.Name
}

// Kinds are the kinds of work, the retired ones too.
func (s *Store) Kinds(ctx context.Context, a who.Actor) ([]orders.Kind, error) {
	if err := a.May(orders.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]orders.Kind, error) { return Catalogue(v, a.Hub) })
}

// OpenKinds are the kinds a visitor can ask for.
func (s *Store) OpenKinds(ctx context.Context, a who.Actor) ([]orders.Kind, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]orders.Kind, error) {
		return db.All(v, scanKind, kindColumns+`and retired_at = '' order by place, id`, a.Hub)
	})
}

// Skills are the skills a kind can ask for.
func (s *Store) Skills(ctx context.Context, a who.Actor) ([]skills.Skill, error) {
	if err := a.May(orders.MayKeep); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]skills.Skill, error) { return skillsstore.Catalogue(v, a.Hub) })
}

// Kind is one kind of work.
func (s *Store) Kind(ctx context.Context, a who.Actor, kindID string) (orders.Kind, error) {
	if err := a.May(orders.MaySee); err != nil {
		return orders.Kind{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (orders.Kind, error) { return LoadKind(v, a.Hub, kindID) })
}

// SaveKind enters a kind of work under a new id, or corrects the one that was read at a version.
func (s *Store) SaveKind(ctx context.Context, a who.Actor, kindID string, version int, f orders.KindForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	k, err := f.Read()
	if err != nil {
		return err
	}
	k.ID = kindID
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if version == 0 {
			return insertKind(tx, a, k)
		}
		err := db.Exec1(tx, errStale, `update work_kind set name = $4, name_en = $5, unit = $6, seconds = $7, spread = $8, skill_id = $9, level = $10, phone = $11, hub_only = $12, tool = $13, checks = $14,
			tax_kind = $15, withholding = $16, withholding_why = $17, rights = $18, secrecy = $19, manual = $20, version = version + 1 where hub_id = $1 and id = $2 and version = $3`,
			a.Hub, k.ID, version, k.Name, k.NameEN, k.Unit, k.Seconds, k.Spread, k.Skill, k.Level, db.Bit(k.Phone), db.Bit(k.HubOnly), k.Tool, k.Checks, k.TaxKind, k.Withholding, k.WithholdingWhy, k.Rights, k.Secrecy, k.Manual)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, orders.KindSaved{ID: k.ID, Name: k.Name})
	})
}

func insertKind(tx *db.Tx, a who.Actor, k orders.Kind) error {
	n, err := tx.Exec(`insert into work_kind (hub_id, id, place, name, name_en, unit, seconds, spread, skill_id, level, phone, hub_only, tool, checks, tax_kind, withholding, withholding_why, rights, secrecy, manual,
		retired_at, version, made_at) select $1, $2, (select coalesce(max(place), 0) + 1 from work_kind where hub_id = $1), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', 1, $20
		where not exists (select 1 from work_kind where hub_id = $1 and id = $2)`,
		a.Hub, k.ID, k.Name, k.NameEN, k.Unit, k.Seconds, k.Spread, k.Skill, k.Level, db.Bit(k.Phone), db.Bit(k.HubOnly), k.Tool, k.Checks, k.TaxKind, k.Withholding, k.WithholdingWhy, k.Rights, k.Secrecy, k.Manual, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, orders.KindSaved{ID: k.ID, Name: k.Name})
}

// RetireKind takes a kind out of what can be asked for, or takes it up again.
func (s *Store) RetireKind(ctx context.Context, a who.Actor, kindID string, retired bool) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		k, err := LoadKind(tx, a.Hub, kindID)
		if err != nil {
			return err
		}
		at := when.Instant{}
		if retired {
			at = tx.Now()
		}
		if _, err := tx.Exec(`update work_kind set retired_at = $3, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, kindID, at); err != nil {
			return err
		}
		return journal.Note(tx, a, orders.KindSaved{ID: k.ID, Name: k.Name, Retired: retired})
	})
}

// TakeReady fills an empty catalogue with the kinds of work most hubs begin with.
func (s *Store) TakeReady(ctx context.Context, a who.Actor) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		have, err := Catalogue(tx, a.Hub)
		if err != nil || len(have) > 0 {
			return err
		}
		known, err := skillsstore.Catalogue(tx, a.Hub)
		if err != nil {
			return err
		}
		day := tx.Now().DateIn(when.Tokyo)
		for _, r := range orders.Ready {
			if err := insertKind(tx, a, ready(r, known, day)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ready is a ready kind in words; its skill is the hub's skill of the same name, none where there is none.
func ready(r orders.ReadyKind, known []skills.Skill, day when.Date) orders.Kind {
	l, key := i18n.JA, "orders.ready."+r.Key
	k := orders.Kind{ID: id.Make(), Name: l.T(key), NameEN: i18n.EN.T(key), Unit: r.Unit, Seconds: r.Seconds, Spread: r.Spread, Phone: r.Phone, Tool: r.Tool, Checks: r.Checks, TaxKind: r.TaxKind,
		Rights: l.T("orders.ready.rights"), Secrecy: l.T("orders.ready.secrecy"), Manual: l.T(key + ".manual")}
	for _, s := range known {
		if s.Name == l.T("skills.ready."+r.Skill) {
			k.Skill, k.Level = s.ID, r.Level
		}
	}
	k.Withholding = orders.Treatment(r.TaxKind, day)
	k.WithholdingWhy = l.T("orders.tax.why." + k.Withholding)
	return k
}
