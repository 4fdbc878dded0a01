package when

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// eras, newest first: the first day of each, by the cabinet orders that named them.
var eras = []struct {
	name, kanji, letter string
	from                Date
}{
	{"reiwa", "令和", "R", On(2019, 5, 1)},
	{"heisei", "平成", "H", On(1989, 1, 8)},
	{"showa", "昭和", "S", On(1926, 12, 25)},
	{"taisho", "大正", "T", On(1912, 7, 30)},
	{"meiji", "明治", "M", On(1868, 1, 25)},
}

// Era is the Japanese era of a date and the year in it; "" before Meiji.
func Era(d Date) (name string, year int) {
	for _, e := range eras {
		if !d.Before(e.from) {
			return e.name, d.Year() - e.from.Year() + 1
		}
	}
	return "", 0
}

// ErrDate says that a text is no date that exists.
var ErrDate = errors.New("not a date")

var (
	westernRe = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	compactRe = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	eraRe     = regexp.MustCompile(`^(令和?|平成?|昭和?|大正?|明治?|[RHSTMrhstm])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	shortRe   = regexp.MustCompile(`^(\d{1,2})[-/.月](\d{1,2})日?$`)
	plainDate = strings.NewReplacer(" ", "", "　", "", "／", "/", "－", "-", "ー", "-", "．", ".")
	weekdayRe = regexp.MustCompile(`[（(].{1,9}[）)]$`)
)

// ReadDate reads a date in the forms people write it: 2027/2/22, 2027-02-22,
// 2027年2月22日（月）, 20270222, R9.2.22, 令和9年2月22日, 令9.2.22, 2/22, 2月22日; any width. A date
// without a year is the next one, counted from thirty days before today.
func ReadDate(s string, today Date) (Date, error) {
	s = digits(plainDate.Replace(s))
	s = weekdayRe.ReplaceAllString(s, "")
	if m := westernRe.FindStringSubmatch(s); m != nil {
		return exact(num(m[1]), num(m[2]), num(m[3]))
	}
	if m := compactRe.FindStringSubmatch(s); m != nil {
		return exact(num(m[1]), num(m[2]), num(m[3]))
	}
	if m := eraRe.FindStringSubmatch(s); m != nil {
		return inEra(m)
	}
	if m := shortRe.FindStringSubmatch(s); m != nil {
		from := today.AddDays(-30)
		for y := from.Year(); y <= from.Year()+8; y++ { // eight years reach a 29 February
			if d, err := exact(y, num(m[1]), num(m[2])); err == nil && !d.Before(from) {
				return d, nil
			}
		}
	}
	return Date{}, ErrDate
}

func inEra(m []string) (Date, error) {
	year := 1
	if m[2] != "元" {
		year = num(m[2])
	}
	for _, e := range eras {
		if strings.HasPrefix(e.kanji, m[1]) || strings.EqualFold(m[1], e.letter) {
			d, err := exact(e.from.Year()+year-1, num(m[3]), num(m[4]))
			if err != nil || year < 1 || d.Before(e.from) {
				return Date{}, ErrDate
			}
			return d, nil
		}
	}
	return Date{}, ErrDate
}

func num(s string) int { n, _ := strconv.Atoi(s); return n }

// exact refuses 31 February instead of rolling over.
func exact(y, m, d int) (Date, error) {
	r := On(y, time.Month(m), d)
	if ry, rm, rd := r.Parts(); y < 1868 || ry != y || int(rm) != m || rd != d {
		return Date{}, ErrDate
	}
	return r, nil
}
