package zengin

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

//go:embed tables/*.tsv
var files embed.FS

// NameLength is how many bytes a payee's name may have.
const NameLength = 30

// BadRune is a character that no file may hold.
type BadRune struct {
	Rune rune
	Try  string // what people write instead; "" if nothing is usual
}

// Unwritable refuses a text and names every character that stands in the way.
type Unwritable struct{ Runes []BadRune }

// Error lists the characters.
func (u *Unwritable) Error() string {
	var s []string
	for _, r := range u.Runes {
		s = append(s, string(r.Rune))
	}
	return "zengin: cannot be written in a bank's file: " + strings.Join(s, " ")
}

// ErrTwoForms says that a name holds two legal forms; a bank's file may hold one.
var ErrTwoForms = errors.New("zengin: two legal forms in one name")

// small are the kana that are written big, as banks do.
var small = strings.NewReplacer("ァ", "ア", "ィ", "イ", "ゥ", "ウ", "ェ", "エ", "ォ", "オ", "ッ", "ツ", "ャ", "ヤ", "ュ", "ユ", "ョ", "ヨ", "ヮ", "ワ", "ヵ", "カ", "ヶ", "ケ")

// joining turns voiced marks that stand alone into those that join the kana before them.
var joining = strings.NewReplacer("\u309b", "\u3099", "\u309c", "\u309a")

// instead is what people write for kana that banks do not take.
var instead = map[rune]string{'ヲ': "オ", 'ヰ': "イ", 'ヱ': "エ", 'ｦ': "オ", ',': "."}

// big folds what people type: any width, case, kana and hyphen into full-width big
// katakana, capitals, "-" and single spaces.
func big(s string) string {
	s = joining.Replace(s)
	s = strings.ToUpper(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'ぁ' && r <= 'ゖ':
			return r - 'ぁ' + 'ァ'
		case strings.ContainsRune("ー−‐‑–—―─", r):
			return '-'
		}
		return r
	}, s)
	return strings.Join(strings.Fields(small.Replace(s)), " ")
}

// half turns folded text into half-width and names what cannot be written.
func half(s string, set Set, p Profile) (string, error) {
	if !p.MiddleDot {
		s = strings.ReplaceAll(s, "・", " ")
	}
	if !p.Dot {
		s = strings.ReplaceAll(s, ".", " ")
	}
	s = strings.Join(strings.Fields(s), " ")
	var out strings.Builder
	var bad []BadRune
	for _, r := range norm.NFD.String(s) {
		if n := narrow(r); set.Has(n) {
			out.WriteRune(n)
		} else if !slices.ContainsFunc(bad, func(b BadRune) bool { return b.Rune == r }) {
			bad = append(bad, BadRune{r, instead[r]})
		}
	}
	if bad != nil {
		return "", &Unwritable{bad}
	}
	return out.String(), nil
}

// narrow is the half-width form of a character, itself if there is none.
func narrow(r rune) rune {
	switch r {
	case '\u3099':
		return 'ﾞ'
	case '\u309a':
		return 'ﾟ'
	}
	if n := width.LookupRune(r).Narrow(); n != 0 {
		return n
	}
	return r
}

// Text turns what people type into the half-width text of a field; TV-14.
func Text(s string, set Set, p Profile) (string, error) { return half(big(s), set, p) }

// Name is a name as a file holds it.
type Name struct {
	Text  string
	Short bool // words of trade were shortened to make it fit
	Cut   bool // it still did not fit and was cut
}

// PayeeName turns a name as people write it into the form of a bank's file: legal form
// abbreviated, and if it is longer than the field, words of trade shortened, then cut.
func PayeeName(s string, p Profile) (Name, error) { return partyName(s, NameLength, p) }

// OriginatorName is PayeeName for the 40 bytes of the payer.
func OriginatorName(s string, p Profile) (Name, error) { return partyName(s, 40, p) }

func partyName(s string, n int, p Profile) (Name, error) {
	s, err := legalForm(big(s))
	if err != nil {
		return Name{}, err
	}
	text, err := half(s, PartySet, p)
	if err != nil {
		return Name{}, err
	}
	name := Name{Text: text}
	if Bytes(name.Text) > n {
		for _, a := range abbreviations()["trade"] {
			s = strings.ReplaceAll(s, a.long, a.short)
		}
		if text, err = half(s, PartySet, p); err != nil {
			return Name{}, err
		}
		name.Short, name.Text = text != name.Text, text
	}
	if Bytes(name.Text) > n {
		name.Cut, name.Text = true, Cut(name.Text, n)
	}
	return name, nil
}

// Bytes is how many bytes a half-width text takes in a file.
func Bytes(s string) int { return utf8.RuneCountInString(s) }

// Cut shortens a half-width text to n bytes without parting a kana from its voiced mark.
func Cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	if n > 0 && (r[n] == 'ﾞ' || r[n] == 'ﾟ') {
		n--
	}
	return strings.TrimRight(string(r[:n]), " ")
}

// abbreviation is a word and how banks write it, both in big katakana or kanji.
type abbreviation struct{ long, short string }

// abbreviations are by kind (legal, office, trade), longest words first.
var abbreviations = sync.OnceValue(func() map[string][]abbreviation {
	b, err := fs.ReadFile(files, "tables/abbreviations.tsv")
	if err != nil {
		panic(err)
	}
	m, err := readAbbreviations(string(b))
	if err != nil {
		panic(err) // a defect of the build: a test reads the table
	}
	return m
})

func readAbbreviations(text string) (map[string][]abbreviation, error) {
	m := map[string][]abbreviation{}
	for i, l := range strings.Split(strings.TrimSpace(text), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		f := strings.Split(l, "\t")
		if len(f) != 5 || f[0] != "legal" && f[0] != "office" && f[0] != "trade" || f[1] == "" || f[3] != "sourced" && f[3] != "memory" {
			return nil, fmt.Errorf("abbreviations, line %d: %q", i+1, l)
		}
		for _, long := range strings.Fields(f[1]) {
			m[f[0]] = append(m[f[0]], abbreviation{big(long), f[2]})
		}
	}
	for _, list := range m {
		slices.SortStableFunc(list, func(a, b abbreviation) int { return len(b.long) - len(a.long) })
	}
	return m, nil
}

// legalForm writes the legal form as banks do: カ)name at the head, name(カ at the end,
// name(カ)office between; then the word for an office in the same way.
func legalForm(s string) (string, error) {
	s, forms := bracket(s, abbreviations()["legal"])
	if forms > 1 {
		return "", ErrTwoForms
	}
	s, _ = bracket(s, abbreviations()["office"])
	return s, nil
}

// bracket replaces each long word of a list by its short one in brackets, the longest
// first, and counts them.
func bracket(s string, list []abbreviation) (string, int) {
	n := 0
	for _, a := range list {
		for {
			before, after, found := strings.Cut(s, a.long)
			if !found {
				break
			}
			before, after = strings.TrimRight(before, " "), strings.TrimLeft(after, " ")
			s, n = before+brackets(a.short, before == "", after == "")+after, n+1
		}
	}
	return s, n
}

func brackets(short string, head, tail bool) string {
	switch {
	case head:
		return short + ")"
	case tail:
		return "(" + short
	}
	return "(" + short + ")"
}
