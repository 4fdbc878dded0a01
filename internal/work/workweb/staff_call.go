package workweb

import (
	"slices"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

type callPage struct {
	orderHead
	Cut      bool
	State    *callState
	Version  string
	Deadline string
	Promise  string
	Items    [][2]string // as it would go out
	Lacks    string
	People   []candidate // who can be asked
	Unfit    []candidate // who cannot, with why
	Named    bool        // to those who are ticked only
	Open     bool        // can be put out, or anew
}

// callState is the call that stands, or stood.
type callState struct {
	pieceTag
	When, Until, Who string
	Told             []string
	Live             bool
}

// candidate is somebody who can be asked.
type candidate struct {
	Worker, Name, Fit string
	On                bool
}

// fitKeys are the reasons for which somebody cannot be asked, as staff read them.
var fitKeys = map[work.Reason]string{work.NotWorking: "not_working", work.NoContract: "no_contract", work.SaidNever: "said_never", work.SkillLow: "skill"}

func candidateOf(l i18n.Lang, c workstore.Candidate, f ui.Form, picked bool) candidate {
	x := candidate{Worker: c.Worker, Name: workerName(l, c.No, c.Name), On: f.Has("worker", c.Worker) || f.Values == nil && picked && c.Told}
	switch key, known := fitKeys[c.Reason]; {
	case c.Reason == "" && c.Level > 0:
		x.Fit = l.T("work.staff.fit.level", "level", l.T("work.staff.level."+strconv.Itoa(c.Level)))
	case c.Reason == "":
		x.Fit = l.T("work.staff.fit.free")
	case known:
		x.Fit = l.T("work.staff.fit." + key)
	default:
		x.Fit = l.T("work.staff.fit.other")
	}
	return x
}

func callStateOf(rq web.Request, o workstore.Overview) *callState {
	if !o.Called {
		return nil
	}
	l := rq.Lang
	x := &callState{pieceTag: pieceTag{"hub", l.T("work.staff.call.live")}, When: l.T("work.staff.call.version", "n", o.Call.Version, "when", l.MomentShort(o.Call.Updated, rq.Hub.Loc)), Until: l.DateYear(o.Call.Deadline), Who: l.T("work.staff.call.named"), Live: o.Call.Live}
	if !x.Live {
		x.pieceTag = pieceTag{"line", l.T("work.staff.call.closed")}
	}
	if o.Call.Everybody {
		x.Who = l.T("work.staff.call.everybody")
	}
	for _, t := range o.Told {
		x.Told = append(x.Told, l.T("work.staff.person", "name", t.Name))
	}
	return x
}

func (r *Rooms) call(w web.Writer, rq web.Request) error { return r.callPage(w, rq, 200, ui.Form{}) }

func (r *Rooms) callPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := callPage{orderHead: r.head(rq, o.Order, f, "call"), Cut: o.Cut, State: callStateOf(rq, o), Version: strconv.Itoa(o.Call.Version), Open: o.Cut && o.State.Live(), Deadline: f.Or("deadline", rq.URL.Query().Get("deadline")), Named: f.Or("to", "") == "named" || f.Values == nil && o.Called && !o.Call.Everybody}
	if p.Deadline == "" && o.Called {
		p.Deadline = o.Call.Deadline.String()
	}
	if !o.Promise.IsZero() {
		p.Promise = l.DateYear(o.Promise)
	}
	if p.Open {
		if err := r.fillCall(rq, o, &p); err != nil {
			return err
		}
	}
	return w.PageStatus(status, callView(p))
}

// fillCall adds the nine items as they would go out, and who can be asked.
func (r *Rooms) fillCall(rq web.Request, o workstore.Overview, p *callPage) error {
	l := rq.Lang
	c, lacks, err := r.Store.Draft(rq.Context(), rq.Actor, o.ID, p.Deadline)
	if err != nil {
		return err
	}
	for _, x := range workstore.CallFacts(l, c) {
		if slices.Contains(lacks, x.Key) || x.Key == "fee" && c.DueOn.IsZero() {
			x.Value = l.T("work.staff.call.open")
		}
		p.Items = append(p.Items, [2]string{x.Label, x.Value})
	}
	if len(lacks) > 0 && !c.Deadline.IsZero() {
		p.Lacks = l.T("work.staff.call.lacks", "item", l.T("work.call."+lacks[0]))
	}
	cs, err := r.Store.Candidates(rq.Context(), rq.Actor, o.ID)
	for _, x := range cs {
		c := candidateOf(l, x, p.Form, p.Named)
		if x.Reason == "" {
			p.People = append(p.People, c)
		} else {
			p.Unfit = append(p.Unfit, c)
		}
	}
	return err
}

// putOut puts a call out; one to named people needs names.
func (r *Rooms) putOut(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v, form := rq.PostForm, workstore.CallForm{Deadline: rq.PostForm.Get("deadline")}
	var c fault.Check
	if v.Get("to") == "named" {
		form.Workers = v["worker"]
		c.When(len(form.Workers) == 0, "worker", "work.staff.call.nobody")
	}
	err := c.Err()
	if err == nil {
		err = r.Store.Call(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(v.Get("version")), form)
	}
	if err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.callPage(w, rq, status, f) })
	}
	return w.Say("ok", "work.staff.said.called").SeeOther(workPath(rq, "/call"))
}

func (r *Rooms) closeCall(w web.Writer, rq web.Request) error {
	if err := r.Store.CloseCall(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "work.staff.said.closed").SeeOther(workPath(rq, "/call"))
}
