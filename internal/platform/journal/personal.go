package journal

import "hiroba/internal/platform/personal"

// Personal is what the journal holds of people: what they did, and who did what about
// them. Its lines are chained, so that nobody can take one out: they stay.
var Personal = personal.House{Name: "journal", Tables: []personal.Table{{
	Name: "journal", Whose: "person_id in (:person) or about in (:workers) or about in (:applicants) or about in (:person)", Order: "seq",
	Tell: "at actor kind", Data: true, Hide: "seq about particulars hash", Why: "mydata.why.chain",
	Fate: personal.Keep, Law: "mydata.law.record",
}}}
