package plangen

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// The instances behind every published figure: a change of one draw changes these.
func TestInstancesStayTheSame(t *testing.T) {
	for _, c := range []struct {
		size string
		flat bool
		seed uint64
		sum  string
	}{
		{"town", true, 1, "62c766f2741a53adb5c6"},
		{"town", false, 1, "98ec29fa3ddf096041d0"},
		{"town", true, 2, "e2888beb11591a02fab0"},
		{"town", false, 2, "1c2be2969b4f52ccd160"},
		{"town", true, 3, "f049270bd14bde7edbb4"},
		{"town", false, 3, "4b1ae9653962cf750e7a"},
		{"city", true, 1, "53cdf9a21a37c47d5a23"},
		{"city", false, 1, "503cac7986a5d39387df"},
		{"city", true, 2, "10cd558b5d395d53aec1"},
		{"city", false, 2, "0c91da6cc6c48ac053ee"},
		{"city", true, 3, "2a061ad81498e3246960"},
		{"city", false, 3, "880d8b8f9426cc032632"},
		{"prefecture", true, 1, "1e27cb6f9ae84a408862"},
		{"prefecture", false, 1, "6f13c1d5cca7ea2ede9d"},
	} {
		p, err := Size(c.size)
		if err != nil {
			t.Fatal(err)
		}
		p.Flat, p.Seed = c.flat, c.seed
		h := sha256.New()
		if err := Make(p).Write(h); err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(h.Sum(nil))[:20]; got != c.sum {
			t.Errorf("%s, flat %v, seed %d: %s, not %s", c.size, c.flat, c.seed, got, c.sum)
		}
	}
}

func TestUnknownSize(t *testing.T) {
	if _, err := Size("village"); err == nil {
		t.Error("a size nobody defined was answered")
	}
}
