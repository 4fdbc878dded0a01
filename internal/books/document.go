package books

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// DocKind is what a document is.
type DocKind string

// The kinds of documents that are issued. The table knows more of them.
const (
	StatementDoc       DocKind = "statement" // 支払通知書
	InvoiceDoc         DocKind = "invoice"
	CreditNoteDoc      DocKind = "credit_note"
	ReceiptNoteDoc     DocKind = "receipt_note"
	BankFileDoc        DocKind = "bank_file"
	WithholdingListDoc DocKind = "withholding_list"
	PaymentRecordDoc   DocKind = "payment_record"
)

// DocKinds in the order of the search.
var DocKinds = []DocKind{StatementDoc, InvoiceDoc, CreditNoteDoc, ReceiptNoteDoc, BankFileDoc, WithholdingListDoc, PaymentRecordDoc}

// Document is an issued document: its bytes never change, a correction is a new version
// that names the one it replaces and says why.
type Document struct {
	ID        string
	Kind      DocKind
	No        string
	On        when.Date
	Amount    yen.Amount
	Party     string // worker or client
	PartyName string // as it stands on the document; sealed in the books
	Name      string // of the file
	Media     string
	Bytes     []byte // when issued; read with Open
	Size      int64
	SHA256    string
	Replaces  string
	Version   int
	Reason    string
	By        string
	Made      when.Instant
	Blob      string
	Next      string // the version that replaced it, "" none
}

// Query is a search: any of its parts, in any combination.
type Query struct {
	From, To when.Date
	Min, Max *yen.Amount
	Party    string // id
	Name     string // counterparty's name or kana, as typed
	Kind     DocKind
	Offset   int
	Most     int
}

// QueryForm is a search as typed.
type QueryForm struct{ From, To, Min, Max, Name, Party, Kind string }

// Read cleans a search and says what is wrong with it.
func (f QueryForm) Read(today when.Date) (Query, error) {
	var c fault.Check
	q := Query{From: day(&c, "from", f.From, today), To: day(&c, "to", f.To, today), Min: amount(&c, "min", f.Min), Max: amount(&c, "max", f.Max), Party: f.Party, Name: strings.TrimSpace(f.Name)}
	if k := DocKind(f.Kind); slices.Contains(DocKinds, k) {
		q.Kind = k
	}
	c.When(!q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From), "to", "books.field.order")
	c.When(q.Min != nil && q.Max != nil && *q.Max < *q.Min, "max", "books.field.order")
	return q, c.Err()
}

// ReadPeriod cleans a period that must have both ends.
func (f QueryForm) ReadPeriod(today when.Date) (Query, error) {
	q, err := f.Read(today)
	if err != nil {
		return q, err
	}
	var c fault.Check
	c.When(q.From.IsZero(), "from", "books.field.day_missing")
	c.When(q.To.IsZero(), "to", "books.field.day_missing")
	return q, c.Err()
}

func day(c *fault.Check, field, s string, today when.Date) (d when.Date) {
	if s = strings.TrimSpace(s); s == "" {
		return d
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "books.field.day")
	return d
}

func amount(c *fault.Check, field, s string) *yen.Amount {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	a, err := yen.Read(s)
	c.When(err != nil, field, "books.field.amount")
	return &a
}

// Export is a period's documents as one archive.
type Export struct {
	ID          string
	From, To    when.Date
	Party, Name string // as searched; Name until it is gone
	Kind        DocKind
	State       string // waiting, ready, failed, gone
	Done, Total int
	Blob        string
	Size        int64
	By          string
	Made, Ready when.Instant
}

// ExportLasts is for how many days an archive can be fetched.
const ExportLasts = 7
