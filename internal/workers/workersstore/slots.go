package workersstore

import "strconv"

// slots are the five parameters of one line of places, the hub's aside, which is $1.
func slots(from int) string {
	s := "($1"
	for i := range 5 {
		s += ", $" + strconv.Itoa(from+i+1)
	}
	return s + ")"
}
