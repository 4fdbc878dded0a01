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

func batch(tx *db.Tx, k *keys.Keys, c Column) (int, error) {
	by := c.By
	if by == "" {
		by = "''"
	}
	rows, err := db.All(tx, func(r db.Scanner) (v value, err error) {
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
	}, fmt.Sprintf(`select %s, %s, %s from %s where %s <> '' and %s not like $1 limit %d`,
		by, c.Name, strings.Join(c.Key, ", "), c.Table, c.Name, c.Name, c.Batch), k.Sealer()+".%")
	if err != nil {
		return 0, err
	}
	where := make([]string, len(c.Key))
	for i, n := range c.Key {
		where[i] = fmt.Sprintf("%s = $%d", n, i+2)
	}
	q := fmt.Sprintf(`update %s set %s = $1 where %s`, c.Table, c.Name, strings.Join(where, " and "))
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
