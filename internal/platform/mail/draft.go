package mail

import (
	"encoding/base64"
	"encoding/json"

	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/i18n"
)

// draft is what a waiting mail says, beyond the columns of its row. The act it tells of
// writes only this: filling the page and drawing the ticket would hold up every other write.
type draft struct {
	Paragraphs []string
	Facts      []Fact `json:",omitempty"`
	Button     *Link  `json:",omitempty"`
	Links      []Link `json:",omitempty"`
	Pass       string `json:",omitempty"`
	Look       Look
}

func (m Message) draft() (string, error) {
	b, err := json.Marshal(draft{m.Paragraphs, m.Facts, m.Button, m.Links, m.Pass, m.Look})
	return string(b), err
}

// write fills in the text, the page and the ticket's picture of a mail that was not sent
// yet. One that was sent keeps what was sent.
func (r *Row) write() error {
	if r.draft == "" {
		return nil
	}
	var d draft
	if err := json.Unmarshal([]byte(r.draft), &d); err != nil {
		return err
	}
	m := Message{Lang: i18n.Of(r.Lang), Subject: r.Subject, Paragraphs: d.Paragraphs, Facts: d.Facts, Button: d.Button, Links: d.Links, Pass: d.Pass,
		Unsubscribe: r.Unsubscribe, Look: d.Look}
	if d.Pass != "" {
		png, err := paper.QRPNG(d.Pass)
		if err != nil {
			return err
		}
		r.PNG = base64.StdEncoding.EncodeToString(png)
	}
	var err error
	r.Text = m.text()
	r.HTML, err = m.html()
	return err
}
