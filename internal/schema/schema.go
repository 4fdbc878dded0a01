// Package schema is the one numbered timeline of plain SQL for both engines.
package schema

import "embed"

// FS holds the steps, run in the order of their names.
//
//go:embed *.sql
var FS embed.FS
