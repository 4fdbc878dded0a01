package siteweb

import (
	"context"
	"net/url"
	"strconv"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
)

// listings are the lists, each with its form.
func (r *Rooms) listings() []listing {
	return []listing{
		{site.Members, r.memberItems, askMember, func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error {
			m := site.Member{Entry: e, Kind: site.MemberKind(f.Get("kind")), Name: f.Get("name"), NameEN: f.Get("name_en"), Role: f.Get("role"), RoleEN: f.Get("role_en"),
				Does: f.Get("does"), DoesEN: f.Get("does_en"), URL: f.Get("url")}
			for _, d := range f["duties"] {
				m.Duties = append(m.Duties, site.Duty(d))
			}
			return r.Store.KeepMember(ctx, a, m)
		}},
		{site.History, r.historyItems, askMilestone, func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error {
			return r.Store.KeepMilestone(ctx, a, site.Milestone{Entry: e, On: f.Get("on"), Text: f.Get("text"), TextEN: f.Get("text_en")})
		}},
		{site.Voices, r.voiceItems, askVoice, func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error {
			return r.Store.KeepVoice(ctx, a, site.Voice{Entry: e, Text: f.Get("text"), TextEN: f.Get("text_en"), By: f.Get("by"), ByEN: f.Get("by_en"), Consent: f.Get("consent")})
		}},
		{site.Examples, r.exampleItems, askExample, func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error {
			return r.Store.KeepExample(ctx, a, site.Example{Entry: e, Kind: f.Get("kind"), KindEN: f.Get("kind_en"), Name: f.Get("name"), NameEN: f.Get("name_en"),
				Unit: f.Get("unit"), UnitEN: f.Get("unit_en"), Fee: f.Get("fee"), Minutes: f.Get("minutes")})
		}},
		{site.Ways, r.wayItems, askWay, func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error {
			return r.Store.KeepWay(ctx, a, site.Way{Entry: e, From: f.Get("from"), FromEN: f.Get("from_en"), By: f.Get("by"), ByEN: f.Get("by_en"), Minutes: f.Get("minutes"),
				Note: f.Get("note"), NoteEN: f.Get("note_en")})
		}},
	}
}

func (r *Rooms) memberItems(ctx context.Context, a who.Actor) (out []item, err error) {
	ms, err := r.Store.Members(ctx, a, true)
	for _, m := range ms {
		v := url.Values{"kind": {string(m.Kind)}, "name": {m.Name}, "name_en": {m.NameEN}, "role": {m.Role}, "role_en": {m.RoleEN}, "does": {m.Does}, "does_en": {m.DoesEN}, "url": {m.URL}}
		for _, d := range m.Duties {
			v.Add("duties", string(d))
		}
		out = append(out, item{Entry: m.Entry, Label: m.Name, Detail: m.Role, values: v})
	}
	return out, err
}

func askMember(rq web.Request) []question {
	var kinds, duties []ui.Option
	for _, k := range site.MemberKinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Label: rq.T("site.member.kind." + string(k))})
	}
	for _, d := range site.Duties() {
		duties = append(duties, ui.Option{Value: string(d), Label: rq.T("site.duty." + string(d))})
	}
	return []question{
		line(rq, "name", "site.entry.member_name", true), line(rq, "name_en", "site.entry.name_en", false),
		{ui.Field{Name: "kind", Label: rq.T("site.entry.member_kind"), Must: true, Options: kinds}, "pick"},
		line(rq, "role", "site.entry.role", true), line(rq, "role_en", "site.entry.role_en", false),
		{ui.Field{Name: "duties", Label: rq.T("site.entry.duties"), Hint: rq.T("site.entry.duties_hint"), Options: duties}, "tick"},
		text(rq, "does", "site.entry.does", false), text(rq, "does_en", "site.entry.does_en", false),
		{ui.Field{Name: "url", Label: rq.T("site.entry.url"), Hint: rq.T("site.entry.url_hint"), Type: "url", Mode: "url"}, "line"},
	}
}

func line(rq web.Request, name, key string, must bool) question {
	return question{ui.Field{Name: name, Label: rq.T(key), Must: must}, "line"}
}

func text(rq web.Request, name, key string, must bool) question {
	return question{ui.Field{Name: name, Label: rq.T(key), Must: must}, "text"}
}

func (r *Rooms) historyItems(ctx context.Context, a who.Actor) (out []item, err error) {
	ms, err := r.Store.Milestones(ctx, a, true)
	for _, m := range ms {
		out = append(out, item{Entry: m.Entry, Label: m.Text, Detail: m.Typed(), values: url.Values{"on": {m.On}, "text": {m.Text}, "text_en": {m.TextEN}}})
	}
	return out, err
}

func askMilestone(rq web.Request) []question {
	return []question{
		{ui.Field{Name: "on", Label: rq.T("site.entry.on"), Hint: rq.T("site.entry.on_hint"), Must: true, Short: true}, "line"},
		text(rq, "text", "site.entry.happened", true), text(rq, "text_en", "site.entry.happened_en", false),
	}
}

func (r *Rooms) voiceItems(ctx context.Context, a who.Actor) (out []item, err error) {
	vs, err := r.Store.Voices(ctx, a, true)
	for _, v := range vs {
		out = append(out, item{Entry: v.Entry, Label: v.By, Detail: v.Text, Hidden: !v.Public(),
			values: url.Values{"text": {v.Text}, "text_en": {v.TextEN}, "by": {v.By}, "by_en": {v.ByEN}, "consent": {v.Consent}}})
	}
	return out, err
}

func askVoice(rq web.Request) []question {
	return []question{
		text(rq, "text", "site.entry.voice", true), text(rq, "text_en", "site.entry.voice_en", false),
		{ui.Field{Name: "by", Label: rq.T("site.entry.by"), Hint: rq.T("site.entry.by_hint"), Must: true}, "line"}, line(rq, "by_en", "site.entry.by_en", false),
		{ui.Field{Name: "consent", Label: rq.T("site.entry.consent"), Hint: rq.T("site.entry.consent_hint"), Short: true}, "line"},
	}
}

func (r *Rooms) exampleItems(ctx context.Context, a who.Actor) (out []item, err error) {
	es, err := r.Store.Examples(ctx, a, true)
	for _, e := range es {
		out = append(out, item{Entry: e.Entry, Label: e.Name, Detail: e.Kind + " · " + strconv.Itoa(e.Takes) + "′ · ¥" + e.FeeYen.String(),
			values: url.Values{"kind": {e.Kind}, "kind_en": {e.KindEN}, "name": {e.Name}, "name_en": {e.NameEN}, "unit": {e.Unit}, "unit_en": {e.UnitEN}, "fee": {e.Fee}, "minutes": {e.Minutes}}})
	}
	return out, err
}

func askExample(rq web.Request) []question {
	number := func(name, key, hint string) question {
		return question{ui.Field{Name: name, Label: rq.T(key), Hint: rq.T(hint), Mode: "numeric", Must: true, Short: true}, "line"}
	}
	return []question{
		line(rq, "kind", "site.entry.work_kind", true), line(rq, "kind_en", "site.entry.work_kind_en", false),
		line(rq, "name", "site.entry.work", true), line(rq, "name_en", "site.entry.work_en", false),
		number("fee", "site.entry.fee", "site.entry.fee_hint"),
		line(rq, "unit", "site.entry.unit", true), line(rq, "unit_en", "site.entry.unit_en", false),
		number("minutes", "site.entry.minutes", "site.entry.minutes_hint"),
	}
}

func (r *Rooms) wayItems(ctx context.Context, a who.Actor) (out []item, err error) {
	ws, err := r.Store.Ways(ctx, a, true)
	for _, w := range ws {
		out = append(out, item{Entry: w.Entry, Label: w.Label(), Detail: w.Minutes + "′",
			values: url.Values{"from": {w.From}, "from_en": {w.FromEN}, "by": {w.By}, "by_en": {w.ByEN}, "minutes": {w.Minutes}, "note": {w.Note}, "note_en": {w.NoteEN}}})
	}
	return out, err
}

func askWay(rq web.Request) []question {
	return []question{
		line(rq, "from", "site.entry.way_from", true), line(rq, "from_en", "site.entry.way_from_en", false),
		line(rq, "by", "site.entry.way_by", true), line(rq, "by_en", "site.entry.way_by_en", false),
		{ui.Field{Name: "minutes", Label: rq.T("site.entry.way_minutes"), Hint: rq.T("site.entry.way_minutes_hint"), Mode: "numeric", Must: true, Short: true}, "line"},
		line(rq, "note", "site.entry.way_note", false), line(rq, "note_en", "site.entry.way_note_en", false),
	}
}
