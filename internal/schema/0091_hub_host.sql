-- A hub is found by its host name on requests of every hub: from an index, however many there are.
create index hub_by_host on hub (host);
