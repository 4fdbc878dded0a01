package interviewsstore

import "hiroba/internal/platform/reseal"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{{Table: "interview_sheet", Name: "confided", Key: []string{"hub_id", "applicant_id"}, Purpose: sealed, Batch: 200}}
