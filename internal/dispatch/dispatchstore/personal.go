package dispatchstore

import "hiroba/internal/platform/personal"

// Personal is what the house holds of people: what plans would ask them, what they were
// asked, and why. Plans are no papers of law; all of it goes with the person.
var Personal = personal.House{Name: "dispatch", Tables: []personal.Table{
	{Name: "dispatch_offer", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "units why=dispatch.came. made_at told_at answer_by closed_at", Hide: "lane pass plan_no", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "dispatch_pin", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "units made_by made_at ended_at", Hide: "lane pass", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "dispatch_share", Whose: "worker_id in (:workers)", Order: "plan_no, order_id, lane, pass", Tell: "units minutes first_on last_on why=dispatch.came.", Hide: "plan_no lane pass", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "dispatch_load", Whose: "worker_id in (:workers)", Order: "plan_no", Tell: "week_minutes week_offered minutes offered reasons", Hide: "plan_no fresh", Why: "mydata.why.twin", Data: true, Fate: personal.Drop},
}}
