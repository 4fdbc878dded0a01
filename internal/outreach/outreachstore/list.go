package outreachstore

import (
	"context"
	"strconv"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// ListAsk is which part of a seminar's sign-ups a page shows.
type ListAsk struct {
	Seminar string
	State   string // "", a state, or "live"
	Search  string // part of the reading, name, mail, telephone or code
	Sort    string // "line" or "kana"
	Desc    bool
	Page    int // from 1
	Size    int
}

// List is a page of sign-ups.
type List struct {
	Rows    []ListRow
	Total   int
	ByState map[outreach.SignupState]int
}

// ListRow is one line of the table.
type ListRow struct {
	ID, Name, Kana, Mail, Phone string
	Way                         outreach.Way
	Adults, Kids                int // Kids: children in childcare
	State                       outreach.SignupState
	Alike                       string // a sign-up that may be the same person's
	Created                     when.Instant
	Until                       when.Instant // an open offer stands until then
	Batch                       string       // code of the flyers
	found                       int          // by the search, on all its pages
}

// sorts are the columns the table may be sorted by; nothing else reaches the SQL.
var sorts = map[string]string{"line": "line", "kana": "kana"}

// order is the column of the table's order, and which way.
func (k ListAsk) order() (col, way string) {
	col, ok := sorts[k.Sort]
	if !ok {
		col = "line"
	}
	if k.Desc {
		way = " desc"
	}
	return col, way
}

// listWhere are the rows of the list, its last parameters the state and what is searched for.
// Filter, order and search stay within the columns of one index each, so rows that are not
// shown are not fetched; and each filter is its own text, so that no row is asked which it is.
func (k ListAsk) listWhere(search string, args []any) (string, []any) {
	q := `from signup g where g.hub_id = $1 and g.seminar_id = $2 `
	switch k.State {
	case "":
	case "live":
		q += `and (g.state = 'seat' or g.state = 'waiting' or g.state = 'offered') `
	default:
		args = append(args, k.State)
		q += `and g.state = $` + strconv.Itoa(len(args)) + ` `
	}
	if search != "" {
		args = append(args, search)
		q += `and g.search_key like $` + strconv.Itoa(len(args)) + ` `
	}
	return q, args
}

// Few sign-ups have an offer or a flyer, so only for those a second table is looked into.
const (
	untilColumn = `case when g.state = 'offered' then coalesce((select max(o.until_at) from waiting_offer o where o.hub_id = g.hub_id and o.signup_id = g.id and o.answer = ''), '') else '' end`
	batchColumn = `case when g.batch_id <> '' then coalesce((select b.code from flyer_batch b where b.hub_id = g.hub_id and b.id = g.batch_id), '') else '' end`
	listColumns = `select g.id, g.name, g.kana, g.mail, g.phone, g.way, g.adults, g.children, g.state, g.alike, g.created_at, ` + untilColumn + `, ` + batchColumn
)

// pageRows reads the sign-ups of a page. A search has to look at everybody: it cuts the page
// out within its index, and counts what it finds.
func (k ListAsk) pageRows(hub, search string) (string, []any) {
	col, way := k.order()
	where, args := k.listWhere(search, []any{hub, k.Seminar, k.Size, (max(k.Page, 1) - 1) * k.Size})
	order := `order by g.` + col + way + `, g.id` + way
	if search == "" {
		return listColumns + `, 0 ` + where + order + ` limit $3 offset $4`, args
	}
	return listColumns + `, p.found from (select g.id as page_id, g.` + col + ` as sorted_by, count(*) over () as found ` + where + order + ` limit $3 offset $4) p
		join signup g on g.hub_id = $1 and g.id = p.page_id order by p.sorted_by` + way + `, p.page_id` + way, args
}

// Signups reads a page of a seminar's sign-ups for staff.
func (s *Store) Signups(ctx context.Context, a who.Actor, ask ListAsk) (List, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return List{}, err
	}
	search := db.Containing(ja.Sought(ask.Search))
	return db.Read(ctx, s.DB, func(v *db.View) (l List, err error) {
		if l.ByState, err = byState(v, a.Hub, ask.Seminar); err != nil {
			return l, err
		}
		q, args := ask.pageRows(a.Hub, search)
		l.Rows, err = db.All(v, scanListRow, q, args...)
		if l.Total = l.inState(ask.State); search != "" {
			l.Total = 0
			if len(l.Rows) > 0 {
				l.Total = l.Rows[0].found
			} else if err == nil && ask.Page > 1 { // a page beyond the end
				q, args := ask.listWhere(search, []any{a.Hub, ask.Seminar})
				l.Total, err = db.Value[int](v, `select count(*) `+q, args...)
			}
		}
		return l, err
	})
}

// inState adds up the counted sign-ups a filter lets through.
func (l List) inState(state string) (n int) {
	for s, k := range l.ByState {
		if state == "" || state == string(s) || state == "live" && s.Live() {
			n += k
		}
	}
	return n
}

func scanListRow(s db.Scanner) (r ListRow, err error) {
	err = s.Scan(&r.ID, &r.Name, &r.Kana, &r.Mail, &r.Phone, &r.Way, &r.Adults, &r.Kids, &r.State, &r.Alike, &r.Created, &r.Until, &r.Batch, &r.found)
	return r, err
}

// Line is what a file of all sign-ups says of one.
type Line struct {
	outreach.Signup
	Kids  int    // children in childcare
	Batch string // code of the flyers
}

// Lines reads the sign-ups of a seminar for a file, in the order they came.
func (s *Store) Lines(ctx context.Context, a who.Actor, seminarID string, most int) ([]Line, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Line, error) {
		return db.All(v, scanLine, `select g.code, g.name, g.kana, g.mail, g.phone, g.state, g.adults, g.children, g.way, g.heard, g.interview_wanted, g.wishes, `+batchColumn+`
			from signup g where g.hub_id = $1 and g.seminar_id = $2 order by g.line, g.id limit $3`, a.Hub, seminarID, most)
	})
}

func scanLine(s db.Scanner) (x Line, err error) {
	interview := 0
	err = s.Scan(&x.Code, &x.Name, &x.Kana, &x.Mail, &x.Phone, &x.State, &x.Adults, &x.Kids, &x.Way, &x.Heard, &interview, &x.Wishes, &x.Batch)
	x.Interview = interview == 1
	return x, err
}

func byState(q db.Q, hub, seminarID string) (map[outreach.SignupState]int, error) {
	type n struct {
		state outreach.SignupState
		n     int
	}
	rows, err := db.All(q, func(s db.Scanner) (x n, err error) {
		err = s.Scan(&x.state, &x.n)
		return x, err
	}, `select state, cast(sum(parties) as bigint) from seminar_count where hub_id = $1 and seminar_id = $2 group by state having sum(parties) > 0`, hub, seminarID)
	out := map[outreach.SignupState]int{}
	for _, r := range rows {
		out[r.state] = r.n
	}
	return out, err
}
