// Package hubstore keeps hubs: load, decide, save, note.
package hubstore

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/theme"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
)

// Store is the hubs of an installation.
type Store struct {
	DB   *db.DB
	Base string // the installation's public address, "https://hub.example.jp"

	mu   sync.Mutex
	seen map[string]cached
	here db.Kept[hub.Hub]
}

type cached struct {
	hub hub.Hub
	at  time.Time
}

// fresh is how long another node's change may stay unseen. On one node every change is seen at once.
const fresh = 2 * time.Second

// ErrNoHub is answered where no hub fits the host name.
var ErrNoHub = fault.New(fault.NotFound, "hub.fault.none")

// Resolve finds the hub a host name means: its own host, SLUG.localhost, or the only hub there is.
// It reads what everybody may know, and is therefore open to everybody.
func (s *Store) Resolve(ctx context.Context, host string) (hub.Hub, error) {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	s.mu.Lock()
	c, ok := s.seen[host]
	s.mu.Unlock()
	if ok && time.Since(c.at) < fresh {
		return c.hub, nil
	}
	h, err := db.Read(ctx, s.DB, func(v *db.View) (hub.Hub, error) { return resolve(v, host) })
	if err != nil {
		return h, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil || len(s.seen) > 1000 {
		s.seen = map[string]cached{}
	}
	s.seen[host] = cached{h, time.Now()}
	return h, nil
}

func (s *Store) forget() {
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
}

func resolve(q db.Q, host string) (hub.Hub, error) {
	slug, _ := strings.CutSuffix(host, ".localhost")
	ids, err := db.All(q, scanID, `select id, host, slug from hub order by id limit 3`)
	if err != nil {
		return hub.Hub{}, err
	}
	if len(ids) == 1 {
		return Load(q, ids[0])
	}
	ids, err = db.All(q, scanID, `select id, host, slug from hub where host = $1 or slug = $2`, host, slug)
	if err != nil || len(ids) == 0 {
		return hub.Hub{}, orErr(err, ErrNoHub)
	}
	return Load(q, ids[0])
}

func orErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func scanID(s db.Scanner) (id string, err error) {
	var host, slug string
	err = s.Scan(&id, &host, &slug)
	return id, err
}

// Day is the civil date of the present moment at a hub; for the stores above. All hubs lie
// in one zone, so no row is read for it: it stands in most writes.
func Day(q db.Q) when.Date { return q.Now().DateIn(hub.Hub{}.Zone()) }

// Today is the hub and the civil date of the present moment there; for the stores above.
func Today(q db.Q, hubID string) (hub.Hub, when.Date, error) {
	h, err := Load(q, hubID)
	return h, q.Now().DateIn(h.Zone()), err
}

// Load reads a hub with its hours and its coming closures, inside the caller's transaction.
func Load(q db.Q, hubID string) (hub.Hub, error) {
	h, err := Sign(q, hubID)
	if err != nil {
		return h, err
	}
	if h.Logo, err = logo(q, hubID); err != nil {
		return h, err
	}
	h.Closures, err = closures(q, hubID, q.Now().DateIn(h.Zone()).AddDays(-1), false)
	return h, err
}

// Sign reads what stands on a hub's door: who it is, where, and its usual hours. Terms of
// work and mails name no more of it.
func Sign(q db.Q, hubID string) (hub.Hub, error) {
	h, err := db.One(q, ErrNoHub, scanHub, `select id, slug, host, name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en,
		access, access_en, phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, few, version, opened_at from hub where id = $1`, hubID)
	if err != nil {
		return h, err
	}
	type line struct {
		day int
		s   calendar.Span
	}
	lines, err := db.All(q, func(s db.Scanner) (l line, err error) {
		err = s.Scan(&l.day, &l.s.From, &l.s.To)
		return l, err
	}, `select weekday, opens, closes from hub_hours where hub_id = $1 order by weekday, no`, hubID)
	if err != nil {
		return h, err
	}
	for _, l := range lines {
		h.Week[l.day] = append(h.Week[l.day], l.s)
	}
	return h, nil
}

func scanHub(s db.Scanner) (h hub.Hub, err error) {
	err = s.Scan(&h.ID, &h.Slug, &h.Host, &h.Name, &h.NameEN, &h.Kana, &h.Sub, &h.SubEN, &h.Operators, &h.OperatorsEN, &h.Postcode, &h.Address, &h.AddressEN,
		&h.Access, &h.AccessEN, &h.Phone, &h.Mail, &h.Hue, &h.OpenHolidays, &h.YearEndFrom, &h.YearEndTo, &h.ReplyDays, &h.Few, &h.Version, &h.OpenedAt)
	return h, err
}

func closures(q db.Q, hubID string, since when.Date, withdrawn bool) ([]hub.Closure, error) {
	cond := ` and withdrawn_at = ''`
	if withdrawn {
		cond = ``
	}
	return db.All(q, func(s db.Scanner) (c hub.Closure, err error) {
		err = s.Scan(&c.ID, &c.From, &c.To, &c.Opens, &c.Closes, &c.Reason, &c.ReasonEN, &c.MadeBy, &c.MadeAt, &c.WithdrawnAt)
		return c, err
	}, `select id, from_on, to_on, opens, closes, reason, reason_en, made_by, made_at, withdrawn_at from hub_closure
		where hub_id = $1 and to_on >= $2`+cond+` order by from_on, id`, hubID, since)
}

// URL is the full address of a page of the hub, for mails and print.
func (s *Store) URL(h hub.Hub, path string) string {
	if h.Host != "" {
		return "https://" + h.Host + path
	}
	return strings.TrimSuffix(s.Base, "/") + path
}

// Look is the hub's face on mails in a language.
func (s *Store) Look(h hub.Hub, l i18n.Lang) mail.Look {
	return mail.Look{HubName: Name(h, l), Address: ja.PostcodeShow(h.Postcode) + " " + Pick(l, h.Address, h.AddressEN), Phone: ja.PhoneShow(h.Phone),
		Hours: HoursLine(h, l), URL: s.URL(h, l.Path("/")), Band: theme.Hex(h.Hue, "700"), Ink: theme.Hex(h.Hue, "700"), Mail: h.Mail}
}

// Pick is the English text if there is one and English is read.
func Pick(l i18n.Lang, ja, en string) string {
	if l == i18n.EN && en != "" {
		return en
	}
	return ja
}

// Name is the hub's name in a language.
func Name(h hub.Hub, l i18n.Lang) string { return Pick(l, h.Name, h.NameEN) }

// HoursLine is the week in one line: days with the same hours together.
func HoursLine(h hub.Hub, l i18n.Lang) string {
	var parts []string
	done := [7]bool{}
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		if done[d] || len(h.Week[d]) == 0 {
			continue
		}
		names := ""
		for _, e := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
			if equal(h.Week[d], h.Week[e]) {
				done[e] = true
				if names != "" {
					names += l.T("hub.hours.sep")
				}
				names += l.Weekday(e)
			}
		}
		for i, s := range h.Week[d] {
			if i == 0 {
				names += " "
			} else {
				names += ", "
			}
			names += l.Range(s.From, s.To)
		}
		parts = append(parts, names)
	}
	return strings.Join(parts, l.T("hub.hours.join"))
}

func equal(a, b []calendar.Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Here is the actor's hub with everything in it.
func (s *Store) Here(ctx context.Context, a who.Actor) (hub.Hub, error) {
	if err := a.May(hub.MayKnow); err != nil {
		return hub.Hub{}, err
	}
	return s.here.Get(s.DB, a.Hub, func() (hub.Hub, error) {
		return db.Read(ctx, s.DB, func(v *db.View) (hub.Hub, error) { return Load(v, a.Hub) })
	})
}

// Few is below how many people the hub names no number in public.
func (s *Store) Few(ctx context.Context, a who.Actor) (int, error) {
	if err := a.May(hub.MayKnow); err != nil {
		return 0, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (int, error) { return Few(v, a.Hub) })
}

// Few is below how many people a hub names no number in public, for the houses that count.
func Few(q db.Q, hubID string) (int, error) {
	return db.Value[int](q, `select coalesce(max(few), $2) from hub where id = $1`, hubID, hub.FewUsual)
}

// Host is the host name part of the public address, for the doctor.
func (s *Store) Host() string {
	u, err := url.Parse(s.Base)
	if err != nil {
		return ""
	}
	return u.Host
}

// All are the hubs of the installation, oldest first. It reads what everybody may know, and
// is therefore open to everybody, as Resolve is.
func (s *Store) All(ctx context.Context) ([]hub.Hub, error) {
	return db.Read(ctx, s.DB, func(v *db.View) (out []hub.Hub, err error) {
		ids, err := IDs(v)
		if err != nil {
			return nil, err
		}
		for _, x := range ids {
			h, err := Load(v, x)
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
		return out, nil
	})
}

// IDs are the ids of all hubs, for work that is done for each of them.
func IDs(q db.Q) ([]string, error) {
	return db.All(q, func(r db.Scanner) (id string, err error) {
		err = r.Scan(&id)
		return id, err
	}, `select id from hub order by id`)
}
