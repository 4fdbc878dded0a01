package hubstore

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// TestAFurtherHubIsOpenedByALinkOfItsOwn: the first link is for an empty installation only,
// a further one opens one more hub, once.
func TestAFurtherHubIsOpenedByALinkOfItsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), &Store{DB: d}
		opener := who.System("", "test", hub.MayOpen)
		open := func(slug, host, link string) error {
			_, err := s.Open(ctx, opener, link, hub.Hub{Slug: slug, Host: host, Name: "ひろば", Kana: "ヒロバ", Address: "町", Phone: "0126000000", Hue: 168, ReplyDays: 2}, func(*db.Tx, who.Actor) error { return nil })
			return err
		}
		first, err := s.SetupLink(ctx, opener)
		if err != nil || open("one", "", first) != nil {
			t.Fatal(err)
		}
		if again, err := s.SetupLink(ctx, opener); err != nil || again != "" {
			t.Errorf("a first link although there is a hub: %q, %v", again, err)
		}
		if _, err := s.FurtherLink(ctx, who.Actor{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("anybody gets a link: %v", err)
		}
		if _, err := s.FurtherLink(ctx, opener); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a further hub would hide the one without a host name: %v", err)
		}
		h, err := s.Resolve(ctx, "anything.example.jp")
		if err != nil {
			t.Fatal(err)
		}
		admin := who.Person(h.ID, "", "admin", hub.MaySet)
		h.Host = "one.example.jp"
		if err := s.Save(ctx, admin, h); err != nil {
			t.Fatal(err)
		}
		more, err := s.FurtherLink(ctx, opener)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ slug, host, field, key string }{
			{"two", "", "host", "hub.field.host_must"}, {"two", "one.example.jp", "host", "hub.field.host_taken"}, {"two", "one.localhost", "host", "hub.field.host_taken"},
			{"two", "https://two.example.jp", "host", "hub.field.host_form"}, {"one", "two.example.jp", "slug", "hub.field.slug_taken"},
		} {
			f := fault.Of(open(c.slug, c.host, more))
			if f == nil || len(f.Fields) != 1 || f.Fields[0].Name != c.field || f.Fields[0].Key != c.key {
				t.Errorf("%+v: %+v", c, f)
			}
		}
		if others, err := s.SetupOpen(ctx, opener, more); err != nil || others != 1 {
			t.Errorf("%d others, %v: the link did not outlive what was typed wrong", others, err)
		}
		if err := open("two", "two.example.jp", more); err != nil {
			t.Fatal(err)
		}
		for host, slug := range map[string]string{"one.example.jp": "one", "TWO.example.jp:443": "two", "two.localhost:8080": "two"} {
			if h, err := s.Resolve(ctx, host); err != nil || h.Slug != slug {
				t.Errorf("%s leads to %q, %v", host, h.Slug, err)
			}
		}
		h.Version++
		for host, key := range map[string]string{"": "hub.field.host_must", "two.example.jp": "hub.field.host_taken"} {
			h.Host = host
			if f := fault.Of(s.Save(ctx, admin, h)); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != key {
				t.Errorf("host %q saved: %+v", host, f)
			}
		}
		if err := open("three", "three.example.jp", more); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a link opens twice: %v", err)
		}
	})
}
