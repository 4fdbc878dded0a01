package reportstore

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/report"
)

func (x *town) seminar(on when.Date) string {
	m, series := id.Make(), id.Make()
	x.exec(`insert into seminar_series (hub_id, id, name, made_at) values ($1, $2, $2, '')`, series)
	x.exec(`insert into seminar (hub_id, id, series_id, no, title, title_en, lead, lead_en, about, points, speakers, bring, starts_at, ends_at, doors_minutes, place, place_en, online_url, adults, children, care_until, care_note, target, state, published_at, turn, version, made_at)
		values ($1, $2, $3, 1, '家で働く', '', '', '', '', '', '', '', $4, $5, 0, '', '', '', 30, 0, '', '', 0, 'closed', '', 0, 1, '')`, m, series, noon(on), noon(on).Add(time.Hour))
	return m
}

// signsUp is a party of adults, with what its sign-up came to one after the other.
func (x *town) signsUp(m string, adults int, at when.Instant, states ...string) string {
	g := id.Make()
	x.exec(`insert into signup (hub_id, id, seminar_id, line, code, token_hash, once_key, name, kana, search_key, mail, phone, way, adults, companion, children, heard, batch_id, wishes, interview_wanted, lang, consent_version, consent_at, state, state_at, source, alike, moved_from, sequence, reminded_for, made_by, created_at)
		values ($1, $2, $3, $5, $2, $2, $2, '', '', '', '', '', 'place', $4, '', 0, '', '', '', 0, 'ja', '', '', 'seat', '', 'web', '', '', 0, '', '', $6)`, g, m, adults, x.next(), at)
	for i, s := range states {
		x.exec(`insert into signup_step (hub_id, id, signup_id, seminar_id, state, made_by, made_at) values ($1, $2, $3, $4, $5, '', $6)`, id.Make(), g, m, s, at.Add(time.Duration(i)*time.Hour))
	}
	return g
}

func (x *town) mark(m, signup, kind, undoes string, adults int, at when.Instant) string {
	d := id.Make()
	x.exec(`insert into door_mark (hub_id, id, seminar_id, signup_id, undoes, kind, adults, at, made_by, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '', $8)`, d, m, signup, undoes, kind, adults, at)
	return d
}

// asks is somebody who would like to work, with the stages she came to.
func (x *town) asks(source, sourceID, worker string, at when.Instant, stages ...string) {
	p := id.Make()
	x.exec(`insert into applicant (hub_id, id, token_hash, once_key, name, kana, search_key, mail, phone, lang, source, source_id, referred_by, wants, consent_version, stage, stage_at, outcome, next_step, next_on, reminded, reminded_at, later_on, other_where, worker_id, alike, sequence, version, made_by, made_at)
		values ($1, $2, $2, $2, '', '', '', '', '', 'ja', $3, $4, '', '', '', 'closed', '', '', '', '', 0, '', '', '', $5, '', 0, 1, '', $6)`, p, source, sourceID, worker, at)
	for i, s := range stages {
		x.exec(`insert into applicant_step (hub_id, applicant_id, no, stage, reason, made_by, made_at) values ($1, $2, $3, $4, '', '', $5)`, p, i+1, s, at.Add(time.Duration(i)*24*time.Hour))
	}
}

// TestTheWayFromASeminarToWork: sign-ups that were not taken back, adults who came, walk-ins,
// marks that were undone; who asked for work, was interviewed, registered and worked (K9).
func TestTheWayFromASeminarToWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := open(t, d)
		on := day("2026-10-10")
		m, last := x.seminar(on), x.seminar(day("2026-02-10")) // the second was last fiscal year's
		before, at := noon(on.AddDays(-5)), noon(on)
		came := x.signsUp(m, 2, before, "seat")
		away := x.signsUp(m, 1, before, "seat", "cancelled")
		x.signsUp(m, 1, before, "waiting", "offered", "lapsed")
		slip := x.signsUp(m, 1, before, "seat")
		x.signsUp(last, 2, noon(day("2026-02-01")), "seat")
		x.mark(m, came, "in", "", 2, at)
		x.mark(m, slip, "undo", x.mark(m, slip, "in", "", 1, at), 1, at.Add(time.Minute))
		x.mark(m, "", "in", "", 3, at)
		x.mark(m, "", "undo", x.mark(m, "", "in", "", 1, at), 1, at.Add(time.Minute))
		w := x.arrives()
		x.asks("signup", came, w, at, "interviewed", "registered")
		x.asks("signup", away, "", at, "interviewed")
		x.asks("phone", "", "", at)
		x.delivers(x.newOrder("company", false), receipt{worker: w, received: on.AddDays(20), due: on.AddDays(20), accepted: noon(on.AddDays(21))})
		ask := func(on when.Date) report.Body {
			b, err := x.Report(context.Background(), x.officer, View{On: on})
			ok(t, err)
			return b
		}
		b := ask(day("2027-01-31"))
		if len(b.Editions) != 1 || b.Editions[0].Signups != 3 || b.Editions[0].Came != 5 || b.Editions[0].Applied != 2 || b.Editions[0].Joined != 1 {
			t.Errorf("%+v", b.Editions)
		}
		if got := fmt.Sprint(b.GroupsOf("way")); got != "[{way came 5 0} {way applied 3 0} {way talked 2 0} {way joined 1 0} {way worked 1 0}]" {
			t.Error(got)
		}
		if f := b.Figure("joined"); f.N != 1 || f.Of != 5 || b.Figure("signups").N != 3 || b.Figure("seminars").N != 1 {
			t.Errorf("%+v", b.Figures)
		}
		if got := fmt.Sprint(ask(on).GroupsOf("way")); got != "[{way came 5 0} {way applied 3 0} {way talked 2 0} {way joined 0 0} {way worked 0 0}]" {
			t.Errorf("on the day itself: %s", got)
		}
		if b = ask(on.AddDays(-1)); len(b.Editions) != 0 || b.Figure("came").N != 0 {
			t.Errorf("the day before: %+v", b.Editions)
		}
	})
}
