package zengin

// Set is the characters a kind of field may hold.
type Set uint8

// The sets, each wider than the one before.
const (
	BankSet  Set = iota // names of banks and branches: kana, A–Z, 0–9, -
	PartySet            // names of people and firms: also space ( ) .
	EDISet              // EDI information: also \ / ｢ ｣ ｦ
)

// Kana stand at A1–DF, in the order of Unicode's half-width forms.
const (
	firstKana = '｡' // A1
	lastKana  = 'ﾟ' // DF
)

// toByte is a half-width character as one byte (JIS X 0201).
func toByte(r rune) (byte, bool) {
	switch {
	case r >= 0x20 && r < 0x7F:
		return byte(r), true
	case r >= firstKana && r <= lastKana:
		return byte(r-firstKana) + 0xA1, true
	}
	return ' ', false
}

// toRune is the character of a byte.
func toRune(b byte) (rune, bool) {
	switch {
	case b >= 0x20 && b < 0x7F:
		return rune(b), true
	case b >= 0xA1 && b <= 0xDF:
		return rune(b-0xA1) + firstKana, true
	}
	return 0, false
}

// Has tells whether a half-width character may stand in a field of the set. Small kana,
// the long mark ｰ and the comma may stand nowhere.
func (s Set) Has(r rune) bool {
	switch {
	case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
		return true
	case r >= 'ｱ' && r <= lastKana:
		return true
	case r == ' ', r == '(', r == ')', r == '.':
		return s >= PartySet
	case r == '\\', r == '/', r == '｢', r == '｣', r == 'ｦ':
		return s >= EDISet
	}
	return false
}

// strange is the first character of a text that the set does not have.
func (s Set) strange(text string) (rune, bool) {
	for _, r := range text {
		if !s.Has(r) {
			return r, true
		}
	}
	return 0, false
}
