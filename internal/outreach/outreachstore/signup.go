package outreachstore

import (
	"context"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

// SignUp is one sign-up as it comes in. Once is made when the form is shown.
type SignUp struct {
	Seminar string
	Once    string
	Form    outreach.SignupForm
	Anyway  bool // staff know that it is another person of the same contact
}

// Receipt is what became of a sign-up.
type Receipt struct {
	ID    string
	Token string // opens the ticket page; "" if Again
	Again bool   // the person had signed up before; the mail was sent once more
	State outreach.SignupState
}

// SignUp signs a visitor up: a seat, or a place in the line. A second press of the
// same form answers the same ticket. A person who is signed up already gets the mail
// again and nothing else, so that nobody can read another's ticket by typing a name.
func (s *Store) SignUp(ctx context.Context, a who.Actor, cmd SignUp) (Receipt, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Receipt{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Receipt, error) { return s.signUp(tx, a, cmd, outreach.ByWeb) })
}

// SignUpFor takes a sign-up down for somebody, usually by telephone.
func (s *Store) SignUpFor(ctx context.Context, a who.Actor, cmd SignUp) (Receipt, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return Receipt{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Receipt, error) { return s.signUp(tx, a, cmd, outreach.ByPhone) })
}

func (s *Store) signUp(tx *db.Tx, a who.Actor, cmd SignUp, source outreach.Source) (Receipt, error) {
	if done, err := s.pressedBefore(tx, a, cmd.Once); err != nil || done.ID != "" {
		return done, err
	}
	sem, err := loadSeminar(tx, a.Hub, cmd.Seminar)
	if err != nil {
		return Receipt{}, err
	}
	if err := sem.MayEnter(tx.Now(), source != outreach.ByWeb); err != nil {
		return Receipt{}, err
	}
	g, err := cmd.Form.Read(sem, tx.Now(), when.Tokyo)
	if err != nil {
		return Receipt{}, err
	}
	same, err := sameParty(tx, a.Hub, &g)
	if err != nil {
		return Receipt{}, err
	}
	if same.ID != "" && source == outreach.ByWeb {
		return Receipt{Again: true}, s.sendAgain(tx, a.Hub, sem, same)
	}
	if same.ID != "" && !cmd.Anyway {
		var c fault.Check
		c.Add("anyway", "outreach.signup.same_person")
		return Receipt{}, c.Err()
	}
	if g.BatchID, err = batchOf(tx, a.Hub, cmd.Form.Flyer); err != nil {
		return Receipt{}, err
	}
	if g.ReferredBy, err = referrer(tx, a.Hub, cmd.Form.Card); err != nil {
		return Receipt{}, err
	}
	g.Source = source
	return s.enter(tx, a, sem, g, cmd.Once)
}

// referrer is the worker whose card has this code, "" without one. A code nobody has is a
// slip of the pen, and the form says so.
func referrer(q db.Q, hub, code string) (string, error) {
	if code = outreach.ReadCode(code); code == "" {
		return "", nil
	}
	w, err := workersstore.ByReferral(q, hub, code)
	if fault.KindOf(err) == fault.NotFound {
		var c fault.Check
		c.Add("card", "outreach.signup.card_unknown")
		return "", c.Err()
	}
	return w.ID, err
}

// enter gives the party a seat or a place in the line, and writes it down.
func (s *Store) enter(tx *db.Tx, a who.Actor, sem outreach.Seminar, g outreach.Signup, once string) (r Receipt, err error) {
	b, err := open(tx, a.Hub, sem)
	if err != nil {
		return r, err
	}
	g.ID, g.Line = id.Make(), b.turn
	if g.State, err = b.place(tx, a.Hub, g.Party); err != nil {
		return r, err
	}
	if g.Code, err = freeCode(tx, a.Hub); err != nil {
		return r, err
	}
	if once == "" {
		once = g.ID
	}
	if err := s.insertSignup(tx, a, g, once); err != nil {
		return r, err
	}
	kind := "seat"
	if g.State == outreach.Waiting {
		kind = "line"
	}
	if err := s.tell(tx, a.Hub, b.Seminar, g, kind, b.ahead); err != nil {
		return r, err
	}
	return Receipt{ID: g.ID, Token: s.token(a.Hub, g.ID), State: g.State}, journal.Note(tx, a, outreach.SignedUp{Signup: g.ID, Seminar: g.SeminarID, Adults: g.Adults,
		Children: len(g.Children), State: string(g.State), Source: string(g.Source), Batch: g.BatchID, Referrer: g.ReferredBy, Consent: g.Consent, Name: g.Name, Mail: g.Mail})
}

func (s *Store) pressedBefore(tx *db.Tx, a who.Actor, once string) (Receipt, error) {
	if once == "" {
		return Receipt{}, nil
	}
	found, err := db.All(tx, scanText, `select id from signup where hub_id = $1 and once_key = $2`, a.Hub, once)
	if err != nil || len(found) == 0 {
		return Receipt{}, err
	}
	g, err := signupByID(tx, a.Hub, found[0])
	return Receipt{ID: g.ID, Token: s.token(a.Hub, g.ID), State: g.State}, err
}

// sameParty looks for the same person among the live sign-ups of the seminar. Somebody
// who is only alike is noted on g for staff.
func sameParty(tx *db.Tx, hub string, g *outreach.Signup) (same outreach.Signup, err error) {
	old, err := db.All(tx, scanSignup, `with alike as (
		select id from signup where hub_id = $1 and seminar_id = $2 and kana = $3 and name = $4
		union select id from signup where hub_id = $1 and $5 <> '' and mail = $5
		union select id from signup where hub_id = $1 and $6 <> '' and phone = $6)
		select `+signupFields+` from alike cross join signup g where g.hub_id = $1 and g.id = alike.id and g.seminar_id = $2
		and g.state in ('seat','waiting','offered') order by g.line`, hub, g.SeminarID, g.Kana, g.Name, g.Mail, g.Phone)
	for _, o := range old {
		if g.SamePerson(o) {
			return o, err
		}
		if g.LooksAlike(o) && g.Alike == "" {
			g.Alike = o.ID
		}
	}
	return same, err
}

// againEvery is how often one sign-up's mail is sent again on request: a prank does not fill a mailbox.
const againEvery = 10 * time.Minute

func (s *Store) sendAgain(tx *db.Tx, hub string, sem outreach.Seminar, g outreach.Signup) error {
	last, err := db.Value[string](tx, `select coalesce(max(created_at), '') from mail_message where hub_id = $1 and about = $2`, hub, g.ID)
	if err != nil || last > tx.Now().Add(-againEvery).String() {
		return err
	}
	if g.Children, err = childAges(tx, hub, g.ID); err != nil {
		return err
	}
	return s.tell(tx, hub, sem, g, "again", 0)
}

func childAges(q db.Q, hub, signupID string) ([]int, error) {
	g, err := signupByID(q, hub, signupID)
	return g.Children, err
}
