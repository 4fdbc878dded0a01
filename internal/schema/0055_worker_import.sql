-- Lists that offices kept before there was a hub, on their way into the books. A list is
-- read into sealed blocks of rows; nothing of it is in the books before it is taken as a
-- whole. What is left of it is erased a week later at the latest; only the numbers stay.

create table worker_import (
	hub_id text not null references hub (id),
	id text not null,
	file_sealed text not null,
	heads_sealed text not null,
	encoding text not null,
	row_count bigint not null,
	mapped text not null,
	since_on text not null,
	state text not null check (state in ('columns', 'review', 'writing', 'done', 'dropped')),
	stopped text not null check (stopped in ('', 'cancelled', 'failed', 'moved')),
	prepared bigint not null,
	made bigint not null,
	filled bigint not null,
	left_out bigint not null,
	version bigint not null,
	person_id text not null,
	made_by text not null,
	made_at text not null,
	ended_at text not null,
	erase_on text not null,
	erased_at text not null,
	primary key (hub_id, id)
);
create index worker_import_by_day on worker_import (hub_id, made_at, id);
create index worker_import_to_erase on worker_import (hub_id, erased_at, erase_on);

create table worker_import_block (
	hub_id text not null,
	import_id text not null,
	no bigint not null,
	body_sealed text not null,
	primary key (hub_id, import_id, no),
	foreign key (hub_id, import_id) references worker_import (hub_id, id)
);

-- Rows that are not simply taken: something does not fit, or it may be somebody who is
-- there already; and what was decided about them, by whom.
create table worker_import_mark (
	hub_id text not null,
	import_id text not null,
	row_no bigint not null,
	state text not null check (state in ('bad', 'double', 'out', 'skip', 'same', 'other')),
	likeness text not null,
	rival_id text not null,
	twin bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, import_id, row_no),
	foreign key (hub_id, import_id) references worker_import (hub_id, id)
);
create index worker_import_mark_by_state on worker_import_mark (hub_id, import_id, state, row_no);

-- Whom a list brought, and what it said of them that has no place of its own in the file.
create table worker_import_person (
	hub_id text not null,
	worker_id text not null,
	import_id text not null,
	line bigint not null,
	how text not null check (how in ('new', 'filled')),
	said_sealed text not null,
	made_at text not null,
	primary key (hub_id, worker_id, import_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id),
	foreign key (hub_id, import_id) references worker_import (hub_id, id)
);
create index worker_import_person_by_import on worker_import_person (hub_id, import_id, worker_id);
