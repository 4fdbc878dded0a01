package interviewsstore

import (
	"context"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers/workersstore"
)

// BoardAsk is which applicants a page shows.
type BoardAsk struct {
	Stage  string // "", a stage, or "live": all with something still to do
	Source string
	Due    string // "", "today": to be done by now, "silent": no answer for five days
	Search string // part of the reading, name, mail or telephone
	Sort   string // "next", "age" or "kana"
	Page   int    // from 1
	Size   int
}

// Board is a page of applicants with the counts of all stages.
type Board struct {
	Rows    []BoardRow
	Total   int
	ByStage map[interviews.Stage]int
	Due     int // to be done by now
	Silent  int // no answer for five days
}

// BoardRow is one applicant on the board.
type BoardRow struct {
	interviews.Applicant
	Meets when.Instant    // the booked time, none without
	Way   interviews.Kind // of the booking
	By    string
}

var boardOrders = map[string]string{
	"next": `order by case when p.next_on = '' then 1 else 0 end, p.next_on, p.stage_at, p.id limit $7 offset $8`,
	"age":  `order by p.made_at, p.id limit $7 offset $8`,
	"kana": `order by p.kana, p.name, p.id limit $7 offset $8`,
}

const boardWhere = `where p.hub_id = $1 and p.stage <> 'erased' and ($2 = '' or p.stage = $2 or ($2 = 'live' and p.stage in ('new', 'invited', 'booked', 'interviewed', 'decided')))
	and ($3 = '' or p.source = $3) and ($4 = '' or p.search_key like $4) and ($5 = '' or (p.next_on <> '' and p.next_on <= $5 and ($6 <> 'silent' or p.stage = 'invited'))) `

// Board reads a page of applicants.
func (s *Store) Board(ctx context.Context, a who.Actor, ask BoardAsk) (Board, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Board{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Board, error) { return board(v, a.Hub, ask) })
}

func board(v *db.View, hub string, ask BoardAsk) (b Board, err error) {
	order, ok := boardOrders[ask.Sort]
	if !ok {
		order = boardOrders["next"]
	}
	today := v.Now().DateIn(when.Tokyo)
	due := ""
	if ask.Due != "" {
		due = today.String()
	}
	search := db.Containing(ja.Sought(ask.Search))
	if b.ByStage, err = byStage(v, hub); err != nil {
		return b, err
	}
	err = v.QueryRow(`select count(*), count(*) filter (where stage = 'invited') from applicant where hub_id = $1 and next_on <> '' and next_on <= $2`, hub, today).Scan(&b.Due, &b.Silent)
	if err != nil {
		return b, err
	}
	b.Total, err = db.Value[int](v, `select count(p.hub_id) from applicant p `+boardWhere, hub, ask.Stage, ask.Source, search, due, ask.Due)
	if err != nil {
		return b, err
	}
	b.Rows, err = db.All(v, scanBoardRow, `select p.id, p.name, p.kana, p.mail, p.phone, p.lang, p.source, p.source_id, p.referred_by, p.wants, p.consent_version, p.stage, p.stage_at,
		p.outcome, p.next_step, p.next_on, p.reminded, p.reminded_at, p.later_on, p.other_where, p.worker_id, p.alike, p.sequence, p.version, p.made_by, p.made_at,
		coalesce(s.starts_at, ''), coalesce(b.way, ''), coalesce(s.by_name, '')
		from applicant p left join interview_booking b on b.hub_id = p.hub_id and b.applicant_id = p.id and b.state = 'booked'
		left join interview_slot s on s.hub_id = b.hub_id and s.id = b.slot_id `+boardWhere+order,
		hub, ask.Stage, ask.Source, search, due, ask.Due, ask.Size, (max(ask.Page, 1)-1)*ask.Size)
	return b, err
}

func scanBoardRow(r db.Scanner) (x BoardRow, err error) {
	err = r.Scan(append(fields(&x.Applicant), &x.Meets, &x.Way, &x.By)...)
	return x, err
}

func byStage(q db.Q, hub string) (map[interviews.Stage]int, error) {
	type n struct {
		stage interviews.Stage
		n     int
	}
	rows, err := db.All(q, func(s db.Scanner) (x n, err error) {
		err = s.Scan(&x.stage, &x.n)
		return x, err
	}, `select stage, count(*) from applicant where hub_id = $1 group by stage`, hub)
	out := map[interviews.Stage]int{}
	for _, r := range rows {
		out[r.stage] = r.n
	}
	return out, err
}

// exportMost is how many applicants one file holds.
const exportMost = 20_000

// Export reads all applicants of an ask for a file, on record.
func (s *Store) Export(ctx context.Context, a who.Actor, ask BoardAsk, form string) ([]BoardRow, error) {
	if err := a.May(interviews.MayRun); err != nil {
		return nil, err
	}
	ask.Page, ask.Size = 1, exportMost
	b, err := s.Board(ctx, a, ask)
	if err != nil {
		return nil, err
	}
	return b.Rows, db.Do(ctx, s.DB, func(tx *db.Tx) error {
		return journal.Note(tx, a, interviews.Exported{Rows: len(b.Rows), Form: form})
	})
}

// File is everything staff see of one applicant, but for the confidential note.
type File struct {
	interviews.Applicant
	Token    string
	Referrer int // W-number of the worker whose card brought them, 0 unknown
	Worker   int // W-number of the registration that began, 0 none
	Booking  interviews.Booking
	Past     []interviews.Booking // that ended, newest first
	Steps    []Stepped
	Letters  []Sent
	Mails    []mail.Row
}

// Stepped is one stage of an applicant, as recorded.
type Stepped struct {
	Stage      interviews.Stage
	Reason, By string
	At         when.Instant
}

// Sent is a letter staff wrote.
type Sent struct {
	ID, Kind, Subject, Body, By string
	Mailed                      bool
	At                          when.Instant
}

// File opens an applicant for staff.
func (s *Store) File(ctx context.Context, a who.Actor, applicantID string) (File, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return File{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (File, error) {
		p, err := byID(v, a.Hub, applicantID)
		if err != nil {
			return File{}, err
		}
		return s.file(v, a.Hub, p)
	})
}

func (s *Store) file(q db.Q, hub string, p interviews.Applicant) (f File, err error) {
	f = File{Applicant: p, Token: s.token(hub, p.ID)}
	for id, no := range map[string]*int{p.ReferredBy: &f.Referrer, p.WorkerID: &f.Worker} {
		if id == "" {
			continue
		}
		w, err := workersstore.Load(q, hub, id)
		if err != nil {
			return f, err
		}
		*no = w.No
	}
	all, err := db.All(q, scanBooking, bookingColumns+`and b.applicant_id = $2 order by b.made_at desc, b.id desc`, hub, p.ID)
	if err != nil {
		return f, err
	}
	for _, b := range all {
		if b.State == interviews.Standing {
			f.Booking = b
		} else {
			f.Past = append(f.Past, b)
		}
	}
	if f.Steps, err = db.All(q, func(r db.Scanner) (x Stepped, err error) {
		err = r.Scan(&x.Stage, &x.Reason, &x.By, &x.At)
		return x, err
	}, `select stage, reason, made_by, made_at from applicant_step where hub_id = $1 and applicant_id = $2 order by no`, hub, p.ID); err != nil {
		return f, err
	}
	if f.Letters, err = letters(q, hub, p.ID); err != nil {
		return f, err
	}
	f.Mails, err = mail.About(q, hub, p.ID)
	return f, err
}

func letters(q db.Q, hub, applicantID string) ([]Sent, error) {
	return db.All(q, func(r db.Scanner) (x Sent, err error) {
		mailID := ""
		err = r.Scan(&x.ID, &x.Kind, &x.Subject, &x.Body, &x.By, &mailID, &x.At)
		x.Mailed = mailID != ""
		return x, err
	}, `select id, kind, subject, body, made_by, mail_id, made_at from applicant_letter where hub_id = $1 and applicant_id = $2 order by made_at desc, id desc`, hub, applicantID)
}

// Known answers which of some sign-ups or survey answers are applicants already, as
// source id to applicant id.
func (s *Store) Known(ctx context.Context, a who.Actor, source []interviews.Source) (map[string]string, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (map[string]string, error) {
		out := map[string]string{}
		for _, src := range source {
			_, err := db.All(v, func(r db.Scanner) (struct{}, error) {
				x, y := "", ""
				err := r.Scan(&x, &y)
				out[x] = y
				return struct{}{}, err
			}, `select source_id, id from applicant where hub_id = $1 and source = $2 and source_id <> '' and stage <> 'erased'`, a.Hub, src)
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

// Today is what waits for staff on the first page.
type Today struct {
	Talks    []SlotRow // booked for today
	Silent   int       // invitations without an answer for five days
	Due      int       // other steps due by now, but for today's talks and stuck registrations
	Stuck    int       // registrations that have not been finished in time
	Stranded int       // interviews at the hub at a time when it is closed
	Free     int       // slots that can still be picked
	New      int       // nobody has written to them yet
}

// Today counts what waits.
func (s *Store) Today(ctx context.Context, a who.Actor) (Today, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Today{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (t Today, err error) {
		today := v.Now().DateIn(when.Tokyo)
		rows, err := slotRows(v, a.Hub, today.At(0, when.Tokyo), today.AddDays(1).At(0, when.Tokyo))
		if err != nil {
			return t, err
		}
		for _, x := range rows {
			if x.Booking != "" && x.State != interviews.Cancelled {
				t.Talks = append(t.Talks, x)
			}
		}
		err = v.QueryRow(`select count(*) filter (where stage = 'invited'), count(*) filter (where next_step = 'register'), count(*) filter (where stage = 'new'),
			count(*) filter (where stage <> 'invited' and stage <> 'new' and next_step <> 'register' and not (next_step = 'meet' and next_on = $2))
			from applicant where hub_id = $1 and next_on <> '' and next_on <= $2`, a.Hub, today).Scan(&t.Silent, &t.Stuck, &t.New, &t.Due)
		if err != nil {
			return t, err
		}
		if t.Free, err = db.Value[int](v, `select count(*) from interview_slot where hub_id = $1 and state = 'open' and booking_id = '' and starts_at > $2`, a.Hub, v.Now()); err != nil {
			return t, err
		}
		far, err := stranded(v, a.Hub)
		for _, x := range far {
			if !x.Told {
				t.Stranded++
			}
		}
		return t, err
	})
}
