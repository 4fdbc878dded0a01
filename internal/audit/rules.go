package audit

// Rules are all rules, in the order of the table: first what was done, then what was paid,
// then what the records themselves are.
func Rules() []Rule {
	return []Rule{
		{Key: "caps-kept", Says: "no plan proposes more than somebody's own limits of a week, a month and a year that were set before it", look: capsKept},
		{Key: "notice-before-work", Says: "each claim rests on a notice of its worker and piece, shown before it (R-11)",
			count: `select count(hub_id) from work_claim`,
			broken: `select c.hub_id, c.id from work_claim c
				left join (select hub_id, worker_id, piece_id, min(shown_at) as first from terms_notice group by hub_id, worker_id, piece_id) t on t.hub_id = c.hub_id and t.worker_id = c.worker_id and t.piece_id = c.piece_id
				where t.first is null or t.first > c.claimed_at order by c.hub_id, c.id`},
		{Key: "contract-before-work", Says: "whoever took work on had agreed to the basic contract before (R-15)",
			count: `select count(c.hub_id) from work_claim c`,
			broken: `select c.hub_id, c.id from work_claim c left join worker_consent k on k.hub_id = c.hub_id and k.worker_id = c.worker_id and k.kind = 'contract' and k.made_at <= c.claimed_at
				group by c.hub_id, c.id having count(k.id) = 0 order by c.hub_id, c.id`},
		{Key: "hands", Says: "nobody has more than three pieces in hand",
			count:  `select count(c.hub_id) from work_claim c where c.state = 'held'`,
			broken: `select c.hub_id, c.worker_id from work_claim c where c.state = 'held' group by c.hub_id, c.worker_id having count(*) > 3 order by c.hub_id, c.worker_id`},
		{Key: "work-by-claim", Says: "no row is filled in without a claim on its piece, nor before it (R-11)",
			count: `select count(hub_id) from work_row`,
			// The earliest of each piece: row by row, claims are sought without an index, in quadratic time.
			broken: `select r.hub_id, r.piece_id from (select hub_id, piece_id, min(saved_at) as first from work_row group by hub_id, piece_id) r
				left join (select hub_id, piece_id, min(claimed_at) as first from work_claim group by hub_id, piece_id) c on c.hub_id = r.hub_id and c.piece_id = r.piece_id
				where c.first is null or c.first > r.first order by r.hub_id, r.piece_id`},
		{Key: "claimed-once", Says: "no piece is in two hands",
			count:  `select count(hub_id) from work_piece`,
			broken: `select c.hub_id, c.piece_id from work_claim c where c.state in ('held', 'delivered', 'rework', 'accepted') group by c.hub_id, c.piece_id having count(*) > 1 order by c.hub_id, c.piece_id`},
		{Key: "row-once", Says: "no row of an order is in two pieces of one lane and entry", look: rowsOnce},
		{Key: "sealed-apart", Says: "nobody has worked on two groups of sealed columns of an order",
			count: `select count(c.hub_id) from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id where p.lane > 0`,
			broken: `select c.hub_id, c.order_id from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id where p.lane > 0
				group by c.hub_id, c.order_id, c.worker_id having count(distinct p.lane) > 1 order by c.hub_id, c.order_id`},
		{Key: "entered-by-two", Says: "nobody has both entries of a row that is entered twice",
			count: `select count(c.hub_id) from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id where p.pass = 2`,
			broken: `select c.hub_id, c.order_id from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id
				group by c.hub_id, c.order_id, p.lane, c.worker_id having count(distinct p.pass) > 1 order by c.hub_id, c.order_id`},
		{Key: "own-work", Says: "nobody inspected her own work", look: ownWork},
		{Key: "compensated", Says: "who had work in hand of a cancelled order has been paid for it, never less than it cost her (R-37)",
			count:  `select count(hub_id) from work_compensation`,
			broken: `select x.hub_id, x.claim_id from work_compensation x left join work_receipt t on t.hub_id = x.hub_id and t.claim_id = x.claim_id where x.paid_yen < x.cost_yen or x.paid_yen > coalesce(t.extra_yen, 0) order by x.hub_id, x.claim_id`},
		{Key: "lawful-day", Says: "no day of payment lies beyond the sixtieth day, the receipt's counted (R-23)", look: lawfulDays},
		{Key: "practice-unpaid", Says: "practice never enters money",
			count:  `select count(hub_id) from client_order where practice = 1`,
			broken: `select t.hub_id, t.claim_id from work_receipt t join client_order o on o.hub_id = t.hub_id and o.id = t.order_id where o.practice = 1 order by t.hub_id, t.claim_id`},
		{Key: "statement-line", Says: "what was accepted before its month was closed stands in a statement's line",
			count: `select count(hub_id) from work_receipt where accepted_at <> ''`,
			broken: `select t.hub_id, t.claim_id from work_receipt t join pay_month m on m.hub_id = t.hub_id and m.month = substr(t.received_on, 1, 7) and m.state = 'closed'
				where t.accepted_at <> '' and t.fee_yen > 0 and t.accepted_at < (select min(s.made_at) from pay_month_step s where s.hub_id = t.hub_id and s.month = m.month and s.what = 'closing')
				and not exists (select 1 from pay_line l where l.hub_id = t.hub_id and l.claim_id = t.claim_id) order by t.hub_id, t.claim_id`},
		{Key: "statement-once", Says: "no accepted piece is in statements for more than was agreed for it, or in another person's",
			count: `select count(hub_id) from pay_line`,
			broken: `select l.hub_id, l.claim_id from pay_line l left join work_receipt t on t.hub_id = l.hub_id and t.claim_id = l.claim_id and t.worker_id = l.worker_id
				group by l.hub_id, l.claim_id having count(t.claim_id) < count(*) or sum(l.agreed_yen) > max(coalesce(t.fee_yen + t.extra_yen, 0)) order by l.hub_id, l.claim_id`},
		{Key: "statement-sum", Says: "what a statement pays out is its fees with tax, less what is withheld (R-26)",
			count:  `select count(hub_id) from pay_version`,
			broken: `select p.hub_id, p.statement_id from pay_version p where p.net_yen + p.tax_yen <> p.gross_yen or p.gross_yen - p.withheld_yen <> p.transfer_yen order by p.hub_id, p.statement_id`},
		{Key: "paid-once", Says: "no statement is paid more than it says",
			count: `select count(hub_id) from pay_payment where state = 'paid'`,
			broken: `select p.hub_id, p.statement_id from pay_payment p join pay_statement s on s.hub_id = p.hub_id and s.id = p.statement_id
				join pay_version n on n.hub_id = s.hub_id and n.statement_id = s.id and n.version = s.newest where p.state = 'paid'
				group by p.hub_id, p.statement_id having sum(p.amount_yen) > max(n.transfer_yen) order by p.hub_id, p.statement_id`},
		{Key: "bank-total", Says: "a run's total is that of its transfers, and two people stand behind it (R-78)",
			count: `select count(hub_id) from bank_run`,
			broken: `select b.hub_id, b.id from bank_run b left join bank_transfer t on t.hub_id = b.hub_id and t.run_id = b.id
				group by b.hub_id, b.id, b.sum_yen, b.transfers, b.state, b.made_person, b.approved_person
				having coalesce(sum(t.amount_yen), 0) <> b.sum_yen or count(t.no) <> b.transfers or b.state in ('approved', 'filed', 'done') and (b.approved_person = '' or b.approved_person = b.made_person)
				order by b.hub_id, b.id`},
		{Key: "bank-statement", Says: "a transfer is for one statement and for no more than it says (R-79)",
			count: `select count(hub_id) from bank_transfer`,
			broken: `select t.hub_id, t.statement_id from bank_transfer t left join pay_statement s on s.hub_id = t.hub_id and s.id = t.statement_id and s.worker_id = t.worker_id
				left join pay_version n on n.hub_id = s.hub_id and n.statement_id = s.id and n.version = s.newest where s.id is null or t.amount_yen > n.transfer_yen order by t.hub_id, t.statement_id`},
		{Key: "invoice-line", Says: "an invoice's line stands on an accepted delivery, and no delivery in two",
			count: `select count(hub_id) from bill_line where delivery_no > 0`,
			broken: `select l.hub_id, l.order_id from bill_line l join bill_invoice i on i.hub_id = l.hub_id and i.id = l.invoice_id and i.state <> 'dropped'
				left join work_delivery d on d.hub_id = l.hub_id and d.order_id = l.order_id and d.no = l.delivery_no and d.state = 'accepted'
				where l.delivery_no > 0 group by l.hub_id, l.order_id, l.delivery_no having count(*) > 1 or count(d.no) = 0 order by l.hub_id, l.order_id`},
		{Key: "invoice-sum", Says: "an invoice's sum is that of its lines, and what was received, credited and given up is no more",
			count: `select count(hub_id) from bill_invoice where state = 'issued'`,
			broken: `select i.hub_id, i.id from bill_invoice i join bill_line l on l.hub_id = i.hub_id and l.invoice_id = i.id where i.state = 'issued' group by i.hub_id, i.id, i.net, i.tax, i.gross, i.got, i.credited, i.given_up
				having sum(l.amount) <> i.net or i.net + i.tax <> i.gross or i.got + i.credited + i.given_up > i.gross order by i.hub_id, i.id`},
		{Key: "invoice-numbers", Says: "numbers of invoices, of credit notes and of runs have no gap",
			count: `select (select count(hub_id) from bill_invoice where number > 0) + (select count(hub_id) from bill_credit) + (select count(hub_id) from bank_run)`,
			broken: `select hub_id, what from (
				select hub_id, 'invoices' as what, count(*) as n, min(number) as first, max(number) as last from bill_invoice where number > 0 group by hub_id, fiscal_year
				union all select hub_id, 'credit notes', count(*), min(number), max(number) from bill_credit group by hub_id, fiscal_year
				union all select hub_id, 'runs', count(*), min(no), max(no) from bank_run group by hub_id) x where n <> last or first <> 1 order by hub_id, what`},
		{Key: "ledger-zero", Says: "each entry of the ledger adds up to zero",
			count: `select count(hub_id) from book_entry`,
			broken: `select e.hub_id, e.id from book_entry e
				left join (select hub_id, entry_id, count(no) as n, sum(amount_yen) as yen from book_line group by hub_id, entry_id) l on l.hub_id = e.hub_id and l.entry_id = e.id
				where l.n is null or l.n < 2 or l.yen <> 0 order by e.hub_id, e.id`},
		{Key: "ledger-owed", Says: "what the ledger says clients owe is what their invoices say",
			count: `select count(hub_id) from bill_invoice where state = 'issued'`,
			broken: `select hub_id, 'receivable' from (select hub_id, sum(yen) as yen from (
				select hub_id, gross - credited - got - given_up as yen from bill_invoice where state = 'issued' union all select hub_id, -amount_yen from book_line where account = 'receivable') x group by hub_id) y where yen <> 0 order by hub_id`},
		{Key: "document-chain", Says: "each version of a document replaces the one before it, and keeps its bytes (R-73, R-74)",
			count: `select count(hub_id) from book_document`,
			broken: `select d.hub_id, d.id from book_document d left join book_document b on b.hub_id = d.hub_id and b.id = d.replaces left join blob f on f.hub_id = d.hub_id and f.id = d.blob_id
				where f.id is null or f.bytes <> d.bytes or f.sha256 <> d.sha256 or d.version > 1 and (b.id is null or b.version <> d.version - 1) or d.version = 1 and d.replaces <> '' order by d.hub_id, d.id`},
		{Key: "terms-hash", Says: "each notice of terms is what its hash says it was (R-19)", look: termsHash},
		{Key: "public-figures", Says: "what stands on the public page is what a recount gives, by what was on record when it was written down", look: publicFigures},
		{Key: "seats", Says: "the seats counted beside each seminar are those of its sign-ups",
			count: `select count(hub_id) from signup`,
			broken: `select hub_id, seminar_id from (select hub_id, seminar_id, state, way, sum(parties) as p, sum(adults) as a, sum(children) as c from (
				select hub_id, seminar_id, state, way, 1 as parties, adults, children from signup union all select hub_id, seminar_id, state, way, -parties, -adults, -children from seminar_count) x
				group by hub_id, seminar_id, state, way) y where p <> 0 or a <> 0 or c <> 0 group by hub_id, seminar_id order by hub_id, seminar_id`},
		{Key: "journal-chain", Says: "the journal's chain is whole, line by line and to its end", look: journalChain},
	}
}
