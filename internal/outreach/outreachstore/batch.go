package outreachstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errBatch = fault.New(fault.NotFound, "outreach.batch.gone")

// BatchRow is a batch with what came of it.
type BatchRow struct {
	outreach.Batch
	Signups int // sign-ups attributed to it that were not cancelled
	Adults  int
}

const batchColumns = `select b.id, b.seminar_id, b.code, b.channel, b.place, b.copies, b.who, b.on_date, b.cost_yen, b.note, b.made_by, b.made_at,
	cast(coalesce(sum(case when g.state in ('seat','waiting','offered') then 1 else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state in ('seat','waiting','offered') then g.adults else 0 end), 0) as bigint)
	from flyer_batch b left join signup g on g.hub_id = b.hub_id and g.batch_id = b.id where b.hub_id = $1 `

const batchGroup = `group by b.id, b.seminar_id, b.code, b.channel, b.place, b.copies, b.who, b.on_date, b.cost_yen, b.note, b.made_by, b.made_at order by b.made_at, b.id`

func scanBatch(s db.Scanner) (b BatchRow, err error) {
	err = s.Scan(&b.ID, &b.SeminarID, &b.Code, &b.Channel, &b.Place, &b.Copies, &b.Who, &b.On, &b.Cost, &b.Note, &b.MadeBy, &b.MadeAt, &b.Signups, &b.Adults)
	return b, err
}

// AddBatch is a new batch as typed. ID is made when the form is shown.
type AddBatch struct {
	ID, Seminar string
	Form        outreach.BatchForm
}

// AddBatch writes down where flyers go and gives them their code.
func (s *Store) AddBatch(ctx context.Context, a who.Actor, cmd AddBatch) (outreach.Batch, error) {
	if err := a.May(outreach.MayRun); err != nil {
		return outreach.Batch{}, err
	}
	if !id.Valid(cmd.ID) {
		return outreach.Batch{}, errBatch
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (outreach.Batch, error) {
		b, err := cmd.Form.Batch(tx.Now().DateIn(when.Tokyo), when.Tokyo)
		if err != nil {
			return b, err
		}
		old, err := batchByID(tx, a.Hub, cmd.ID)
		if err != nil || old.ID != "" { // the second press
			return old.Batch, err
		}
		if _, err := loadSeminar(tx, a.Hub, cmd.Seminar); err != nil {
			return b, err
		}
		b.ID, b.SeminarID = cmd.ID, cmd.Seminar
		if b.Code, err = freeBatchCode(tx, a.Hub); err != nil {
			return b, err
		}
		_, err = tx.Exec(`insert into flyer_batch (hub_id, id, seminar_id, code, channel, place, copies, who, on_date, cost_yen, note, made_by, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, a.Hub, b.ID, b.SeminarID, b.Code, b.Channel, b.Place, b.Copies, b.Who, b.On, int64(b.Cost), b.Note, a.Name, tx.Now())
		if err != nil {
			return b, err
		}
		return b, journal.Note(tx, a, outreach.BatchAdded{Batch: b.ID, Seminar: b.SeminarID, Code: b.Code, Channel: b.Channel, Copies: b.Copies})
	})
}

func batchByID(q db.Q, hub, batchID string) (BatchRow, error) {
	rows, err := db.All(q, scanBatch, batchColumns+`and b.id = $2 `+batchGroup, hub, batchID)
	return append(rows, BatchRow{})[0], err
}

func freeBatchCode(tx *db.Tx, hub string) (string, error) {
	for {
		code := id.Short(outreach.CodeLength)
		n, err := db.Value[int](tx, `select count(*) from flyer_batch where hub_id = $1 and code = $2`, hub, code)
		if err != nil || n == 0 {
			return code, err
		}
	}
}

// Batches are a seminar's flyers with what came of them.
func (s *Store) Batches(ctx context.Context, a who.Actor, seminarID string) ([]BatchRow, error) {
	if err := a.May(outreach.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]BatchRow, error) {
		return db.All(v, scanBatch, batchColumns+`and b.seminar_id = $2 `+batchGroup, a.Hub, seminarID)
	})
}

// SeminarOfFlyer is the seminar a flyer's code leads to. Flyers lie about longer than
// seminars last: once one is over, the code leads to the next edition of its series
// that takes sign-ups.
func (s *Store) SeminarOfFlyer(ctx context.Context, a who.Actor, code string) (string, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return "", err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (string, error) {
		found, err := db.All(v, scanText, `select seminar_id from flyer_batch where hub_id = $1 and code = $2`, a.Hub, outreach.ReadCode(code))
		if err != nil || len(found) == 0 {
			return "", orErr(err, errBatch)
		}
		m, err := loadSeminar(v, a.Hub, found[0])
		if err != nil {
			return "", err
		}
		if m.Openness(v.Now()) == outreach.Open || !m.Visible() {
			return m.ID, nil
		}
		next, err := db.All(v, scanText, `select id from seminar where hub_id = $1 and series_id = $2 and state = 'published' and starts_at > $3 order by starts_at limit 1`, a.Hub, m.SeriesID, v.Now())
		return append(next, m.ID)[0], err
	})
}

func orErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// batchOf is the id of the batch with a typed code; "" if there is none: a misread
// code must not stop a sign-up.
func batchOf(q db.Q, hub, code string) (string, error) {
	if code = outreach.ReadCode(code); code == "" {
		return "", nil
	}
	found, err := db.All(q, scanText, `select id from flyer_batch where hub_id = $1 and code = $2`, hub, code)
	return append(found, "")[0], err
}

// Flyer is the frozen content of a seminar's flyer: the first asking for a version
// keeps what fill makes; every later one gets that. batchID "" is the general flyer.
func (s *Store) Flyer(ctx context.Context, a who.Actor, seminarID, batchID, lang string) (outreach.FlyerSheet, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return outreach.FlyerSheet{}, err
	}
	f, found, err := s.frozen(ctx, a, seminarID, batchID, lang)
	if err != nil || found {
		return f, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (outreach.FlyerSheet, error) {
		f, h, m, err := s.sheet(tx, a, seminarID, batchID, lang)
		if err != nil {
			return f, err
		}
		text, err := json.Marshal(f)
		if err != nil {
			return f, err
		}
		_, err = tx.Exec(`insert into flyer_version (hub_id, seminar_id, batch_id, version, lang, content, made_at) values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (hub_id, seminar_id, batch_id, version, lang) do nothing`, a.Hub, seminarID, batchID, flyerVersion(h, m), lang, string(text), tx.Now())
		if err != nil {
			return f, err
		}
		kept, _, err := readFrozen(tx, a.Hub, m.ID, batchID, flyerVersion(h, m), lang)
		return kept, err
	})
}
