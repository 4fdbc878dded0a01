-- What a worker is owed when an order she has in hand is cancelled (R-37): what it cost her,
-- what the rest would have earned, and what she is paid for it.
create table work_compensation (
	hub_id text not null,
	claim_id text not null,
	order_id text not null,
	piece_id text not null,
	worker_id text not null,
	rows_left bigint not null check (rows_left >= 0),
	rest_yen bigint not null check (rest_yen >= 0),
	cost_yen bigint not null check (cost_yen >= 0),
	paid_yen bigint not null check (paid_yen >= cost_yen),
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, claim_id),
	foreign key (hub_id, claim_id) references work_claim (hub_id, id)
);
create index work_compensation_by_order on work_compensation (hub_id, order_id);
create index work_compensation_by_worker on work_compensation (hub_id, worker_id);

-- Items of the terms that cannot be fixed yet for an objective reason, and when they are
-- to be (R-10). Once decided, a supplement goes to everybody who has a notice (R-17).
create table work_open_item (
	hub_id text not null,
	order_id text not null,
	item text not null,
	reason text not null,
	decide_by text not null,
	made_by text not null,
	made_at text not null,
	value text not null,
	decided_by text not null,
	decided_at text not null,
	primary key (hub_id, order_id, item),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index work_open_item_waiting on work_open_item (hub_id, decided_at, decide_by);

-- The notice a supplement completes; '' for a notice that stands by itself.
alter table terms_notice add column supplements text not null default '';

-- Rows of which the right answer is known: the program compares by itself.
create table work_gold (
	hub_id text not null,
	order_id text not null,
	row_no bigint not null,
	cells_sealed text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id, row_no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
