package workers

import (
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"hiroba/internal/base/ja"
)

// ErrBankKana says that a holder's name has letters banks do not carry.
var ErrBankKana = errors.New("not written in the letters of bank transfers")

// large makes the small kana large, and the long mark a hyphen: transfers know neither.
var large = strings.NewReplacer("\uff67", "\uff71", "\uff68", "\uff72", "\uff69", "\uff73", "\uff6a", "\uff74", "\uff6b", "\uff75",
	"\uff6c", "\uff94", "\uff6d", "\uff95", "\uff6e", "\uff96", "\uff6f", "\uff82", "\uff70", "-", "\u2010", "-", "\u2212", "-")

// BankKana writes a holder's name as banks show it: half-width kana, capitals, digits
// and a few marks. Hiragana and full-width kana are taken.
func BankKana(s string) (string, error) {
	s = strings.ToUpper(one(width.Fold.String(s)))
	if k, err := ja.Kana(s); err == nil && k != "" {
		s = k
	}
	// Voiced kana are two letters at a bank: the mark stands behind.
	s = strings.NewReplacer("\u3099", "\uff9e", "\u309a", "\uff9f").Replace(norm.NFD.String(s))
	s = large.Replace(width.Narrow.String(s))
	for _, r := range s {
		kana := r >= '\uff71' && r <= '\uff9f' || r == '\uff66'
		if !kana && !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ().-/", r) {
			return "", ErrBankKana
		}
	}
	return s, nil
}
