package workstore

import "hiroba/internal/platform/personal"

// Personal is what the house holds of people: what they took on, on which terms, and what
// came of it. What they entered is the client's and not theirs; notices and receipts stay
// as long as the law has papers of money and contracts kept.
var Personal = personal.House{Name: "work", Tables: []personal.Table{
	{Name: "work_call_to", Whose: "worker_id in (:workers)", Order: "order_id", Tell: "answer=mydata.call. answered_at", Hide: "told_version", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "work_question", Whose: "worker_id in (:workers)", Order: "asked_at, id", Tell: "row_no body answer answered_by asked_at answered_at", Hide: "instruction_no", Why: "mydata.why.twin",
		Fate: personal.Blank, Empty: "body", Law: "mydata.law.numbers"},
	{Name: "work_finding", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "row_no line_no cause=work.cause. example made_by made_at", Hide: "column_no rework was_sealed now_sealed", Why: "mydata.why.client", Fate: personal.Drop},
	{Name: "work_lot", Whose: "worker_id in (:workers)", Order: "kind_id, no", Tell: "rows looked wrong made_at", Hide: "no regime accepted", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "work_pace", Whose: "worker_id in (:workers)", Order: "kind_id", Tell: "units seconds pieces looked wrong", Fate: personal.Drop},
	{Name: "work_presence", Whose: "worker_id in (:workers)", Order: "in_at, id", Tell: "in_at out_at made_by", Fate: personal.Drop},
	{Name: "terms_notice", Whose: "worker_id in (:workers)", Order: "shown_at, id", Tell: "version state=work.notice. body hash reason shown_at agreed_at", Hide: "supplements", Why: "mydata.why.twin", Data: true, Fate: personal.Keep, Law: "mydata.law.contract"},
	{Name: "work_claim", Whose: "worker_id in (:workers)", Order: "claimed_at, id", Tell: "state=mydata.claim. claimed_at ended_at spent", Hide: "beat_at lease_until", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.contract"},
	{Name: "work_receipt", Whose: "worker_id in (:workers)", Order: "received_on, claim_id", Tell: "rows fee_yen extra_yen received_on due_on accepted_at", Hide: "told_yen last_lawful_on accept_by accepted_by deemed", Why: "mydata.why.twin",
		Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "work_compensation", Whose: "worker_id in (:workers)", Order: "made_at, claim_id", Tell: "rows_left rest_yen cost_yen paid_yen reason made_by made_at", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
}}
