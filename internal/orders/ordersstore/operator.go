package ordersstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Operator is how large the operator of the hub is, for the stores above.
func Operator(q db.Q, hub string) (orders.Size, error) {
	all, err := db.All(q, func(r db.Scanner) (s orders.Size, err error) { err = r.Scan(&s.Capital, &s.Employees); return s, err },
		`select capital, employees from operator_size where hub_id = $1`, hub)
	if err != nil || len(all) == 0 {
		return orders.Size{Capital: orders.Unknown, Employees: orders.Unknown}, err
	}
	return all[0], nil
}

// Operator is how large the operator of the hub is.
func (s *Store) Operator(ctx context.Context, a who.Actor) (orders.Size, error) {
	if err := a.May(orders.MaySee); err != nil {
		return orders.Size{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (orders.Size, error) { return Operator(v, a.Hub) })
}

// SaveOperator sets how large the operator of the hub is.
func (s *Store) SaveOperator(ctx context.Context, a who.Actor, f orders.SizeForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	x, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into operator_size (hub_id, capital, employees, made_by, made_at) values ($1, $2, $3, $4, $5)
			on conflict (hub_id) do update set capital = excluded.capital, employees = excluded.employees, made_by = excluded.made_by, made_at = excluded.made_at`, a.Hub, int64(x.Capital), x.Employees, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, orders.OperatorSized{Hub: a.Hub, Capital: x.Capital, Employees: x.Employees})
	})
}
