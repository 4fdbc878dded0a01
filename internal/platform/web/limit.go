package web

import (
	"net"
	"net/http"
	"sync"
	"time"

	"hiroba/internal/base/when"
)

// Limiter lets a key do something so many times in so long: a bucket that leaks
// evenly. It lives in memory: a restart forgives, and each node counts for itself.
type Limiter struct {
	Most  int           // at once
	Every time.Duration // one comes back in this time
	Clock when.Clock

	mu sync.Mutex
	m  map[string]bucket
}

type bucket struct {
	left float64
	at   when.Instant
}

const bucketsMost = 100_000 // forget everybody rather than run out of memory

// Allow takes one from the key's bucket; false if it is empty.
func (l *Limiter) Allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.Clock()
	if l.m == nil || len(l.m) > bucketsMost {
		l.m = map[string]bucket{}
	}
	b, ok := l.m[key]
	if !ok {
		b = bucket{float64(l.Most), now}
	}
	b.left = min(float64(l.Most), b.left+float64(now.Time().Sub(b.at.Time()))/float64(l.Every))
	b.at = now
	if ok = b.left >= 1; ok {
		b.left--
	}
	l.m[key] = b
	return ok
}

// Address is where a request came from, for rate limits. Behind a proxy the router has
// put the visitor's address there.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
