package workers

import (
	"errors"

	"hiroba/internal/lib/zengin"
)

// ErrBankKana says that a holder's name has letters banks do not carry.
var ErrBankKana = errors.New("not written in the letters of bank transfers")

// BankKana writes a holder's name as banks show it, in half-width kana.
func BankKana(s string) (string, error) {
	n, err := zengin.PayeeName(s, zengin.Profile{})
	if err != nil {
		return "", ErrBankKana
	}
	return n.Text, nil
}
