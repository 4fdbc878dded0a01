package interviewsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errSlot = fault.New(fault.NotFound, "interviews.slot.gone")

const slotColumns = `select s.id, s.starts_at, s.ends_at, s.kind, s.place, s.by_name, s.state, s.booking_id, s.made_at from interview_slot s where s.hub_id = $1 `

func slotFields(x *interviews.Slot) []any {
	return []any{&x.ID, &x.Starts, &x.Ends, &x.Kind, &x.Place, &x.By, &x.State, &x.Booking, &x.Made}
}

func scanSlot(r db.Scanner) (x interviews.Slot, err error) {
	err = r.Scan(slotFields(&x)...)
	return x, err
}

func slotByID(q db.Q, hub, slotID string) (interviews.Slot, error) {
	return db.One(q, errSlot, scanSlot, slotColumns+`and s.id = $2`, hub, slotID)
}

// OpenSlots opens the slots of a form and answers how many. The same form pressed twice
// opens them once. Slots in the hub's closed hours are asked about before.
func (s *Store) OpenSlots(ctx context.Context, a who.Actor, once string, f interviews.SlotForm) (int, error) {
	if err := a.May(interviews.MayRun); err != nil {
		return 0, err
	}
	slots, err := f.Read(s.DB.Now(), when.Tokyo)
	if err != nil {
		return 0, err
	}
	if !id.Valid(once) {
		once = id.Make()
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		n, err := db.Value[int](tx, `select count(*) from interview_slot where hub_id = $1 and series_id = $2`, a.Hub, once)
		if err != nil || n > 0 {
			return n, err
		}
		if err := fits(tx, a.Hub, slots, f.Anyway); err != nil {
			return 0, err
		}
		for _, x := range slots {
			_, err := tx.Exec(`insert into interview_slot (hub_id, id, series_id, starts_at, ends_at, kind, place, by_name, state, booking_id, made_by, made_at)
				values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10)`, a.Hub, id.Make(), once, x.Starts, x.Ends, x.Kind, x.Place, x.By, a.Name, tx.Now())
			if err != nil {
				return 0, err
			}
		}
		return len(slots), journal.Note(tx, a, interviews.SlotsOpened{Series: once, Slots: len(slots), From: slots[0].Starts.DateIn(when.Tokyo), Anyway: f.Anyway})
	})
}

// fits refuses slots of somebody who is busy then, and asks about those in closed hours.
func fits(tx *db.Tx, hub string, slots []interviews.Slot, anyway bool) error {
	var c fault.Check
	old, err := db.All(tx, scanSlot, slotColumns+`and s.by_name = $2 and s.state <> 'cancelled' and s.ends_at > $3 and s.starts_at < $4 order by s.starts_at`,
		hub, slots[0].By, slots[0].Starts, slots[len(slots)-1].Ends)
	if err != nil {
		return err
	}
	at := map[when.Date][]interviews.Slot{}
	for _, o := range old {
		d := o.Starts.DateIn(when.Tokyo)
		at[d] = append(at[d], o)
	}
	for _, x := range slots {
		for _, o := range at[x.Starts.DateIn(when.Tokyo)] {
			if x.Clashes(o) {
				c.Add("from", "interviews.slot.clash", "name", o.By, "at", o.Starts.DateIn(when.Tokyo).String()+" "+o.Starts.ClockIn(when.Tokyo).String())
			}
		}
	}
	if err := c.Err(); err != nil || anyway {
		return err
	}
	h, err := hubstore.Load(tx, hub)
	if err != nil {
		return err
	}
	hours := h.Hours()
	for _, x := range slots {
		if x.Kind == interviews.InRoom && x.Outside(hours, h.Zone()) {
			c.Add("slot_anyway", "interviews.slot.outside", "at", x.Starts.DateIn(h.Zone()).String()+" "+x.Starts.ClockIn(h.Zone()).String())
		}
	}
	return c.Err()
}

// SlotRow is a slot with who has it.
type SlotRow struct {
	interviews.Slot
	Applicant, Name string
	Way             interviews.Kind
	Child           bool
	Closed          bool // the hub is closed then
}

// Slots are the slots of days from until, before the day to, with who has them.
func (s *Store) Slots(ctx context.Context, a who.Actor, from, to when.Date) ([]SlotRow, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]SlotRow, error) {
		return slotRows(v, a.Hub, from.At(0, when.Tokyo), to.At(0, when.Tokyo))
	})
}

func slotRows(q db.Q, hub string, from, to when.Instant) ([]SlotRow, error) {
	rows, err := db.All(q, func(r db.Scanner) (x SlotRow, err error) {
		child := 0
		err = r.Scan(append(slotFields(&x.Slot), &x.Applicant, &x.Name, &x.Way, &child)...)
		x.Child = child == 1
		return x, err
	}, `select s.id, s.starts_at, s.ends_at, s.kind, s.place, s.by_name, s.state, s.booking_id, s.made_at, coalesce(p.id, ''), coalesce(p.name, ''), coalesce(b.way, ''), coalesce(b.child, 0)
		from interview_slot s left join interview_booking b on b.hub_id = s.hub_id and b.id = s.booking_id
		left join applicant p on p.hub_id = b.hub_id and p.id = b.applicant_id
		where s.hub_id = $1 and s.starts_at >= $2 and s.starts_at < $3 order by s.starts_at, s.id`, hub, from, to)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	h, err := hubstore.Load(q, hub)
	if err != nil {
		return nil, err
	}
	hours := h.Hours()
	for i, x := range rows {
		way := x.Way
		if way == "" {
			way = x.Kind
		}
		rows[i].Closed = way == interviews.InRoom && x.Outside(hours, h.Zone())
	}
	return rows, nil
}

// SlotOf reads one slot with who has it.
func (s *Store) SlotOf(ctx context.Context, a who.Actor, slotID string) (SlotRow, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return SlotRow{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (SlotRow, error) {
		x, err := slotByID(v, a.Hub, slotID)
		if err != nil {
			return SlotRow{}, err
		}
		rows, err := slotRows(v, a.Hub, x.Starts, x.Starts.Add(1))
		for _, r := range rows {
			if r.ID == x.ID {
				return r, err
			}
		}
		return SlotRow{Slot: x}, err
	})
}

// TurnSlot closes a slot, opens it again, or cancels it: who had booked it is told and
// asked to pick another time. Pressing twice is the same as once.
func (s *Store) TurnSlot(ctx context.Context, a who.Actor, slotID string, to interviews.SlotState) error {
	if err := a.May(interviews.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := slotByID(tx, a.Hub, slotID)
		if err != nil || x.State == to {
			return err
		}
		if x.State == interviews.Cancelled || to != interviews.Open && to != interviews.Shut && to != interviews.Cancelled {
			return fault.New(fault.Conflict, "interviews.slot.ended")
		}
		if to == interviews.Cancelled && x.Booking != "" {
			if err := s.callOff(tx, a, x); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`update interview_slot set state = $3 where hub_id = $1 and id = $2`, a.Hub, x.ID, to); err != nil {
			return err
		}
		return journal.Note(tx, a, interviews.SlotTurned{Slot: x.ID, State: to, Starts: x.Starts})
	})
}

// callOff gives the slot back and asks who had it to pick another.
func (s *Store) callOff(tx *db.Tx, a who.Actor, x interviews.Slot) error {
	b, err := bookingByID(tx, a.Hub, x.Booking)
	if err != nil || b.State != interviews.Standing {
		return err
	}
	p, err := byID(tx, a.Hub, b.Applicant)
	if err != nil {
		return err
	}
	p.Sequence++
	if err := s.end(tx, a, p, b, interviews.CalledIn); err != nil {
		return err
	}
	if err := turn(tx, a, &p, interviews.Invited, when.Date{}, ""); err != nil {
		return err
	}
	return s.write(tx, a.Hub, note{kind: "slot_off", to: p, booking: b, off: true})
}
