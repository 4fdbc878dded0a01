package interviewsweb

import (
	"net/url"
	"path"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) boardRoutes(rt *web.Router) {
	see, run := web.Need(interviews.MayBoard), web.Need(interviews.MayRun)
	rt.Handle("GET /staff/applicants", see, r.board)
	rt.Handle("POST /staff/applicants", see, r.bulk)
	rt.Handle("GET /staff/applicants/close", run, r.closeForm)
	rt.Handle("POST /staff/applicants/close", run, r.close)
	rt.Handle("GET /staff/applicants/list.xlsx", run, r.exportFile)
	rt.Handle("GET /staff/applicants/list.csv", run, r.exportFile)
}

type boardPage struct {
	ui.Shell
	Form               ui.Form
	Stages             []ui.NavItem
	Stage, Source, Due string
	Words, Sort        string
	Sources            []ui.Option
	Silent, DueNow     int
	SilentHref         string
	DueHref            string
	Rows               []boardRow
	Pager              ui.Pager
	Here               string // address of this very list, to come back to
	Run                bool   // may close and export
	Query              string
	Nobody             bool // no applicant has ever been here
}

// boardRow is one applicant in finished words.
type boardRow struct {
	ID, Href, Name, Kana, Contact string
	Stage, StageKind              string
	Next, On, OnKind              string
	Age, Source                   string
	Meets                         string
	Alike                         bool
}

const boardSize = 50

func askOf(q url.Values) interviewsstore.BoardAsk {
	ask := interviewsstore.BoardAsk{Stage: q.Get("stage"), Source: q.Get("source"), Due: q.Get("due"), Search: q.Get("q"), Sort: q.Get("sort"), Page: web.PageOf(q), Size: boardSize}
	if !q.Has("stage") {
		ask.Stage = "live"
	}
	return ask
}

// query is an ask as the part of an address after the question mark.
func query(a interviewsstore.BoardAsk) string {
	v := url.Values{"stage": {a.Stage}}
	for name, x := range map[string]string{"source": a.Source, "due": a.Due, "q": a.Search, "sort": a.Sort} {
		if x != "" {
			v.Set(name, x)
		}
	}
	return v.Encode()
}

func (r *Rooms) board(w web.Writer, rq web.Request) error {
	p, err := r.boardPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(boardView(p))
}

func (r *Rooms) boardPage(rq web.Request, f ui.Form) (boardPage, error) {
	ask := askOf(rq.URL.Query())
	got, err := r.Store.Board(rq.Context(), rq.Actor, ask)
	if err != nil {
		return boardPage{}, err
	}
	l := rq.Lang
	p := boardPage{Shell: rq.Shell(rq.T("interviews.board.title")).WithErrors(f), Form: f, Stage: ask.Stage, Source: ask.Source, Due: ask.Due, Words: ask.Search, Sort: ask.Sort,
		Silent: got.Silent, DueNow: got.Due, SilentHref: l.Path("/staff/applicants?stage=live&due=silent"), DueHref: l.Path("/staff/applicants?stage=live&due=today"),
		Run: rq.Actor.Can(interviews.MayRun), Query: query(ask)}
	p.Here = l.Path("/staff/applicants?" + p.Query)
	live, all := 0, 0
	for s, n := range got.ByStage {
		if s.Live() {
			live += n
		}
		all += n
	}
	p.Nobody = all == 0
	p.stage(ask, "live", rq.T("interviews.board.live"), live)
	for _, s := range append(interviews.Stages, interviews.Closed) {
		p.stage(ask, string(s), rq.T("interviews.stage."+string(s)), got.ByStage[s])
	}
	p.Sources = []ui.Option{{Label: rq.T("interviews.board.any")}}
	for _, s := range interviews.Sources {
		p.Sources = append(p.Sources, ui.Option{Value: string(s), Label: rq.T("interviews.source." + string(s))})
	}
	for _, x := range got.Rows {
		p.Rows = append(p.Rows, rowOf(rq, x))
	}
	p.Pager = ui.Pager{Page: ask.Page, Size: boardSize, Total: got.Total, Base: p.Here + "&p="}
	return p, nil
}

func (p *boardPage) stage(ask interviewsstore.BoardAsk, name, label string, n int) {
	ask.Stage, ask.Due = name, ""
	p.Stages = append(p.Stages, ui.NavItem{Href: p.Lang.Path("/staff/applicants?" + query(ask)), Label: label + " " + p.Lang.Number(n), Current: p.Stage == name})
}

var stageKinds = map[interviews.Stage]string{interviews.New: "warn", interviews.Invited: "info", interviews.Booked: "hub", interviews.Interviewed: "warn", interviews.Decided: "info", interviews.Registered: "ok"}

func rowOf(rq web.Request, x interviewsstore.BoardRow) boardRow {
	l := rq.Lang
	row := boardRow{ID: x.ID, Href: l.Path("/staff/applicants/" + x.ID), Name: x.Name, Kana: ja.Hiragana(x.Kana), Contact: x.Mail, Stage: rq.T("interviews.stage." + string(x.Stage)),
		StageKind: stageKinds[x.Stage], Age: ageOf(l, rq.Today(), x.Made.DateIn(rq.Hub.Loc)), Source: rq.T("interviews.source." + string(x.Source)), Alike: x.Alike != ""}
	if row.Contact == "" {
		row.Contact = ja.PhoneShow(x.Phone)
	}
	row.Next, row.On, row.OnKind = nextOf(rq, x.Applicant)
	if !x.Meets.IsZero() {
		row.Meets = l.MomentShort(x.Meets, rq.Hub.Loc) + " " + rq.T("interviews.kind."+string(x.Way))
	}
	if x.Stage == interviews.Decided {
		row.Stage = rq.T("interviews.outcome." + string(x.Outcome))
	}
	return row
}

// nextOf says what comes next for an applicant, until when, and how loudly.
func nextOf(rq web.Request, p interviews.Applicant) (next, on, kind string) {
	if p.NextStep == interviews.NoStep {
		return "", "", ""
	}
	today := rq.Today()
	next, on = rq.T("interviews.step."+string(p.NextStep)), rq.Lang.DateShort(p.NextOn)
	switch {
	case p.Silent(today):
		since := p.StageAt
		if p.Reminded > 0 {
			since = p.RemindedAt
		}
		return next, rq.T("interviews.board.silent_tag", "n", today.Sub(since.DateIn(when.Tokyo))), "bad"
	case p.Late(today):
		return next, rq.T("interviews.board.late_tag", "n", today.Sub(p.NextOn)), "bad"
	case p.Due(today):
		return next, rq.T("interviews.board.today_tag"), "warn"
	}
	return next, on, ""
}

// ageOf is how long ago somebody asked.
func ageOf(l i18n.Lang, today, made when.Date) string {
	if n := today.Sub(made); n > 0 {
		return l.T("interviews.board.age", "n", n)
	}
	return l.T("interviews.board.age_today")
}

func (r *Rooms) bulk(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	picked := rq.PostForm["pick"]
	back := "/staff/applicants?" + query(askOf(rq.URL.Query()))
	var t interviewsstore.Tally
	var err error
	said := "interviews.board.said_invite"
	switch rq.PostForm.Get("do") {
	case "close":
		if len(picked) > 0 && rq.Actor.Can(interviews.MayRun) {
			return w.SeeOther("/staff/applicants/close?" + url.Values{"pick": picked}.Encode())
		}
		t, err = r.Store.Close(rq.Context(), rq.Actor, nil, interviewsstore.Letter{Subject: "-", Body: "-"}) // says that nobody is picked, or that it is not theirs
	case "remind":
		said = "interviews.board.said_remind"
		t, err = r.Store.Remind(rq.Context(), rq.Actor, picked)
	default:
		t, err = r.Store.Invite(rq.Context(), rq.Actor, picked)
	}
	if err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			p, err := r.boardPage(rq, f)
			return boardView(p), err
		})
	}
	kind := "ok"
	if t.Left+t.NoMail > 0 {
		kind = "info"
	}
	return w.Say(kind, said, "n", t.Done, "call", t.NoMail, "left", t.Left).SeeOther(back)
}

type closePage struct {
	ui.Shell
	Form          ui.Form
	Picked        []boardRow
	Subject, Body string
}

func (r *Rooms) closePage(rq web.Request, picked []string, f ui.Form) (closePage, error) {
	p := closePage{Shell: rq.Shell(rq.T("interviews.close.title")).WithErrors(f), Form: f, Subject: i18n.JA.T("interviews.letter.close.subject"), Body: i18n.JA.T("interviews.letter.close.text", "name", "{name}", "hub", rq.Hub.Name)}
	if len(picked) > 200 {
		picked = picked[:200]
	}
	for _, id := range picked {
		x, err := r.Store.File(rq.Context(), rq.Actor, id)
		if err != nil {
			return p, err
		}
		p.Picked = append(p.Picked, rowOf(rq, interviewsstore.BoardRow{Applicant: x.Applicant}))
	}
	return p, nil
}

func (r *Rooms) closeForm(w web.Writer, rq web.Request) error {
	p, err := r.closePage(rq, rq.URL.Query()["pick"], ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(closeView(p))
}

func (r *Rooms) close(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	t, err := r.Store.Close(rq.Context(), rq.Actor, f["pick"], interviewsstore.Letter{Subject: f.Get("subject"), Body: f.Get("body")})
	if err != nil {
		return again(w, rq, err, func(form ui.Form) (templ.Component, error) {
			p, err := r.closePage(rq, f["pick"], form)
			return closeView(p), err
		})
	}
	return w.Say("ok", "interviews.close.said", "n", t.Done, "call", t.NoMail, "left", t.Left).SeeOther("/staff/applicants")
}

// lines are the applicants of a list as a table with its heads.
func (r *Rooms) lines(rq web.Request, form string) ([][]any, error) {
	rows, err := r.Store.Export(rq.Context(), rq.Actor, askOf(rq.URL.Query()), form)
	if err != nil {
		return nil, err
	}
	out := [][]any{sheet.Head(rq.T("interviews.field.name"), rq.T("interviews.field.kana"), rq.T("interviews.field.mail"), rq.T("interviews.field.phone"), rq.T("interviews.board.stage"),
		rq.T("interviews.board.outcome"), rq.T("interviews.board.next"), rq.T("interviews.board.on"), rq.T("interviews.board.meets"), rq.T("interviews.board.source"), rq.T("interviews.board.made"))}
	for _, x := range rows {
		outcome, next := "", ""
		if x.Outcome != "" {
			outcome = rq.T("interviews.outcome." + string(x.Outcome))
		}
		if x.NextStep != "" {
			next = rq.T("interviews.step." + string(x.NextStep))
		}
		meets := ""
		if !x.Meets.IsZero() {
			meets = x.Meets.DateIn(rq.Hub.Loc).String() + " " + x.Meets.ClockIn(rq.Hub.Loc).String()
		}
		out = append(out, []any{x.Name, x.Kana, x.Mail, ja.PhoneShow(x.Phone), rq.T("interviews.stage." + string(x.Stage)), outcome, next, x.NextOn.String(), meets,
			rq.T("interviews.source." + string(x.Source)), x.Made.DateIn(rq.Hub.Loc).String()})
	}
	return out, nil
}

func (r *Rooms) exportFile(w web.Writer, rq web.Request) error {
	ext := path.Ext(rq.URL.Path)
	lines, err := r.lines(rq, strings.TrimPrefix(ext, "."))
	if err != nil {
		return err
	}
	return w.Sheet("applicants-"+rq.Today().String()+ext, sheet.Table{Name: rq.T("interviews.board.title"), Lines: lines})
}
