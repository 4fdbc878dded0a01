package bankstore

import "hiroba/internal/platform/reseal"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{
	{Table: "bank_profile", Name: "body_sealed", Key: []string{"hub_id", "no"}, Purpose: profileBody, Batch: 200},
	{Table: "bank_transfer", Name: "record_sealed", Key: []string{"hub_id", "run_id", "no"}, Purpose: transferRecord, Batch: 200},
	{Table: "bank_incoming", Name: "payer_sealed", Key: []string{"hub_id", "id"}, Purpose: incomingPayer, Batch: 200},
	{Table: "bank_incoming", Name: "reason_sealed", Key: []string{"hub_id", "id"}, Purpose: incomingReason, Batch: 200},
}
