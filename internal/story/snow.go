package story

import (
	"fmt"
	"slices"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/care"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	data "hiroba/internal/town"
	"hiroba/internal/workers"
)

// winters is the probability of a day of heavy snow by month (S24 tells that there is much
// snow; how often a hub closes is an assumption).
var winters = map[time.Month]float64{time.December: 0.04, time.January: 0.09, time.February: 0.08, time.March: 0.03}

// snowfall closes the hub on a morning of heavy snow, and writes to whoever was to come.
// The days of seminars are spared, and the morning on which the hub is not open yet: a story has one pen.
func (t *town) snowfall(d when.Date) error {
	if t.hub.ID == "" || !t.isOpen(d) || !t.happens(winters[d.Month()], "snow", d) || slices.Contains(t.evenings, d) {
		return nil
	}
	if err := t.act("snow", func() error {
		c := hub.Closure{ID: t.once("snow", d), Closure: calendar.Closure{From: d, To: d}, Reason: data.SnowReason, ReasonEN: data.SnowReasonEN}
		return t.app.Hubs.Close(t.ctx, t.staff[people.FrontDesk], c)
	}); err != nil {
		return err
	}
	t.snow[d] = true
	t.month.Snow++
	return t.act("tell who was to come", func() error {
		_, _, err := t.app.Talks.TellStranded(t.ctx, t.staff[people.FrontDesk])
		return err
	})
}

// hire makes one of the workers resident staff (S48): from then on she inspects and takes no work.
func (t *town) hire(x *resident) error {
	if x.worker == "" || x.registered.IsZero() || x.piece != nil || x.gone {
		t.at(t.now.Add(7*day), func() error { return t.hire(x) })
		return nil
	}
	held, err := tell(t, "in hand", func() (int, error) {
		b, err := t.app.Work.Bench(t.ctx, x.actor, x.minutes, false)
		return len(b.Held) + len(b.Done), err
	})
	if err != nil {
		return err
	}
	if held > 0 {
		t.at(t.now.Add(day), func() error { return t.hire(x) })
		return nil
	}
	x.gone = true
	if err := t.act("hire", func() error { return t.app.Crew.Hire(t.ctx, t.staff[people.HubAdmin], x.worker, people.Leader) }); err != nil {
		return err
	}
	t.staff[people.Leader] = t.signedIn(x.person, x.Name, people.Leader)
	return nil
}

// password gives the two whom the story's reader can sign in as a password of their own.
func (t *town) password(x *resident) error {
	return t.act("password "+x.Mail, func() error {
		return t.app.People.SaveMe(t.ctx, x.actor, peoplestore.Account{Name: x.Name, Lang: "ja", Password: data.Password})
	})
}

// Rare things, by day and worker: assumptions, the source tells of none.
const (
	leaves   = 0.00035
	wishes   = 0.0008
	speaksUp = 0.0001
)

// turns are what happens in the lives of workers now and then.
func (t *town) turns(d when.Date) {
	for _, x := range t.crew() {
		if x.no < 2 {
			continue
		}
		if t.happens(leaves, "leaves", x.no, d) && x.piece == nil {
			t.at(clock(d, 13*60+30), func() error { return t.leave(x) })
		}
		if t.happens(wishes, "wishes", x.no, d) {
			t.at(clock(d, 12*60+10), func() error { return t.wish(x) })
		}
		if t.happens(speaksUp, "speaks up", x.no, d) {
			t.at(clock(d, 12*60+20), func() error { return t.speakUp(x) })
		}
	}
}

func (t *town) leave(x *resident) error {
	left, err := tell(t, "leave "+x.Mail, func() (bool, error) {
		g, err := t.app.Crew.Seen(t.ctx, t.staff[people.Coordinator], x.worker)
		if err != nil || g.State == workers.Left {
			return err == nil, err
		}
		b, err := t.app.Work.Bench(t.ctx, x.actor, x.minutes, false)
		if err != nil || len(b.Held)+len(b.Done) > 0 {
			return false, err
		}
		return true, t.app.Crew.Leave(t.ctx, t.staff[people.Coordinator], x.worker, workers.LeaveForm{By: "self"})
	})
	x.gone = x.gone || left
	if left {
		t.month.Left++
	}
	return err
}

// wish asks the hub to consider something (Freelance Act art. 13), and is answered.
func (t *town) wish(x *resident) error {
	if err := t.act("request "+x.Mail, func() error {
		return t.app.Care.Request(t.ctx, x.actor, data.Requests[t.between(0, 1, "which wish", x.no)], t.once("wish", x.no, t.today()))
	}); err != nil {
		return err
	}
	t.at(clock(t.openDay(t.today().AddDays(1)), 14*60), func() error { return t.grant() })
	return nil
}

func (t *town) grant() error {
	return t.act("grant", func() error {
		open, _, err := t.app.Care.Requests(t.ctx, t.staff[people.Coordinator], true, 0, 10)
		for _, r := range open {
			if err := t.app.Care.Answer(t.ctx, t.staff[people.Coordinator], r.ID, r.Version, data.Answer); err != nil {
				return err
			}
		}
		return err
	})
}

// speakUp brings a complaint, which is looked into and settled.
func (t *town) speakUp(x *resident) error {
	if err := t.act("complain "+x.Mail, func() error {
		_, err := t.app.Care.Tell(t.ctx, x.actor, care.CaseForm{Kind: "complaint", Words: data.ComplaintOf}, t.once("case", x.no, t.today()))
		return err
	}); err != nil {
		return err
	}
	t.at(clock(t.openDay(t.today().AddDays(1)), 14*60+20), func() error { return t.settleCases() })
	return nil
}

func (t *town) settleCases() error {
	return t.act("settle cases", func() error {
		cs, err := t.app.Care.Cases(t.ctx, t.staff[people.Coordinator], true)
		for _, c := range cs {
			if err := t.app.Care.Step(t.ctx, t.staff[people.Coordinator], c.ID, c.Version, care.StepForm{Kind: "outcome", Words: data.CaseStep, Outcome: "settled"}); err != nil {
				return err
			}
		}
		return err
	})
}

// course is an afternoon at the hub where some learn a kind of work (S39, S40).
func (t *town) course(d when.Date, skill int) error {
	if !t.isOpen(d) {
		return nil
	}
	for _, x := range t.crew() {
		if !slices.Contains(x.knows, skill) && t.happens(0.45, "comes to the course", x.no, d) {
			if err := t.teach(x, skill, "course "); err != nil {
				return err
			}
		}
	}
	return nil
}

// heard names who reads what workers write.
func (t *town) heard() error {
	for _, r := range []people.Role{people.HubAdmin, people.Coordinator} {
		a := t.staff[r]
		if err := t.act(fmt.Sprint("names ", r), func() error { return t.app.Care.Name(t.ctx, t.staff[people.HubAdmin], a.Person, a.Name) }); err != nil {
			return err
		}
	}
	return nil
}
