package workweb

import (
	"strconv"

	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work/workstore"
)

type instructionPage struct {
	orderHead
	Now    *instructionRow
	Older  []instructionRow
	Last   string
	Body   string
	Reason string
	First  bool // no version yet
	Line   int  // over which two people stumbled
	Edit   bool
	Notes  []workstore.RowNote
	Rows   int
}

// instructionRow is one version of an instruction.
type instructionRow struct {
	No, When, Reason string
	Lines            []string
}

func instructionRowOf(rq web.Request, i orders.Instruction) instructionRow {
	l := rq.Lang
	return instructionRow{l.T("work.staff.instruction.version", "n", i.No), l.T("work.staff.instruction.made", "when", l.MomentShort(i.Made, rq.Hub.Loc), "name", i.MadeBy), i.Reason, i.Numbered()}
}

func (r *Rooms) instruction(w web.Writer, rq web.Request) error {
	return r.instructionPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) instructionPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := instructionPage{orderHead: r.head(rq, o.Order, f, sent), First: len(o.Instructions) == 0, Rows: o.Rows}
	p.Edit = p.Run && o.State.Live()
	now := lastInstruction(o.Full)
	p.Last, p.Body = strconv.Itoa(now.No), now.Body
	for i, x := range o.Instructions {
		row := instructionRowOf(rq, x)
		if i == 0 {
			p.Now = &row
		} else {
			p.Older = append(p.Older, row)
		}
	}
	if n := intOf(rq.URL.Query().Get("line")); n > 0 && n <= len(now.Numbered()) {
		p.Line, p.Reason = n, rq.T("work.staff.instruction.stumbled", "line", n)
	}
	if p.Notes, err = r.Store.RowNotes(rq.Context(), rq.Actor, o.ID); err != nil {
		return err
	}
	return w.PageStatus(status, instructionView(p))
}

func (r *Rooms) instruct(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.Instruct(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(f.Get("last")), f.Get("body"), f.Get("reason")); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.instructionPage(w, rq, status, f, "instruction") })
	}
	return w.Say("ok", "work.staff.said.instructed").SeeOther(workPath(rq, "/instruction"))
}

func (r *Rooms) noteRow(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.NoteRow(rq.Context(), rq.Actor, rq.PathValue("id"), workstore.RowNote{Row: intOf(f.Get("row")), Body: f.Get("note")}); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.instructionPage(w, rq, status, f, "note") })
	}
	return w.Say("ok", "work.staff.said.noted").SeeOther(workPath(rq, "/instruction"))
}
