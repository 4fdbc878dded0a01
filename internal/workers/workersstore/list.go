package workersstore

import (
	"context"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

// Ask says which workers a list shows, and in which order.
type Ask struct {
	State        string // a state, "working" for registered and paused, "" for all but those who left
	Words        string // name, reading, number, mail or telephone
	Since        when.Date
	Mouth        bool   // came by word of mouth
	Incomplete   bool   // the file lacks something
	Unsigned     bool   // registered, and the basic contract is still to be signed
	Import       string // the list that brought them
	Sort         string
	Desc         bool
	Offset, Size int
}

// Sorts are the columns a list can be sorted by.
var Sorts = map[string]string{"kana": "kana", "no": "no", "state": "state", "since": "state_from"}

// Row is one worker of a list.
type Row struct {
	workers.Worker
	Parts   int    // of the file that are there
	Invited string // the name of the one who told them, "" unknown
	Signed  bool   // there is a basic contract
	found   int    // by the whole list
}

// Lacks is how many parts of the file are missing.
func (r Row) Lacks() int { return max(len(workers.Whole())-r.Parts, 0) }

// Listing is one page of a list, with how many there are in all and in each state.
type Listing struct {
	Rows   []Row
	Total  int
	States map[workers.State]int
}

// listWhere takes $2 state, $3 words, $4 since, $5 mouth, $6 parts of a whole file,
// $7 contract missing, $8 the list that brought them.
const listWhere = ` and ($2 = '' and w.state <> 'left' or w.state = $2 or $2 = 'working' and w.state in ('registered', 'paused') or $2 = 'all')
	and ($3 = '' or w.search_key like $3)
	and ($4 = '' or w.state_from >= $4) and ($5 = 0 or w.referred_by <> '')
	and ($6 = 0 or w.parts < $6)
	and ($7 = 0 or w.state in ('registered', 'paused') and not exists (select 1 from worker_consent c where c.hub_id = $1 and c.worker_id = w.id and c.kind = 'contract'))
	and ($8 = '' or exists (select 1 from worker_import_person i where i.hub_id = $1 and i.import_id = $8 and i.worker_id = w.id))`

func (k Ask) args(hubID string) []any {
	words := ja.SearchKey(k.Words)
	if p, err := ja.Phone(k.Words); err == nil && p != "" {
		words = p
	} else if n, ok := strings.CutPrefix(strings.ToLower(k.Words), "w-"); ok {
		words = "w-" + strings.TrimLeft(n, "0") + " "
	}
	since := ""
	if !k.Since.IsZero() {
		since = k.Since.String()
	}
	mouth, whole, unsigned := 0, 0, 0
	if k.Mouth {
		mouth = 1
	}
	if k.Incomplete {
		whole = len(workers.Whole())
	}
	if k.Unsigned {
		unsigned = 1
	}
	return []any{hubID, k.State, db.Containing(words), since, mouth, whole, unsigned, k.Import}
}

// order is the column a list is sorted by, and which way.
func (k Ask) order() (col, way string) {
	col, ok := Sorts[k.Sort]
	if !ok {
		col = "kana"
	}
	if k.Desc {
		way = " desc"
	}
	return col, way
}

const rowColumns = `select w.id, w.no, w.person_id, w.name, w.kana, w.code_name, w.mail, w.phone, w.lang, w.state, w.state_from, w.referral_code, w.referred_by, w.version, w.made_at,
	w.parts, coalesce((select t.name from worker t where t.hub_id = w.hub_id and t.id = w.referred_by), ''),
	(select count(*) from worker_consent c where c.hub_id = w.hub_id and c.worker_id = w.id and c.kind = 'contract'), `

// pageRows reads the workers of a page. The page is cut out first, by what the list is sorted
// by, within an index; only a search counts at once what it finds, as it has to look at everybody.
func (k Ask) pageRows() string {
	col, way := k.order()
	found := `0`
	if k.Words != "" {
		found = `count(*) over ()`
	}
	return rowColumns + `p.found from (select w.id as page_id, w.` + col + ` as sorted_by, ` + found + ` as found from worker w where w.hub_id = $1` + listWhere +
		` order by w.` + col + way + `, w.id` + way + ` limit $9 offset $10) p join worker w on w.hub_id = $1 and w.id = p.page_id order by p.sorted_by` + way + `, p.page_id` + way
}

func scanRow(r db.Scanner) (x Row, err error) {
	w, contracts := &x.Worker, 0
	err = r.Scan(&w.ID, &w.No, &w.Person, &w.Name, &w.Kana, &w.CodeName, &w.Mail, &w.Phone, &w.Lang, &w.State, &w.From, &w.ReferralCode, &w.ReferredBy, &w.Version, &w.Made, &x.Parts, &x.Invited, &contracts, &x.found)
	x.Signed = contracts > 0
	return x, err
}

// List is a page of the workers of the hub.
func (s *Store) List(ctx context.Context, a who.Actor, k Ask) (Listing, error) {
	if err := a.May(workers.MaySee); err != nil {
		return Listing{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (l Listing, err error) {
		args := k.args(a.Hub)
		l.States = map[workers.State]int{}
		type n struct {
			s workers.State
			n int
		}
		counts, err := db.All(v, func(r db.Scanner) (x n, err error) { err = r.Scan(&x.s, &x.n); return x, err },
			`select state, count(*) from worker where hub_id = $1 group by state`, a.Hub)
		if err != nil {
			return l, err
		}
		for _, c := range counts {
			l.States[c.s] = c.n
		}
		l.Rows, err = db.All(v, scanRow, k.pageRows(), append(args, k.Size, k.Offset)...)
		if k.Words != "" && len(l.Rows) > 0 {
			l.Total = l.Rows[0].found
		} else if err == nil && (k.Words == "" || k.Offset > 0) {
			l.Total, err = db.Value[int](v, `select count(*) from worker w where w.hub_id = $1`+listWhere, args...)
		}
		return l, err
	})
}

// Everyone is a whole list, for an export.
func (s *Store) Everyone(ctx context.Context, a who.Actor, k Ask) ([]Row, error) {
	if err := a.May(workers.MaySee); err != nil {
		return nil, err
	}
	col, way := k.order()
	return db.Read(ctx, s.DB, func(v *db.View) ([]Row, error) {
		return db.All(v, scanRow, rowColumns+`0 from worker w where w.hub_id = $1`+listWhere+` order by w.`+col+way+`, w.id`+way, k.args(a.Hub)...)
	})
}
