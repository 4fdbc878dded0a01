package outreachweb

import (
	"net/url"
	"path"
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) inquiryRoutes(rt *web.Router) {
	open := web.Public("anybody may ask, without an account")
	rt.Handle("GET /ask", open, r.askForm)
	rt.Handle("POST /ask", open, r.ask)
	rt.Handle("GET /ask/{token}", open, r.myInquiry)
	rt.Handle("POST /ask/{token}", open, r.askMore)
	desk := web.Need(outreach.MayDesk)
	rt.Handle("GET /staff/inquiries", desk, r.queue)
	rt.Handle("GET /staff/inquiries.xlsx", desk, r.queueFile)
	rt.Handle("GET /staff/inquiries.csv", desk, r.queueFile)
	rt.Handle("GET /staff/inquiries/new", desk, r.askForForm)
	rt.Handle("POST /staff/inquiries/new", desk, r.askFor)
	rt.Handle("GET /staff/inquiries/{id}", desk, r.inquiry)
	rt.Handle("POST /staff/inquiries/{id}/answer", desk, r.answer)
	rt.Handle("POST /staff/inquiries/{id}/step", desk, r.step)
}

// guard keeps robots off the public forms.
func (r *Rooms) guard() web.Guard { return web.Guard{Keys: r.Keys, Limit: r.Limit} }

type askPage struct {
	ui.Shell
	Form        ui.Form
	Stamp, Once string
	Category    string
	ByPhone     bool // staff write down what somebody asks by telephone
}

func (p askPage) categories() (out []ui.Option) {
	for _, c := range outreach.Categories {
		out = append(out, ui.Option{Value: string(c), Label: p.Lang.T("outreach.inquiry.category." + string(c)), On: p.Category == string(c)})
	}
	return out
}

func (r *Rooms) askPage(rq web.Request, f ui.Form) askPage {
	return askPage{Shell: rq.Shell(rq.T("outreach.inquiry.title")).WithErrors(f), Form: f, Stamp: r.guard().Stamp(rq, "ask"), Once: f.Or("once", id.Make()), Category: rq.URL.Query().Get("category")}
}

func (r *Rooms) askForm(w web.Writer, rq web.Request) error {
	return w.Page(askView(r.askPage(rq, ui.Form{})))
}

func readAsk(rq web.Request) outreach.InquiryForm {
	f := rq.PostForm
	return outreach.InquiryForm{Category: f.Get("category"), Name: f.Get("name"), Mail: f.Get("mail"), Phone: f.Get("phone"), Text: f.Get("text"), Lang: rq.Lang.Code(), Consent: f.Get("consent") == "1"}
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	token := ""
	_, err := readAsk(rq).Read()
	if err == nil {
		err = r.guard().Check(rq, "ask", "text")
	}
	if err == nil {
		token, err = r.Store.Ask(rq.Context(), rq.Actor, readAsk(rq), rq.PostForm.Get("once"))
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return askView(r.askPage(rq, f)) })
	}
	return w.Say("ok", "outreach.inquiry.said").SeeOther("/ask/" + token)
}

type myInquiryPage struct {
	ui.Shell
	Form   ui.Form
	Action string
	Due    string
	Open   bool
	Mail   string
	Thread []ui.Bubble
}

func (r *Rooms) myInquiry(w web.Writer, rq web.Request) error {
	return r.myPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) myPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	i, err := r.Store.MyInquiry(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	p := myInquiryPage{Shell: rq.Shell(rq.T("outreach.inquiry.mine")).WithErrors(f), Form: f, Action: rq.Lang.Path("/ask/" + rq.PathValue("token")),
		Due: rq.Lang.Moment(i.Due, rq.Hub.Loc), Open: i.State == outreach.InquiryOpen, Mail: i.Mail}
	p.NoIndex = true
	for _, e := range i.Thread {
		p.Thread = append(p.Thread, ui.Bubble{Who: e.Actor, When: rq.Lang.MomentShort(e.At, rq.Hub.Loc), Body: e.Body, Mine: e.Kind == "asked"})
	}
	return w.PageStatus(status, myInquiryView(p))
}

func (r *Rooms) askMore(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	var err error
	if !r.Limit.Allow(web.Address(rq.Request)) {
		var c fault.Check
		c.Add("text", "ui.form.calm")
		err = c.Err()
	} else {
		err = r.Store.AskMore(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PostForm.Get("text"), "")
	}
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.myPage(w, rq, 422, f)
	}
	return w.Say("ok", "outreach.inquiry.said").SeeOther("/ask/" + rq.PathValue("token"))
}

type queuePage struct {
	ui.Shell
	Tabs            []ui.NavItem
	Tab             string
	Category, Words string
	Query           string // what the list is filtered by
	Rows            []queueRow
	Pager           ui.Pager
}

type queueRow struct{ Href, Name, Category, Text, Due, Owner, Tag, TagKind string }

const queueSize = 50

func (p queuePage) options() []ui.Option {
	out := []ui.Option{{Label: p.Lang.T("outreach.inquiry.any")}}
	return append(out, askPage{Shell: p.Shell}.categories()...)
}

func queueAsk(q url.Values) outreachstore.QueueAsk {
	k := outreachstore.QueueAsk{Tab: q.Get("tab"), Category: q.Get("category"), Words: q.Get("q"), Size: queueSize}
	if k.Tab != "mine" && k.Tab != "answered" && k.Tab != "closed" {
		k.Tab = "open"
	}
	return k
}

// queueFile is the queue as a table, with what it is filtered by.
func (r *Rooms) queueFile(w web.Writer, rq web.Request) error {
	k := queueAsk(rq.URL.Query())
	k.Size = exportMost
	got, err := r.Store.Inquiries(rq.Context(), rq.Actor, k)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("outreach.inquiry.queue")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("outreach.inquiry.name"), rq.T("outreach.signup.mail"), rq.T("outreach.signup.phone"), rq.T("outreach.inquiry.about"), rq.T("outreach.inquiry.text"), rq.T("outreach.inquiry.due"),
		rq.T("outreach.inquiry.owner"), rq.T("outreach.inquiry.state")))
	for _, i := range got.Rows {
		x := rowOf(i, rq)
		t.Lines = append(t.Lines, []any{i.Name, i.Mail, ja.PhoneShow(i.Phone), x.Category, i.FirstWords, rq.Lang.Moment(i.Due, rq.Hub.Loc), x.Owner, x.Tag})
	}
	return w.Sheet("inquiries"+path.Ext(rq.URL.Path), t)
}

func (r *Rooms) queue(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	page := web.PageOf(q)
	k := queueAsk(q)
	k.Offset = (page - 1) * queueSize
	got, err := r.Store.Inquiries(rq.Context(), rq.Actor, k)
	if err != nil {
		return err
	}
	tab := k.Tab
	p := queuePage{Shell: rq.Shell(rq.T("outreach.inquiry.queue")), Tab: tab, Category: q.Get("category"), Words: q.Get("q")}
	for _, t := range []struct {
		name string
		n    int
	}{{"open", got.Open}, {"mine", got.Mine}, {"answered", got.Answered}, {"closed", got.Done}} {
		p.Tabs = append(p.Tabs, ui.NavItem{Href: rq.Lang.Path("/staff/inquiries?tab=" + t.name), Label: rq.T("outreach.inquiry.tab."+t.name) + " " + strconv.Itoa(t.n), Current: t.name == tab})
	}
	for _, i := range got.Rows {
		p.Rows = append(p.Rows, rowOf(i, rq))
	}
	p.Query = "tab=" + tab + "&category=" + url.QueryEscape(p.Category) + "&q=" + url.QueryEscape(p.Words)
	p.Pager = ui.Pager{Page: page, Size: queueSize, Total: got.Total, Base: rq.Lang.Path("/staff/inquiries?" + p.Query + "&p=")}
	return w.Page(queueView(p))
}

func rowOf(i outreach.Inquiry, rq web.Request) queueRow {
	text := []rune(i.FirstWords)
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	x := queueRow{Href: rq.Lang.Path("/staff/inquiries/" + i.ID), Name: i.Name, Category: rq.T("outreach.inquiry.category." + string(i.Category)), Text: string(text),
		Due: rq.Lang.MomentShort(i.Due, rq.Hub.Loc), Owner: i.OwnerName, Tag: rq.T("outreach.inquiry.tab." + string(i.State)), TagKind: "ok"}
	switch {
	case i.Overdue(rq.Now):
		x.Tag, x.TagKind = rq.T("outreach.inquiry.late"), "bad"
	case i.State == outreach.InquiryOpen:
		x.TagKind = "info"
	}
	return x
}

func (r *Rooms) askForForm(w web.Writer, rq web.Request) error {
	p := r.askPage(rq, ui.Form{})
	p.ByPhone = true
	return w.Page(askForView(p))
}

func (r *Rooms) askFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.AskFor(rq.Context(), rq.Actor, readAsk(rq), rq.PostForm.Get("once")); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p := r.askPage(rq, f)
			p.ByPhone = true
			return askForView(p)
		})
	}
	return w.Say("ok", "outreach.inquiry.kept").SeeOther("/staff/inquiries")
}

type inquiryPage struct {
	ui.Shell
	Form                                         ui.Form
	ID, Name, Mail, Phone, PhoneHref, Category   string
	Due, Owner, Tag, TagKind, Version, FirstText string
	Open                                         bool
	Talk, Write                                  string // the applicant's page, or the form that makes one
	Thread                                       []ui.Bubble
}

func (r *Rooms) inquiry(w web.Writer, rq web.Request) error {
	return r.inquiryPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) inquiryPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	i, err := r.Store.Inquiry(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	x := rowOf(i, rq)
	p := inquiryPage{Shell: rq.Shell(rq.T("outreach.inquiry.of", "name", i.Name)).WithErrors(f), Form: f, ID: i.ID, Name: i.Name, Mail: i.Mail, Phone: ja.PhoneShow(i.Phone), PhoneHref: "tel:" + i.Phone,
		Category: x.Category, Due: rq.Lang.Moment(i.Due, rq.Hub.Loc), Owner: i.OwnerName, Tag: x.Tag, TagKind: x.TagKind, Version: strconv.Itoa(i.Version), Open: i.State != outreach.InquiryClosed}
	for _, e := range i.Thread {
		b := ui.Bubble{Who: e.Actor, When: rq.Lang.MomentShort(e.At, rq.Hub.Loc), Body: e.Body, Kind: rq.T("outreach.inquiry.entry." + e.Kind), Mine: e.Kind != "asked", Inside: !e.Public()}
		switch e.MailState {
		case "failed":
			b.State, b.StateKind = rq.T("outreach.inquiry.mail_failed"), "bad"
		case "waiting":
			b.State, b.StateKind = rq.T("outreach.inquiry.mail_waiting"), "info"
		case "sent":
			b.State, b.StateKind = rq.T("outreach.inquiry.mail_sent"), "ok"
		}
		p.Thread = append(p.Thread, b)
	}
	if err := r.inquiryTalk(rq, i, &p); err != nil {
		return err
	}
	return w.PageStatus(status, inquiryView(p))
}

// inquiryTalk shows the way to an interview where somebody asks about work.
func (r *Rooms) inquiryTalk(rq web.Request, i outreach.Inquiry, p *inquiryPage) error {
	if i.Category != "work" || !r.mayTalk(rq) {
		return nil
	}
	known, err := r.talksOf(rq)
	if at := known[i.ID]; at != "" {
		p.Talk = rq.Lang.Path(at)
	} else {
		p.Write = rq.Lang.Path(r.Talks.Write + "?inquiry=" + i.ID)
	}
	return err
}

func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	return r.after(w, rq, r.Store.Answer(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("text"), version), "outreach.inquiry.answered")
}

func (r *Rooms) step(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	err := r.Store.Step(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("step"), rq.PostForm.Get("text"), version)
	return r.after(w, rq, err, "outreach.inquiry.kept")
}

// after shows the inquiry again: with what is wrong, or with what was done.
func (r *Rooms) after(w web.Writer, rq web.Request, err error, said string) error {
	if err == nil {
		return w.Say("ok", said).SeeOther("/staff/inquiries/" + rq.PathValue("id"))
	}
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return r.inquiryPage(w, rq, 422, f)
}

// replyHint says which way an answer will go.
func (p inquiryPage) replyHint() string {
	if p.Mail == "" {
		return p.Lang.T("outreach.inquiry.reply_page")
	}
	return p.Lang.T("outreach.inquiry.reply_mail", "mail", p.Mail)
}
