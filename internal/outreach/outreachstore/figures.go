package outreachstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// Figures are what everybody may know of the seminars of this fiscal year. They are
// counted from the books, so that nobody has to type them.
type Figures struct {
	Held    int // seminars that are over
	Came    int // adults marked at their doors
	Friends int // parties of these seminars who heard of them from a friend or their family
	Parties int // parties who said how they heard
}

// Figures counts the seminars of the fiscal year so far.
func (s *Store) Figures(ctx context.Context, a who.Actor) (Figures, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Figures{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (f Figures, err error) {
		since := when.On(v.Now().DateIn(when.Tokyo).FiscalYear(), 4, 1).At(0, when.Tokyo)
		const over = ` from seminar m where m.hub_id = $1 and m.state in ('published', 'closed') and m.starts_at >= $2 and m.ends_at <= $3`
		if f.Held, err = db.Value[int](v, `select count(*)`+over, a.Hub, since, v.Now()); err != nil || f.Held == 0 {
			return f, err
		}
		rows, err := db.All(v, func(r db.Scanner) (x partyShare, err error) {
			err = r.Scan(&x.heard, &x.parties, &x.cameAdults)
			return x, err
		}, `select g.heard, count(*), cast(sum(case when l.kind is null then 0 else g.adults end) as bigint)
			from signup g left join (`+latestMarks+`) l on l.signup_id = g.id
			where g.hub_id = $1 and (g.state = 'seat' or l.kind is not null) and g.seminar_id in (select m.id`+over+`) group by g.heard`, a.Hub, since, v.Now())
		for _, x := range rows {
			f.Came += x.cameAdults
			if x.heard != "" {
				f.Parties += x.parties
			}
			if x.heard == "friend" {
				f.Friends += x.parties
			}
		}
		if err != nil {
			return f, err
		}
		walkIns, err := db.Value[int](v, `select cast(coalesce(sum(m.adults), 0) as bigint) from door_mark m join seminar e on e.hub_id = m.hub_id and e.id = m.seminar_id
			where m.hub_id = $1 and e.starts_at >= $2 and e.ends_at <= $3 and e.state in ('published', 'closed') and m.signup_id = '' and m.kind = 'in'
			and not exists (select 1 from door_mark u where u.hub_id = $1 and u.seminar_id = m.seminar_id and u.undoes = m.id and u.kind = 'undo')`, a.Hub, since, v.Now())
		f.Came += walkIns
		return f, err
	})
}
