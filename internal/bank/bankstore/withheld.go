package bankstore

import (
	"context"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
)

// Withheld is the list of tax withheld from what was paid in a month.
func (s *Store) Withheld(ctx context.Context, a who.Actor, month when.Date) (bank.WithheldList, error) {
	if err := a.May(bank.MaySee); err != nil {
		return bank.WithheldList{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bank.WithheldList, error) {
		first := when.On(month.Year(), month.Month(), 1)
		rows, err := s.withheld(v, a.Hub, first, first.AddMonths(1).AddDays(-1))
		return bank.ListOf(first, rows), err
	})
}

// Records are the yearly payment records.
func (s *Store) Records(ctx context.Context, a who.Actor, year int) ([]bank.Record, error) {
	if err := a.May(bank.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]bank.Record, error) { return s.records(v, a.Hub, year) })
}

// withheld is what was withheld in a span of days, with the workers' numbers.
func (s *Store) withheld(q db.Q, hub string, from, until when.Date) ([]bank.Withheld, error) {
	rows, err := s.Money.Withheld(q, hub, from, until)
	if err != nil {
		return nil, err
	}
	known, err := people(q, hub, ``)
	for i, r := range rows {
		rows[i].WorkerName, rows[i].WorkerNo = known[r.Worker].name, known[r.Worker].no
	}
	return rows, err
}
