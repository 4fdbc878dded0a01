-- A column can ask for a word of a vocabulary. A check cannot be changed in place on both
-- engines, so the table is written anew.
alter table order_column rename to order_column_before;
create table order_column (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	name text not null,
	side text not null check (side in ('given', 'asked')),
	type text not null check (type in ('text', 'kana', 'number', 'date', 'postcode', 'phone', 'mail', 'choice', 'term', 'long')),
	width text not null check (width in ('', 'half', 'full')),
	must bigint not null check (must in (0, 1)),
	choices text not null,
	hint text not null,
	lane bigint not null check (lane >= 0),
	constraint order_column_key primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
insert into order_column (hub_id, order_id, no, name, side, type, width, must, choices, hint, lane)
	select hub_id, order_id, no, name, side, type, width, must, choices, hint, lane from order_column_before;
drop table order_column_before;
