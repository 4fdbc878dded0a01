package mail_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	sut "hiroba/internal/platform/mail"
)

// post is a mail server in this process. Each answer of refuse is given once, then mail is taken.
type post struct {
	mu     sync.Mutex
	refuse []error
	got    []string
	to     []string
}

type session struct{ *post }

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return session{p}, nil }

func (session) Reset()                               {}
func (session) Logout() error                        { return nil }
func (session) Mail(string, *smtp.MailOptions) error { return nil }
func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.refuse) > 0 {
		err := s.refuse[0]
		s.refuse = s.refuse[1:]
		return err
	}
	s.to = append(s.to, to)
	return nil
}

func (s session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, string(b))
	return err
}

// open starts the server and answers a sender that talks to it.
func (p *post) open(t *testing.T) sut.SMTP {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(p)
	s.Domain = "localhost"
	go s.Serve(ln) //nolint:errcheck // it ends when it is closed
	t.Cleanup(func() { s.Close() })
	return sut.SMTP{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, TLS: "none"}
}

// office is a runner with the mail worker, on a clock the test moves.
type office struct {
	d   *db.DB
	run *jobs.Runner
	now when.Instant
}

func newOffice(t *testing.T, d *db.DB, s sut.Sender) *office {
	t.Helper()
	o := &office{d: d, now: dbtest.Start}
	d.Now = func() when.Instant { return o.now }
	o.run = &jobs.Runner{DB: d, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	from := func(context.Context, string) sut.From {
		return sut.From{Name: "雪原しごとひろば", ReplyTo: "desk@hub.example"}
	}
	(&sut.Worker{DB: d, Sender: s, Address: "hiroba@hub.example", From: from}).Handle(o.run)
	return o
}

func (o *office) enqueue(t *testing.T, m sut.Message) string {
	t.Helper()
	m.Hub = "h"
	id, err := db.Write(t.Context(), o.d, func(tx *db.Tx) (string, error) { return sut.Enqueue(tx, m) })
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (o *office) drain(t *testing.T) {
	t.Helper()
	if err := o.run.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (o *office) row(t *testing.T, id string) sut.Row {
	t.Helper()
	r, err := db.Read(t.Context(), o.d, func(v *db.View) (sut.Row, error) { return sut.Get(v, "h", id, errors.New("gone")) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAMailArrivesWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := &post{}
		o := newOffice(t, d, p.open(t))
		id := o.enqueue(t, sut.Message{To: "misaki..m@example.com", ToName: "三好\r\nBcc: x@example.com", Lang: i18n.JA, Subject: "説明会の\r\nご案内", Paragraphs: []string{"お待ちしています。<b>"},
			ICSName: "seminar.ics", ICS: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Pass: "https://hub.example/t/1#abc", Unsubscribe: "https://hub.example/u/1", Look: sut.Look{HubName: "雪原しごとひろば", Band: "#0b5a4a"}})
		o.drain(t)
		if len(p.got) != 1 || p.to[0] != `"misaki..m"@example.com` && p.to[0] != "misaki..m@example.com" {
			t.Fatalf("%d mails to %q", len(p.got), p.to)
		}
		m, err := mail.ReadMessage(strings.NewReader(p.got[0]))
		if err != nil {
			t.Fatal(err)
		}
		subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")) //nolint:errcheck // compared below
		for name, want := range map[string]string{"Message-Id": "<" + id + "@hub.example>", "List-Unsubscribe": "<https://hub.example/u/1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated", "Bcc": ""} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if subject != "説明会の ご案内" || !strings.Contains(m.Header.Get("Reply-To"), "desk@hub.example") {
			t.Errorf("subject %q, answers to %q", subject, m.Header.Get("Reply-To"))
		}
		for _, part := range []string{"text/plain", "text/html", "text/calendar", "seminar.ics", "image/png", "<ticket>", "multipart/alternative"} {
			if !strings.Contains(p.got[0], part) {
				t.Errorf("no %s in it", part)
			}
		}
		if r := o.row(t, id); r.State != "sent" || r.Tries != 1 || r.Sent.IsZero() {
			t.Errorf("%+v", r)
		}
	})
}

// bodies are the columns of a mail that hold its form, and what it is made from.
func (o *office) bodies(t *testing.T, id string) (b [4]string) {
	t.Helper()
	_, err := db.Read(t.Context(), o.d, func(v *db.View) (int, error) {
		return 0, v.QueryRow(`select text_body, html_body, png_body, draft from mail_message where hub_id = $1 and id = $2`, "h", id).Scan(&b[0], &b[1], &b[2], &b[3])
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAMailTakesItsFormWhenItIsSentAndKeepsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := &post{}
		o := newOffice(t, d, p.open(t))
		id := o.enqueue(t, sut.Message{To: "a@example.com", Lang: i18n.JA, Subject: "s", Paragraphs: []string{"お待ちしています。"}, Pass: "https://hub.example/t/1#abc",
			Facts: []sut.Fact{{Label: "日時", Value: "2月18日"}}, Button: &sut.Link{Label: "開く", URL: "https://hub.example/t/1"}, Look: sut.Look{HubName: "雪原しごとひろば", Band: "#0b5a4a"}})
		if b := o.bodies(t, id); b[0] != "" || b[1] != "" || b[2] != "" || b[3] == "" {
			t.Errorf("the act wrote more than what the mail says: %q", b)
		}
		before := o.row(t, id)
		for _, want := range []string{"お待ちしています。", "日時: 2月18日", "https://hub.example/t/1", "雪原しごとひろば"} {
			if !strings.Contains(before.Text, want) {
				t.Errorf("a waiting mail reads without %s: %s", want, before.Text)
			}
		}
		o.drain(t)
		after := o.row(t, id)
		if after.Text != before.Text || after.HTML != before.HTML || after.PNG != before.PNG || after.PNG == "" {
			t.Error("it was shown to staff otherwise than it was sent")
		}
		if b := o.bodies(t, id); b[0] != after.Text || b[1] != after.HTML || b[2] != after.PNG || b[3] != "" {
			t.Error("what was sent does not stand in its row")
		}
	})
}

// eraser forgets the people of a mail while it is on its way.
type eraser struct{ d *db.DB }

func (e eraser) Send(ctx context.Context, r sut.Row, _ sut.From) error {
	return db.Do(ctx, e.d, func(tx *db.Tx) error { return sut.Forget(tx, r.Hub, r.About) })
}

func TestNobodyErasedComesBackWithAMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, eraser{d})
		id := o.enqueue(t, sut.Message{To: "a@example.com", About: "someone", Subject: "s", Paragraphs: []string{"三好さま"}})
		o.drain(t)
		if b := o.bodies(t, id); b != [4]string{} {
			t.Errorf("%q", b)
		}
		gone := errors.New("gone")
		if err := db.Do(t.Context(), d, func(tx *db.Tx) error { return sut.Again(tx, "h", id, gone) }); !errors.Is(err, gone) || !o.row(t, id).Erased() {
			t.Errorf("it can be sent again: %v", err)
		}
	})
}

func TestABusyServerIsTriedAgainLater(t *testing.T) {
	p := &post{refuse: []error{&smtp.SMTPError{Code: 451, Message: "busy"}, &smtp.SMTPError{Code: 451, Message: "busy"}}}
	o := newOffice(t, dbtest.SQLite(t), p.open(t))
	id := o.enqueue(t, sut.Message{To: "a@example.com", Subject: "s"})
	o.drain(t)
	if r := o.row(t, id); r.State != "waiting" || !strings.Contains(r.LastError, "busy") || len(p.got) != 0 {
		t.Fatalf("%s %s", r.State, r.LastError)
	}
	for try := 1; try <= 2; try++ {
		o.now = o.now.Add(jobs.Backoff(try) - time.Second)
		o.drain(t)
		if r := o.row(t, id); r.Tries != try {
			t.Fatalf("tried %d times before its time", r.Tries)
		}
		o.now = o.now.Add(time.Second)
		o.drain(t)
	}
	if r := o.row(t, id); r.State != "sent" || r.Tries != 3 || len(p.got) != 1 {
		t.Errorf("%s after %d tries, %d arrived", r.State, r.Tries, len(p.got))
	}
}

func TestARefusalForGoodIsShownAndCanBeSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := &post{refuse: []error{&smtp.SMTPError{Code: 550, Message: "no such person"}}}
		o := newOffice(t, d, p.open(t))
		id := o.enqueue(t, sut.Message{To: "a@example.com", Subject: "s"})
		o.drain(t)
		if r := o.row(t, id); r.State != "failed" || !strings.Contains(r.LastError, "no such person") {
			t.Fatalf("%s %s", r.State, r.LastError)
		}
		if err := db.Do(t.Context(), d, func(tx *db.Tx) error { return sut.Again(tx, "h", id, errors.New("gone")) }); err != nil {
			t.Fatal(err)
		}
		o.drain(t)
		if r := o.row(t, id); r.State != "sent" || len(p.got) != 1 {
			t.Errorf("%s, %d arrived", r.State, len(p.got))
		}
	})
}

func TestAServerThatIsAwayLosesNothing(t *testing.T) {
	o := newOffice(t, dbtest.SQLite(t), sut.SMTP{Host: "127.0.0.1", Port: 1, TLS: "none"})
	id := o.enqueue(t, sut.Message{To: "a@example.com", Subject: "s"})
	for try := range 12 {
		o.drain(t)
		o.now = o.now.Add(jobs.Backoff(try + 1))
	}
	if r := o.row(t, id); r.State != "failed" || r.Tries != 12 {
		t.Errorf("%s after %d tries", r.State, r.Tries)
	}
}

// broken has a defect.
type broken struct{}

func (broken) Send(context.Context, sut.Row, sut.From) error { panic("defect") }

func TestAMailThatMeetsADefectIsShownInTheEnd(t *testing.T) {
	o := newOffice(t, dbtest.SQLite(t), broken{})
	id := o.enqueue(t, sut.Message{To: "a@example.com", Subject: "s"})
	for try := range 12 {
		o.drain(t)
		o.now = o.now.Add(jobs.Backoff(try + 1))
	}
	if r := o.row(t, id); r.State != "failed" || !strings.Contains(r.LastError, "defect") {
		t.Errorf("%s after %d tries: %s", r.State, r.Tries, r.LastError)
	}
}
