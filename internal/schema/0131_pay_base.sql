-- What of a transfer was withheld from: the lists of the tax office go by the day of payment,
-- and a correction is another payment with a base of its own (R-68, R-71). Payments that are
-- there get what the version they settled says, less what was settled before them.

alter table pay_payment add column base_yen bigint not null default 0;

update pay_payment set base_yen =
	coalesce((select v.base_yen from pay_version v where v.hub_id = pay_payment.hub_id and v.statement_id = pay_payment.statement_id and v.transfer_yen <= (
		select sum(p.amount_yen) from pay_payment p where p.hub_id = pay_payment.hub_id and p.statement_id = pay_payment.statement_id and p.state = 'paid'
			and (p.made_at < pay_payment.made_at or p.made_at = pay_payment.made_at and p.transfer <= pay_payment.transfer)) order by v.version desc limit 1), 0)
	- coalesce((select v.base_yen from pay_version v where v.hub_id = pay_payment.hub_id and v.statement_id = pay_payment.statement_id and v.transfer_yen <= (
		select coalesce(sum(p.amount_yen), 0) from pay_payment p where p.hub_id = pay_payment.hub_id and p.statement_id = pay_payment.statement_id and p.state = 'paid'
			and (p.made_at < pay_payment.made_at or p.made_at = pay_payment.made_at and p.transfer < pay_payment.transfer)) order by v.version desc limit 1), 0)
	where state = 'paid';
