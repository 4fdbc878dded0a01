package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
)

// Sender carries one mail out of the house.
type Sender interface {
	Send(ctx context.Context, r Row, look From) error
}

// From is who a mail comes from.
type From struct{ Name, Address, ReplyTo string }

// Kept is the sender of a demo: the mail stays in its box, and nothing leaves.
type Kept struct{}

// Send keeps the mail where it is.
func (Kept) Send(context.Context, Row, From) error { return nil }

// SMTP sends through a mail server.
type SMTP struct {
	Host, User, Password string
	Port                 int
	TLS                  string // "", "starttls" or "tls"
}

// Send hands the mail to the server. Its Message-ID comes from the row, so a
// second sending after a crash can be recognised.
func (s SMTP) Send(ctx context.Context, r Row, f From) error {
	m, err := compose(r, f)
	if err != nil {
		return jobs.Never(err)
	}
	c, err := s.client()
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, m)
}

func (s SMTP) client() (*gomail.Client, error) {
	o := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(20 * time.Second)}
	switch s.TLS {
	case "tls":
		o = append(o, gomail.WithSSL())
	case "starttls":
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.User != "" {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, o...)
}

var plainLocal = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*$`)

// quoted puts the local part of old mobile addresses ("a..b@") into quotes, as RFC 5321 wants.
func quoted(addr string) string {
	i := strings.LastIndexByte(addr, '@')
	if i < 0 || plainLocal.MatchString(addr[:i]) {
		return addr
	}
	return `"` + strings.ReplaceAll(addr[:i], `"`, `\"`) + `"` + addr[i:]
}

func compose(r Row, f From) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.FromFormat(f.Name, f.Address); err != nil {
		return nil, err
	}
	if err := m.AddToFormat(r.ToName, quoted(r.To)); err != nil {
		return nil, err
	}
	if f.ReplyTo != "" {
		if err := m.ReplyTo(f.ReplyTo); err != nil {
			return nil, err
		}
	}
	m.Subject(r.Subject)
	m.SetDateWithValue(r.Created.Time())
	_, domain, _ := strings.Cut(f.Address, "@")
	m.SetMessageIDWithValue(r.ID + "@" + domain)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("Content-Language", r.Lang)
	if r.Unsubscribe != "" {
		m.SetGenHeader("List-Unsubscribe", "<"+r.Unsubscribe+">")
		m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(gomail.TypeTextPlain, r.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, r.HTML)
	if r.ICS != "" {
		if err := m.AttachReader(r.ICSName, strings.NewReader(r.ICS), gomail.WithFileContentType("text/calendar; charset=utf-8")); err != nil {
			return nil, err
		}
	}
	if r.PNG != "" {
		png, err := base64.StdEncoding.DecodeString(r.PNG)
		if err != nil {
			return nil, err
		}
		if err := m.EmbedReader("ticket.png", strings.NewReader(string(png)), gomail.WithFileContentID("<ticket>"), gomail.WithFileContentType("image/png")); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Worker sends what is waiting.
type Worker struct {
	DB      *db.DB
	Sender  Sender
	Address string // the installation's own mail address
	From    func(ctx context.Context, hub string) From
}

// Handle makes the worker known to a runner.
func (w *Worker) Handle(r *jobs.Runner) { r.Handle("mail.send", w.send) }

func (w *Worker) send(ctx context.Context, j jobs.Job) error {
	var x ref
	if err := j.Read(&x); err != nil {
		return jobs.Never(err)
	}
	gone := jobs.Never(errors.New("this mail is no longer there"))
	row, err := db.Read(ctx, w.DB, func(v *db.View) (Row, error) { return Get(v, x.Hub, x.ID, gone) })
	if err != nil || row.State == "sent" {
		return err
	}
	f := From{Address: w.Address}
	if w.From != nil {
		f = w.From(ctx, x.Hub)
		f.Address = w.Address
	}
	err = jobs.Caught(func() error { return w.Sender.Send(ctx, row, f) })
	final := permanent(err) || jobs.Last(j.Try)
	if e := w.settle(ctx, row, err, final); e != nil {
		return errors.Join(err, e)
	}
	if err != nil && final {
		return jobs.Never(err)
	}
	return err
}

func (w *Worker) settle(ctx context.Context, r Row, err error, final bool) error {
	return db.Do(ctx, w.DB, func(tx *db.Tx) error {
		if err == nil {
			return settled(tx, r)
		}
		state := "waiting"
		if final {
			state = "failed"
		}
		_, e := tx.Exec(`update mail_message set state = $3, tries = tries + 1, last_error = $4 where hub_id = $1 and id = $2`, r.Hub, r.ID, state, fmt.Sprint(err))
		return e
	})
}

// settled keeps what was sent as it was sent. A row whose people were erased in the
// meantime has no draft any more and gets no words back.
func settled(tx *db.Tx, r Row) error {
	_, err := tx.Exec(`update mail_message set state = 'sent', tries = tries + 1, last_error = '', sent_at = $3, draft = '',
		text_body = case when draft = '' then text_body else $4 end, html_body = case when draft = '' then html_body else $5 end,
		png_body = case when draft = '' then png_body else $6 end where hub_id = $1 and id = $2`, r.Hub, r.ID, tx.Now(), r.Text, r.HTML, r.PNG)
	return err
}

// permanent tells a refusal for good (5xx) from a server that is busy or away.
func permanent(err error) bool {
	var s *gomail.SendError
	if errors.As(err, &s) {
		return !s.IsTemp() && s.ErrorCode() >= 500
	}
	var p *textproto.Error
	return errors.As(err, &p) && p.Code >= 500
}
