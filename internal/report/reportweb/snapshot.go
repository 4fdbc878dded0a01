package reportweb

import (
	"path"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
)

type snapshotRow struct {
	Href, Title, About string
	Tag                tag
	Public             bool
}

var stepTags = map[report.Step]tag{"": {"line", "edit", ""}, report.Confirmed: {"info", "check", ""}, report.Submitted: {"ok", "okc", ""}, report.Published: {"ok", "okc", ""}, report.Withdrawn: {"warn", "undo", ""}}

func rowOf(rq web.Request, s report.Snapshot) snapshotRow {
	l := rq.Lang
	x := snapshotRow{Href: l.Path("/staff/reports/snapshots/" + s.ID), Title: s.Title, Tag: stepTags[s.State], Public: s.Public,
		About: rq.T("report.snapshot.about", "no", s.No, "date", l.DateYear(s.Body.On))}
	if s.To != "" {
		x.About = rq.T("report.snapshot.about_to", "no", s.No, "date", l.DateYear(s.Body.On), "to", s.To)
	}
	x.Tag.Word = rq.T("report.step.frozen")
	if s.State != "" {
		x.Tag.Word = rq.T("report.step_on", "step", rq.T("report.step."+string(s.State)), "date", l.DateShort(s.StateAt.DateIn(rq.Hub.Loc)))
	}
	return x
}

type snapshotsPage struct {
	ui.Shell
	Form     ui.Form
	Rows     []snapshotRow
	May      bool
	Once, On string
}

func (r *Rooms) snapshots(w web.Writer, rq web.Request) error {
	p, err := r.snapshotsPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(snapshotsView(p))
}

// snapshotsPage proposes the last day of last month: what a monthly report is of.
func (r *Rooms) snapshotsPage(rq web.Request, f ui.Form) (snapshotsPage, error) {
	xs, err := r.Store.Snapshots(rq.Context(), rq.Actor)
	p := snapshotsPage{Shell: rq.Shell(rq.T("report.snapshots.title")).WithErrors(f), Form: f, May: rq.Actor.Can(report.MayFreeze), Once: id.Make(), On: rq.Today().AddDays(-rq.Today().Day()).String()}
	for _, x := range xs {
		p.Rows = append(p.Rows, rowOf(rq, x))
	}
	return p, err
}

func (r *Rooms) freeze(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	snapshotID, err := r.Store.Freeze(rq.Context(), rq.Actor, v.Get("once"), report.FreezeForm{Title: v.Get("title"), To: v.Get("to"), On: v.Get("on")})
	if err == nil {
		return w.Say("ok", "report.said.frozen").SeeOther("/staff/reports/snapshots/" + snapshotID)
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.snapshotsPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, snapshotsView(p))
	})
}

type snapshotPage struct {
	ui.Shell
	Row     snapshotRow
	Head    string
	Made    string
	Hash    string
	Figures tableView
	Months  tableView
	Steps   []stepButton
	May     bool
	Path    string
	Counts  []countRow
	Diffs   tableView
	Public  string
}

type stepButton struct{ What, Word, Note string }

type countRow struct {
	When, Hash string
	Tag        tag
}

func (r *Rooms) snapshot(w web.Writer, rq web.Request) error {
	p, err := r.snapshotPage(rq)
	if err != nil {
		return err
	}
	return w.Page(snapshotView(p))
}

func (r *Rooms) snapshotPage(rq web.Request) (snapshotPage, error) {
	s, counts, err := r.Store.Snapshot(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return snapshotPage{}, err
	}
	l := rq.Lang
	p := snapshotPage{Shell: rq.Shell(s.Title), Row: rowOf(rq, s), Head: head(l, s.Body), Made: rq.T("report.snapshot.made", "by", s.MadeBy, "when", l.Moment(s.Made, rq.Hub.Loc)), Hash: s.Hash, May: rq.Actor.Can(report.MayFreeze),
		Path: l.Path("/staff/reports/snapshots/" + s.ID), Figures: figureTable(l, s.Body), Months: words(l, monthsOf(s.Body), closed)}
	for _, what := range []report.Step{report.Confirmed, report.Submitted, report.Published, report.Withdrawn} {
		if s.May(what) {
			p.Steps = append(p.Steps, stepButton{string(what), rq.T("report.do." + string(what)), rq.T("report.do_note." + string(what))})
		}
	}
	for _, c := range counts {
		x := countRow{When: rq.T("report.count.by", "by", c.By, "when", l.Moment(c.At, rq.Hub.Loc)), Hash: c.Hash[:12], Tag: tag{"ok", "okc", rq.T("report.count.same")}}
		if !c.Same {
			x.Tag = tag{"warn", "alert", rq.T("report.count.other")}
		}
		p.Counts = append(p.Counts, x)
	}
	if s.Public {
		p.Public = l.Path("/figures")
	}
	return p, nil
}

// recount counts again and shows at once what came out otherwise.
func (r *Rooms) recount(w web.Writer, rq web.Request) error {
	same, ds, err := r.Store.Recount(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	if same {
		return w.Say("ok", "report.said.same").SeeOther("/staff/reports/snapshots/" + rq.PathValue("id"))
	}
	p, err := r.snapshotPage(rq)
	if err != nil {
		return err
	}
	p.Diffs = differences(rq, ds)
	return w.Page(snapshotView(p))
}

func differences(rq web.Request, ds []report.Difference) tableView {
	l := rq.Lang
	v := tableView{Caption: rq.T("report.diff.title"), First: rq.T("report.col.figure"), Heads: []string{rq.T("report.diff.was"), rq.T("report.diff.is")}}
	for _, x := range ds {
		d, _ := report.Define(x.Key)
		line := lineView{Name: name(l, d), Cells: []string{exact(l, d, x.Was), exact(l, d, x.Is)}}
		if x.Redefine {
			line.Name = rq.T("report.diff.redefined", "name", line.Name)
		}
		v.Lines = append(v.Lines, line)
	}
	if len(ds) == 0 {
		v.Lines = []lineView{{Name: rq.T("report.diff.parts"), Cells: []string{"", ""}}}
	}
	return v
}

func (r *Rooms) move(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	what := report.Step(rq.PostForm.Get("what"))
	if err := r.Store.Move(rq.Context(), rq.Actor, rq.PathValue("id"), what); err != nil {
		return err
	}
	return w.Say("ok", "report.said."+string(what)).SeeOther("/staff/reports/snapshots/" + rq.PathValue("id"))
}

// snapshotFile is a snapshot as a file: made from what was written down, so the same bytes
// come out whenever it is asked for.
func (r *Rooms) snapshotFile(w web.Writer, rq web.Request) error {
	s, _, err := r.Store.Snapshot(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	d := ofSnapshot(rq.Lang, s, path.Base(rq.URL.Path) == "public.pdf")
	return send(w, rq, path.Base(rq.URL.Path), d)
}
