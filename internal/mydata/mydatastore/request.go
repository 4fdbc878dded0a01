package mydatastore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/mydata"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/personal"
	"hiroba/internal/workers/workersstore"
)

var (
	errGone  = fault.New(fault.NotFound, "mydata.fault.gone")
	errStale = fault.New(fault.Conflict, "mydata.fault.stale")
	errRoles = fault.New(fault.Conflict, "mydata.fault.roles")
)

const columns = `select r.id, r.person_id, r.worker_id, r.kind, r.words_sealed, r.state, r.due_on, r.answer_sealed, r.answered_by, r.answered_at, r.held, r.made_by, r.made_at, r.version,
	coalesce(w.name, p.name, ''), coalesce(w.no, 0) from mydata_request r left join worker w on w.hub_id = r.hub_id and w.id = r.worker_id left join person p on p.id = r.person_id where r.hub_id = $1 `

func (s *Store) scan(r db.Scanner) (x mydata.Request, err error) {
	var words, answer string
	err = r.Scan(&x.ID, &x.Person, &x.Worker, &x.Kind, &words, &x.State, &x.Due, &answer, &x.AnsweredBy, &x.Answered, &x.Held, &x.MadeBy, &x.Made, &x.Version, &x.Name, &x.No)
	if err != nil {
		return x, err
	}
	if x.Words, err = s.Keys.Open(requestWords, words); err != nil {
		return x, err
	}
	x.Answer, err = s.Keys.Open(requestAnswer, answer)
	return x, err
}

// Page is what somebody sees of what they asked.
type Page struct {
	Exports  []mydata.Export
	Requests []mydata.Request
	Worker   bool // has a file as a worker
}

// Mine is one's own page.
func (s *Store) Mine(ctx context.Context, a who.Actor) (Page, error) {
	if err := s.mine(a); err != nil {
		return Page{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (p Page, err error) {
		x, err := s.whose(v, a)
		if err != nil {
			return p, err
		}
		p, err = s.page(v, a, x)
		if err != nil {
			return p, err
		}
		p.Exports, err = db.All(v, scanExport, exportColumns+`and person_id = $2 order by asked_at desc, id desc`, a.Hub, a.Person)
		return p, err
	})
}

// Foresee says what of one's own data would go and what would stay. It counts in every table:
// only the page that shows it asks.
func (s *Store) Foresee(ctx context.Context, a who.Actor) (personal.Plan, error) {
	if err := s.mine(a); err != nil {
		return personal.Plan{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (personal.Plan, error) {
		x, err := s.whose(v, a)
		if err != nil {
			return personal.Plan{}, err
		}
		return personal.Foresee(v, s.Houses, x)
	})
}

func (s *Store) page(q db.Q, a who.Actor, x personal.Subject) (p Page, err error) {
	person, worker := orNobody(x.Person), "-"
	if p.Worker = len(x.Workers) > 0; p.Worker {
		worker = x.Workers[0]
	}
	p.Requests, err = db.All(q, s.scan, columns+`and (r.person_id = $2 or r.worker_id = $3) order by r.made_at desc, r.id desc`, a.Hub, person, worker)
	return p, err
}

func orNobody(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Of is what staff see of a worker's askings.
func (s *Store) Of(ctx context.Context, a who.Actor, workerID string) (Page, error) {
	if err := a.May(mydata.MayKeep); err != nil {
		return Page{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Page, error) {
		x, err := personal.Find(v, s.Houses, personal.Subject{Hub: a.Hub, Workers: []string{workerID}})
		if err != nil {
			return Page{}, err
		}
		return s.page(v, a, x)
	})
}

// Ask files one's own request. once is the form's mark: pressed twice, filed once.
func (s *Store) Ask(ctx context.Context, a who.Actor, f mydata.Form, once string) error {
	if err := s.mine(a); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.whose(tx, a)
		if err != nil {
			return err
		}
		return s.file(tx, a, x, f, once)
	})
}

// AskFor files what somebody without a device asked for at the desk.
func (s *Store) AskFor(ctx context.Context, a who.Actor, workerID string, f mydata.Form, once string) error {
	if err := a.May(mydata.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := personal.Find(tx, s.Houses, personal.Subject{Hub: a.Hub, Workers: []string{workerID}})
		if err != nil {
			return err
		}
		return s.file(tx, a, x, f, once)
	})
}

func (s *Store) file(tx *db.Tx, a who.Actor, x personal.Subject, f mydata.Form, once string) error {
	r, err := f.Read()
	if err != nil {
		return err
	}
	if r.ID = id.Make(); once == "" {
		once = r.ID
	}
	worker := ""
	if len(x.Workers) > 0 {
		worker = x.Workers[0]
	}
	n, err := tx.Exec(`insert into mydata_request (hub_id, id, once_key, person_id, worker_id, kind, words_sealed, state, due_on, answer_sealed, answered_by, answered_at, held, made_by, made_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, '', '', '', 0, $9, $10, 1) on conflict (hub_id, once_key) do nothing`,
		a.Hub, r.ID, once, x.Person, worker, string(r.Kind), s.Keys.Seal(requestWords, r.Words), today(tx).AddDays(mydata.AnswerDays), a.Name, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, mydata.Requested{ID: r.ID, What: r.Kind})
}

// Withdraw takes one's own open request back.
func (s *Store) Withdraw(ctx context.Context, a who.Actor, requestID string) error {
	if err := s.mine(a); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := db.One(tx, errGone, s.scan, columns+`and r.id = $2 and r.person_id = $3`, a.Hub, requestID, a.Person)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update mydata_request set state = 'withdrawn', version = version + 1 where hub_id = $1 and id = $2 and state = 'open'`, a.Hub, r.ID)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, mydata.Settled{ID: r.ID, What: r.Kind, State: mydata.Withdrawn})
	})
}

// Requests are what staff have before them: open ones by their day, others newest first.
func (s *Store) Requests(ctx context.Context, a who.Actor, open bool, offset, most int) (rows []mydata.Request, total int, err error) {
	if err := a.May(mydata.MayKeep); err != nil {
		return nil, 0, err
	}
	cond, order := `and r.state = 'open'`, ` order by r.due_on, r.id`
	if !open {
		cond, order = `and r.state <> 'open'`, ` order by r.made_at desc, r.id desc`
	}
	rows, err = db.Read(ctx, s.DB, func(v *db.View) ([]mydata.Request, error) {
		if total, err = db.Value[int](v, `select count(*) from mydata_request r where r.hub_id = $1 `+cond, a.Hub); err != nil {
			return nil, err
		}
		return db.All(v, s.scan, columns+cond+order+` limit $2 offset $3`, a.Hub, most, offset)
	})
	return rows, total, err
}

// Waits counts the open requests, and those whose day is over.
func (s *Store) Waits(ctx context.Context, a who.Actor) (open, late int, err error) {
	if err := a.May(mydata.MayKeep); err != nil {
		return 0, 0, err
	}
	_, err = db.Read(ctx, s.DB, func(v *db.View) (struct{}, error) {
		return struct{}{}, v.QueryRow(`select count(*), count(*) filter (where due_on < $2) from mydata_request where hub_id = $1 and state = 'open'`, a.Hub, today(v)).Scan(&open, &late)
	})
	return open, late, err
}

// Seen is one request with what would go and what would stay.
type Seen struct {
	mydata.Request
	Plan personal.Plan
}

// Request opens one request for staff.
func (s *Store) Request(ctx context.Context, a who.Actor, requestID string) (Seen, error) {
	if err := a.May(mydata.MayKeep); err != nil {
		return Seen{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Seen, err error) {
		if x.Request, err = db.One(v, errGone, s.scan, columns+`and r.id = $2`, a.Hub, requestID); err != nil || x.Kind != mydata.Erase || x.State != mydata.Open {
			return x, err
		}
		sub, err := s.subject(v, a.Hub, x.Request)
		if err != nil {
			return x, err
		}
		x.Plan, err = personal.Foresee(v, s.Houses, sub)
		return x, err
	})
}

// Answer ends a request: a correction that was made or is refused, an erasing that is
// carried out in all houses in this very write or is refused. The letter goes to the
// address that stood before. version is the one that was read.
func (s *Store) Answer(ctx context.Context, a who.Actor, requestID string, version int, f mydata.AnswerForm) error {
	if err := a.May(mydata.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		ans, err := f.Read()
		if err != nil {
			return err
		}
		r, err := db.One(tx, errGone, s.scan, columns+`and r.id = $2`, a.Hub, requestID)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update mydata_request set state = $4, answer_sealed = $5, answered_by = $6, answered_at = $7, version = version + 1 where hub_id = $1 and id = $2 and version = $3 and state = 'open'`,
			a.Hub, r.ID, version, string(ans.State), s.Keys.Seal(requestAnswer, ans.Answer), a.Name, tx.Now())
		if err != nil {
			return err
		}
		to, err := s.reader(tx, a.Hub, r)
		if err != nil {
			return err
		}
		if err := journal.Note(tx, a, mydata.Settled{ID: r.ID, What: r.Kind, State: ans.State}); err != nil {
			return err
		}
		kind := "answer"
		if r.Kind == mydata.Erase && ans.State == mydata.Done {
			kind = "erased"
			if err := s.forget(tx, a, r); err != nil {
				return err
			}
		}
		return s.letter(tx, a, to, kind)
	})
}

// forget erases in all houses at once: either everything goes, or nothing does. Somebody
// who works for the hub is not erased while they do: the roles end first.
func (s *Store) forget(tx *db.Tx, a who.Actor, r mydata.Request) error {
	x, err := s.subject(tx, a.Hub, r)
	if err != nil {
		return err
	}
	n, err := db.Value[int](tx, `select count(*) from person_role where hub_id = $1 and person_id = $2 and ended_at = '' and role <> $3`, a.Hub, orNobody(x.Person), string(people.Worker))
	if err != nil {
		return err
	}
	if n > 0 {
		return errRoles
	}
	held, err := personal.Erase(tx, a, s.Houses, x)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update mydata_request set held = $3 where hub_id = $1 and id = $2`, a.Hub, r.ID, held); err != nil {
		return err
	}
	return journal.Note(tx, a, mydata.Forgotten{ID: r.ID, Held: held})
}

// reader is who gets a letter: name, address, language.
type reader struct{ name, mail, lang string }

func (s *Store) reader(q db.Q, hub string, r mydata.Request) (x reader, err error) {
	if r.Worker != "" {
		w, err := workersstore.Load(q, hub, r.Worker)
		return reader{w.Name, w.Mail, w.Lang}, err
	}
	return db.One(q, errGone, func(r db.Scanner) (x reader, err error) { err = r.Scan(&x.name, &x.mail, &x.lang); return x, err }, `select name, mail, lang from person where id = $1`, r.Person)
}

// letter says that there is an answer; what it says stays behind the sign-in.
func (s *Store) letter(tx *db.Tx, a who.Actor, to reader, kind string) error {
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	l := i18n.Of(to.lang)
	m := mail.Message{Hub: a.Hub, Kind: "mydata." + kind, To: to.mail, ToName: to.name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject: l.T("mydata.mail." + kind + "_subject"), Paragraphs: []string{l.T("mydata.mail."+kind+"_text", "name", to.name, "hub", hubstore.Name(h, l))}}
	if kind != "erased" {
		m.Button = &mail.Link{Label: l.T("mydata.mail.button"), URL: s.Hubs.URL(h, l.Path("/me/data"))}
	}
	_, err = mail.Enqueue(tx, m)
	return err
}
