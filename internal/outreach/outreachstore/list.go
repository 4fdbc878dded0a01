package outreachstore

import (
	"context"
	"strings"

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
	outreach.Signup
	Kids  int          // children in childcare
	Until when.Instant // an open offer stands until then
	Batch string       // code of the flyers
}

// orders are the ways the table may be sorted; nothing else reaches the SQL.
var orders = map[string]string{
	"line": `order by g.line`, "line-": `order by g.line desc`,
	"kana": `order by g.kana, g.id`, "kana-": `order by g.kana desc, g.id desc`,
}

const listWhere = `where g.hub_id = $1 and g.seminar_id = $2 and ($3 = '' or g.state = $3 or ($3 = 'live' and g.state in ('seat','waiting','offered')))
	and ($4 = '' or g.search_key like $4) `

// Signups reads a page of a seminar's sign-ups for staff.
func (s *Store) Signups(ctx context.Context, a who.Actor, ask ListAsk) (List, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return List{}, err
	}
	sort := ask.Sort
	if ask.Desc {
		sort += "-"
	}
	order, ok := orders[sort]
	if !ok {
		order = orders["line"]
	}
	search := ""
	if key := searchFor(ask.Search); key != "" {
		search = "%" + key + "%"
	}
	return db.Read(ctx, s.DB, func(v *db.View) (l List, err error) {
		if l.ByState, err = byState(v, a.Hub, ask.Seminar); err != nil {
			return l, err
		}
		if l.Total = l.inState(ask.State); search != "" {
			if l.Total, err = db.Value[int](v, `select count(g.hub_id) from signup g `+listWhere, a.Hub, ask.Seminar, ask.State, search); err != nil {
				return l, err
			}
		}
		l.Rows, err = db.All(v, scanListRow, `select g.id, g.line, g.code, g.name, g.kana, g.mail, g.phone, g.way, g.adults, g.companion, g.children, g.state, g.source, g.alike,
			g.heard, g.interview_wanted, g.wishes, g.created_at, coalesce(o.until_at, ''), coalesce(b.code, '')
			from (select * from signup g `+listWhere+order+` limit $5 offset $6) g left join waiting_offer o on o.hub_id = g.hub_id and o.signup_id = g.id and o.answer = ''
			left join flyer_batch b on b.hub_id = g.hub_id and b.id = g.batch_id `+order,
			a.Hub, ask.Seminar, ask.State, search, ask.Size, (max(ask.Page, 1)-1)*ask.Size)
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
	interview := 0
	err = s.Scan(&r.ID, &r.Line, &r.Code, &r.Name, &r.Kana, &r.Mail, &r.Phone, &r.Way, &r.Adults, &r.Companion, &r.Kids, &r.State, &r.Source, &r.Alike,
		&r.Heard, &interview, &r.Wishes, &r.Created, &r.Until, &r.Batch)
	r.Interview = interview == 1
	return r, err
}

func byState(q db.Q, hub, seminarID string) (map[outreach.SignupState]int, error) {
	type n struct {
		state outreach.SignupState
		n     int
	}
	rows, err := db.All(q, func(s db.Scanner) (x n, err error) {
		err = s.Scan(&x.state, &x.n)
		return x, err
	}, `select state, count(*) from signup where hub_id = $1 and seminar_id = $2 group by state`, hub, seminarID)
	out := map[outreach.SignupState]int{}
	for _, r := range rows {
		out[r.state] = r.n
	}
	return out, err
}

// searchFor folds what staff type as the search key was folded. The two signs that
// mean something in a pattern are dropped; nobody's name has them.
func searchFor(s string) string {
	s = strings.NewReplacer("%", "", "_", "").Replace(s)
	if n := strings.ReplaceAll(ja.FoldNumber(s), "-", ""); n != "" && strings.Trim(n, "0123456789") == "" {
		return n
	}
	return ja.SearchKey(s)
}
