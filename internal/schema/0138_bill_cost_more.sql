-- What banks take, and the tax that was kept back or taken and is paid to the tax office, are
-- entered like the hub's costs.
create table bill_cost_more (
	hub_id text not null references hub (id),
	id text not null,
	side text not null check (side in ('staff', 'rent', 'other', 'charges', 'grants', 'withheld', 'sales_tax')),
	on_day text not null,
	amount bigint not null check (amount <> 0),
	words text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id)
);
insert into bill_cost_more select hub_id, id, side, on_day, amount, words, made_by, made_at from bill_cost;
drop table bill_cost;
alter table bill_cost_more rename to bill_cost;
create index bill_cost_by_day on bill_cost (hub_id, on_day, id);
