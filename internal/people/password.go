package people

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is argon2id's: 64 MiB is out of reach for cheap guessing, and a small hub's machine bears it.
type cost struct {
	memory, time uint32
	threads      uint8
}

var today = cost{memory: 64 * 1024, time: 1, threads: 2}

// HashPassword makes the text that is kept instead of a password (PHC form).
func HashPassword(p string) string {
	salt := make([]byte, 16)
	rand.Read(salt) //nolint:errcheck // crypto/rand never fails
	return today.text(salt, today.key(p, salt))
}

func (c cost) key(p string, salt []byte) []byte {
	return argon2.IDKey([]byte(p), salt, c.time, c.memory, c.threads, 32)
}

func (c cost) text(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", c.memory, c.time, c.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// nobody is checked when there is no account, so that the answer takes as long.
var nobody = HashPassword("nobody has this password: " + fmt.Sprint(today))

// CheckAgainst tells whether p is the password behind hash. An empty hash costs the
// same time and is never right.
func CheckAgainst(hash, p string) bool {
	real := hash != ""
	if !real {
		hash = nobody
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
