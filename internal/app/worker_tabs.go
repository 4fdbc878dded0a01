package app

import (
	"slices"

	"hiroba/internal/workers/workersweb"
)

// workerTabs are the parts of what staff see of a worker, of all houses, in their order.
func workerTabs() workersweb.Tabs { return slices.Concat(workersweb.Own()) }
