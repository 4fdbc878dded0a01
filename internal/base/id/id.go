// Package id makes names for things: sortable ids, secrets for links, short codes for paper.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"regexp"
	"sync"
	"time"
)

var last struct {
	sync.Mutex
	ms  int64
	seq uint16
}

// Make is a new UUIDv7: ids made later sort later, within one process strictly.
func Make() string {
	var b [16]byte
	rand.Read(b[:]) //nolint:errcheck // crypto/rand never fails
	last.Lock()
	if ms := time.Now().UnixMilli(); ms > last.ms {
		last.ms, last.seq = ms, binary.BigEndian.Uint16(b[6:])&0x3ff
	} else if last.seq++; last.seq > 0xfff {
		last.ms, last.seq = last.ms+1, 0
	}
	ms, seq := last.ms, last.seq
	last.Unlock()
	var t [8]byte
	binary.BigEndian.PutUint64(t[:], uint64(ms))
	copy(b[:6], t[2:])
	binary.BigEndian.PutUint16(b[6:], 0x7000|seq)
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

var form = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Valid tells whether s has the form of an id made here.
func Valid(s string) bool { return form.MatchString(s) }

// Secret is n random bytes as URL-safe text, for links that open something.
func Secret(n int) string {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // crypto/rand never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Hash is how a secret is kept: whoever reads the database cannot use the link.
func Hash(secret string) string {
	s := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(s[:])
}

// letters that nobody confuses on paper or on the telephone.
const letters = "ABCDEFGHJKLMNPQRTUVWXY346789"

// Short is a code of n clear letters, for paper and for incident numbers.
func Short(n int) string {
	out := make([]byte, 0, n)
	b := make([]byte, 1)
	for len(out) < n {
		rand.Read(b) //nolint:errcheck // crypto/rand never fails
		if int(b[0]) < 256-256%len(letters) {
			out = append(out, letters[int(b[0])%len(letters)])
		}
	}
	return string(out)
}
