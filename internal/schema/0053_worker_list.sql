-- The list of workers is read sorted by reading and by number.

create index worker_by_kana on worker (hub_id, kana, id);
create index worker_step_by_worker on worker_step (hub_id, worker_id, no, state, from_on);
