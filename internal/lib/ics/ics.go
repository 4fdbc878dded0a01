// Package ics writes an appointment for calendars (RFC 5545).
package ics

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is one appointment.
type Event struct {
	Method            string // PUBLISH or CANCEL
	UID               string // the same for every version of the appointment
	Sequence          int    // grows with every change
	Stamp, Start, End time.Time
	Summary, Place    string
	Text, URL         string
}

// String is the calendar file: UTC times, CRLF, lines folded at 75 octets.
func (e Event) String() string {
	status := "CONFIRMED"
	if e.Method == "CANCEL" {
		status = "CANCELLED"
	}
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hiroba//hiroba//JA", "CALSCALE:GREGORIAN", "METHOD:" + e.Method, "BEGIN:VEVENT",
		"UID:" + e.UID, fmt.Sprintf("SEQUENCE:%d", e.Sequence), "DTSTAMP:" + utc(e.Stamp), "DTSTART:" + utc(e.Start), "DTEND:" + utc(e.End),
		"SUMMARY:" + escape(e.Summary), "LOCATION:" + escape(e.Place), "DESCRIPTION:" + escape(e.Text), "URL:" + e.URL, "STATUS:" + status}
	if e.Method != "CANCEL" {
		lines = append(lines, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:"+escape(e.Summary), "END:VALARM")
	}
	lines = append(lines, "END:VEVENT", "END:VCALENDAR")
	var b strings.Builder
	for _, l := range lines {
		fold(&b, l)
	}
	return b.String()
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)

func escape(s string) string { return escaper.Replace(s) }

// fold breaks a line before its 76th octet, never inside a character.
func fold(b *strings.Builder, l string) {
	room := 75
	for _, r := range l {
		if n := utf8.RuneLen(r); n > room {
			b.WriteString("\r\n ")
			room = 74 - n
		} else {
			room -= n
		}
		b.WriteRune(r)
	}
	b.WriteString("\r\n")
}
