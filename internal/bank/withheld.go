package bank

import (
	"cmp"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

// Withheld is what was paid to one worker in a span of days in one category of the law, and
// what tax was kept back. The day of payment counts, not of the work.
type Withheld struct {
	Worker     string
	WorkerName string
	WorkerNo   int
	Category   tax.Category
	Payments   int
	Paid       yen.Amount // the fee; with the tax where it was not shown apart
	Tax        yen.Amount
}

// WithheldList is a month's list for the tax office.
type WithheldList struct {
	Month  when.Date // its first day
	Due    when.Date
	Rows   []Withheld
	People int
	Paid   yen.Amount
	Tax    yen.Amount
}

// ListOf is the list of a month from what was paid in it: whoever was paid a listed fee, with
// the day by which the tax is paid to the tax office.
func ListOf(month when.Date, rows []Withheld) WithheldList {
	first := when.On(month.Year(), month.Month(), 1)
	l := WithheldList{Month: first, Due: tax.WithholdingDue(first)}
	people := map[string]bool{}
	for _, r := range rows {
		if r.Category == tax.NotListed {
			continue
		}
		l.Rows = append(l.Rows, r)
		l.Paid, l.Tax, people[r.Worker] = l.Paid+r.Paid, l.Tax+r.Tax, true
	}
	l.People = len(people)
	slices.SortStableFunc(l.Rows, func(a, b Withheld) int { return a.WorkerNo - b.WorkerNo })
	return l
}

// Record is a yearly payment record (支払調書) of one payee in one category. There is no
// field for My Number: it is written by hand on the office's copy and never stored.
type Record struct {
	Worker     string
	WorkerName string
	WorkerNo   int
	Address    string
	Category   tax.Category
	Year       int
	Count      int // payments
	Paid       yen.Amount
	Tax        yen.Amount
	Needed     bool // above the limit: filed at the tax office
}

// Payer is who pays the workers: the operator of the hub, a legal person.
type Payer struct{ Name, Address, Phone string }

// RecordsOf are the records of a year from what was paid in it, by number of the worker.
func RecordsOf(year int, rows []Withheld) ([]Record, error) {
	var out []Record
	for _, r := range rows {
		if r.Category == tax.NotListed {
			continue
		}
		needed, err := tax.RecordNeeded(r.Category, year, r.Paid)
		if err != nil {
			return nil, err
		}
		out = append(out, Record{Worker: r.Worker, WorkerName: r.WorkerName, WorkerNo: r.WorkerNo, Category: r.Category, Year: year, Count: r.Payments, Paid: r.Paid, Tax: r.Tax, Needed: needed})
	}
	slices.SortFunc(out, func(a, b Record) int {
		return cmp.Or(a.WorkerNo-b.WorkerNo, cmp.Compare(a.Category, b.Category))
	})
	return out, nil
}

// RecordsDue is the day by which a year's records are at the tax office.
func RecordsDue(year int) when.Date { return tax.RecordDue(year) }
