-- The hub's own costs and grants, and what a fiscal year is expected to bring. What was
-- entered is never changed: a negative amount takes it back.

create table bill_cost (
	hub_id text not null references hub (id),
	id text not null,
	side text not null check (side in ('staff', 'rent', 'other', 'grants')),
	on_day text not null,
	amount bigint not null check (amount <> 0),
	words text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id)
);
create index bill_cost_by_day on bill_cost (hub_id, on_day, id);

create table bill_plan (
	hub_id text not null references hub (id),
	fiscal_year bigint not null,
	side text not null check (side in ('sales', 'grants', 'fees', 'staff', 'rent', 'other', 'charges')),
	month bigint not null check (month between 1 and 12),
	amount bigint not null check (amount >= 0),
	primary key (hub_id, fiscal_year, side, month)
);
