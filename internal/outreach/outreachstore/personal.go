package outreachstore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/personal"
)

const (
	ofSignup  = "signup_id in (select g.id from signup g where g.hub_id = :hub and g.name in (:names) and (g.mail in (:mails) or g.phone in (:phones)))"
	ofInquiry = "inquiry_id in (select x.id from inquiry x where x.hub_id = :hub and x.name in (:names) and (x.mail in (:mails) or x.phone in (:phones)))"
	seminarOf = "(select s.title from seminar s where s.hub_id = signup.hub_id and s.id = signup.seminar_id)"
)

var signups = personal.Table{Name: "signup", Whose: personal.Known, Order: "created_at, id",
	Tell: "seminar name kana mail phone way=mydata.way. adults companion children heard wishes interview_wanted lang=mydata.lang. consent_at state=mydata.seat. state_at source made_by created_at",
	As:   map[string]string{"seminar": seminarOf}, Hide: "code moved_from referred_by", Why: "mydata.why.others",
	Fate: personal.Blank, Empty: "made_by@ name kana search_key mail phone companion wishes alike referred_by", Law: "mydata.law.numbers"}

// Personal is what the house holds of people. Sign-ups and inquiries have no account: a
// name together with its address or telephone leads to them.
func (s *Store) Personal() personal.House {
	return personal.House{Name: "outreach", Erase: s.giveBack, Tables: tables}
}

var tables = []personal.Table{
	signups,
	{Name: "signup_child", Whose: ofSignup, Order: "signup_id, no", Tell: "no months", Fate: personal.Drop},
	{Name: "signup_step", Whose: ofSignup, Order: "made_at, id", Tell: "state=mydata.seat. made_by made_at", Data: true, Fate: personal.Blank, Empty: "made_by@", Law: "mydata.law.numbers"},
	{Name: "waiting_offer", Whose: ofSignup, Order: "offered_at", Tell: "offered_at until_at answered_at answer", Data: true, Fate: personal.Keep, Law: "mydata.law.numbers"},
	{Name: "door_mark", Whose: ofSignup, Order: "at, id", Tell: "kind=mydata.mark. adults at", Hide: "undoes made_by received_at", Why: "mydata.why.twin", Data: true, Fate: personal.Keep, Law: "mydata.law.numbers"},
	{Name: "survey_answer", Whose: ofSignup, Order: "made_at, id", Tell: "clear=outreach.survey.clear. work=outreach.survey.work. interview_wanted care_wanted words contact made_at",
		Fate: personal.Blank, Empty: "words contact", Law: "mydata.law.numbers"},
	{Name: "inquiry", Whose: personal.Known, Order: "made_at, id", Tell: "category=outreach.inquiry.category. name mail phone lang=mydata.lang. first_words owner_name state due_at source made_at changed_at", Fate: personal.Drop},
	{Name: "inquiry_entry", Whose: ofInquiry, Told: "kind in ('asked', 'answer')", Why: "mydata.why.evaluation", Order: "inquiry_id, no", Tell: "no kind=outreach.inquiry.entry. actor body at", Fate: personal.Drop},
}

// giveBack gives the seats back that somebody still has, so that the next in line gets them.
func (s *Store) giveBack(tx *db.Tx, a who.Actor, x personal.Subject, _ bool) error {
	ids, err := personal.Names(tx, signups, x, "id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		g, err := signupByID(tx, a.Hub, id)
		if err != nil {
			return err
		}
		if err := s.cancel(tx, a, g); err != nil && fault.KindOf(err) != fault.Conflict { // over, or ended already
			return err
		}
	}
	return nil
}
