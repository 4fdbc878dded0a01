-- The work itself: pieces cut from an order, who was asked, on which terms a piece was
-- taken on, what was filled in, how it was inspected, what was received for payment, and
-- what the client said. What people enter is the client's data and sealed.

create table work_piece (
	hub_id text not null,
	id text not null,
	order_id text not null,
	no bigint not null,
	lane bigint not null,
	pass bigint not null check (pass in (1, 2)),
	row_set text not null,
	first_row bigint not null,
	rows bigint not null check (rows > 0),
	seconds bigint not null check (seconds > 0),
	fee_yen bigint not null check (fee_yen >= 0),
	first bigint not null check (first in (0, 1)),
	state text not null check (state in ('waiting', 'open', 'held', 'delivered', 'rework', 'accepted')),
	due_on text not null,
	parent text not null,
	worker_id text not null,
	version bigint not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index work_piece_open on work_piece (hub_id, state, order_id, lane, pass, seconds, due_on, no);
create index work_piece_by_worker on work_piece (hub_id, worker_id, state);
create index work_piece_by_rows on work_piece (hub_id, order_id, first_row);

-- The recruitment notice of an order, with its versions; the newest is the one that stands.
create table work_call (
	hub_id text not null,
	order_id text not null,
	version bigint not null,
	body text not null,
	everybody bigint not null check (everybody in (0, 1)),
	made_by text not null,
	made_at text not null,
	closed_at text not null,
	primary key (hub_id, order_id, version),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index work_call_live on work_call (hub_id, closed_at, order_id, version);

create table work_call_to (
	hub_id text not null,
	order_id text not null,
	worker_id text not null,
	told_version bigint not null,
	answer text not null check (answer in ('', 'later', 'never')),
	answered_at text not null,
	primary key (hub_id, order_id, worker_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index work_call_to_by_worker on work_call_to (hub_id, worker_id, order_id);

-- Every notice of terms as it was given (R-10, R-11, R-19): never changed, known by its hash.
create table terms_notice (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	order_id text not null,
	piece_id text not null,
	version bigint not null,
	state text not null check (state in ('agreed', 'proposed', 'refused')),
	body text not null,
	hash text not null,
	reason text not null,
	shown_at text not null,
	agreed_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id),
	foreign key (hub_id, piece_id) references work_piece (hub_id, id)
);
create index terms_notice_by_worker on terms_notice (hub_id, worker_id, shown_at);
create index terms_notice_by_piece on terms_notice (hub_id, piece_id, version);

-- Who took a piece on. There is no claim without a notice.
create table work_claim (
	hub_id text not null,
	id text not null,
	piece_id text not null,
	order_id text not null,
	worker_id text not null,
	notice_id text not null,
	state text not null check (state in ('held', 'delivered', 'rework', 'accepted', 'handed_back', 'lapsed')),
	claimed_at text not null,
	beat_at text not null,
	lease_until text not null,
	spent bigint not null check (spent >= 0),
	ended_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, piece_id) references work_piece (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id),
	foreign key (hub_id, notice_id) references terms_notice (hub_id, id)
);
create unique index work_claim_one on work_claim (hub_id, piece_id) where state in ('held', 'delivered', 'rework', 'accepted');
create index work_claim_by_worker on work_claim (hub_id, worker_id, state);
create index work_claim_by_lease on work_claim (hub_id, state, lease_until);
create index work_claim_by_order on work_claim (hub_id, order_id, worker_id);

create table work_row (
	hub_id text not null,
	piece_id text not null,
	row_no bigint not null,
	cells_sealed text not null,
	file_id text not null,
	file_name text not null,
	version bigint not null,
	saved_at text not null,
	mark text not null check (mark in ('', 'ok', 'fixed', 'wrong')),
	primary key (hub_id, piece_id, row_no),
	foreign key (hub_id, piece_id) references work_piece (hub_id, id)
);

create table work_question (
	hub_id text not null,
	id text not null,
	order_id text not null,
	piece_id text not null,
	row_no bigint not null,
	worker_id text not null,
	body text not null,
	answer text not null,
	instruction_no bigint not null,
	answered_by text not null,
	asked_at text not null,
	answered_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index work_question_by_order on work_question (hub_id, order_id, asked_at);
create index work_question_open on work_question (hub_id, answered_at, asked_at);

create table work_finding (
	hub_id text not null,
	id text not null,
	order_id text not null,
	piece_id text not null,
	worker_id text not null,
	row_no bigint not null,
	column_no bigint not null,
	line_no bigint not null,
	cause text not null check (cause in ('worker', 'spec', 'client', 'tool')),
	rework bigint not null check (rework in (0, 1)),
	was_sealed text not null,
	now_sealed text not null,
	example text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, piece_id) references work_piece (hub_id, id)
);
create index work_finding_by_order on work_finding (hub_id, order_id, column_no, line_no);
create index work_finding_by_piece on work_finding (hub_id, piece_id, made_at);
create index work_finding_by_worker on work_finding (hub_id, worker_id, made_at);

-- What was received, and the days that follow from it (R-22 to R-24); what Money pays from.
create table work_receipt (
	hub_id text not null,
	claim_id text not null,
	piece_id text not null,
	order_id text not null,
	worker_id text not null,
	rows bigint not null check (rows > 0),
	fee_yen bigint not null check (fee_yen >= 0),
	extra_yen bigint not null check (extra_yen >= 0),
	received_on text not null,
	last_lawful_on text not null,
	due_on text not null,
	accept_by text not null,
	accepted_at text not null,
	accepted_by text not null,
	deemed bigint not null check (deemed in (0, 1)),
	primary key (hub_id, claim_id),
	foreign key (hub_id, claim_id) references work_claim (hub_id, id)
);
create index work_receipt_waiting on work_receipt (hub_id, accepted_at, accept_by);
create index work_receipt_by_worker on work_receipt (hub_id, worker_id, received_on);
create index work_receipt_by_order on work_receipt (hub_id, order_id);

-- Inspected deliveries, in their order: from them follows how closely the next is looked at.
create table work_lot (
	hub_id text not null,
	worker_id text not null,
	kind_id text not null,
	no bigint not null,
	piece_id text not null,
	regime text not null check (regime in ('normal', 'tightened', 'reduced')),
	rows bigint not null,
	looked bigint not null,
	wrong bigint not null,
	accepted bigint not null check (accepted in (0, 1)),
	made_at text not null,
	primary key (hub_id, worker_id, kind_id, no)
);

create table work_pace (
	hub_id text not null,
	worker_id text not null,
	kind_id text not null,
	units bigint not null,
	seconds bigint not null,
	pieces bigint not null,
	looked bigint not null,
	wrong bigint not null,
	primary key (hub_id, worker_id, kind_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

-- The client's word on the first rows.
create table work_first (
	hub_id text not null,
	order_id text not null,
	row_no bigint not null,
	correct bigint not null check (correct in (0, 1)),
	words text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id, row_no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

-- That a client has approved the first rows, so that the rest may open.
create table work_approval (
	hub_id text not null,
	order_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

create table work_delivery (
	hub_id text not null,
	order_id text not null,
	no bigint not null,
	format text not null,
	name text not null,
	media text not null,
	blob_id text not null,
	sha256 text not null,
	note text not null,
	state text not null check (state in ('sent', 'accepted', 'objected')),
	made_by text not null,
	made_at text not null,
	answered_by text not null,
	answered_at text not null,
	answer text not null,
	primary key (hub_id, order_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
create index work_delivery_by_state on work_delivery (hub_id, state, made_at);

create table work_objection (
	hub_id text not null,
	order_id text not null,
	delivery_no bigint not null,
	row_no bigint not null,
	words text not null,
	reply text not null,
	settled_at text not null,
	primary key (hub_id, order_id, delivery_no, row_no),
	foreign key (hub_id, order_id, delivery_no) references work_delivery (hub_id, order_id, no)
);

-- Who is at the hub right now: what opens sealed work. Never a measure of working time (R-54).
create table work_presence (
	hub_id text not null,
	worker_id text not null,
	id text not null,
	in_at text not null,
	out_at text not null,
	made_by text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index work_presence_now on work_presence (hub_id, out_at, worker_id);
