package story

import (
	"fmt"
	"strconv"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/people"
	data "hiroba/internal/town"
)

// evening is a seminar of the story: when, how many sign up, and how likely each comes.
type evening struct {
	no      int
	on      when.Date
	parties int
	comes   float64
}

// The seminars (S31, S43, S44): of the first the source tells no number; of the second, that
// about fifty came.
const (
	firstParties  = 24
	secondParties = 58
	comesFirst    = 0.8
	comesSecond   = 0.84
)

// seminar plans a seminar: flyers four weeks before, sign-ups, the day itself, the survey.
func (t *town) seminar(e evening) {
	t.evenings = append(t.evenings, e.on)
	out := t.openDay(e.on.AddDays(-24))
	t.at(clock(out, 10*60), func() error { return t.announce(e) })
}

// announce publishes a seminar and hands its flyers out.
func (t *town) announce(e evening) error {
	f := data.Opening[e.no]
	f.Date = e.on.String()
	sem, err := tell(t, "seminar", func() (string, error) {
		return t.app.Reach.SaveSeminar(t.ctx, t.staff[people.Coordinator], outreachstore.SaveSeminar{ID: t.once("seminar", e.no), Form: f})
	})
	if err != nil {
		return err
	}
	var codes []string
	for i, b := range data.Leaflets {
		b.On = t.today().String()
		code, err := tell(t, fmt.Sprint("leaflets ", i), func() (string, error) {
			kept, err := t.app.Reach.AddBatch(t.ctx, t.staff[people.Coordinator], outreachstore.AddBatch{ID: t.once("batch", e.no, i), Seminar: sem, Form: b})
			return kept.Code, err
		})
		if err != nil {
			return err
		}
		codes = append(codes, code)
	}
	if err := t.act("publish", func() error { return t.app.Reach.Publish(t.ctx, t.staff[people.Coordinator], sem) }); err != nil {
		return err
	}
	t.signUps(e, sem, codes)
	return nil
}

// signUps spreads the sign-ups over the days until the seminar, and plans the day.
func (t *town) signUps(e evening, sem string, codes []string) {
	var parties []*resident
	span := e.on.Sub(t.today()) - 1
	for j := range e.parties {
		x := t.stranger(e.no * 40)
		x.busy = true
		parties = append(parties, x)
		day := t.today().AddDays(1 + t.between(0, span-1, "signs up", e.no, j))
		t.at(clock(day, 8*60+t.between(0, 14*60, "signs up at", e.no, j)), func() error { return t.signUp(e, sem, x, j, codes) })
	}
	start := clock(e.on, 10*60)
	t.at(start.Add(-16*time.Hour), t.drain)
	t.at(start, func() error { return t.door(e, sem, parties) })
	t.at(start.Add(100*time.Minute), func() error { return t.survey(e, sem, parties) })
}

// signUp is one party's form: most hear of it by a flyer, later ones by a friend.
func (t *town) signUp(e evening, sem string, x *resident, j int, codes []string) error {
	f := outreach.SignupForm{Name: x.Name, Kana: x.Kana, Mail: x.Mail, Way: string(outreach.AtPlace), Interview: x.no < 2 || t.happens(0.45, "wants a talk", x.no), Consent: true, Lang: "ja"}
	switch n := t.between(0, 9, "heard", x.no); {
	case n < 6:
		f.Heard, f.Flyer = "flyer", codes[j%len(codes)]
	case e.no > 0 && n < 9:
		f.Heard = "friend"
		if c := t.crew(); len(c) > 0 {
			f.Card = c[t.between(0, len(c)-1, "whose card", x.no)].code
		}
	}
	got, err := tell(t, "sign-up "+x.Mail, func() (outreachstore.Receipt, error) {
		return t.app.Reach.SignUp(t.ctx, t.guest, outreachstore.SignUp{Seminar: sem, Once: t.once("signup", e.no, x.no), Form: f})
	})
	x.signup, x.ticket = got.ID, got.Token
	return err
}

// door marks who came.
func (t *town) door(e evening, sem string, parties []*resident) error {
	var marks []outreach.Mark
	for _, x := range parties {
		if x.signup != "" && t.came(e, x) {
			marks = append(marks, outreach.Mark{ID: t.once("mark", e.no, x.no), Signup: x.signup, Kind: outreach.CameIn})
		}
	}
	came, err := tell(t, "door", func() (int, error) {
		if _, err := t.app.Reach.Mark(t.ctx, t.staff[people.FrontDesk], sem, marks); err != nil {
			return 0, err
		}
		d, err := t.app.Reach.Door(t.ctx, t.staff[people.FrontDesk], sem)
		return d.Came, err
	})
	t.month.Came += came
	return err
}

func (t *town) came(e evening, x *resident) bool {
	return x.no < 2 || t.happens(e.comes, "comes", x.no)
}

// survey is what people said when they went home; who wants to talk is written to the day after.
func (t *town) survey(e evening, sem string, parties []*resident) error {
	for _, x := range parties {
		if x.signup == "" || !t.came(e, x) || !t.happens(0.8, "answers", x.no) {
			continue
		}
		f := outreach.SurveyForm{Clear: strconv.Itoa(t.between(3, 4, "clear", x.no)), Work: []string{"yes", "yes", "maybe", "no"}[t.between(0, 3, "would work", x.no)], Care: x.children > 0 && t.happens(0.4, "care", x.no)}
		f.Interview = f.Work == "yes"
		if err := t.act("survey "+x.Mail, func() error {
			return t.app.Reach.Survey(t.ctx, t.guest, sem, x.ticket, t.once("survey", e.no, x.no), f)
		}); err != nil {
			return err
		}
	}
	next := t.openDay(t.today().AddDays(1))
	t.at(clock(next, 11*60), func() error { return t.wishes(sem) })
	return nil
}

// wishes asks all to an interview who said that they would like one and who came.
func (t *town) wishes(sem string) error {
	ids, err := tell(t, "wishes", func() (out []string, err error) {
		ws, err := t.app.Reach.Wishes(t.ctx, t.staff[people.Coordinator], sem)
		for _, w := range ws {
			if w.SignupID != "" && w.Came {
				out = append(out, w.SignupID)
			}
		}
		return out, err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		for _, x := range t.residents {
			if x.signup == id {
				if err := t.fromSignup(x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *town) fromSignup(x *resident) error {
	got, err := tell(t, "applicant "+x.Mail, func() (applied, error) {
		r, err := t.app.Talks.FromSignup(t.ctx, t.staff[people.Coordinator], x.signup)
		return applied{r.ID, r.Token}, err
	})
	if err != nil {
		return err
	}
	t.invited(x, got)
	return nil
}
