package when

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// TimeOfDay is minutes after midnight; 24:00 is 1440 and ends a day.
type TimeOfDay int

// ErrTime says that a text is no time of day.
var ErrTime = errors.New("not a time of day")

var timeRe = regexp.MustCompile(`^(\d{1,2})(?:[:時](\d{1,2}|半)?分?)?$`)

// ReadTime reads 9:30, 09:30, ９：３０, 9時30分, 9時半, 9時 and 0930.
func ReadTime(s string) (TimeOfDay, error) {
	s = strings.ReplaceAll(digits(strings.TrimSpace(s)), "：", ":")
	if len(s) == 4 && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0 {
		s = s[:2] + ":" + s[2:]
	}
	m := timeRe.FindStringSubmatch(s)
	if m == nil {
		return 0, ErrTime
	}
	h, _ := strconv.Atoi(m[1])
	n := 0
	if m[2] == "半" {
		n = 30
	} else if m[2] != "" {
		n, _ = strconv.Atoi(m[2])
	}
	t := TimeOfDay(h*60 + n)
	if n > 59 || t > 24*60 {
		return 0, ErrTime
	}
	return t, nil
}

// String is "9:30", as people write it.
func (t TimeOfDay) String() string { return fmt.Sprintf("%d:%02d", int(t)/60, int(t)%60) }

// Value stores the time as "09:30", which sorts.
func (t TimeOfDay) Value() (driver.Value, error) {
	return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60), nil
}

// Scan reads what Value stored.
func (t *TimeOfDay) Scan(v any) error {
	s, err := text(v)
	if err != nil || s == "" {
		*t = 0
		return err
	}
	*t, err = ReadTime(s)
	return err
}

// digits turns full-width digits into ASCII.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}
