package skillsstore

import (
	"context"
	"fmt"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Everybody is asked on Sunday at six in the evening; a program that slept then still
// asks until Monday noon.
const (
	askFrom  = when.TimeOfDay(18 * 60)
	askUntil = when.TimeOfDay(12 * 60)
)

// askWeek is the week to be asked about at a moment; ok is false if it is not the time.
func askWeek(now when.Instant, loc *time.Location) (week when.Date, ok bool) {
	d, t := now.DateIn(loc), now.ClockIn(loc)
	switch {
	case d.Weekday() == time.Sunday && t >= askFrom:
		return d.AddDays(1), true
	case d.Weekday() == time.Monday && t < askUntil:
		return d, true
	}
	return when.Date{}, false
}

// asked is one question to send.
type asked struct {
	Worker string
	Week   when.Date
}

// round asks the workers of every hub where it is Sunday evening, and forgets what is over.
func (s *Store) round(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		if err == nil {
			err = db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.roundOf(tx, h) })
		}
	}
	return err
}

func (s *Store) roundOf(tx *db.Tx, hubID string) error {
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return err
	}
	if err := forgetDays(tx, hubID, tx.Now().DateIn(h.Zone())); err != nil {
		return err
	}
	week, ok := askWeek(tx.Now(), h.Zone())
	if !ok {
		return nil
	}
	n, err := tx.Exec(`insert into free_round (hub_id, week_on, asked, made_at) values ($1, $2, 0, $3) on conflict (hub_id, week_on) do nothing`, hubID, week, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	people, err := s.askAll(tx, h, week)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update free_round set asked = $3 where hub_id = $1 and week_on = $2`, hubID, week, people); err != nil {
		return err
	}
	return journal.Note(tx, who.System(hubID, "hours"), skills.WeekAsked{Week: week, People: people})
}

// askAll puts a question for everybody who can be mailed into the queue, at the first
// moment that suits them. Who came with an office's list and has not agreed to anything
// yet is not written to.
func (s *Store) askAll(tx *db.Tx, h hub.Hub, week when.Date) (n int, err error) {
	type row struct {
		id string
		skills.Channel
	}
	rows, err := db.All(tx, func(r db.Scanner) (x row, err error) {
		off := ""
		err = r.Scan(&x.id, &x.Way, &x.From, &x.To, &off)
		if x.Off = skills.Split(off); x.Way == "" {
			x.Channel = skills.UsualChannel
		}
		return x, err
	}, `select w.id, coalesce(c.channel, ''), coalesce(c.quiet_from, ''), coalesce(c.quiet_to, ''), coalesce(c.off, '') from worker w
		left join worker_channel c on c.hub_id = w.hub_id and c.worker_id = w.id where w.hub_id = $1 and w.state = 'registered' and w.mail <> ''
		and exists (select 1 from worker_consent k where k.hub_id = w.hub_id and k.worker_id = w.id and k.kind = 'contract') order by w.id`, h.ID)
	if err != nil {
		return 0, err
	}
	for _, x := range rows {
		if !x.Wants("week") {
			continue
		}
		j := jobs.New(h.ID, "skills.ask", asked{x.id, week}).At(x.Next(tx.Now(), h.Zone())).Once(fmt.Sprintf("skills.ask:%s:%s", x.id, week))
		if err := jobs.Enqueue(tx, j); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// askJob mails one question.
func (s *Store) askJob(ctx context.Context, j jobs.Job) error {
	var q asked
	if err := j.Read(&q); err != nil {
		return jobs.Never(err)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, j.Hub, q.Worker)
		if err != nil || !w.State.Working() {
			return err
		}
		h, err := hubstore.Load(tx, j.Hub)
		if err != nil {
			return err
		}
		of, err := hours(tx, j.Hub, w)
		if err != nil {
			return err
		}
		_, err = mail.Enqueue(tx, s.question(h, w, of, q.Week))
		return err
	})
}

// question is the Sunday message: what stands for next week, and one button.
func (s *Store) question(h hub.Hub, w workers.Worker, of Hours, week when.Date) mail.Message {
	l := i18n.Of(w.Lang)
	text := l.T("skills.mail.week_none")
	if n := of.Offered(week); n > 0 {
		text = l.T("skills.mail.week_now", "time", Duration(l, n))
	}
	return mail.Message{Hub: h.ID, Kind: "skills.week", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject:    l.T("skills.mail.week_subject", "date", l.Date(week)),
		Paragraphs: []string{l.T("skills.mail.week_text", "name", w.Name, "from", l.Date(week), "to", l.Date(week.AddDays(6))), text},
		Button:     &mail.Link{Label: l.T("skills.mail.week_button"), URL: s.Hubs.URL(h, l.Path(s.weekPath(w.ID, week)))},
		Links:      []mail.Link{{Label: l.T("skills.mail.week_off"), URL: s.Hubs.URL(h, l.Path("/my/notices"))}}}
}

// weekPath is the address that opens one week of one worker without signing in. It can
// do nothing else, and only until that week is over.
func (s *Store) weekPath(workerID string, week when.Date) string {
	return "/week/" + workerID + "/" + week.String() + "/" + s.Keys.Sign("week", workerID+week.String())
}

var errLink = fault.New(fault.NotFound, "skills.fault.link")

// Link is the address of a Sunday message, taken apart.
type Link struct{ Worker, Week, Proof string }

// byLink is the worker and the week a link opens.
func (s *Store) byLink(q db.Q, a who.Actor, k Link) (Hours, when.Date, error) {
	week, err := when.ParseDate(k.Week)
	if err != nil || !s.Keys.Signed("week", k.Worker+k.Week, k.Proof) {
		return Hours{}, week, errLink
	}
	w, err := workersstore.Load(q, a.Hub, k.Worker)
	if err != nil {
		return Hours{}, week, errLink
	}
	h, err := hours(q, a.Hub, w)
	if err == nil && (!openWeek(week, h.Today) || !w.State.Working()) {
		err = errLink
	}
	return h, week, err
}

// WeekByLink is the week a Sunday message asks about.
func (s *Store) WeekByLink(ctx context.Context, a who.Actor, k Link) (Hours, error) {
	if err := a.May(skills.MayAnswer); err != nil {
		return Hours{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Hours, error) {
		h, _, err := s.byLink(v, a, k)
		return h, err
	})
}

// SetWeekByLink answers a Sunday message: the cells pressed, or the week before again.
func (s *Store) SetWeekByLink(ctx context.Context, a who.Actor, k Link, cells []string, same, usual bool) error {
	if err := a.May(skills.MayAnswer); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, week, err := s.byLink(tx, a, k)
		if err != nil {
			return err
		}
		return changeOf(tx, who.System(a.Hub, "week-link"), h.Worker, func(tx *db.Tx, h Hours) error {
			if same {
				return sameAsBefore(tx, a, h, week)
			}
			return setWeek(tx, a, h, week, cells, usual)
		})
	})
}

// Duration is an amount of time in words: 6 hours 30 minutes.
func Duration(l i18n.Lang, minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case m == 0:
		return l.T("skills.time.hours", "h", h)
	case h == 0:
		return l.T("skills.time.minutes", "m", m)
	}
	return l.T("skills.time.both", "h", h, "m", m)
}
