package outreachstore

import (
	"math/rand/v2"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
)

func TestFreedSeatGoesToTheNext(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(1, 0)
		seat, pair, single, last := h.signUp(sem), h.signUp(sem, two), h.signUp(sem), h.signUp(sem)
		if h.state(pair) != outreach.Waiting || h.state(single) != outreach.Waiting {
			t.Fatal("the seminar is not full")
		}
		ok(t, h.CancelMine(t.Context(), h.visitor, seat.Token))
		ok(t, h.CancelMine(t.Context(), h.visitor, seat.Token)) // pressed twice
		if h.state(pair) != outreach.Waiting || h.state(single) != outreach.Offered || h.state(last) != outreach.Waiting {
			t.Errorf("pair %s, single %s, last %s", h.state(pair), h.state(single), h.state(last))
		}
		late := h.signUp(sem)
		if h.state(late) != outreach.Waiting {
			t.Error("a newcomer took the offered seat")
		}
		ok(t, h.AnswerMine(t.Context(), h.visitor, single.Token, false))
		if h.state(single) != outreach.LapsedIn || h.state(last) != outreach.Offered {
			t.Errorf("declined: %s, next %s", h.state(single), h.state(last))
		}
		ok(t, h.AnswerMine(t.Context(), h.visitor, last.Token, true))
		ok(t, h.AnswerMine(t.Context(), h.visitor, last.Token, true)) // pressed twice
		if h.state(last) != outreach.Seated || h.kinds(last.ID) != "line offer seat " {
			t.Errorf("taken: %s, mails %s", h.state(last), h.kinds(last.ID))
		}
	})
}

func TestOfferLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(1, 0)
		seat, first, second := h.signUp(sem), h.signUp(sem), h.signUp(sem)
		ok(t, h.CancelMine(t.Context(), h.visitor, seat.Token))
		h.later(23 * time.Hour)
		if h.state(first) != outreach.Offered {
			t.Errorf("after 23 hours: %s", h.state(first))
		}
		*h.now = h.now.Add(time.Hour)
		conflict(t, h.AnswerMine(t.Context(), h.visitor, first.Token, true), "outreach.offer.gone")
		h.later(time.Minute)
		if h.state(first) != outreach.LapsedIn || h.state(second) != outreach.Offered {
			t.Errorf("after a day: %s, next %s", h.state(first), h.state(second))
		}
		if h.kinds(first.ID) != "line offer lapsed " {
			t.Errorf("mails %s", h.kinds(first.ID))
		}
	})
}

func TestFreedSeatIsOfferedOnceUnderLoad(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 0)
		var seated, waiting []Receipt
		for range 10 {
			seated = append(seated, h.signUp(sem))
		}
		for range 30 {
			waiting = append(waiting, h.signUp(sem))
		}
		// All ten cancel, all thirty try to take a seat, at once.
		taken := 0
		for i, err := range crowd(40, func(i int) error {
			if i < 10 {
				return h.CancelMine(t.Context(), h.visitor, seated[i].Token)
			}
			return h.AnswerMine(t.Context(), h.visitor, waiting[i-10].Token, true)
		}) {
			switch {
			case i < 10:
				ok(t, err)
			case err == nil:
				taken++
			default:
				conflict(t, err, "outreach.offer.gone")
			}
		}
		c := h.counts(sem)
		if c.Taken.Adults != 10 || c.Offered != 10-taken || c.WaitingParties != 20 {
			t.Errorf("%d took a seat; %+v", taken, c)
		}
		for i, r := range waiting {
			if got := h.state(r); (i < 10) != got.Holds() {
				t.Errorf("number %d in the line is %s", i+1, got)
			}
			if i < 10 && h.kinds(r.ID) != "line offer " && h.kinds(r.ID) != "line offer seat " {
				t.Errorf("number %d got %s", i+1, h.kinds(r.ID))
			}
		}
	})
}

// TestSeatsNeverExceedTheRoom lets people do anything in any order.
func TestSeatsNeverExceedTheRoom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		r := rand.New(rand.NewPCG(1, 2))
		sems := []string{h.seminar(4, 2), h.seminar(3, 1)}
		var all []Receipt
		for range 150 {
			var err error
			switch pick := r.IntN(6); {
			case pick < 2 || len(all) == 0:
				all = append(all, h.signUp(sems[r.IntN(2)], func(f *outreach.SignupForm) { f.Two, f.Care, f.Ages = r.IntN(2) == 0, r.IntN(3) == 0, "2歳" }))
			case pick == 2:
				err = h.CancelMine(t.Context(), h.visitor, all[r.IntN(len(all))].Token)
			case pick == 3:
				err = h.MoveMine(t.Context(), h.visitor, all[r.IntN(len(all))].Token, sems[r.IntN(2)])
			case pick == 4:
				err = h.AnswerMine(t.Context(), h.visitor, all[r.IntN(len(all))].Token, r.IntN(2) == 0)
			default:
				f := h.person()
				f.Two, f.Care, f.Ages = r.IntN(2) == 0, r.IntN(2) == 0, "1歳"
				err = h.ChangeMine(t.Context(), h.visitor, all[r.IntN(len(all))].Token, f)
			}
			if err != nil && fault.Of(err) == nil {
				t.Fatal(err)
			}
			for i, sem := range sems {
				l, err := h.Seminar(t.Context(), h.visitor, sem)
				ok(t, err)
				if !l.Capacity.Fits(l.Taken) {
					t.Fatalf("seminar %d oversold: %+v of %+v", i, l.Taken, l.Capacity)
				}
			}
		}
		v, err := db.Read(t.Context(), d, func(v *db.View) ([]journal.Entry, error) { return journal.Latest(v, h.hub, 0, 1000) })
		ok(t, err)
		if len(v) < 80 {
			t.Errorf("only %d lines in the journal", len(v))
		}
	})
}

func TestFlyerLeadsToTheSeminarAndStaysAsPrinted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 2)
		cmd := AddBatch{ID: id.Make(), Seminar: sem, Form: outreach.BatchForm{Channel: "shop", Place: "雪原生協", Copies: "200"}}
		b, err := h.AddBatch(t.Context(), h.sato, cmd)
		ok(t, err)
		twice, err := h.AddBatch(t.Context(), h.sato, cmd)
		ok(t, err)
		if twice.Code != b.Code || len(b.Code) != outreach.CodeLength {
			t.Errorf("codes %q %q", b.Code, twice.Code)
		}
		f, err := h.Flyer(t.Context(), h.visitor, sem, b.ID, "ja")
		ok(t, err)
		if f.Code != b.Code || f.QRText != "https://yukihara.example.jp/s/"+b.Code || f.Version != "1.1" || len(f.Points) != 2 {
			t.Errorf("%+v", f)
		}
		*h.now = h.now.Add(time.Hour)
		again, err := h.Flyer(t.Context(), h.visitor, sem, b.ID, "ja")
		ok(t, err)
		if again.Created != f.Created {
			t.Error("a reprint differs from the print")
		}
		_, err = h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: sem, Version: 1, Form: form(20, 2)})
		ok(t, err)
		changed, err := h.Flyer(t.Context(), h.visitor, sem, b.ID, "ja")
		ok(t, err)
		if changed.Version != "2.1" || changed.Created == f.Created {
			t.Errorf("a changed seminar's flyer: %+v", changed)
		}
		if got, err := h.SeminarOfFlyer(t.Context(), h.visitor, " "+b.Code); err != nil || got != sem {
			t.Errorf("%s %v", got, err)
		}
		nxt := form(5, 0)
		nxt.Date = "2027-03-18"
		next, err := h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: id.Make(), Form: nxt})
		ok(t, err)
		ok(t, h.Publish(t.Context(), h.sato, next))
		*h.now = h.now.Add(10 * 24 * time.Hour)
		if got, err := h.SeminarOfFlyer(t.Context(), h.visitor, b.Code); err != nil || got != next {
			t.Errorf("after the seminar the flyer leads to %s, want %s: %v", got, next, err)
		}
		if _, err := h.SeminarOfFlyer(t.Context(), h.visitor, "XXXXX"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// TestNobodyMayDoAnything asks each command with the actor who may do nothing, and
// without a database: it must refuse before it looks.
func TestNobodyMayDoAnything(t *testing.T) {
	s, ctx, a := &Store{}, t.Context(), who.Actor{}
	for name, err := range map[string]error{
		"Programme": second(s.Programme(ctx, a)), "Next": second(s.Next(ctx, a, 1)), "Seminar": second(s.Seminar(ctx, a, "")), "Edition": second(s.Edition(ctx, a, "")),
		"SeriesNames": second(s.SeriesNames(ctx, a)), "SaveSeminar": second(s.SaveSeminar(ctx, a, SaveSeminar{})), "Publish": s.Publish(ctx, a, ""),
		"CloseSignUp": s.CloseSignUp(ctx, a, ""), "CancelSeminar": second(s.CancelSeminar(ctx, a, "", "")), "SignUp": second(s.SignUp(ctx, a, SignUp{})),
		"SignUpFor": second(s.SignUpFor(ctx, a, SignUp{})), "Ticket": second(s.Ticket(ctx, a, "")), "TicketOf": second(s.TicketOf(ctx, a, "")),
		"CancelMine": s.CancelMine(ctx, a, ""), "CancelFor": s.CancelFor(ctx, a, ""), "MoveMine": s.MoveMine(ctx, a, "", ""), "MoveFor": s.MoveFor(ctx, a, "", ""),
		"ChangeMine": s.ChangeMine(ctx, a, "", outreach.SignupForm{}), "ChangeFor": s.ChangeFor(ctx, a, "", outreach.SignupForm{}), "AnswerMine": s.AnswerMine(ctx, a, "", true),
		"AnswerFor": s.AnswerFor(ctx, a, "", true), "Signups": second(s.Signups(ctx, a, ListAsk{})), "Lines": second(s.Lines(ctx, a, "", 1)), "Reach": second(s.Reach(ctx, a, "", "")), "MailAll": second(s.MailAll(ctx, a, MailAll{})),
		"AddBatch": second(s.AddBatch(ctx, a, AddBatch{})), "Batches": second(s.Batches(ctx, a, "")), "SeminarOfFlyer": second(s.SeminarOfFlyer(ctx, a, "")),
		"Flyer": second(s.Flyer(ctx, a, "", "", "")),
	} {
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
