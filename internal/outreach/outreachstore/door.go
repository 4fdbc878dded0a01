package outreachstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// DoorList is what the tablet at the door shows: who is expected and who is in.
type DoorList struct {
	Listed
	Expected []DoorParty // by reading of the name
	WalkIns  []outreach.Mark
	Came     int // adults and children's parents who are in, walk-ins included
}

// DoorParty is one expected party.
type DoorParty struct {
	outreach.Signup
	Kids int
	In   bool
}

// Door reads the list of a seminar.
func (s *Store) Door(ctx context.Context, a who.Actor, seminarID string) (DoorList, error) {
	if err := a.May(outreach.MayDoor); err != nil {
		return DoorList{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (DoorList, error) { return door(v, a.Hub, seminarID) })
}

func door(q db.Q, hub, seminarID string) (d DoorList, err error) {
	if d.Listed, err = listed(q, hub, seminarID); err != nil {
		return d, err
	}
	if !d.Visible() {
		return d, errSeminar
	}
	people, err := db.All(q, scanSignup, signupColumns+`and g.seminar_id = $2 and g.state in ('seat', 'offered', 'waiting') order by g.kana, g.id`, hub, seminarID)
	if err == nil {
		err = childrenOf(q, hub, seminarID, people)
	}
	if err != nil {
		return d, err
	}
	marks, err := db.All(q, scanMark, `select id, signup_id, undoes, kind, adults, at from door_mark where hub_id = $1 and seminar_id = $2 order by at, received_at, id`, hub, seminarID)
	if err != nil {
		return d, err
	}
	in, walkIns := outreach.Attendance(marks)
	for _, g := range people {
		d.Expected = append(d.Expected, DoorParty{g, len(g.Children), in[g.ID]})
		if in[g.ID] {
			d.Came += g.Adults
		}
	}
	for _, m := range marks {
		if n := walkIns[m.ID]; n > 0 {
			d.WalkIns = append(d.WalkIns, m)
			d.Came += n
		}
	}
	return d, nil
}

func scanMark(s db.Scanner) (m outreach.Mark, err error) {
	err = s.Scan(&m.ID, &m.Signup, &m.Undoes, &m.Kind, &m.Adults, &m.At)
	return m, err
}

// marksMost is how many marks one sending may hold.
const marksMost = 200

// Mark writes down marks from the door and answers how many adults are in. Marks that
// were sent before are taken as sent; the same marks any number of times count once.
func (s *Store) Mark(ctx context.Context, a who.Actor, seminarID string, marks []outreach.Mark) (int, error) {
	if err := a.May(outreach.MayDoor); err != nil {
		return 0, err
	}
	if len(marks) > marksMost {
		return 0, fault.New(fault.Invalid, "outreach.door.mark_form")
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		fresh := 0
		for _, m := range marks {
			if err := m.Check(); err != nil {
				return 0, err
			}
			n, err := s.mark(tx, a, seminarID, m)
			if err != nil {
				return 0, err
			}
			fresh += n
		}
		d, err := door(tx, a.Hub, seminarID)
		if err != nil || fresh == 0 {
			return d.Came, err
		}
		return d.Came, journal.Note(tx, a, outreach.Marked{Seminar: seminarID, Marks: fresh})
	})
}

func (s *Store) mark(tx *db.Tx, a who.Actor, seminarID string, m outreach.Mark) (int, error) {
	if m.Signup != "" {
		g, err := signupByID(tx, a.Hub, m.Signup)
		if err != nil {
			return 0, err
		}
		if g.SeminarID != seminarID {
			return 0, errSignup
		}
	}
	if m.At.IsZero() || tx.Now().Before(m.At) { // a tablet's clock that runs ahead must not outlive later marks
		m.At = tx.Now()
	}
	n, err := tx.Exec(`insert into door_mark (hub_id, id, seminar_id, signup_id, undoes, kind, adults, at, made_by, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (hub_id, id) do nothing`, a.Hub, m.ID, seminarID, m.Signup, m.Undoes, m.Kind, m.Adults, m.At, a.Name, tx.Now())
	return int(n), err
}
