package sitestore

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/site"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(site.Events()...)
}

// desk is a hub's site with who may write it and who reads it.
type desk struct {
	*Store
	t             *testing.T
	sato, officer who.Actor
	visitor       who.Actor
	now           when.Instant
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	secret, err := keys.New([]byte(strings.Repeat("k", 32)))
	hs := &hubstore.Store{DB: d, Base: "https://hub.example"}
	k := &desk{Store: &Store{DB: d, Keys: secret, Hubs: hs}, t: t, now: dbtest.Start}
	k.ok(err)
	d.Now = func() when.Instant { return k.now }
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	k.ok(err)
	h, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市", Phone: "0126000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	k.ok(err)
	k.sato = who.Person(h.ID, id.Make(), "佐藤", site.MayRead, site.MayEdit, site.MayNews)
	k.officer = who.Person(h.ID, id.Make(), "高橋", site.MayRead, site.MayNews)
	k.visitor = who.Visitor(h.ID, site.MayRead)
	return k
}

func (k *desk) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// refused checks that an act failed as a kind of fault, at a field if one is named.
func (k *desk) refused(err error, kind fault.Kind, key string) {
	k.t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind {
		k.t.Errorf("want %s %s, got %v", kind, key, err)
		return
	}
	if key == "" || f.Key == key {
		return
	}
	for _, x := range f.Fields {
		if x.Key == key {
			return
		}
	}
	k.t.Errorf("want %s, got %v", key, err)
}

func (k *desk) names(a who.Actor, all bool) string {
	k.t.Helper()
	ms, err := k.Members(k.t.Context(), a, all)
	k.ok(err)
	var out []string
	for _, m := range ms {
		out = append(out, m.Name)
	}
	return strings.Join(out, " ")
}

func TestAListKeepsItsOrderAndForgetsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		var ids []string
		for _, n := range []string{"雪原市", "ゆきはらワークス", "北雪大学"} {
			m := site.Member{Entry: site.Entry{ID: id.Make()}, Kind: "other", Name: n, Role: "運営", Duties: []site.Duty{"lead", "tell"}}
			ids = append(ids, m.ID)
			k.ok(k.KeepMember(ctx, k.sato, m))
			k.ok(k.KeepMember(ctx, k.sato, m)) // the same form, pressed twice
		}
		if got := k.names(k.visitor, false); got != "雪原市 ゆきはらワークス 北雪大学" {
			t.Errorf("at first: %s", got)
		}
		ms, err := k.Members(ctx, k.visitor, false)
		k.ok(err)
		last := ms[2]
		if !last.Has("tell") || last.Has("rooms") || last.Place != 3 || last.MadeBy != "佐藤" {
			t.Errorf("%+v", last)
		}
		last.Place = 1
		ms[0].Place = 2
		k.ok(k.KeepMember(ctx, k.sato, last))
		k.ok(k.KeepMember(ctx, k.sato, ms[0]))
		k.refused(k.KeepMember(ctx, k.sato, last), fault.Conflict, "site.fault.stale")
		k.ok(k.Remove(ctx, k.sato, site.Members, ids[1]))
		k.refused(k.Remove(ctx, k.sato, site.Members, ids[1]), fault.NotFound, "site.fault.entry_gone")
		if got := k.names(k.visitor, false); got != "北雪大学 雪原市" {
			t.Errorf("after moving and removing: %s", got)
		}
		if got := k.names(k.sato, true); !strings.Contains(got, "ゆきはらワークス") {
			t.Errorf("staff cannot see what was removed: %s", got)
		}
		k.ok(k.Restore(ctx, k.sato, site.Members, ids[1]))
		k.refused(k.Restore(ctx, k.sato, site.Members, ids[1]), fault.NotFound, "site.fault.entry_gone")
		if got := k.names(k.visitor, false); got != "北雪大学 雪原市 ゆきはらワークス" {
			t.Errorf("after putting back: %s", got)
		}
		k.ok(k.KeepMember(ctx, k.sato, site.Member{Entry: site.Entry{ID: id.Make(), Place: 2}, Kind: "other", Name: "商工会", Role: "紹介"}))
		if got := k.names(k.visitor, false); got != "北雪大学 商工会 雪原市 ゆきはらワークス" {
			t.Errorf("after one stepped in between: %s", got)
		}
		k.refused(k.KeepMember(ctx, k.officer, last), fault.Forbidden, "")
		_, err = k.Members(ctx, k.visitor, true)
		k.refused(err, fault.Forbidden, "")
		k.refused(k.KeepMember(ctx, k.sato, site.Member{Entry: site.Entry{ID: id.Make(), Place: -1}, URL: "javascript:alert(1)"}), fault.Invalid, "site.field.url_form")
	})
}

func TestAVoiceIsPublicOnlyWithConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		today := k.now.DateIn(when.Tokyo)
		heard := func() int {
			vs, err := k.Voices(ctx, k.visitor, false)
			k.ok(err)
			return len(vs)
		}
		v := site.Voice{Entry: site.Entry{ID: id.Make()}, Text: "昼寝のあいだに働いています。", By: "Kさん"}
		k.ok(k.KeepVoice(ctx, k.sato, v))
		if heard() != 0 {
			t.Error("a voice is public without consent")
		}
		v.Version, v.Consent = 1, today.AddDays(1).String()
		k.refused(k.KeepVoice(ctx, k.sato, v), fault.Invalid, "site.field.consent_future")
		v.Consent = today.String()
		k.ok(k.KeepVoice(ctx, k.sato, v))
		if heard() != 1 {
			t.Error("a voice with consent is not public")
		}
		v.Version, v.Consent = 2, ""
		k.ok(k.KeepVoice(ctx, k.sato, v))
		if heard() != 0 {
			t.Error("a voice stays public after its consent was taken back")
		}
	})
}

func TestHistoryStandsInTheOrderOfItsDates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		for _, on := range []string{"2026-04", "令和7年10月4日", "2024"} {
			k.ok(k.KeepMilestone(ctx, k.sato, site.Milestone{Entry: site.Entry{ID: id.Make()}, On: on, Text: on}))
		}
		k.refused(k.KeepMilestone(ctx, k.sato, site.Milestone{Entry: site.Entry{ID: id.Make()}, On: "4月", Text: "x"}), fault.Invalid, "site.field.day_form")
		ms, err := k.Milestones(ctx, k.visitor, false)
		k.ok(err)
		var got []string
		for _, m := range ms {
			got = append(got, m.Typed())
		}
		if strings.Join(got, " ") != "2024 2025-10-04 2026-04" {
			t.Errorf("%v", got)
		}
	})
}

func TestAnExampleOfWorkHasItsNumbers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		e := site.Example{Entry: site.Entry{ID: id.Make()}, Kind: "データ入力", Name: "レシートの入力", Unit: "36枚", Fee: "６４８円", Minutes: "31"}
		k.ok(k.KeepExample(ctx, k.sato, e))
		es, err := k.Examples(ctx, k.visitor, false)
		k.ok(err)
		if len(es) != 1 || es[0].FeeYen != 648 || es[0].Takes != 31 || es[0].Hourly() != 1250 {
			t.Errorf("%+v", es)
		}
		e.ID, e.Fee, e.Minutes = id.Make(), "0", "長い"
		err = k.KeepExample(ctx, k.sato, e)
		k.refused(err, fault.Invalid, "site.field.fee_form")
		k.refused(err, fault.Invalid, "site.field.minutes_form")
	})
}

func photo(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPictureNeedsItsDescription(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		body := photo(t, 20)
		for key, c := range map[string]struct {
			alt  string
			body []byte
		}{
			"site.field.alt_missing":     {"  ", body},
			"site.field.picture_missing": {"雪", nil},
			"site.field.picture_big":     {"雪", append(photo(t, 20), make([]byte, PictureMost)...)},
			"site.field.picture_kind":    {"雪", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>`)},
		} {
			_, err := k.AddPicture(ctx, k.sato, c.alt, c.body)
			k.refused(err, fault.Invalid, key)
		}
		pid, err := k.AddPicture(ctx, k.officer, "雪の中の建物", body)
		k.ok(err)
		p, err := k.Picture(ctx, k.visitor, pid)
		k.ok(err)
		if p.Type != "image/png" || p.Alt != "雪の中の建物" || !bytes.Equal(p.Body, body) {
			t.Errorf("%s %s %d bytes", p.Type, p.Alt, len(p.Body))
		}
		_, err = k.AddPicture(ctx, k.visitor, "雪", body)
		k.refused(err, fault.Forbidden, "")
		_, err = k.Picture(ctx, k.visitor, id.Make())
		k.refused(err, fault.NotFound, "site.fault.gone")
		k.ok(db.Do(ctx, k.DB, func(tx *db.Tx) error { // as it was taken before sizes were kept
			_, err := tx.Exec(`insert into site_picture (hub_id, id, type, body, alt, made_by, made_at) select hub_id, 'old', type, body, alt, made_by, '' from site_picture where hub_id = $1`, k.sato.Hub)
			return err
		}))
		sizes, err := k.Sizes(ctx, k.visitor, []string{pid, "old", "none"})
		k.ok(err)
		if real, _ := png.DecodeConfig(bytes.NewReader(body)); sizes[pid] != (Size{real.Width, real.Height}) || sizes["old"] != sizes[pid] || sizes["none"] != (Size{}) {
			t.Errorf("sizes %v", sizes)
		}
		ps, err := k.Pictures(ctx, k.sato)
		k.ok(err)
		if len(ps) != 2 || ps[0].Body != nil {
			t.Errorf("%d pictures", len(ps))
		}
	})
}

func TestAPolicyKeepsEveryTextPeopleAgreedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		opened := k.now
		k.now = k.now.Add(48 * time.Hour)
		d1 := site.Draft{Kind: site.Page, Slug: "privacy", Lang: "ja", Title: "個人情報", Body: "二年のあいだ持っています。", Publish: true}
		k.ok(k.Save(ctx, k.sato, d1))
		k.now = k.now.Add(time.Hour)
		d1.Body, d1.Publish = "三年のあいだ持っています。", false
		k.ok(k.Save(ctx, k.sato, d1))
		first, err := k.Policy(ctx, k.visitor, "privacy", "ja", 1)
		k.ok(err)
		if !strings.Contains(first.Body, "雪原しごとひろば") || first.Published != opened {
			t.Errorf("the text brought along is lost: %q %s", first.Body, first.Published)
		}
		now, err := k.Read(ctx, k.visitor, site.Page, "privacy", "ja")
		k.ok(err)
		if now.No != 2 || now.Body != "二年のあいだ持っています。" {
			t.Errorf("in force: %d %s", now.No, now.Body)
		}
		_, err = k.Policy(ctx, k.visitor, "privacy", "ja", 3)
		k.refused(err, fault.NotFound, "site.fault.gone") // a draft
		vs, err := k.History(ctx, k.visitor, site.Page, "privacy", false)
		k.ok(err)
		if len(vs) != 2 || vs[0].No != 2 {
			t.Errorf("%d versions", len(vs))
		}
		_, err = k.History(ctx, k.visitor, site.Page, "privacy", true)
		k.refused(err, fault.Forbidden, "")
	})
}

func TestATextIsDraftedMendedAndPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		text := site.Draft{Kind: site.CaseStudy, Slug: "kudo", Lang: "ja", Title: "工藤さん", Tags: "在宅、50%引き,a_b", Body: "![](/pictures/x)", New: true}
		k.ok(k.Save(ctx, k.sato, text))
		if _, err := k.Read(ctx, k.visitor, site.CaseStudy, "kudo", "ja"); !errors.Is(err, errGone) {
			t.Errorf("a draft is public: %v", err)
		}
		text.New, text.Publish = false, true
		k.refused(k.Save(ctx, k.sato, text), fault.Invalid, "site.field.body_missing_alt")
		text.Body = "# はじめに\n\n![机](/pictures/x)"
		k.ok(k.Save(ctx, k.sato, text))
		for tag, want := range map[string]int{"": 1, "在宅": 1, "50%引き": 1, "a_b": 1, "a-b": 0, "50": 0} {
			ps, n, err := k.List(ctx, k.visitor, site.Query{Lang: "en", Tag: tag, Most: 10})
			k.ok(err)
			if n != want || len(ps) != want {
				t.Errorf("tag %q: %d", tag, n)
			}
		}
		other := site.Draft{Kind: site.Article, Slug: "kudo", Lang: "ja", Title: "別の記事", Body: "x", Publish: true, New: true}
		k.refused(k.Save(ctx, k.sato, other), fault.Invalid, "site.field.slug_taken")
		news := site.Draft{Kind: site.News, Slug: "kudo", Lang: "ja", Title: "お知らせ", Body: "雪です。", Publish: true, New: true}
		k.ok(k.Save(ctx, k.officer, news))
		k.ok(k.Save(ctx, k.officer, news)) // pressed twice
		if vs, err := k.History(ctx, k.officer, site.News, "kudo", true); err != nil || len(vs) != 1 || vs[0].MadeBy != "高橋" {
			t.Errorf("%d versions, %v", len(vs), err)
		}
		k.refused(k.Save(ctx, k.officer, other), fault.Forbidden, "")
	})
}

func TestWaysToTheHub(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		for key, w := range map[string]site.Way{
			"site.field.from_missing":     {By: "特急", Minutes: "35"},
			"site.field.means_missing":    {From: "北雪駅", Minutes: "35"},
			"site.field.way_minutes_form": {From: "北雪駅", By: "特急", Minutes: "1441"},
		} {
			w.ID = id.Make()
			k.refused(k.KeepWay(ctx, k.sato, w), fault.Invalid, key)
		}
		w := site.Way{Entry: site.Entry{ID: id.Make()}, From: "北雪駅", FromEN: "Hokusetsu", By: "特急", ByEN: "Express", Minutes: "３５", Note: "冬は遅れます"}
		k.ok(k.KeepWay(ctx, k.sato, w))
		k.refused(k.KeepWay(ctx, k.visitor, w), fault.Forbidden, "")
		ws, err := k.Ways(ctx, k.visitor, false)
		k.ok(err)
		if len(ws) != 1 || ws[0].Takes != 35 || ws[0].From != "北雪駅" || ws[0].ByEN != "Express" || ws[0].Note != "冬は遅れます" {
			t.Errorf("%+v", ws)
		}
	})
}
