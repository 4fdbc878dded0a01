package sitestore

import (
	"context"
	"encoding/base64"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/picture"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/site"
)

// PictureMost is the largest picture taken, in bytes.
const PictureMost = 2 << 20

// AddPicture keeps a picture with its description, which is compulsory.
func (s *Store) AddPicture(ctx context.Context, a who.Actor, alt string, body []byte) (string, error) {
	if err := a.May(site.MayNews); err != nil {
		return "", err
	}
	var c fault.Check
	alt = strings.TrimSpace(alt)
	info, wrong := picture.Read(body)
	c.When(len(body) == 0, "file", "site.field.picture_missing")
	c.When(len(body) > PictureMost, "file", "site.field.picture_big")
	c.When(wrong != nil, "file", "site.field.picture_kind")
	c.When(alt == "", "alt", "site.field.alt_missing")
	if err := c.Err(); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		pid := id.Make()
		_, err := tx.Exec(`insert into site_picture (hub_id, id, type, body, alt, made_by, made_at, width, height) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.Hub, pid, info.Type, base64.StdEncoding.EncodeToString(body), alt, a.Name, tx.Now(), info.Width, info.Height)
		if err != nil {
			return "", err
		}
		return pid, journal.Note(tx, a, site.PictureAdded{ID: pid, Alt: alt})
	})
}

// Picture is one picture of the hub.
type Picture struct {
	ID, Type, Alt string
	Body          []byte
}

// Picture reads one picture.
func (s *Store) Picture(ctx context.Context, a who.Actor, pid string) (Picture, error) {
	if err := a.May(site.MayRead); err != nil {
		return Picture{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Picture, error) {
		return db.One(v, errGone, func(r db.Scanner) (p Picture, err error) {
			var body string
			if err = r.Scan(&p.ID, &p.Type, &p.Alt, &body); err == nil {
				p.Body, err = base64.StdEncoding.DecodeString(body)
			}
			return p, err
		}, `select id, type, alt, body from site_picture where hub_id = $1 and id = $2`, a.Hub, pid)
	})
}

// Pictures lists the pictures, newest first, without their bytes.
func (s *Store) Pictures(ctx context.Context, a who.Actor) ([]Picture, error) {
	if err := a.May(site.MayNews); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Picture, error) {
		return db.All(v, func(r db.Scanner) (p Picture, err error) {
			err = r.Scan(&p.ID, &p.Type, &p.Alt)
			return p, err
		}, `select id, type, alt from site_picture where hub_id = $1 order by made_at desc limit 200`, a.Hub)
	})
}

// Size is how large a picture is, in pixels; zero if there is none.
type Size struct{ Width, Height int }

// Sizes are the sizes of some pictures, so that a page leaves room for them.
func (s *Store) Sizes(ctx context.Context, a who.Actor, ids []string) (map[string]Size, error) {
	if err := a.May(site.MayRead); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (map[string]Size, error) {
		out := map[string]Size{}
		for _, pid := range ids {
			z, err := db.One(v, errGone, func(r db.Scanner) (z Size, err error) { err = r.Scan(&z.Width, &z.Height); return z, err },
				`select width, height from site_picture where hub_id = $1 and id = $2`, a.Hub, pid)
			if err == nil && z.Width == 0 {
				z, err = measured(v, a.Hub, pid)
			}
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			out[pid] = z
		}
		return out, nil
	})
}

// measured is the size of a picture that was taken before sizes were kept.
func measured(q db.Q, hubID, pid string) (Size, error) {
	body, err := db.Value[string](q, `select body from site_picture where hub_id = $1 and id = $2`, hubID, pid)
	if err != nil {
		return Size{}, err
	}
	b, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return Size{}, err
	}
	info, err := picture.Read(b)
	return Size{info.Width, info.Height}, err
}
