package carestore

import (
	"context"
	"errors"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var (
	errRequest = fault.New(fault.NotFound, "care.fault.request_gone")
	errStale   = fault.New(fault.Conflict, "care.fault.stale")
)

const requestColumns = `select r.id, r.worker_id, r.kind, r.words_sealed, r.state, r.answer_sealed, r.from_on, r.to_on, r.answered_by, r.answered_at,
	r.made_by, r.made_at, r.version, w.name, w.no from care_request r join worker w on w.hub_id = r.hub_id and w.id = r.worker_id where r.hub_id = $1 `

func (s *Store) scanRequest(r db.Scanner) (x care.Request, err error) {
	var words, answer string
	err = r.Scan(&x.ID, &x.Worker, &x.Kind, &words, &x.State, &answer, &x.From, &x.To, &x.AnsweredBy, &x.Answered, &x.MadeBy, &x.Made, &x.Version, &x.WorkerName, &x.WorkerNo)
	if err != nil {
		return x, err
	}
	if x.Words, err = s.Keys.Open(requestWords, words); err != nil {
		return x, err
	}
	x.Answer, err = s.Keys.Open(requestAnswer, answer)
	return x, err
}

// Request files a worker's own request. once is the form's mark: pressed twice, filed once.
func (s *Store) Request(ctx context.Context, a who.Actor, f care.RequestForm, once string) error {
	if err := a.May(care.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		return s.file(tx, a, w, f, once)
	})
}

// RequestFor files what a worker said by telephone or at the desk.
func (s *Store) RequestFor(ctx context.Context, a who.Actor, workerID string, f care.RequestForm, once string) error {
	if err := a.May(care.MayHandle); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return s.file(tx, a, w, f, once)
	})
}

func (s *Store) file(tx *db.Tx, a who.Actor, w workers.Worker, f care.RequestForm, once string) error {
	r, err := f.Read()
	if err != nil {
		return err
	}
	if r.ID = id.Make(); once == "" {
		once = r.ID
	}
	n, err := tx.Exec(`insert into care_request (hub_id, id, worker_id, once_key, kind, words_sealed, state, answer_sealed, from_on, to_on, answered_by, answered_at, made_by, made_at, version)
		values ($1, $2, $3, $4, $5, $6, 'open', '', '', '', '', '', $7, $8, 1) on conflict (hub_id, once_key) do nothing`,
		a.Hub, r.ID, w.ID, once, string(r.Kind), s.Keys.Seal(requestWords, r.Words), a.Name, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, care.Requested{ID: r.ID, Worker: w.ID, What: r.Kind})
}

// MyRequests are a worker's own requests, newest first.
func (s *Store) MyRequests(ctx context.Context, a who.Actor) ([]care.Request, error) {
	if err := a.May(care.MayAsk); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Request, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		return db.All(v, s.scanRequest, requestColumns+`and r.worker_id = $2 order by r.made_at desc, r.id desc`, a.Hub, w.ID)
	})
}

// Withdraw takes one's own open request back.
func (s *Store) Withdraw(ctx context.Context, a who.Actor, requestID string) error {
	if err := a.May(care.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errRequest, `update care_request set state = 'withdrawn', version = version + 1 where hub_id = $1 and id = $2 and worker_id = $3 and state = 'open'`, a.Hub, requestID, w.ID)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, care.RequestWithdrawn{ID: requestID})
	})
}

// Requests are what handlers have before them: open ones oldest first, others newest first.
func (s *Store) Requests(ctx context.Context, a who.Actor, open bool, offset, most int) (rows []care.Request, total int, err error) {
	if err := a.May(care.MayHandle); err != nil {
		return nil, 0, err
	}
	cond, order := `and r.state = 'open'`, ` order by r.made_at, r.id`
	if !open {
		cond, order = `and r.state <> 'open'`, ` order by r.made_at desc, r.id desc`
	}
	rows, err = db.Read(ctx, s.DB, func(v *db.View) ([]care.Request, error) {
		if err := mustBeNamed(v, a); err != nil {
			return nil, err
		}
		if total, err = db.Value[int](v, `select count(*) from care_request r where r.hub_id = $1 `+cond, a.Hub); err != nil {
			return nil, err
		}
		return db.All(v, s.scanRequest, requestColumns+cond+order+` limit $2 offset $3`, a.Hub, most, offset)
	})
	return rows, total, err
}

// ReadRequest opens one request for a named handler; the look is journalled.
func (s *Store) ReadRequest(ctx context.Context, a who.Actor, requestID string) (care.Request, error) {
	if err := a.May(care.MayHandle); err != nil {
		return care.Request{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (care.Request, error) {
		if err := mustBeNamed(tx, a); err != nil {
			return care.Request{}, err
		}
		r, err := db.One(tx, errRequest, s.scanRequest, requestColumns+`and r.id = $2`, a.Hub, requestID)
		if err != nil {
			return r, err
		}
		return r, journal.Note(tx, a, care.RequestRead{ID: r.ID})
	})
}

// RequestsOf are the requests of one worker, for named handlers.
func (s *Store) RequestsOf(ctx context.Context, a who.Actor, workerID string) ([]care.Request, error) {
	if err := a.May(care.MayHandle); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Request, error) {
		if err := mustBeNamed(v, a); err != nil {
			return nil, err
		}
		return db.All(v, s.scanRequest, requestColumns+`and r.worker_id = $2 order by r.made_at desc, r.id desc`, a.Hub, workerID)
	})
}

// Answer answers a request and writes to the worker. version is the one that was read.
func (s *Store) Answer(ctx context.Context, a who.Actor, requestID string, version int, f care.AnswerForm) error {
	if err := a.May(care.MayHandle); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := mustBeNamed(tx, a); err != nil {
			return err
		}
		ans, err := f.Read(tx.Now().DateIn(when.Tokyo))
		if err != nil {
			return err
		}
		r, err := db.One(tx, errRequest, s.scanRequest, requestColumns+`and r.id = $2`, a.Hub, requestID)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update care_request set state = $4, answer_sealed = $5, from_on = $6, to_on = $7, answered_by = $8, answered_at = $9, version = version + 1
			where hub_id = $1 and id = $2 and version = $3 and state <> 'withdrawn'`,
			a.Hub, requestID, version, string(ans.State), s.Keys.Seal(requestAnswer, ans.Answer), ans.From, ans.To, a.Name, tx.Now())
		if err != nil {
			return err
		}
		if err := s.tellAnswer(tx, a, r.Worker); err != nil {
			return err
		}
		return journal.Note(tx, a, care.RequestAnswered{ID: r.ID, Decision: ans.State})
	})
}

// tellAnswer says that there is an answer; what it says stays behind the sign-in.
func (s *Store) tellAnswer(tx *db.Tx, a who.Actor, workerID string) error {
	w, err := workersstore.Load(tx, a.Hub, workerID)
	if err != nil {
		return err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	l := i18n.Of(w.Lang)
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "care.answer", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject: l.T("care.mail.answer_subject"), Paragraphs: []string{l.T("care.mail.answer_text", "name", w.Name)},
		Button: &mail.Link{Label: l.T("care.mail.answer_button"), URL: s.Hubs.URL(h, l.Path("/my/care"))}})
	return err
}

// Arranged are the workers of a hub with whom something was agreed that holds on a day, for
// the stores above: that it was, never what or why. Only a named handler learns it; for
// everybody else there is nobody.
func Arranged(q db.Q, a who.Actor, today when.Date) (map[string]bool, error) {
	if !a.Can(care.MayHandle) {
		return nil, nil
	}
	if err := mustBeNamed(q, a); errors.Is(err, errNotNamed) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	ids, err := db.All(q, func(r db.Scanner) (id string, err error) { err = r.Scan(&id); return id, err },
		`select distinct worker_id from care_request where hub_id = $1 and state in ('granted', 'partly') and (from_on = '' or from_on <= $2) and (to_on = '' or to_on >= $2)`, a.Hub, today)
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}

// BlocksWorsening tells whether a worker has an open request: until it is answered
// nothing may be decided against them.
func BlocksWorsening(q db.Q, hub, workerID string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from care_request where hub_id = $1 and worker_id = $2 and state = 'open'`, hub, workerID)
	return n > 0, err
}

// Count is how many requests were made between two dates, and how they ended: without people (K14).
type Count struct{ Made, Open, Granted, Partly, Refused int }

// Counted counts the requests made from one instant up to another.
func (s *Store) Counted(ctx context.Context, a who.Actor, from, to when.Instant) (Count, error) {
	if err := a.May(care.MayCount); err != nil {
		return Count{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (c Count, err error) {
		err = v.QueryRow(`select count(*), count(*) filter (where state = 'open'), count(*) filter (where state = 'granted'), count(*) filter (where state = 'partly'),
			count(*) filter (where state = 'refused') from care_request where hub_id = $1 and made_at >= $2 and made_at < $3`, a.Hub, from, to).
			Scan(&c.Made, &c.Open, &c.Granted, &c.Partly, &c.Refused)
		return c, err
	})
}
