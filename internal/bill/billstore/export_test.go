package billstore

import (
	"bytes"
	"encoding/csv"
	"io"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
)

// columns are where a program's file has account and amount of either side.
type columns struct{ debit, debited, credit, credited int }

// readBack sums a file for an accounting program by account, as the program would.
func readBack(t *testing.T, p bill.Program, body []byte, at columns) map[string]yen.Amount {
	t.Helper()
	var r io.Reader = bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))
	if p.Shift {
		r = japanese.ShiftJIS.NewDecoder().Reader(r)
	}
	rows, err := csv.NewReader(r).ReadAll()
	ok(t, err)
	if p.Heads() != nil {
		rows = rows[1:]
	}
	out := map[string]yen.Amount{}
	add := func(account, amount string, sign yen.Amount) {
		if account == "" {
			return
		}
		n, err := yen.Read(amount)
		if err != nil || n <= 0 {
			t.Errorf("%s: %q", account, amount)
		}
		out[account] += sign * n
	}
	for _, x := range rows {
		add(x[at.debit], x[at.debited], 1)
		add(x[at.credit], x[at.credited], -1)
	}
	return out
}

// TestEachProgramsFileSumsToTheLedger reads the whole of a month back from each program's file:
// what stands on every account is what the ledger says.
func TestEachProgramsFileSumsToTheLedger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := h.issued()
		ok(t, h.Credit(t.Context(), h.ito, f.ID, f.Version, bill.CreditForm{Reason: "二重", Amounts: map[int]string{1: "1,001"}}))
		f = h.read(f.ID)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			return Receive(tx, h.ito, bill.Receipt{Invoice: f.ID, Amount: f.Left() - 440, Fee: 440, On: when.MustDate("2027-02-01"), Ref: "bank:1"})
		}))
		ok(t, h.PostCost(t.Context(), h.ito, "c", bill.CostForm{Side: "rent", On: "2027-01-31", Amount: "50,000", Words: "家賃\"1月分\", 会議室"}))
		for key, at := range map[string]columns{"freee": {3, 6, 8, 11}, "moneyforward": {2, 8, 10, 16}, "yayoi": {4, 8, 10, 14}} {
			p, _ := bill.ProgramOf(key)
			body, err := h.Export(t.Context(), h.ito, key, when.MustDate("2027-01-01"), when.MustDate("2027-02-28"))
			ok(t, err)
			got, sum := readBack(t, p, body, at), yen.Amount(0)
			for _, a := range books.Accounts {
				name := i18n.JA.T("books.account." + string(a))
				if got[name] != h.balance(a) {
					t.Errorf("%s: %s comes to %d, in the ledger to %d", key, name, got[name], h.balance(a))
				}
				sum += got[name]
				delete(got, name)
			}
			if sum != 0 || len(got) > 0 || h.balance(books.BankFees) != 440 {
				t.Errorf("%s: sums to %d, beside the chart %v", key, sum, got)
			}
		}
	})
}
