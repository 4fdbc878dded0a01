package dispatchweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// wordView is what a client reads who asked by when.
type wordView struct{ Kind, Icon, Big, Small, Note string }

// TellsDays tells whether the hub lets clients ask by when.
func (r *Rooms) TellsDays(rq web.Request) (bool, error) {
	return r.Store.TellsDays(rq.Context(), rq.Actor)
}

// Day answers a client by when, as far as that is theirs to know.
func (r *Rooms) Day(rq web.Request, kind, volume, wanted string) (templ.Component, string, error) {
	l := rq.Lang
	if !r.Each.Allow(web.Address(rq.Request)) || !r.All.Allow(rq.Hub.ID) {
		return wordBox(waits(l, "calm")), "", nil
	}
	x, err := r.Store.Word(rq.Context(), rq.Actor, dispatch.AskForm{Kind: kind, Volume: volume, Wanted: wanted})
	switch f := fault.Of(err); {
	case f != nil && f.Key == dispatchstore.Silent: // it was turned off while the form was open
		return wordBox(waits(l, "silent")), "", nil
	case err != nil:
		return nil, "", err
	case x.Full:
		return wordBox(waits(l, "calm")), "", nil
	case x.Working:
		v := waits(l, "working")
		if x.Ahead > 0 {
			v.Note = l.T("dispatch.word.ahead", "n", x.Ahead)
		}
		return wordBox(v), "", nil
	case x.Long:
		return wordBox(waits(l, "long")), "", nil
	}
	return wordBox(said(l, x.Word)), x.ID, nil
}

// waits is what is said where there is no answer to give.
func waits(l i18n.Lang, why string) wordView {
	return wordView{"info", "clock", l.T("dispatch.word." + why), l.T("dispatch.word."+why+"_text", "button", l.T("orders.request.by_when")), ""}
}

func said(l i18n.Lang, w dispatch.Word) wordView {
	if w.Promise.IsZero() {
		return wordView{"warn", "alert", l.T("dispatch.word.none"), l.T("dispatch.word.none_text", "day", l.Date(w.Last)), ""}
	}
	v := wordView{"ok", "okc", l.T("dispatch.word.yes", "day", l.Date(w.Promise)), l.T("dispatch.word.likely", "day", l.Date(w.Likely)), l.T("dispatch.word.note")}
	if w.Promise.After(w.Wanted) {
		v.Kind, v.Icon, v.Big, v.Small = "warn", "cal", l.T("dispatch.word.by", "day", l.Date(w.Promise)), l.T("dispatch.word.by_text", "wanted", l.Date(w.Wanted))
	}
	return v
}

// KeepDay notes with an order what its client was told before it was asked for.
func (r *Rooms) KeepDay(rq web.Request, orderID, once, said string) error {
	return r.Store.KeepWord(rq.Context(), rq.Actor, orderID, once, said)
}

// ToldDay is what an order's client was told before it was asked for, as lines for staff.
func (r *Rooms) ToldDay(rq web.Request, orderID string) ([][2]string, error) {
	w, at, err := r.Store.ToldOf(rq.Context(), rq.Actor, orderID)
	if err != nil || at.IsZero() {
		return nil, err
	}
	l := rq.Lang
	text := l.T("dispatch.word.told_none", "at", l.MomentShort(at, rq.Hub.Loc), "wanted", l.Date(w.Wanted))
	if !w.Promise.IsZero() {
		text = l.T("dispatch.word.told", "day", l.Date(w.Promise), "at", l.MomentShort(at, rq.Hub.Loc), "wanted", l.Date(w.Wanted))
	}
	return [][2]string{{l.T("dispatch.word.told_title"), text}}, nil
}

// daysPage is where a hub decides whether clients can ask by when.
type daysPage struct {
	ui.Shell
	On bool
}

func (r *Rooms) daysForm(w web.Writer, rq web.Request) error {
	on, err := r.Store.Days(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.Page(daysView(daysPage{rq.Shell(rq.T("dispatch.days.title")), on}))
}

func (r *Rooms) saveDays(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.SetDays(rq.Context(), rq.Actor, rq.PostForm.Get("days") == "1"); err != nil {
		return err
	}
	return w.Say("ok", "dispatch.said.days").SeeOther("/staff/settings/days")
}
