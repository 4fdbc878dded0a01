package dispatchstore

import (
	"testing"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/care/carestore"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
)

func init() { journal.Declare(care.Events()...) }

// whoever sends offers and reads what was agreed sees that something was, while it
// holds; others see nothing, and no plan reads anything of it.
func TestWhatWasAgreedIsPointedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx := t.Context()
		k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
		ok(t, err)
		heard := &carestore.Store{DB: d, Keys: k, Hubs: h.hubs}
		misaki := h.worker("三好 みさき")
		oid := h.order("会員カード", 100, "2027-02-19", false)
		before := h.plan()
		hash := hashOf(must(t, func() (*dispatch.Task, error) { return h.task(ctx, h.hub) }))

		boss := who.Person(h.hub, id.Make(), "工藤", care.MayName)
		reader := who.Person(h.hub, id.Make(), "佐藤", care.MayHandle, dispatch.MaySee)
		unnamed := who.Person(h.hub, id.Make(), "伊藤", care.MayHandle, dispatch.MaySee)
		ok(t, heard.Name(ctx, boss, reader.Person, "佐藤"))
		asker := who.Person(h.hub, misaki.Person, misaki.Name, care.MayAsk)
		ok(t, heard.Request(ctx, asker, care.RequestForm{Kind: "hours", Words: "夕方は子どもがいます"}, id.Make()))
		seen := func(a who.Actor) bool {
			b, err := h.Board(ctx, a)
			ok(t, err)
			x, err := h.Ways(ctx, a, oid, "")
			ok(t, err)
			if b.Arranged[h.id(misaki)] != x.Arranged[h.id(misaki)] {
				t.Error("the board and the page behind it say different things")
			}
			return b.Arranged[h.id(misaki)]
		}
		if seen(reader) {
			t.Error("a wish nobody answered is no agreement")
		}
		open, _, err := heard.Requests(ctx, reader, true, 0, 10)
		ok(t, err)
		ok(t, heard.Answer(ctx, reader, open[0].ID, open[0].Version, care.AnswerForm{Decision: "granted", Answer: "16時までにします", From: "2027-02-08", To: "2027-02-09"}))
		if !seen(reader) || seen(unnamed) || seen(h.sato) {
			t.Errorf("reader %v, not named %v, without the right %v", seen(reader), seen(unnamed), seen(h.sato))
		}
		if got := hashOf(must(t, func() (*dispatch.Task, error) { return h.task(ctx, h.hub) })); got != hash || h.board().No != before.No {
			t.Error("what was agreed entered the plan")
		}
		h.now = h.now.Add(48 * 3600e9)
		if seen(reader) {
			t.Error("it holds for ever")
		}
	})
}

func must[T any](t *testing.T, f func() (T, error)) T {
	t.Helper()
	x, err := f()
	ok(t, err)
	return x
}
