package workers

import (
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Clauses are a hub's own clauses of the basic contract, in one of their versions. The
// clauses of the law are not among them: nobody can edit those.
type Clauses struct {
	No     int // 0: the hub has none
	Body   string
	BodyEN string
	MadeBy string
	Made   when.Instant
	Signed int // how many signed this version
}

// Version names the wording somebody signs: the law's text, and the hub's own clauses
// where they are part of it.
func (c Clauses) Version(k ConsentKind) string {
	if k != Contract || c.No == 0 {
		return TextVersion
	}
	return TextVersion + "/" + strconv.Itoa(c.No)
}

// ClauseForm are a hub's own clauses as typed.
type ClauseForm struct{ Body, BodyEN string }

// clausesMost is how long they may be: what is longer nobody reads on a phone.
const clausesMost = 3000

// Read cleans the clauses. Empty ones take the hub's own clauses out of the contract; whoever
// reads English signs the Japanese ones where there are no others, so both come or none.
func (f ClauseForm) Read() (Clauses, error) {
	var c fault.Check
	x := Clauses{Body: clause(&c, "body", f.Body), BodyEN: clause(&c, "body_en", f.BodyEN)}
	c.When(x.Body == "" && x.BodyEN != "", "body", "workers.clause.both")
	c.When(x.Body != "" && x.BodyEN == "", "body_en", "workers.clause.both")
	return x, c.Err()
}

func clause(c *fault.Check, name, s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(len([]rune(s)) > clausesMost, name, "workers.field.long", "n", clausesMost)
	c.When(ja.LooksLikeMyNumber(s), name, "workers.field.my_number")
	return s
}

// ClausesSaved says that a hub's own clauses of the contract have a new version.
type ClausesSaved struct {
	No   int    `journal:"keep"`
	Hash string `journal:"keep"`
}

// Kind of the event.
func (e ClausesSaved) Kind() string { return "workers.clauses_saved" }

// About is no one thing.
func (e ClausesSaved) About() string { return "" }
