// Package i18n speaks to people in their language: messages from the catalogue,
// dates, money and numbers in the forms people write them.
package i18n

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"hiroba/internal/words"
)

// Lang is a language of the product. The zero Lang is Japanese.
type Lang struct{ en bool }

// The languages.
var (
	JA = Lang{}
	EN = Lang{en: true}
)

// Of is the language with a code; Japanese for anything unknown.
func Of(code string) Lang { return Lang{en: code == "en"} }

// Code is "ja" or "en".
func (l Lang) Code() string {
	if l.en {
		return "en"
	}
	return "ja"
}

// Other is the other language.
func (l Lang) Other() Lang { return Lang{en: !l.en} }

// Path puts a page's path into the language: English pages live under /en.
func (l Lang) Path(p string) string {
	if !l.en || !strings.HasPrefix(p, "/") {
		return p
	}
	if p == "/" {
		return "/en/"
	}
	return "/en" + p
}

// Missing counts messages that were asked for and are not in the catalogue.
var Missing atomic.Int64

// The catalogues are read when somebody first asks for the language: half of the
// program's start would go into a language nobody may read today.
var (
	japanese = sync.OnceValue(func() map[string]message { return load(JA) })
	english  = sync.OnceValue(func() map[string]message { return load(EN) })
)

func catalogue(l Lang) map[string]message {
	if l.en {
		return english()
	}
	return japanese()
}

// Keys lists the keys of a language, for the tests.
func Keys(l Lang) map[string]string {
	out := map[string]string{}
	for k, m := range catalogue(l) {
		out[k] = m.raw
	}
	return out
}

// message is a text cut into its fixed parts and its slots.
type message struct {
	raw   string
	parts []part
}

type part struct {
	text string   // fixed text, if name is ""
	name string   // slot
	form []string // plural forms: {n|seat|seats}
	raw  bool     // {n:raw}: a number without commas
}

// Has tells whether the catalogue holds a key.
func (l Lang) Has(key string) bool { _, ok := catalogue(l)[key]; return ok }

// T is the message of a key; args are name, value, name, value. A missing key is
// shown as itself, and the tests see to it that there is none.
func (l Lang) T(key string, args ...any) string {
	m, ok := catalogue(l)[key]
	if !ok {
		Missing.Add(1)
		return key
	}
	if len(m.parts) == 1 && m.parts[0].name == "" {
		return m.parts[0].text
	}
	var b strings.Builder
	for _, p := range m.parts {
		if p.name == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(p.fill(args))
		}
	}
	return b.String()
}

func (p part) fill(args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != p.name {
			continue
		}
		n, isInt := whole(args[i+1])
		switch {
		case p.form != nil && n == 1:
			return p.form[0]
		case p.form != nil:
			return p.form[len(p.form)-1]
		case isInt && !p.raw:
			return commas(n)
		}
		return fmt.Sprint(args[i+1])
	}
	return "{" + p.name + "}"
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

func commas(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// load reads the files of a language. A fault in them stops the program; the tests read both.
func load(l Lang) map[string]message {
	out := map[string]message{}
	names, err := fs.Glob(words.FS, "*."+l.Code()+".txt")
	if err != nil {
		panic(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(words.FS, n)
		if err != nil {
			panic(err)
		}
		house, _, _ := strings.Cut(strings.TrimSuffix(n, "."+l.Code()+".txt"), "_")
		parse(n, house, string(b), out)
	}
	return out
}

func parse(file, house, body string, out map[string]message) {
	key := ""
	raw := map[string]string{}
	for i, line := range strings.Split(body, "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "  "):
			raw[key] += "\n" + strings.TrimSpace(line)
		default:
			k, v, ok := strings.Cut(line, " = ")
			if !ok || !strings.HasPrefix(k, house+".") {
				panic(fmt.Sprintf("words: %s line %d: want %s.key = text", file, i+1, house))
			}
			if _, twice := raw[k]; twice || out[k].raw != "" {
				panic(fmt.Sprintf("words: %s line %d: %s stands twice", file, i+1, k))
			}
			key, raw[k] = k, v
		}
	}
	for k, v := range raw {
		out[k] = message{v, cut(v)}
	}
}

// cut finds the slots of a text: {name}, {name:raw}, {n|one|many}.
func cut(s string) (ps []part) {
	for s != "" {
		i := strings.IndexByte(s, '{')
		j := strings.IndexByte(s, '}')
		if i < 0 || j < i {
			return append(ps, part{text: s})
		}
		if i > 0 {
			ps = append(ps, part{text: s[:i]})
		}
		forms := strings.Split(s[i+1:j], "|")
		name, raw := strings.CutSuffix(forms[0], ":raw")
		p := part{name: name, raw: raw}
		if len(forms) > 1 {
			p.form = forms[1:]
		}
		ps = append(ps, p)
		s = s[j+1:]
	}
	return ps
}
