-- The seats of a seminar are added up on every page that shows them: from this index alone,
-- without a look at the ten thousand rows behind it.
create index signup_by_seat on signup (hub_id, seminar_id, state, way, adults, children);
