package journal

import (
	"fmt"

	"hiroba/internal/platform/db"
)

const chunk = 2000

// Verify walks every hub's chain and answers how many lines it read. The error
// names the first line that does not fit.
func Verify(q db.Q) (lines int64, err error) {
	heads, err := db.All(q, func(s db.Scanner) (n Entry, err error) {
		err = s.Scan(&n.Hub, &n.Seq, &n.Hash)
		return n, err
	}, `select hub_id, seq, hash from journal_head order by hub_id`)
	if err != nil {
		return 0, err
	}
	total, err := db.Value[int64](q, `select count(*) from journal`)
	if err != nil {
		return 0, err
	}
	for _, h := range heads {
		n, err := verifyHub(q, h)
		lines += n
		if err != nil {
			return lines, err
		}
	}
	if total != lines {
		return lines, fmt.Errorf("journal: %d lines stand in no hub's chain", total-lines)
	}
	return lines, nil
}

func verifyHub(q db.Q, head Entry) (lines int64, err error) {
	prev := ""
	for {
		part, err := db.All(q, scan, columns+`where hub_id = $1 and seq > $2 order by seq limit $3`, head.Hub, lines, chunk)
		if err != nil {
			return lines, err
		}
		for _, n := range part {
			if n.Seq != lines+1 {
				return lines, fmt.Errorf("journal of hub %s: line %d is missing", n.Hub, lines+1)
			}
			if n.chain(prev) != n.Hash {
				return lines, fmt.Errorf("journal of hub %s: line %d (%s, %s) was changed after it was written", n.Hub, n.Seq, n.At, n.Kind)
			}
			prev, lines = n.Hash, n.Seq
		}
		if len(part) < chunk {
			break
		}
	}
	if lines != head.Seq || prev != head.Hash {
		return lines, fmt.Errorf("journal of hub %s: ends at line %d, its head says %d", head.Hub, lines, head.Seq)
	}
	return lines, nil
}
