package reportstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/report"
)

// held are the seminars that were over by then.
const held = `select m.id from seminar m where m.hub_id = $1 and m.state in ('published', 'closed') and m.starts_at >= $2 and m.ends_at <= $3`

// lastMark is the door's last word on each party, by what was recorded then.
const lastMark = `select signup_id, kind from (select signup_id, kind, row_number() over (partition by signup_id order by at desc, received_at desc, id desc) as n
	from door_mark where hub_id = $1 and signup_id <> '' and received_at <= $3 and seminar_id in (` + held + `)) last_mark where n = 1 and kind = 'in'`

// seminars counts K9: sign-ups that were not taken back, adults who came, people who then
// wanted work and were registered; and it keeps the editions side by side (S43).
func (t *tally) seminars() error {
	at := map[string]*report.Edition{}
	es, err := db.All(t.q, func(r db.Scanner) (*report.Edition, error) {
		var e report.Edition
		var starts when.Instant
		err := r.Scan(&e.ID, &e.Title, &starts)
		e.On = starts.DateIn(when.Tokyo)
		at[e.ID] = &e
		return &e, err
	}, `select m.id, m.title, m.starts_at from seminar m where m.hub_id = $1 and m.id in (`+held+`) order by m.starts_at, m.id`, t.hub, t.begins(), t.until)
	if err != nil {
		return err
	}
	for _, q := range []struct {
		sql string
		add func(*report.Edition, int64)
	}{
		{`select g.seminar_id, cast(sum(g.adults) as bigint) from signup g where g.hub_id = $1 and g.seminar_id in (` + held + `) and g.created_at <= $3 and g.source <> 'door'
			and (select s.state from signup_step s where s.hub_id = g.hub_id and s.signup_id = g.id and s.made_at <= $3 order by s.made_at desc, s.id desc limit 1) in ('seat', 'waiting', 'offered') group by g.seminar_id`,
			func(e *report.Edition, n int64) { e.Signups += n }},
		{`select g.seminar_id, cast(sum(g.adults) as bigint) from signup g join (` + lastMark + `) l on l.signup_id = g.id where g.hub_id = $1 and g.seminar_id in (` + held + `) group by g.seminar_id`,
			func(e *report.Edition, n int64) { e.Came += n }},
		{`select d.seminar_id, cast(sum(d.adults) as bigint) from door_mark d where d.hub_id = $1 and d.seminar_id in (` + held + `) and d.signup_id = '' and d.kind = 'in' and d.received_at <= $3
			and not exists (select 1 from door_mark u where u.hub_id = d.hub_id and u.seminar_id = d.seminar_id and u.undoes = d.id and u.kind = 'undo' and u.received_at <= $3) group by d.seminar_id`,
			func(e *report.Edition, n int64) { e.Came += n }},
		{`select g.seminar_id, count(*) from applicant p join signup g on g.hub_id = p.hub_id and g.id = p.source_id where p.hub_id = $1 and p.source = 'signup' and p.made_at <= $3 and g.seminar_id in (` + held + `) group by g.seminar_id`,
			func(e *report.Edition, n int64) { e.Applied += n }},
		{`select g.seminar_id, count(*) from applicant p join signup g on g.hub_id = p.hub_id and g.id = p.source_id where p.hub_id = $1 and p.source = 'signup' and g.seminar_id in (` + held + `)
			and exists (select 1 from applicant_step s where s.hub_id = p.hub_id and s.applicant_id = p.id and s.stage = 'registered' and s.made_at <= $3) group by g.seminar_id`,
			func(e *report.Edition, n int64) { e.Joined += n }},
	} {
		ns, err := t.byName(q.sql, t.hub, t.begins(), t.until)
		if err != nil {
			return err
		}
		for _, x := range ns {
			if e := at[x.Name]; e != nil {
				q.add(e, x.N)
			}
		}
	}
	var signups, came, joined int64
	for _, e := range es {
		t.b.Editions = append(t.b.Editions, *e)
		signups, came, joined = signups+e.Signups, came+e.Came, joined+e.Joined
	}
	t.set("seminars", int64(len(es)), 0, 0)
	t.set("signups", signups, 0, signups)
	t.set("came", came, 0, came)
	t.set("joined", joined, came, came)
	t.b.Groups = append(t.b.Groups, report.Group{Of: "way", Name: "came", N: came})
	return nil
}

// byName reads lines of a name and a number.
func (t *tally) byName(q string, args ...any) ([]report.Group, error) {
	return db.All(t.q, func(r db.Scanner) (g report.Group, err error) {
		err = r.Scan(&g.Name, &g.N)
		return g, err
	}, q, args...)
}

// way counts how far those got who asked for work within the fiscal year.
func (t *tally) way() error {
	type steps struct{ applied, talked, joined, worked int64 }
	xs, err := db.All(t.q, func(r db.Scanner) (x steps, err error) {
		err = r.Scan(&x.applied, &x.talked, &x.joined, &x.worked)
		return x, err
	}, `select count(*), cast(coalesce(sum(x.talked), 0) as bigint), cast(coalesce(sum(x.joined), 0) as bigint), cast(coalesce(sum(x.joined * x.worked), 0) as bigint) from (
		select case when exists (select 1 from applicant_step s where s.hub_id = p.hub_id and s.applicant_id = p.id and s.stage = 'interviewed' and s.made_at <= $3) then 1 else 0 end as talked,
			case when exists (select 1 from applicant_step s where s.hub_id = p.hub_id and s.applicant_id = p.id and s.stage = 'registered' and s.made_at <= $3) then 1 else 0 end as joined,
			case when exists (select 1 from work_receipt r join client_order o on o.hub_id = r.hub_id and o.id = r.order_id where r.hub_id = p.hub_id and r.worker_id = p.worker_id and p.worker_id <> '' and o.practice = 0 and r.received_on <= $4) then 1 else 0 end as worked
		from applicant p where p.hub_id = $1 and p.made_at >= $2 and p.made_at <= $3) x`, t.hub, t.begins(), t.until, t.until.DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	for _, x := range xs {
		t.b.Groups = append(t.b.Groups, report.Group{Of: "way", Name: "applied", N: x.applied}, report.Group{Of: "way", Name: "talked", N: x.talked},
			report.Group{Of: "way", Name: "joined", N: x.joined}, report.Group{Of: "way", Name: "worked", N: x.worked})
	}
	return nil
}

// told counts K14 and the questions of K11 from the journal: it stays when the rows it
// tells of are erased with the person, so that a figure once told can be counted again.
// Nothing of what was asked is read.
func (t *tally) told() error {
	xs, err := t.byName(`select x.name, count(*) from (select case when j.kind = 'outreach.asked' then 'moving' when j.kind = 'care.requested' then 'requested'
			when j.particulars like '%"granted"%' then 'granted' when j.particulars like '%"partly"%' then 'partly' else 'refused' end as name
		from journal j where j.hub_id = $1 and j.at >= $2 and j.at <= $3
			and (j.kind in ('care.requested', 'care.request_answered') or j.kind = 'outreach.asked' and j.particulars like '%"migration"%')) x group by x.name`, t.hub, t.begins(), t.until)
	if err != nil {
		return err
	}
	n := map[string]int64{}
	for _, x := range xs {
		n[x.Name] = x.N
	}
	t.set("moving", n["moving"], 0, 0)
	t.set("care", n["requested"], 0, n["requested"])
	t.set("cared", n["granted"]+n["partly"], 0, n["granted"]+n["partly"])
	t.b.Groups = append(t.b.Groups, report.Group{Of: "asked", Name: "moving", N: n["moving"]})
	for _, k := range []string{"requested", "granted", "partly", "refused"} {
		t.b.Groups = append(t.b.Groups, report.Group{Of: "care", Name: k, N: n[k]})
	}
	return nil
}

// plan counts K13: of the minutes people gave, how many the last plan used.
func (t *tally) plan() error {
	type load struct{ people, used, offered int64 }
	xs, err := db.All(t.q, func(r db.Scanner) (x load, err error) {
		err = r.Scan(&x.people, &x.used, &x.offered)
		return x, err
	}, `select count(*), cast(coalesce(sum(l.minutes), 0) as bigint), cast(coalesce(sum(l.offered), 0) as bigint) from dispatch_load l
		where l.hub_id = $1 and l.plan_no = (select max(p.no) from dispatch_plan p where p.hub_id = $1 and p.state = 'ready' and p.made_at <= $2)`, t.hub, t.until)
	if err != nil {
		return err
	}
	if x := xs[0]; x.people > 0 {
		t.set("used", x.used, x.offered, x.people)
		t.b.Groups = append(t.b.Groups, report.Group{Of: "plan", Name: "offered", N: x.offered}, report.Group{Of: "plan", Name: "used", N: x.used})
		return nil
	}
	t.none("used")
	return nil
}
