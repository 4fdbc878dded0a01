package skills

import (
	"slices"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// Notices are the kinds of message that can be switched off one by one.
var Notices = []string{"week", "work"} // the Sunday question for next week's hours; that there is work

// Channel is how somebody is told things.
type Channel struct {
	Way      string // mail or paper
	From, To when.TimeOfDay
	Off      []string // notices that are not wanted
}

// UsualChannel is what holds until somebody chooses: mail, and no message at night.
var UsualChannel = Channel{Way: "mail", From: 21 * 60, To: 8 * 60}

// Wants tells whether a kind of message is to be mailed.
func (c Channel) Wants(notice string) bool {
	return c.Way == "mail" && !slices.Contains(c.Off, notice)
}

// quiet tells whether a time of day lies in the quiet hours, which may pass midnight.
func (c Channel) quiet(t when.TimeOfDay) bool {
	if c.From <= c.To {
		return t >= c.From && t < c.To
	}
	return t >= c.From || t < c.To
}

// Next is the first moment from now on at which a message may arrive.
func (c Channel) Next(now when.Instant, loc *time.Location) when.Instant {
	if !c.quiet(now.ClockIn(loc)) {
		return now
	}
	day := now.DateIn(loc)
	if now.ClockIn(loc) >= c.To {
		day = day.AddDays(1)
	}
	return day.At(c.To, loc)
}

// ChannelForm is the form as typed.
type ChannelForm struct {
	Way, From, To string
	On            []string // notices that are wanted
}

// Read cleans the form and says what is wrong with it.
func (f ChannelForm) Read() (Channel, error) {
	var c fault.Check
	ch := Channel{Way: f.Way}
	c.When(f.Way != "mail" && f.Way != "paper", "way", "skills.channel.way_missing")
	var err error
	ch.From, err = when.ReadTime(f.From)
	c.When(err != nil, "quiet_from", "skills.hours.time_form")
	ch.To, err = when.ReadTime(f.To)
	c.When(err != nil, "quiet_to", "skills.hours.time_form")
	for _, n := range Notices {
		if !slices.Contains(f.On, n) {
			ch.Off = append(ch.Off, n)
		}
	}
	return ch, c.Err()
}

// ChannelSaved says that somebody chose how to be told things.
type ChannelSaved struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Way    string `journal:"keep"`
}

// Kind of the event.
func (e ChannelSaved) Kind() string { return "skills.channel_saved" }

// About is the worker.
func (e ChannelSaved) About() string { return e.Worker }
