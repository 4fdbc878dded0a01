package zengin

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"hiroba/internal/base/when"
)

// Bank is a financial institution.
type Bank struct {
	Code, Name string
	Kana       string // full-width, big kana: "ホクヨウ"
	Branches   []Branch
}

// Branch is a branch of a bank.
type Branch struct{ Code, Name, Kana string }

// Half is the kana of a bank or branch as a file holds it; "" where a dot or a space
// stands in it (some foreign banks), for these fields take neither and may be left empty.
func Half(kana string) string {
	s, err := Text(kana, BankSet, Profile{})
	if err != nil {
		return ""
	}
	return Cut(s, 15)
}

// Banks is a list of banks and branches as of a day. It helps people to fill in a form;
// it proves nothing: banks open, merge and close.
type Banks struct {
	AsOf  when.Date
	banks []Bank // by code
}

// staleAfter is after how many days an unknown branch is only warned of (domain rule 5.6).
const staleAfter = 60

// ErrBanks says that a text is no list of banks.
var ErrBanks = errors.New("zengin: not a list of banks")

// KnownBanks is the list that came with the house.
var KnownBanks = sync.OnceValue(func() *Banks {
	f, err := files.Open("tables/banks.tsv")
	if err != nil {
		panic(err)
	}
	defer f.Close() //nolint:errcheck // an embedded file
	b, err := ReadBanks(f)
	if err != nil {
		panic(err) // a defect of the build: a test reads the list
	}
	return b
})

// Stale tells whether the list is so old that an unknown code proves nothing.
func (b *Banks) Stale(today when.Date) bool {
	return today.IsZero() || today.Sub(b.AsOf) > staleAfter
}

// ReadBanks reads a list: "@as-of 2026-08-24", then a line "code TAB name TAB kana" for
// each bank, followed by its branches with a tab before them.
func ReadBanks(r io.Reader) (*Banks, error) {
	out := &Banks{}
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		if err := out.line(in.Text()); err != nil {
			return nil, fmt.Errorf("%w: line %d: %s", ErrBanks, n, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	return out.sorted()
}

func (b *Banks) line(l string) (err error) {
	if l == "" || l[0] == '#' {
		return nil
	}
	if day, ok := strings.CutPrefix(l, "@as-of "); ok {
		b.AsOf, err = when.ParseDate(day)
		return err
	}
	rest, branch := strings.CutPrefix(l, "\t")
	f := strings.Split(rest, "\t")
	if len(f) != 3 {
		return fmt.Errorf("%d cells", len(f))
	}
	if !branch {
		b.banks = append(b.banks, Bank{Code: f[0], Name: f[1], Kana: f[2]})
		return nil
	}
	if len(b.banks) == 0 {
		return errors.New("a branch without a bank")
	}
	last := &b.banks[len(b.banks)-1]
	last.Branches = append(last.Branches, Branch{f[0], f[1], f[2]})
	return nil
}

// sorted puts a list in the order of codes and refuses codes that are none or stand twice.
func (b *Banks) sorted() (*Banks, error) {
	if b.AsOf.IsZero() || len(b.banks) == 0 {
		return nil, fmt.Errorf("%w: no day or no banks", ErrBanks)
	}
	slices.SortFunc(b.banks, func(x, y Bank) int { return strings.Compare(x.Code, y.Code) })
	for i, bank := range b.banks {
		if !isCode(bank.Code, 4) || bank.Name == "" || i > 0 && b.banks[i-1].Code == bank.Code {
			return nil, fmt.Errorf("%w: bank %q", ErrBanks, bank.Code)
		}
		slices.SortFunc(bank.Branches, func(x, y Branch) int { return strings.Compare(x.Code, y.Code) })
		for j, br := range bank.Branches {
			if !isCode(br.Code, 3) || br.Name == "" || j > 0 && bank.Branches[j-1].Code == br.Code {
				return nil, fmt.Errorf("%w: branch %q of %q", ErrBanks, br.Code, bank.Code)
			}
		}
	}
	return b, nil
}

func isCode(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }

// ReadCodes reads the shape of the public zengin-code data: one JSON object of banks by
// code, each with name, kana and branches by code; a leading "module.exports =" and a
// closing semicolon are passed over.
func ReadCodes(r io.Reader, asOf when.Date) (*Banks, error) {
	all, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, err
	}
	text := strings.TrimSuffix(strings.TrimSpace(string(all)), ";")
	text = strings.TrimPrefix(text, "module.exports = ")
	type named struct{ Code, Name, Kana string }
	var in map[string]struct {
		named
		Branches map[string]named
	}
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBanks, err)
	}
	out := &Banks{AsOf: asOf}
	for _, x := range in {
		bank := Bank{Code: x.Code, Name: x.Name, Kana: x.Kana}
		for _, y := range x.Branches {
			bank.Branches = append(bank.Branches, Branch(y))
		}
		out.banks = append(out.banks, bank)
	}
	return out.sorted()
}

// WriteTo writes the list in the shape ReadBanks reads.
func (b *Banks) WriteTo(w io.Writer) (int64, error) {
	var s strings.Builder
	fmt.Fprintf(&s, "@as-of %s\n", b.AsOf)
	for _, bank := range b.banks {
		fmt.Fprintf(&s, "%s\t%s\t%s\n", bank.Code, bank.Name, bank.Kana)
		for _, br := range bank.Branches {
			fmt.Fprintf(&s, "\t%s\t%s\t%s\n", br.Code, br.Name, br.Kana)
		}
	}
	n, err := io.WriteString(w, s.String())
	return int64(n), err
}

// Len is how many banks and branches the list has.
func (b *Banks) Len() (banks, branches int) {
	for _, x := range b.banks {
		branches += len(x.Branches)
	}
	return len(b.banks), branches
}

// Bank finds a bank by its code.
func (b *Banks) Bank(code string) (Bank, bool) {
	i, ok := slices.BinarySearchFunc(b.banks, code, func(x Bank, c string) int { return strings.Compare(x.Code, c) })
	if !ok {
		return Bank{}, false
	}
	return b.banks[i], true
}

// Branch finds a branch by the codes of bank and branch.
func (b *Banks) Branch(bank, code string) (Branch, bool) {
	x, _ := b.Bank(bank)
	i, ok := slices.BinarySearchFunc(x.Branches, code, func(y Branch, c string) int { return strings.Compare(y.Code, c) })
	if !ok {
		return Branch{}, false
	}
	return x.Branches[i], true
}

// FindBanks are the banks whose code or kana begins with, or whose name holds, what a
// person typed, at most n; codes first, then beginnings, then the rest.
func (b *Banks) FindBanks(typed string, n int) []Bank {
	return find(b.banks, typed, n, func(x Bank) (string, string, string) { return x.Code, x.Name, x.Kana })
}

// FindBranches are the branches of a bank that fit what a person typed, at most n.
func (b *Banks) FindBranches(bank, typed string, n int) []Branch {
	x, _ := b.Bank(bank)
	return find(x.Branches, typed, n, func(y Branch) (string, string, string) { return y.Code, y.Name, y.Kana })
}

func find[T any](list []T, typed string, n int, of func(T) (code, name, kana string)) []T {
	q := strings.ReplaceAll(big(typed), " ", "")
	q = strings.TrimSuffix(strings.TrimSuffix(q, "銀行"), "支店")
	if q == "" {
		return nil
	}
	var ranks [3][]T
	for _, x := range list {
		code, name, kana := of(x)
		name, kana = big(name), big(kana)
		switch {
		case strings.HasPrefix(code, q):
			ranks[0] = append(ranks[0], x)
		case strings.HasPrefix(name, q) || strings.HasPrefix(kana, q):
			ranks[1] = append(ranks[1], x)
		case strings.Contains(name, q):
			ranks[2] = append(ranks[2], x)
		}
	}
	all := slices.Concat(ranks[0], ranks[1], ranks[2])
	return all[:min(n, len(all))]
}
