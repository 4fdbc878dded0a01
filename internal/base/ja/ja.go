// Package ja reads what people in Japan write into forms: any width, any hyphen,
// hiragana or katakana. Names are kept as typed; only the forms that machines
// compare are folded.
package ja

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// What can be wrong with a reading.
var (
	ErrKana     = errors.New("not kana")
	ErrPhone    = errors.New("not a telephone number")
	ErrPostcode = errors.New("not a postcode")
	ErrMail     = errors.New("not a mail address")
)

const hyphens = "ー－−‐–—―ｰ─-"

// FoldNumber folds number-like input: width, every hyphen to "-", no spaces.
func FoldNumber(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(hyphens, r):
			return '-'
		case r == ' ' || r == '　' || r == '\t':
			return -1
		}
		return r
	}, width.Fold.String(s))
}

// Int reads a whole number as people type it: digits of any width, with commas or without.
func Int(s string) (int, error) {
	return strconv.Atoi(strings.ReplaceAll(FoldNumber(strings.TrimSpace(s)), ",", ""))
}

// Excerpt is the beginning of a text, of so many letters at most; what is left out is marked.
func Excerpt(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

var phoneSigns = strings.NewReplacer("-", "", "(", "", ")", "", ".", "")

// Phone reads a Japanese telephone number into E.164: "+81901234…". "" stays "".
func Phone(s string) (string, error) {
	s = phoneSigns.Replace(FoldNumber(s))
	if s == "" {
		return "", nil
	}
	if rest, ok := strings.CutPrefix(s, "+81"); ok {
		s = "0" + strings.TrimPrefix(rest, "0")
	}
	if len(s) < 10 || len(s) > 11 || s[0] != '0' || strings.Trim(s, "0123456789") != "" || len(s) == 11 && !strings.Contains("156789", s[1:2]) && s[:4] != "0800" {
		return "", ErrPhone
	}
	return "+81" + s[1:], nil
}

// areas are the lengths of area codes by their first digits, longest first: those of
// the larger places, from memory of the ministry's table; others are written 4-2-4.
var areas = []struct {
	prefix string
	n      int
}{{"0120", 4}, {"0800", 4}, {"0570", 4}, {"0123", 4}, {"0126", 4}, {"0166", 4}, {"03", 2}, {"06", 2}, {"011", 3}, {"022", 3}, {"025", 3}, {"026", 3},
	{"043", 3}, {"044", 3}, {"045", 3}, {"047", 3}, {"048", 3}, {"052", 3}, {"053", 3}, {"054", 3}, {"072", 3}, {"075", 3}, {"076", 3}, {"078", 3},
	{"082", 3}, {"086", 3}, {"087", 3}, {"088", 3}, {"089", 3}, {"092", 3}, {"093", 3}, {"095", 3}, {"096", 3}, {"097", 3}, {"098", 3}, {"099", 3}}

// PhoneShow writes an E.164 number with the hyphens people expect.
func PhoneShow(e164 string) string {
	s, ok := strings.CutPrefix(e164, "+81")
	if !ok {
		return e164
	}
	s = "0" + s
	if len(s) == 11 && s[:4] != "0800" {
		return s[:3] + "-" + s[3:7] + "-" + s[7:]
	}
	n := 4
	for _, a := range areas {
		if strings.HasPrefix(s, a.prefix) {
			n = a.n
			break
		}
	}
	tail := 4
	if n == 4 && (s[:4] == "0120" || s[:4] == "0570" || s[:4] == "0800") {
		tail = 3
		if s[:4] == "0800" {
			tail = 4
		}
	}
	return s[:n] + "-" + s[n:len(s)-tail] + "-" + s[len(s)-tail:]
}

// Postcode reads seven digits, with or without hyphen and 〒. "" stays "".
func Postcode(s string) (string, error) {
	s = strings.TrimPrefix(strings.ReplaceAll(FoldNumber(s), "-", ""), "〒")
	if s != "" && (len(s) != 7 || strings.Trim(s, "0123456789") != "") {
		return "", ErrPostcode
	}
	return s, nil
}

// PostcodeShow writes 〒070-0000.
func PostcodeShow(s string) string {
	if len(s) != 7 {
		return s
	}
	return "〒" + s[:3] + "-" + s[3:]
}

var mailRe = regexp.MustCompile(`^[^@\s<>",;]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$`)

// Mail reads a mail address: width folded, the domain in lower case. Old mobile
// addresses with dots in odd places are real and are taken. "" stays "".
func Mail(s string) (string, error) {
	s = strings.TrimSpace(width.Fold.String(s))
	if s == "" {
		return "", nil
	}
	i := strings.LastIndexByte(s, '@')
	if i < 0 {
		return "", ErrMail
	}
	s = s[:i] + strings.ToLower(s[i:])
	if !mailRe.MatchString(s) || len(s) > 254 {
		return "", ErrMail
	}
	return s, nil
}

// Kana reads hiragana, katakana or half-width kana into katakana, one ASCII space
// between the parts of a name. Kanji and Latin letters are ErrKana; "" stays "".
func Kana(s string) (string, error) {
	s = norm.NFC.String(width.Fold.String(s))
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		switch {
		case r >= 'ぁ' && r <= 'ゖ':
			b.WriteRune(r + 'ァ' - 'ぁ')
		case r >= 'ァ' && r <= 'ヺ' || r == 'ー' || r == '・' || r == ' ':
			b.WriteRune(r)
		default:
			return "", ErrKana
		}
	}
	return b.String(), nil
}

// Hiragana is how a reading is shown to people.
func Hiragana(kata string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - 'ァ' + 'ぁ'
		}
		return r
	}, kata)
}

// SearchKey folds a name or a reading so that はなこ, ハナコ and ﾊﾅｺ meet; it is for
// finding only, never shown and never kept as a name.
func SearchKey(s string) string {
	s = Hiragana(norm.NFKC.String(strings.ToLower(s)))
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '　' || r == '・' {
			return -1
		}
		return r
	}, s)
}

// Sought is what staff type to find somebody, folded as [SearchKey] folds what is found; a telephone number is its digits.
func Sought(s string) string {
	if n := strings.ReplaceAll(FoldNumber(s), "-", ""); n != "" && strings.Trim(n, "0123456789") == "" {
		return n
	}
	return SearchKey(s)
}

// Name is a name as typed, without spaces at its ends. It is never normalised: the
// letter a family writes is the letter that is kept.
func Name(s string) string { return strings.Trim(s, " 　\t\r\n") }

// LooksLikeMyNumber tells whether a text holds a run of twelve digits that is a
// valid individual number by its check digit. Such numbers are never stored.
func LooksLikeMyNumber(s string) bool {
	run := ""
	for _, r := range FoldNumber(s) + " " {
		switch {
		case r >= '0' && r <= '9':
			run += string(r)
		case r == '-':
		default:
			if len(run) == 12 && myNumber(run) {
				return true
			}
			run = ""
		}
	}
	return false
}

func myNumber(s string) bool {
	sum := 0
	for n := 1; n <= 11; n++ {
		q := n + 1
		if n > 6 {
			q = n - 5
		}
		sum += int(s[11-n]-'0') * q
	}
	check := 0
	if r := sum % 11; r > 1 {
		check = 11 - r
	}
	return int(s[11]-'0') == check
}

var regions = strings.Fields("北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 " +
	"岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県")

// Region cuts the prefecture off the front of an address; "" if none stands there.
func Region(address string) (region, rest string) {
	for _, r := range regions {
		if rest, ok := strings.CutPrefix(address, r); ok {
			return r, rest
		}
	}
	return "", address
}

// SplitAddress cuts an address written in one line into prefecture, municipality with
// area, number and building: the number begins at the first digit, the building behind
// the first space after it.
func SplitAddress(s string) (region, town, street, building string) {
	region, rest := Region(strings.Join(strings.Fields(s), " "))
	rest = strings.TrimSpace(rest)
	i := strings.IndexFunc(rest, func(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' })
	if i < 0 {
		return region, rest, "", ""
	}
	street, building, _ = strings.Cut(rest[i:], " ")
	return region, strings.TrimSpace(rest[:i]), street, building
}
