package sitestore

import (
	"context"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/site"
)

// Brought is the text of a fixed page as hiroba brings it, with the hub's own names in it.
func Brought(h hub.Hub, l i18n.Lang, slug string) site.Piece {
	args := []any{"hub", hubstore.Name(h, l), "address", hubstore.Pick(l, h.Address, h.AddressEN), "access", hubstore.Pick(l, h.Access, h.AccessEN),
		"operators", hubstore.Pick(l, h.Operators, h.OperatorsEN), "hours", hubstore.HoursLine(h, l), "mail", h.Mail, "phone", ja.PhoneShow(h.Phone)}
	return site.Piece{Kind: site.Page, Slug: slug, Version: site.Version{Lang: l.Code(), Title: l.T("site.page." + slug + ".title"), Body: l.T("site.page."+slug+".body", args...)}}
}

// keepBrought keeps the text that stood before the hub wrote its own as a published
// version, once: people who signed up then agreed to that text, and must find it again.
func keepBrought(tx *db.Tx, hubID, piece, slug, lang string) error {
	n, err := db.Value[int](tx, `select count(*) from site_version where hub_id = $1 and piece_id = $2 and lang = $3 and published_at <> ''`, hubID, piece, lang)
	if err != nil || n > 0 {
		return err
	}
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return err
	}
	v := Brought(h, i18n.Of(lang), slug).Version
	v.Made, v.Published = h.OpenedAt, h.OpenedAt
	_, err = addVersion(tx, hubID, piece, v)
	return err
}

// Policy is one published version of a policy page, current or not.
func (s *Store) Policy(ctx context.Context, a who.Actor, slug, lang string, no int) (site.Piece, error) {
	if err := a.May(site.MayRead); err != nil {
		return site.Piece{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (site.Piece, error) {
		return db.One(v, errGone, scan, columns+`where p.hub_id = $1 and p.kind = 'page' and p.slug = $2 and v.lang = $3 and v.no = $4 and v.published_at <> ''`,
			a.Hub, slug, lang, no)
	})
}
