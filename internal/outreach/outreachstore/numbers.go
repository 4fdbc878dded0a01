package outreachstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// Result is what came of one seminar.
type Result struct {
	outreach.Seminar
	Parties, Adults, Children            int // seats held
	CameParties, CameAdults, CameKids    int // marked at the door
	WalkIns                              int // adults without a sign-up
	Online                               int // adults joining from home; the door does not count them
	NoShow                               int // parties with a seat at the place who did not come
	Interviews                           int // parties and answers that want to talk
	Answers                              int // surveys
	Clear                                int // sum of how clear it was, 1 to 4 each
	WorkYes, WorkMaybe, WorkNo, CareWish int
	Cost                                 yen.Amount // of all flyers
	Heard                                []Share    // by how people heard of it
	Batches                              []BatchShare
}

// Came are all adults who were there.
func (r Result) Came() int { return r.CameAdults + r.WalkIns }

// Share is one way people came, with what became of them.
type Share struct {
	Key             string
	Parties, Adults int
	Came            int // adults
}

// BatchShare is one batch of flyers with what became of it.
type BatchShare struct {
	Code, Channel, Place string
	Copies               int
	Cost                 yen.Amount
	Adults, Came         int
}

// latestMarks has the last word of the door on each party.
const latestMarks = `select signup_id, kind from (select signup_id, kind, row_number() over (partition by signup_id order by at desc, received_at desc, id desc) as n
	from door_mark where hub_id = $1 and signup_id <> '') last_mark where n = 1 and kind = 'in'`

// Results are the numbers of all seminars that took place or were published, newest first;
// of one, if seminarID is not "".
func (s *Store) Results(ctx context.Context, a who.Actor, seminarID string) ([]Result, error) {
	if err := a.May(outreach.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Result, error) { return results(v, a.Hub, seminarID) })
}

func results(q db.Q, hub, seminarID string) ([]Result, error) {
	sems, err := db.All(q, scanSeminar, seminarColumns+`and s.state <> 'draft' and ($2 = '' or s.id = $2) order by s.starts_at desc, s.id`, hub, seminarID)
	if err != nil {
		return nil, err
	}
	out := make([]Result, len(sems))
	at := map[string]*Result{}
	for i, m := range sems {
		out[i].Seminar = m
		at[m.ID] = &out[i]
	}
	for _, fill := range []func(db.Q, string, string, map[string]*Result) error{fillParties, fillWalkIns, fillSurveys, fillBatches} {
		if err := fill(q, hub, seminarID, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type partyShare struct {
	seminar, heard, batch, way                                               string
	parties, adults, children, cameParties, cameAdults, cameKids, interviews int
}

func fillParties(q db.Q, hub, seminarID string, at map[string]*Result) error {
	rows, err := db.All(q, func(s db.Scanner) (p partyShare, err error) {
		err = s.Scan(&p.seminar, &p.heard, &p.batch, &p.way, &p.parties, &p.adults, &p.children, &p.cameParties, &p.cameAdults, &p.cameKids, &p.interviews)
		return p, err
	}, `select g.seminar_id, g.heard, g.batch_id, g.way, count(*), cast(sum(g.adults) as bigint), cast(sum(g.children) as bigint),
		cast(sum(case when l.kind is null then 0 else 1 end) as bigint), cast(sum(case when l.kind is null then 0 else g.adults end) as bigint),
		cast(sum(case when l.kind is null then 0 else g.children end) as bigint), cast(sum(g.interview_wanted) as bigint)
		from signup g left join (`+latestMarks+`) l on l.signup_id = g.id
		where g.hub_id = $1 and ($2 = '' or g.seminar_id = $2) and (g.state = 'seat' or l.kind is not null)
		group by g.seminar_id, g.heard, g.batch_id, g.way order by g.seminar_id, g.heard`, hub, seminarID)
	for _, p := range rows {
		r := at[p.seminar]
		if r == nil {
			continue
		}
		r.Parties += p.parties
		r.Adults += p.adults
		r.Children += p.children
		r.CameParties += p.cameParties
		r.CameAdults += p.cameAdults
		r.CameKids += p.cameKids
		r.Interviews += p.interviews
		if p.way == string(outreach.Online) {
			r.Online += p.adults
		} else {
			r.NoShow += p.parties - p.cameParties
		}
		r.share(p)
	}
	return err
}

// share adds a row to how people heard of it and to the flyers they had.
func (r *Result) share(p partyShare) {
	if n := len(r.Heard); n == 0 || r.Heard[n-1].Key != p.heard {
		r.Heard = append(r.Heard, Share{Key: p.heard})
	}
	h := &r.Heard[len(r.Heard)-1]
	h.Parties += p.parties
	h.Adults += p.adults
	h.Came += p.cameAdults
	if p.batch == "" {
		return
	}
	for i := range r.Batches {
		if r.Batches[i].Code == p.batch { // still the batch's id; fillBatches names it
			r.Batches[i].Adults += p.adults
			r.Batches[i].Came += p.cameAdults
			return
		}
	}
	r.Batches = append(r.Batches, BatchShare{Code: p.batch, Adults: p.adults, Came: p.cameAdults})
}

func fillWalkIns(q db.Q, hub, seminarID string, at map[string]*Result) error {
	type row struct {
		seminar string
		adults  int
	}
	rows, err := db.All(q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.seminar, &r.adults)
		return r, err
	}, `select m.seminar_id, cast(sum(m.adults) as bigint) from door_mark m where m.hub_id = $1 and ($2 = '' or m.seminar_id = $2) and m.signup_id = '' and m.kind = 'in'
		and not exists (select 1 from door_mark u where u.hub_id = $1 and u.seminar_id = m.seminar_id and u.undoes = m.id and u.kind = 'undo') group by m.seminar_id`, hub, seminarID)
	for _, r := range rows {
		if at[r.seminar] != nil {
			at[r.seminar].WalkIns = r.adults
		}
	}
	return err
}

func fillSurveys(q db.Q, hub, seminarID string, at map[string]*Result) error {
	type row struct {
		seminar, work              string
		n, clear, interviews, care int
	}
	rows, err := db.All(q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.seminar, &r.work, &r.n, &r.clear, &r.interviews, &r.care)
		return r, err
	}, `select v.seminar_id, v.work, count(*), cast(sum(v.clear) as bigint), cast(sum(case when v.interview_wanted = 1 and coalesce(g.interview_wanted, 0) = 0 then 1 else 0 end) as bigint),
		cast(sum(v.care_wanted) as bigint) from survey_answer v left join signup g on g.hub_id = v.hub_id and g.id = v.signup_id
		where v.hub_id = $1 and ($2 = '' or v.seminar_id = $2) group by v.seminar_id, v.work`, hub, seminarID)
	for _, x := range rows {
		r := at[x.seminar]
		if r == nil {
			continue
		}
		r.Answers += x.n
		r.Clear += x.clear
		r.Interviews += x.interviews
		r.CareWish += x.care
		switch x.work {
		case "yes":
			r.WorkYes = x.n
		case "maybe":
			r.WorkMaybe = x.n
		default:
			r.WorkNo = x.n
		}
	}
	return err
}

func fillBatches(q db.Q, hub, seminarID string, at map[string]*Result) error {
	type row struct {
		id, seminar string
		BatchShare
	}
	rows, err := db.All(q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.id, &r.seminar, &r.Code, &r.Channel, &r.Place, &r.Copies, &r.Cost)
		return r, err
	}, `select id, seminar_id, code, channel, place, copies, cost_yen from flyer_batch where hub_id = $1 and ($2 = '' or seminar_id = $2) order by made_at, id`, hub, seminarID)
	for _, x := range rows {
		r := at[x.seminar]
		if r == nil {
			continue
		}
		r.Cost += x.Cost
		known := false
		for i := range r.Batches {
			if r.Batches[i].Code == x.id {
				x.BatchShare.Adults, x.BatchShare.Came = r.Batches[i].Adults, r.Batches[i].Came
				r.Batches[i], known = x.BatchShare, true
			}
		}
		if !known {
			r.Batches = append(r.Batches, x.BatchShare)
		}
	}
	return err
}

// Wish is somebody who wants to talk about working.
type Wish struct {
	SignupID            string // "" for somebody who answered the survey without a ticket
	AnswerID            string // of the survey, where there is no sign-up
	Name, Kana, Contact string
	Came                bool
	Words               string // what they said in the survey
	At                  when.Instant
}

// Wishes are the people of a seminar who want an interview, those who came first.
func (s *Store) Wishes(ctx context.Context, a who.Actor, seminarID string) ([]Wish, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Wish, error) {
		if _, err := loadSeminar(v, a.Hub, seminarID); err != nil {
			return nil, err
		}
		return db.All(v, func(s db.Scanner) (w Wish, err error) {
			came := 0
			err = s.Scan(&w.SignupID, &w.AnswerID, &w.Name, &w.Kana, &w.Contact, &came, &w.Words, &w.At)
			w.Came = came == 1
			return w, err
		}, `select g.id, '', g.name, g.kana, case when g.mail <> '' then g.mail else g.phone end, case when l.kind is null then 0 else 1 end as came, coalesce(v.words, ''), g.created_at as at
			from signup g left join (`+latestMarks+`) l on l.signup_id = g.id left join survey_answer v on v.hub_id = g.hub_id and v.signup_id = g.id
			where g.hub_id = $1 and g.seminar_id = $2 and (g.state = 'seat' or l.kind is not null) and (g.interview_wanted = 1 or v.interview_wanted = 1)
			union all
			select '', v.id, '', '', v.contact, 1, v.words, v.made_at from survey_answer v where v.hub_id = $1 and v.seminar_id = $2 and v.signup_id = '' and v.interview_wanted = 1
			order by came desc, at`, a.Hub, seminarID)
	})
}
