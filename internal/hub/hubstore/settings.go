package hubstore

import (
	"cmp"
	"context"
	"encoding/json"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// SetupLink makes the one-time link with which the first hub is opened, and takes
// back any earlier one. It answers "" if there is a hub already.
func (s *Store) SetupLink(ctx context.Context, a who.Actor) (string, error) {
	if err := a.May(hub.MayOpen); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		n, err := db.Value[int](tx, `select count(*) from hub`)
		if err != nil || n > 0 {
			return "", err
		}
		return setupLink(tx)
	})
}

// FurtherLink makes the one-time link with which one more hub of the installation is opened.
// Each hub is then found by its host name, so those there are must have one.
func (s *Store) FurtherLink(ctx context.Context, a who.Actor) (string, error) {
	if err := a.May(hub.MayOpen); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		hidden, err := db.All(tx, scanName, `select name from hub where host = '' order by id`)
		if err != nil {
			return "", err
		}
		if len(hidden) > 0 {
			return "", fault.New(fault.Conflict, "hub.setup.host_first", "name", hidden[0])
		}
		return setupLink(tx)
	})
}

func scanName(r db.Scanner) (name string, err error) {
	err = r.Scan(&name)
	return name, err
}

// setupLink makes a link and takes back any that nobody has used.
func setupLink(tx *db.Tx) (string, error) {
	if _, err := tx.Exec(`update setup_link set used_at = $1 where used_at = ''`, tx.Now()); err != nil {
		return "", err
	}
	token := id.Secret(20)
	_, err := tx.Exec(`insert into setup_link (token_hash, made_at, used_at) values ($1, $2, '')`, id.Hash(token), tx.Now())
	return token, err
}

// errLink is what a used or unknown set-up link answers.
var errLink = fault.New(fault.NotFound, "hub.setup.link_gone")

// SetupOpen is how many hubs there are beside the one that a set-up link opens; an error if
// the link is not good any more.
func (s *Store) SetupOpen(ctx context.Context, a who.Actor, token string) (others int, err error) {
	if err := a.May(hub.MayOpen); err != nil {
		return 0, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		if _, err := link(v, token); err != nil {
			return 0, err
		}
		return db.Value[int](v, `select count(*) from hub`)
	})
}

func link(q db.Q, token string) (int, error) {
	n, err := db.Value[int](q, `select count(*) from setup_link where token_hash = $1 and used_at = ''`, id.Hash(token))
	if err == nil && n == 0 {
		err = errLink
	}
	return n, err
}

// Open makes the hub of a set-up link and uses the link up. first is called in the
// same transaction to give the hub its first administrator.
func (s *Store) Open(ctx context.Context, a who.Actor, token string, h hub.Hub, first func(*db.Tx, who.Actor) error) (hub.Hub, error) {
	if err := a.May(hub.MayOpen); err != nil {
		return h, err
	}
	if err := h.Check(); err != nil {
		return h, err
	}
	if err := hub.CheckWeek(h.Week); err != nil {
		return h, err
	}
	defer s.forget()
	return db.Write(ctx, s.DB, func(tx *db.Tx) (hub.Hub, error) {
		if _, err := link(tx, token); err != nil {
			return h, err
		}
		if _, err := tx.Exec(`update setup_link set used_at = $2 where token_hash = $1`, id.Hash(token), tx.Now()); err != nil {
			return h, err
		}
		h.ID, h.Version, h.OpenedAt = id.Make(), 1, tx.Now()
		if err := found(tx, h); err != nil {
			return h, err
		}
		if h.ReplyDays == 0 {
			h.ReplyDays = 2
		}
		if err := insertHub(tx, h); err != nil {
			return h, err
		}
		here := who.System(h.ID, "setup")
		if err := journal.Note(tx, here, hub.Opened{Hub: h.ID, Name: h.Name}); err != nil {
			return h, err
		}
		return h, first(tx, here)
	})
}

// found checks that people can find a hub among the others, and the others beside it: by a
// host name and a slug that no other hub has. The only hub is found by any name.
func found(q db.Q, h hub.Hub) error {
	n, err := db.Value[int](q, `select count(*) from hub where id <> $1`, h.ID)
	if err != nil || n == 0 {
		return err
	}
	hosts, err := db.Value[int](q, `select count(*) from hub where id <> $1 and (host = $2 or slug || '.localhost' = $2)`, h.ID, h.Host)
	if err != nil {
		return err
	}
	slugs, err := db.Value[int](q, `select count(*) from hub where id <> $1 and slug = $2`, h.ID, h.Slug)
	var c fault.Check
	c.When(h.Host == "", "host", "hub.field.host_must")
	c.When(h.Host != "" && hosts > 0, "host", "hub.field.host_taken")
	c.When(slugs > 0, "slug", "hub.field.slug_taken")
	return cmp.Or(err, c.Err())
}

func insertHub(tx *db.Tx, h hub.Hub) error {
	_, err := tx.Exec(`insert into hub (id, slug, host, name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en, access, access_en,
		phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, few, version, opened_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
		h.ID, h.Slug, h.Host, h.Name, h.NameEN, h.Kana, h.Sub, h.SubEN, h.Operators, h.OperatorsEN, h.Postcode, h.Address, h.AddressEN, h.Access, h.AccessEN,
		h.Phone, h.Mail, h.Hue, db.Bit(h.OpenHolidays), h.YearEndFrom, h.YearEndTo, h.ReplyDays, h.Few, h.Version, h.OpenedAt)
	if err != nil {
		return err
	}
	return saveWeek(tx, h.ID, h.Week)
}

func saveWeek(tx *db.Tx, hubID string, w [7][]calendar.Span) error {
	if _, err := tx.Exec(`delete from hub_hours where hub_id = $1`, hubID); err != nil {
		return err
	}
	for d, spans := range w {
		for i, x := range spans {
			if _, err := tx.Exec(`insert into hub_hours (hub_id, weekday, no, opens, closes) values ($1, $2, $3, $4, $5)`, hubID, d, i, x.From, x.To); err != nil {
				return err
			}
		}
	}
	return nil
}

// ErrStale says that somebody else saved while the form was open.
var ErrStale = fault.New(fault.Conflict, "hub.fault.stale")

// Save keeps the hub's details. version is the one the form was filled from.
func (s *Store) Save(ctx context.Context, a who.Actor, h hub.Hub) error {
	if err := a.May(hub.MaySet); err != nil {
		return err
	}
	if err := h.Check(); err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		old, err := Load(tx, a.Hub)
		if err != nil {
			return err
		}
		h.ID, h.Slug = old.ID, old.Slug
		if err := found(tx, h); err != nil {
			return err
		}
		err = db.Exec1(tx, ErrStale, `update hub set host = $3, name = $4, name_en = $5, kana = $6, sub = $7, sub_en = $8, operators = $9, operators_en = $10,
			postcode = $11, address = $12, address_en = $13, access = $14, access_en = $15, phone = $16, mail = $17, hue = $18, reply_days = $19, few = $20, version = version + 1
			where id = $1 and version = $2`, a.Hub, h.Version, h.Host, h.Name, h.NameEN, h.Kana, h.Sub, h.SubEN, h.Operators, h.OperatorsEN,
			h.Postcode, h.Address, h.AddressEN, h.Access, h.AccessEN, h.Phone, h.Mail, h.Hue, h.ReplyDays, h.Few)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, hub.Changed{Hub: a.Hub, Part: "hub", Before: details(old), After: details(h)})
	})
}

func details(h hub.Hub) string {
	b, _ := json.Marshal([]any{h.Name, h.Kana, h.Sub, h.Address, h.Access, h.Phone, h.Mail, h.Hue, h.Few})
	return string(b)
}

// SaveHours keeps the opening hours.
func (s *Store) SaveHours(ctx context.Context, a who.Actor, h hub.Hub) error {
	if err := a.May(hub.MaySet); err != nil {
		return err
	}
	if err := hub.CheckWeek(h.Week); err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		old, err := Load(tx, a.Hub)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, ErrStale, `update hub set open_holidays = $3, year_end_from = $4, year_end_to = $5, version = version + 1 where id = $1 and version = $2`,
			a.Hub, h.Version, db.Bit(h.OpenHolidays), h.YearEndFrom, h.YearEndTo)
		if err != nil {
			return err
		}
		if err := saveWeek(tx, a.Hub, h.Week); err != nil {
			return err
		}
		before, _ := json.Marshal(old.Week)
		after, _ := json.Marshal(h.Week)
		return journal.Note(tx, a, hub.Changed{Hub: a.Hub, Part: "hours", Before: string(before), After: string(after)})
	})
}

// Close announces a closure at short notice. The same form sent twice makes one.
func (s *Store) Close(ctx context.Context, a who.Actor, c hub.Closure) error {
	if err := a.May(hub.MayClose); err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, err := Load(tx, a.Hub)
		if err != nil {
			return err
		}
		if err := c.Check(tx.Now().DateIn(h.Zone())); err != nil {
			return err
		}
		n, err := tx.Exec(`insert into hub_closure (hub_id, id, from_on, to_on, opens, closes, reason, reason_en, made_by, made_at, withdrawn_by, withdrawn_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '') on conflict (hub_id, id) do nothing`,
			a.Hub, c.ID, c.From, c.To, c.Opens, c.Closes, c.Reason, c.ReasonEN, a.Name, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, hub.Closed{ID: c.ID, From: c.From, To: c.To, Reason: c.Reason})
	})
}

// Withdraw takes a closure back.
func (s *Store) Withdraw(ctx context.Context, a who.Actor, closureID string) error {
	if err := a.May(hub.MayClose); err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, fault.New(fault.NotFound, "hub.closure.gone"), `update hub_closure set withdrawn_by = $3, withdrawn_at = $4
			where hub_id = $1 and id = $2 and withdrawn_at = ''`, a.Hub, closureID, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, hub.Reopened{ID: closureID})
	})
}

// Closures are all coming ones and those of the last year, withdrawn ones too.
func (s *Store) Closures(ctx context.Context, a who.Actor) ([]hub.Closure, error) {
	if err := a.May(hub.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]hub.Closure, error) {
		return closures(v, a.Hub, v.Now().DateIn(when.Tokyo).AddDays(-365), true)
	})
}
