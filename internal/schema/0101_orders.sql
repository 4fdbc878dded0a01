-- Orders: for whom the hub works, what kinds of work it knows, and how an inquiry becomes
-- a quote, a quote an order, and an order rows that can be handed out.
-- Prices and fees of one unit are in sen, a hundredth of a yen.

create table client (
	hub_id text not null references hub (id),
	id text not null,
	no bigint not null,
	kind text not null check (kind in ('company', 'operator', 'section')),
	name text not null,
	kana text not null,
	search_key text not null,
	contact text not null,
	mail text not null,
	phone text not null,
	postcode text not null,
	address text not null,
	capital bigint not null,
	employees bigint not null,
	bill_name text not null,
	bill_mail text not null,
	bill_address text not null,
	closing_day bigint not null check (closing_day between 1 and 31),
	pay_months bigint not null check (pay_months between 0 and 2),
	pay_day bigint not null check (pay_day between 1 and 31),
	budget_line text not null,
	note text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	ended_at text not null,
	primary key (hub_id, id),
	unique (hub_id, no)
);
create index client_by_kana on client (hub_id, ended_at, kana, id);

-- Talks about prices, on record with date and answer (R-41, R-60).
create table client_talk (
	hub_id text not null,
	id text not null,
	client_id text not null,
	on_day text not null,
	asked_by text not null check (asked_by in ('hub', 'client')),
	asked text not null,
	answer text not null,
	answered_on text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, client_id) references client (hub_id, id)
);
create index client_talk_by_client on client_talk (hub_id, client_id, on_day);

-- The client's window: a link without an account, for one client, for a time.
create table client_window (
	hub_id text not null,
	id text not null,
	client_id text not null,
	token_hash text not null,
	given_to text not null,
	expires_on text not null,
	revoked_at text not null,
	seen_at text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, token_hash),
	foreign key (hub_id, client_id) references client (hub_id, id)
);
create index client_window_by_client on client_window (hub_id, client_id, made_at);

create table work_kind (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	name text not null,
	name_en text not null,
	unit text not null check (unit in ('row', 'image', 'audio_minute', 'page', 'hour')),
	seconds bigint not null check (seconds > 0),
	spread bigint not null check (spread between 0 and 300),
	skill_id text not null,
	level bigint not null check (level between 0 and 3),
	phone bigint not null check (phone in (0, 1)),
	hub_only bigint not null check (hub_only in (0, 1)),
	tool text not null check (tool in ('entry', 'check', 'tag', 'transcript', 'writing', 'file')),
	checks text not null check (checks in ('sample', 'all', 'double')),
	tax_kind text not null,
	withholding text not null check (withholding in ('no', 'yes', 'ask')),
	withholding_why text not null,
	rights text not null,
	secrecy text not null,
	manual text not null,
	retired_at text not null,
	version bigint not null,
	made_at text not null,
	primary key (hub_id, id)
);
create index work_kind_by_place on work_kind (hub_id, place, id);

create table client_order (
	hub_id text not null,
	id text not null,
	no bigint not null,
	once_key text not null,
	client_id text not null,
	kind_id text not null,
	title text not null,
	state text not null check (state in ('asked', 'quoted', 'ordered', 'working', 'delivered', 'accepted', 'declined', 'cancelled')),
	practice bigint not null check (practice in (0, 1)),
	volume bigint not null check (volume >= 0),
	wanted_on text not null,
	words text not null,
	po_number text not null,
	permille bigint not null check (permille between 0 and 1000),
	price_sen bigint not null check (price_sen >= 0),
	fee_sen bigint not null check (fee_sen >= 0),
	seconds bigint not null check (seconds > 0),
	promise_on text not null,
	checks text not null check (checks in ('sample', 'all', 'double')),
	first_rows bigint not null check (first_rows >= 0),
	hub_only bigint not null check (hub_only in (0, 1)),
	phone bigint not null check (phone in (0, 1)),
	owner text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, no),
	unique (hub_id, once_key),
	foreign key (hub_id, client_id) references client (hub_id, id),
	foreign key (hub_id, kind_id) references work_kind (hub_id, id)
);
create index client_order_by_state on client_order (hub_id, state, promise_on, id);
create index client_order_by_client on client_order (hub_id, client_id, made_at);

create table order_step (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	state text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

-- Every version of a quote stays. A fee below the yardstick needs an approver's reason (R-36).
create table order_quote (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	state text not null check (state in ('waiting', 'sent', 'accepted', 'answered', 'replaced')),
	volume bigint not null check (volume > 0),
	price_sen bigint not null check (price_sen >= 0),
	fee_sen bigint not null check (fee_sen >= 0),
	seconds bigint not null check (seconds > 0),
	promise_on text not null,
	permille bigint not null,
	valid_until text not null,
	terms text not null,
	wage_yen bigint not null,
	hourly_yen bigint not null,
	below_reason text not null,
	approved_by text not null,
	approved_at text not null,
	made_by text not null,
	made_at text not null,
	answered_by text not null,
	answered_at text not null,
	answer text not null,
	primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index order_quote_by_state on order_quote (hub_id, state, made_at);

create table order_message (
	hub_id text not null,
	id text not null,
	order_id text not null,
	once_key text not null,
	side text not null check (side in ('client', 'hub')),
	body text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index order_message_by_order on order_message (hub_id, order_id, made_at);

-- Files of an order: samples, materials to be worked on, what helps to understand them.
-- first_row is the order's number of a material's first row, once it is ready.
create table order_material (
	hub_id text not null,
	id text not null,
	order_id text not null,
	use text not null check (use in ('sample', 'material', 'reference')),
	name text not null,
	media text not null,
	bytes bigint not null,
	sha256 text not null,
	blob_id text not null,
	state text not null check (state in ('stored', 'reading', 'ready', 'refused', 'removed')),
	form text not null,
	first_row bigint not null,
	done bigint not null,
	total bigint not null,
	problem text not null,
	problem_args text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index order_material_by_order on order_material (hub_id, order_id, made_at);

-- The rows of a material, some dozens in one sealed body: they are the client's data.
-- first_row counts within the material, from 0.
create table order_chunk (
	hub_id text not null,
	order_id text not null,
	material_id text not null,
	first_row bigint not null,
	rows bigint not null check (rows > 0),
	body_sealed text not null,
	primary key (hub_id, order_id, material_id, first_row),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

-- What stands in a row (given) and what is to be found out (asked). Columns of different
-- lanes are never shown to the same person; lane 0 is shown to everybody.
create table order_column (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	name text not null,
	side text not null check (side in ('given', 'asked')),
	type text not null check (type in ('text', 'kana', 'number', 'date', 'postcode', 'phone', 'mail', 'choice', 'long')),
	width text not null check (width in ('', 'half', 'full')),
	must bigint not null check (must in (0, 1)),
	choices text not null,
	hint text not null,
	lane bigint not null check (lane >= 0),
	primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

create table order_instruction (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	body text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

create table order_row_note (
	hub_id text not null,
	order_id text not null,
	row_no bigint not null,
	body text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id, row_no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
