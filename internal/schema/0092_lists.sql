-- The numbers of a seminar stand beside it, written in the same write in which a seat
-- changes hands: a page costs the same whether twenty people signed up or ten thousand.

create table seminar_count (
	hub_id text not null,
	seminar_id text not null,
	state text not null check (state in ('seat','waiting','offered','cancelled','lapsed')),
	way text not null check (way in ('place','online')),
	parties bigint not null,
	adults bigint not null,
	children bigint not null,
	primary key (hub_id, seminar_id, state, way),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
insert into seminar_count (hub_id, seminar_id, state, way, parties, adults, children)
	select hub_id, seminar_id, state, way, count(*), cast(sum(adults) as bigint), cast(sum(children) as bigint)
	from signup group by hub_id, seminar_id, state, way;

-- Nothing adds up rows any more; pages of the list are cut out of an index alone.
drop index signup_by_seat;
drop index signup_by_line;
drop index signup_by_kana;
create index signup_by_phone on signup (hub_id, phone);
create index signup_by_line on signup (hub_id, seminar_id, line, id, state);
create index signup_by_kana on signup (hub_id, seminar_id, kana, id, state);

-- A search looks at everybody's search key, and at nothing else: it stays within an index
-- that holds what a list filters and sorts by, and reads whole rows for one page alone.
create index signup_by_words on signup (hub_id, seminar_id, state, search_key, line, kana, id);
create index worker_by_words on worker (hub_id, state, search_key, state_from, referred_by, parts, kana, no, id);
