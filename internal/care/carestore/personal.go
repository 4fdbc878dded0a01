package carestore

import "hiroba/internal/platform/personal"

const ofCase = "case_id in (select c.id from care_case c where c.hub_id = :hub and c.worker_id in (:workers))"

// protected holds a case back while acts against whoever spoke raise a warning:
// without the case nobody could tell that she is protected.
const (
	protected     = "care_case.protected_until >= :today"
	caseProtected = "exists (select 1 from care_case c where c.hub_id = care_entry.hub_id and c.id = care_entry.case_id and c.protected_until >= :today)"
)

// Personal is what the house holds of people. All of it is for their own eyes: staff who
// print for somebody do not get it, its handlers hand it out.
var Personal = personal.House{Name: "care", Tables: []personal.Table{
	{Name: "care_request", Whose: "worker_id in (:workers)", Order: "made_at, id", Own: true, Tell: "kind=care.kind. words_sealed state=care.state. answer_sealed from_on to_on answered_by answered_at made_by made_at",
		Sealed: []personal.Sealed{{Name: "words_sealed", Purpose: requestWords}, {Name: "answer_sealed", Purpose: requestAnswer}}, Fate: personal.Drop},
	{Name: "care_case", Whose: "worker_id in (:workers)", Order: "no", Own: true,
		Tell:   "no kind=care.case.kind. source=care.case.source. name_sealed contact_sealed state=care.case.state. outcome=care.outcome. protected_until made_by made_at changed_at",
		Sealed: []personal.Sealed{{Name: "name_sealed", Purpose: caseName}, {Name: "contact_sealed", Purpose: caseContact}},
		Fate:   personal.Blank, Empty: "name_sealed contact_sealed made_by@ worker_id", Until: protected, Law: "mydata.law.protected"},
	{Name: "care_entry", Whose: ofCase, Told: "kind in ('said', 'reply', 'outcome')", Why: "mydata.why.handlers", Order: "case_id, no", Own: true, Tell: "no kind=care.entry. actor body_sealed at",
		Sealed: []personal.Sealed{{Name: "body_sealed", Purpose: entryBody}}, Fate: personal.Blank, Empty: "actor@ body_sealed", Until: caseProtected, Law: "mydata.law.protected"},
	{Name: "care_voice", Whose: "worker_id in (:workers)", Order: "made_at, id", Own: true, Tell: "body signed_as consent_at state=care.voice.state. decided_by decided_at made_at", Fate: personal.Drop},
	{Name: "care_asked", Whose: "worker_id in (:workers)", Order: "survey_id", Own: true, Tell: "survey answered",
		As: map[string]string{"survey": "(select s.title from care_survey s where s.hub_id = care_asked.hub_id and s.id = care_asked.survey_id)"}, Fate: personal.Drop},
	{Name: "care_answer", Whose: "worker_id in (:workers)", Order: "survey_id, sheet, question_no", Own: true, Tell: "question value", Hide: "sheet question_no", Why: "mydata.why.twin",
		As: map[string]string{"question": "(select x.label from care_question x where x.hub_id = care_answer.hub_id and x.survey_id = care_answer.survey_id and x.no = care_answer.question_no)"}, Fate: personal.Drop},
	{Name: "care_handler", Whose: "person_id in (:person)", Order: "named_at", Tell: "name named_by named_at ended_by ended_at", Fate: personal.Keep, Law: "mydata.law.record"},
}}
