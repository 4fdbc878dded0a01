package workersstore

import "hiroba/internal/platform/reseal"

// Sealed are the house's sealed columns, for the rotation of keys.
var Sealed = []reseal.Column{
	{Table: "worker_part", Name: "body", Key: []string{"hub_id", "id"}, Purpose: "worker_part/", By: "part", Batch: 200},
	{Table: "worker_consent", Name: "signed_as", Key: []string{"hub_id", "id"}, Purpose: signedPurpose, Batch: 200},
	{Table: "worker_photo", Name: "body", Key: []string{"hub_id", "id"}, Purpose: photoPurpose, Batch: 10},
	{Table: "worker_import", Name: "file_sealed", Key: []string{"hub_id", "id"}, Purpose: filePurpose, Batch: 200},
	{Table: "worker_import", Name: "heads_sealed", Key: []string{"hub_id", "id"}, Purpose: headsPurpose, Batch: 200},
	{Table: "worker_import_block", Name: "body_sealed", Key: []string{"hub_id", "import_id", "no"}, Purpose: blockPurpose, Batch: 20},
	{Table: "worker_import_person", Name: "said_sealed", Key: []string{"hub_id", "worker_id", "import_id"}, Purpose: saidPurpose, Batch: 200},
}
