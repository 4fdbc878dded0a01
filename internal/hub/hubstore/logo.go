package hubstore

import (
	"context"
	"encoding/base64"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errLogo = fault.New(fault.NotFound, "hub.logo.gone")

// logo reads what the hub's logo is, without its bytes; the zero Logo if there is none.
func logo(q db.Q, hubID string) (hub.Logo, error) {
	all, err := db.All(q, func(s db.Scanner) (l hub.Logo, err error) {
		err = s.Scan(&l.Sum, &l.Type, &l.Width, &l.Height)
		return l, err
	}, `select sum, type, width, height from hub_logo where hub_id = $1`, hubID)
	if err != nil || len(all) == 0 {
		return hub.Logo{}, err
	}
	return all[0], nil
}

// SaveLogo gives the hub a logo, in place of any it had.
func (s *Store) SaveLogo(ctx context.Context, a who.Actor, body []byte) error {
	if err := a.May(hub.MaySet); err != nil {
		return err
	}
	l, err := hub.ReadLogo(body)
	if err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		old, err := logo(tx, a.Hub)
		if err != nil || old.Sum == l.Sum {
			return err
		}
		_, err = tx.Exec(`insert into hub_logo (hub_id, sum, type, width, height, body, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict (hub_id) do update set sum = excluded.sum, type = excluded.type, width = excluded.width, height = excluded.height,
			body = excluded.body, made_by = excluded.made_by, made_at = excluded.made_at`,
			a.Hub, l.Sum, l.Type, l.Width, l.Height, base64.StdEncoding.EncodeToString(body), a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, hub.LogoSet{Hub: a.Hub, Sum: l.Sum, Width: l.Width, Height: l.Height})
	})
}

// RemoveLogo takes the logo away; hiroba's own mark is shown again.
func (s *Store) RemoveLogo(ctx context.Context, a who.Actor) error {
	if err := a.May(hub.MaySet); err != nil {
		return err
	}
	defer s.forget()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`delete from hub_logo where hub_id = $1`, a.Hub)
		if err != nil || n == 0 { // a double press
			return err
		}
		return journal.Note(tx, a, hub.LogoRemoved{Hub: a.Hub})
	})
}

// LogoFile is the logo with its bytes. An address of an earlier logo leads nowhere.
func (s *Store) LogoFile(ctx context.Context, a who.Actor, sum string) (l hub.Logo, body []byte, err error) {
	if err := a.May(hub.MayKnow); err != nil {
		return l, nil, err
	}
	body, err = db.Read(ctx, s.DB, func(v *db.View) ([]byte, error) {
		return db.One(v, errLogo, func(r db.Scanner) (b []byte, err error) {
			var text string
			if err = r.Scan(&l.Sum, &l.Type, &l.Width, &l.Height, &text); err == nil {
				b, err = base64.StdEncoding.DecodeString(text)
			}
			return b, err
		}, `select sum, type, width, height, body from hub_logo where hub_id = $1 and sum = $2`, a.Hub, sum)
	})
	return l, body, err
}
