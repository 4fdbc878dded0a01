package zengin

import (
	"hiroba/internal/base/when"
	"hiroba/internal/lib/dated"
)

var profiles = dated.Lazy(files, "tables/profiles.tsv")

// Profile is how one bank wants the file. The offsets are the same everywhere.
type Profile struct {
	ID        string
	Bank      string // code of the bank it is for, "" for any
	LineEnd   string // "\r\n", "\n" or ""
	EndMark   bool   // byte 1A after the last record
	Clearing  string // four characters for the unused clearing house
	Kind      byte   // transfer kind: '7', '0' or ' '
	Dot       bool   // the full stop may stand in names; otherwise it becomes a space
	MiddleDot bool   // the middle dot is refused; otherwise it becomes a space
	Ahead     int    // days ahead the pay date may lie before it is warned of
}

// Standard is the profile for a bank nobody has described.
func Standard() Profile { p, _ := ProfileNamed("standard"); return p }

// ProfileNamed is a profile by its id.
func ProfileNamed(id string) (Profile, bool) {
	rows := profiles().Rows(id)
	if len(rows) == 0 {
		return Profile{}, false
	}
	return profileOf(rows[len(rows)-1]), true
}

// ProfileFor is the profile of a bank, by its code; the standard one if none is known.
func ProfileFor(bank string, on when.Date) Profile {
	for _, id := range profiles().Keys() {
		if row, err := profiles().On(id, on); err == nil && row.Text("bank") == bank {
			return profileOf(row)
		}
	}
	return Standard()
}

// ProfileIDs are all profiles, for a form to choose from.
func ProfileIDs() []string { return profiles().Keys() }

func profileOf(r dated.Row) Profile {
	p := Profile{ID: r.Key, Bank: r.Text("bank"), LineEnd: map[string]string{"crlf": "\r\n", "lf": "\n", "none": ""}[r.Text("line")], EndMark: r.Text("end") == "yes",
		Clearing: map[string]string{"zero": "0000", "space": "    "}[r.Text("clearing")], Kind: r.Text("kind")[0], Dot: r.Text("dot") == "yes", MiddleDot: r.Text("middle") == "refuse", Ahead: int(r.Int("ahead"))}
	if p.Bank == "-" {
		p.Bank = ""
	}
	if p.Kind == '-' {
		p.Kind = ' '
	}
	return p
}
