package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"hiroba/internal/app"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/town"
)

// target is what the loads are aimed at.
type target struct {
	list     string   // the seminar with the long list
	seminars []string // where people sign up: many, so that each stays as small as a real one
}

const editions = 50

// fill makes the demo town, one seminar with a long list, and seminars to sign up for.
func fill(ctx context.Context, dir, source string, hundreds int) (t target, err error) {
	a, err := app.New(ctx, app.Config{Data: dir, DB: source, URL: "http://127.0.0.1", Demo: true}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		return t, err
	}
	defer a.Close()
	if _, err := a.Fill(ctx); err != nil {
		return t, err
	}
	h, err := a.Hubs.Resolve(ctx, "localhost")
	if err != nil {
		return t, err
	}
	staff := who.System(h.ID, "bench", outreach.MayRun, outreach.MaySignups, outreach.MaySignUp)
	if t.list, err = edition(ctx, a, staff, 0); err != nil {
		return t, err
	}
	for n := range 100 {
		f := town.Party(n, outreach.Online)
		f.Mail = fmt.Sprintf("list%d@example.com", n)
		if _, err := a.Reach.SignUp(ctx, staff, outreachstore.SignUp{Seminar: t.list, Once: id.Make(), Form: f}); err != nil {
			return t, err
		}
	}
	if err := multiply(ctx, a.DB, h.ID, t.list, hundreds-1); err != nil {
		return t, err
	}
	for n := range editions {
		s, err := edition(ctx, a, staff, n+1)
		if err != nil {
			return t, err
		}
		t.seminars = append(t.seminars, s)
	}
	return t, a.Runner.Drain(ctx)
}

func edition(ctx context.Context, a *app.App, staff who.Actor, n int) (string, error) {
	f := town.Seminars[0].Form
	f.Title, f.Adults, f.Date = fmt.Sprintf("%s %d", f.Title, n), "5000", a.Now().DateIn(when.Tokyo).AddDays(60+n).String()
	s, err := a.Reach.SaveSeminar(ctx, staff, outreachstore.SaveSeminar{ID: id.Make(), Form: f})
	if err != nil {
		return "", err
	}
	return s, a.Reach.Publish(ctx, staff, s)
}

// multiply copies the sign-ups of a seminar so many times: what ten thousand people would
// have typed, without their ten thousand mails.
func multiply(ctx context.Context, d *db.DB, hub, seminar string, times int) error {
	return db.Do(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into signup (hub_id, id, seminar_id, line, code, token_hash, once_key, name, kana, search_key, mail, phone, way, adults, companion, children,
			heard, batch_id, wishes, interview_wanted, lang, consent_version, consent_at, state, state_at, source, alike, moved_from, sequence, reminded_for, made_by, created_at)
			select a.hub_id, a.id || b.id, a.seminar_id, a.line * 1000 + b.line, a.code || b.code, a.token_hash || b.code, a.once_key || b.id, a.name, a.kana, a.search_key, a.mail, a.phone,
			a.way, a.adults, a.companion, a.children, a.heard, a.batch_id, a.wishes, a.interview_wanted, a.lang, a.consent_version, a.consent_at, a.state, a.state_at, a.source, a.alike,
			a.moved_from, a.sequence, a.reminded_for, a.made_by, a.created_at
			from signup a cross join signup b where a.hub_id = $1 and a.seminar_id = $2 and b.hub_id = $1 and b.seminar_id = $2
			and b.id in (select c.id from signup c where c.hub_id = $1 and c.seminar_id = $2 order by c.line limit $3)`, hub, seminar, times)
		return err
	})
}
