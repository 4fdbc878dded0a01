// Package mail keeps every mail that leaves the hub: what it says is written in the
// transaction of the act it tells of; a job gives it its form and sends it afterwards.
package mail

import (
	"bytes"
	"html/template"
	"strings"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
)

// Look is the hub's face on a mail.
type Look struct {
	HubName, Address, Phone, Hours, URL string
	Band, Ink                           string // hex colours of the hub
	Mail                                string // where answers go
}

// Message is a mail as the capability says it, in the reader's language.
type Message struct {
	Hub, Kind, About string
	To, ToName       string
	Lang             i18n.Lang
	Subject          string
	Paragraphs       []string
	Facts            []Fact
	Button           *Link
	Links            []Link
	Pass             string // what the QR code of a ticket says
	ICSName, ICS     string
	Unsubscribe      string // for news
	Look             Look
}

// Fact is a line of a small table: Date, Place …
type Fact struct{ Label, Value string }

// Link is a labelled address.
type Link struct{ Label, URL string }

// Row is a mail as it is kept.
type Row struct {
	Hub, ID, Kind, About, To, ToName, Lang string
	Subject, Text, HTML                    string
	ICSName, ICS                           string
	PNG                                    string // base64
	Unsubscribe                            string
	draft                                  string // of what was not sent yet
	State                                  string // waiting, sent, failed
	Tries                                  int
	LastError                              string
	Created, Sent                          when.Instant
}

// Enqueue writes a mail and the job that sends it, in this very transaction. A
// person without an address gets none: "" is answered.
func Enqueue(tx *db.Tx, m Message) (string, error) {
	if m.To == "" {
		return "", nil
	}
	says, err := m.draft()
	if err != nil {
		return "", err
	}
	mid := id.Make()
	_, err = tx.Exec(`insert into mail_message (hub_id, id, kind, about, to_addr, to_name, lang, subject, text_body, html_body, ics_name, ics_body,
		png_body, unsubscribe_url, draft, state, tries, last_error, created_at, sent_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, $10, '', $11, $12, 'waiting', 0, '', $13, '')`,
		m.Hub, mid, m.Kind, m.About, m.To, oneLine(m.ToName), m.Lang.Code(), oneLine(m.Subject), m.ICSName, m.ICS, m.Unsubscribe, says, tx.Now())
	if err != nil {
		return "", err
	}
	return mid, jobs.Enqueue(tx, jobs.New(m.Hub, "mail.send", ref{m.Hub, mid}))
}

type ref struct{ Hub, ID string }

// oneLine keeps a subject or a name from ending its header early.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}

func (m Message) text() string {
	var b strings.Builder
	for _, p := range m.Paragraphs {
		b.WriteString(p + "\n\n")
	}
	for _, f := range m.Facts {
		b.WriteString(f.Label + ": " + f.Value + "\n")
	}
	if len(m.Facts) > 0 {
		b.WriteString("\n")
	}
	links := m.Links
	if m.Button != nil {
		links = append([]Link{*m.Button}, links...)
	}
	for _, l := range links {
		b.WriteString(l.Label + "\n" + l.URL + "\n\n")
	}
	b.WriteString("-- \n" + m.Look.HubName + "\n")
	for _, s := range []string{m.Look.Address, m.Look.Phone, m.Look.Hours, m.Look.URL} {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	if m.Unsubscribe != "" {
		b.WriteString("\n" + m.Lang.T("platform.mail.unsubscribe") + "\n" + m.Unsubscribe + "\n")
	}
	return b.String()
}

var page = template.Must(template.New("mail").Parse(`<!doctype html><html lang="{{.Lang.Code}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;background:#f4f7f9;color:#16242d;font-family:sans-serif;font-size:16px;line-height:1.7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#fff;border:1px solid #d5dfe5">
<tr><td style="background:{{.Look.Band}};color:#fff;padding:14px 24px;font-weight:bold">{{.Look.HubName}}</td></tr>
<tr><td style="padding:24px">
{{range .Paragraphs}}<p style="margin:0 0 16px;white-space:pre-line">{{.}}</p>{{end}}
{{if .Facts}}<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px">{{range .Facts}}<tr><td style="padding:4px 16px 4px 0;color:#4a5f6b;vertical-align:top;white-space:nowrap">{{.Label}}</td><td style="padding:4px 0;font-weight:bold">{{.Value}}</td></tr>{{end}}</table>{{end}}
{{if .Pass}}<p style="margin:0 0 16px"><img src="cid:ticket" width="176" height="176" alt="QR" style="display:block"></p>{{end}}
{{with .Button}}<p style="margin:0 0 16px"><a href="{{.URL}}" style="display:inline-block;background:{{$.Look.Ink}};color:#fff;text-decoration:none;padding:12px 24px;border-radius:8px;font-weight:bold">{{.Label}}</a></p><p style="margin:0 0 16px;font-size:13px;color:#4a5f6b;word-break:break-all">{{.URL}}</p>{{end}}
{{range .Links}}<p style="margin:0 0 8px"><a href="{{.URL}}">{{.Label}}</a></p>{{end}}
</td></tr>
<tr><td style="padding:16px 24px;border-top:1px solid #d5dfe5;font-size:13px;color:#4a5f6b">{{.Look.HubName}}<br>{{.Look.Address}}<br>{{.Look.Phone}} {{.Look.Hours}}<br><a href="{{.Look.URL}}">{{.Look.URL}}</a>
{{if .Unsubscribe}}<br><a href="{{.Unsubscribe}}">{{.Lang.T "platform.mail.unsubscribe"}}</a>{{end}}</td></tr>
</table></td></tr></table></body></html>`))

func (m Message) html() (string, error) {
	var b bytes.Buffer
	err := page.Execute(&b, m)
	return b.String(), err
}

const columns = `select hub_id, id, kind, about, to_addr, to_name, lang, subject, text_body, html_body, ics_name, ics_body, png_body,
	unsubscribe_url, draft, state, tries, last_error, created_at, sent_at from mail_message `

func scan(s db.Scanner) (r Row, err error) {
	err = s.Scan(&r.Hub, &r.ID, &r.Kind, &r.About, &r.To, &r.ToName, &r.Lang, &r.Subject, &r.Text, &r.HTML, &r.ICSName, &r.ICS, &r.PNG,
		&r.Unsubscribe, &r.draft, &r.State, &r.Tries, &r.LastError, &r.Created, &r.Sent)
	if err != nil {
		return r, err
	}
	return r, r.write()
}

// Get reads one mail of a hub; missing is the error if it has none with this id.
func Get(q db.Q, hub, mailID string, missing error) (Row, error) {
	return db.One(q, missing, scan, columns+`where hub_id = $1 and id = $2`, hub, mailID)
}

// Erased tells that the person it went to was erased: that there was a mail is all that is left.
func (r Row) Erased() bool { return r.To == "" }

// Latest reads mails of a hub, newest first. state "" is all.
func Latest(q db.Q, hub, state string, offset, most int) ([]Row, error) {
	return db.All(q, scan, columns+`where hub_id = $1 and (state = $2 or $2 = '') order by created_at desc, id desc limit $3 offset $4`, hub, state, most, offset)
}

// Count is how many mails of a hub are in a state; "" counts all.
func Count(q db.Q, hub, state string) (int, error) {
	return db.Value[int](q, `select count(*) from mail_message where hub_id = $1 and (state = $2 or $2 = '')`, hub, state)
}

// About reads the mails that told of one thing, oldest first.
func About(q db.Q, hub, about string) ([]Row, error) {
	return db.All(q, scan, columns+`where hub_id = $1 and about = $2 order by created_at, id`, hub, about)
}

// Again puts a mail back into the queue. One whose person was erased has no way to go.
func Again(tx *db.Tx, hub, mailID string, missing error) error {
	err := db.Exec1(tx, missing, `update mail_message set state = 'waiting', last_error = '' where hub_id = $1 and id = $2 and to_addr <> ''`, hub, mailID)
	if err != nil {
		return err
	}
	return jobs.Enqueue(tx, jobs.New(hub, "mail.send", ref{hub, mailID}))
}

// Forget takes addresses, names and words out of the mails that told of one thing, when
// its people are erased. That there was a mail, and when, stays.
func Forget(tx *db.Tx, hub, about string) error {
	_, err := tx.Exec(`update mail_message set to_addr = '', to_name = '', subject = '', text_body = '', html_body = '', ics_name = '', ics_body = '', png_body = '', draft = '', last_error = '',
		state = case when state = 'waiting' then 'failed' else state end where hub_id = $1 and about = $2`, hub, about)
	return err
}
