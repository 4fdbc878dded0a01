package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/platform/db"
)

// lawfulDays counts sixty days anew, the day of receipt being the first (Freelance Act Art.
// 4; domain R-23): the fifty-ninth after it is the last.
func lawfulDays(v *db.View) (rows int, broken []Break, err error) {
	_, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, claim, received, last, due string
		if err := r.Scan(&hub, &claim, &received, &last, &due); err != nil {
			return 0, err
		}
		rows++
		day, err := time.Parse(time.DateOnly, received)
		if err != nil {
			broken = append(broken, Break{hub, claim + ": received on " + received})
			return 0, nil
		}
		if most := day.AddDate(0, 0, 59).Format(time.DateOnly); due > most || last > most {
			broken = append(broken, Break{hub, claim + ": received on " + received + ", due on " + due})
		}
		return 0, nil
	}, `select hub_id, claim_id, received_on, last_lawful_on, due_on from work_receipt
		union all select l.hub_id, l.claim_id, l.received_on, '', n.due_on from pay_line l join pay_statement s on s.hub_id = l.hub_id and s.id = l.statement_id
			join pay_version n on n.hub_id = s.hub_id and n.statement_id = s.id and n.version = l.version`)
	return rows, broken, err
}

// termsHash works the hash of each notice out anew.
func termsHash(v *db.View) (rows int, broken []Break, err error) {
	_, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, id, body, hash string
		if err := r.Scan(&hub, &id, &body, &hash); err != nil {
			return 0, err
		}
		rows++
		if sum := sha256.Sum256([]byte(body)); hex.EncodeToString(sum[:]) != hash {
			broken = append(broken, Break{hub, id})
		}
		return 0, nil
	}, `select hub_id, id, body, hash from terms_notice order by hub_id, id`)
	return rows, broken, err
}

// ownWork reads from the journal who inspected whose work: the line names the person who
// did it, its particulars the worker.
func ownWork(v *db.View) (rows int, broken []Break, err error) {
	persons := map[[2]string]string{}
	if _, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, worker, person string
		err := r.Scan(&hub, &worker, &person)
		persons[[2]string{hub, worker}] = person
		return 0, err
	}, `select hub_id, id, person_id from worker where person_id <> ''`); err != nil {
		return 0, nil, err
	}
	_, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, person, text string
		var seq int64
		if err := r.Scan(&hub, &seq, &person, &text); err != nil {
			return 0, err
		}
		rows++
		var of struct{ Worker, Piece string }
		if err := json.Unmarshal([]byte(text), &of); err != nil {
			return 0, fmt.Errorf("journal line %d of %s: %w", seq, hub, err)
		}
		if person != "" && persons[[2]string{hub, of.Worker}] == person {
			broken = append(broken, Break{hub, "piece " + of.Piece})
		}
		return 0, nil
	}, `select hub_id, seq, person_id, particulars from journal where kind in ('work.accepted', 'work.sent_back') order by hub_id, seq`)
	return rows, broken, err
}

// journalChain works out each line's hash from the line and the hash before it.
func journalChain(v *db.View) (rows int, broken []Break, err error) {
	heads := map[string][2]string{}
	if _, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, seq, hash string
		err := r.Scan(&hub, &seq, &hash)
		heads[hub] = [2]string{seq, hash}
		return 0, err
	}, `select hub_id, seq, hash from journal_head`); err != nil {
		return 0, nil, err
	}
	ends, torn := map[string][2]string{}, map[string]bool{}
	_, err = db.All(v, func(r db.Scanner) (int, error) {
		var hub, at, person, actor, kind, about, text, hash string
		var seq int64
		if err := r.Scan(&hub, &seq, &at, &person, &actor, &kind, &about, &text, &hash); err != nil {
			return 0, err
		}
		rows++
		before := ends[hub]
		ends[hub] = [2]string{strconv.FormatInt(seq, 10), hash}
		if torn[hub] { // one break names the place; what follows stands on it
			return 0, nil
		}
		b, err := json.Marshal([]any{before[1], hub, seq, at, person, actor, kind, about, text})
		if err != nil {
			return 0, err
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != hash || strconv.FormatInt(seq-1, 10) != cmp.Or(before[0], "0") {
			torn[hub] = true
			broken = append(broken, Break{hub, fmt.Sprintf("line %d", seq)})
		}
		return 0, nil
	}, `select hub_id, seq, at, person_id, actor, kind, about, particulars, hash from journal order by hub_id, seq`)
	for hub, head := range heads {
		if !torn[hub] && ends[hub] != head {
			broken = append(broken, Break{hub, "the end of the chain"})
		}
	}
	sort.Slice(broken, func(i, j int) bool { return broken[i].Hub < broken[j].Hub })
	return rows, broken, err
}

// rowsOnce reads the sets of rows of all pieces ("1-25,31") and looks for a row in two of
// them. Pieces come in the order of their first rows, so one pass finds what overlaps.
func rowsOnce(v *db.View) (rows int, broken []Break, err error) {
	type place struct {
		hub, order string
		lane, pass int
	}
	seen := map[place]map[int]bool{}
	last := ""
	_, err = db.All(v, func(r db.Scanner) (int, error) {
		var p place
		var set string
		if err := r.Scan(&p.hub, &p.order, &p.lane, &p.pass, &set); err != nil {
			return 0, err
		}
		if key := p.hub + p.order; key != last { // the next order: what was seen of the last one is done with
			seen, last = map[place]map[int]bool{}, key
		}
		if seen[p] == nil {
			seen[p] = map[int]bool{}
		}
		for _, run := range strings.Split(set, ",") {
			a, b, has := strings.Cut(run, "-")
			from, err := strconv.Atoi(a)
			to := from
			if err == nil && has {
				to, err = strconv.Atoi(b)
			}
			if err != nil {
				return 0, fmt.Errorf("rows %q of order %s: %w", set, p.order, err)
			}
			for n := from; n <= to; n++ {
				if rows++; seen[p][n] {
					broken = append(broken, Break{p.hub, fmt.Sprintf("row %d of order %s", n, p.order)})
				}
				seen[p][n] = true
			}
		}
		return 0, nil
	}, `select hub_id, order_id, lane, pass, row_set from work_piece order by hub_id, order_id, lane, pass`)
	return rows, broken, err
}
