package interviews

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/calendar"
)

// Kind is where an interview takes place.
type Kind string

// The kinds, in the order of the form.
const (
	InRoom  Kind = "room"
	ByVideo Kind = "video"
	ByPhone Kind = "phone"
)

// Kinds are all kinds.
var Kinds = []Kind{InRoom, ByVideo, ByPhone}

// SlotState is whether a slot can be picked.
type SlotState string

// The states of a slot.
const (
	Open      SlotState = "open"
	Shut      SlotState = "closed"    // not offered any more; who has it keeps it
	Cancelled SlotState = "cancelled" // does not take place
)

// Slot is a stretch of somebody's time for one interview.
type Slot struct {
	ID           string
	Starts, Ends when.Instant
	Kind         Kind
	Place        string // the room, or the link of the video room
	By           string // who interviews
	State        SlotState
	Booking      string // who has it, "" for nobody
	Made         when.Instant
}

// Free tells that the slot can be picked at a moment.
func (s Slot) Free(now when.Instant) bool {
	return s.State == Open && s.Booking == "" && now.Before(s.Starts)
}

// Clashes tells that two slots want the same person at the same time.
func (s Slot) Clashes(o Slot) bool {
	return s.By == o.By && s.Starts.Before(o.Ends) && o.Starts.Before(s.Ends)
}

// Outside tells that a slot lies outside the open hours of the hub. Only a room needs
// an open hub; at the telephone and by video one can talk at other times.
func (s Slot) Outside(h calendar.Hours, loc *time.Location) bool {
	from, to := s.Starts.ClockIn(loc), s.Ends.ClockIn(loc)
	for _, x := range h.Open(s.Starts.DateIn(loc)) {
		if x.From <= from && to <= x.To {
			return false
		}
	}
	return true
}

// SlotForm is the slots as staff type them.
type SlotForm struct {
	Date, From, To, Length, Kind, Room, Link, By, Weeks string
	Anyway                                              bool // open them although the hub is closed then
}

// Lengths are the minutes an interview may take; the third is the usual one.
var Lengths = []int{15, 20, 30, 45, 60, 90}

// Usual is the usual length of an interview in minutes.
const Usual = 30

const (
	weeksMost  = 26
	slotsMost  = 400
	openAhead  = 400 // days
	placeMost  = 200
	singleWeek = 1
)

// Read makes the slots a form asks for: from the start on, one after the other, as many
// as end in time, on that day and the same weekday of the following weeks.
func (f SlotForm) Read(now when.Instant, loc *time.Location) ([]Slot, error) {
	var c fault.Check
	today := now.DateIn(loc)
	day, err := when.ReadDate(f.Date, today)
	c.When(err != nil, "date", "interviews.slot.date_form")
	c.When(err == nil && (day.Before(today) || day.Sub(today) > openAhead), "date", "interviews.slot.date_past")
	from, err1 := when.ReadTime(f.From)
	to, err2 := when.ReadTime(f.To)
	c.When(err1 != nil, "from", "interviews.slot.time_form")
	c.When(err2 != nil, "to", "interviews.slot.time_form")
	length, _ := strconv.Atoi(f.Length)
	c.When(!slices.Contains(Lengths, length), "length", "interviews.slot.length_form")
	c.When(err1 == nil && err2 == nil && int(to-from) < length, "to", "interviews.slot.order", "n", length)
	weeks := f.weeks(&c)
	s := Slot{Kind: Kind(f.Kind), Place: f.place(&c), By: ja.Name(f.By), State: Open}
	c.When(!slices.Contains(Kinds, s.Kind), "kind", "interviews.slot.kind_missing")
	c.When(s.By == "" || len([]rune(s.By)) > nameMost, "by", "interviews.slot.by_missing")
	if err := c.Err(); err != nil {
		return nil, err
	}
	var out []Slot
	for w := range weeks {
		for t := from; int(t)+length <= int(to); t += when.TimeOfDay(length) {
			x := s
			x.Starts, x.Ends = day.AddDays(7*w).At(t, loc), day.AddDays(7*w).At(t+when.TimeOfDay(length), loc)
			if x.Starts.After(now) {
				out = append(out, x)
			}
		}
	}
	c.When(len(out) == 0, "from", "interviews.slot.date_past")
	c.When(len(out) > slotsMost, "weeks", "interviews.slot.many", "n", slotsMost)
	return out, c.Err()
}

func (f SlotForm) weeks(c *fault.Check) int {
	if strings.TrimSpace(f.Weeks) == "" {
		return singleWeek
	}
	n, err := ja.Int(f.Weeks)
	c.When(err != nil || n < 1 || n > weeksMost, "weeks", "interviews.slot.weeks_form", "n", weeksMost)
	return n
}

func (f SlotForm) place(c *fault.Check) string {
	switch Kind(f.Kind) {
	case InRoom:
		room := ja.Name(f.Room)
		c.When(room == "" || len([]rune(room)) > placeMost, "room", "interviews.slot.room_missing")
		return room
	case ByVideo:
		u, err := url.Parse(strings.TrimSpace(f.Link))
		c.When(err != nil || u == nil || u.Scheme != "https" || u.Host == "", "link", "interviews.slot.link_form")
		return strings.TrimSpace(f.Link)
	}
	return ""
}
