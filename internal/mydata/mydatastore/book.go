package mydatastore

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/personal"
)

// book is all that is told of somebody, before it becomes a file.
type book struct {
	hub      hub.Hub
	lang     i18n.Lang
	at       when.Instant
	name     string
	own      bool
	sections []personal.Section
	houses   []personal.House
}

// Format names the shape of the file for machines. A change of its outer keys is a new one.
const Format = "hiroba/my-data/1"

type document struct {
	Format   string            `json:"format"`
	Hub      string            `json:"hub"`
	Name     string            `json:"name"`
	Made     when.Instant      `json:"made_at"`
	Sections []section         `json:"sections"`
	Withheld []withheld        `json:"not_told"`
	Keys     map[string]string `json:"keys"` // what each key means
}

type section struct {
	Key   string           `json:"key"`
	Title string           `json:"title"`
	Rows  []map[string]any `json:"rows"`
}

type withheld struct {
	Key     string   `json:"key"`
	Columns []string `json:"columns"`
	Reason  string   `json:"reason"`
}

// json is the file for machines: sections in the order of the houses, rows in their own,
// keys by the alphabet, each explained at the end.
func (b book) json() ([]byte, error) {
	d := document{Format: Format, Hub: hubstore.Name(b.hub, b.lang), Name: b.name, Made: b.at, Sections: []section{}, Withheld: b.withheld(), Keys: map[string]string{}}
	for _, x := range b.sections {
		s := section{Key: x.Table.Name, Title: b.title(x.Table.Name)}
		for _, r := range x.Rows {
			row := map[string]any{}
			for _, v := range r {
				key := keyOf(v.Key)
				d.Keys[key] = b.label(v.Key)
				switch {
				case v.JSON != nil:
					row[key] = v.JSON
				case v.Number:
					row[key] = json.Number(v.Text)
				default:
					row[key] = v.Text
				}
			}
			s.Rows = append(s.Rows, row)
		}
		d.Sections = append(d.Sections, s)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(d)
	return out.Bytes(), err
}

// keyOf is a column's name without how it is kept.
func keyOf(column string) string { return strings.TrimSuffix(column, "_sealed") }

func (b book) title(table string) string { return b.lang.T("mydata.table." + table) }

func (b book) label(column string) string { return b.lang.T("mydata.column." + keyOf(column)) }

// withheld is what is hers and is not told, each with its reason.
func (b book) withheld() (out []withheld) {
	for _, h := range b.houses {
		for _, t := range h.Tables {
			told := slices.ContainsFunc(b.sections, func(s personal.Section) bool { return s.Table.Name == t.Name })
			if t.Why != "" && told && t.Why != "mydata.why.twin" {
				out = append(out, withheld{t.Name, strings.Fields(t.Hide), b.lang.T(t.Why)})
			}
		}
	}
	return out
}

// pdf is the file for reading. What is too much for paper is named, and stands in the file
// for machines.
func (b book) pdf() ([]byte, error) {
	s := paper.LetterSheet{Hub: hubstore.Name(b.hub, b.lang), Title: b.lang.T("mydata.paper.title"), Hue: b.hub.Hue, Created: b.at.Time(),
		Sub: b.lang.T("mydata.paper.sub", "name", b.name, "at", b.lang.Moment(b.at, b.hub.Zone())), Foot: b.name + " · " + b.lang.Moment(b.at, b.hub.Zone())}
	s.Blocks = append(s.Blocks, paper.LetterBlock{Text: b.lang.T("mydata.paper.lead")})
	var more []string
	for _, x := range b.sections {
		if x.Table.Data {
			more = append(more, b.lang.T("mydata.paper.more", "title", b.title(x.Table.Name), "n", len(x.Rows)))
			continue
		}
		s.Blocks = append(s.Blocks, b.blocks(x)...)
	}
	if b.own && len(more) > 0 {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: b.lang.T("mydata.paper.in_file"), Text: strings.Join(more, "\n")})
	}
	if !b.own {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: b.lang.T("mydata.paper.not_told"), Text: b.lang.T("mydata.paper.own")})
	}
	if left := b.reasons(); len(left) > 0 {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: b.lang.T("mydata.paper.left_out"), Text: strings.Join(left, "\n")})
	}
	return paper.Letter(s)
}

// reasons are the sentences of what is not told, each once.
func (b book) reasons() (out []string) {
	for _, w := range b.withheld() {
		if !slices.Contains(out, w.Reason) {
			out = append(out, w.Reason)
		}
	}
	return out
}

// blocks are one section on paper: a heading, then each row as lines of label and value.
func (b book) blocks(x personal.Section) (out []paper.LetterBlock) {
	for i, r := range x.Rows {
		bl := paper.LetterBlock{}
		if i == 0 {
			bl.Heading = b.title(x.Table.Name)
		}
		for _, v := range r {
			bl.Rows = append(bl.Rows, b.lines(v)...)
		}
		if i > 0 {
			bl.Text = "\n"
		}
		out = append(out, bl)
	}
	return out
}

// paperMost is how long a value may be to stand on paper: the bytes of a photo do not.
const paperMost = 6000

func (b book) lines(v personal.Value) (out [][2]string) {
	switch {
	case v.JSON != nil:
		return b.record("", v.JSON, v.Within)
	case v.Text == "":
		return nil
	case len(v.Text) > paperMost:
		return [][2]string{{b.label(v.Key), b.lang.T("mydata.paper.long")}}
	}
	return [][2]string{{b.label(v.Key), b.show(v)}}
}

// show is a value in the reader's words.
func (b book) show(v personal.Value) string {
	if strings.HasSuffix(v.Key, "_at") || v.Key == "at" {
		var i when.Instant
		if i.Scan(v.Text) == nil {
			return b.lang.DateYear(i.DateIn(b.hub.Zone())) + " " + i.ClockIn(b.hub.Zone()).String()
		}
	}
	return b.word(v.Words, v.Text)
}

// word is a code in words, a date or a telephone number as people write it; anything else
// as it is.
func (b book) word(words, s string) string {
	if words != "" && b.lang.Has(words+s) {
		return b.lang.T(words + s)
	}
	if strings.HasPrefix(s, "+81") {
		return ja.PhoneShow(s)
	}
	if d, err := when.ParseDate(s); err == nil {
		return b.lang.DateYear(d)
	}
	return s
}

// record are the named values of a record, those within it named by both.
func (b book) record(head string, raw json.RawMessage, words map[string]string) (out [][2]string) {
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil {
		return nil
	}
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		label := head + b.lang.T("mydata.value."+strings.ToLower(k))
		var s string
		var list []string
		var yes bool
		switch {
		case json.Unmarshal(m[k], &s) == nil:
			if s != "" {
				out = append(out, [2]string{label, b.word(words[k], s)})
			}
		case json.Unmarshal(m[k], &yes) == nil:
			out = append(out, [2]string{label, b.lang.T(map[bool]string{true: "mydata.yes", false: "mydata.no"}[yes])})
		case json.Unmarshal(m[k], &list) == nil:
			for i := range list {
				list[i] = b.word(words[k], list[i])
			}
			out = append(out, [2]string{label, strings.Join(list, ", ")})
		default:
			out = append(out, b.record(label+" ", m[k], words)...)
		}
	}
	return out
}
