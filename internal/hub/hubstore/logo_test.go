package hubstore

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
)

func init() { journal.Declare(hub.Events()...) }

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 8"><path d="M0 0h9v9z"/></svg>`

func TestALogoIsKeptChangedAndTakenAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := t.Context(), &Store{DB: d}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		opener := who.System("", "test", hub.MayOpen)
		link, err := s.SetupLink(ctx, opener)
		ok(err)
		h, err := s.Open(ctx, opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "雪原市", Phone: "0126000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
			func(*db.Tx, who.Actor) error { return nil })
		ok(err)
		admin, visitor := who.Person(h.ID, "p", "工藤", hub.MaySet, hub.MayKnow), who.Visitor(h.ID, hub.MayKnow)
		here := func() hub.Logo {
			t.Helper()
			h, err := s.Here(ctx, visitor)
			ok(err)
			return h.Logo
		}
		for key, body := range map[string]string{"hub.logo.script": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>`, "hub.logo.kind": "GIF89a", "hub.logo.missing": ""} {
			if f := fault.Of(s.SaveLogo(ctx, admin, []byte(body))); f == nil || f.Fields[0].Key != key {
				t.Errorf("%s: %v", key, f)
			}
		}
		if here().Sum != "" {
			t.Error("a refused logo is shown")
		}
		ok(s.SaveLogo(ctx, admin, []byte(mark)))
		ok(s.SaveLogo(ctx, admin, []byte(mark))) // pressed twice
		first := here()
		l, body, err := s.LogoFile(ctx, visitor, first.Sum)
		if err != nil || l.Type != "image/svg+xml" || l.Width != 240 || l.Height != 80 || string(body) != mark {
			t.Errorf("%+v %q %v", l, body, err)
		}
		var b bytes.Buffer
		ok(png.Encode(&b, image.NewGray(image.Rect(0, 0, 80, 80))))
		ok(s.SaveLogo(ctx, admin, b.Bytes()))
		if l := here(); l.Type != "image/png" || l.Sum == first.Sum {
			t.Errorf("%+v", l)
		}
		if _, _, err := s.LogoFile(ctx, visitor, first.Sum); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the earlier logo: %v", err)
		}
		ok(s.RemoveLogo(ctx, admin))
		ok(s.RemoveLogo(ctx, admin))
		if here().Sum != "" {
			t.Error("the logo is still there")
		}
		if err := s.SaveLogo(ctx, visitor, b.Bytes()); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a visitor: %v", err)
		}
	})
}
