-- The links with which somebody fills in their registration, without an account. Only the
-- hash of the secret is kept; each link ends by itself, and all of them when the contract is signed.

create table worker_link (
	hub_id text not null,
	token_hash text not null,
	worker_id text not null,
	made_by text not null,
	made_at text not null,
	ends_at text not null,
	primary key (hub_id, token_hash),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index worker_link_by_worker on worker_link (hub_id, worker_id);
