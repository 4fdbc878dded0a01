package db

// Bit is a yes or no as both engines keep it: 1 or 0.
func Bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
