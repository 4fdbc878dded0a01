package workersweb

import (
	"net/url"
	"path"

	"github.com/a-h/templ"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

const listSize = 50

type listPage struct {
	ui.Shell
	State, Words, Since string
	Mouth, Incomplete   bool
	Unsigned            bool
	Import              string // the list that brought them, "" all
	Rows                []listRow
	Heads               []head
	Pager               ui.Pager
	Total               int
	Keep, Any           bool
	Query, New, Rings   string
	PDF                 string
	SinceBad            string
}

type listRow struct {
	Href, Number, Name, Kana, Since, Tag, TagKind, Mouth, Reach, Lacks, Contract string
}

// head is a column that can be sorted by.
type head struct{ Label, Href, Sort string }

func stateKind(s workers.State) string {
	return map[workers.State]string{workers.Registering: "info", workers.Registered: "ok", workers.Paused: "warn", workers.Hired: "hub"}[s]
}

func readAsk(rq web.Request) (k workersstore.Ask, bad bool) {
	q := rq.URL.Query()
	k = workersstore.Ask{State: q.Get("state"), Words: q.Get("q"), Mouth: q.Get("mouth") == "1", Incomplete: q.Get("lacks") == "1", Unsigned: q.Get("unsigned") == "1", Import: q.Get("import"), Sort: q.Get("s"), Desc: q.Get("d") == "desc", Size: listSize}
	if s := q.Get("since"); s != "" {
		var err error
		k.Since, err = when.ReadDate(s, rq.Today())
		bad = err != nil
	}
	return k, bad
}

func (r *Rooms) list(w web.Writer, rq web.Request) error {
	k, bad := readAsk(rq)
	pageNo := web.PageOf(rq.URL.Query())
	k.Offset = (pageNo - 1) * listSize
	got, err := r.Store.List(rq.Context(), rq.Actor, k)
	if err != nil {
		return err
	}
	q := rq.URL.Query()
	p := listPage{Shell: rq.Shell(rq.T("workers.list.title")), State: k.State, Words: k.Words, Since: q.Get("since"), Mouth: k.Mouth, Incomplete: k.Incomplete, Unsigned: k.Unsigned, Import: k.Import, Total: got.Total,
		Keep: rq.Actor.Can(workers.MayKeep), Any: len(got.States) > 0, New: rq.Lang.Path("/staff/workers/new"), Rings: rq.Lang.Path("/staff/workers/rings")}
	if bad {
		p.SinceBad = rq.T("workers.field.date_form")
	}
	for _, x := range got.Rows {
		p.Rows = append(p.Rows, rowOf(rq, x))
	}
	q.Del("p")
	p.Query, p.PDF = q.Encode(), rq.Lang.Path("/staff/workers.pdf?"+q.Encode())
	p.Heads = heads(rq, k, q)
	p.Pager = ui.Pager{Page: pageNo, Size: listSize, Total: got.Total, Base: rq.Lang.Path("/staff/workers?" + withParam(q) + "p=")}
	return w.Page(listView(p))
}

func withParam(q url.Values) string {
	if s := q.Encode(); s != "" {
		return s + "&"
	}
	return ""
}

func heads(rq web.Request, k workersstore.Ask, q url.Values) (out []head) {
	now := k.Sort
	if workersstore.Sorts[now] == "" {
		now = "kana"
	}
	for _, c := range []string{"no", "kana", "state", "since"} {
		h := head{Label: rq.T("workers.list." + c)}
		x := url.Values{}
		for key, v := range q {
			x[key] = v
		}
		x.Set("s", c)
		x.Del("d")
		if c == now {
			h.Sort = "ascending"
			if k.Desc {
				h.Sort = "descending"
			} else {
				x.Set("d", "desc")
			}
		}
		h.Href = rq.Lang.Path("/staff/workers?" + x.Encode())
		out = append(out, h)
	}
	return out
}

func rowOf(rq web.Request, x workersstore.Row) listRow {
	out := listRow{Href: rq.Lang.Path("/staff/workers/" + x.ID), Number: workersstore.Number(x.No), Name: x.Name, Kana: ja.Hiragana(x.Kana), Since: rq.Lang.DateYear(x.From), Mouth: x.Invited,
		Tag: rq.T("workers.state." + string(x.State)), TagKind: stateKind(x.State), Reach: x.Mail}
	if out.Reach == "" {
		out.Reach = ja.PhoneShow(x.Phone)
	}
	if n := x.Lacks(); n > 0 && x.State != workers.Left {
		out.Lacks = rq.T("workers.list.lacks_n", "n", n)
	}
	out.Contract = contractWord(rq, x)
	return out
}

// lines are the list as a table for an office.
func (r *Rooms) lines(rq web.Request) (sheet.Table, error) {
	k, _ := readAsk(rq)
	rows, err := r.Store.Everyone(rq.Context(), rq.Actor, k)
	t := sheet.Table{Name: rq.T("workers.list.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("workers.list.no"), rq.T("workers.file.name"), rq.T("workers.file.kana"), rq.T("workers.list.state"), rq.T("workers.list.since"),
		rq.T("workers.file.mail"), rq.T("workers.file.phone"), rq.T("workers.list.mouth"), rq.T("workers.list.lacks"), rq.T("workers.consent.contract")))
	for _, x := range rows {
		t.Lines = append(t.Lines, []any{workersstore.Number(x.No), x.Name, x.Kana, rq.T("workers.state." + string(x.State)), x.From, x.Mail, ja.PhoneShow(x.Phone), x.Invited, x.Lacks(), contractWord(rq, x)})
	}
	return t, err
}

// contractWord is the contract's column of a file: only what is missing is written.
func contractWord(rq web.Request, x workersstore.Row) string {
	if x.State.Counted() && !x.Signed {
		return rq.T("workers.import.unsigned")
	}
	return ""
}

func (r *Rooms) listFile(w web.Writer, rq web.Request) error {
	t, err := r.lines(rq)
	if err != nil {
		return err
	}
	return w.Sheet("registered"+path.Ext(rq.URL.Path), t)
}

type beginPage struct {
	ui.Shell
	Form ui.Form
}

func begins(rq web.Request, f ui.Form) beginPage {
	return beginPage{rq.Shell(rq.T("workers.begin.title")).WithErrors(f), f}
}

func (r *Rooms) beginForm(w web.Writer, rq web.Request) error {
	return w.Page(beginView(begins(rq, ui.Form{})))
}

func (r *Rooms) begin(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	form := workers.BeginForm{Name: f.Get("name"), Kana: f.Get("kana"), Mail: f.Get("mail"), Phone: f.Get("phone"), Code: f.Get("code"), Lang: rq.Lang.Code(), Invite: f.Get("way") == "mail"}
	id, err := r.Store.Begin(rq.Context(), rq.Actor, form)
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return beginView(begins(rq, f)) })
	}
	if form.Invite {
		return w.Say("ok", "workers.begin.said_mail").SeeOther("/staff/workers/" + id)
	}
	return w.Say("ok", "workers.begin.said_desk").SeeOther("/staff/workers/" + id + "/fill/name")
}
