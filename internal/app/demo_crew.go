package app

import (
	"context"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/town"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fillCrew registers workers in a town that has none yet: Misaki with her account and
// the families of the seminars.
func (a *App) fillCrew(ctx context.Context, hubID string) error {
	here := who.System(hubID, "demo")
	return db.Do(ctx, a.DB, func(tx *db.Tx) error {
		there, err := db.Value[int](tx, `select count(id) from worker where hub_id = $1`, hubID)
		if err != nil || there > 0 {
			return err
		}
		person, err := db.Value[string](tx, `select id from person where mail_key = $1`, town.MisakiMail)
		if err != nil {
			return err
		}
		for n := range 24 {
			f := town.Party(n*3, "")
			kana, err := ja.Kana(f.Kana)
			if err != nil {
				return err
			}
			e := workersstore.Entry{Name: f.Name, Kana: kana, Mail: f.Mail, Lang: "ja"}
			if n == 0 {
				e.Name, e.Kana, e.Mail, e.Person = town.People[len(town.People)-1].Name, "", town.MisakiMail, person
			}
			w, err := workersstore.Begin(tx, here, e)
			if err != nil {
				return err
			}
			if err := workersstore.Move(tx, here, w, workers.Registered, tx.Now().DateIn(when.Tokyo), ""); err != nil {
				return err
			}
		}
		return nil
	})
}
