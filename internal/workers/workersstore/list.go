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
var Sorts = map[string]string{"kana": "w.kana", "no": "w.no", "state": "w.state", "since": "w.state_from"}

// Row is one worker of a list.
type Row struct {
	workers.Worker
	Parts   int    // of the file that are there
	Invited string // the name of the one who told them, "" unknown
	Signed  bool   // there is a basic contract
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
	words := ""
	if k.Words != "" {
		clean := strings.NewReplacer("%", "", "_", "").Replace(k.Words)
		words = "%" + ja.SearchKey(clean) + "%"
		if p, err := ja.Phone(clean); err == nil && p != "" {
			words = "%" + p + "%"
		} else if n, ok := strings.CutPrefix(strings.ToLower(clean), "w-"); ok {
			words = "%w-" + strings.TrimLeft(n, "0") + " %"
		}
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
	return []any{hubID, k.State, words, since, mouth, whole, unsigned, k.Import}
}

func (k Ask) order() string {
	col, ok := Sorts[k.Sort]
	if !ok {
		col = "w.kana"
	}
	if k.Desc {
		return ` order by ` + col + ` desc, w.id desc`
	}
	return ` order by ` + col + `, w.id`
}

const rowColumns = `select w.id, w.no, w.person_id, w.name, w.kana, w.code_name, w.mail, w.phone, w.lang, w.state, w.state_from, w.referral_code, w.referred_by, w.version, w.made_at,
	w.parts, coalesce((select t.name from worker t where t.hub_id = w.hub_id and t.id = w.referred_by), ''),
	(select count(*) from worker_consent c where c.hub_id = w.hub_id and c.worker_id = w.id and c.kind = 'contract') from worker w where w.hub_id = $1`

func scanRow(r db.Scanner) (x Row, err error) {
	w, contracts := &x.Worker, 0
	err = r.Scan(&w.ID, &w.No, &w.Person, &w.Name, &w.Kana, &w.CodeName, &w.Mail, &w.Phone, &w.Lang, &w.State, &w.From, &w.ReferralCode, &w.ReferredBy, &w.Version, &w.Made, &x.Parts, &x.Invited, &contracts)
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
		if l.Total, err = db.Value[int](v, `select count(*) from worker w where w.hub_id = $1`+listWhere, args...); err != nil {
			return l, err
		}
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
		// The page is found by ids alone: sorting whole rows would cost more than reading them.
		l.Rows, err = db.All(v, scanRow, rowColumns+` and w.id in (select w.id from worker w where w.hub_id = $1`+listWhere+k.order()+` limit $9 offset $10)`+k.order(), append(args, k.Size, k.Offset)...)
		return l, err
	})
}

// Everyone is a whole list, for an export.
func (s *Store) Everyone(ctx context.Context, a who.Actor, k Ask) ([]Row, error) {
	if err := a.May(workers.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Row, error) {
		return db.All(v, scanRow, rowColumns+listWhere+k.order(), k.args(a.Hub)...)
	})
}
