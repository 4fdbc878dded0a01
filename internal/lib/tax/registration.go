package tax

import (
	"errors"
	"strings"

	"hiroba/internal/base/ja"
)

// ErrRegistration says that a text is no T with thirteen digits.
var ErrRegistration = errors.New("not T and thirteen digits")

// Registration is the number of a qualified invoice issuer: "T" and thirteen digits.
type Registration string

// ReadRegistration reads a registration number in any width, with or without the T and
// hyphens. It answers the number even where the check digit fails: a failure is almost
// surely a slip of the hand, but the tax agency's own word was not seen, so it is a
// warning with consequences, not a refusal. "" stays "".
func ReadRegistration(s string) (Registration, error) {
	s = strings.ToUpper(strings.ReplaceAll(ja.FoldNumber(s), "-", ""))
	if s == "" {
		return "", nil
	}
	s = strings.TrimPrefix(s, "T")
	if len(s) != 13 || strings.Trim(s, "0123456789") != "" {
		return "", ErrRegistration
	}
	return Registration("T" + s), nil
}

// CheckDigitHolds tells whether the first digit fits the other twelve. It proves
// neither registration nor corporate form (TV-1).
func (r Registration) CheckDigitHolds() bool {
	return len(r) == 14 && r[0] == 'T' && strings.Trim(string(r[1:]), "0123456789") == "" && CheckDigit(string(r[2:])) == int(r[1]-'0')
}

// CorporateNumber are the digits without T: a corporation's own number, or the digits
// given to a sole trader.
func (r Registration) CorporateNumber() string { return strings.TrimPrefix(string(r), "T") }

// CheckDigit of twelve base digits, as for corporate numbers: 9 − (Σ Pn·Qn mod 9), n
// counted from the right, Q = 1 for odd n and 2 for even. -1 if they are not twelve digits.
func CheckDigit(base string) int {
	if len(base) != 12 || strings.Trim(base, "0123456789") != "" {
		return -1
	}
	sum := 0
	for i := range 12 {
		n := 12 - i // from the right
		sum += int(base[i]-'0') * (2 - n%2)
	}
	return 9 - sum%9
}
