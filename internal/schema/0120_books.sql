-- The books: the ledger by double entry, and the archive of issued documents. Rows of both
-- are written once; what was wrong is answered by another row (R-73, R-74).

create table book_entry (
	hub_id text not null references hub (id),
	id text not null,
	on_day text not null,
	kind text not null check (kind in ('statement', 'transfer', 'failed', 'invoice', 'credit', 'receipt', 'fee', 'cost', 'grant', 'tax', 'other')),
	ref text not null,
	memo text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id)
);
create index book_entry_by_day on book_entry (hub_id, on_day, id);
create index book_entry_by_ref on book_entry (hub_id, ref, id);

-- A debit is above zero, a credit below. The day stands here too, so that a balance is read
-- from one index.
create table book_line (
	hub_id text not null,
	entry_id text not null,
	no bigint not null,
	account text not null check (account in ('fees', 'input_tax', 'payable', 'withholding', 'bank', 'receivable', 'sales', 'output_tax', 'bank_fees', 'hub_costs', 'grants', 'advance')),
	on_day text not null,
	amount_yen bigint not null check (amount_yen <> 0),
	party text not null,
	order_id text not null,
	primary key (hub_id, entry_id, no),
	foreign key (hub_id, entry_id) references book_entry (hub_id, id)
);
create index book_line_by_account on book_line (hub_id, account, on_day, entry_id, no, amount_yen);
create index book_line_by_party on book_line (hub_id, party, on_day);
create index book_line_by_order on book_line (hub_id, order_id, account);

-- Months nothing more is dated in.
create table book_month (
	hub_id text not null references hub (id),
	month text not null,
	locked_by text not null,
	locked_at text not null,
	primary key (hub_id, month)
);

-- Numbers without gaps: taken in the write that uses them, so one that is undone gives its number back.
create table book_series (
	hub_id text not null references hub (id),
	series text not null,
	last bigint not null check (last > 0),
	primary key (hub_id, series)
);

-- Issued documents. The file lies in blob under its hash; a correction is another row that
-- names the one it replaces.
create table book_document (
	hub_id text not null references hub (id),
	id text not null,
	kind text not null check (kind in ('statement', 'invoice', 'credit_note', 'receipt_note', 'quote', 'terms', 'bank_file', 'bank_result', 'withholding_list', 'payment_record', 'reminder', 'other')),
	no text not null,
	on_day text not null,
	amount_yen bigint not null,
	party text not null,
	party_sealed text not null,
	name text not null,
	media text not null,
	bytes bigint not null,
	sha256 text not null,
	blob_id text not null,
	replaces text not null,
	version bigint not null check (version > 0),
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, kind, no, version),
	foreign key (hub_id, blob_id) references blob (hub_id, id)
);
create index book_document_by_day on book_document (hub_id, on_day, id);
create index book_document_by_amount on book_document (hub_id, amount_yen, on_day);
create index book_document_by_party on book_document (hub_id, party, on_day);
create index book_document_by_kind on book_document (hub_id, kind, on_day);
create unique index book_document_one_next on book_document (hub_id, replaces) where replaces <> '';

-- A period's documents as one archive, made in the background.
create table book_export (
	hub_id text not null references hub (id),
	id text not null,
	from_on text not null,
	to_on text not null,
	party text not null,
	kind text not null,
	state text not null check (state in ('waiting', 'ready', 'failed', 'gone')),
	done bigint not null,
	total bigint not null,
	blob_id text not null,
	bytes bigint not null,
	made_by text not null,
	made_at text not null,
	ready_at text not null,
	primary key (hub_id, id)
);
create index book_export_by_age on book_export (hub_id, made_at);
