package workers

import (
	"embed"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/dated"
)

//go:embed tables/*.tsv
var files embed.FS

// retention says how many months after the end something is kept. The rows are
// proposals an operator's adviser must look over; each carries its mark.
var retention = dated.Lazy(files, "tables/retention.tsv")

// RetentionTable is the dated table itself, for the page that shows it.
func RetentionTable() *dated.Table { return retention() }

// Keep is how long one kind of record of somebody who left is kept.
type Keep struct {
	Kind   string // photo, emergency, profile, money, applicant
	Until  when.Date
	Source string
	Erased when.Instant // zero while it is there
}

// KeptOf is until when one kind of record is kept that ends on a day.
func KeptOf(kind string, on when.Date) (when.Date, error) {
	row, err := retention().On(kind, on)
	if err != nil {
		return when.Date{}, err
	}
	return on.AddMonths(int(row.Int("months"))), nil
}

// Kept says what of a worker is kept until when: of somebody who never signed, all
// for a year; of somebody who left, each kind by the table.
func Kept(from State, on when.Date) ([]Keep, error) {
	kinds := []string{"photo", "emergency", "profile", "money"}
	if from == Registering {
		kinds = []string{"applicant"}
	}
	var out []Keep
	for _, k := range kinds {
		until, err := KeptOf(k, on)
		if err != nil {
			return nil, err
		}
		row, err := retention().On(k, on)
		if err != nil {
			return nil, err
		}
		out = append(out, Keep{Kind: k, Until: until, Source: row.Source})
	}
	return out, nil
}
