package workersstore

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// ImportedReason is the reason of the step with which a list registers somebody.
const ImportedReason = "imported"

type importRef struct{ Hub, ID string }

// CommitList hands a checked list to the background job that takes it into the books,
// all of it or nothing.
func (s *Store) CommitList(ctx context.Context, a who.Actor, importID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.loadImport(tx, a.Hub, importID)
		if err != nil {
			return err
		}
		counts, err := markCounts(tx, a.Hub, importID)
		if err != nil {
			return err
		}
		v := ListView{Import: x, Counts: counts}
		switch {
		case x.State != ImportReview:
			return errMoved
		case v.Open() > 0:
			return fault.New(fault.Conflict, "workers.import.open_rows", "n", v.Open())
		case v.Ready()+counts[workers.MarkSame] == 0:
			return fault.New(fault.Conflict, "workers.import.nothing")
		}
		err = db.Exec1(tx, errMoved, `update worker_import set state = 'writing', stopped = '', prepared = 0, person_id = $3, made_by = $4, version = version + 1
			where hub_id = $1 and id = $2 and state = 'review'`, a.Hub, importID, a.Person, a.Name)
		if err != nil {
			return err
		}
		return jobs.Enqueue(tx, jobs.New(a.Hub, "workers.import", importRef{a.Hub, importID}))
	})
}

// CancelList takes a list back from the job. What the job had made ready is thrown
// away; nothing of it was in the books.
func (s *Store) CancelList(ctx context.Context, a who.Actor, importID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return stopImport(tx, a.Hub, importID, "cancelled") })
}

func stopImport(tx *db.Tx, hubID, importID, why string) error {
	return db.Exec1(tx, errMoved, `update worker_import set state = 'review', stopped = $3, version = version + 1 where hub_id = $1 and id = $2 and state = 'writing'`, hubID, importID, why)
}

// importJob takes a list into the books. A run that was killed is begun again from the
// start: until its one write is done, there is nothing of it in the books.
func (s *Store) importJob(ctx context.Context, j jobs.Job) error {
	var ref importRef
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	err := errMoved
	for n := 0; n < 3 && errors.Is(err, errMoved); n++ {
		err = s.takeList(ctx, ref)
	}
	if err == nil || fault.KindOf(err) == fault.NotFound {
		return nil
	}
	// The one who waits is told that it stopped; a second try is hers to begin.
	if e := db.Do(ctx, s.DB, func(tx *db.Tx) error { return stopImport(tx, ref.Hub, ref.ID, "failed") }); e != nil && !errors.Is(e, errMoved) {
		return errors.Join(err, e)
	}
	return jobs.Never(err)
}

// intake is a list made ready to be written.
type intake struct {
	draft
	entrants []workers.Entrant
	codes    map[string]bool // referral codes in use
	lastNo   int

	persons, steps, parts, has, origins [][]any
	events                              []workers.Entered
	left                                []workers.ListRow
}

// takeList makes a list ready and writes it. errMoved says that the books changed in
// between and it must be made ready anew; a list that was taken back ends it quietly.
func (s *Store) takeList(ctx context.Context, ref importRef) error {
	t, err := db.Read(ctx, s.DB, func(v *db.View) (intake, error) { return s.intake(v, ref) })
	if errors.Is(err, errMoved) || err == nil && t.State != ImportWriting {
		return nil // taken back, or done by another run
	}
	if err != nil {
		return err
	}
	t.entrants, t.marks = workers.CheckList(t.rows, t.m, t.today, t.enrolled, t.marks)
	for _, m := range t.marks {
		if m.State.Open() { // somebody registered in the meantime who is in the list too
			return db.Do(ctx, s.DB, func(tx *db.Tx) error {
				if err := putMarks(tx, ref.Hub, ref.ID, t.marks); err != nil {
					return err
				}
				return stopImport(tx, ref.Hub, ref.ID, "moved")
			})
		}
	}
	a := who.Person(ref.Hub, t.Person, t.MadeBy, workers.MayKeep)
	if goOn, err := s.prepare(ctx, a, &t); err != nil || !goOn {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.writeList(tx, a, t) })
}

// intake reads a list and what of the books it is compared with.
func (s *Store) intake(q db.Q, ref importRef) (t intake, err error) {
	if t.draft, err = s.draft(q, ref.Hub, ref.ID); err != nil {
		return t, err
	}
	if t.enrolled, err = s.enrolledNow(q, ref.Hub, t.draft); err != nil {
		return t, err
	}
	if t.lastNo, err = lastNo(q, ref.Hub); err != nil {
		return t, err
	}
	codes, err := db.All(q, func(r db.Scanner) (c string, err error) { err = r.Scan(&c); return c, err }, `select referral_code from worker where hub_id = $1`, ref.Hub)
	t.codes = make(map[string]bool, len(codes)+len(t.rows))
	for _, c := range codes {
		t.codes[c] = true
	}
	return t, err
}

func lastNo(q db.Q, hubID string) (int, error) {
	return db.Value[int](q, `select coalesce(max(no), 0) from worker where hub_id = $1`, hubID)
}

// progressEvery is how many rows are made ready between two words of it.
const progressEvery = 1000

// prepare seals and lays out every row, and says how far it is. It answers false when
// the list was taken back.
func (s *Store) prepare(ctx context.Context, a who.Actor, t *intake) (goOn bool, err error) {
	no := t.lastNo
	for i := range t.rows {
		switch t.marks[i+1].State {
		case workers.MarkOut, workers.MarkSkip:
			t.left = append(t.left, t.rows[i])
		case workers.MarkSame:
		default:
			no++
			if err := s.layOut(a, t, i, no); err != nil {
				return false, err
			}
		}
		if (i+1)%progressEvery == 0 || i+1 == len(t.rows) {
			n, err := db.Write(ctx, s.DB, func(tx *db.Tx) (int64, error) {
				return tx.Exec(`update worker_import set prepared = $3 where hub_id = $1 and id = $2 and state = 'writing'`, a.Hub, t.ID, i+1)
			})
			if err != nil || n == 0 {
				return false, err
			}
		}
	}
	return true, nil
}

// layOut makes the rows of the books for one person.
func (s *Store) layOut(a who.Actor, t *intake, i, no int) error {
	e := t.entrants[i]
	w := workers.Worker{ID: id.Make(), No: no, Name: e.Name, Kana: e.Kana, Mail: e.Mail, Phone: e.Phone, ReferralCode: id.Short(7)}
	for t.codes[w.ReferralCode] {
		w.ReferralCode = id.Short(7)
	}
	t.codes[w.ReferralCode] = true
	f := workers.File{Address: e.Address}
	if !e.Birth.IsZero() {
		f.Naming = &workers.Naming{Birth: e.Birth}
	}
	there := f.There()
	slices.Sort(there)
	for _, p := range there {
		body, _ := bodyOf(f, p)
		plain, err := json.Marshal(body)
		if err != nil {
			return err
		}
		t.parts = append(t.parts, []any{id.Make(), w.ID, string(p), 1, s.Keys.Seal(purpose(p), string(plain)), a.Name})
		t.has = append(t.has, []any{w.ID, string(p), 1})
	}
	said, err := s.sealSaid(e)
	if err != nil {
		return err
	}
	t.persons = append(t.persons, []any{w.ID, no, "", w.Name, w.Kana, key(w), id.Short(5), w.Mail, w.Phone, "ja", string(workers.Registered), e.Since, w.ReferralCode, "", 1, len(there)})
	t.steps = append(t.steps, []any{w.ID, 1, string(workers.Registered), e.Since, ImportedReason, a.Name})
	t.origins = append(t.origins, []any{w.ID, t.ID, t.rows[i].Line, "new", said})
	t.events = append(t.events, workers.Entered{Worker: w.ID, No: no, From: e.Since, Import: t.ID, Name: w.Name})
	return nil
}

// at puts the instant of the write behind each line.
func at(lines [][]any, now when.Instant) [][]any {
	out := make([][]any, len(lines))
	for i, l := range lines {
		out[i] = append(slices.Clip(l), now)
	}
	return out
}

// writeList is the one write that takes a list into the books. It stands or falls as a
// whole: the list must still be in the job's hands, and nobody registered since it was
// made ready, so that numbers, codes and doubles hold.
func (s *Store) writeList(tx *db.Tx, a who.Actor, t intake) error {
	// Held from the start, so that nobody's note in the meantime makes it begin anew.
	if err := journal.Hold(tx, a.Hub); err != nil {
		return err
	}
	if now, err := lastNo(tx, a.Hub); err != nil || now != t.lastNo {
		return cmp.Or(err, errMoved)
	}
	now := tx.Now()
	for _, x := range []struct {
		into  string
		lines [][]any
	}{
		{`insert into worker (hub_id, id, no, person_id, name, kana, search_key, code_name, mail, phone, lang, state, state_from, referral_code, referred_by, version, parts, made_at) values `, t.persons},
		{`insert into worker_step (hub_id, worker_id, no, state, from_on, reason, made_by, made_at) values `, t.steps},
		{`insert into worker_part (hub_id, id, worker_id, part, no, body, made_by, made_at) values `, t.parts},
		{`insert into worker_has (hub_id, worker_id, part, no, made_at) values `, t.has},
		{`insert into worker_import_person (hub_id, worker_id, import_id, line, how, said_sealed, made_at) values `, t.origins},
	} {
		if err := insertAll(tx, x.into, a.Hub, at(x.lines, now)); err != nil {
			return err
		}
	}
	if err := journal.NoteAll(tx, a, t.events); err != nil {
		return err
	}
	filled, left, err := s.fillGaps(tx, a, t)
	if err != nil {
		return err
	}
	return s.finish(tx, a, t, filled, append(slices.Clone(t.left), left...))
}

// fillGaps fills in, for those who are there already, what the list knows and the file
// does not. Who left or was hired stays as is, and the row counts as left out.
func (s *Store) fillGaps(tx *db.Tx, a who.Actor, t intake) (filled int, left []workers.ListRow, err error) {
	for i := range t.rows {
		m := t.marks[i+1]
		if m.State != workers.MarkSame {
			continue
		}
		w, err := Load(tx, a.Hub, m.Rival)
		if err != nil {
			return 0, nil, err
		}
		if w.State == workers.Left || w.State == workers.Hired {
			left = append(left, t.rows[i])
			continue
		}
		if err := s.fillGap(tx, a, t, w, t.entrants[i], t.rows[i].Line); err != nil {
			return 0, nil, err
		}
		filled++
	}
	return filled, left, nil
}

func (s *Store) fillGap(tx *db.Tx, a who.Actor, t intake, w workers.Worker, e workers.Entrant, line int) error {
	f, err := s.file(tx, w, a.Hub)
	if err != nil {
		return err
	}
	var add workers.File
	w.Kana, w.Mail, w.Phone = cmp.Or(w.Kana, e.Kana), cmp.Or(w.Mail, e.Mail), cmp.Or(w.Phone, e.Phone)
	if f.Naming == nil && !e.Birth.IsZero() {
		add.Naming = &workers.Naming{Name: w.Name, Kana: w.Kana, Birth: e.Birth}
	}
	if f.Address == nil {
		add.Address = e.Address
	}
	if err := s.fill(tx, a, w, add); err != nil {
		return err
	}
	err = db.Exec1(tx, errGone, `update worker set kana = $3, search_key = $4, mail = $5, phone = $6, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, w.ID, w.Kana, key(w), w.Mail, w.Phone)
	if err != nil {
		return err
	}
	said, err := s.sealSaid(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into worker_import_person (hub_id, worker_id, import_id, line, how, said_sealed, made_at) values ($1, $2, $3, $4, 'filled', $5, $6)
		on conflict (hub_id, worker_id, import_id) do nothing`, a.Hub, w.ID, t.ID, line, said, tx.Now())
	return err
}

// finish closes a list: of its rows only those that were left out are kept for a week,
// for the file that names them.
func (s *Store) finish(tx *db.Tx, a who.Actor, t intake, filled int, left []workers.ListRow) error {
	for _, q := range []string{`delete from worker_import_block where hub_id = $1 and import_id = $2`, `delete from worker_import_mark where hub_id = $1 and import_id = $2`} {
		if _, err := tx.Exec(q, a.Hub, t.ID); err != nil {
			return err
		}
	}
	blocks, err := s.sealRows(left)
	if err != nil {
		return err
	}
	if err := putBlocks(tx, a.Hub, t.ID, blocks); err != nil {
		return err
	}
	err = db.Exec1(tx, errMoved, `update worker_import set state = 'done', made = $3, filled = $4, left_out = $5, ended_at = $6, erase_on = $7, version = version + 1
		where hub_id = $1 and id = $2 and state = 'writing'`, a.Hub, t.ID, len(t.persons), filled, len(left), tx.Now(), tx.Now().DateIn(when.Tokyo).AddDays(importDays))
	if err != nil {
		return err
	}
	return journal.Note(tx, a, workers.ListCommitted{Import: t.ID, Made: len(t.persons), Filled: filled, Left: len(left)})
}

// LeftOut are the rows of a list that were not taken, as they stood in the file with
// what was mended since.
func (s *Store) LeftOut(ctx context.Context, a who.Actor, importID string) (x Import, rows []workers.ListRow, err error) {
	if err := a.May(workers.MayKeep); err != nil {
		return x, nil, err
	}
	type both struct {
		x    Import
		rows []workers.ListRow
	}
	got, err := db.Read(ctx, s.DB, func(v *db.View) (b both, err error) {
		if b.x, err = s.loadImport(v, a.Hub, importID); err != nil {
			return b, err
		}
		if b.x.State != ImportDone || !b.x.Erased.IsZero() {
			return b, errNoImport
		}
		b.rows, err = s.rows(v, a.Hub, importID)
		return b, err
	})
	return got.x, got.rows, err
}
