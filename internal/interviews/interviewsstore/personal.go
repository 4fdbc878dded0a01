package interviewsstore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/personal"
)

const ofApplicant = "applicant_id in (:applicants)"

// An applicant is found by the worker she became, or by her name with an address or telephone.
var applicantTable = personal.Table{Name: "applicant", Whose: "id in (:applicants) or worker_id in (:workers) or " + personal.Known, Order: "made_at, id",
	Tell: "name kana mail phone lang=mydata.lang. source=interviews.source. wants stage=interviews.stage. stage_at outcome=interviews.outcome. later_on other_where made_by made_at",
	Hide: "referred_by next_step next_on", Why: "mydata.why.others", Fate: personal.Blank, Empty: "made_by@ referred_by", Acts: "name kana mail phone search_key wants other_where", Law: "mydata.law.numbers"}

// Personal is what the house holds of people.
func (s *Store) Personal() personal.House {
	return personal.House{Name: "interviews", Find: find, Erase: s.forget, Tables: []personal.Table{
		applicantTable,
		{Name: "applicant_step", Whose: ofApplicant, Order: "applicant_id, no", Tell: "no stage=interviews.stage. reason made_by made_at",
			Fate: personal.Blank, Empty: "reason made_by@", Law: "mydata.law.numbers"},
		{Name: "interview_booking", Whose: ofApplicant, Order: "made_at, id", Tell: "starts_at way=mydata.talk. child note state=interviews.booking. made_by made_at ended_at",
			As:   map[string]string{"starts_at": "(select s.starts_at from interview_slot s where s.hub_id = interview_booking.hub_id and s.id = interview_booking.slot_id)"},
			Fate: personal.Blank, Empty: "note made_by@", Law: "mydata.law.numbers"},
		{Name: "interview_sheet", Whose: ofApplicant, Order: "made_at", Tell: "motives hours household computer=interviews.sheet.computer. network=interviews.sheet.network. device skills trial=interviews.sheet.trial. trial_note made_by made_at",
			Hide: "impression note confided done", Why: "mydata.why.evaluation", Fate: personal.Drop},
		{Name: "interview_skill", Whose: ofApplicant, Order: "skill_id", Tell: "skill level on_day made_by made_at",
			As: map[string]string{"skill": "(select k.name from skill k where k.hub_id = interview_skill.hub_id and k.id = interview_skill.skill_id)"}, Fate: personal.Drop},
		{Name: "applicant_letter", Whose: ofApplicant, Order: "made_at, id", Tell: "subject body made_by made_at", Hide: "kind", Why: "mydata.why.twin", Fate: personal.Drop},
	}}
}

func find(q db.Q, s *personal.Subject) error {
	ids, err := personal.Names(q, applicantTable, *s, "id")
	for _, x := range ids {
		personal.Add(&s.Applicants, x)
	}
	return err
}

// forget erases applicants as the year's end does.
func (s *Store) forget(tx *db.Tx, a who.Actor, x personal.Subject, _ bool) error {
	for _, id := range x.Applicants {
		p, err := byID(tx, a.Hub, id)
		if fault.KindOf(err) == fault.NotFound {
			continue // erased already
		}
		if err == nil {
			err = s.erase(tx, a, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
