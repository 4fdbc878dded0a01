package sitestore

import (
	"context"
	"strconv"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/site"
)

var memberShelf = shelf[site.Member]{list: site.Members, table: "site_member", order: "place, id",
	columns: []string{"kind", "name", "name_en", "role", "role_en", "does", "does_en", "duties", "url"},
	fill: func(m *site.Member) []any {
		var duties []string
		for _, d := range m.Duties {
			duties = append(duties, string(d))
		}
		return []any{string(m.Kind), m.Name, m.NameEN, m.Role, m.RoleEN, m.Does, m.DoesEN, strings.Join(duties, ","), m.URL}
	},
	read: func(m *site.Member, r db.Scanner, head ...any) error {
		var duties string
		err := r.Scan(append(head, &m.Kind, &m.Name, &m.NameEN, &m.Role, &m.RoleEN, &m.Does, &m.DoesEN, &duties, &m.URL)...)
		for _, d := range strings.FieldsFunc(duties, func(r rune) bool { return r == ',' }) {
			m.Duties = append(m.Duties, site.Duty(d))
		}
		return err
	}}

var historyShelf = shelf[site.Milestone]{list: site.History, table: "site_history", order: "on_day, place, id",
	columns: []string{"on_day", "exact", "text", "text_en"},
	fill:    func(m *site.Milestone) []any { return []any{m.Day, string(m.Exact), m.Text, m.TextEN} },
	read: func(m *site.Milestone, r db.Scanner, head ...any) error {
		err := r.Scan(append(head, &m.Day, &m.Exact, &m.Text, &m.TextEN)...)
		m.On = m.Typed()
		return err
	}}

var voiceShelf = shelf[site.Voice]{list: site.Voices, table: "site_voice", order: "place, id",
	columns: []string{"text", "text_en", "said_by", "said_by_en", "consent_on"},
	fill:    func(v *site.Voice) []any { return []any{v.Text, v.TextEN, v.By, v.ByEN, v.ConsentOn} },
	read: func(v *site.Voice, r db.Scanner, head ...any) error {
		err := r.Scan(append(head, &v.Text, &v.TextEN, &v.By, &v.ByEN, &v.ConsentOn)...)
		v.Consent = v.ConsentOn.String()
		return err
	}}

var exampleShelf = shelf[site.Example]{list: site.Examples, table: "site_example", order: "place, id",
	columns: []string{"kind", "kind_en", "name", "name_en", "unit", "unit_en", "fee", "minutes"},
	fill: func(e *site.Example) []any {
		return []any{e.Kind, e.KindEN, e.Name, e.NameEN, e.Unit, e.UnitEN, int64(e.FeeYen), e.Takes}
	},
	read: func(e *site.Example, r db.Scanner, head ...any) error {
		err := r.Scan(append(head, &e.Kind, &e.KindEN, &e.Name, &e.NameEN, &e.Unit, &e.UnitEN, &e.FeeYen, &e.Takes)...)
		e.Fee, e.Minutes = strconv.FormatInt(int64(e.FeeYen), 10), strconv.Itoa(e.Takes)
		return err
	}}

var wayShelf = shelf[site.Way]{list: site.Ways, table: "site_way", order: "place, id",
	columns: []string{"origin", "origin_en", "means", "means_en", "minutes", "note", "note_en"},
	fill:    func(w *site.Way) []any { return []any{w.From, w.FromEN, w.By, w.ByEN, w.Takes, w.Note, w.NoteEN} },
	read: func(w *site.Way, r db.Scanner, head ...any) error {
		err := r.Scan(append(head, &w.From, &w.FromEN, &w.By, &w.ByEN, &w.Takes, &w.Note, &w.NoteEN)...)
		w.Minutes = strconv.Itoa(w.Takes)
		return err
	}}

// Members are the organisations that carry the hub, in their order; with all, removed ones too, for staff.
func (s *Store) Members(ctx context.Context, a who.Actor, all bool) ([]site.Member, error) {
	return entries(ctx, s, a, memberShelf, all)
}

// KeepMember writes a member of the consortium.
func (s *Store) KeepMember(ctx context.Context, a who.Actor, m site.Member) error {
	return keep(ctx, s, a, memberShelf, m)
}

// Milestones are the history, oldest first; with all, removed ones too, for staff.
func (s *Store) Milestones(ctx context.Context, a who.Actor, all bool) ([]site.Milestone, error) {
	return entries(ctx, s, a, historyShelf, all)
}

// KeepMilestone writes a line of the history.
func (s *Store) KeepMilestone(ctx context.Context, a who.Actor, m site.Milestone) error {
	return keep(ctx, s, a, historyShelf, m)
}

// Voices are those whose speakers agreed, in their order; with all, everything, for staff.
func (s *Store) Voices(ctx context.Context, a who.Actor, all bool) ([]site.Voice, error) {
	vs, err := entries(ctx, s, a, voiceShelf, all)
	if all || err != nil {
		return vs, err
	}
	var out []site.Voice
	for _, v := range vs {
		if v.Public() {
			out = append(out, v)
		}
	}
	return out, nil
}

// KeepVoice writes what somebody said.
func (s *Store) KeepVoice(ctx context.Context, a who.Actor, v site.Voice) error {
	return keep(ctx, s, a, voiceShelf, v)
}

// Examples are the kinds of work, in their order; with all, removed ones too, for staff.
func (s *Store) Examples(ctx context.Context, a who.Actor, all bool) ([]site.Example, error) {
	return entries(ctx, s, a, exampleShelf, all)
}

// KeepExample writes an example of work.
func (s *Store) KeepExample(ctx context.Context, a who.Actor, e site.Example) error {
	return keep(ctx, s, a, exampleShelf, e)
}

// Ways are the ways to the hub, in their order; with all, removed ones too, for staff.
func (s *Store) Ways(ctx context.Context, a who.Actor, all bool) ([]site.Way, error) {
	return entries(ctx, s, a, wayShelf, all)
}

// KeepWay writes a way to the hub.
func (s *Store) KeepWay(ctx context.Context, a who.Actor, w site.Way) error {
	return keep(ctx, s, a, wayShelf, w)
}
