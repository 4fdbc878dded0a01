package bankstore

import (
	"bytes"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func TestAMonthsListIsArchivedWhenItIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		w := h.worker("美唄 はなこ", hanako)
		november := when.MustDate("2026-11-01")
		if _, _, err := h.WithheldPDF(t.Context(), h.maker, november); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a list of nobody: %v", err)
		}
		if _, _, err := h.WithheldPDF(t.Context(), who.Person(h.hub, "x", "高橋", bank.MaySee), november); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("who only sees issued a document: %v", err)
		}
		h.withheld = []bank.Withheld{{Worker: w, Category: tax.Fees, Payments: 2, Paid: 100_000, Tax: 10_210}}
		var last []byte
		take := func(archived int, same bool) {
			t.Helper()
			_, body, err := h.WithheldPDF(t.Context(), h.maker, november)
			if err != nil || !bytes.HasPrefix(body, []byte("%PDF")) || bytes.Equal(body, last) != same {
				t.Errorf("%v, the same bytes: %v", err, bytes.Equal(body, last))
			}
			last = body
			n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
				return db.Value[int](v, `select count(*) from book_document where hub_id = $1 and kind = 'withholding_list' and no = 'G-2026-11'`, h.hub)
			})
			if err != nil || n != archived {
				t.Errorf("%d in the archive, want %d: %v", n, archived, err)
			}
		}
		h.now = at("2026-11-30")
		take(0, false) // the month goes on: its figures are no document yet
		h.now = at("2026-12-01")
		take(1, true)
		take(1, true)
		h.withheld[0].Paid, h.withheld[0].Tax = 110_000, 11_231
		take(2, false)
	})
}
