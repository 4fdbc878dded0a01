package workersweb

import (
	"hiroba/internal/base/who"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Tab is one part of what staff see of a worker. Each house has its own; app puts them
// together, and every one of these pages shows them all.
type Tab struct {
	Path string         // after /staff/workers/{id}: "" or "/skills"
	Key  string         // its words
	Need who.Permission // who sees it
}

// Tabs are the ways between the parts of one worker, those this person may open.
type Tabs []Tab

// For are the tabs of a worker's page as the actor sees them.
func (ts Tabs) For(rq web.Request, workerID string) []ui.NavItem {
	base := "/staff/workers/" + workerID
	var out []ui.NavItem
	for _, t := range ts {
		if rq.Actor.Can(t.Need) {
			out = append(out, ui.NavItem{Href: rq.Lang.Path(base + t.Path), Label: rq.T(t.Key)})
		}
	}
	return ui.Mark(out, rq.URL.Path, rq.Lang)
}
