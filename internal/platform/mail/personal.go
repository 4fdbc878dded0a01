package mail

import (
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/personal"
)

// Personal is what mails hold of people: those to their address in their name, and those
// that tell of them.
var Personal = personal.House{Name: "mail", Tables: []personal.Table{{
	Name: "mail_message", Whose: "to_addr in (:mails) and to_name in (:names) or about in (:workers) or about in (:applicants) or about in (:person)", Order: "created_at, id",
	Tell: "to_addr to_name lang=mydata.lang. subject text_body created_at sent_at state=mydata.mail.", Data: true,
	Hide: "kind about html_body ics_name ics_body png_body unsubscribe_url draft tries last_error", Why: "mydata.why.twin",
	Fate: personal.Blank, Empty: "about to_addr to_name subject text_body html_body ics_name ics_body png_body unsubscribe_url draft last_error", Law: "mydata.law.numbers",
}}, Erase: unsent}

// unsent mails are not sent any more: nobody writes to somebody who asked to be forgotten.
func unsent(tx *db.Tx, _ who.Actor, s personal.Subject, _ bool) error {
	for _, to := range s.Mails {
		for _, name := range s.Names {
			if _, err := tx.Exec(`update mail_message set state = 'failed' where hub_id = $1 and state = 'waiting' and to_addr = $2 and to_name = $3`, s.Hub, to, name); err != nil {
				return err
			}
		}
	}
	return nil
}
