package app

import (
	"slices"

	"hiroba/internal/care/carestore"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/mydata/mydatastore"
	"hiroba/internal/platform/reseal"
	"hiroba/internal/workers/workersstore"
)

// Sealed are the sealed columns of all houses: what a rotation of keys goes through.
func Sealed() []reseal.Column {
	return slices.Concat(workersstore.Sealed, carestore.Sealed, interviewsstore.Sealed, mydatastore.Sealed)
}
