package outreachstore

import (
	"context"
	"fmt"

	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// counted is how many parties of a seminar are in one state and take part in one way.
type counted struct {
	seminar                   string
	state                     outreach.SignupState
	way                       outreach.Way
	parties, adults, children int
}

func scanCounts(s db.Scanner) (c counted, err error) {
	err = s.Scan(&c.seminar, &c.state, &c.way, &c.parties, &c.adults, &c.children)
	return c, err
}

const countColumns = `select c.seminar_id, c.state, c.way, c.parties, c.adults, c.children from seminar_count c where c.hub_id = $1 `

// countIn adds a sign-up, as it stands in its row now, to the numbers of its seminar.
func countIn(tx *db.Tx, hub, signupID string) error { return count(tx, hub, signupID, 1) }

// countOut takes a sign-up out of the numbers, before its row changes.
func countOut(tx *db.Tx, hub, signupID string) error { return count(tx, hub, signupID, -1) }

// count reads the row itself, so the numbers cannot say anything else than the rows do.
func count(tx *db.Tx, hub, signupID string, sign int) error {
	_, err := tx.Exec(`insert into seminar_count (hub_id, seminar_id, state, way, parties, adults, children)
		select hub_id, seminar_id, state, way, $3, $3 * adults, $3 * children from signup where hub_id = $1 and id = $2
		on conflict (hub_id, seminar_id, state, way) do update set parties = seminar_count.parties + excluded.parties,
			adults = seminar_count.adults + excluded.adults, children = seminar_count.children + excluded.children`, hub, signupID, sign)
	return err
}

// recounted changes a sign-up's row between the two, so that no number is forgotten.
func recounted(tx *db.Tx, hub, signupID string, change func() error) error {
	if err := countOut(tx, hub, signupID); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	return countIn(tx, hub, signupID)
}

// RecountSeats compares the numbers beside every seminar with its sign-ups, one by one.
// It is asked by whoever runs the installation, of all hubs.
func RecountSeats(ctx context.Context, d *db.DB) error {
	wrong, err := db.Read(ctx, d, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from (
			select hub_id, seminar_id, state, way, sum(parties) as parties, sum(adults) as adults, sum(children) as children from (
				select hub_id, seminar_id, state, way, parties, adults, children from seminar_count
				union all select hub_id, seminar_id, state, way, -1, -adults, -children from signup) both_sides
			group by hub_id, seminar_id, state, way) differences where parties <> 0 or adults <> 0 or children <> 0`)
	})
	if err == nil && wrong > 0 {
		err = fmt.Errorf("%d numbers beside seminars differ from their sign-ups", wrong)
	}
	return err
}
