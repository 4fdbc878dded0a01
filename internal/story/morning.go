package story

import (
	"fmt"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/interviews"
	"hiroba/internal/orders"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/people"
	"hiroba/internal/report"
	data "hiroba/internal/town"
)

// Morning is when the last day of a story ends: everybody is at work.
const Morning = 10 * 60

// lastDays plans what is under way on the Tuesday morning after the eighteen months, beyond
// what comes of itself: whoever looks at the town then shall find each kind of work begun.
func (t *town) lastDays(end when.Date) {
	eve := t.workdayBefore(end)
	t.at(clock(t.openDay(end.AddDays(-15)), 9*60+45), t.firstPlan)
	t.seminar(evening{2, t.openDay(end.AddDays(16)), autumnParties, comesFirst})
	t.at(clock(t.openDay(end.AddDays(-7)), 16*60), func() error { return t.callers(end) })
	t.at(clock(t.openDay(end.AddDays(-6)), 10*60+30), func() error { return t.inquire(0) })
	t.at(clock(t.openDay(end.AddDays(-5)), 11*60), t.answerInquiries)
	for i := range largeOrders {
		t.at(clock(t.openDay(end.AddDays(-5+i)), 10*60+20), func() error { return t.large(len(data.Customers) - 1 - i) })
	}
	t.at(clock(eve, 11*60+5), func() error { return t.inquire(1) })
	t.at(clock(eve, 12*60+15), func() error { return t.one(5, t.wish) })
	t.at(clock(eve, 14*60+10), t.clientWrites)
	t.at(clock(eve, 15*60+5), func() error { return t.inquire(2) })
	t.at(clock(eve, 16*60+40), func() error { return t.asksHall(end) })
	t.at(clock(eve, 20*60+15), func() error { return t.one(3, t.asksLate) })
	t.at(clock(end, 9*60+32), t.sendOffers)
	t.at(clock(end, 9*60+36), func() error { return t.sit(t.residents[0]) })
	t.at(clock(end, 9*60+52), t.asksRow)
	t.at(clock(end, 9*60+59), t.drain)
}

// autumnParties is how many sign up for the seminar after the story's end.
const autumnParties = 26

// largeOrders come in the last days, of so many rows: more than is done by the last morning.
const (
	largeOrders = 2
	largeRows   = 1500
)

// large is a client's order of the usual kind, only larger.
func (t *town) large(customer int) error {
	for _, x := range t.clients {
		if x.no == customer {
			return t.orderOf(x, data.Tasks[x.Jobs[0]], largeRows)
		}
	}
	return nil
}

// workdayBefore is the last day before d on which the hub is open.
func (t *town) workdayBefore(d when.Date) when.Date {
	for d = d.AddDays(-1); !t.isOpen(d); {
		d = d.AddDays(-1)
	}
	return d
}

// working are those of the crew who worked this month or the month before.
func (t *town) working() (out []*resident) {
	for _, x := range t.crew() {
		if t.today().Sub(x.worked) < 45 {
			out = append(out, x)
		}
	}
	return out
}

// one has one of those who work do something.
func (t *town) one(n int, does func(*resident) error) error {
	if all := t.working(); len(all) > 0 {
		return does(all[n%len(all)])
	}
	return nil
}

// firstPlan has the background plan from then on.
func (t *town) firstPlan() error {
	return t.act("first plan", func() error {
		_, err := t.app.Plans.Run(t.ctx, t.staff[people.Coordinator])
		return err
	})
}

// sendOffers sends what the plan of the night proposes for one order.
func (t *town) sendOffers() error {
	return t.act("send offers", func() error {
		b, err := t.app.Plans.Board(t.ctx, t.staff[people.Coordinator])
		if err != nil || len(b.Shares) == 0 {
			return err
		}
		_, err = t.app.Plans.Send(t.ctx, t.staff[people.Coordinator], b.No, b.Shares[0].Order)
		return err
	})
}

// callers are three who were told by a friend and come on one morning.
func (t *town) callers(on when.Date) error {
	for i, friend := range t.crew()[:min(3, len(t.crew()))] {
		x := t.stranger(300 + 10*i)
		x.busy = true
		got, err := tell(t, "calls "+x.Mail, func() (applied, error) {
			r, err := t.app.Talks.Ask(t.ctx, t.guest, t.once("calls", x.no), interviews.Form{Name: x.Name, Kana: x.Kana, Mail: x.Mail, Phone: x.Phone, Code: friend.code, Lang: "ja", Consent: true})
			return applied{r.ID, r.Token}, err
		})
		if err != nil {
			return err
		}
		x.applicant, x.talk = got.ID, got.Token
		t.at(t.now.Add(time.Duration(i+2)*time.Hour), func() error { return t.bookOn(x, on, i) })
	}
	return nil
}

// bookOn takes one of a day's free slots.
func (t *town) bookOn(x *resident, on when.Date, which int) error {
	at, err := tell(t, "book "+x.Mail, func() (when.Instant, error) {
		m, err := t.app.Talks.Mine(t.ctx, t.guest, x.talk, on, on)
		if err != nil || !m.Booking.Slot.Starts.IsZero() || len(m.Day) == 0 {
			return m.Booking.Slot.Starts, err
		}
		s := m.Day[min(2*which, len(m.Day)-1)]
		return s.Starts, t.app.Talks.Book(t.ctx, t.guest, x.talk, interviews.Pick{Slot: s.ID, Child: x.children > 0})
	})
	if err == nil && !at.IsZero() {
		t.at(at.Add(25*time.Minute), func() error { return t.meetHer(x) })
	}
	return err
}

// inquire has somebody ask the hub something.
func (t *town) inquire(n int) error {
	return t.act(fmt.Sprint("inquiry ", n), func() error {
		_, err := t.app.Reach.Ask(t.ctx, t.guest, data.LastInquiries[n], t.once("inquiry", n))
		return err
	})
}

// answerInquiries answers what was asked so far.
func (t *town) answerInquiries() error {
	desk := t.staff[people.FrontDesk]
	return t.act("answer inquiries", func() error {
		q, err := t.app.Reach.Inquiries(t.ctx, desk, outreachstore.QueueAsk{Tab: "open", Size: 10})
		for _, x := range q.Rows {
			if err := t.app.Reach.Answer(t.ctx, desk, x.ID, data.InquiryAnswer, x.Version); err != nil {
				return err
			}
		}
		return err
	})
}

// clientWrites is a word of a client about an order that is worked on.
func (t *town) clientWrites() error {
	for _, j := range t.jobs {
		if j.live && !j.out && j.client.no == len(data.Customers)-1 {
			return t.act("client writes", func() error {
				return t.app.Orders.WriteByLink(t.ctx, t.guest, j.client.window, j.id, t.once("client writes"), data.ClientWords)
			})
		}
	}
	return nil
}

// asksHall is an order of the town hall that is asked for late in the day: nobody has answered yet.
func (t *town) asksHall(end when.Date) error {
	hall := t.clients[min(1, len(t.clients)-1)]
	return t.act("ask "+data.AskedTitle, func() error {
		f := orders.AskForm{Title: data.AskedTitle, Words: data.AskedWords, Volume: data.AskedVolume, Permille: "10", Wanted: t.openDay(end.AddDays(28)).String()}
		_, err := t.app.Orders.AskByLink(t.ctx, t.guest, hall.window, t.once("asked late"), t.kinds[9], f)
		return err
	})
}

// asksLate is a worker's question about a statement that was paid already.
func (t *town) asksLate(x *resident) error {
	return t.act("asks late "+x.Mail, func() error {
		m, err := t.app.Pay.MyMoney(t.ctx, x.actor)
		if err != nil || len(m.Statements) == 0 {
			return err
		}
		return t.app.Pay.Ask(t.ctx, x.actor, m.Statements[0].ID, 1, data.LateQuestion, t.once("asks late", x.no))
	})
}

// asksRow is a worker's question about a row she has in hand.
func (t *town) asksRow() error {
	for _, x := range t.crew() {
		if p := x.piece; p != nil && p.until.After(t.now) && p.again == nil {
			return t.act("asks "+x.Mail, func() error { return t.app.Work.Ask(t.ctx, x.actor, p.id, p.rows[len(p.rows)-1], data.RowQuestion) })
		}
	}
	return nil
}

// reported is what the officer does when a month is over: its figures are written down,
// looked at, and published.
func (t *town) reported(over when.Date) error {
	officer := t.staff[people.CityOfficer]
	return t.act("report", func() error {
		f := report.FreezeForm{Title: fmt.Sprintf(data.MonthReport, int(over.Month())), To: data.ReportTo, On: over.AddMonths(1).AddDays(-1).String()}
		id, err := t.app.Told.Freeze(t.ctx, officer, t.once("report", over), f)
		for _, step := range []report.Step{report.Confirmed, report.Published} {
			if err == nil {
				err = t.app.Told.Move(t.ctx, officer, id, step)
			}
		}
		if done(err) { // by an act that a kill cut off
			err = nil
		}
		return err
	})
}

// aims are what the town aims at in a fiscal year.
func (t *town) aims(year int) error {
	return t.act("aims", func() error {
		officer := t.staff[people.CityOfficer]
		_, version, err := t.app.Told.Targets(t.ctx, officer, year)
		if err != nil || version > 0 {
			return err
		}
		return t.app.Told.SetTargets(t.ctx, officer, year, version, func(key string) string { return data.Targets[key] })
	})
}
