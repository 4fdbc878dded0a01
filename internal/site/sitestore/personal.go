package sitestore

import (
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/personal"
)

var newsReaders = personal.Table{Name: "news_reader", Whose: "mail in (:mails)", Order: "asked_at, id", Tell: "mail lang=mydata.lang. state=mydata.news. consent_version asked_at joined_at left_at",
	Hide: "mailed_at", Why: "mydata.why.twin", Fate: personal.Drop}

// Personal is what the house holds of people: who reads the hub's news by mail.
var Personal = personal.House{Name: "site", Erase: unpost, Tables: []personal.Table{newsReaders}}

// unpost takes the address out of the news that went to it: those mails name nobody, and
// only the reader's row leads to them.
func unpost(tx *db.Tx, a who.Actor, s personal.Subject, _ bool) error {
	ids, err := personal.Names(tx, newsReaders, s, "id")
	for _, x := range ids {
		if err == nil {
			err = mail.Forget(tx, a.Hub, x)
		}
	}
	return err
}
