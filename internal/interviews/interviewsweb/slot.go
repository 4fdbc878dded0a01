package interviewsweb

import (
	"path"
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) slotRoutes(rt *web.Router) {
	see, run := web.Need(interviews.MayBoard), web.Need(interviews.MayRun)
	rt.Handle("GET /staff/interviews", see, r.slots)
	rt.Handle("GET /staff/interviews.xlsx", see, r.slotsFile)
	rt.Handle("GET /staff/interviews.csv", see, r.slotsFile)
	rt.Handle("GET /staff/interviews/new", run, r.openForm)
	rt.Handle("POST /staff/interviews/new", run, r.open)
	rt.Handle("GET /staff/interviews/closed", see, r.stranded)
	rt.Handle("POST /staff/interviews/closed", see, r.tellStranded)
	rt.Handle("GET /staff/interviews/{id}/cancel", run, r.slotSure)
	rt.Handle("POST /staff/interviews/{id}/turn", run, r.turnSlot)
}

type slotsPage struct {
	ui.Shell
	Week, Prev, Next string
	From             string // the week's Monday
	Days             []slotDay
	Run              bool
	Stranded         int
	StrandedHref     string
}

type slotDay struct {
	Head string
	Rows []slotRow
}

type slotRow struct {
	ID, Time, Kind, Place, By, State, StateKind string
	Name, Href, Way                             string
	Child, Closed, Open, Shut, Past             bool
}

// mondayOf is the first day of the week a page shows.
func mondayOf(rq web.Request) when.Date {
	d, err := when.ParseDate(rq.URL.Query().Get("w"))
	if err != nil {
		d = rq.Today()
	}
	return d.AddDays(-(int(d.Weekday()) + 6) % 7)
}

func (r *Rooms) slots(w web.Writer, rq web.Request) error {
	from := mondayOf(rq)
	rows, err := r.Store.Slots(rq.Context(), rq.Actor, from, from.AddDays(7))
	if err != nil {
		return err
	}
	far, err := r.Store.Stranded(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := slotsPage{From: from.String(), Shell: rq.Shell(rq.T("interviews.slots.title")), Week: rq.T("interviews.slots.week", "from", l.DateYear(from), "to", l.Date(from.AddDays(6))), Run: rq.Actor.Can(interviews.MayRun),
		Prev: l.Path("/staff/interviews?w=" + from.AddDays(-7).String()), Next: l.Path("/staff/interviews?w=" + from.AddDays(7).String()), Stranded: len(far), StrandedHref: l.Path("/staff/interviews/closed")}
	for _, x := range rows {
		head := l.Date(x.Starts.DateIn(rq.Hub.Loc))
		if len(p.Days) == 0 || p.Days[len(p.Days)-1].Head != head {
			p.Days = append(p.Days, slotDay{Head: head})
		}
		d := &p.Days[len(p.Days)-1]
		d.Rows = append(d.Rows, slotRowOf(rq, x))
	}
	return w.Page(slotsView(p))
}

// slotsFile is the week of a page as a table.
func (r *Rooms) slotsFile(w web.Writer, rq web.Request) error {
	from := mondayOf(rq)
	rows, err := r.Store.Slots(rq.Context(), rq.Actor, from, from.AddDays(7))
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("interviews.slots.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("interviews.slots.day"), rq.T("interviews.slots.time"), rq.T("interviews.slots.kind"), rq.T("interviews.slots.place"), rq.T("interviews.slots.by"), rq.T("interviews.slots.state"), rq.T("interviews.field.name")))
	for _, x := range rows {
		row := slotRowOf(rq, x)
		t.Lines = append(t.Lines, []any{x.Starts.DateIn(rq.Hub.Loc), row.Time, row.Kind, row.Place, row.By, row.State, row.Name})
	}
	return w.Sheet("interviews-"+from.String()+path.Ext(rq.URL.Path), t)
}

func slotRowOf(rq web.Request, x interviewsstore.SlotRow) slotRow {
	l := rq.Lang
	row := slotRow{ID: x.ID, Time: l.Range(x.Starts.ClockIn(rq.Hub.Loc), x.Ends.ClockIn(rq.Hub.Loc)), Kind: rq.T("interviews.kind." + string(x.Kind)), Place: x.Place, By: x.By,
		Child: x.Child, Closed: x.Closed, Past: !rq.Now.Before(x.Starts), Open: x.State == interviews.Open, Shut: x.State == interviews.Shut}
	switch {
	case x.State == interviews.Cancelled:
		row.State = rq.T("interviews.slots.cancelled")
	case x.Booking != "":
		row.Name, row.Href, row.State, row.StateKind = x.Name, l.Path("/staff/applicants/"+x.Applicant), rq.T("interviews.slots.taken"), "hub"
		if x.Way != x.Kind {
			row.Way = rq.T("interviews.kind." + string(x.Way))
		}
		if x.Applicant == "" || x.Name == "" {
			row.Name, row.Href = "", ""
		}
	case row.Past:
		row.State = rq.T("interviews.slots.past")
	case x.State == interviews.Shut:
		row.State, row.StateKind = rq.T("interviews.slots.shut"), "line"
	default:
		row.State, row.StateKind = rq.T("interviews.slots.free"), "ok"
	}
	return row
}

type openPage struct {
	ui.Shell
	Form     ui.Form
	Once, By string
	Anyway   bool
}

func (r *Rooms) openPage(rq web.Request, f ui.Form) openPage {
	return openPage{Shell: rq.Shell(rq.T("interviews.slots.open")).WithErrors(f), Form: f, Once: f.Or("once", id.Make()), By: rq.Actor.Name, Anyway: f.Err("slot_anyway") != ""}
}

func (p openPage) kinds() (out []ui.Option) {
	for _, k := range interviews.Kinds {
		out = append(out, ui.Option{Value: string(k), Label: p.Lang.T("interviews.kind." + string(k)), Note: p.Lang.T("interviews.kind_note." + string(k)), On: k == interviews.InRoom})
	}
	return out
}

func (p openPage) lengths() (out []ui.Option) {
	for _, n := range interviews.Lengths {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: p.Lang.T("interviews.slots.minutes", "n", n)})
	}
	return out
}

func (r *Rooms) openForm(w web.Writer, rq web.Request) error {
	return w.Page(openView(r.openPage(rq, ui.Form{})))
}

func (r *Rooms) open(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	form := interviews.SlotForm{Date: f.Get("date"), From: f.Get("from"), To: f.Get("to"), Length: f.Get("length"), Kind: f.Get("kind"), Room: f.Get("room"), Link: f.Get("link"), By: f.Get("by"),
		Weeks: f.Get("weeks"), Anyway: f.Get("slot_anyway") == "1"}
	n, err := r.Store.OpenSlots(rq.Context(), rq.Actor, f.Get("once"), form)
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return openView(r.openPage(rq, f)) })
	}
	to := "/staff/interviews"
	if d, err := when.ReadDate(form.Date, rq.Today()); err == nil {
		to += "?w=" + d.String()
	}
	return w.Say("ok", "interviews.slots.said", "n", n).SeeOther(to)
}

func (r *Rooms) turnSlot(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	x, err := r.Store.SlotOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.Store.TurnSlot(rq.Context(), rq.Actor, x.ID, interviews.SlotState(rq.PostForm.Get("to"))); err != nil {
		return err
	}
	return w.Say("ok", "interviews.slots.turned").SeeOther("/staff/interviews?w=" + x.Starts.DateIn(rq.Hub.Loc).String())
}

type slotSurePage struct {
	ui.Shell
	ID, When, Name, Back string
}

func (r *Rooms) slotSure(w web.Writer, rq web.Request) error {
	x, err := r.Store.SlotOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	if x.State == interviews.Cancelled {
		return fault.New(fault.Conflict, "interviews.slot.ended")
	}
	return w.Page(slotSureView(slotSurePage{Shell: rq.Shell(rq.T("interviews.slots.cancel")), ID: x.ID, When: interviewsstore.When(rq.Lang, x.Slot), Name: x.Name,
		Back: rq.Lang.Path("/staff/interviews?w=" + x.Starts.DateIn(rq.Hub.Loc).String())}))
}

type strandedPage struct {
	ui.Shell
	Rows []strandedRow
	Left int // not told yet, with a mail address
}

type strandedRow struct {
	Href, Name, When, Contact, PhoneHref string
	Told, Mail                           bool
}

func (r *Rooms) stranded(w web.Writer, rq web.Request) error {
	far, err := r.Store.Stranded(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := strandedPage{Shell: rq.Shell(rq.T("interviews.closed.title"))}
	for _, x := range far {
		row := strandedRow{Href: rq.Lang.Path("/staff/applicants/" + x.Applicant), Name: x.Name, When: interviewsstore.When(rq.Lang, x.Slot), Contact: ja.PhoneShow(x.Phone), Told: x.Told, Mail: x.Mail != ""}
		if x.Phone != "" {
			row.PhoneHref = "tel:" + x.Phone
		}
		if row.Mail && !row.Told {
			p.Left++
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(strandedView(p))
}

func (r *Rooms) tellStranded(w web.Writer, rq web.Request) error {
	told, call, err := r.Store.TellStranded(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.Say("ok", "interviews.closed.said", "n", told, "call", call).SeeOther("/staff/interviews/closed")
}
