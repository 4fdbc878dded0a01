package paystore

import (
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func (h *house) paid(worker string, amount yen.Amount, on when.Date, transfer string) error {
	return h.do(func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, h.only(worker).ID, amount, on, transfer) })
}

func (h *house) withheld(from, to when.Date) []WithheldRow {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]WithheldRow, error) { return Withheld(v, h.hub, from, to) })
	ok(h.t, err)
	return rows
}

func (h *house) correct(worker string, line int, amount string) {
	h.t.Helper()
	ok(h.t, h.Correct(h.t.Context(), h.yamada, h.only(worker).ID, h.only(worker).Version, line, pay.CorrectForm{Amount: amount, Reason: "数えもれ"}))
	ok(h.t, h.runner.Drain(h.t.Context()))
}

// after the money only what a correction or an extra added is on the clock.
func TestACorrectionPutsItsDifferenceOnTheClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		first := h.deliver(misaki, "no", 1000, jan(10), true)
		h.deliver(misaki, "no", 2000, jan(11), true)
		h.closeJanuary()
		ok(t, h.paid(misaki, 3000, when.On(2027, 2, 19), "t1"))
		clock := func() Clock {
			c, err := h.Clock(t.Context(), h.sato, "", 0, 10)
			ok(t, err)
			return c
		}
		if c := clock(); c.Total != 0 || len(c.Alarms) != 0 {
			t.Errorf("paid, and on the clock: %+v", c)
		}
		h.correct(misaki, 2, "2100")
		if c := clock(); c.Total != 1 || c.Rows[0].Amount != 100 || c.Rows[0].Received != jan(11) || c.Rows[0].Statement == "" || c.Alarms[duedate.Quiet] != 1 {
			t.Errorf("only the difference is open: %+v", c)
		}
		h.exec(`update work_receipt set extra_yen = 80 where hub_id = $1 and claim_id = $2`, first) // R-34, after its line
		if c := clock(); c.Total != 2 || c.Rows[0].Amount != 80 || c.Rows[0].Statement != "" || c.Rows[1].Amount != 100 {
			t.Errorf("what was added is not on the clock: %+v", c)
		}
		ok(t, h.Reopen(t.Context(), h.yamada, "2027-01", "追加分"))
		h.closeJanuary()
		if c := clock(); c.Total != 2 || c.Rows[0].Amount+c.Rows[1].Amount != 180 || c.Rows[0].Statement == "" {
			t.Errorf("the added line left the clock unpaid: %+v", c)
		}
		ok(t, h.paid(misaki, 100, when.On(2027, 2, 20), "t2")) // prepared before the reopening
		if c := clock(); c.Total != 1 || c.Rows[0].Amount != 80 {
			t.Errorf("%+v", c)
		}
		ok(t, h.paid(misaki, 80, when.On(2027, 2, 20), "t3"))
		if c := clock(); c.Total != 0 {
			t.Errorf("%+v", c)
		}
		ok(t, h.do(func(tx *db.Tx) error {
			return MarkFailed(tx, h.yamada, h.only(misaki).ID, "t1", "口座がありません")
		}))
		if c := clock(); c.Total == 0 {
			t.Error("the money came back, and nothing is on the clock")
		}
	})
}

// each payment has the base and the withholding of the version it settles, in the month it was made.
func TestACorrectionIsWithheldFromInItsOwnMonth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "yes", 50000, jan(10), true)
		h.closeJanuary()
		h.correct(misaki, 1, "60000")                            // while the first transfer was on its way
		ok(t, h.paid(misaki, 44895, when.On(2027, 2, 19), "t1")) // settles version 1
		if err := h.paid(misaki, 100, when.On(2027, 2, 19), "t2"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("paid what no version says: %v", err)
		}
		feb := h.withheld(when.On(2027, 2, 1), when.On(2027, 2, 28))
		if len(feb) != 1 || feb[0].Paid != 50000 || feb[0].Withheld != 5105 {
			t.Errorf("February: %+v", feb)
		}
		ok(t, h.paid(misaki, 8979, when.On(2027, 3, 1), "t3"))
		mar := h.withheld(when.On(2027, 3, 1), when.On(2027, 3, 31))
		if len(mar) != 1 || mar[0].Paid != 10000 || mar[0].Withheld != 1021 || mar[0].Payments != 1 {
			t.Errorf("March: %+v", mar)
		}
		if year := h.withheld(when.On(2027, 1, 1), when.On(2027, 12, 31)); len(year) != 1 || year[0].Paid != 60000 || year[0].Withheld != 6126 || year[0].Payments != 2 {
			t.Errorf("the year: %+v", year)
		}
	})
}

func TestTwoPaymentsOfOneDayAreNotCountedTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "yes", 50000, jan(10), true)
		h.closeJanuary()
		on := when.On(2027, 2, 19)
		ok(t, h.paid(misaki, 44895, on, "t1"))
		h.correct(misaki, 1, "60000")
		ok(t, h.paid(misaki, 8979, on, "t2"))
		if rows := h.withheld(on, on); len(rows) != 1 || rows[0].Paid != 60000 || rows[0].Withheld != 6126 {
			t.Errorf("%+v", rows)
		}
	})
}

// what is paid on top is a line of its own from the start.
func TestAnExtraIsNotToldAsOrdinaryWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		both := h.deliver(misaki, "no", 1000, jan(10), true)
		only := h.deliver(misaki, "no", 0, jan(11), true) // a compensation alone
		h.exec(`update work_receipt set extra_yen = 80 where hub_id = $1 and claim_id in ($2, $3)`, both, only)
		h.closeJanuary()
		type told struct {
			claim  string
			part   int
			amount yen.Amount
		}
		lines := func() (out []told) {
			for _, l := range h.only(misaki).Lines {
				out = append(out, told{l.Claim, l.Part, l.Amount})
			}
			return out
		}
		if got := lines(); len(got) != 3 || got[0] != (told{both, 0, 1000}) || got[1] != (told{both, 1, 80}) || got[2] != (told{only, 1, 80}) {
			t.Errorf("%+v", got)
		}
		h.exec(`update work_receipt set extra_yen = 100 where hub_id = $1 and claim_id in ($2, $3)`, both, only)
		ok(t, h.Reopen(t.Context(), h.yamada, "2027-01", "追加分"))
		h.closeJanuary()
		if got := lines(); len(got) != 5 || got[3].amount != 20 || got[3].part != 2 || got[4].part != 2 || h.only(misaki).Transfer != 1200 {
			t.Errorf("%+v", got)
		}
	})
}

// Her own month and year say what she earned: corrections and extras in them, work that nobody has accepted not.
func TestHerMoneySaysWhatSheEarned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		claim := h.deliver(misaki, "no", 1000, jan(10), true)
		h.closeJanuary()
		h.correct(misaki, 1, "1300")
		h.exec(`update work_receipt set extra_yen = 80 where hub_id = $1 and claim_id = $2`, claim)
		h.deliver(misaki, "no", 700, when.On(2027, 2, 8), false)
		m, err := h.MyMoney(t.Context(), a)
		ok(t, err)
		if m.Year.Fees != 1380 || m.Expected != 80 || m.SoFar != 0 || m.Waiting != 700 {
			t.Errorf("year %d, expected %d, so far %d, waiting %d", m.Year.Fees, m.Expected, m.SoFar, m.Waiting)
		}
	})
}

// What is on the clock is read from what is open, however much was ever received and paid.
func TestTheClockReadsWhatIsOpen(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	for q, index := range map[string]string{`select count(*)` + untold: "work_receipt_untold", `select count(*)` + unsettled: "pay_statement_open"} {
		plan, err := db.Read(t.Context(), h.DB, func(v *db.View) ([]string, error) {
			return db.All(v, func(r db.Scanner) (line string, err error) {
				var id, parent, unused int
				err = r.Scan(&id, &parent, &unused, &line)
				return line, err
			}, `explain query plan `+q, h.hub, ever)
		})
		ok(t, err)
		if !strings.Contains(plan[0], index) {
			t.Errorf("%s is not read:\n%s", index, strings.Join(plan, "\n"))
		}
	}
}

// A transfer that was under way when the one before it came back is written down all the same.
func TestATransferOnItsWayIsKeptWhenTheFirstComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "yes", 50000, jan(10), true)
		h.closeJanuary()
		on := when.On(2027, 2, 19)
		ok(t, h.paid(misaki, 44895, on, "t1"))
		h.correct(misaki, 1, "60000")
		ok(t, h.do(func(tx *db.Tx) error {
			return MarkFailed(tx, h.yamada, h.only(misaki).ID, "t1", "口座がありません")
		}))
		ok(t, h.paid(misaki, 8979, on, "t2"))
		if rows := h.withheld(on, on); len(rows) != 1 || rows[0].Paid != 10000 || rows[0].Withheld != 1021 {
			t.Errorf("%+v", rows)
		}
		ok(t, h.paid(misaki, 44895, on, "t3"))
		if rows := h.withheld(on, on); len(rows) != 1 || rows[0].Paid != 60000 || rows[0].Withheld != 6126 || h.open(h.only(misaki).ID) != 0 {
			t.Errorf("%+v", rows)
		}
	})
}
