package blob

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/keys"
)

var errGone = fault.New(fault.NotFound, "gone")

func house(t *testing.T, d *db.DB) (*keys.Keys, string) {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	if err != nil {
		t.Fatal(err)
	}
	return k, id.Make()
}

func noise(n int) []byte {
	b, r := make([]byte, n), rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestWhatIsPutIsReadBackFromAnywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, hub := house(t, d)
		for _, n := range []int{0, 1, partBytes, 2*partBytes + 7} {
			want := noise(n)
			x, err := Put(t.Context(), d, k, hub, "application/zip", bytes.NewReader(want), 1<<30)
			if err != nil || x.Bytes != int64(n) {
				t.Fatal(x, err)
			}
			r, err := Open(t.Context(), d, k, hub, x.ID, errGone)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes came back as %d, %v", n, len(got), err)
			}
			if n < 10 {
				continue
			}
			r.Seek(int64(n-5), io.SeekStart)
			if got, _ = io.ReadAll(r); !bytes.Equal(got, want[n-5:]) {
				t.Error("the tail differs")
			}
		}
		if _, err := Open(t.Context(), d, k, id.Make(), id.Make(), errGone); !errors.Is(err, errGone) {
			t.Error(err)
		}
	})
}

func TestATooLargeOrBrokenFileLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, hub := house(t, d)
		if _, err := Put(t.Context(), d, k, hub, "x", bytes.NewReader(noise(partBytes+1)), partBytes); !errors.Is(err, ErrTooLarge) {
			t.Error(err)
		}
		broken := io.MultiReader(bytes.NewReader(noise(partBytes+1)), iotestErr{})
		if _, err := Put(t.Context(), d, k, hub, "x", broken, 1<<30); !errors.Is(err, io.ErrClosedPipe) {
			t.Error(err)
		}
		n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from blob_part where hub_id = $1`, hub)
		})
		if err != nil || n != 0 {
			t.Error(n, err)
		}
	})
}

type iotestErr struct{}

func (iotestErr) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWhatACrashLeftIsSweptAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, hub := house(t, d)
		small, err := Seal(k, "image/png", noise(100))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Do(t.Context(), d, func(tx *db.Tx) error { return Keep(tx, hub, small) }); err != nil {
			t.Fatal(err)
		}
		if err := begin(t.Context(), d, hub, Info{ID: id.Make()}); err != nil {
			t.Fatal(err)
		}
		if n, err := Sweep(t.Context(), d, hub, d.Now().Add(time.Hour)); n != 1 || err != nil {
			t.Error(n, err)
		}
		r, err := Open(t.Context(), d, k, hub, small.ID, errGone)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(r); !bytes.Equal(got, noise(100)) {
			t.Error("the small file differs")
		}
	})
}
