package workweb

import (
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

type proposePage struct {
	ui.Shell
	Call     []workstore.Item
	Updated  string
	Terms    []workstore.Item
	Lines    []string
	Piece    string
	Hash     string
	Query    string
	Fee      string
	Minutes  string
	Hourly   string
	Amount   string
	Practice bool
	Order    string
}

// propose is one screen before somebody takes work on: what it is, and on which terms.
func (r *Rooms) propose(w web.Writer, rq web.Request) error {
	minutes, phone := minutesOf(rq), onPhone(rq)
	x, err := r.Store.Propose(rq.Context(), rq.Actor, rq.PathValue("id"), minutes, phone)
	if err != nil {
		return err
	}
	p := proposePage{Shell: rq.Shell(x.Terms.Title), Call: workstore.CallFacts(rq.Lang, x.Call), Updated: rq.Lang.Moment(x.Call.Updated, rq.Hub.Loc), Terms: workstore.TermsFacts(rq.Lang, x.Terms), Lines: x.Lines,
		Piece: x.Piece.ID, Hash: x.Hash, Query: query(minutes, phone), Fee: rq.Lang.Yen(x.Terms.Fee), Minutes: duration(rq, x.Piece.Minutes()), Amount: rq.T("work.my.amount."+x.Terms.Unit, "n", x.Terms.Rows),
		Practice: x.Practice, Order: x.Piece.Order}
	if x.Practice {
		p.Fee = rq.T("work.my.no_fee")
	}
	if x.Terms.UnitFee > 0 {
		p.Hourly = rq.T("work.my.hourly", "yen", rq.Lang.Yen(x.Terms.UnitFee.Times(3600)/yen.Amount(x.Terms.UnitSeconds)))
	}
	return w.Page(proposeView(p))
}

func (r *Rooms) claim(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	id, err := r.Store.Claim(rq.Context(), rq.Actor, rq.PostForm.Get("piece"), rq.PostForm.Get("hash"), onPhone(rq))
	if err != nil {
		return err
	}
	return w.Say("ok", "work.said.claimed").SeeOther("/my/work/pieces/" + id)
}

type noticesPage struct {
	ui.Shell
	Rows []noticeRow
}

type noticeRow struct {
	Href, PDF, Title, Day, Fee, Hash string
	Tag                              [2]string
}

var noticeTags = map[string]string{"agreed": "ok", "proposed": "warn", "refused": "", "supplement": "info"}

func (r *Rooms) notices(w web.Writer, rq web.Request) error {
	ns, err := r.Store.Notices(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := noticesPage{Shell: rq.Shell(rq.T("work.notices.title"))}
	for _, n := range ns {
		state := n.State
		if n.Supplements != "" {
			state = "supplement"
		}
		p.Rows = append(p.Rows, noticeRow{Href: rq.Lang.Path("/my/work/terms/" + n.ID), PDF: rq.Lang.Path("/my/work/terms/" + n.ID + "/pdf"), Title: n.Terms.Title, Day: rq.Lang.Moment(n.Shown, rq.Hub.Loc),
			Fee: rq.Lang.Yen(n.Terms.Fee), Hash: n.Hash[:12], Tag: [2]string{noticeTags[state], rq.T("work.notice." + state)}})
	}
	return w.Page(noticesView(p))
}

type noticePage struct {
	ui.Shell
	Items    []workstore.Item
	Hash     string
	Shown    string
	PDF      string
	Action   string
	Proposed bool
	Reason   string
	Before   string // the notice this one completes
	Back     string
}

func (r *Rooms) notice(w web.Writer, rq web.Request) error {
	n, err := r.Store.Notice(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	path := "/my/work/terms/" + n.ID
	p := noticePage{Shell: rq.Shell(rq.T("work.notice.title")), Items: workstore.TermsFacts(rq.Lang, n.Terms), Hash: n.Hash, Shown: rq.Lang.Moment(n.Shown, rq.Hub.Loc), PDF: rq.Lang.Path(path + "/pdf"),
		Action: rq.Lang.Path(path), Proposed: n.State == "proposed", Reason: n.Reason, Back: rq.Lang.Path("/my/work/pieces/" + n.Piece)}
	if n.Supplements != "" {
		p.Before = rq.Lang.Path("/my/work/terms/" + n.Supplements)
	}
	return w.Page(noticeView(p))
}

func (r *Rooms) noticePDF(w web.Writer, rq web.Request) error {
	n, err := r.Store.Notice(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	body, err := NoticePDF(rq.Lang, hubstore.Name(h, rq.Lang), h.Hue, n)
	if err != nil {
		return err
	}
	return w.File(rq.T("work.notice.file", "hash", n.Hash[:8])+".pdf", "application/pdf", body, false)
}

// NoticePDF is a notice of terms on paper: the same bytes for the same notice, whenever it is printed.
func NoticePDF(l i18n.Lang, hub string, hue int, n work.Notice) ([]byte, error) {
	s := paper.LetterSheet{Hub: hub, Title: l.T("work.notice.title"), Sub: n.Terms.Title, Hue: hue, Foot: l.T("work.notice.foot", "hash", n.Hash[:16]), Created: n.Shown.Time()}
	var b paper.LetterBlock
	for _, i := range workstore.TermsFacts(l, n.Terms) {
		b.Rows = append(b.Rows, [2]string{i.Label, i.Value})
	}
	s.Blocks = append(s.Blocks, b)
	return paper.Letter(s)
}

func (r *Rooms) answerChange(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	agree := rq.PostForm.Get("answer") == "yes"
	if err := r.Store.AnswerChange(rq.Context(), rq.Actor, rq.PathValue("id"), agree); err != nil {
		return err
	}
	said := "work.said.kept_terms"
	if agree {
		said = "work.said.new_terms"
	}
	return w.Say("ok", said).SeeOther("/my/work")
}
