package ordersstore

import (
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
)

func TestSamplesComeWithTheirOwnRequestOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		once := id.Make()
		oid, err := h.Ask(t.Context(), h.guest, once, h.kind("entry").ID, company, orders.AskForm{Title: "会員カード"})
		ok(t, err)
		sample := func(once, name string) error {
			return h.KeepSample(t.Context(), h.guest, oid, once, Upload{Use: "material", Name: name, Body: strings.NewReader("a,b\n")})
		}
		ok(t, sample(once, "a.csv"))
		ok(t, sample(once, "a.csv")) // sent twice
		if fault.KindOf(sample(id.Make(), "b.csv")) != fault.NotFound {
			t.Error("a stranger put a file into somebody's request")
		}
		for _, n := range []string{"c", "d", "e", "f", "g", "h"} {
			ok(t, sample(once, n+".csv"))
		}
		f := h.order(oid)
		if f.Steps[0].MadeBy != company.Company || f.Owner != "" {
			t.Errorf("asked for by %q, owned by %q", f.Steps[0].MadeBy, f.Owner)
		}
		if len(f.Materials) != samplesMany || f.Materials[0].Use != "sample" || f.Rows != 0 {
			t.Errorf("%d files, the first a %s", len(f.Materials), f.Materials[0].Use)
		}
		ok(t, h.Quote(t.Context(), h.sato, oid, 0, orders.QuoteForm{Volume: "6000", Seconds: "43", Price: "28", Fee: "15.2", Promise: "2027-02-22", Permille: "1", Valid: "2027-02-16"}))
		if f = h.order(oid); f.Owner != "佐藤" || f.Steps[1].MadeBy != "佐藤" {
			t.Errorf("owned by %q", f.Owner)
		}
		if fault.KindOf(sample(once, "late.csv")) != fault.NotFound {
			t.Error("a sample came after the quote")
		}
	})
}

func TestAnApprovalIsForAnOrderThatStillStands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.asked()
		ok(t, h.Quote(t.Context(), h.sato, oid, 0, orders.QuoteForm{Volume: "6000", Seconds: "60", Price: "28", Fee: "10", Promise: "2027-02-22", Permille: "1", Valid: "2027-02-16"}))
		x, err := h.Approval(t.Context(), h.officer, oid, 1)
		if err != nil || x.Hourly != 600 || x.Quote.State != orders.QuoteWaiting {
			t.Errorf("%+v %v", x.Quote, err)
		}
		w, err := h.Waits(t.Context(), h.officer)
		if err != nil || w.Approvals != 1 {
			t.Errorf("%+v %v", w, err)
		}
		ok(t, h.End(t.Context(), h.sato, oid, orders.Declined, "手が足りない"))
		if fault.KindOf(h.Approve(t.Context(), h.officer, oid, 1, "練習のため")) != fault.Conflict {
			t.Error("a quote of a declined order was approved and sent")
		}
		if _, err := h.Approval(t.Context(), h.officer, oid, 2); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
	})
}

// Another day is promised with the client's word for it; the old one stays in the journal.
func TestAnotherDayIsAgreedOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.ordered()
		before := h.order(oid)
		day := before.Promise.AddDays(10)
		form := orders.DayForm{Day: day.String(), By: "田中", Why: "雪で遅れます"}
		for field, f := range map[string]orders.DayForm{"day": {By: "田中", Why: "x", Day: before.Promise.String()}, "by": {Day: form.Day, Why: "x"}, "why": {Day: form.Day, By: "田中"}} {
			err := h.AgreeDay(t.Context(), h.sato, oid, before.Version, f)
			if x := fault.Of(err); x == nil || x.Kind != fault.Invalid || len(x.Fields) != 1 || x.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		ok(t, h.AgreeDay(t.Context(), h.sato, oid, before.Version, form))
		after := h.order(oid)
		if after.Promise != day || len(after.Messages) != len(before.Messages)+1 || !strings.Contains(after.Messages[len(after.Messages)-1].Body, "雪で遅れます") {
			t.Errorf("promised for %s, %d messages", after.Promise, len(after.Messages))
		}
		if text := h.letter("orders.message"); !strings.Contains(text, i18n.JA.DateYear(day)) {
			t.Errorf("the new day is not in the letter: %s", text)
		}
		if err := h.AgreeDay(t.Context(), h.sato, oid, before.Version, form); fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Conflict {
			t.Error("agreed on from an old page:", err)
		}
		asked := h.asked()
		if err := h.AgreeDay(t.Context(), h.sato, asked, h.order(asked).Version, form); fault.KindOf(err) != fault.Conflict {
			t.Error("a day for an order nobody gave yet:", err)
		}
	})
}

func TestTheOperatorsSizeIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		if s, err := h.Operator(t.Context(), h.sato); err != nil || s.Capital != orders.Unknown || s.Employees != orders.Unknown {
			t.Errorf("%+v %v", s, err)
		}
		ok(t, h.SaveOperator(t.Context(), h.sato, orders.SizeForm{Capital: "3,000,000", Employees: "45"}))
		ok(t, h.SaveOperator(t.Context(), h.sato, orders.SizeForm{Capital: "30,000,000"}))
		if s, err := h.Operator(t.Context(), h.sato); err != nil || s.Capital != 30_000_000 || s.Employees != orders.Unknown {
			t.Errorf("%+v %v", s, err)
		}
		if got := wrong(h.SaveOperator(t.Context(), h.sato, orders.SizeForm{Capital: "億", Employees: "-1"})); got != "capital employees" {
			t.Error(got)
		}
		if fault.KindOf(h.SaveOperator(t.Context(), h.officer, orders.SizeForm{})) != fault.Forbidden {
			t.Error("the city set the operator's size")
		}
		if d, err := h.ReplyDay(t.Context(), h.guest); err != nil || !d.After(h.now.DateIn(when.Tokyo)) {
			t.Errorf("%s %v", d, err)
		}
	})
}
