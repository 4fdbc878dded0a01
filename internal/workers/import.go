package workers

import (
	"embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Column is what a column of an office's list holds; "" is a column that is passed over.
type Column string

// The columns that are understood.
const (
	ColumnName       Column = "name"
	ColumnFamily     Column = "family"
	ColumnGiven      Column = "given"
	ColumnKana       Column = "kana"
	ColumnFamilyKana Column = "family_kana"
	ColumnGivenKana  Column = "given_kana"
	ColumnBirth      Column = "birth"
	ColumnPostcode   Column = "postcode"
	ColumnAddress    Column = "address"
	ColumnRegion     Column = "region"
	ColumnTown       Column = "town"
	ColumnStreet     Column = "street"
	ColumnBuilding   Column = "building"
	ColumnPhone      Column = "phone"
	ColumnMobile     Column = "mobile"
	ColumnMail       Column = "mail"
	ColumnSince      Column = "since"
	ColumnNote       Column = "note"
)

// Columns are all columns, in the order in which they are offered.
var Columns = []Column{ColumnName, ColumnFamily, ColumnGiven, ColumnKana, ColumnFamilyKana, ColumnGivenKana, ColumnBirth, ColumnPostcode, ColumnAddress, ColumnRegion,
	ColumnTown, ColumnStreet, ColumnBuilding, ColumnPhone, ColumnMobile, ColumnMail, ColumnSince, ColumnNote}

// Template are the columns of the file that can be downloaded as an example.
var Template = []Column{ColumnName, ColumnKana, ColumnBirth, ColumnPostcode, ColumnAddress, ColumnPhone, ColumnMobile, ColumnMail, ColumnSince, ColumnNote}

//go:embed tables/import_heads.tsv
var headFile embed.FS

// heads are the words offices write over a column, folded; those whose column is "-"
// say in brackets that somebody else is meant.
var heads = sync.OnceValue(func() (out struct {
	of     map[string]Column
	others []string
}) {
	body, err := headFile.ReadFile("tables/import_heads.tsv")
	if err != nil {
		panic(err) // it is part of the program
	}
	out.of = map[string]Column{}
	for _, line := range strings.Split(strings.TrimSpace(string(body)), "\n") {
		f := strings.Split(line, "\t")
		for _, word := range f[1:] {
			if f[0] == "-" {
				out.others = append(out.others, foldHead(word))
			} else {
				out.of[foldHead(word)] = Column(f[0])
			}
		}
	}
	return out
})

var brackets = regexp.MustCompile(`\(.*?\)|\[.*?\]`)

func foldHead(s string) string { return strings.Trim(ja.SearchKey(s), "*:\u203b\u25cf\r\n\t") }

func guess(head string) Column {
	h := foldHead(head)
	if c, ok := heads().of[h]; ok {
		return c
	}
	for _, o := range heads().others {
		if strings.Contains(h, o) {
			return ""
		}
	}
	return heads().of[brackets.ReplaceAllString(h, "")]
}

// GuessColumns proposes what each column holds by its head. A second column of the
// same head is passed over.
func GuessColumns(of []string) []Column {
	out := make([]Column, len(of))
	for i, h := range of {
		if c := guess(h); c != "" && !slices.Contains(out, c) {
			out[i] = c
		}
	}
	return out
}

// Mapping says how a list is read.
type Mapping struct {
	Columns []Column  // one for each column of the file
	Since   when.Date // the day of registration where the list names none
	Region  string    // the prefecture where an address names none
}

// MappingForm is the mapping as picked.
type MappingForm struct {
	Columns []string
	Since   string
}

// ColumnField is the name of the form's field for a column of the file.
func ColumnField(i int) string { return "c" + strconv.Itoa(i) }

// Read reads the form: a name must be there, nothing twice, and no column unknown.
func (f MappingForm) Read(today when.Date) (Mapping, error) {
	var c fault.Check
	m := Mapping{Since: today}
	for i, s := range f.Columns {
		col := Column(s)
		c.When(col != "" && !slices.Contains(Columns, col), ColumnField(i), "workers.import.unknown_column")
		c.When(col != "" && slices.Contains(m.Columns, col), ColumnField(i), "workers.import.column_twice")
		m.Columns = append(m.Columns, col)
	}
	named := slices.Contains(m.Columns, ColumnName) || slices.Contains(m.Columns, ColumnFamily)
	c.When(!named, ColumnField(0), "workers.import.column_name")
	if one(f.Since) != "" {
		var err error
		m.Since, err = when.ReadDate(f.Since, today)
		c.When(err != nil || m.Since.After(today), "since", "workers.import.since_form")
	}
	return m, c.Err()
}

// Withheld stands in a cell from which a My Number was taken before anything was kept.
const Withheld = "\x00"

// Withhold answers what may be kept of a cell.
func Withhold(s string) string {
	if ja.LooksLikeMyNumber(s) {
		return Withheld
	}
	return strings.TrimSpace(s)
}

// ListRow is one person of a list: the cells as they stood in the file, and what was
// typed over them since.
type ListRow struct {
	Line  int               `json:"l"` // of the file
	Cells []string          `json:"c"`
	Put   map[Column]string `json:"p,omitempty"`
}

// Text is what a row says in a column, "" without such a column.
func (r ListRow) Text(m Mapping, c Column) string {
	if s, ok := r.Put[c]; ok {
		return s
	}
	if i := slices.Index(m.Columns, c); i >= 0 && i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// whole is a column, or the two it can be cut into.
func (r ListRow) whole(m Mapping, all, first, second Column) string {
	if s := r.Text(m, all); s != "" {
		return s
	}
	return strings.TrimSpace(r.Text(m, first) + " " + r.Text(m, second))
}

// Said is what stands in a row where a column of the form asks: name, reading and
// address may be put together from several columns of the list.
func (r ListRow) Said(m Mapping, c Column) string {
	if s, ok := r.Put[c]; ok {
		return s
	}
	switch c {
	case ColumnName:
		return r.whole(m, c, ColumnFamily, ColumnGiven)
	case ColumnKana:
		return r.whole(m, c, ColumnFamilyKana, ColumnGivenKana)
	case ColumnAddress:
		if s := r.Text(m, c); s != "" {
			return s
		}
		return strings.TrimSpace(r.Text(m, ColumnRegion) + r.Text(m, ColumnTown) + r.Text(m, ColumnStreet) + " " + r.Text(m, ColumnBuilding))
	}
	return r.Text(m, c)
}

// Entrant is one person of a list as understood.
type Entrant struct {
	Name, Kana   string
	Birth        when.Date
	Address      *Address // nil without one
	Phone, Other string   // E.164: where to call first, and a second number
	Mail         string
	Since        when.Date // registered since
	Note         string
}

// Read understands a row. What does not fit is told by the column's name.
func (r ListRow) Read(m Mapping, today when.Date) (Entrant, error) {
	var c fault.Check
	said := func(col Column) string {
		s := r.Said(m, col)
		c.When(strings.Contains(s, Withheld), string(col), "workers.import.my_number")
		return s
	}
	e := Entrant{Name: ja.Name(said(ColumnName)), Since: m.Since}
	c.When(e.Name == "", string(ColumnName), "workers.field.name_missing")
	c.When(len([]rune(e.Name)) > nameMost, string(ColumnName), "workers.field.long", "n", nameMost)
	var err error
	e.Kana, err = ja.Kana(said(ColumnKana))
	c.When(err != nil, string(ColumnKana), "workers.field.kana_form")
	c.When(len([]rune(e.Kana)) > nameMost, string(ColumnKana), "workers.field.long", "n", nameMost)
	e.Birth = readBirth(&c, said(ColumnBirth), today)
	e.Address = r.address(&c, m, said)
	e.Phone, e.Other = phones(&c, said(ColumnPhone), said(ColumnMobile))
	e.Mail, err = ja.Mail(said(ColumnMail))
	c.When(err != nil, string(ColumnMail), "workers.field.mail_form")
	if s := said(ColumnSince); s != "" {
		e.Since, err = readDay(s, today)
		c.When(err != nil, string(ColumnSince), "workers.field.date_form")
		c.When(err == nil && e.Since.After(today), string(ColumnSince), "workers.import.since_form")
	}
	c.When(!e.Birth.IsZero() && !e.Since.IsZero() && e.Since.Before(e.Birth), string(ColumnSince), "workers.import.since_birth")
	e.Note = one(said(ColumnNote))
	c.When(len([]rune(e.Note)) > noteMost, string(ColumnNote), "workers.field.long", "n", noteMost)
	return e, c.Err()
}

func readBirth(c *fault.Check, s string, today when.Date) when.Date {
	if s == "" {
		return when.Date{}
	}
	d, err := readDay(s, today)
	switch {
	case err != nil || Age(d, today) > 110:
		c.Add(string(ColumnBirth), "workers.field.birth_form")
	case !d.Before(today):
		c.Add(string(ColumnBirth), "workers.field.birth_future")
	default:
		return d
	}
	return when.Date{}
}

func (r ListRow) address(c *fault.Check, m Mapping, said func(Column) string) *Address {
	p, err := ja.Postcode(said(ColumnPostcode))
	c.When(err != nil, string(ColumnPostcode), "workers.field.postcode_form")
	a := Address{Postcode: p}
	whole := said(ColumnAddress)
	if _, typed := r.Put[ColumnAddress]; !typed && r.Text(m, ColumnAddress) == "" && r.Text(m, ColumnTown) != "" {
		a.Region, a.Town, a.Street, a.Building = one(r.Text(m, ColumnRegion)), one(r.Text(m, ColumnTown)), one(r.Text(m, ColumnStreet)), one(r.Text(m, ColumnBuilding))
		if a.Region == "" {
			a.Region, a.Town = ja.Region(a.Town)
		}
	} else {
		a.Region, a.Town, a.Street, a.Building = ja.SplitAddress(whole)
	}
	if one(whole) == "" {
		c.When(p != "", string(ColumnPostcode), "workers.import.postcode_alone")
		return nil
	}
	if a.Region == "" {
		a.Region = m.Region
	}
	for _, s := range []string{a.Region, a.Town, a.Street, a.Building} {
		c.When(len([]rune(s)) > lineMost, string(ColumnAddress), "workers.field.long", "n", lineMost)
	}
	return &a
}

// phones reads the two columns of numbers; the mobile one is called first.
func phones(c *fault.Check, phone, mobile string) (first, second string) {
	p, err := ja.Phone(phone)
	c.When(err != nil, string(ColumnPhone), "workers.field.phone_form")
	m, err := ja.Phone(mobile)
	c.When(err != nil, string(ColumnMobile), "workers.field.phone_form")
	switch {
	case m == "":
		return p, ""
	case m == p:
		return m, ""
	}
	return m, p
}

var (
	timeRe   = regexp.MustCompile(`[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$`)
	serialRe = regexp.MustCompile(`^\d{5}$`)
	// serialZero is the day a spreadsheet counts days from.
	serialZero = when.On(1899, 12, 30)
)

// readDay reads a date that names its year, or the bare number a spreadsheet keeps one as.
func readDay(s string, today when.Date) (when.Date, error) {
	s = timeRe.ReplaceAllString(strings.TrimSpace(s), "")
	if serialRe.MatchString(s) {
		n, err := strconv.Atoi(s)
		return serialZero.AddDays(n), err
	}
	d, err := when.ReadDate(s, today)
	// Without a year the next such day is meant on a form; in a list it is a slip.
	if other, _ := when.ReadDate(s, today.AddDays(3000)); err == nil && other != d { //nolint:errcheck // the first reading tells
		return when.Date{}, when.ErrDate
	}
	return d, err
}
