package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"hiroba/internal/base/when"
)

// Format names the form of a snapshot's body.
const Format = "hiroba/report/1"

// Figure is one counted figure. A share is N of Of. People is how many people stand behind
// it: what may be shown in public hangs on them. None: there is no record to count.
type Figure struct {
	Key     string `json:"key"`
	Version int    `json:"version"`
	N       int64  `json:"n"`
	Of      int64  `json:"of,omitempty"`
	People  int64  `json:"people,omitempty"`
	None    bool   `json:"none,omitempty"`
}

// Permille is a share in thousandths, rounded half up; 0 of nothing.
func (f Figure) Permille() int64 {
	if f.Of == 0 {
		return 0
	}
	return (2000*f.N + f.Of) / (2 * f.Of)
}

// Month is one month of the fiscal year.
type Month struct {
	Month      string `json:"month"` // 2026-04
	Registered int64  `json:"registered"`
	New        int64  `json:"new"`
	Left       int64  `json:"left"`
	Active     int64  `json:"active"`
	Fees       int64  `json:"fees"`
	FeePeople  int64  `json:"fee_people"`
	Orders     int64  `json:"orders"`
	OrderYen   int64  `json:"order_yen"`
	Pieces     int64  `json:"pieces"`
	OnTime     int64  `json:"on_time"`
	FirstTime  int64  `json:"first_time"`
}

// Group is a part of something: of orders by who gave them, of the way from a seminar to work.
type Group struct {
	Of   string `json:"of"`
	Name string `json:"name"`
	N    int64  `json:"n"`
	Yen  int64  `json:"yen,omitempty"`
}

// Edition is one seminar, for the comparison between editions.
type Edition struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	On      when.Date `json:"on"`
	Signups int64     `json:"signups"`
	Came    int64     `json:"came"`
	Applied int64     `json:"applied"`
	Joined  int64     `json:"joined"`
}

// Body is a whole report: the figures of one day as they were on record at one instant.
type Body struct {
	Format   string       `json:"format"`
	Hub      string       `json:"hub"`
	On       when.Date    `json:"on"`
	Known    when.Instant `json:"-"`
	KnownAt  string       `json:"known"`
	Year     int          `json:"fiscal_year"`
	Few      Few          `json:"few,omitempty"` // what covers its public copy
	Figures  []Figure     `json:"figures"`
	Months   []Month      `json:"months"`
	Groups   []Group      `json:"groups"`
	Editions []Edition    `json:"editions"`
	Base     []Figure     `json:"base"` // as the fiscal year began, for levels
}

// Covering is what covers the public copy.
func (b Body) Covering() Few { return cmp.Or(b.Few, firstFew) }

// Begins is the first day of the fiscal year.
func (b Body) Begins() when.Date { return Begins(b.On) }

// Begins is the first day of a day's fiscal year.
func Begins(on when.Date) when.Date { return when.On(on.FiscalYear(), 4, 1) }

// Figure finds a figure; one that was not counted is None.
func (b Body) Figure(key string) Figure { return find(b.Figures, key) }

// Began finds a level as it stood when the fiscal year began; one that was not counted is None.
func (b Body) Began(key string) Figure { return find(b.Base, key) }

func find(fs []Figure, key string) Figure {
	i := slices.IndexFunc(fs, func(f Figure) bool { return f.Key == key })
	if i < 0 {
		return Figure{Key: key, None: true}
	}
	return fs[i]
}

// GroupsOf are the parts of one thing, in their order.
func (b Body) GroupsOf(of string) (out []Group) {
	for _, g := range b.Groups {
		if g.Of == of {
			out = append(out, g)
		}
	}
	return out
}

// Canonical is the body as the bytes its hash is taken of: fields in their fixed order, no
// space, instants and days as text. The same books give the same bytes.
func (b Body) Canonical() ([]byte, error) {
	b.KnownAt = b.Known.String()
	return json.Marshal(b)
}

// ReadBody reads a body that was written down.
func ReadBody(raw []byte) (b Body, err error) {
	if err = json.Unmarshal(raw, &b); err == nil {
		err = b.Known.Scan(b.KnownAt)
	}
	return b, err
}

// Hash is the name of a body's bytes.
func Hash(canonical []byte) string {
	s := sha256.Sum256(canonical)
	return hex.EncodeToString(s[:])
}

// Difference is what came out otherwise when a snapshot was counted again.
type Difference struct {
	Key      string
	Was, Is  Figure
	Redefine bool // the program counts by another version of the definition now
}

// Compare tells which figures of two bodies differ. Where it finds none though the hashes
// differ, the parts behind the figures do.
func Compare(was, is Body) (out []Difference) {
	for _, f := range was.Figures {
		if now := is.Figure(f.Key); now != f {
			out = append(out, Difference{Key: f.Key, Was: f, Is: now, Redefine: now.Version != f.Version})
		}
	}
	return out
}
