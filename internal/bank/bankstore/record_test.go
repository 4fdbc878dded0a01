package bankstore

import (
	"bytes"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func TestWhoTakesAddressesIsNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		w := h.worker("美唄 はなこ", hanako)
		h.withheld = []bank.Withheld{{Worker: w, Category: tax.Fees, Payments: 2, Paid: 100_000, Tax: 10_210}}
		count := func(what, sql string) int {
			n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) { return db.Value[int](v, sql, h.hub, what) })
			ok(t, err)
			return n
		}
		state := func(noted, archived int) {
			t.Helper()
			if n := count("bank.records_taken", `select count(*) from journal where hub_id = $1 and kind = $2`); n != noted {
				t.Errorf("noted %d times, want %d", n, noted)
			}
			if n := count("payment_record", `select count(*) from book_document where hub_id = $1 and kind = $2`); n != archived {
				t.Errorf("%d in the archive, want %d", n, archived)
			}
		}
		rs, err := h.Records(t.Context(), h.maker, 2026)
		ok(t, err)
		if len(rs) != 1 || rs[0].Address != "" {
			t.Errorf("%+v", rs)
		}
		state(0, 0)
		_, err = h.RecordsFile(t.Context(), h.maker, 2026)
		ok(t, err)
		state(1, 0)
		pdf := func() {
			t.Helper()
			if _, body, err := h.RecordPDF(t.Context(), h.maker, 2026, w); err != nil || !bytes.HasPrefix(body, []byte("%PDF")) {
				t.Error(err)
			}
		}
		pdf()
		state(2, 0) // the year goes on: its figures are no document yet
		h.now = at("2027-01-10")
		pdf()
		pdf()
		state(4, 1)
		h.withheld[0].Paid += 1_000
		pdf()
		state(5, 2)
	})
}
