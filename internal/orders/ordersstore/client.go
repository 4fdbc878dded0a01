package ordersstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

const clientColumns = `select id, no, kind, name, kana, contact, mail, phone, postcode, address, capital, employees, bill_name, bill_mail, bill_address,
	closing_day, pay_months, pay_day, budget_line, note, version, ended_at from client where hub_id = $1 `

func scanClient(r db.Scanner) (c orders.Client, err error) {
	err = r.Scan(&c.ID, &c.No, &c.Kind, &c.Name, &c.Kana, &c.Contact, &c.Mail, &c.Phone, &c.Postcode, &c.Address, &c.Capital, &c.Employees, &c.BillName, &c.BillMail, &c.BillTo,
		&c.ClosingDay, &c.PayMonths, &c.PayDay, &c.BudgetLine, &c.Note, &c.Version, &c.Ended)
	return c, err
}

// LoadClient reads a client for the stores above, inside their own transaction.
func LoadClient(q db.Q, hub, clientID string) (orders.Client, error) {
	return db.One(q, errClient, scanClient, clientColumns+`and id = $2`, hub, clientID)
}

// ClientRow is a client in a list, with how many orders are under way.
type ClientRow struct {
	orders.Client
	Live, All int
}

// Clients are the hub's clients, by what is searched for.
func (s *Store) Clients(ctx context.Context, a who.Actor, search string) ([]ClientRow, error) {
	if err := a.May(orders.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]ClientRow, error) {
		return db.All(v, func(r db.Scanner) (x ClientRow, err error) {
			c := &x.Client
			err = r.Scan(&c.ID, &c.No, &c.Kind, &c.Name, &c.Kana, &c.Contact, &c.Mail, &c.Phone, &c.Version, &c.Ended, &x.Live, &x.All)
			return x, err
		}, `select c.id, c.no, c.kind, c.name, c.kana, c.contact, c.mail, c.phone, c.version, c.ended_at,
			count(case when o.state in ('asked', 'quoted', 'ordered', 'working', 'delivered') then 1 end), count(o.id)
			from client c left join client_order o on o.hub_id = c.hub_id and o.client_id = c.id
			where c.hub_id = $1 and ($2 = '' or c.search_key like $2) group by c.hub_id, c.id order by c.ended_at, c.kana, c.name, c.id`, a.Hub, db.Containing(ja.SearchKey(search)))
	})
}

// ClientPage is a client with everything that belongs to it.
type ClientPage struct {
	orders.Client
	Talks   []orders.Talk
	Windows []orders.Window
	Orders  []orders.Order
}

// Client is one client.
func (s *Store) Client(ctx context.Context, a who.Actor, clientID string) (ClientPage, error) {
	if err := a.May(orders.MaySee); err != nil {
		return ClientPage{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (p ClientPage, err error) {
		if p.Client, err = LoadClient(v, a.Hub, clientID); err != nil {
			return p, err
		}
		if p.Talks, err = db.All(v, func(r db.Scanner) (t orders.Talk, err error) {
			err = r.Scan(&t.ID, &t.Client, &t.On, &t.AskedBy, &t.Asked, &t.Answer, &t.Answered, &t.MadeBy)
			return t, err
		}, `select id, client_id, on_day, asked_by, asked, answer, answered_on, made_by from client_talk where hub_id = $1 and client_id = $2 order by on_day desc, id desc`, a.Hub, clientID); err != nil {
			return p, err
		}
		if p.Windows, err = db.All(v, scanWindow, windowColumns+`and client_id = $2 order by made_at desc, id desc`, a.Hub, clientID); err != nil {
			return p, err
		}
		p.Orders, err = db.All(v, scanOrder, orderColumns+`and o.client_id = $2 order by o.made_at desc, o.id desc`, a.Hub, clientID)
		return p, err
	})
}

// SaveClient enters a client under a new id, or corrects the one that was read at a version.
func (s *Store) SaveClient(ctx context.Context, a who.Actor, clientID string, version int, f orders.ClientForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	c, err := f.Read()
	if err != nil {
		return err
	}
	c.ID = clientID
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if version == 0 {
			return enter(tx, a, c)
		}
		err := db.Exec1(tx, errStale, `update client set kind = $4, name = $5, kana = $6, search_key = $7, contact = $8, mail = $9, phone = $10, postcode = $11, address = $12, capital = $13, employees = $14,
			bill_name = $15, bill_mail = $16, bill_address = $17, closing_day = $18, pay_months = $19, pay_day = $20, budget_line = $21, note = $22, version = version + 1
			where hub_id = $1 and id = $2 and version = $3`, a.Hub, c.ID, version, string(c.Kind), c.Name, c.Kana, key(c), c.Contact, c.Mail, c.Phone, c.Postcode, c.Address, int64(c.Capital), c.Employees,
			c.BillName, c.BillMail, c.BillTo, c.ClosingDay, c.PayMonths, c.PayDay, c.BudgetLine, c.Note)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, orders.ClientSaved{ID: c.ID, Name: c.Name, As: c.Kind, Contact: c.Contact})
	})
}

func key(c orders.Client) string { return ja.SearchKey(c.Name + " " + c.Kana + " " + c.Contact) }

// enter writes a new client; the same id twice is one client.
func enter(tx *db.Tx, a who.Actor, c orders.Client) error {
	no, err := next(tx, `select coalesce(max(no), 0) + 1 from client where hub_id = $1`, a.Hub)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`insert into client (hub_id, id, no, kind, name, kana, search_key, contact, mail, phone, postcode, address, capital, employees, bill_name, bill_mail, bill_address,
		closing_day, pay_months, pay_day, budget_line, note, version, made_by, made_at, ended_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1, $23, $24, '') on conflict (hub_id, id) do nothing`,
		a.Hub, c.ID, no, string(c.Kind), c.Name, c.Kana, key(c), c.Contact, c.Mail, c.Phone, c.Postcode, c.Address, int64(c.Capital), c.Employees, c.BillName, c.BillMail, c.BillTo,
		c.ClosingDay, c.PayMonths, c.PayDay, c.BudgetLine, c.Note, a.Name, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, orders.ClientSaved{ID: c.ID, Name: c.Name, As: c.Kind, Contact: c.Contact, New: true})
}

// Talk records a talk about prices.
func (s *Store) Talk(ctx context.Context, a who.Actor, clientID, once string, f orders.TalkForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		t, err := f.Read(today)
		if err != nil {
			return err
		}
		if _, err := LoadClient(tx, a.Hub, clientID); err != nil {
			return err
		}
		n, err := tx.Exec(`insert into client_talk (hub_id, id, client_id, on_day, asked_by, asked, answer, answered_on, made_by, made_at) values ($1, $2, $3, $4, $5, $6, '', '', $7, $8) on conflict (hub_id, id) do nothing`,
			a.Hub, once, clientID, t.On, t.AskedBy, t.Asked, a.Name, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, orders.Talked{ID: once, Client: clientID, AskedBy: t.AskedBy})
	})
}

// AnswerTalk records what was answered, once.
func (s *Store) AnswerTalk(ctx context.Context, a who.Actor, clientID, talkID string, f orders.TalkAnswerForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		t, err := f.Read(today)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errState, `update client_talk set answer = $4, answered_on = $5 where hub_id = $1 and id = $2 and client_id = $3 and answered_on = ''`, a.Hub, talkID, clientID, t.Answer, t.Answered); err != nil {
			return err
		}
		return journal.Note(tx, a, orders.TalkAnswered{ID: talkID, Client: clientID})
	})
}

const windowColumns = `select id, client_id, given_to, expires_on, revoked_at, seen_at, made_by, made_at from client_window where hub_id = $1 `

func scanWindow(r db.Scanner) (w orders.Window, err error) {
	err = r.Scan(&w.ID, &w.Client, &w.GivenTo, &w.Expires, &w.Revoked, &w.Seen, &w.MadeBy, &w.Made)
	return w, err
}

// GiveWindow makes a client's link and answers its address: the one time it can be read.
// It is mailed too, where the client has a mail address.
func (s *Store) GiveWindow(ctx context.Context, a who.Actor, clientID string, f orders.WindowForm) (url string, err error) {
	if err := a.May(orders.MayKeep); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return "", err
		}
		w, err := f.Read(today)
		if err != nil {
			return "", err
		}
		c, err := LoadClient(tx, a.Hub, clientID)
		if err != nil {
			return "", err
		}
		token, err := give(tx, a, c.ID, w)
		if err != nil {
			return "", err
		}
		url := s.Hubs.URL(h, "/window/"+token)
		if c.Mail == "" {
			return url, nil
		}
		l := i18n.JA
		_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "orders.window", About: c.ID, To: c.Mail, ToName: w.GivenTo, Lang: l, Look: s.Hubs.Look(h, l),
			Subject: l.T("orders.mail.window_subject"), Paragraphs: []string{l.T("orders.mail.dear", "company", c.Name, "name", w.GivenTo), l.T("orders.mail.window_text", "day", l.DateYear(w.Expires))},
			Button: &mail.Link{Label: l.T("orders.mail.window_button"), URL: url}})
		return url, err
	})
}

// give writes a link and answers its secret.
func give(tx *db.Tx, a who.Actor, clientID string, w orders.Window) (token string, err error) {
	token, w.ID = id.Secret(24), id.Make()
	_, err = tx.Exec(`insert into client_window (hub_id, id, client_id, token_hash, given_to, expires_on, revoked_at, seen_at, made_by, made_at) values ($1, $2, $3, $4, $5, $6, '', '', $7, $8)`,
		a.Hub, w.ID, clientID, id.Hash(token), w.GivenTo, w.Expires, a.Name, tx.Now())
	if err != nil {
		return "", err
	}
	return token, journal.Note(tx, a, orders.WindowGiven{ID: w.ID, Client: clientID, GivenTo: w.GivenTo, Expires: w.Expires})
}

// LinkFor makes a client's link for a letter of the stores above, and answers its path.
func LinkFor(tx *db.Tx, a who.Actor, c orders.Client, today when.Date) (string, error) {
	token, err := give(tx, a, c.ID, orders.Window{GivenTo: c.Contact, Expires: today.AddDays(windowLife)})
	return "/window/" + token, err
}

// RevokeWindow has a link open no longer.
func (s *Store) RevokeWindow(ctx context.Context, a who.Actor, clientID, windowID string) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := db.Exec1(tx, errWindow, `update client_window set revoked_at = $4 where hub_id = $1 and id = $2 and client_id = $3 and revoked_at = ''`, a.Hub, windowID, clientID, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, orders.WindowRevoked{ID: windowID, Client: clientID})
	})
}

// ByWindow is the client a live link belongs to; for the stores above too.
func ByWindow(q db.Q, hub, token string, today when.Date) (orders.Window, orders.Client, error) {
	w, err := db.One(q, errWindow, scanWindow, windowColumns+`and token_hash = $2`, hub, id.Hash(token))
	if err == nil && !w.Live(today) {
		err = errWindow
	}
	if err != nil {
		return w, orders.Client{}, err
	}
	c, err := LoadClient(q, hub, w.Client)
	return w, c, err
}
