package app

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/payee"
	"hiroba/internal/town"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fillPayees has the town's workers confirm their accounts: Misaki on her own screen, the
// others at the desk, and one who still has to.
func (a *App) fillPayees(ctx context.Context, hubID string) error {
	desk := who.Person(hubID, "", town.People[5].Name, payee.MaySee, payee.MayKeep, workers.MaySee)
	l, err := a.Crew.List(ctx, desk, workersstore.Ask{State: "working", Size: 500})
	if err != nil {
		return err
	}
	waits := true
	for _, w := range l.Rows {
		f, err := a.Payees.Of(ctx, desk, w.ID)
		if err != nil {
			return err
		}
		switch {
		case f.Account.Missing():
			continue
		case waits && w.Mail != town.MisakiMail:
			waits = false
			continue
		}
		if err := a.Payees.ConfirmFor(ctx, desk, w.ID, payee.CheckForm{Mark: f.Account.Mark, How: string(payee.AtDesk)}); err != nil {
			return err
		}
	}
	return nil
}
