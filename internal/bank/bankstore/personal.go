package bankstore

import "hiroba/internal/platform/personal"

// Personal is what the house holds of people: transfers to them, which are papers of money.
var Personal = personal.House{Name: "bank", Tables: []personal.Table{
	{Name: "bank_transfer", Whose: "worker_id in (:workers)", Order: "settled_at, run_id, no", Tell: "statement_no amount_yen record_sealed state=bank.transfer. reason=bank.reason. settled_on",
		Hide: "run_id no statement_id mark settled_by settled_at", Why: "mydata.why.twin", Sealed: []personal.Sealed{{Name: "record_sealed", Purpose: transferRecord, JSON: true}}, Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "bank_record", Whose: "worker_id in (:workers)", Order: "year, no", Tell: "year no made_at", Hide: "document_id sha256", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
}}
