package app

import (
	"slices"

	"hiroba/internal/bank/bankstore"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/care/carestore"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/mydata/mydatastore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/reseal"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers/workersstore"
)

// Sealed are the sealed columns of all houses: what a rotation of keys goes through.
func Sealed() []reseal.Column {
	return slices.Concat(workersstore.Sealed, carestore.Sealed, interviewsstore.Sealed, ordersstore.Sealed, workstore.Sealed, booksstore.Sealed, paystore.Sealed, bankstore.Sealed, mydatastore.Sealed, blob.Sealed)
}
