package db

import (
	"sync"
	"time"

	"hiroba/internal/base/when"
)

// Kept is something read from the books for everybody, such as the figures of a public page:
// it is read again after a write, whatever was written, or when its time is over. What was
// written here is seen at once.
type Kept[T any] struct {
	mu sync.Mutex
	of map[string]kept[T]
}

type kept[T any] struct {
	v      T
	writes int64
	at     when.Instant
}

const (
	// keptFor is how long another node's change may stay unseen.
	keptFor = 2 * time.Second
	// keptMost bounds what is kept.
	keptMost = 1000
)

// Get answers what is kept under key, or reads it. Nobody may change what is answered.
func (k *Kept[T]) Get(d *DB, key string, read func() (T, error)) (T, error) {
	writes, now := d.Writes.Load(), d.Now() // before the reading: a write meanwhile has it read again
	k.mu.Lock()
	x, ok := k.of[key]
	k.mu.Unlock()
	if ok && x.writes == writes && !now.Before(x.at) && now.Before(x.at.Add(keptFor)) {
		return x.v, nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil || len(k.of) >= keptMost {
		k.of = map[string]kept[T]{}
	}
	k.of[key] = kept[T]{v, writes, now}
	return v, nil
}
