package outreachstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// ChangeMine is a party changing what it wrote, by its link.
func (s *Store) ChangeMine(ctx context.Context, a who.Actor, token string, f outreach.SignupForm) error {
	if err := a.May(outreach.MaySignUp); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, token, "", func(tx *db.Tx, g outreach.Signup) error { return s.change(tx, a, g, f) })
}

// ChangeFor is staff changing a sign-up for somebody.
func (s *Store) ChangeFor(ctx context.Context, a who.Actor, signupID string, f outreach.SignupForm) error {
	if err := a.May(outreach.MaySignups); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, "", signupID, func(tx *db.Tx, g outreach.Signup) error { return s.change(tx, a, g, f) })
}

// change keeps the party's place and consent. A larger party needs room for what it
// grows by; where there is none, nothing changes and the form says so.
func (s *Store) change(tx *db.Tx, a who.Actor, g outreach.Signup, f outreach.SignupForm) error {
	b, err := openID(tx, a.Hub, g.SeminarID)
	if err != nil {
		return err
	}
	if err := g.MayChange(b.Seminar, tx.Now()); err != nil {
		return err
	}
	f.Consent = true // given when they signed up
	n, err := f.Read(asBefore(b.Seminar, g, f), tx.Now(), when.Tokyo)
	if err != nil {
		return err
	}
	if err := grows(b, g, n); err != nil {
		return err
	}
	n.ID, n.Code = g.ID, g.Code
	err = recounted(tx, a.Hub, g.ID, func() error {
		_, err := tx.Exec(`update signup set name = $3, kana = $4, search_key = $5, mail = $6, phone = $7, way = $8, adults = $9, companion = $10, children = $11, heard = $12,
			wishes = $13, interview_wanted = $14, lang = $15, sequence = sequence + 1 where hub_id = $1 and id = $2`,
			a.Hub, g.ID, n.Name, n.Kana, searchKey(n), n.Mail, n.Phone, n.Way, n.Adults, n.Companion, len(n.Children), n.Heard, n.Wishes, db.Bit(n.Interview), n.Lang)
		return err
	})
	if err != nil {
		return err
	}
	if err := saveChildren(tx, a.Hub, n); err != nil {
		return err
	}
	if g, err = signupByID(tx, a.Hub, g.ID); err != nil {
		return err
	}
	if err := s.tell(tx, a.Hub, b.Seminar, g, "changed", 0); err != nil {
		return err
	}
	err = journal.Note(tx, a, outreach.SignupChanged{Signup: g.ID, Seminar: g.SeminarID, Adults: g.Adults, Children: len(g.Children), Contact: g.Mail + g.Phone})
	if err != nil {
		return err
	}
	return s.offerSeats(tx, a, g.SeminarID)
}

// asBefore lets a party keep the childcare it has after the last day to ask for it.
func asBefore(sem outreach.Seminar, g outreach.Signup, f outreach.SignupForm) outreach.Seminar {
	ages, err := outreach.ReadAges(f.Ages)
	if err == nil && len(g.Children) > 0 && len(ages) <= len(g.Children) {
		sem.CareUntil = when.Date{}
	}
	return sem
}

// grows refuses a party that would not fit with what it has and what is free. Who
// waits in the line may change freely.
func grows(b book, g, n outreach.Signup) error {
	if !g.State.Holds() {
		return nil
	}
	had, wants := b.Need(g.Party), b.Need(n.Party)
	if had.Fits(wants) || b.free().Plus(had).Fits(wants) {
		return nil
	}
	var c fault.Check
	free := b.free().Plus(had)
	c.When(wants.Adults > free.Adults && g.Way != n.Way, "way", "outreach.signup.grow_full")
	c.When(wants.Adults > free.Adults, "two", "outreach.signup.grow_full")
	c.When(wants.Children > free.Children, "care", "outreach.signup.grow_care")
	return c.Err()
}
