// Package blob keeps files that are too large for a column, sealed, in parts, in the same
// database as everything else: one backup holds all of a town.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
)

const (
	partBytes  = 512 << 10
	purpose    = "blob_part.body"
	unfinished = -1
)

// Sealed are the sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{{Table: "blob_part", Name: "body_sealed", Key: []string{"hub_id", "blob_id", "no"}, Purpose: purpose, Batch: 20}}

// ErrTooLarge says that a file is larger than it may be.
var ErrTooLarge = errors.New("the file is larger than it may be")

// ErrLost says that a file is known, and its bytes are not there.
var ErrLost = errors.New("the bytes of this file are not here")

// Info is what is known of a file without reading it.
type Info struct {
	ID, Media, SHA256 string
	Bytes             int64
	Made              when.Instant
}

// Put keeps what r gives, part by part, each in a write of its own, so that a large file
// does not hold up everybody else. Until its end is reached the file does not exist for
// readers; what a crash left behind, Sweep takes away.
func Put(ctx context.Context, d *db.DB, k *keys.Keys, hub, media string, r io.Reader, most int64) (Info, error) {
	x := Info{ID: id.Make(), Media: media}
	if err := begin(ctx, d, hub, x); err != nil {
		return x, err
	}
	sum, buf := sha256.New(), make([]byte, partBytes)
	for no := 0; ; no++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if x.Bytes += int64(n); x.Bytes > most {
				return x, errors.Join(ErrTooLarge, drop(ctx, d, hub, x.ID))
			}
			sum.Write(buf[:n])
			if err := putPart(ctx, d, k, hub, x.ID, no, buf[:n]); err != nil {
				return x, err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return x, errors.Join(err, drop(ctx, d, hub, x.ID))
		}
	}
	x.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return x, db.Do(ctx, d, func(tx *db.Tx) error {
		x.Made = tx.Now()
		_, err := tx.Exec(`update blob set bytes = $3, sha256 = $4 where hub_id = $1 and id = $2`, hub, x.ID, x.Bytes, x.SHA256)
		return err
	})
}

func begin(ctx context.Context, d *db.DB, hub string, x Info) error {
	return db.Do(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into blob (hub_id, id, media, bytes, sha256, made_at) values ($1, $2, $3, $4, '', $5)`, hub, x.ID, x.Media, unfinished, tx.Now())
		return err
	})
}

func putPart(ctx context.Context, d *db.DB, k *keys.Keys, hub, blobID string, no int, b []byte) error {
	sealed := k.Seal(purpose, base64.StdEncoding.EncodeToString(b))
	return db.Do(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into blob_part (hub_id, blob_id, no, body_sealed) values ($1, $2, $3, $4)`, hub, blobID, no, sealed)
		return err
	})
}

// Small is a file that fits into one part, sealed and ready to be written with Keep.
type Small struct {
	Info
	sealed string
}

// Seal makes a small file ready; it does the dear part outside of a write.
func Seal(k *keys.Keys, media string, b []byte) (Small, error) {
	if len(b) > 32*partBytes {
		return Small{}, ErrTooLarge
	}
	sum := sha256.Sum256(b)
	return Small{Info{ID: id.Make(), Media: media, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(b))}, k.Seal(purpose, base64.StdEncoding.EncodeToString(b))}, nil
}

// Keep writes a small file in a write that goes on.
func Keep(tx *db.Tx, hub string, x Small) error {
	_, err := tx.Exec(`insert into blob (hub_id, id, media, bytes, sha256, made_at) values ($1, $2, $3, $4, $5, $6)`, hub, x.ID, x.Media, x.Bytes, x.SHA256, tx.Now())
	if err == nil {
		_, err = tx.Exec(`insert into blob_part (hub_id, blob_id, no, body_sealed) values ($1, $2, 0, $3)`, hub, x.ID, x.sealed)
	}
	return err
}

// PutBack keeps the bytes of a small file again that are lost, where they are the same; false
// where they are not. What is there is left alone.
func PutBack(ctx context.Context, d *db.DB, k *keys.Keys, hub, blobID string, b []byte) (bool, error) {
	x, err := Seal(k, "", b)
	if err != nil {
		return false, err
	}
	return db.Write(ctx, d, func(tx *db.Tx) (bool, error) {
		n, err := db.Value[int](tx, `select count(*) from blob where hub_id = $1 and id = $2 and bytes = $3 and sha256 = $4`, hub, blobID, x.Bytes, x.SHA256)
		if err != nil || n == 0 {
			return false, err
		}
		_, err = tx.Exec(`insert into blob_part (hub_id, blob_id, no, body_sealed) values ($1, $2, 0, $3) on conflict (hub_id, blob_id, no) do nothing`, hub, blobID, x.sealed)
		return err == nil, err
	})
}

// Drop takes files away in a write that goes on.
func Drop(tx *db.Tx, hub, blobID string) error {
	_, err := tx.Exec(`delete from blob_part where hub_id = $1 and blob_id = $2`, hub, blobID)
	if err == nil {
		_, err = tx.Exec(`delete from blob where hub_id = $1 and id = $2`, hub, blobID)
	}
	return err
}

func drop(ctx context.Context, d *db.DB, hub, blobID string) error {
	return db.Do(ctx, d, func(tx *db.Tx) error { return Drop(tx, hub, blobID) })
}

// Sweep takes away what was begun before an instant and never came to its end.
func Sweep(ctx context.Context, d *db.DB, hub string, before when.Instant) (int, error) {
	return db.Write(ctx, d, func(tx *db.Tx) (int, error) {
		ids, err := db.All(tx, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
			`select id from blob where hub_id = $1 and bytes < 0 and made_at < $2`, hub, before)
		for _, x := range ids {
			if err = Drop(tx, hub, x); err != nil {
				return 0, err
			}
		}
		return len(ids), err
	})
}

// Open finds a file to read; it reads a part at a time, wherever a reader seeks to.
func Open(ctx context.Context, d *db.DB, k *keys.Keys, hub, blobID string, missing error) (*Reader, error) {
	r := &Reader{ctx: ctx, d: d, k: k, hub: hub, no: -1}
	var err error
	r.Info, err = db.Read(ctx, d, func(v *db.View) (Info, error) {
		return db.One(v, missing, func(s db.Scanner) (x Info, err error) {
			err = s.Scan(&x.ID, &x.Media, &x.Bytes, &x.SHA256, &x.Made)
			return x, err
		}, `select id, media, bytes, sha256, made_at from blob where hub_id = $1 and id = $2 and bytes >= 0`, hub, blobID)
	})
	return r, err
}

// Reader reads a kept file; it is an io.ReadSeeker and an io.ReaderAt.
type Reader struct {
	Info
	ctx  context.Context
	d    *db.DB
	k    *keys.Keys
	hub  string
	at   int64
	no   int // the part at hand
	part []byte
	size int // of the first part: small files have one part of any size
}

func (r *Reader) load(no int) error {
	if no == r.no {
		return nil
	}
	b, err := db.Read(r.ctx, r.d, func(v *db.View) ([]byte, error) {
		s, err := db.One(v, ErrLost, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err }, `select body_sealed from blob_part where hub_id = $1 and blob_id = $2 and no = $3`, r.hub, r.ID, no)
		if err != nil {
			return nil, fmt.Errorf("part %d of file %s: %w", no, r.ID, err)
		}
		plain, err := r.k.Open(purpose, s)
		if err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(plain)
	})
	if err == nil {
		r.no, r.part = no, b
		if no == 0 {
			r.size = len(b)
		}
	}
	return err
}

// ReadAt reads from a place.
func (r *Reader) ReadAt(p []byte, off int64) (n int, err error) {
	if r.size == 0 && r.Bytes > 0 {
		if err := r.load(0); err != nil {
			return 0, err
		}
	}
	for n < len(p) && off < r.Bytes {
		no := int(off / int64(r.size))
		if err := r.load(no); err != nil {
			return n, err
		}
		m := copy(p[n:], r.part[off-int64(no)*int64(r.size):])
		n, off = n+m, off+int64(m)
	}
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// Read goes on reading.
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= r.Bytes {
		return 0, io.EOF
	}
	n, err := r.ReadAt(p, r.at)
	if r.at += int64(n); n > 0 {
		err = nil
	}
	return n, err
}

// Seek goes to a place.
func (r *Reader) Seek(off int64, from int) (int64, error) {
	switch from {
	case io.SeekCurrent:
		off += r.at
	case io.SeekEnd:
		off += r.Bytes
	}
	if off < 0 {
		return 0, errors.New("before the beginning of the file")
	}
	r.at = off
	return off, nil
}
