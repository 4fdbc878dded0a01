package workstore

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/work"
)

func TestAnAnswerKnownToBeWrongIsNotAccepted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx := t.Context()
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(25, nil)
		if err := h.KeepGold(ctx, h.sato, oid, 26, cells("山田", "ヤマダ")); fault.KindOf(err) != fault.Invalid {
			t.Error("a row that is not there:", err)
		}
		if err := h.KeepGold(ctx, h.sato, oid, 9, cells("", "")); fault.KindOf(err) != fault.Invalid {
			t.Error("no answer at all:", err)
		}
		if err := h.KeepGold(ctx, h.sato, oid, 9, cells("123456789018", "やまだ")); fault.KindOf(err) != fault.Invalid {
			t.Error("a My Number was kept:", err)
		}
		ok(t, h.KeepGold(ctx, h.sato, oid, 9, cells("山田", "やまだ")))
		ok(t, h.KeepGold(ctx, h.sato, oid, 10, cells("佐藤", "サトウ")))
		ok(t, h.DropGold(ctx, h.sato, oid, 10))
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(ctx, misaki, pid))
		x, err := h.Sheet(ctx, h.leader, pid)
		ok(t, err)
		if g := x.Gold[9]; len(x.Gold) != 1 || !x.Looked(9) || len(g) != 2 || g[1] != "ヤマダ" {
			t.Fatalf("%v", x.Gold)
		}
		err = h.Check(ctx, h.leader, pid, x.Version, work.CheckForm{})
		if f := fault.Of(err); fault.KindOf(err) != fault.Invalid || len(f.Fields) != 2 || f.Fields[0].Name != "r9_2" {
			t.Fatalf("accepted as it was: %v", err)
		}
		fixes := []work.Fix{{Row: 9, Column: 2, Text: "山田"}, {Row: 9, Column: 3, Text: "ヤマダ"}}
		ok(t, h.Check(ctx, h.leader, pid, x.Version, work.CheckForm{Fixes: fixes, Line: "2", Cause: "worker"}))
		ps, _, err := h.MyPace(ctx, misaki)
		if err != nil || len(ps) != 1 || ps[0].Wrong != 1 {
			t.Errorf("a wrong gold row does not count: %+v %v", ps, err)
		}
	})
}

// An item without an objective reason and a day is refused; once decided, everybody
// who has a notice gets a supplement linked to it.
func TestAnOpenItemOfTheTermsIsSupplementedOnceDecided(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx := t.Context()
		misaki, yui := h.worker("三好 みさき", h.kinds["entry"]), h.worker("結衣", h.kinds["entry"])
		oid := h.open(100, nil)
		before := h.take(yui, oid)
		if err := h.LeaveOpen(ctx, h.sato, oid, work.OpenForm{Item: "fee", Reason: "x", DecideBy: "2027-02-20"}); fault.KindOf(err) != fault.Invalid {
			t.Error("a fee was left open:", err)
		}
		if err := h.LeaveOpen(ctx, h.sato, oid, work.OpenForm{Item: "expenses", DecideBy: "2027-02-01"}); fault.KindOf(err) != fault.Invalid || len(fault.Of(err).Fields) != 2 {
			t.Error("neither reason nor a day to come:", err)
		}
		ok(t, h.LeaveOpen(ctx, h.sato, oid, work.OpenForm{Item: "expenses", Reason: "送料の負担を発注者に確認中", DecideBy: "2027-02-12"}))
		if err := h.LeaveOpen(ctx, h.sato, oid, work.OpenForm{Item: "expenses", Reason: "x", DecideBy: "2027-02-12"}); !conflict(err) {
			t.Error("left open twice:", err)
		}
		pid := h.take(misaki, oid)
		ns, err := h.Notices(ctx, misaki)
		ok(t, err)
		if len(ns) != 1 || ns[0].Terms.Expenses != "" || len(ns[0].Terms.Open) != 1 || len(ns[0].Terms.Lacks()) != 0 {
			t.Fatalf("%+v", ns)
		}
		w, err := h.Waits(ctx, h.sato)
		if err != nil || w.Undecided != 0 {
			t.Error(w, err)
		}
		h.now = h.now.Add(5 * 24 * 3600 * 1e9)
		if w, err = h.Waits(ctx, h.sato); err != nil || w.Undecided != 1 {
			t.Error("nobody is told that the day has come:", w, err)
		}
		ok(t, h.Decide(ctx, h.sato, oid, "expenses", "送料は発注者が負担"))
		if err := h.Decide(ctx, h.sato, oid, "expenses", "別のこと"); !conflict(err) {
			t.Error("decided twice:", err)
		}
		ns, err = h.Notices(ctx, misaki)
		ok(t, err)
		if len(ns) != 2 || ns[0].Supplements != ns[1].ID || ns[0].Version != 2 || ns[0].Terms.Expenses != "送料は発注者が負担" || len(ns[0].Terms.Open) != 0 || ns[0].Terms.Fee != ns[1].Terms.Fee {
			t.Errorf("%+v", ns)
		}
		if n := h.count(`select count(*) from work_claim where hub_id = $1 and piece_id = $2 and notice_id = $3`, h.hub, pid, ns[0].ID); n != 1 {
			t.Error("the claim rests on the old notice")
		}
		if ns, err = h.Notices(ctx, yui); err != nil || len(ns) != 1 {
			t.Error("a notice that was complete got a supplement:", ns, err, before)
		}
		if o := h.view(oid); o.State != orders.Working {
			t.Error(o.State)
		}
	})
}

func TestAWordOfTheVocabularyIsKeptInItsOneForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.order(h.kinds["entry"], 2, nil, []orders.ColumnForm{{Name: "名称"}, {Name: "法人格", Asked: true, Type: "term", Choices: "株式会社=(株)/㈱, 有限会社"}})
		ok(t, h.Split(t.Context(), h.sato, oid, 18))
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
		pid := h.take(misaki, oid)
		got, err := h.SaveRow(t.Context(), misaki, pid, 1, 0, cells("㈱"))
		ok(t, err)
		if got.Cells[0] != "株式会社" || len(got.Wrong) != 0 {
			t.Errorf("%+v", got)
		}
		if got, err = h.SaveRow(t.Context(), misaki, pid, 2, 0, cells("組合")); err != nil || len(got.Wrong) != 1 || got.Cells[0] != "組合" {
			t.Errorf("a word outside of it is lost, or let pass: %+v %v", got, err)
		}
	})
}
