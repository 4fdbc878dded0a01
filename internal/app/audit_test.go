package app

import (
	"slices"
	"strings"
	"testing"

	"hiroba/internal/audit"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func audited(t *testing.T, a *App) map[string]audit.Result {
	t.Helper()
	rs, err := audit.Run(t.Context(), a.DB)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]audit.Result{}
	for _, r := range rs {
		out[r.Key] = r
	}
	return out
}

func TestTheBooksOfTheTownAreClean(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		for _, r := range audited(t, a) {
			if len(r.Broken) > 0 {
				t.Errorf("%s: %v", r.Key, r.Broken)
			}
		}
	})
}

// mutations break each rule once, past the stores and past what the schema would refuse.
var mutations = map[string][]string{
	"caps-kept":            {`update worker_wish set week_cap = 15, changed_at = '2001-01-01T00:00:00.000000Z' where week_cap > 0`},
	"public-figures":       {`update worker_step set made_at = '2099-01-01T00:00:00.000000Z' where state = 'registered'`},
	"notice-before-work":   {`update terms_notice set shown_at = '2099-01-01T00:00:00.000000Z'`},
	"contract-before-work": {`update worker_consent set made_at = '2099-01-01T00:00:00.000000Z' where kind = 'contract'`},
	"hands":                {`update work_claim set worker_id = (select min(worker_id) from work_claim), state = 'held' where piece_id in (select id from work_piece)`},
	"work-by-claim":        {`update work_claim set claimed_at = '2099-01-01T00:00:00.000000Z'`},
	"claimed-once": {`drop index work_claim_one`, `insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at)
		select hub_id, 'again', piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at from work_claim where state = 'accepted' limit 1`},
	"row-once":       {`update work_piece set row_set = '1'`},
	"sealed-apart":   {`update work_piece set lane = no`},
	"entered-by-two": {`update work_piece set pass = 2 where id in (select max(piece_id) from work_claim group by hub_id, order_id, worker_id having count(*) > 1)`},
	"own-work":       {`update journal set person_id = (select w.person_id from worker w where w.hub_id = journal.hub_id and w.id = json_extract(journal.particulars, '$.Worker')) where kind = 'work.accepted'`},
	"compensated": {`insert into work_compensation (hub_id, claim_id, order_id, piece_id, worker_id, rows_left, rest_yen, cost_yen, paid_yen, reason, made_by, made_at)
		select hub_id, claim_id, order_id, piece_id, worker_id, 1, 100, 0, extra_yen + 1, 'x', 'x', '' from work_receipt limit 1`},
	"lawful-day":      {`update work_receipt set due_on = '2099-01-01'`},
	"practice-unpaid": {`update client_order set practice = 1 where id in (select order_id from work_receipt)`},
	"statement-line":  {`delete from pay_line where no = 1`},
	"statement-once":  {`update pay_line set agreed_yen = agreed_yen + 100, amount_yen = amount_yen + 100`},
	"statement-sum":   {`pragma ignore_check_constraints = on`, `update pay_version set transfer_yen = transfer_yen + 1`},
	"paid-once": {`insert into pay_payment (hub_id, statement_id, transfer, state, amount_yen, withheld_yen, on_day, reason, made_by, made_at)
		select hub_id, statement_id, 'again', 'paid', transfer_yen + 1, 0, due_on, '', 'x', made_at from pay_version where state <> 'draft' limit 1`},
	"bank-total":      {`update bank_run set sum_yen = sum_yen + 1`},
	"bank-statement":  {`update bank_transfer set amount_yen = amount_yen + 1000000`},
	"invoice-line":    {`update work_delivery set state = 'objected'`},
	"invoice-sum":     {`update bill_invoice set net = net + 1 where state = 'issued'`},
	"invoice-numbers": {`update bill_invoice set number = number + 5 where number = 2`},
	"ledger-zero":     {`update book_line set amount_yen = amount_yen + 1 where no = 1`},
	"ledger-owed":     {`update bill_invoice set got = got - 1 where got > 0`},
	"document-chain":  {`update book_document set bytes = bytes + 1`},
	"terms-hash":      {`update terms_notice set body = body || ' '`},
	"seats":           {`update seminar_count set parties = parties + 1`},
	"journal-chain":   {`update journal set actor = 'somebody else' where seq = 5`},
}

func TestTheAuditorFindsEachRuleBroken(t *testing.T) {
	for _, r := range audit.Rules() {
		t.Run(r.Key, func(t *testing.T) {
			texts := mutations[r.Key]
			if len(texts) == 0 {
				t.Fatal("no test breaks this rule")
			}
			a := start(t, dbtest.SQLite(t))
			for _, q := range texts {
				if err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error { _, err := tx.Exec(q); return err }); err != nil {
					t.Fatal(err)
				}
			}
			if x := audited(t, a)[r.Key]; len(x.Broken) == 0 {
				t.Errorf("broken, and the auditor finds nothing in %d rows", x.Rows)
			}
		})
	}
}

// particulars break rules that look at several things, each thing alone: what the auditor
// then says names it.
var particulars = []struct{ rule, says, sql string }{
	{"caps-kept", "minutes in a week", `update worker_wish set week_cap = 15, month_cap = 0, changed_at = '2001-01-01T00:00:00.000000Z'`},
	{"caps-kept", "minutes in 20", `update worker_wish set week_cap = 0, month_cap = 15, changed_at = '2001-01-01T00:00:00.000000Z'`},
	{"caps-kept", "yen in a year", `insert into worker_ceiling (hub_id, worker_id, wall, own_yen, measure, expense_percent, direct_percent, home_minimum, blue, other_yen, elsewhere_yen, basis, changed_at)
		select distinct s.hub_id, s.worker_id, 'own', 10, 'income', 0, 0, 0, '', 0, 0, 'delivery', '2001-01-01T00:00:00.000000Z' from dispatch_share s where not exists (select 1 from worker_ceiling c where c.worker_id = s.worker_id)`},
	{"public-figures", "bytes", `update report_snapshot set hash = 'x'`},
	{"public-figures", "cannot be read", `update report_snapshot set body = 'x'`},
	{"public-figures", "registered", `update worker_step set state = 'left' where state = 'registered'`},
	{"public-figures", "hired", `update worker_step set state = 'hired' where state = 'registered'`},
	{"public-figures", "first_job", `update worker_step set from_on = '2020-01-01' where state = 'registered'`},
	{"public-figures", "active", `update work_receipt set accepted_at = ''`},
	{"public-figures", "on_time", `update work_piece set due_on = '2020-01-01'`},
	{"public-figures", "first_time", `insert into work_finding (hub_id, id, order_id, piece_id, worker_id, row_no, column_no, line_no, cause, rework, was_sealed, now_sealed, example, made_by, made_at)
		select hub_id, claim_id, order_id, piece_id, worker_id, 1, 1, 1, 'worker', 1, '', '', '', 'x', accepted_at from work_receipt where accepted_at <> ''`},
	{"public-figures", "orders", `update order_quote set state = 'replaced'`},
	{"public-figures", "clients", `update client_order set client_id = (select min(id) from client)`},
	{"public-figures", "order_yen", `update order_quote set price_sen = price_sen + 100`},
	{"public-figures", "seminars", `update seminar set state = 'draft'`},
	{"public-figures", "came", `update door_mark set kind = 'undo'`},
	{"public-figures", "fees", `update book_line set amount_yen = amount_yen + 1 where account = 'fees'`},
}

func TestTheAuditorLooksAtEachThing(t *testing.T) {
	for _, x := range particulars {
		t.Run(x.rule+" "+x.says, func(t *testing.T) {
			a := start(t, dbtest.SQLite(t))
			if err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error { _, err := tx.Exec(x.sql); return err }); err != nil {
				t.Fatal(err)
			}
			r := audited(t, a)[x.rule]
			if !slices.ContainsFunc(r.Broken, func(b audit.Break) bool { return strings.Contains(b.What, x.says) }) {
				t.Errorf("broken, and the auditor says %v of %d rows", r.Broken, r.Rows)
			}
		})
	}
}
