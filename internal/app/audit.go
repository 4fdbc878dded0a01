package app

import (
	"context"

	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/jobs"
)

// auditHour is the hour of the night, in Japan, in which all books are read.
const auditHour = 3

// auditJob reads all books once a night. What is broken is a defect: it stands in the log
// until somebody has mended it.
func (a *App) auditJob(ctx context.Context, _ jobs.Job) error {
	if a.DB.Now().In(when.Tokyo).Hour() != auditHour {
		return nil
	}
	return a.Audit(ctx)
}

// Audit reads all books now and writes into the log what is broken in them.
func (a *App) Audit(ctx context.Context) error {
	rs, err := audit.Run(ctx, a.DB)
	if err != nil {
		return err
	}
	for _, r := range rs {
		if len(r.Broken) > 0 {
			a.Log.Error("audit", "rule", r.Key, "says", r.Says, "rows", r.Rows, "broken", len(r.Broken), "first", r.Broken[0].What, "hub", r.Broken[0].Hub)
		}
	}
	a.Log.Info("audit", "rules", len(rs), "clean", audit.Clean(rs))
	return nil
}
