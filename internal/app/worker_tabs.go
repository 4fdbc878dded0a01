package app

import (
	"slices"

	"hiroba/internal/care"
	"hiroba/internal/skills"
	"hiroba/internal/workers/workersweb"
)

// workerTabs are the parts of what staff see of a worker, of all houses, in their order.
var workerTabs = slices.Concat(workersweb.Own(), workersweb.Tabs{
	{Path: "/skills", Key: "skills.tab.skills", Need: skills.MaySee},
	{Path: "/hours", Key: "skills.tab.hours", Need: skills.MaySee},
	{Path: "/wishes", Key: "skills.tab.wishes", Need: skills.MaySee},
	{Path: "/notices", Key: "skills.tab.notices", Need: skills.MaySee},
	{Path: "/care", Key: "care.tab.worker", Need: care.MayHandle},
})
