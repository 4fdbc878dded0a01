package app

import (
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/care/carestore"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/mydata/mydatastore"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/personal"
	"hiroba/internal/site/sitestore"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers/workersstore"
)

// Personal is what all houses hold of people, from the ground up: what an export tells,
// and what is erased and kept when somebody asks to be forgotten.
func Personal(reach *outreachstore.Store, talks *interviewsstore.Store) []personal.House {
	return []personal.House{
		journal.Personal,
		mail.Personal,
		peoplestore.Personal,
		workersstore.Personal,
		mydatastore.Personal,
		skillsstore.Personal,
		carestore.Personal,
		reach.Personal(),
		talks.Personal(),
		workstore.Personal,
		dispatchstore.Personal,
		booksstore.Personal,
		payeestore.Personal,
		paystore.Personal,
		bankstore.Personal,
		sitestore.Personal,
	}
}
