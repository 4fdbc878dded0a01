package i18n

import (
	"fmt"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

var (
	weekdaysJA = [7]string{"日", "月", "火", "水", "木", "金", "土"}
	weekdaysEN = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	erasJA     = map[string]string{"reiwa": "令和", "heisei": "平成", "showa": "昭和", "taisho": "大正", "meiji": "明治"}
)

// Weekday is 火 or Tue.
func (l Lang) Weekday(d time.Weekday) string {
	if l.en {
		return weekdaysEN[d]
	}
	return weekdaysJA[d]
}

// WeekdayLong is 火曜日 or Tuesday.
func (l Lang) WeekdayLong(d time.Weekday) string {
	if l.en {
		return d.String()
	}
	return weekdaysJA[d] + "曜日"
}

// Month is 2月 or Feb.
func (l Lang) Month(m time.Month) string {
	if l.en {
		return m.String()[:3]
	}
	return fmt.Sprintf("%d月", m)
}

// Date is 2月9日（火） or Tue 9 Feb.
func (l Lang) Date(d when.Date) string {
	_, m, n := d.Parts()
	if l.en {
		return fmt.Sprintf("%s %d %s", l.Weekday(d.Weekday()), n, l.Month(m))
	}
	return fmt.Sprintf("%d月%d日（%s）", m, n, l.Weekday(d.Weekday()))
}

// DateYear is 2027年2月9日（火） or Tue 9 Feb 2027.
func (l Lang) DateYear(d when.Date) string {
	if l.en {
		return fmt.Sprintf("%s %d", l.Date(d), d.Year())
	}
	return fmt.Sprintf("%d年%s", d.Year(), l.Date(d))
}

// DateEra is 令和9年（2027年）2月9日（火）; English has no eras.
func (l Lang) DateEra(d when.Date) string {
	e, n := when.Era(d)
	if l.en || e == "" {
		return l.DateYear(d)
	}
	y := fmt.Sprint(n)
	if n == 1 {
		y = "元"
	}
	return fmt.Sprintf("%s%s年（%d年）%s", erasJA[e], y, d.Year(), l.Date(d))
}

// DateShort is 2/9（火） or 9 Feb, for tables.
func (l Lang) DateShort(d when.Date) string {
	_, m, n := d.Parts()
	if l.en {
		return fmt.Sprintf("%d %s", n, l.Month(m))
	}
	return fmt.Sprintf("%d/%d（%s）", m, n, l.Weekday(d.Weekday()))
}

// Moment is 2月9日（火）10:30 or Tue 9 Feb 10:30.
func (l Lang) Moment(i when.Instant, loc *time.Location) string {
	if i.IsZero() {
		return ""
	}
	sep := ""
	if l.en {
		sep = " "
	}
	return l.Date(i.DateIn(loc)) + sep + i.ClockIn(loc).String()
}

// MomentShort is 2/9（火）10:30 or 9 Feb 10:30.
func (l Lang) MomentShort(i when.Instant, loc *time.Location) string {
	if i.IsZero() {
		return ""
	}
	sep := ""
	if l.en {
		sep = " "
	}
	return l.DateShort(i.DateIn(loc)) + sep + i.ClockIn(loc).String()
}

// Range is 10:00〜11:30 or 10:00–11:30.
func (l Lang) Range(from, to when.TimeOfDay) string {
	if l.en {
		return from.String() + "–" + to.String()
	}
	return from.String() + "〜" + to.String()
}

// Number has commas: 12,345.
func (l Lang) Number(n int) string { return commas(int64(n)) }

// Yen is 12,345円 or ¥12,345.
func (l Lang) Yen(n yen.Amount) string {
	if !l.en {
		return commas(int64(n)) + "円"
	}
	if n < 0 {
		return "−¥" + commas(int64(-n))
	}
	return "¥" + commas(int64(n))
}
