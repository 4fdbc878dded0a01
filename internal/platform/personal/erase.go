package personal

import (
	"fmt"
	"slices"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
)

// Find puts together all the names the houses know a subject by, from the ground up.
func Find(q db.Q, houses []House, s Subject) (Subject, error) {
	for _, h := range houses {
		if h.Find == nil {
			continue
		}
		if err := h.Find(q, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// Add puts a name into a list, once; "" is none.
func Add(list *[]string, name string) {
	if name != "" && !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// Papers tells whether there are papers of money of the subject.
func Papers(q db.Q, houses []House, s Subject) (bool, error) {
	for _, h := range houses {
		for _, t := range h.Tables {
			if !t.Money {
				continue
			}
			if n, err := count(q, t, s, "", t.Whose); err != nil || n > 0 {
				return n > 0, err
			}
		}
	}
	return false, nil
}

func count(q db.Q, t Table, s Subject, today, cond string) (int, error) {
	where, args := t.condition(s, today, cond, 0)
	n, err := db.Value[int](q, "select count(*) from "+t.Name+" where "+where, args...)
	if err != nil {
		err = fmt.Errorf("%s: %w", t.Name, err)
	}
	return n, err
}

// Erase has every table meet its fate, from the top of the house down and children
// before their parents. It answers how many rows are held back until a later day.
func Erase(tx *db.Tx, a who.Actor, houses []House, s Subject) (held int, err error) {
	money, err := Papers(tx, houses, s)
	if err != nil {
		return 0, err
	}
	for _, h := range slices.Backward(houses) {
		if h.Erase != nil {
			if err := h.Erase(tx, a, s, money); err != nil {
				return 0, err
			}
		}
		for _, t := range slices.Backward(h.Tables) {
			n, err := erase(tx, t, s)
			if err != nil {
				return 0, err
			}
			held += n
		}
	}
	return held, nil
}

// Rest has the tables meet their fates once more, when the day has come of what was held
// back. It answers how many rows still are.
func Rest(tx *db.Tx, houses []House, s Subject) (held int, err error) {
	for _, h := range slices.Backward(houses) {
		for _, t := range slices.Backward(h.Tables) {
			if t.Until == "" {
				continue
			}
			n, err := erase(tx, t, s)
			if err != nil {
				return 0, err
			}
			held += n
		}
	}
	return held, nil
}

func erase(tx *db.Tx, t Table, s Subject) (held int, err error) {
	if t.Fate == Keep || t.Fate == Act {
		return 0, nil
	}
	today, cond := tx.Now().DateIn(when.Tokyo).String(), t.Whose
	if t.Until != "" {
		if held, err = count(tx, t, s, today, "("+t.Whose+") and ("+t.Until+")"); err != nil {
			return 0, err
		}
		cond = "(" + t.Whose + ") and not (" + t.Until + ")"
	}
	if t.Fate == Drop {
		where, args := t.condition(s, today, cond, 0)
		if _, err = tx.Exec("delete from "+t.Name+" where "+where, args...); err != nil {
			err = fmt.Errorf("%s: %w", t.Name, err)
		}
		return held, err
	}
	return held, t.blank(tx, s, today, cond)
}

// blank empties columns. Her own name among those who acted goes first, of rows held back as
// well: on a later day nobody knows it any more.
func (t Table) blank(tx *db.Tx, s Subject, today, cond string) error {
	var set []string
	var values []any
	for _, e := range t.emptied() {
		if !e.own {
			values = append(values, e.value)
			set = append(set, fmt.Sprintf("%s = $%d", e.name, len(values)))
			continue
		}
		where, args := t.condition(s, today, "("+t.Whose+") and "+e.name+" in (:names)", 0)
		if _, err := tx.Exec("update "+t.Name+" set "+e.name+" = '' where "+where, args...); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	if len(set) == 0 {
		return nil
	}
	where, args := t.condition(s, today, cond, len(values))
	if _, err := tx.Exec("update "+t.Name+" set "+strings.Join(set, ", ")+" where "+where, append(values, args...)...); err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	return nil
}

// Plan says, before anything is done, what of a subject would go and what would stay.
type Plan struct {
	Gone  []string  // tables
	Kept  []Staying // what stays, and why
	Money bool      // papers of money are among what stays
}

// Staying is one table that stays, or rows of it that do, with the key of the reason.
type Staying struct {
	Table, Law string
	Rows       int
}

// Foresee makes the plan.
func Foresee(q db.Q, houses []House, s Subject) (p Plan, err error) {
	if p.Money, err = Papers(q, houses, s); err != nil {
		return p, err
	}
	today := q.Now().DateIn(when.Tokyo).String()
	for _, h := range houses {
		for _, t := range h.Tables {
			n, err := count(q, t, s, today, t.Whose)
			if err != nil {
				return p, err
			}
			held := 0
			if t.Until != "" {
				if held, err = count(q, t, s, today, "("+t.Whose+") and ("+t.Until+")"); err != nil {
					return p, err
				}
			}
			switch {
			case n == 0:
			case t.Fate == Keep:
				p.Kept = append(p.Kept, Staying{t.Name, t.Law, n})
			case held > 0:
				p.Kept = append(p.Kept, Staying{t.Name, t.Law, held})
			default:
				p.Gone = append(p.Gone, t.Name)
				if t.Law != "" {
					p.Kept = append(p.Kept, Staying{t.Name, t.Law, n})
				}
			}
		}
	}
	return p, nil
}
