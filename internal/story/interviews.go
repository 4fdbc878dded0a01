package story

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/interviews"
	"hiroba/internal/people"
	"hiroba/internal/skills"
	data "hiroba/internal/town"
)

// applied is what the page tells an applicant: who she is to the hub, and the secret of her page.
type applied struct{ ID, Token string }

// slots opens times for interviews every Monday for the second week ahead.
func (t *town) slots(monday when.Date) error {
	for _, d := range []int{1, 3, 4} {
		day := monday.AddDays(7 + d)
		if !t.isOpen(day) {
			continue
		}
		f := interviews.SlotForm{Date: day.String(), From: "10:00", To: "15:00", Length: "30", Kind: string(interviews.InRoom), Room: data.InterviewRoom, By: data.People[data.Coordinator].Name}
		if err := t.act(fmt.Sprint("slots ", d), func() error {
			_, err := t.app.Talks.OpenSlots(t.ctx, t.staff[people.Coordinator], t.once("slots", day), f)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// invited is somebody who got the link: most book within a few days, a few never answer.
func (t *town) invited(x *resident, got applied) {
	x.applicant, x.talk = got.ID, got.Token
	if got.Token == "" || x.no > 1 && t.happens(0.06, "never answers", x.no) {
		return
	}
	t.at(t.now.Add(time.Duration(t.between(4, 60, "books", x.no))*time.Hour), func() error { return t.book(x, 0) })
}

// book picks one of the first slots; where there is none, she looks again a week later.
func (t *town) book(x *resident, tries int) error {
	at, err := tell(t, "book "+x.Mail, func() (when.Instant, error) {
		m, err := t.app.Talks.Mine(t.ctx, t.guest, x.talk, when.Date{}, when.Date{})
		if err != nil || !m.Booking.Slot.Starts.IsZero() {
			return m.Booking.Slot.Starts, err
		}
		if len(m.First) == 0 {
			return when.Instant{}, nil
		}
		s := m.First[t.between(0, len(m.First)-1, "which slot", x.no)]
		return s.Starts, t.app.Talks.Book(t.ctx, t.guest, x.talk, interviews.Pick{Slot: s.ID, Child: x.children > 0})
	})
	if err != nil {
		return err
	}
	switch {
	case !at.IsZero():
		t.at(at.Add(25*time.Minute), func() error { return t.meetHer(x) })
	case tries < 4:
		t.at(t.now.Add(7*day), func() error { return t.book(x, tries+1) })
	}
	return nil
}

const day = 24 * time.Hour

// meetHer is the interview: it falls out on a day of snow, and some do not come.
func (t *town) meetHer(x *resident) error {
	staff := t.staff[people.Coordinator]
	if t.snow[t.today()] {
		return t.again(x)
	}
	if x.no > 1 && t.happens(0.04, "does not come", x.no) {
		return t.act("not there "+x.Mail, func() error { return t.app.Talks.NotThere(t.ctx, staff, x.applicant) })
	}
	trial := t.triesWell(x)
	sheet := interviews.Sheet{Motives: data.SheetMotives, Hours: data.SheetHours, Computer: "own", Network: "fibre", Trial: map[bool]string{true: "done", false: "help"}[trial]}
	for _, k := range append([]int{0}, x.talents...) {
		if k == 0 && trial || k > 0 {
			x.knows = append(x.knows, k)
			sheet.Noted = append(sheet.Noted, interviews.Noted{Skill: t.skills[k], Level: 1})
		}
	}
	if err := t.act("sheet "+x.Mail, func() error {
		now, err := t.app.Talks.Sheet(t.ctx, staff, x.applicant)
		if err != nil || now.Done {
			return err
		}
		return t.app.Talks.SaveSheet(t.ctx, staff, x.applicant, sheet, true)
	}); err != nil {
		return err
	}
	t.month.Talks++
	t.at(t.now.Add(3*time.Hour), func() error { return t.decide(x) })
	return nil
}

// again finds another slot for an interview that snow took.
func (t *town) again(x *resident) error {
	if err := t.act("snowed in "+x.Mail, func() error { return t.app.Talks.CancelFor(t.ctx, t.staff[people.Coordinator], x.applicant) }); err != nil {
		return err
	}
	t.at(t.now.Add(day), func() error { return t.book(x, 0) })
	return nil
}

func (t *town) triesWell(x *resident) bool {
	return x.no == 0 || x.no == data.HiredOne || t.happens(0.72, "trial", x.no)
}

// firstWorkers is how many the hub takes at first (the first five; how many the source
// took is not told): until the first orders come, others practise.
const firstWorkers = 5

// decide writes the outcome: those whose trial went well register, others practise first.
func (t *town) decide(x *resident) error {
	d := interviews.Decision{Outcome: string(interviews.ToBeWorker), Subject: data.LetterSubject, Body: data.LetterRegister}
	early := t.today().Before(t.monthStart(2))
	switch {
	case t.happens(0.06, "later", x.no) && x.no > 1:
		d.Outcome, d.Body, d.LaterOn = string(interviews.Later), data.LetterLater, t.today().AddDays(120).String()
	case !t.triesWell(x), early && t.month.Taken >= firstWorkers-2 && x.no > 1:
		d.Outcome, d.Body = string(interviews.Practise), data.LetterPractise
	}
	if early && x.no > 1 && d.Outcome == string(interviews.ToBeWorker) {
		t.month.Taken++
	}
	return t.outcome(x, d)
}

func (t *town) outcome(x *resident, d interviews.Decision) error {
	worker, err := tell(t, "decide "+x.Mail, func() (string, error) {
		return t.app.Talks.Decide(t.ctx, t.staff[people.Coordinator], x.applicant, d)
	})
	if err != nil {
		return err
	}
	switch interviews.Outcome(d.Outcome) {
	case interviews.ToBeWorker:
		x.worker = worker
		t.at(clock(t.openDay(t.today().AddDays(t.between(1, 6, "registers", x.no))), 13*60+t.between(0, 120, "registers at", x.no)), func() error { return t.register(x) })
	case interviews.Practise:
		d.Outcome, d.Body = string(interviews.ToBeWorker), data.LetterRegister
		t.at(clock(t.openDay(maxDate(t.today().AddDays(t.between(18, 45, "practises", x.no)), t.monthStart(2))), 15*60), func() error { return t.practised(x, d) })
	}
	return nil
}

func maxDate(a, b when.Date) when.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// practised is somebody after weeks of practice: most register, some give it up.
func (t *town) practised(x *resident, d interviews.Decision) error {
	if t.happens(0.25, "gives practice up", x.no) {
		return nil
	}
	if err := t.outcome(x, d); err != nil {
		return err
	}
	return t.teach(x, 0, "practice")
}

// teach writes down a skill that the hub saw in a course or a test (S39).
func (t *town) teach(x *resident, skill int, how string) error {
	f := skills.EvidenceForm{Skill: t.skills[skill], Level: "1", Source: string(skills.Test), Note: data.CourseWords}
	if slices.Contains(x.knows, skill) {
		return nil
	}
	x.knows = append(x.knows, skill)
	return t.act(fmt.Sprint("teach ", how, skill, " ", x.Mail), func() error {
		return t.app.Skills.Record(t.ctx, t.staff[people.Coordinator], x.worker, t.once("teach", x.no, skill), f)
	})
}

// settle is what somebody does in her first hour: confirms her account, says when she has time.
func (t *town) settle(x *resident) error {
	if err := t.act("confirm account "+x.Mail, func() error {
		f, err := t.app.Payees.Mine(t.ctx, x.actor)
		if err != nil || f.Account.Missing() {
			return err
		}
		return t.app.Payees.Confirm(t.ctx, x.actor, f.Account.Mark)
	}); err != nil {
		return err
	}
	if err := t.act("hours "+x.Mail, func() error {
		return t.app.Skills.SetWeek(t.ctx, x.actor, "", skills.Monday(t.today()), x.cells(), true)
	}); err != nil {
		return err
	}
	w := skills.WishForm{Place: "both", Devices: []string{"pc", "phone"}, WeekCap: strconv.Itoa(8 + x.minutes/20)}
	return t.act("wishes "+x.Mail, func() error { return t.app.Skills.SaveWishes(t.ctx, x.actor, "", w) })
}

// cells are her hours on the strip of the week.
func (x *resident) cells() (out []string) {
	part := "night"
	switch {
	case x.begin < 8*60:
		part = "dawn"
	case x.begin < 12*60:
		part = "morning"
	case x.begin < 16*60:
		part = "noon"
	}
	for d, yes := range x.days {
		if yes {
			out = append(out, fmt.Sprintf("%d-%s", (d+6)%7, part)) // the strip begins on Monday
		}
	}
	return out
}

// friend is word of mouth: somebody asks for an interview with the code of who told her (S41).
func (t *town) friend(of *resident) error {
	x := t.stranger(120 + t.between(0, data.Inhabitants-1, "friend", of.no, t.today()))
	if x == nil {
		return nil
	}
	x.busy = true
	got, err := tell(t, "asks "+x.Mail, func() (applied, error) {
		r, err := t.app.Talks.Ask(t.ctx, t.guest, t.once("asks", x.no), interviews.Form{Name: x.Name, Kana: x.Kana, Mail: x.Mail, Phone: x.Phone, Code: of.code, Lang: "ja", Consent: true})
		return applied{r.ID, r.Token}, err
	})
	if err != nil {
		return err
	}
	t.invited(x, got)
	return nil
}

// refused tells that a store said no in words a person can read, and not that it broke.
func refused(err error) bool {
	k := fault.KindOf(err)
	return k == fault.Conflict || k == fault.Invalid
}
