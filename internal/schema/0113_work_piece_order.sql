-- How an order stands is counted by state: without this, all pieces of the hub are walked over.
create index work_piece_by_order on work_piece (hub_id, order_id, state);
