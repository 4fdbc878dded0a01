package outreachstore

import (
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

var errSignup = fault.New(fault.NotFound, "outreach.signup.gone")

const signupFields = `g.id, g.seminar_id, g.line, g.code, g.name, g.kana, g.mail, g.phone, g.way, g.adults, g.companion, g.heard, g.batch_id, g.wishes,
	g.interview_wanted, g.lang, g.consent_version, g.consent_at, g.state, g.state_at, g.source, g.alike, g.moved_from, g.sequence, g.made_by, g.created_at, g.referred_by`

const signupColumns = `select ` + signupFields + ` from signup g where g.hub_id = $1 `

func scanSignup(s db.Scanner) (g outreach.Signup, err error) {
	interview := 0
	err = s.Scan(&g.ID, &g.SeminarID, &g.Line, &g.Code, &g.Name, &g.Kana, &g.Mail, &g.Phone, &g.Way, &g.Adults, &g.Companion, &g.Heard, &g.BatchID, &g.Wishes,
		&interview, &g.Lang, &g.Consent, &g.ConsentAt, &g.State, &g.StateAt, &g.Source, &g.Alike, &g.MovedFrom, &g.Sequence, &g.MadeBy, &g.Created, &g.ReferredBy)
	g.Interview = interview == 1
	return g, err
}

// signupWhere reads one sign-up with its children.
func signupWhere(q db.Q, hub, cond, value string) (outreach.Signup, error) {
	g, err := db.One(q, errSignup, scanSignup, signupColumns+cond, hub, value)
	if err != nil {
		return g, err
	}
	g.Children, err = db.All(q, func(s db.Scanner) (n int, err error) {
		err = s.Scan(&n)
		return n, err
	}, `select months from signup_child where hub_id = $1 and signup_id = $2 order by no`, hub, g.ID)
	return g, err
}

func signupByID(q db.Q, hub, signupID string) (outreach.Signup, error) {
	return signupWhere(q, hub, `and g.id = $2`, signupID)
}

func signupByToken(q db.Q, hub, token string) (outreach.Signup, error) {
	return signupWhere(q, hub, `and g.token_hash = $2`, id.Hash(token))
}

// Token is the secret in the links of one sign-up. It is derived from the
// installation's key, so that a later mail carries the same link although only its
// hash is in the books.
func (s *Store) token(hub, signupID string) string {
	return s.Keys.Sign("outreach/ticket", hub+"/"+signupID)
}

// codeLength is the number of letters of a ticket's short code.
const codeLength = 6

func (s *Store) insertSignup(tx *db.Tx, a who.Actor, g outreach.Signup, once string) error {
	_, err := tx.Exec(`insert into signup (hub_id, id, seminar_id, line, code, token_hash, once_key, name, kana, search_key, mail, phone, way, adults, companion, children,
		heard, batch_id, wishes, interview_wanted, lang, consent_version, consent_at, state, state_at, source, alike, moved_from, sequence, reminded_for, made_by, created_at, referred_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $23, $25, $26, '', 0, '', $27, $23, $28)`,
		a.Hub, g.ID, g.SeminarID, g.Line, g.Code, id.Hash(s.token(a.Hub, g.ID)), once, g.Name, g.Kana, searchKey(g), g.Mail, g.Phone, g.Way, g.Adults, g.Companion, len(g.Children),
		g.Heard, g.BatchID, g.Wishes, db.Bit(g.Interview), g.Lang, g.Consent, tx.Now(), g.State, g.Source, g.Alike, a.Name, g.ReferredBy)
	if err != nil {
		return err
	}
	if err := saveChildren(tx, a.Hub, g); err != nil {
		return err
	}
	if err := countIn(tx, a.Hub, g.ID); err != nil {
		return err
	}
	return signupStep(tx, a, g)
}

func saveChildren(tx *db.Tx, hub string, g outreach.Signup) error {
	if _, err := tx.Exec(`delete from signup_child where hub_id = $1 and signup_id = $2`, hub, g.ID); err != nil {
		return err
	}
	for i, months := range g.Children {
		if _, err := tx.Exec(`insert into signup_child (hub_id, signup_id, no, months) values ($1, $2, $3, $4)`, hub, g.ID, i, months); err != nil {
			return err
		}
	}
	return nil
}

func signupStep(tx *db.Tx, a who.Actor, g outreach.Signup) error {
	_, err := tx.Exec(`insert into signup_step (hub_id, id, signup_id, seminar_id, state, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		a.Hub, id.Make(), g.ID, g.SeminarID, g.State, a.Name, tx.Now())
	return err
}

// setState moves a sign-up to a state, with its record.
func setState(tx *db.Tx, a who.Actor, g *outreach.Signup, to outreach.SignupState) error {
	g.State, g.StateAt = to, tx.Now()
	err := recounted(tx, a.Hub, g.ID, func() error {
		_, err := tx.Exec(`update signup set state = $3, state_at = $4 where hub_id = $1 and id = $2`, a.Hub, g.ID, to, tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	return signupStep(tx, a, *g)
}

// searchKey is what staff find a sign-up by: reading, name, mail, telephone, code.
func searchKey(g outreach.Signup) string {
	return strings.Join([]string{ja.SearchKey(g.Kana), ja.SearchKey(g.Name), ja.SearchKey(g.Companion), strings.ToLower(g.Mail),
		"0" + strings.TrimPrefix(g.Phone, "+81"), strings.ToLower(g.Code)}, " ")
}

// freeCode finds a short code no other sign-up of the hub has.
func freeCode(tx *db.Tx, hub string) (string, error) {
	for {
		code := id.Short(codeLength)
		n, err := db.Value[int](tx, `select count(*) from signup where hub_id = $1 and code = $2`, hub, code)
		if err != nil || n == 0 {
			return code, err
		}
	}
}

// book is a seminar with its seats, as one write sees it.
type book struct {
	outreach.Seminar
	turn  int
	taken outreach.Seats
	ahead int // parties waiting
}

// free is what can still be given away.
func (b book) free() outreach.Seats { return b.Capacity.Minus(b.taken) }

// place decides where a party goes that comes now. A full seminar's line is not read for it.
func (b book) place(tx *db.Tx, hub string, p outreach.Party) (outreach.SignupState, error) {
	need := b.Need(p)
	if b.ahead == 0 || !b.free().Fits(need) {
		return outreach.Place(b.free(), need, nil), nil
	}
	_, needs, err := b.line(tx, hub)
	return outreach.Place(b.free(), need, needs), err
}

// line are the ids of the parties that wait, first come first, and what each needs.
func (b book) line(tx *db.Tx, hub string) (ids []string, needs []outreach.Seats, err error) {
	_, err = db.All(tx, func(s db.Scanner) (none struct{}, err error) {
		id, p, children := "", outreach.Party{}, 0
		err = s.Scan(&id, &p.Way, &p.Adults, &children)
		p.Children = make([]int, children)
		ids, needs = append(ids, id), append(needs, b.Need(p))
		return none, err
	}, `select id, way, adults, children from signup where hub_id = $1 and seminar_id = $2 and state = 'waiting' order by line`, hub, b.ID)
	return ids, needs, err
}

// open takes the seminar's next turn. Two writes about one seminar both want this
// row, so the database lets one go after the other: nothing can be sold twice.
func open(tx *db.Tx, hub string, sem outreach.Seminar) (b book, err error) {
	b.Seminar = sem
	if b.turn, err = db.One(tx, errSeminar, func(s db.Scanner) (n int, err error) {
		err = s.Scan(&n)
		return n, err
	}, `update seminar set turn = turn + 1 where hub_id = $1 and id = $2 returning turn`, hub, sem.ID); err != nil {
		return b, err
	}
	l, err := withCounts(tx, hub, []outreach.Seminar{sem})
	if err != nil {
		return b, err
	}
	b.taken, b.ahead = l[0].Taken, l[0].WaitingParties
	return b, nil
}

// openID opens a seminar that nobody has read yet in this write.
func openID(tx *db.Tx, hub, seminarID string) (book, error) {
	sem, err := loadSeminar(tx, hub, seminarID)
	if err != nil {
		return book{}, err
	}
	return open(tx, hub, sem)
}

// childrenOf fills in the children of a seminar's sign-ups, with one query.
func childrenOf(q db.Q, hub, seminarID string, gs []outreach.Signup) error {
	at := make(map[string]int, len(gs))
	for i, g := range gs {
		at[g.ID] = i
	}
	type child struct {
		signup string
		months int
	}
	cs, err := db.All(q, func(s db.Scanner) (c child, err error) {
		err = s.Scan(&c.signup, &c.months)
		return c, err
	}, `select c.signup_id, c.months from signup_child c join signup g on g.hub_id = c.hub_id and g.id = c.signup_id
		where g.hub_id = $1 and g.seminar_id = $2 order by c.signup_id, c.no`, hub, seminarID)
	for _, c := range cs {
		if i, ok := at[c.signup]; ok {
			gs[i].Children = append(gs[i].Children, c.months)
		}
	}
	return err
}

// LoadSignup reads one sign-up; for the stores above, inside their own transaction.
func LoadSignup(q db.Q, hub, signupID string) (outreach.Signup, error) {
	return signupByID(q, hub, signupID)
}
