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
		open := func(slug, link string) error {
			_, err := s.Open(ctx, opener, link, hub.Hub{Slug: slug, Name: "ひろば", Kana: "ヒロバ", Address: "町", Phone: "0126000000", Hue: 168, ReplyDays: 2}, func(*db.Tx, who.Actor) error { return nil })
			return err
		}
		first, err := s.SetupLink(ctx, opener)
		if err != nil || open("one", first) != nil {
			t.Fatal(err)
		}
		if again, err := s.SetupLink(ctx, opener); err != nil || again != "" {
			t.Errorf("a first link although there is a hub: %q, %v", again, err)
		}
		if _, err := s.FurtherLink(ctx, who.Actor{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("anybody gets a link: %v", err)
		}
		more, err := s.FurtherLink(ctx, opener)
		if err != nil || open("two", more) != nil {
			t.Fatal(err)
		}
		if err := open("three", more); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a link opens twice: %v", err)
		}
	})
}
