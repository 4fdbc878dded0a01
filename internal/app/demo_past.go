package app

import (
	"context"
	"slices"
	"strconv"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/town"
)

const day = 24 * time.Hour

// act is something that was done in the town at an earlier moment.
type act struct {
	at when.Instant
	do func() error
}

// live does the acts of the past in their order; what each writes carries its moment.
// Only for filling, before anybody else uses the database.
func (a *App) live(acts []act) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	slices.SortStableFunc(acts, func(x, y act) int { return int(x.at.Sub(y.at) / time.Microsecond) })
	for _, x := range acts {
		a.DB.Now = func() when.Instant { return x.at }
		if err := x.do(); err != nil {
			return err
		}
	}
	return nil
}

// ago is the moment some days before now.
func (a *App) ago(days int) when.Instant { return a.Now().Add(-time.Duration(days) * day) }

// pastSeminar is a seminar that was held, with all that came of it.
type pastSeminar struct {
	a       *App
	staff   who.Actor
	guest   who.Actor
	plan    town.Seminar
	id      string
	starts  when.Instant
	parties []outreachstore.Receipt
}

// pastSeminars are the acts by which the town's earlier seminars came about.
func (a *App) pastSeminars(ctx context.Context, hubID string) (acts []act) {
	for _, s := range town.PastSeminars {
		on := a.ago(-s.InDays).DateIn(when.Tokyo)
		for on.Weekday() != s.Weekday {
			on = on.AddDays(-1)
		}
		s.Form.Date = on.String()
		from, err := when.ReadTime(s.Form.From)
		if err != nil {
			panic(err) // the town's own data
		}
		p := &pastSeminar{a: a, plan: s, starts: on.At(from, when.Tokyo), staff: as(hubID, town.Coordinator, outreach.MayRun, outreach.MayDoor), guest: who.System(hubID, "demo", everybody...)}
		acts = append(acts, act{p.starts.Add(-26 * day), func() error { return p.publish(ctx) }})
		for j := range s.People {
			acts = append(acts, act{p.starts.Add(-time.Duration(25-j%20) * day), func() error { return p.signUp(ctx, j) }})
		}
		acts = append(acts, act{p.starts.Add(-16 * time.Hour), func() error { return a.Runner.Drain(ctx) }},
			act{p.starts, func() error { return p.welcome(ctx) }}, act{p.starts.Add(3 * time.Hour), func() error { return p.survey(ctx) }})
	}
	return acts
}

func (p *pastSeminar) publish(ctx context.Context) (err error) {
	if p.id, err = p.a.Reach.SaveSeminar(ctx, p.staff, outreachstore.SaveSeminar{ID: id.Make(), Form: p.plan.Form}); err != nil {
		return err
	}
	return p.a.Reach.Publish(ctx, p.staff, p.id)
}

func (p *pastSeminar) signUp(ctx context.Context, j int) error {
	got, err := p.a.Reach.SignUp(ctx, p.guest, outreachstore.SignUp{Seminar: p.id, Once: id.Make(), Form: town.Party(p.plan.First+j, wayOf(p.plan, j))})
	p.parties = append(p.parties, got)
	return err
}

// welcome marks at the door who came: all but every sixth party, and one who had not signed up.
func (p *pastSeminar) welcome(ctx context.Context) error {
	marks := []outreach.Mark{{ID: id.Make(), Kind: outreach.CameIn, Adults: 1}}
	for i, g := range p.parties {
		if i%6 != 5 {
			marks = append(marks, outreach.Mark{ID: id.Make(), Signup: g.ID, Kind: outreach.CameIn})
		}
	}
	_, err := p.a.Reach.Mark(ctx, p.staff, p.id, marks)
	return err
}

// survey keeps what every other party said when it went home.
func (p *pastSeminar) survey(ctx context.Context) error {
	for i := 0; i < len(p.parties); i += 2 {
		f := outreach.SurveyForm{Clear: strconv.Itoa(3 + i/2%2), Work: []string{"yes", "maybe", "yes", "no"}[i/2%4], Care: i%6 == 0}
		if err := p.a.Reach.Survey(ctx, p.guest, p.id, p.parties[i].Token, id.Make(), f); err != nil {
			return err
		}
	}
	return nil
}
