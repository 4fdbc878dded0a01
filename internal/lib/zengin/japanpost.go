package zengin

import (
	"errors"
	"strings"

	"hiroba/internal/base/ja"
)

// JapanPostBank is the bank code of ゆうちょ銀行.
const JapanPostBank = "9900"

// ErrJapanPost says that a sign and number are none of Japan Post Bank's.
var ErrJapanPost = errors.New("zengin: not a sign and number of Japan Post Bank")

// Account is where money goes.
type Account struct {
	Bank, Branch string
	Type         AccountType
	Number       string // seven digits
}

// JapanPost turns 記号 and 番号 of a Japan Post passbook into the account other banks use
// (TV-15): a sign that begins with 1 gives digits 2 and 3 and an 8 as branch, an ordinary
// account, and the number without its last digit, which must be 1; a sign that begins
// with 0 gives digits 2 and 3 and a 9, a current account, and the number as it stands.
func JapanPost(sign, number string) (Account, error) {
	sign = strings.ReplaceAll(ja.FoldNumber(sign), "-", "")
	number = strings.ReplaceAll(ja.FoldNumber(number), "-", "")
	if len(sign) != 5 || strings.Trim(sign+number, "0123456789") != "" || number == "" {
		return Account{}, ErrJapanPost
	}
	a := Account{Bank: JapanPostBank, Type: Ordinary, Branch: sign[1:3] + "8"}
	switch sign[0] {
	case '1':
		if len(number) < 2 || len(number) > 8 || number[len(number)-1] != '1' {
			return Account{}, ErrJapanPost
		}
		number = number[:len(number)-1]
	case '0':
		a.Type, a.Branch = Current, sign[1:3]+"9"
	default:
		return Account{}, ErrJapanPost
	}
	if len(number) > 7 {
		return Account{}, ErrJapanPost
	}
	a.Number = strings.Repeat("0", 7-len(number)) + number
	return a, nil
}
