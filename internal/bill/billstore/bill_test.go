package billstore

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func TestAnInvoiceFromAcceptanceToPayment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		if f.No() != "2026-0001" || f.Kind != bill.Qualified || f.Totals.Net != 168_000 || f.Totals.Tax != 16_800 || f.Totals.Gross != 184_800 || f.Due != when.MustDate("2027-02-26") || f.Until != when.MustDate("2027-01-31") {
			t.Errorf("%s %+v due %s until %s", f.No(), f.Totals, f.Due, f.Until)
		}
		if f.LawLast != when.MustDate("2027-03-20") || f.PastLaw() { // handed over on 2027-01-20
			t.Errorf("R-59: %s", f.LawLast)
		}
		h.balances(map[books.Account]yen.Amount{books.Receivable: 184_800, books.Sales: -168_000, books.OutputTax: -16_800})
		if n := len(h.letters("bill.issued")); n != 1 {
			t.Errorf("%d letters", n)
		}
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "once", bill.ReceiptForm{On: "2027-02-09", Amount: "100,000"}))
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "once", bill.ReceiptForm{On: "2027-02-09", Amount: "100,000"})) // pressed twice
		if f = h.read(f.ID); f.StateNow() != bill.Part || f.Left() != 84_800 || len(f.Receipts) != 1 {
			t.Errorf("%s, %d left", f.StateNow(), f.Left())
		}
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "again", bill.ReceiptForm{On: "2027-02-09", Amount: "85,460"}))
		if f = h.read(f.ID); f.StateNow() != bill.Paid || f.Left() != 0 || f.Advance != 660 || f.Receipts[1].Over != 660 {
			t.Errorf("%s, %d left, %d too much", f.StateNow(), f.Left(), f.Advance)
		}
		h.balances(map[books.Account]yen.Amount{books.Sales: -168_000, books.OutputTax: -16_800, books.Bank: 185_460, books.Advance: -660})
	})
}

func TestTheListIsAddedUpWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		const many = ListPage + 3
		for i := range many { // beside the first: paid, and closed earlier
			h.exec(`insert into bill_invoice (hub_id, id, client_id, kind, state, fiscal_year, number, from_on, until_on, issued_on, due_on, law_last_on, to_name, to_address, to_contact, to_mail, budget_line, budget_year,
				issuer, note, net, tax, gross, credited, got, given_up, document_id, version, made_by, made_at)
				select hub_id, $3, client_id, kind, state, fiscal_year, $4, from_on, '2026-12-31', issued_on, due_on, law_last_on, to_name, to_address, to_contact, to_mail, budget_line, budget_year,
				issuer, note, net, tax, gross, 0, gross, 0, document_id, 1, made_by, made_at from bill_invoice where hub_id = $1 and id = $2`, h.hub, f.ID, id.Make(), i+2)
		}
		h.wait(20) // the first is overdue
		for what, x := range map[string]struct {
			q           Query
			rows, total int
			left        yen.Amount
		}{
			"all":           {Query{}, ListPage, many + 1, 184_800},
			"a second page": {Query{Offset: ListPage}, 4, many + 1, 184_800},
			"a file":        {Query{All: true}, many + 1, many + 1, 184_800},
			"paid":          {Query{State: bill.Paid}, ListPage, many, 0},
			"open":          {Query{State: bill.Open}, 1, 1, 184_800},
			"overdue":       {Query{State: Overdue}, 1, 1, 184_800},
			"a number":      {Query{Words: "２０２６-0003"}, 1, 1, 0},
			"a short one":   {Query{Words: "3"}, 1, 1, 0},
			"a name":        {Query{Words: "みなと"}, ListPage, many + 1, 184_800},
			"a month":       {Query{Month: when.MustDate("2027-01-10")}, 1, 1, 184_800},
			"nothing":       {Query{Words: "2025-0003"}, 0, 0, 0},
		} {
			l, err := h.Invoices(t.Context(), h.ito, x.q)
			ok(t, err)
			if len(l.Rows) != x.rows || l.Total != x.total || l.Left != x.left {
				t.Errorf("%s: %d of %d, %d left", what, len(l.Rows), l.Total, l.Left)
			}
			for _, v := range l.Rows {
				if l.Counts[v.StateNow()] == 0 || x.q.State == bill.Paid && v.StateNow() != bill.Paid {
					t.Errorf("%s: %s is %s, %v", what, v.No(), v.StateNow(), l.Counts)
				}
			}
		}
	})
}

func TestEveryDeliveryIsBilledOnceForEver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.delivered(h.client, "会員カードの入力", "6000", "28", "2027-01-20", "2027-01-22")
		var wg sync.WaitGroup
		made := make([]int, 6)
		for i := range made {
			wg.Add(1)
			go func() {
				defer wg.Done()
				n, err := h.Propose(t.Context(), h.ito, h.client, true)
				if err != nil {
					t.Error(err)
				}
				made[i] = n
			}()
		}
		wg.Wait()
		sum := 0
		for _, n := range made {
			sum += n
		}
		if sum != 1 {
			t.Errorf("%d drafts of one delivery: %v", sum, made)
		}
		l, err := h.Invoices(t.Context(), h.ito, Query{})
		ok(t, err)
		if len(l.Rows) != 1 || l.Unbilled != 0 {
			t.Fatalf("%d invoices, %d unbilled", len(l.Rows), l.Unbilled)
		}
		f := h.read(l.Rows[0].ID)
		ok(t, h.RemoveLine(t.Context(), h.ito, f.ID, f.Version, 1)) // taken off, it waits again
		if n, err := h.Propose(t.Context(), h.ito, h.client, true); err != nil || n != 1 {
			t.Errorf("%d %v", n, err)
		}
		if err := h.Issue(t.Context(), h.ito, f.ID, h.read(f.ID).Version); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an empty invoice: %v", err)
		}
		ok(t, h.Drop(t.Context(), h.ito, f.ID, h.read(f.ID).Version))
		if _, err := h.Invoice(t.Context(), h.ito, f.ID); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

func TestNumbersHaveNoGapsAndNoTwins(t *testing.T) { // rule 4.1, R-73: a race for the next number
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		const many = 6
		var drafts []Full
		for i := range many {
			c := h.newClient(orders.ClientForm{Kind: "company", Name: "会社" + string(rune('A'+i)), ClosingDay: "31", PayMonths: "1", PayDay: "31"})
			h.delivered(c, "入力", "100", "30", "2027-01-20", "2027-01-22")
			drafts = append(drafts, h.drafted(c))
		}
		var wg sync.WaitGroup
		for _, f := range drafts {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if err := h.Issue(t.Context(), h.ito, f.ID, f.Version); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		seen := map[string]bool{}
		for _, f := range drafts {
			seen[h.read(f.ID).No()] = true
		}
		for n := 1; n <= many; n++ {
			if !seen[bill.Number(2026, n)] {
				t.Errorf("%s is missing in %v", bill.Number(2026, n), seen)
			}
		}
		if err := h.Issue(t.Context(), h.ito, drafts[0].ID, drafts[0].Version+1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("issued twice: %v", err)
		}
	})
}

func TestWhatWasIssuedStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		name, first, err := h.Paper(t.Context(), h.ito, f.ID)
		ok(t, err)
		if name != "invoice-2026-0001.pdf" || !bytes.HasPrefix(first, []byte("%PDF")) {
			t.Errorf("%s, %d bytes", name, len(first))
		}
		changed := operator
		changed.Name, changed.Rounding = "べつの会社", "ceil"
		ok(t, h.SaveIssuer(t.Context(), h.ito, 1, changed))
		if g := h.read(f.ID); g.By.Name != operator.Name || g.Totals.Gross != f.Totals.Gross {
			t.Errorf("the issuer of an issued invoice became %s", g.By.Name)
		}
		if _, again, err := h.Paper(t.Context(), h.ito, f.ID); err != nil || !bytes.Equal(first, again) {
			t.Error("the paper changed", err)
		}
		hx, err := h.Hubs.Here(t.Context(), h.ito)
		ok(t, err)
		if drawn, err := invoicePaper(hx, h.read(f.ID).Invoice); err != nil || !bytes.Equal(drawn, first) {
			t.Error("drawn anew it is another paper", err)
		}
		for what, err := range map[string]error{
			"head":   h.SaveHead(t.Context(), h.ito, f.ID, f.Version, bill.HeadForm{Name: "x"}),
			"line":   h.AddLine(t.Context(), h.ito, f.ID, f.Version, bill.LineForm{Title: "x", Quantity: "1", Price: "1", Class: "standard", Supplied: "2027-02-01"}),
			"remove": h.RemoveLine(t.Context(), h.ito, f.ID, f.Version, 1),
			"drop":   h.Drop(t.Context(), h.ito, f.ID, f.Version),
		} {
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", what, err)
			}
		}
		q := books.Query{From: when.MustDate("2027-02-01"), To: when.MustDate("2027-02-28"), Party: h.client, Kind: books.InvoiceDoc}
		if found, err := h.Books.Search(t.Context(), h.ito, q); err != nil || found.Total != 1 || found.Rows[0].Amount != 184_800 || found.Rows[0].PartyName != "みなと商事株式会社" {
			t.Errorf("%+v %v", found, err)
		}
	})
}

func TestACreditNoteTakesBackAndWhatWasPaidIsTheClientsAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "r", bill.ReceiptForm{On: "2027-02-09", Amount: "184,800"}))
		f = h.read(f.ID)
		form := bill.CreditForm{Reason: "200件は数えまちがい", Amounts: map[int]string{1: "5,600"}}
		if err := h.Credit(t.Context(), h.ito, f.ID, f.Version-1, form); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		ok(t, h.Credit(t.Context(), h.ito, f.ID, f.Version, form))
		f = h.read(f.ID)
		if len(f.Credits) != 1 || f.Credits[0].No() != "C2026-0001" || f.Credits[0].Totals.Gross != 6_160 || f.Advance != 6_160 || f.StateNow() != bill.Paid {
			t.Errorf("%+v, %d to give back, %s", f.Credits, f.Advance, f.StateNow())
		}
		h.balances(map[books.Account]yen.Amount{books.Bank: 184_800, books.Sales: -162_400, books.OutputTax: -16_240, books.Advance: -6_160})
		if _, body, err := h.CreditPaper(t.Context(), h.ito, f.ID, f.Credits[0].ID); err != nil || !bytes.HasPrefix(body, []byte("%PDF")) {
			t.Error(err)
		}
		h.delivered(h.client, "次の入力", "100", "30", "2027-02-01", "2027-02-03")
		g := h.drafted(h.client)
		ok(t, h.Issue(t.Context(), h.ito, g.ID, g.Version))
		g = h.read(g.ID)
		ok(t, h.UseAdvance(t.Context(), h.ito, g.ID, g.Version))
		if g = h.read(g.ID); g.StateNow() != bill.Paid || g.Advance != 2_860 || len(g.Uses) != 1 {
			t.Errorf("%s, %d left to use", g.StateNow(), g.Advance)
		}
	})
}

func TestALongReasonGoesOnOverThePages(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	f := h.issued()
	hx, err := h.Hubs.Here(t.Context(), h.ito)
	ok(t, err)
	pages := func(reason string) int {
		c, err := bill.CreditForm{Reason: reason, Amounts: map[int]string{1: "1,000"}}.Read(f.Invoice, f.Today)
		ok(t, err)
		pdf, err := creditPaper(hx, f.Invoice, c)
		ok(t, err)
		return bytes.Count(pdf, []byte("/Type /Page")) - bytes.Count(pdf, []byte("/Type /Pages"))
	}
	if short, long := pages("数えまちがい"), pages(strings.Repeat("あ\n", 80)); short != 1 || long < 2 {
		t.Errorf("%d pages, and %d of a long reason", short, long)
	}
}

func TestRemindersAreProposedAndSentByAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued() // due 2027-02-26
		if err := h.Remind(t.Context(), h.ito, f.ID, 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("reminded before it was due: %v", err)
		}
		h.wait(21) // 2 March
		h.drain()
		if w, err := h.Waits(t.Context(), h.ito); err != nil || w.Late != 1 || w.Reminders != 1 || len(h.letters("bill.reminder")) != 0 {
			t.Errorf("%+v %v: a program wrote to the client", w, err)
		}
		ok(t, h.Remind(t.Context(), h.ito, f.ID, 1))
		if err := h.Remind(t.Context(), h.ito, f.ID, 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("pressed twice: %v", err)
		}
		h.wait(11)
		ok(t, h.Remind(t.Context(), h.ito, f.ID, 2))
		f = h.read(f.ID)
		ls := h.letters("bill.reminder")
		if len(ls) != 2 || ls[0].To != "tanaka@example.com" || len(f.Reminders) != 2 || f.Next != 0 {
			t.Errorf("%d letters, %+v", len(ls), f.Reminders)
		}
	})
}

func TestAClaimIsGivenUpByTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		if err := h.ApproveGiveUp(t.Context(), h.kudo, f.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("nobody asked: %v", err)
		}
		ok(t, h.AskGiveUp(t.Context(), h.ito, f.ID, f.Version, bill.GiveUpForm{Reason: "まだ早い"}))
		ok(t, h.RefuseGiveUp(t.Context(), h.kudo, f.ID))
		if err := h.RefuseGiveUp(t.Context(), h.kudo, f.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("refused twice: %v", err)
		}
		if err := h.ApproveGiveUp(t.Context(), h.kudo, f.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("agreed after it was refused: %v", err)
		}
		waits := func(want int) {
			t.Helper()
			if w, err := h.Waits(t.Context(), h.kudo); err != nil || w.GiveUps != want {
				t.Errorf("%d wait, want %d, %v", w.GiveUps, want, err)
			}
		}
		waits(0)
		ok(t, h.AskGiveUp(t.Context(), h.ito, f.ID, f.Version, bill.GiveUpForm{Reason: "会社がなくなった"}))
		waits(1)
		if err := h.ApproveGiveUp(t.Context(), h.ito, f.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("who asked agrees: %v", err)
		}
		if err := h.AskGiveUp(t.Context(), h.ito, f.ID, f.Version, bill.GiveUpForm{Reason: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("asked twice: %v", err)
		}
		ok(t, h.ApproveGiveUp(t.Context(), h.kudo, f.ID))
		if f = h.read(f.ID); f.StateNow() != bill.GivenUp || f.Left() != 0 {
			t.Errorf("%s", f.StateNow())
		}
		h.balances(map[books.Account]yen.Amount{books.Sales: -168_000, books.OutputTax: -16_800, books.HubCosts: 184_800})
		err := h.Credit(t.Context(), h.ito, f.ID, f.Version, bill.CreditForm{Reason: "x", Amounts: map[int]string{1: "1,000"}})
		if x := fault.Of(err); x == nil || x.Key != "bill.fault.credit_over" {
			t.Errorf("taken back after it was given up: %v", err)
		}
	})
}

func TestAClaimThatIsPaidAsksNobodyAnyMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		ok(t, h.AskGiveUp(t.Context(), h.ito, f.ID, f.Version, bill.GiveUpForm{Reason: "会社がなくなった"}))
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "r", bill.ReceiptForm{On: "2027-02-09", Amount: "184,800"}))
		if w, err := h.Waits(t.Context(), h.kudo); err != nil || w.GiveUps != 0 {
			t.Errorf("%+v %v", w, err)
		}
	})
}

// TestTheBanksFeeSettlesTheInvoice has the hub bear what the payer's bank took off.
func TestTheBanksFeeSettlesTheInvoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		receive := func(n, fee yen.Amount) error {
			return db.Do(t.Context(), d, func(tx *db.Tx) error {
				return Receive(tx, h.ito, bill.Receipt{Invoice: f.ID, Amount: n, Fee: fee, On: when.MustDate("2027-02-09"), Ref: fmt.Sprint("bank:", n, fee)})
			})
		}
		if err := receive(184_360, 441); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a fee beyond what is short: %v", err)
		}
		ok(t, receive(184_360, 440))
		if f = h.read(f.ID); f.StateNow() != bill.Paid || f.Left() != 0 || f.Receipts[0].Amount != 184_360 || f.Receipts[0].Fee != 440 {
			t.Errorf("%s, %d left, %+v", f.StateNow(), f.Left(), f.Receipts)
		}
		h.balances(map[books.Account]yen.Amount{books.Sales: -168_000, books.OutputTax: -16_800, books.Bank: 184_360, books.BankFees: 440})
	})
}

func TestTheDayOfTheBooksIsThatOfTheWorkWhileItsMonthIsOpen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		h.delivered(h.client, "次の入力", "100", "30", "2027-01-25", "2027-01-28")
		g := h.drafted(h.client)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error { return booksstore.LockMonth(tx, h.ito, "2027-01") }))
		ok(t, h.Issue(t.Context(), h.ito, g.ID, g.Version))
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "late", bill.ReceiptForm{On: "2027-01-29", Amount: "184,800"})) // read when its month was locked
		if x := h.read(f.ID); x.StateNow() != bill.Paid || x.Receipts[0].On != when.MustDate("2027-01-29") || h.balance(books.Bank) != 184_800 {
			t.Errorf("%+v", x.Receipts)
		}
		for id, want := range map[string]string{f.ID: "2027-01-31", g.ID: "2027-02-01"} {
			es, err := db.Read(t.Context(), d, func(v *db.View) ([]books.Entry, error) { return booksstore.EntriesOf(v, h.hub, "invoice:"+id) })
			if err != nil || len(es) != 1 || es[0].On.String() != want {
				t.Errorf("%+v %v, want %s", es, err, want)
			}
		}
	})
}

func TestInternalChargesCarryNoTax(t *testing.T) { // the head office is the same legal person
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		head := h.newClient(orders.ClientForm{Kind: "operator", Name: "ゆきはらワークス 本社", ClosingDay: "20", PayMonths: "1", PayDay: "20"})
		section := h.newClient(orders.ClientForm{Kind: "section", Name: "雪原市 総務課", ClosingDay: "31", PayMonths: "1", PayDay: "31", BudgetLine: "総務費 委託料"})
		h.delivered(head, "商品ページ", "10", "100", "2027-01-10", "2027-01-12")
		h.delivered(section, "議事録", "10", "100", "2027-01-10", "2027-01-12")
		f, g := h.drafted(head), h.drafted(section)
		if f.Kind != bill.Internal || f.Totals.Tax != 0 || f.LawLast != (when.Date{}) {
			t.Errorf("%+v", f.Invoice)
		}
		if g.Kind != bill.Qualified || g.To.BudgetLine != "総務費 委託料" || g.To.FiscalYear != 2026 || g.Totals.Tax != 100 || !g.LawLast.IsZero() {
			t.Errorf("%+v", g.Invoice)
		}
		ok(t, h.Issue(t.Context(), h.ito, f.ID, f.Version))
		h.balances(map[books.Account]yen.Amount{books.Receivable: 1_000, books.Sales: -1_000})
	})
}

func TestDraftsAreMadeWhenAClosingHasCome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.delivered(h.client, "一月", "100", "30", "2027-01-25", "2027-01-28")
		h.delivered(h.client, "二月", "100", "30", "2027-02-02", "2027-02-05")
		h.drain()
		h.drain()
		l, err := h.Invoices(t.Context(), h.ito, Query{State: bill.Draft})
		ok(t, err)
		if len(l.Rows) != 1 || l.Rows[0].Until != when.MustDate("2027-01-31") || l.Unbilled != 1 {
			t.Errorf("%d drafts, %d unbilled", len(l.Rows), l.Unbilled)
		}
		h.wait(20)
		h.drain()
		if l, err = h.Invoices(t.Context(), h.ito, Query{Month: when.MustDate("2027-02-01")}); err != nil || len(l.Rows) != 1 || l.Unbilled != 0 {
			t.Errorf("%d of February, %v", len(l.Rows), err)
		}
	})
}

func TestTheWindowShowsAClientTheirOwnInvoices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		h.delivered(h.client, "下書き", "100", "30", "2027-01-25", "2027-01-28")
		draft := h.drafted(h.client)
		other := h.newClient(orders.ClientForm{Kind: "company", Name: "べつの会社", ClosingDay: "31", PayMonths: "1", PayDay: "31"})
		token := func(client string) string {
			url, err := h.Orders.GiveWindow(t.Context(), h.ito, client, orders.WindowForm{GivenTo: "x", Days: "10"})
			ok(t, err)
			return filepath.Base(url)
		}
		mine := token(h.client)
		w, err := h.WindowOf(t.Context(), h.visitor, mine)
		ok(t, err)
		if len(w.Rows) != 1 || w.Open != 184_800 {
			t.Errorf("%+v", w)
		}
		if _, body, err := h.PaperInWindow(t.Context(), h.visitor, mine, f.ID, ""); err != nil || !bytes.HasPrefix(body, []byte("%PDF")) {
			t.Error(err)
		}
		for what, x := range map[string][2]string{"a draft": {mine, draft.ID}, "another's": {token(other), f.ID}, "a guessed link": {"guessed", f.ID}} {
			if _, err := h.InWindow(t.Context(), h.visitor, x[0], x[1]); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestUnpaidInvoicesForTheBanksFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		open := func() []Unpaid {
			us, err := db.Read(t.Context(), d, func(v *db.View) ([]Unpaid, error) { return Open(v, h.hub) })
			ok(t, err)
			return us
		}
		us := open()
		if len(us) != 1 || us[0].No != "2026-0001" || us[0].Amount != 184_800 || us[0].ClientKana != "ミナトショウジ" || us[0].Due != f.Due {
			t.Fatalf("%+v", us)
		}
		r := bill.Receipt{Invoice: f.ID, Amount: 184_800, On: when.MustDate("2027-02-09"), Ref: "bank:1:7"}
		for range 2 { // the same line of the file twice
			ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error { return Receive(tx, h.ito, r) }))
		}
		if len(open()) != 0 || h.balance(books.Bank) != 184_800 {
			t.Error("still open, or entered twice")
		}
	})
}

func TestMarginsByOrderClientAndKind(t *testing.T) { // R-66, TV-5
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		order := f.Lines[0].Order
		h.paid(order, "w1", 66_000)
		h.paid(order, "w2", 33_000)
		h.paid(order, "w3", 1_000_000)
		h.exec(`update work_receipt set accepted_at = '' where hub_id = $1 and claim_id = 'w3'`, h.hub) // nobody accepted it yet
		h.raised(order, "w2", 33_000, 44_000)
		asked := 0
		h.Registered = func(_ db.Q, _ string, workers []string) (func(string, when.Date) bool, error) {
			if asked++; asked > 1 || len(workers) != 2 {
				t.Errorf("asked for %v, the %dth time", workers, asked)
			}
			return func(w string, on when.Date) bool { return w == "w2" && on == when.MustDate("2027-01-20") }, nil
		}
		m, err := h.Margins(t.Context(), h.ito, when.MustDate("2027-01-01"), when.MustDate("2027-01-31"))
		ok(t, err)
		// w1 is not registered: of the 6,000 yen of tax in her fee, 30 percent are lost in 2027
		if len(m.Orders) != 1 || m.All.Sales != 168_000 || m.All.Fees != 100_000 || m.All.Lost != 1_800 || m.All.Left() != 66_200 {
			t.Errorf("%+v", m.All)
		}
		if m.Clients[0].Name != "みなと商事株式会社" || m.Kinds[0].Margin != m.All {
			t.Errorf("%+v %+v", m.Clients, m.Kinds)
		}
		if none, err := h.Margins(t.Context(), h.ito, when.MustDate("2027-02-01"), when.MustDate("2027-02-28")); err != nil || len(none.Orders) != 0 {
			t.Errorf("%+v %v", none, err)
		}
	})
}

// paid is what a worker gets for her part of an order, as the house of work leaves it.
func (h *house) paid(order, worker string, fee int64) {
	h.exec(`insert into worker (hub_id, id, no, person_id, name, kana, search_key, code_name, mail, phone, lang, state, state_from, referral_code, referred_by, version, made_at) select $1, $2, coalesce(max(no), 0) + 1, '', $2, '', '', '', '', '', 'ja', 'registered', '', $2, '', 1, $3 from worker where hub_id = $1`, h.hub, worker, h.now)
	h.exec(`insert into work_piece (hub_id, id, order_id, no, lane, pass, row_set, first_row, rows, seconds, fee_yen, first, state, due_on, parent, worker_id, version, made_at)
		select $1, $2, $3, coalesce(max(no), 0) + 1, 1, 1, '', 1, 1, 60, $4, 0, 'accepted', '', '', $2, 1, $5 from work_piece where hub_id = $1 and order_id = $3`, h.hub, worker, order, fee, h.now)
	h.exec(`insert into terms_notice (hub_id, id, worker_id, order_id, piece_id, version, state, body, hash, reason, shown_at, agreed_at) values ($1, $2, $2, $3, $2, 1, 'agreed', '', '', '', $4, $4)`, h.hub, worker, order, h.now)
	h.exec(`insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at) values ($1, $2, $2, $3, $2, $2, 'accepted', $4, $4, $4, 0, '')`, h.hub, worker, order, h.now)
	h.exec(`insert into work_receipt (hub_id, claim_id, piece_id, order_id, worker_id, rows, fee_yen, extra_yen, received_on, last_lawful_on, due_on, accept_by, accepted_at, accepted_by, deemed)
		values ($1, $2, $2, $3, $2, 1, $4, 0, '2027-01-20', '2027-03-20', '2027-02-20', '2027-01-27', $5, 'x', 0)`, h.hub, worker, order, fee, h.now)
}

// raised is a line of a statement that a correction raised, as the house of payments leaves it.
func (h *house) raised(order, worker string, from, to int64) {
	h.exec(`insert into pay_statement (hub_id, id, month, worker_id, no, newest, paid_yen, paid_on, failed, made_at) values ($1, $2, '2027-01', $2, $2, 2, 0, '', '', $3)`, h.hub, worker, h.now)
	h.exec(`insert into pay_line (hub_id, statement_id, no, version, claim_id, part, worker_id, order_id, piece_id, title, unit, rows, unit_fee_sen, received_on, accepted_on, due_on, agreed_yen, amount_yen, withhold)
		values ($1, $2, 1, 1, $2, 0, $2, $3, $2, '', 'row', 1, 100, '2027-01-20', '2027-01-27', '2027-02-20', $4, $4, 0)`, h.hub, worker, order, from)
	h.exec(`insert into pay_change (hub_id, statement_id, line_no, version, amount_yen, reason, made_by, made_at) values ($1, $2, 1, 2, $3, 'x', 'x', $4)`, h.hub, worker, to, h.now)
}

func TestWhatBanksAndTheTaxOfficeGetIsEntered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		for side, n := range map[string]string{"charges": "660", "withheld": "10,210", "sales_tax": "16,800"} {
			ok(t, h.PostCost(t.Context(), h.ito, side, bill.CostForm{Side: side, On: "2027-02-01", Amount: n, Words: "二月分"}))
		}
		h.balances(map[books.Account]yen.Amount{books.Bank: -27_670, books.BankFees: 660, books.Withholding: 10_210, books.OutputTax: 16_800})
		p, err := h.Profit(t.Context(), h.ito, 2026)
		ok(t, err)
		if feb := p.Was[10]; feb[bill.ChargesSide] != 660 || feb[bill.OtherSide] != 0 || bill.Profit(feb) != -660 || len(p.Costs) != 3 {
			t.Errorf("%+v, %d entered", feb, len(p.Costs))
		}
	})
}

func TestProfitAndLossComesFromTheLedger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.issued()
		for side, n := range map[string]string{"rent": "80,000", "staff": "300,000", "grants": "500,000"} {
			ok(t, h.PostCost(t.Context(), h.ito, side, bill.CostForm{Side: side, On: "2027-02-01", Amount: n, Words: "二月分"}))
			ok(t, h.PostCost(t.Context(), h.ito, side, bill.CostForm{Side: side, On: "2027-02-01", Amount: n, Words: "二月分"})) // pressed twice
		}
		ok(t, h.PostCost(t.Context(), h.ito, "back", bill.CostForm{Side: "rent", On: "2027-02-02", Amount: "-10,000", Words: "数えまちがい"}))
		ok(t, h.SavePlan(t.Context(), h.ito, 2026, bill.PlanForm{bill.SalesSide: "1,200,000", bill.RentSide: "960,000"}))
		p, err := h.Profit(t.Context(), h.ito, 2026)
		ok(t, err)
		jan, feb := p.Was[9], p.Was[10]
		if jan[bill.SalesSide] != 168_000 || feb[bill.RentSide] != 70_000 || feb[bill.StaffSide] != 300_000 || feb[bill.GrantsSide] != 500_000 || feb[bill.OtherSide] != 0 || bill.Profit(feb) != 130_000 {
			t.Errorf("%+v %+v", jan, feb)
		}
		if p.Plan.Year(bill.SalesSide) != 1_200_000 || p.Plan[bill.RentSide][3] != 80_000 || len(p.Costs) != 4 {
			t.Errorf("%+v, %d costs", p.Plan, len(p.Costs))
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error { return booksstore.LockMonth(tx, h.ito, "2027-01") }))
		if err := h.PostCost(t.Context(), h.ito, "late", bill.CostForm{Side: "rent", On: "2027-01-31", Amount: "1", Words: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("into a locked month: %v", err)
		}
	})
}

func TestTheLedgerGoesToAnAccountingProgram(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		ok(t, h.ReceiveByHand(t.Context(), h.ito, f.ID, "r", bill.ReceiptForm{On: "2027-02-09", Amount: "184,800"}))
		from, until := when.MustDate("2027-01-01"), when.MustDate("2027-02-28")
		body, err := h.Export(t.Context(), h.ito, "freee", from, until)
		ok(t, err)
		lines := strings.Split(strings.TrimSpace(string(body)), "\r\n")
		if len(lines) != 4 || !strings.HasPrefix(lines[0], "\ufeff日付,") || !strings.Contains(lines[1], "みなと商事株式会社") || !strings.Contains(lines[3], "184800") {
			t.Errorf("%q", lines)
		}
		yayoi, err := h.Export(t.Context(), h.ito, "yayoi", from, until)
		if err != nil || !bytes.Contains(yayoi, []byte{0x94, 0x84, 0x8a, 0x7c}) { // 売掛 in Shift_JIS
			t.Errorf("%q %v", yayoi, err)
		}
		if _, err := h.Export(t.Context(), h.ito, "other", until, from); len(fault.Of(err).Fields) != 2 {
			t.Error(err)
		}
	})
}

func TestRightsAndStrangers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		day := when.MustDate("2027-02-01")
		for _, a := range []who.Actor{h.officer, {}} {
			_, e1 := h.Invoices(t.Context(), a, Query{})
			_, e2 := h.Invoice(t.Context(), a, f.ID)
			_, e3 := h.Margins(t.Context(), a, day, day)
			_, e4 := h.Profit(t.Context(), a, 2026)
			_, e5 := h.Export(t.Context(), a, "freee", day, day)
			_, e6 := h.Propose(t.Context(), a, h.client, true)
			_, e7 := h.WindowOf(t.Context(), a, "x")
			_, _, e8 := h.Paper(t.Context(), a, f.ID)
			for i, err := range []error{e1, e2, e3, e4, e5, e6, e7, e8, h.Issue(t.Context(), a, f.ID, f.Version), h.Credit(t.Context(), a, f.ID, f.Version, bill.CreditForm{}), h.ReceiveByHand(t.Context(), a, f.ID, id.Make(), bill.ReceiptForm{}),
				h.UseAdvance(t.Context(), a, f.ID, f.Version), h.Remind(t.Context(), a, f.ID, 1), h.AskGiveUp(t.Context(), a, f.ID, f.Version, bill.GiveUpForm{}), h.ApproveGiveUp(t.Context(), a, f.ID), h.RefuseGiveUp(t.Context(), a, f.ID), h.SavePlan(t.Context(), a, 2026, nil), h.PostCost(t.Context(), a, "", bill.CostForm{}), h.SaveIssuer(t.Context(), a, 1, operator)} {
				if fault.KindOf(err) != fault.Forbidden {
					t.Errorf("%s, %d: %v", a.Name, i, err)
				}
			}
		}
		if err := h.SaveIssuer(t.Context(), h.ito, 7, operator); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an issuer read at another version: %v", err)
		}
	})
}

// TestNoPayIsHeldBackByAClient looks at every house that pays: none reads what clients owe.
func TestNoPayIsHeldBackByAClient(t *testing.T) {
	n := 0
	for _, house := range []string{"work", "books", "payee", "pay", "bank"} {
		err := filepath.WalkDir(filepath.Join("../..", house), func(p string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return nil //nolint:nilerr // a house that is not built has nothing to say
			}
			n++
			b, err := os.ReadFile(p)
			for _, word := range []string{"from bill_", "join bill_", "into bill_", "update bill_"} {
				if strings.Contains(string(b), word) {
					t.Errorf("R-29: %s has %q", p, word)
				}
			}
			return err
		})
		ok(t, err)
	}
	if n < 20 {
		t.Errorf("%d files: the test is blind", n)
	}
}
