// Package keys holds the installation's one secret, kept outside the database,
// and derives from it a key per purpose: sealed columns, signed form stamps.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/when"
)

// Keys is the secret, ready for use.
type Keys struct {
	master []byte
	name   string // short fingerprint, written before sealed text so that a key can be replaced
}

// New takes a secret of at least 32 bytes.
func New(master []byte) (*Keys, error) {
	if len(master) < 32 {
		return nil, fmt.Errorf("the secret has %d bytes, it needs 32", len(master))
	}
	sum := sha256.Sum256(master)
	return &Keys{master: master, name: hex.EncodeToString(sum[:3])}, nil
}

// Load reads the secret from a file, making a new one if the file is missing.
func Load(path string) (*Keys, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		b = []byte(hex.EncodeToString(random(32)) + "\n")
		err = os.WriteFile(path, b, 0o600)
	}
	if err != nil {
		return nil, err
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil {
		return nil, fmt.Errorf("%s: not a secret key: %w", path, err)
	}
	return New(raw)
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // crypto/rand never fails
	return b
}

func (k *Keys) derive(purpose string) []byte {
	b, err := hkdf.Key(sha256.New, k.master, nil, "hiroba/"+purpose, 32)
	if err != nil {
		panic(err) // only for impossible lengths
	}
	return b
}

// Seal encrypts a value for a column (AES-256-GCM). The purpose names table and
// column, so a sealed value moved elsewhere does not open.
func (k *Keys) Seal(purpose, plain string) string {
	if plain == "" {
		return ""
	}
	gcm := k.gcm(purpose)
	nonce := random(gcm.NonceSize())
	return k.name + "." + base64.RawURLEncoding.EncodeToString(gcm.Seal(nonce, nonce, []byte(plain), []byte(purpose)))
}

// Open decrypts what Seal made with the same purpose.
func (k *Keys) Open(purpose, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	name, text, _ := strings.Cut(sealed, ".")
	if name != k.name {
		return "", fmt.Errorf("sealed with key %s, this is key %s", name, k.name)
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	gcm := k.gcm(purpose)
	if err != nil || len(b) < gcm.NonceSize() {
		return "", errors.New("sealed text is damaged")
	}
	plain, err := gcm.Open(nil, b[:gcm.NonceSize()], b[gcm.NonceSize():], []byte(purpose))
	return string(plain), err
}

func (k *Keys) gcm(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.derive("seal/" + purpose))
	if err != nil {
		panic(err) // the key is always 32 bytes
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES always has the right block size
	}
	return gcm
}

// Sign is a short proof that text for a purpose came from here.
func (k *Keys) Sign(purpose, text string) string {
	m := hmac.New(sha256.New, k.derive("sign/"+purpose))
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

// Signed tells whether proof belongs to text.
func (k *Keys) Signed(purpose, text, proof string) bool {
	return hmac.Equal([]byte(k.Sign(purpose, text)), []byte(proof))
}

// Stamp marks a public form with the time it was shown.
func (k *Keys) Stamp(purpose string, now when.Instant) string {
	t := strconv.FormatInt(now.Time().Unix(), 36)
	return t + "." + k.Sign("stamp/"+purpose, t)
}

// Stamped answers how old a stamp is; ok is false if it was not made here.
func (k *Keys) Stamped(purpose, stamp string, now when.Instant) (age time.Duration, ok bool) {
	t, proof, _ := strings.Cut(stamp, ".")
	if !k.Signed("stamp/"+purpose, t, proof) {
		return 0, false
	}
	s, err := strconv.ParseInt(t, 36, 64)
	return now.Time().Sub(time.Unix(s, 0)), err == nil
}
