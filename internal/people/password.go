package people

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
)

// cost is argon2id's.
type cost struct {
	memory, time uint32 // KiB, passes
	threads      uint8
}

// today is 19 MiB and two passes: what the Password Storage Cheat Sheet is remembered to advise for argon2id.
// It is as dear to guess as more memory and one pass, and a small hub's machine bears it.
var today = cost{memory: 19 * 1024, time: 2, threads: 1}

// HashPassword makes the text that is kept instead of a password (PHC form).
func HashPassword(p string) string {
	salt := make([]byte, 16)
	rand.Read(salt) //nolint:errcheck // crypto/rand never fails
	return today.text(salt, today.key(p, salt))
}

// hashing lets two passwords be worked on at once: whoever sends a thousand sign-ins
// waits, and the machine's memory stays its own.
var hashing = make(chan struct{}, 2)

// resting gives the memory of the last passwords back to the system when nobody has
// signed in for a moment.
var resting = time.AfterFunc(time.Hour, debug.FreeOSMemory)

const restAfter = 5 * time.Second

func (c cost) key(p string, salt []byte) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing; resting.Reset(restAfter) }()
	return argon2.IDKey([]byte(p), salt, c.time, c.memory, c.threads, 32)
}

func (c cost) text(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", c.memory, c.time, c.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// nobody is checked when there is no account, so that the answer takes as long.
var nobody = sync.OnceValue(func() string {
	salt := make([]byte, 16)
	rand.Read(salt)               //nolint:errcheck // crypto/rand never fails
	return today.text(salt, salt) // the key of no password: 16 bytes where every real one has 32
})

// CheckAgainst tells whether p is the password behind hash. An empty hash costs the
// same time and is never right.
func CheckAgainst(hash, p string) bool {
	real := hash != ""
	if !real {
		hash = nobody()
	}
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[1] != "argon2id" {
		return false
	}
	var c cost
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	key, err2 := base64.RawStdEncoding.DecodeString(part[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(key, c.key(p, salt)) == 1 && real
}
