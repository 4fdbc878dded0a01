package billstore

import (
	"context"
	"errors"

	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errNoIssuer = errors.New("no issuer yet")

// IssuerOf is who writes a hub's invoices; the zero issuer before somebody said.
func IssuerOf(q db.Q, hub string) (bill.Issuer, error) {
	i, err := db.One(q, errNoIssuer, func(r db.Scanner) (i bill.Issuer, err error) {
		err = r.Scan(&i.Name, &i.Address, &i.Phone, &i.Registration, &i.Verified, &i.Rounding, &i.PayTo, &i.Hour, &i.Look, &i.Version)
		return i, err
	}, `select name, address, phone, registration, verified_on, rounding, pay_to, hour_yen, look_percent, version from bill_issuer where hub_id = $1`, hub)
	if errors.Is(err, errNoIssuer) {
		return bill.Issuer{}, nil
	}
	return i, err
}

// Issuer is who writes the hub's invoices.
func (s *Store) Issuer(ctx context.Context, a who.Actor) (bill.Issuer, error) {
	if err := a.May(bill.MaySee); err != nil {
		return bill.Issuer{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bill.Issuer, error) { return IssuerOf(v, a.Hub) })
}

// SaveIssuer enters or corrects it, as read at a version. What was issued keeps the issuer it had.
func (s *Store) SaveIssuer(ctx context.Context, a who.Actor, version int, f bill.IssuerForm) error {
	if err := a.May(bill.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		i, err := f.Read(today)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`insert into bill_issuer (hub_id, name, address, phone, registration, verified_on, rounding, pay_to, hour_yen, look_percent, version, made_by, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12) on conflict (hub_id) do update set name = excluded.name, address = excluded.address, phone = excluded.phone, registration = excluded.registration,
			verified_on = excluded.verified_on, rounding = excluded.rounding, pay_to = excluded.pay_to, hour_yen = excluded.hour_yen, look_percent = excluded.look_percent,
			version = bill_issuer.version + 1, made_by = excluded.made_by, made_at = excluded.made_at where bill_issuer.version = $13`,
			a.Hub, i.Name, i.Address, i.Phone, string(i.Registration), i.Verified, string(i.Rounding), i.PayTo, int64(i.Hour), i.Look, a.Name, tx.Now(), version)
		if err == nil && n == 0 {
			err = errStale
		}
		if err != nil {
			return err
		}
		return journal.Note(tx, a, bill.IssuerSaved{Hub: a.Hub, Name: i.Name, Registration: string(i.Registration), Verified: i.Verified})
	})
}
