package billstore

import (
	"bytes"
	"path/filepath"
	"sync"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// window is the token of a client's link.
func (h *house) window(client string) string {
	h.t.Helper()
	url, err := h.Orders.GiveWindow(h.t.Context(), h.ito, client, orders.WindowForm{GivenTo: "x", Days: "10"})
	ok(h.t, err)
	return filepath.Base(url)
}

// paidInParts is an invoice of 184,800 yen, paid in two parts, 200 yen too much; the receipts' ids.
func (h *house) paidInParts() (Full, [2]string) {
	h.t.Helper()
	f := h.issued()
	ok(h.t, h.ReceiveByHand(h.t.Context(), h.ito, f.ID, "a", bill.ReceiptForm{On: "2027-02-01", Amount: "100,001"}))
	h.wait(1)
	ok(h.t, h.ReceiveByHand(h.t.Context(), h.ito, f.ID, "b", bill.ReceiptForm{On: "2027-02-09", Amount: "84,999"}))
	f = h.read(f.ID)
	return f, [2]string{f.Receipts[0].ID, f.Receipts[1].ID}
}

func TestAReceiptIsGivenOnceAndStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f, paid := h.paidInParts()
		mine := h.window(h.client)
		if _, _, err := h.NotePaper(t.Context(), h.ito, f.ID, paid[1]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a paper nobody asked for: %v", err)
		}
		var wg sync.WaitGroup
		for range 3 { // staff and the client ask at the same time
			wg.Go(func() {
				if err := h.GiveNote(t.Context(), h.ito, f.ID, paid[1]); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := h.TakeNote(t.Context(), h.visitor, mine, f.ID, paid[1]); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		ok(t, h.TakeNote(t.Context(), h.visitor, mine, f.ID, paid[0]))
		second, err := h.Note(t.Context(), h.ito, f.ID, paid[1])
		ok(t, err)
		first, err := h.NoteInWindow(t.Context(), h.visitor, mine, f.ID, paid[0])
		ok(t, err)
		if second.No() != "R2026-0001" || first.No() != "R2026-0002" || first.MadeBy != "みなと商事株式会社" {
			t.Errorf("numbers %s and %s, by %s", second.No(), first.No(), first.MadeBy)
		}
		if first.For(first.Of) != "part" || first.Totals.Gross != 100_001 || second.Totals.Gross != 84_799 || second.Over != 200 || first.Totals.Tax+second.Totals.Tax != 16_800 {
			t.Errorf("%+v and %+v", first.Totals, second.Totals)
		}
		_, body, err := h.NotePaper(t.Context(), h.ito, f.ID, paid[0])
		ok(t, err)
		h.wait(30)
		if _, again, err := h.NotePaperInWindow(t.Context(), h.visitor, h.window(h.client), f.ID, paid[0]); err != nil || !bytes.HasPrefix(again, []byte("%PDF")) || !bytes.Equal(body, again) {
			t.Errorf("other bytes: %v", err)
		}
		min, most := second.Amount, first.Amount
		found, err := h.Books.Search(t.Context(), h.ito, books.Query{From: when.MustDate("2027-02-01"), To: when.MustDate("2027-02-01"), Min: &min, Max: &most, Party: h.client, Kind: books.ReceiptNoteDoc})
		if err != nil || len(found.Rows) != 1 || found.Rows[0].No != first.No() || found.Sum != 100_001 {
			t.Errorf("found by the day the money came: %+v, %v", found, err)
		}
	})
}

func TestAReceiptIsOnlyForWhoPaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f, paid := h.paidInParts()
		other := h.newClient(orders.ClientForm{Kind: "company", Name: "べつの会社", ClosingDay: "31", PayMonths: "1", PayDay: "31"})
		for what, token := range map[string]string{"another's": h.window(other), "a guessed link": "guessed"} {
			if err := h.TakeNote(t.Context(), h.visitor, token, f.ID, paid[0]); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, read := h.Note(t.Context(), h.officer, f.ID, paid[0])
		_, watch := h.NoteInWindow(t.Context(), h.officer, "x", f.ID, paid[0])
		for i, err := range []error{read, watch, h.GiveNote(t.Context(), h.kudo, f.ID, paid[0]), h.TakeNote(t.Context(), h.officer, "x", f.ID, paid[0])} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%d: %v", i, err)
			}
		}
		if err := h.GiveNote(t.Context(), h.ito, f.ID, "none"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a payment there is not: %v", err)
		}
		head := h.newClient(orders.ClientForm{Kind: "operator", Name: "本社", ClosingDay: "31", PayMonths: "1", PayDay: "31"})
		h.delivered(head, "社内の入力", "100", "30", "2027-01-20", "2027-01-22")
		g := h.drafted(head)
		ok(t, h.Issue(t.Context(), h.ito, g.ID, g.Version))
		ok(t, h.ReceiveByHand(t.Context(), h.ito, g.ID, "c", bill.ReceiptForm{On: "2027-02-09", Amount: "3,000"}))
		if err := h.GiveNote(t.Context(), h.ito, g.ID, h.read(g.ID).Receipts[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("within one legal person: %v", err)
		}
	})
}
