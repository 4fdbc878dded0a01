// Package audit reads the books of all hubs and checks what must always be true. It shares
// no code with the stores that write them: what a store gets wrong, the store's own check
// would get wrong too. It reads only, on either engine.
package audit

import (
	"context"
	"fmt"

	"hiroba/internal/platform/db"
)

// Rule is one thing that must always be true.
type Rule struct {
	Key  string // stands in the table and in the tests
	Says string // what must be true, in a line, with the rule of the law or the project
	// count is a query for how many rows there are to be checked.
	count string
	// broken is a query for the rows that break the rule: a hub, and what in it.
	broken string
	// look is for what no query can say on both engines.
	look func(v *db.View) (rows int, broken []Break, err error)
}

// Break is one row that breaks a rule.
type Break struct{ Hub, What string }

// Result is what became of one rule.
type Result struct {
	Rule
	Rows   int
	Broken []Break
}

// shown is how many rows that break a rule are named; all of them are counted.
const shown = 10

// Run checks all rules on one picture of the books.
func Run(ctx context.Context, d *db.DB) ([]Result, error) {
	return db.Read(ctx, d, func(v *db.View) ([]Result, error) {
		var out []Result
		for _, r := range Rules() {
			x := Result{Rule: r}
			var err error
			if r.look != nil {
				x.Rows, x.Broken, err = r.look(v)
			} else if x.Rows, err = db.Value[int](v, r.count); err == nil {
				x.Broken, err = db.All(v, scanBreak, r.broken)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.Key, err)
			}
			out = append(out, x)
		}
		return out, nil
	})
}

func scanBreak(r db.Scanner) (b Break, err error) { err = r.Scan(&b.Hub, &b.What); return b, err }

// Clean tells whether no rule is broken.
func Clean(rs []Result) bool {
	for _, r := range rs {
		if len(r.Broken) > 0 {
			return false
		}
	}
	return true
}

// Table writes what was checked: rule, rows, rows that break it, and the first of them by name.
func Table(rs []Result, line func(format string, args ...any)) {
	line("%-22s %10s %8s  %s\n", "rule", "rows", "broken", "what must be true")
	for _, r := range rs {
		line("%-22s %10d %8d  %s\n", r.Key, r.Rows, len(r.Broken), r.Says)
		for i, b := range r.Broken {
			if i == shown {
				line("%44s… and %d more\n", "", len(r.Broken)-shown)
				break
			}
			line("%44s%s: %s\n", "", b.Hub, b.What)
		}
	}
}
