package payeestore

import "hiroba/internal/platform/personal"

// Personal is what the house holds of people: that an account was confirmed, and what the
// public register says of a number.
var Personal = personal.House{Name: "payee", Tables: []personal.Table{
	{Name: "payee_check", Whose: "worker_id in (:workers)", Order: "worker_id, no", Tell: "version how=payee.how. made_by made_at", Hide: "no mark", Why: "mydata.why.twin", Fate: personal.Blank, Empty: "made_by@", Law: "mydata.law.record"},
	{Name: "payee_lookup", Whose: "worker_id in (:workers)", Order: "worker_id, no", Tell: "no number found from_on until_on looked_on made_by made_at", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
}}
