package workweb

import (
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type herePage struct {
	ui.Shell
	Here, Others []hereRow
	Query        string
	Workers      bool // somebody is registered
}

type hereRow struct{ Worker, Name, Since string }

func (r *Rooms) here(w web.Writer, rq web.Request) error {
	here, others, err := r.Store.Presents(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := herePage{Shell: rq.Shell(l.T("work.staff.here.title")), Query: strings.TrimSpace(rq.URL.Query().Get("q")), Workers: len(others) > 0}
	in := map[string]bool{}
	for _, x := range here {
		in[x.Worker] = true
		p.Here = append(p.Here, hereRow{x.Worker, workerName(l, x.No, x.Name), l.T("work.staff.here.since", "when", l.MomentShort(x.In, rq.Hub.Loc))})
	}
	want := ja.SearchKey(p.Query)
	for _, x := range others {
		row := hereRow{Worker: x.ID, Name: workerName(l, x.No, x.Name)}
		if !in[x.ID] && (want == "" || strings.Contains(ja.SearchKey(row.Name+" "+x.Kana), want)) {
			p.Others = append(p.Others, row)
		}
	}
	return w.Page(hereView(p))
}

// checkIn says that somebody is at the hub or left. It is never a measure of working time.
func (r *Rooms) checkIn(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	out := f.Get("do") == "out"
	if err := r.Store.CheckIn(rq.Context(), rq.Actor, f.Get("worker"), out); err != nil {
		return err
	}
	if out {
		return w.Say("ok", "work.staff.said.left").SeeOther("/staff/here")
	}
	return w.Say("ok", "work.staff.said.here").SeeOther("/staff/here")
}
