package dispatchweb

import (
	"strconv"

	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// makingPage shows how far a plan in the making is.
type makingPage struct {
	ui.Shell
	Step      int // 0 while it waits
	Steps     []string
	Percent   int
	At, Since string
}

// making goes on by itself without a script, until the plan is there.
func (r *Rooms) making(w web.Writer, rq web.Request) error {
	m, err := r.Store.Making(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	if m.No == 0 {
		return w.SeeOther("/staff/plan")
	}
	l := rq.Lang
	p := makingPage{Shell: rq.Shell(l.T("dispatch.making.title")), Step: m.Step, Percent: 100 * max(m.Step-1, 0) / dispatchstore.Steps, At: l.T("dispatch.making.wait"), Since: l.T("dispatch.making.since", "when", l.MomentShort(m.Asked, rq.Hub.Loc))}
	if m.Step > 0 {
		p.At = l.T("dispatch.making.at", "n", m.Step, "all", dispatchstore.Steps)
	}
	for i := range dispatchstore.Steps {
		p.Steps = append(p.Steps, l.T("dispatch.making.step."+strconv.Itoa(i+1)))
	}
	w.Header().Set("Refresh", "2")
	return w.Page(makingView(p))
}
