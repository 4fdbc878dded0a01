package workersweb

import (
	"net/http"
	"strings"

	"hiroba/internal/people"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type lifePage struct {
	filePage
	Steps                     []stepRow
	Plans                     []stepRow
	Keeps                     []keepRow
	MayPause, MayReturn       bool
	MayLeave, MayHire, Open   bool
	Ending, Exceptions, Roles []ui.Option
}

type stepRow struct{ State, From, Why, By, At string }

type keepRow struct {
	What, Until, Source string
	Gone                bool
}

func (r *Rooms) life(w web.Writer, rq web.Request) error {
	return r.lifePage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) lifePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Life(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	keep := rq.Actor.Can(workers.MayKeep)
	p := lifePage{filePage: filePage{Shell: rq.Shell(x.Name).WithErrors(f), Form: f, ID: x.ID, Name: x.Name, Number: workersstore.Number(x.No), Tag: rq.T("workers.state." + string(x.State)), TagKind: stateKind(x.State),
		Since: rq.Lang.DateYear(x.From), Base: rq.Lang.Path("/staff/workers/" + x.ID), Tabs: r.Tabs.For(rq, x.ID), Keep: keep}, Open: x.Open}
	p.MayPause = keep && x.State.May(workers.Paused)
	p.MayReturn = keep && (x.State != workers.Registering && x.State.May(workers.Registered) || len(x.Plans) > 0 && x.State == workers.Registered)
	p.MayLeave = keep && x.State.May(workers.Left)
	p.MayHire = rq.Actor.Can(people.MayInvite) && x.State.May(workers.Hired) && x.Person != ""
	p.Steps, p.Plans, p.Keeps = steps(rq, x), plans(rq, x), keeps(rq, x)
	for _, e := range workers.Endings {
		p.Ending = append(p.Ending, ui.Option{Value: e, Label: rq.T("workers.ending." + e)})
	}
	p.Exceptions = append(p.Exceptions, ui.Option{Label: rq.T("workers.exception.none")})
	for _, e := range workers.Exceptions {
		p.Exceptions = append(p.Exceptions, ui.Option{Value: e, Label: rq.T("workers.exception." + e)})
	}
	for _, role := range workersstore.HireRoles {
		p.Roles = append(p.Roles, ui.Option{Value: string(role), Label: rq.T("people.role." + string(role))})
	}
	return w.PageStatus(status, lifeView(p))
}

func steps(rq web.Request, x workersstore.Life) (out []stepRow) {
	for i := len(x.Steps) - 1; i >= 0; i-- {
		s := x.Steps[i]
		out = append(out, stepRow{State: rq.T("workers.state." + string(s.State)), From: rq.Lang.DateYear(s.From), Why: why(rq, s.State, s.Reason), By: s.MadeBy, At: rq.Lang.Moment(s.Made, rq.Hub.Loc)})
	}
	return out
}

func plans(rq web.Request, x workersstore.Life) (out []stepRow) {
	for _, s := range x.Plans {
		out = append(out, stepRow{State: rq.T("workers.state." + string(s.State)), From: rq.Lang.DateYear(s.On), Why: why(rq, s.State, s.Reason), By: s.MadeBy})
	}
	return out
}

// why is a reason in words: for an end, who ended it and by which exception.
func why(rq web.Request, s workers.State, reason string) string {
	switch s {
	case workers.Registered:
		if reason == workersstore.ImportedReason {
			return rq.T("workers.import.reason")
		}
	case workers.Hired:
		if reason != "" {
			return rq.T("people.role." + reason)
		}
	case workers.Left:
		head, text, _ := strings.Cut(reason, ": ")
		by, exception, _ := strings.Cut(head, "/")
		if by == "" {
			return text
		}
		out := rq.T("workers.ending." + by)
		if exception != "" {
			out += " (" + rq.T("workers.exception."+exception) + ")"
		}
		if text != "" {
			out += " " + text
		}
		return out
	}
	return reason
}

func keeps(rq web.Request, x workersstore.Life) (out []keepRow) {
	for _, k := range x.Keeps {
		out = append(out, keepRow{What: rq.T("workers.keep." + k.Kind), Until: rq.Lang.DateYear(k.Until), Source: k.Source, Gone: !k.Erased.IsZero()})
	}
	return out
}

// afterStep shows the states again: with what is wrong, or with what was done.
func (r *Rooms) afterStep(w web.Writer, rq web.Request, err error, said string) error {
	if err == nil {
		return w.Say("ok", said).SeeOther("/staff/workers/" + rq.PathValue("id") + "/life")
	}
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return r.lifePage(w, rq, http.StatusUnprocessableEntity, f)
}

func readPause(rq web.Request) workers.PauseForm {
	return workers.PauseForm{From: rq.PostForm.Get("from"), Until: rq.PostForm.Get("until"), Reason: rq.PostForm.Get("why")}
}

func (r *Rooms) pause(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.afterStep(w, rq, r.Store.Pause(rq.Context(), rq.Actor, rq.PathValue("id"), readPause(rq)), "workers.life.said_pause")
}

func (r *Rooms) comeBack(w web.Writer, rq web.Request) error {
	return r.afterStep(w, rq, r.Store.Return(rq.Context(), rq.Actor, rq.PathValue("id")), "workers.life.said_back")
}

func (r *Rooms) leave(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := workers.LeaveForm{By: rq.PostForm.Get("by"), On: rq.PostForm.Get("on"), Reason: rq.PostForm.Get("reason"), Exception: rq.PostForm.Get("exception"), Checked: rq.PostForm.Get("checked") == "1"}
	return r.afterStep(w, rq, r.Store.Leave(rq.Context(), rq.Actor, rq.PathValue("id"), f), "workers.life.said_left")
}

func (r *Rooms) hire(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.afterStep(w, rq, r.Store.Hire(rq.Context(), rq.Actor, rq.PathValue("id"), people.Role(rq.PostForm.Get("role"))), "workers.life.said_hired")
}
