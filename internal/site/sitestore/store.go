// Package sitestore keeps the texts and pictures of the public site.
package sitestore

import (
	"context"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/site"
)

// Store is the public site of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys      // makes the secrets in readers' links
	Hubs *hubstore.Store // the hub's name, look and addresses for letters
}

const columns = `select p.id, p.kind, p.slug, p.tags, p.interview_on, p.contact, v.lang, v.title, v.body, v.no, v.made_by, v.made_at, v.published_at,
		coalesce((select min(f.published_at) from site_version f where f.hub_id = p.hub_id and f.piece_id = p.id and f.published_at <> ''), '') as first_at
	from site_piece p join site_version v on v.hub_id = p.hub_id and v.piece_id = p.id `

func scan(s db.Scanner) (p site.Piece, err error) {
	var tags string
	err = s.Scan(&p.ID, &p.Kind, &p.Slug, &tags, &p.Interview, &p.Contact, &p.Lang, &p.Title, &p.Body, &p.No, &p.MadeBy, &p.Made, &p.Published, &p.First)
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

// List is a page of the published texts that a query asks for, newest first, and how many there are in all.
func (s *Store) List(ctx context.Context, a who.Actor, q site.Query) (ps []site.Piece, total int, err error) {
	if err := a.May(site.MayRead); err != nil {
		return nil, 0, err
	}
	kind := ` and p.kind in ('article', 'case_study') `
	if q.News {
		kind = ` and p.kind = 'news' `
	}
	cond := `where p.hub_id = $1` + kind + `and ($2 = '' or ',' || p.tags || ',' like '%,' || $2 || ',%' escape '!')
		and v.published_at <> '' and v.lang = coalesce((select min(x.lang) from site_version x where x.hub_id = p.hub_id and x.piece_id = p.id and x.published_at <> '' and x.lang = $3), 'ja')
		and v.no = (select max(y.no) from site_version y where y.hub_id = p.hub_id and y.piece_id = p.id and y.lang = v.lang and y.published_at <> '')`
	tag := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(q.Tag)
	ps, err = db.Read(ctx, s.DB, func(v *db.View) ([]site.Piece, error) {
		if total, err = db.Value[int](v, `select count(*) from site_piece p join site_version v on v.hub_id = p.hub_id and v.piece_id = p.id `+cond, a.Hub, tag, q.Lang); err != nil {
			return nil, err
		}
		return db.All(v, scan, columns+cond+` order by first_at desc, p.id desc limit $4 offset $5`, a.Hub, tag, q.Lang, q.Most, q.From)
	})
	return ps, total, err
}

// Tags are the tags of the published articles, most used first.
func (s *Store) Tags(ctx context.Context, a who.Actor) ([]site.Tag, error) {
	if err := a.May(site.MayRead); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]site.Tag, error) {
		all, err := db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`select p.tags from site_piece p where p.hub_id = $1 and p.kind in ('article', 'case_study') and p.tags <> '' and exists
				(select 1 from site_version v where v.hub_id = p.hub_id and v.piece_id = p.id and v.published_at <> '')`, a.Hub)
		return site.CountTags(all), err
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
		if d.New {
			if kept, err := taken(tx, a.Hub, d); kept || err != nil {
				return err
			}
		}
		piece, err := pieceOf(tx, a.Hub, d)
		if err != nil {
			return err
		}
		if d.Publish && d.Kind == site.Page && site.IsPolicy(d.Slug) {
			if err := keepBrought(tx, a.Hub, piece, d.Slug, d.Lang); err != nil {
				return err
			}
		}
		v := site.Version{Lang: d.Lang, Title: d.Title, Body: d.Body, MadeBy: a.Name, Made: tx.Now()}
		if d.Publish {
			v.Published = tx.Now()
		}
		no, err := addVersion(tx, a.Hub, piece, v)
		if err != nil {
			return err
		}
		if d.Publish {
			return journal.Note(tx, a, site.Published{ID: piece, Slug: d.Slug, Lang: d.Lang, No: no})
		}
		return journal.Note(tx, a, site.Saved{ID: piece, Slug: d.Slug, Lang: d.Lang, No: no})
	})
}

// taken refuses a new text under the address of another one. It answers true if that
// other one is this very text: the same form, sent twice.
func taken(tx *db.Tx, hubID string, d site.Draft) (bool, error) {
	kinds := ` and p.kind = $3`
	if d.Kind != site.News {
		kinds = ` and p.kind in ($3, 'article', 'case_study')` // they share their addresses
	}
	at, err := db.All(tx, scan, columns+`where p.hub_id = $1 and p.slug = $2`+kinds+` order by v.made_at desc, v.no desc limit 1`, hubID, d.Slug, string(d.Kind))
	if err != nil || len(at) == 0 {
		return false, err
	}
	if x := at[0]; x.Kind == d.Kind && x.Lang == d.Lang && x.Title == d.Title && x.Body == d.Body && x.Published.IsZero() != d.Publish {
		return true, nil
	}
	var c fault.Check
	c.Add("slug", "site.field.slug_taken")
	return false, c.Err()
}

// addVersion keeps the next version of a text and answers its number.
func addVersion(tx *db.Tx, hubID, piece string, v site.Version) (int, error) {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from site_version where hub_id = $1 and piece_id = $2 and lang = $3`, hubID, piece, v.Lang)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`insert into site_version (hub_id, piece_id, lang, no, title, body, made_by, made_at, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		hubID, piece, v.Lang, no, v.Title, v.Body, v.MadeBy, v.Made, v.Published)
	return no, err
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

// Edit is a version of a text in a language, draft or published, for the editor; no 0 is the newest.
func (s *Store) Edit(ctx context.Context, a who.Actor, k site.Kind, slug, lang string, no int) (site.Piece, error) {
	if err := a.May(k.Right()); err != nil {
		return site.Piece{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (site.Piece, error) {
		return db.One(v, errGone, scan, columns+`where p.hub_id = $1 and p.kind = $2 and p.slug = $3 and v.lang = $4 and ($5 = 0 or v.no = $5) order by v.no desc limit 1`,
			a.Hub, string(k), slug, lang, no)
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
		return db.All(v, scan, columns+`where p.hub_id = $1 and p.kind = $2 and p.slug = $3`+cond+` order by v.made_at desc, v.no desc`, a.Hub, string(k), slug)
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
