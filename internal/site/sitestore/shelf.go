package sitestore

import (
	"context"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/site"
)

// entry is a pointer to one entry of a list.
type entry[T any] interface {
	*T
	Head() *site.Entry
	Check(today when.Date) error
	Label() string
}

// shelf is where the entries of one list stand: the table, the columns that are the
// list's own, how an entry fills them, and how it is read from them.
type shelf[T any] struct {
	list    site.List
	table   string
	columns []string
	order   string
	fill    func(*T) []any
	read    func(*T, db.Scanner, ...any) error
}

var (
	errEntry = fault.New(fault.NotFound, "site.fault.entry_gone")
	errStale = fault.New(fault.Conflict, "site.fault.stale")
)

// entries reads a list in its order: what is public, or with all what staff see, removed entries too.
func entries[T any, P entry[T]](ctx context.Context, s *Store, a who.Actor, sh shelf[T], all bool) ([]T, error) {
	need, cond := site.MayRead, ` and removed_at = ''`
	if all {
		need, cond = site.MayEdit, ``
	}
	if err := a.May(need); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]T, error) {
		return db.All(v, func(r db.Scanner) (x T, err error) {
			h := P(&x).Head()
			return x, sh.read(&x, r, &h.ID, &h.Place, &h.Version, &h.MadeBy, &h.Made, &h.Removed)
		}, `select id, place, version, made_by, made_at, removed_at, `+strings.Join(sh.columns, ", ")+` from `+sh.table+` where hub_id = $1`+cond+` order by `+sh.order, a.Hub)
	})
}

// keep writes an entry. One that was never kept is new; the same form sent twice
// makes one. One that somebody else changed meanwhile is left as it is.
func keep[T any, P entry[T]](ctx context.Context, s *Store, a who.Actor, sh shelf[T], x T) error {
	if err := a.May(site.MayEdit); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h := P(&x).Head()
		if err := P(&x).Check(tx.Now().DateIn(when.Tokyo)); err != nil {
			return err
		}
		if h.Place == 0 {
			last, err := db.Value[int](tx, `select coalesce(max(place), 0) from `+sh.table+` where hub_id = $1 and removed_at = '' and id <> $2`, a.Hub, h.ID)
			if err != nil {
				return err
			}
			h.Place = min(last+1, site.PlaceMost)
		}
		if err := sh.makeRoom(tx, a.Hub, h); err != nil {
			return err
		}
		fresh, err := sh.write(tx, a, h, sh.fill(&x))
		if err != nil || !fresh {
			return err
		}
		return journal.Note(tx, a, site.EntryKept{ID: h.ID, List: string(sh.list), Name: P(&x).Label()})
	})
}

// makeRoom moves an entry that has the same place, and all after it, one place on.
func (sh shelf[T]) makeRoom(tx *db.Tx, hubID string, h *site.Entry) error {
	n, err := db.Value[int](tx, `select count(*) from `+sh.table+` where hub_id = $1 and id <> $2 and place = $3 and removed_at = ''`, hubID, h.ID, h.Place)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(`update `+sh.table+` set place = place + 1 where hub_id = $1 and id <> $2 and place >= $3 and removed_at = ''`, hubID, h.ID, h.Place)
	return err
}

// write inserts or updates the row; it answers false if the same entry was inserted before.
func (sh shelf[T]) write(tx *db.Tx, a who.Actor, h *site.Entry, own []any) (bool, error) {
	args := append([]any{a.Hub, h.ID, h.Version, h.Place, a.Name, tx.Now()}, own...)
	if h.Version == 0 {
		slots := ""
		for i := range sh.columns {
			slots += ", $" + strconv.Itoa(7+i)
		}
		n, err := tx.Exec(`insert into `+sh.table+` (hub_id, id, version, place, made_by, made_at, removed_by, removed_at, `+strings.Join(sh.columns, ", ")+`)
			values ($1, $2, $3 + 1, $4, $5, $6, '', ''`+slots+`) on conflict (hub_id, id) do nothing`, args...)
		return n == 1, err
	}
	sets := ""
	for i, c := range sh.columns {
		sets += ", " + c + " = $" + strconv.Itoa(7+i)
	}
	return true, db.Exec1(tx, errStale, `update `+sh.table+` set version = version + 1, place = $4, made_by = $5, made_at = $6`+sets+`
		where hub_id = $1 and id = $2 and version = $3 and removed_at = ''`, args...)
}

// tables name where each list stands.
var tables = map[site.List]string{site.Members: memberShelf.table, site.History: historyShelf.table, site.Voices: voiceShelf.table, site.Examples: exampleShelf.table, site.Ways: wayShelf.table}

// Remove takes an entry out of its list; it can be put back.
func (s *Store) Remove(ctx context.Context, a who.Actor, l site.List, entryID string) error {
	if err := a.May(site.MayEdit); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, errEntry, `update `+tables[l]+` set removed_by = $3, removed_at = $4, version = version + 1
			where hub_id = $1 and id = $2 and removed_at = ''`, a.Hub, entryID, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, site.EntryRemoved{ID: entryID, List: string(l)})
	})
}

// Restore puts a removed entry back.
func (s *Store) Restore(ctx context.Context, a who.Actor, l site.List, entryID string) error {
	if err := a.May(site.MayEdit); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, errEntry, `update `+tables[l]+` set removed_by = '', removed_at = '', version = version + 1
			where hub_id = $1 and id = $2 and removed_at <> ''`, a.Hub, entryID)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, site.EntryRestored{ID: entryID, List: string(l)})
	})
}
