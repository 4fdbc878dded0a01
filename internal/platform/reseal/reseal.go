// Package reseal seals every sealed column anew with the key that seals now. It goes
// in batches, each a write of its own, and can be broken off at any time: what is left
// is told by the name of the key in front of each value.
package reseal

import (
	"context"
	"fmt"
	"strings"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
)

// Column is one sealed column of a hub's table. The purpose a value was sealed for is
// Purpose, with the value of the column By behind it if there is one.
type Column struct {
	Table, Name string
	Key         []string // texts that name one row, hub_id among them
	Purpose, By string
	Batch       int // rows per write; fewer where values are large
}

// All seals every value of the columns that another key sealed. said is told how many
// are done after each batch.
func All(ctx context.Context, d *db.DB, k *keys.Keys, columns []Column, said func(c Column, done int)) error {
	for _, c := range columns {
		for done := 0; ; {
			n, err := db.Write(ctx, d, func(tx *db.Tx) (int, error) { return batch(tx, k, c) })
			if err != nil {
				return fmt.Errorf("%s.%s: %w", c.Table, c.Name, err)
			}
			if n == 0 {
				break
			}
			done += n
			said(c, done)
		}
	}
	return nil
}

// value is a sealed value with the names of its row.
type value struct {
	key        []any
	by, sealed string
}

// by is the column of the key behind a purpose, or nothing, for a select.
func (c Column) by() string {
	if c.By == "" {
		return "''"
	}
	return c.By
}

// scan reads a value with the names of its row.
func (c Column) scan(r db.Scanner) (v value, err error) {
	key := make([]string, len(c.Key))
	into := []any{&v.by, &v.sealed}
	for i := range key {
		into = append(into, &key[i])
	}
	err = r.Scan(into...)
	for _, x := range key {
		v.key = append(v.key, x)
	}
	return v, err
}

// update takes the new value and the names of the row.
func (c Column) update() string {
	where := make([]string, len(c.Key))
	for i, n := range c.Key {
		where[i] = fmt.Sprintf("%s = $%d", n, i+2)
	}
	return fmt.Sprintf(`update %s set %s = $1 where %s`, c.Table, c.Name, strings.Join(where, " and "))
}

// Turn puts another value into the place of every value of the columns, each column in one
// write: for a database nobody else has open.
func Turn(ctx context.Context, d *db.DB, columns []Column, turn func(purpose, was string) (string, error)) error {
	for _, c := range columns {
		if err := db.Do(ctx, d, func(tx *db.Tx) error { return c.turn(tx, turn) }); err != nil {
			return fmt.Errorf("%s.%s: %w", c.Table, c.Name, err)
		}
	}
	return nil
}

func (c Column) turn(tx *db.Tx, turn func(purpose, was string) (string, error)) error {
	rows, err := db.All(tx, c.scan, fmt.Sprintf(`select %s, %s, %s from %s where %s <> ''`, c.by(), c.Name, strings.Join(c.Key, ", "), c.Table, c.Name))
	if err != nil {
		return err
	}
	q := c.update()
	for _, v := range rows {
		now, err := turn(c.Purpose+v.by, v.sealed)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(q, append([]any{now}, v.key...)...); err != nil {
			return err
		}
	}
	return nil
}

func batch(tx *db.Tx, k *keys.Keys, c Column) (int, error) {
	rows, err := db.All(tx, c.scan, fmt.Sprintf(`select %s, %s, %s from %s where %s <> '' and %s not like $1 limit %d`,
		c.by(), c.Name, strings.Join(c.Key, ", "), c.Table, c.Name, c.Name, c.Batch), k.Sealer()+".%")
	if err != nil {
		return 0, err
	}
	q := c.update()
	for _, v := range rows {
		plain, err := k.Open(c.Purpose+v.by, v.sealed)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(q, append([]any{k.Seal(c.Purpose+v.by, plain)}, v.key...)...); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
