package keys

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The file of secrets has one key a line. A first file is one bare key for everything;
// after a rotation each line says what its key still does:
//
//	seal 3f…   new values are sealed with it
//	open 91…   values sealed with it are still there: a rotation is not finished
//	sign 91…   links and stamps are signed with it

// Load reads the secrets from a file, making a first one if the file is missing.
func Load(path string) (*Keys, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		b = []byte(hex.EncodeToString(random(32)) + "\n")
		err = os.WriteFile(path, b, 0o600)
	}
	if err != nil {
		return nil, err
	}
	k, err := parse(string(b))
	if err != nil {
		return nil, fmt.Errorf("%s: not a secret key: %w", path, err)
	}
	return k, nil
}

func parse(text string) (*Keys, error) {
	k := &Keys{open: map[string]secret{}}
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		use, key, named := strings.Cut(strings.TrimSpace(l), " ")
		if !named {
			use, key = "", use
		}
		raw, err := hex.DecodeString(key)
		if err != nil {
			return nil, err
		}
		x, err := newSecret(raw)
		if err != nil {
			return nil, err
		}
		if err := k.take(use, x); err != nil {
			return nil, err
		}
	}
	if k.seal.name == "" || k.sign.name == "" {
		return nil, errors.New("no key to seal and to sign with")
	}
	return k, nil
}

func (k *Keys) take(use string, x secret) error {
	switch use {
	case "":
		k.seal, k.sign, k.open[x.name] = x, x, x
	case "seal":
		k.seal, k.open[x.name] = x, x
	case "open":
		k.open[x.name] = x
	case "sign":
		k.sign = x
	default:
		return fmt.Errorf("a key cannot %q", use)
	}
	return nil
}

// text is the file of these keys.
func (k *Keys) text() string {
	s := "seal " + hex.EncodeToString(k.seal.master) + "\n"
	for name, x := range k.open {
		if name != k.seal.name {
			s += "open " + hex.EncodeToString(x.master) + "\n"
		}
	}
	return s + "sign " + hex.EncodeToString(k.sign.master) + "\n"
}

// Sealer is the name of the key that seals; every value sealed with it begins with
// the name and a dot.
func (k *Keys) Sealer() string { return k.seal.name }

// Turning tells whether a rotation is under way: values sealed with an older key are
// still opened.
func (k *Keys) Turning() bool { return len(k.open) > 1 }

// Turn makes a new key to seal with and writes it into the file before it is used.
// Values sealed so far still open.
func (k *Keys) Turn(path string) error {
	x, err := newSecret(random(32))
	if err != nil {
		return err
	}
	k.seal, k.open[x.name] = x, x
	return k.write(path)
}

// Drop takes the keys out of the file with which nothing is sealed any more.
func (k *Keys) Drop(path string) error {
	k.open = map[string]secret{k.seal.name: k.seal}
	return k.write(path)
}

// write replaces the file whole: after a power cut it is the old or the new one.
func (k *Keys) write(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(k.text())
	if err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
