package bankstore

import (
	"bytes"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// came is a bank's file of incoming money: amounts and payers in turn.
func came(t *testing.T, day string, entries ...zengin.Entry) []byte {
	t.Helper()
	for i := range entries {
		entries[i].On, entries[i].Value = when.MustDate("2026-12-09"), when.MustDate("2026-12-09")
	}
	var out bytes.Buffer
	st := zengin.Statement{Kind: zengin.Notice, Made: when.MustDate(day), From: when.MustDate("2026-12-01"), Until: when.MustDate(day), Bank: "0116", Branch: "606", Type: zengin.Ordinary, Account: "1234567", Entries: entries}
	ok(t, zengin.WriteStatements(&out, "\r\n", st))
	return out.Bytes()
}

func entry(amount yen.Amount, payer string) zengin.Entry {
	return zengin.Entry{Amount: amount, Payer: payer}
}

func TestIncomingMoneyIsReadOnceAndMatchedByAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.invoices = []bank.Open{{Invoice: "i1", No: "2026-1", Client: "c1", ClientName: "丸山商事", ClientKana: "マルヤマショウジ", Amount: 110_000, Due: when.MustDate("2026-11-30")}}
		first := came(t, "2026-12-09", entry(110_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ"), entry(3_000, "ﾋﾞﾊﾞｲ ﾊﾅｺ"))
		got, err := h.Import(t.Context(), h.maker, "furikomi.txt", first)
		ok(t, err)
		if got.New != 2 || got.Known != 0 {
			t.Errorf("%+v", got)
		}
		if got, err = h.Import(t.Context(), h.approver, "again.txt", first); err != nil || got.Before.IsZero() || got.By != "渡辺 誠" || got.New != 0 {
			t.Errorf("the same file: %+v %v", got, err)
		}
		// A file of more days overlaps: only what is new is taken.
		if got, err = h.Import(t.Context(), h.maker, "more.txt", came(t, "2026-12-10", entry(110_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ"), entry(3_000, "ﾋﾞﾊﾞｲ ﾊﾅｺ"), entry(3_000, "ﾋﾞﾊﾞｲ ﾊﾅｺ"))); err != nil || got.New != 1 || got.Known != 2 {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := h.Import(t.Context(), h.maker, "half.txt", first[:500]); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a broken file: %v", err)
		}
		list, err := h.Incoming(t.Context(), h.approver, bank.IncomingOpen, 0)
		ok(t, err)
		if len(list.Rows) != 3 || list.Counts[bank.IncomingOpen] != 3 {
			t.Fatalf("%+v", list)
		}
		h.match(t, list.Rows)
	})
}

func (h *house) match(t *testing.T, rows []bank.Incoming) {
	t.Helper()
	var big, small bank.Incoming
	for _, r := range rows {
		if r.Amount == 110_000 {
			big = r
		} else {
			small = r
		}
	}
	v, err := h.OneIncoming(t.Context(), h.approver, big.ID)
	ok(t, err)
	if len(v.Proposals) != 1 || v.Proposals[0].Why != bank.BySum {
		t.Errorf("%+v", v.Proposals)
	}
	if len(h.invoices) != 1 {
		t.Error("something was matched without a person")
	}
	f := bank.MatchForm{Invoices: []string{"i1"}}
	ok(t, h.Match(t.Context(), h.maker, big.ID, 1, f))
	wrong(t, "matched again", h.Match(t.Context(), h.maker, big.ID, 1, f), fault.Conflict, "")
	wrong(t, "no reason", h.SetAside(t.Context(), h.maker, small.ID, 1, " "), fault.Invalid, "bank.field.aside_reason")
	ok(t, h.SetAside(t.Context(), h.maker, small.ID, 1, "預り金"))
	after, err := h.Incoming(t.Context(), h.maker, bank.IncomingDone, 0)
	ok(t, err)
	if len(after.Rows) != 1 || after.Rows[0].Left != 0 || len(h.invoices) != 0 || after.Counts[bank.IncomingAside] != 1 || after.Counts[bank.IncomingOpen] != 1 {
		t.Errorf("%+v %v", after, h.invoices)
	}
	one, err := h.OneIncoming(t.Context(), h.maker, big.ID)
	ok(t, err)
	if len(one.Matches) != 1 || one.Matches[0].By != "渡辺 誠" || one.Matches[0].Amount != 110_000 {
		t.Errorf("%+v", one.Matches)
	}
}

func TestAPartPaymentLeavesTheRestVisible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.invoices = []bank.Open{{Invoice: "i1", No: "1", ClientKana: "マルヤマショウジ", Amount: 100_000}}
		_, err := h.Import(t.Context(), h.maker, "a.txt", came(t, "2026-12-09", entry(130_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ")))
		ok(t, err)
		list, err := h.Incoming(t.Context(), h.maker, bank.IncomingOpen, 0)
		ok(t, err)
		x := list.Rows[0]
		ok(t, h.Match(t.Context(), h.maker, x.ID, 1, bank.MatchForm{Invoices: []string{"i1"}, Amounts: []string{"40,000"}}))
		ok(t, h.Match(t.Context(), h.maker, x.ID, 2, bank.MatchForm{Invoices: []string{"i1"}}))
		v, err := h.OneIncoming(t.Context(), h.maker, x.ID)
		ok(t, err)
		if v.Left != 30_000 || v.State != bank.IncomingOpen || len(v.Matches) != 2 || v.Matches[1].Amount != 60_000 || len(h.invoices) != 0 { // too much came
			t.Errorf("%+v", v)
		}
	})
}

func TestTheBanksFeeIsBorneByTheHub(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.invoices = []bank.Open{{Invoice: "i1", No: "1", ClientKana: "マルヤマショウジ", Amount: 100_000}}
		_, err := h.Import(t.Context(), h.maker, "a.txt", came(t, "2026-12-09", entry(99_120, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ")))
		ok(t, err)
		list, err := h.Incoming(t.Context(), h.maker, bank.IncomingOpen, 0)
		ok(t, err)
		x, f := list.Rows[0], bank.MatchForm{Invoices: []string{"i1"}, Rest: bank.RestFee}
		wrong(t, "nobody set what the hub bears", h.Match(t.Context(), h.maker, x.ID, 1, f), fault.Invalid, "bank.field.fee_unset")
		ok(t, h.SetProfile(t.Context(), h.maker, 1, bank.ProfileForm{Originator: "12345678", Name: "株式会社ヒロバショウジ", Bank: "0116", Branch: "606", Kind: "1", Number: "1234567", FeeMost: "880"}))
		if v, err := h.OneIncoming(t.Context(), h.approver, x.ID); err != nil || v.FeeMost != 880 || !v.Proposals[0].MayBear(v.FeeMost) || len(h.invoices) != 1 {
			t.Errorf("%+v %v", v, err)
		}
		ok(t, h.Match(t.Context(), h.maker, x.ID, 1, f))
		v, err := h.OneIncoming(t.Context(), h.maker, x.ID)
		ok(t, err)
		if v.Left != 0 || v.State != bank.IncomingDone || len(v.Matches) != 1 || v.Matches[0].Amount != 99_120 || v.Matches[0].Fee != 880 || len(h.invoices) != 0 {
			t.Errorf("%+v %v", v, h.invoices)
		}
	})
}
