package plan

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The text form of a problem, one record a line, blank lines ignored:
//
//	hiroba-dispatch 1
//	p DAYS SKILLS HUBS WORKERS ORDERS
//	w ID HUB ATHUB NEWCOMER FIT CAP_WEEK1,.. AVAIL_DAY1,.. SKILL:LEVEL:SPEED,.. [CEILING [THERE_DAY1,..]]
//	o ID CLIENT SKILL LEVEL HUB RELEASE DEADLINE PRIORITY COUNT EFFORT PRICE
//
// HUB is -1 for an order that may be done anywhere; ATHUB and NEWCOMER are 0 or 1. A
// worker without skills has "-" in their place.
const formatName = "hiroba-dispatch"

// maxLine is the longest line a reader takes; no record within the limits is longer.
const maxLine = 1 << 20

// Read reads a problem from its text form and checks it. What it keeps in memory is
// bounded by what it has read, whatever the header claims.
func Read(r io.Reader) (*Problem, error) {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 1<<16), maxLine)
	rd := reader{p: &Problem{}}
	for s.Scan() {
		rd.line++
		if err := rd.record(s.Bytes()); err != nil {
			return nil, fmt.Errorf("plan: line %d: %w", rd.line, err)
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("plan: line %d: %w", rd.line+1, err)
	}
	if err := rd.end(); err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return rd.p, nil
}

// reader is a problem half read.
type reader struct {
	p               *Problem
	line            int
	titled, sized   bool
	workers, orders int
}

var errNoTitle = errors.New(`the first line must be "hiroba-dispatch 1"`)

func (rd *reader) record(line []byte) error {
	f := fields{rest: line}
	kind := f.word()
	switch {
	case len(kind) == 0:
		return nil
	case string(kind) == formatName:
		return rd.title(&f)
	case !rd.titled:
		return errNoTitle
	case string(kind) == "p":
		return rd.size(&f)
	case string(kind) != "w" && string(kind) != "o":
		return fmt.Errorf("no record is called %.20q", kind)
	case !rd.sized:
		return errors.New("the p line must come before workers and orders")
	case string(kind) == "w":
		return rd.worker(&f)
	}
	return rd.order(&f)
}

func (rd *reader) title(f *fields) error {
	if rd.titled {
		return errors.New("a second title")
	}
	if v := f.number("version"); f.err == nil && v != 1 {
		return fmt.Errorf("version %d of the format is not known", v)
	}
	rd.titled = true
	return f.end()
}

func (rd *reader) size(f *fields) error {
	if rd.sized {
		return errors.New("a second p line")
	}
	p := rd.p
	p.Days, p.Skills, p.Hubs = f.number("days"), f.number("skills"), f.number("hubs")
	rd.workers, rd.orders = f.number("workers"), f.number("orders")
	rd.sized = true
	if err := f.end(); err != nil {
		return err
	}
	return p.checkSize(rd.workers, rd.orders)
}

func (rd *reader) worker(f *fields) error {
	w := Worker{ID: f.number("worker"), Hub: f.number("hub"), AtHub: f.flag("at hub"), Newcomer: f.flag("newcomer"), Fit: f.number("fit")}
	w.Caps = f.list("week caps", rd.p.Weeks())
	w.Avail = f.list("availability", rd.p.Days)
	w.Skills = f.abilities(rd.p.Skills)
	if f.more() {
		w.Ceiling = f.number("ceiling")
	}
	if f.more() {
		w.There = f.list("time at the hub", rd.p.Days)
	}
	if err := f.end(); err != nil {
		return err
	}
	if len(rd.p.Workers) == rd.workers {
		return fmt.Errorf("more than the %d workers the p line announced", rd.workers)
	}
	rd.p.Workers = append(rd.p.Workers, w)
	return rd.p.checkWorker(&w)
}

func (rd *reader) order(f *fields) error {
	o := Order{ID: f.number("order"), Client: f.number("client"), Skill: f.number("skill"), Level: f.number("level"), Hub: f.number("hub"),
		Release: f.number("release"), Deadline: f.number("deadline"), Priority: f.number("priority"),
		Count: f.number("count"), Effort: f.number("effort"), Price: f.number("price")}
	if err := f.end(); err != nil {
		return err
	}
	if len(rd.p.Orders) == rd.orders {
		return fmt.Errorf("more than the %d orders the p line announced", rd.orders)
	}
	rd.p.Orders = append(rd.p.Orders, o)
	return rd.p.checkOrder(&o)
}

func (rd *reader) end() error {
	p := rd.p
	switch {
	case !rd.titled:
		return errNoTitle
	case !rd.sized:
		return errors.New("there is no p line")
	case len(p.Workers) != rd.workers:
		return fmt.Errorf("%d workers announced, %d found", rd.workers, len(p.Workers))
	case len(p.Orders) != rd.orders:
		return fmt.Errorf("%d orders announced, %d found", rd.orders, len(p.Orders))
	}
	return p.Check()
}

// fields takes a line apart. The first thing wrong stays in err.
type fields struct {
	rest []byte
	err  error
}

// word is the next field, empty at the end of the line.
func (f *fields) word() []byte {
	b := f.rest
	for len(b) > 0 && blank(b[0]) {
		b = b[1:]
	}
	n := 0
	for n < len(b) && !blank(b[n]) {
		n++
	}
	f.rest = b[n:]
	return b[:n]
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// more says whether another field follows.
func (f *fields) more() bool {
	for len(f.rest) > 0 && blank(f.rest[0]) {
		f.rest = f.rest[1:]
	}
	return len(f.rest) > 0
}

func (f *fields) number(what string) int { return f.parse(what, f.word()) }

func (f *fields) parse(what string, b []byte) int {
	v, ok := integer(b)
	if !ok && f.err == nil {
		switch {
		case len(b) == 0:
			f.err = fmt.Errorf("%s is missing", what)
		case errors.Is(outOfRange(b), strconv.ErrRange):
			f.err = fmt.Errorf("%s is too large: %.30q", what, b)
		default:
			f.err = fmt.Errorf("%s is not a whole number: %.30q", what, b)
		}
	}
	return v
}

// integer is strconv.Atoi on bytes, for figures of at most 15 digits.
func integer(b []byte) (int, bool) {
	neg := len(b) > 1 && b[0] == '-'
	if neg {
		b = b[1:]
	}
	if len(b) == 0 || len(b) > 15 {
		return 0, false
	}
	v := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	if neg {
		v = -v
	}
	return v, true
}

// outOfRange is strconv.ErrRange for a whole number with too many digits.
func outOfRange(b []byte) error {
	if _, err := strconv.ParseInt(string(b[:min(len(b), 400)]), 10, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
		return err
	}
	return strconv.ErrRange
}

func (f *fields) flag(what string) bool {
	v := f.number(what)
	if f.err == nil && v != 0 && v != 1 {
		f.err = fmt.Errorf("%s is %d, not 0 or 1", what, v)
	}
	return v == 1
}

// part is what stands before the next sep, and what stands after it.
func part(b []byte, sep byte) (head, tail []byte, more bool) {
	for i, c := range b {
		if c == sep {
			return b[:i], b[i+1:], true
		}
	}
	return b, nil, false
}

// list is n numbers with commas between.
func (f *fields) list(what string, n int) []int {
	rest, more := f.word(), true
	out := make([]int, 0, n)
	for more && f.err == nil {
		var b []byte
		b, rest, more = part(rest, ',')
		if len(out) == n {
			f.err = fmt.Errorf("%s: more than %d figures", what, n)
			return out
		}
		out = append(out, f.parse(what, b))
	}
	if f.err == nil && len(out) != n {
		f.err = fmt.Errorf("%s: %d figures, not %d", what, len(out), n)
	}
	return out
}

func (f *fields) abilities(most int) []Ability {
	rest, more := f.word(), true
	if string(rest) == "-" {
		return nil
	}
	var out []Ability
	for more && f.err == nil {
		var b, level, speed []byte
		b, rest, more = part(rest, ',')
		b, level, _ = part(b, ':')
		level, speed, _ = part(level, ':')
		if len(out) == most {
			f.err = fmt.Errorf("more than %d skills", most)
			return out
		}
		out = append(out, Ability{f.parse("skill", b), f.parse("level", level), f.parse("speed", speed)})
	}
	return out
}

// end is the first error of the line; one more field is an error too.
func (f *fields) end() error {
	if f.err == nil {
		if w := f.word(); len(w) > 0 {
			f.err = fmt.Errorf("%.20q is one field too many", w)
		}
	}
	return f.err
}
