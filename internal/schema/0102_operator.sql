-- How large the operator of the hub is: with each client's size it decides which law
-- binds whom (R-58). -1: nobody told.
create table operator_size (
	hub_id text not null references hub (id),
	capital bigint not null,
	employees bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id)
);
