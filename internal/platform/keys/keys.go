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
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/when"
)

// Keys are the secrets, ready for use. One seals; one signs; those that sealed before
// still open. Sealing moves to a new key by rotation; signing stays with the first,
// so that links in mails already sent stay good.
type Keys struct {
	seal, sign secret
	open       map[string]secret // by name, the sealing one among them
}

// secret is one key with its short fingerprint, written before sealed text.
type secret struct {
	master []byte
	name   string
}

func newSecret(master []byte) (secret, error) {
	if len(master) < 32 {
		return secret{}, fmt.Errorf("the secret has %d bytes, it needs 32", len(master))
	}
	sum := sha256.Sum256(master)
	return secret{master, hex.EncodeToString(sum[:3])}, nil
}

// New takes one secret of at least 32 bytes for everything.
func New(master []byte) (*Keys, error) {
	x, err := newSecret(master)
	return &Keys{seal: x, sign: x, open: map[string]secret{x.name: x}}, err
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // crypto/rand never fails
	return b
}

func (k secret) derive(purpose string) []byte {
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
	gcm := k.seal.gcm(purpose)
	nonce := random(gcm.NonceSize())
	return k.seal.name + "." + base64.RawURLEncoding.EncodeToString(gcm.Seal(nonce, nonce, []byte(plain), []byte(purpose)))
}

// Open decrypts what Seal made with the same purpose.
func (k *Keys) Open(purpose, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	name, text, _ := strings.Cut(sealed, ".")
	x, ok := k.open[name]
	if !ok {
		return "", fmt.Errorf("sealed with key %s, which is not here; this is key %s", name, k.seal.name)
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	gcm := x.gcm(purpose)
	if err != nil || len(b) < gcm.NonceSize() {
		return "", errors.New("sealed text is damaged")
	}
	plain, err := gcm.Open(nil, b[:gcm.NonceSize()], b[gcm.NonceSize():], []byte(purpose))
	return string(plain), err
}

func (k secret) gcm(purpose string) cipher.AEAD {
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
	m := hmac.New(sha256.New, k.sign.derive("sign/"+purpose))
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
