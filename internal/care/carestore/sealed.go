package carestore

import "hiroba/internal/platform/reseal"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{
	{Table: "care_request", Name: "words_sealed", Key: []string{"hub_id", "id"}, Purpose: requestWords, Batch: 200},
	{Table: "care_request", Name: "answer_sealed", Key: []string{"hub_id", "id"}, Purpose: requestAnswer, Batch: 200},
	{Table: "care_case", Name: "name_sealed", Key: []string{"hub_id", "id"}, Purpose: caseName, Batch: 200},
	{Table: "care_case", Name: "contact_sealed", Key: []string{"hub_id", "id"}, Purpose: caseContact, Batch: 200},
	{Table: "care_entry", Name: "body_sealed", Key: []string{"hub_id", "case_id", "no"}, Purpose: entryBody, Batch: 200},
}
