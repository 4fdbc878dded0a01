// Package journal keeps what happened: audit trail, activity page and outbox at
// once. An event is noted in the transaction of the act, hash-chained per hub so
// that tampering shows, and told to subscribers by jobs after the commit.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
)

// Entry is one line of the journal.
type Entry struct {
	Hub, Person, Actor, Kind, About string
	Seq                             int64
	At                              when.Instant
	Particulars                     string // JSON of the kept fields
	Hash                            string
}

var known struct {
	sync.RWMutex
	kinds       map[string]event.Event
	subscribers map[string][]string // event kind to subscriber names
}

// Declare makes kinds of events known. An exported field without a journal tag
// panics at start: what is kept about people is decided, never forgotten.
func Declare(events ...event.Event) {
	known.Lock()
	defer known.Unlock()
	if known.kinds == nil {
		known.kinds = map[string]event.Event{}
	}
	for _, e := range events {
		t := reflect.TypeOf(e)
		for i := range t.NumField() {
			switch f := t.Field(i); f.Tag.Get("journal") {
			case "keep", "mask", "drop":
			default:
				panic(fmt.Sprintf("journal: %s.%s needs a tag keep, mask or drop", t, f.Name))
			}
		}
		known.kinds[e.Kind()] = e
	}
}

// Kinds lists the declared events.
func Kinds() map[string]event.Event {
	known.RLock()
	defer known.RUnlock()
	out := map[string]event.Event{}
	for k, e := range known.kinds {
		out[k] = e
	}
	return out
}

// Subscribe has the job "on:name" run for each event of the kind, at least once,
// after the commit. The job's arguments are an Told.
func Subscribe(kind, name string) {
	known.Lock()
	defer known.Unlock()
	if known.subscribers == nil {
		known.subscribers = map[string][]string{}
	}
	for _, n := range known.subscribers[kind] {
		if n == name {
			return
		}
	}
	known.subscribers[kind] = append(known.subscribers[kind], name)
}

// Told is what a subscriber's job is given.
type Told struct {
	Hub, Kind, About string
	Seq              int64
}

// Hold takes the end of a hub's chain for this write before its first note. A long
// write does so at once: on PostgreSQL whoever notes meanwhile waits for it, instead of
// being first and making it run again from the start.
func Hold(tx *db.Tx, hub string) error {
	_, err := tx.Exec(`update journal_head set seq = seq where hub_id = $1`, hub)
	return err
}

// noteBatch is how many lines one statement inserts: more parameters take longer to bind.
const noteBatch = 30

// NoteAll writes many events of one act, in the order given: the head of the chain is
// read and written once for all of them. Events somebody subscribed to go one by one.
func NoteAll[E event.Event](tx *db.Tx, a who.Actor, es []E) error {
	if len(es) == 0 {
		return nil
	}
	known.RLock()
	_, ok := known.kinds[es[0].Kind()]
	subs := known.subscribers[es[0].Kind()]
	known.RUnlock()
	if !ok || len(subs) > 0 {
		for _, e := range es {
			if err := Note(tx, a, e); err != nil {
				return err
			}
		}
		return nil
	}
	prev, err := db.All(tx, scanHead, `select seq, hash from journal_head where hub_id = $1`, a.Hub)
	if err != nil {
		return err
	}
	if len(prev) == 0 { // the first line of a hub makes the head
		if err := Note(tx, a, es[0]); err != nil {
			return err
		}
		return NoteAll(tx, a, es[1:])
	}
	last := prev[0]
	for i := 0; i < len(es); i += noteBatch {
		if last, err = appendAll(tx, a, last, es[i:min(i+noteBatch, len(es))]); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`update journal_head set seq = $2, hash = $3 where hub_id = $1`, a.Hub, last.Seq, last.Hash)
	return err
}

// appendAll inserts some lines behind the last one and answers the new last one.
func appendAll[E event.Event](tx *db.Tx, a who.Actor, last Entry, es []E) (Entry, error) {
	q := strings.Builder{}
	q.WriteString(`insert into journal (hub_id, seq, at, person_id, actor, kind, about, particulars, hash) values `)
	args := []any{a.Hub, tx.Now(), a.Person, a.Name}
	for i, e := range es {
		body, err := particulars(e)
		if err != nil {
			return last, err
		}
		n := Entry{Hub: a.Hub, Person: a.Person, Actor: a.Name, Kind: e.Kind(), About: e.About(), At: tx.Now(), Particulars: body, Seq: last.Seq + 1}
		n.Hash = n.chain(last.Hash)
		if i > 0 {
			q.WriteByte(',')
		}
		p := len(args)
		fmt.Fprintf(&q, "($1, $%d, $2, $3, $4, $%d, $%d, $%d, $%d)", p+1, p+2, p+3, p+4, p+5)
		args = append(args, n.Seq, n.Kind, n.About, n.Particulars, n.Hash)
		last = n
	}
	_, err := tx.Exec(q.String(), args...)
	return last, err
}

// Note writes e into the journal in this very transaction.
func Note(tx *db.Tx, a who.Actor, e event.Event) error {
	known.RLock()
	_, ok := known.kinds[e.Kind()]
	subs := known.subscribers[e.Kind()]
	known.RUnlock()
	if !ok {
		return fmt.Errorf("journal: event %s was never declared", e.Kind())
	}
	body, err := particulars(e)
	if err != nil {
		return err
	}
	n := Entry{Hub: a.Hub, Person: a.Person, Actor: a.Name, Kind: e.Kind(), About: e.About(), At: tx.Now(), Particulars: body}
	if err := n.append(tx); err != nil {
		return err
	}
	for _, name := range subs {
		told := Told{Hub: n.Hub, Kind: n.Kind, About: n.About, Seq: n.Seq}
		key := fmt.Sprintf("on:%s:%d", name, n.Seq)
		if err := jobs.Enqueue(tx, jobs.New(n.Hub, "on:"+name, told).Once(key)); err != nil {
			return err
		}
	}
	return nil
}

func (n *Entry) append(tx *db.Tx) error {
	prev, err := db.All(tx, scanHead, `select seq, hash from journal_head where hub_id = $1`, n.Hub)
	if err != nil {
		return err
	}
	if len(prev) == 1 {
		n.Seq = prev[0].Seq + 1
		n.Hash = n.chain(prev[0].Hash)
		_, err = tx.Exec(`update journal_head set seq = $2, hash = $3 where hub_id = $1`, n.Hub, n.Seq, n.Hash)
	} else {
		n.Seq = 1
		n.Hash = n.chain("")
		_, err = tx.Exec(`insert into journal_head (hub_id, seq, hash) values ($1, $2, $3)`, n.Hub, n.Seq, n.Hash)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into journal (hub_id, seq, at, person_id, actor, kind, about, particulars, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, n.Hub, n.Seq, n.At, n.Person, n.Actor, n.Kind, n.About, n.Particulars, n.Hash)
	return err
}

// chain is the hash of this line and the one before: change any line and every later hash is wrong.
func (n Entry) chain(prev string) string {
	b, _ := json.Marshal([]any{prev, n.Hub, n.Seq, n.At.String(), n.Person, n.Actor, n.Kind, n.About, n.Particulars})
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// particulars turns an event into JSON: kept fields as they are, masked ones as a fingerprint.
func particulars(e event.Event) (string, error) {
	v, t := reflect.ValueOf(e), reflect.TypeOf(e)
	out := map[string]any{}
	for i := range t.NumField() {
		switch f := t.Field(i); f.Tag.Get("journal") {
		case "keep":
			out[f.Name] = v.Field(i).Interface()
		case "mask":
			s := sha256.Sum256([]byte(e.About() + fmt.Sprint(v.Field(i).Interface())))
			out[f.Name] = "#" + hex.EncodeToString(s[:4])
		}
	}
	b, err := json.Marshal(out)
	return string(b), err
}

func scanHead(s db.Scanner) (n Entry, err error) {
	err = s.Scan(&n.Seq, &n.Hash)
	return n, err
}

func scan(s db.Scanner) (n Entry, err error) {
	err = s.Scan(&n.Hub, &n.Seq, &n.At, &n.Person, &n.Actor, &n.Kind, &n.About, &n.Particulars, &n.Hash)
	return n, err
}

const columns = `select hub_id, seq, at, person_id, actor, kind, about, particulars, hash from journal `

// Latest reads the newest lines of a hub before line seq (0: from the end), newest first.
func Latest(q db.Q, hub string, before int64, most int) ([]Entry, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return db.All(q, scan, columns+`where hub_id = $1 and seq < $2 order by seq desc limit $3`, hub, before, most)
}

// About reads all lines about one thing, oldest first.
func About(q db.Q, hub, about string) ([]Entry, error) {
	return db.All(q, scan, columns+`where hub_id = $1 and about = $2 order by seq`, hub, about)
}
