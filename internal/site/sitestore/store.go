// Package sitestore keeps the texts and pictures of the public site.
package sitestore

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/site"
)

// Store is the public site of all hubs.
type Store struct{ DB *db.DB }

const columns = `select p.id, p.kind, p.slug, p.tags, p.interview_on, p.contact, v.lang, v.title, v.body, v.no, v.made_by, v.made_at, v.published_at
	from site_piece p join site_version v on v.hub_id = p.hub_id and v.piece_id = p.id `

func scan(s db.Scanner) (p site.Piece, err error) {
	var tags string
	err = s.Scan(&p.ID, &p.Kind, &p.Slug, &tags, &p.Interview, &p.Contact, &p.Lang, &p.Title, &p.Body, &p.No, &p.MadeBy, &p.Made, &p.Published)
	if tags != "" {
		p.Tags = strings.Split(tags, ",")
	}
	return p, err
}

var errGone = fault.New(fault.NotFound, "site.fault.gone")

// Read is the published version of a text, in the language if there is one, else in Japanese.
func (s *Store) Read(ctx context.Context, a who.Actor, k site.Kind, slug, lang string) (site.Piece, error) {
	if err := a.May(site.MayRead); err != nil {
		return site.Piece{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (site.Piece, error) {
		return db.One(v, errGone, scan, columns+`where p.hub_id = $1 and p.kind = $2 and p.slug = $3 and v.published_at <> ''
			order by case when v.lang = $4 then 0 when v.lang = 'ja' then 1 else 2 end, v.no desc limit 1`, a.Hub, string(k), slug, lang)
	})
}

// List is the published texts of some kinds in a language, newest first; tag "" is all.
func (s *Store) List(ctx context.Context, a who.Actor, news bool, lang, tag string, most int) ([]site.Piece, error) {
	if err := a.May(site.MayRead); err != nil {
		return nil, err
	}
	kind := ` and p.kind in ('article', 'case_study') `
	if news {
		kind = ` and p.kind = 'news' `
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]site.Piece, error) {
		return db.All(v, scan, columns+`where p.hub_id = $1`+kind+`and ($2 = '' or ',' || p.tags || ',' like '%,' || $2 || ',%')
			and v.published_at <> '' and v.lang = coalesce((select min(x.lang) from site_version x where x.hub_id = p.hub_id and x.piece_id = p.id and x.published_at <> '' and x.lang = $3), 'ja')
			and v.no = (select max(y.no) from site_version y where y.hub_id = p.hub_id and y.piece_id = p.id and y.lang = v.lang and y.published_at <> '')
			order by v.published_at desc, p.id limit $4`, a.Hub, tag, lang, most)
	})
}

// Save keeps a draft as a new version, or publishes it.
func (s *Store) Save(ctx context.Context, a who.Actor, d site.Draft) error {
	if err := a.May(d.Kind.Right()); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := d.Check(tx.Now().DateIn(when.Tokyo)); err != nil {
			return err
		}
		piece, err := pieceOf(tx, a.Hub, d)
		if err != nil {
			return err
		}
		no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from site_version where hub_id = $1 and piece_id = $2 and lang = $3`, a.Hub, piece, d.Lang)
		if err != nil {
			return err
		}
		published := when.Instant{}
		if d.Publish {
			published = tx.Now()
		}
		_, err = tx.Exec(`insert into site_version (hub_id, piece_id, lang, no, title, body, made_by, made_at, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.Hub, piece, d.Lang, no, d.Title, d.Body, a.Name, tx.Now(), published)
		if err != nil {
			return err
		}
		if d.Publish {
			return journal.Note(tx, a, site.Published{ID: piece, Slug: d.Slug, Lang: d.Lang, No: no})
		}
		return journal.Note(tx, a, site.Saved{ID: piece, Slug: d.Slug, Lang: d.Lang, No: no})
	})
}

// pieceOf finds the piece of a draft, or makes it.
func pieceOf(tx *db.Tx, hubID string, d site.Draft) (string, error) {
	ids, err := db.All(tx, func(s db.Scanner) (x string, err error) { err = s.Scan(&x); return x, err },
		`select id from site_piece where hub_id = $1 and kind = $2 and slug = $3`, hubID, string(d.Kind), d.Slug)
	if err != nil {
		return "", err
	}
	if len(ids) == 1 {
		_, err := tx.Exec(`update site_piece set tags = $3, interview_on = $4, contact = $5 where hub_id = $1 and id = $2`, hubID, ids[0], tags(d.Tags), d.InterviewOn, d.Contact)
		return ids[0], err
	}
	piece := id.Make()
	_, err = tx.Exec(`insert into site_piece (hub_id, id, kind, slug, tags, interview_on, contact, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		hubID, piece, string(d.Kind), d.Slug, tags(d.Tags), d.InterviewOn, d.Contact, tx.Now())
	return piece, err
}

// tags keeps "a, b、c" as "a,b,c".
func tags(s string) string {
	var out []string
	for _, t := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '、' || r == '，' }) {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, ",")
}

// Newest is the newest version of a text in a language, draft or published; for the editor.
func (s *Store) Newest(ctx context.Context, a who.Actor, k site.Kind, slug, lang string) (site.Piece, error) {
	if err := a.May(k.Right()); err != nil {
		return site.Piece{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (site.Piece, error) {
		return db.One(v, errGone, scan, columns+`where p.hub_id = $1 and p.kind = $2 and p.slug = $3 and v.lang = $4 order by v.no desc limit 1`, a.Hub, string(k), slug, lang)
	})
}

// History is every version of a text, newest first; for the editor and for the policy pages.
func (s *Store) History(ctx context.Context, a who.Actor, k site.Kind, slug string, drafts bool) ([]site.Piece, error) {
	need := site.MayRead
	if drafts {
		need = k.Right()
	}
	if err := a.May(need); err != nil {
		return nil, err
	}
	cond := ` and v.published_at <> ''`
	if drafts {
		cond = ``
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]site.Piece, error) {
		return db.All(v, scan, columns+`where p.hub_id = $1 and p.kind = $2 and p.slug = $3`+cond+` order by v.made_at desc, v.no desc limit 100`, a.Hub, string(k), slug)
	})
}

// Everything is the newest version of every text, for the list of staff.
func (s *Store) Everything(ctx context.Context, a who.Actor) ([]site.Piece, error) {
	if err := a.May(site.MayNews); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]site.Piece, error) {
		return db.All(v, scan, columns+`where p.hub_id = $1 and v.no = (select max(y.no) from site_version y where y.hub_id = p.hub_id and y.piece_id = p.id and y.lang = v.lang)
			order by p.kind, p.slug, v.lang desc`, a.Hub)
	})
}

// PictureMost is the largest picture taken, in bytes.
const PictureMost = 2 << 20

// AddPicture keeps a picture with its description, which is compulsory.
func (s *Store) AddPicture(ctx context.Context, a who.Actor, alt string, body []byte) (string, error) {
	if err := a.May(site.MayNews); err != nil {
		return "", err
	}
	var c fault.Check
	alt = strings.TrimSpace(alt)
	kind := http.DetectContentType(body)
	c.When(len(body) == 0, "file", "site.field.picture_missing")
	c.When(len(body) > PictureMost, "file", "site.field.picture_big")
	c.When(len(body) > 0 && kind != "image/png" && kind != "image/jpeg" && kind != "image/webp", "file", "site.field.picture_kind")
	c.When(alt == "", "alt", "site.field.alt_missing")
	if err := c.Err(); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		pid := id.Make()
		_, err := tx.Exec(`insert into site_picture (hub_id, id, type, body, alt, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			a.Hub, pid, kind, base64.StdEncoding.EncodeToString(body), alt, a.Name, tx.Now())
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
