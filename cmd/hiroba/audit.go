package main

import (
	"context"
	"fmt"

	"hiroba/internal/audit"
	"hiroba/internal/platform/db"
	"hiroba/internal/schema"
)

type auditCmd struct{}

// Run checks what must always be true of the books, and says what is not.
func (auditCmd) Run(c *cli) error {
	ctx := context.Background()
	d, err := db.Open(ctx, c.source())
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Current(ctx, d, schema.FS); err != nil {
		return err
	}
	rs, err := audit.Run(ctx, d)
	if err != nil {
		return err
	}
	audit.Table(rs, func(format string, args ...any) { fmt.Printf(format, args...) })
	if !audit.Clean(rs) {
		return errUnwell
	}
	return nil
}
