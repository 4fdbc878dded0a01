package outreachstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// Programme is what visitors find under seminars.
type Programme struct {
	Coming []Listed // soonest first
	Past   []Listed // newest first
}

// pastMost is how many past seminars the public list shows.
const pastMost = 30

// Programme reads the seminars visitors may see.
func (s *Store) Programme(ctx context.Context, a who.Actor) (Programme, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Programme{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (p Programme, err error) {
		coming, err := db.All(v, scanSeminar, seminarColumns+`and s.state in ('published','closed','cancelled') and s.starts_at > $2 order by s.starts_at, s.id`, a.Hub, v.Now())
		if err != nil {
			return p, err
		}
		if p.Coming, err = withCounts(v, a.Hub, coming); err != nil {
			return p, err
		}
		past, err := db.All(v, scanSeminar, seminarColumns+`and s.state in ('published','closed') and s.starts_at <= $2 order by s.starts_at desc, s.id limit $3`, a.Hub, v.Now(), pastMost)
		for _, m := range past {
			p.Past = append(p.Past, Listed{Seminar: m})
		}
		return p, err
	})
}

// Next are the coming seminars that take sign-ups, soonest first, for the home page.
func (s *Store) Next(ctx context.Context, a who.Actor, most int) ([]Listed, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Listed, error) {
		sems, err := db.All(v, scanSeminar, seminarColumns+`and s.state = 'published' and s.starts_at > $2 order by s.starts_at, s.id limit $3`, a.Hub, v.Now(), most)
		if err != nil {
			return nil, err
		}
		return withCounts(v, a.Hub, sems)
	})
}

// Seminar reads one seminar as visitors may see it.
func (s *Store) Seminar(ctx context.Context, a who.Actor, seminarID string) (Listed, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Listed{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Listed, error) {
		l, err := listed(v, a.Hub, seminarID)
		if err == nil && !l.Visible() {
			return Listed{}, errSeminar
		}
		return l, err
	})
}

// Seminars reads all seminars for staff: coming ones first, then past ones, newest first.
func (s *Store) Seminars(ctx context.Context, a who.Actor) (coming, past []Listed, err error) {
	if err := a.May(outreach.MaySee); err != nil {
		return nil, nil, err
	}
	type both struct{ coming, past []Listed }
	b, err := db.Read(ctx, s.DB, func(v *db.View) (b both, err error) {
		sems, err := db.All(v, scanSeminar, seminarColumns+`order by s.starts_at desc, s.id`, a.Hub)
		if err != nil {
			return b, err
		}
		all, err := withCounts(v, a.Hub, sems)
		for _, l := range all {
			if l.Ends.After(v.Now()) {
				b.coming = append([]Listed{l}, b.coming...)
			} else {
				b.past = append(b.past, l)
			}
		}
		return b, err
	})
	return b.coming, b.past, err
}

// Edition is a seminar as staff see it.
type Edition struct {
	Listed
	Steps  []Step
	Mailed []MailedAll
}

// Step is one change of a seminar's state.
type Step struct {
	State  outreach.SeminarState
	Reason string
	By     string
	At     when.Instant
}

// Edition reads one seminar for staff, drafts too.
func (s *Store) Edition(ctx context.Context, a who.Actor, seminarID string) (Edition, error) {
	if err := a.May(outreach.MaySee); err != nil {
		return Edition{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (e Edition, err error) {
		if e.Listed, err = listed(v, a.Hub, seminarID); err != nil {
			return e, err
		}
		e.Steps, err = db.All(v, func(s db.Scanner) (x Step, err error) {
			err = s.Scan(&x.State, &x.Reason, &x.By, &x.At)
			return x, err
		}, `select state, reason, made_by, made_at from seminar_step where hub_id = $1 and seminar_id = $2 order by made_at, id`, a.Hub, seminarID)
		if err != nil {
			return e, err
		}
		e.Mailed, err = mailedAll(v, a.Hub, seminarID)
		return e, err
	})
}

// SeriesNames are the names of all series, for the form.
func (s *Store) SeriesNames(ctx context.Context, a who.Actor) ([]string, error) {
	if err := a.May(outreach.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]string, error) {
		return db.All(v, scanText, `select name from seminar_series where hub_id = $1 order by made_at desc`, a.Hub)
	})
}

func scanText(s db.Scanner) (t string, err error) {
	err = s.Scan(&t)
	return t, err
}

// errStale says that somebody else saved while the form was open.
var errStale = fault.New(fault.Conflict, "outreach.seminar.stale")
