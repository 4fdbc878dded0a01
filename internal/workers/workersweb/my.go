package workersweb

import (
	"net/http"

	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type myPage struct {
	ui.Shell
	Form                                  ui.Form
	Number, Name, CodeName, Tag, TagKind  string
	Since                                 string
	Groups                                []group
	Origins                               []originRow
	Plans                                 []stepRow
	MayPause, MayReturn, Signed, Declared bool
}

func (r *Rooms) myFile(w web.Writer, rq web.Request) error {
	g, err := r.Store.MyFile(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := myPage{Shell: rq.Shell(rq.T("workers.my.title")), Number: workersstore.Number(g.No), Name: g.Name, CodeName: g.CodeName, Tag: rq.T("workers.state." + string(g.State)), TagKind: stateKind(g.State),
		Since: rq.Lang.DateYear(g.From), Groups: groups(rq, g, "/my/file", true), Origins: origins(rq, g.Origins), Signed: len(g.Consents) > 0}
	if at, ok := g.File.Changed[workers.PartBusiness]; ok {
		p.Declared = at.DateIn(rq.Hub.Loc).After(rq.Today().AddMonths(-12))
	}
	return w.Page(myFileView(p))
}

func (r *Rooms) confirmMe(w web.Writer, rq web.Request) error {
	if err := r.Store.ConfirmMe(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "workers.my.confirmed").SeeOther("/my/file")
}

func (r *Rooms) myPause(w web.Writer, rq web.Request) error {
	return r.pausePage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) pausePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.MyLife(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := myPage{Shell: rq.Shell(rq.T("workers.life.pause")).WithErrors(f), Form: f, Tag: rq.T("workers.state." + string(x.State)), TagKind: stateKind(x.State), Since: rq.Lang.DateYear(x.From), Plans: plans(rq, x)}
	p.MayPause = x.State.May(workers.Paused) && len(x.Plans) == 0
	p.MayReturn = x.State == workers.Paused || x.State == workers.Registered && len(x.Plans) > 0
	return w.PageStatus(status, myPauseView(p))
}

func (r *Rooms) pauseMe(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.PauseMe(rq.Context(), rq.Actor, readPause(rq)); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.pausePage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.Say("ok", "workers.my.said_pause").SeeOther("/my/pause")
}

func (r *Rooms) returnMe(w web.Writer, rq web.Request) error {
	if err := r.Store.ReturnMe(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "workers.my.said_back").SeeOther("/my/pause")
}

type cardPage struct {
	ui.Shell
	Code, URL, QR string
}

// qrSide is the box a code is drawn in.
const qrSide = 100

func (r *Rooms) myCard(w web.Writer, rq web.Request) error {
	c, err := r.Store.MyCard(rq.Context(), rq.Actor, rq.Lang)
	if err != nil {
		return err
	}
	qr, err := paper.QRPath(c.URL, qrSide)
	if err != nil {
		return err
	}
	return w.Page(myCardView(cardPage{rq.Shell(rq.T("workers.card.title")), c.Code, c.URL, qr}))
}

// cardCookie remembers for a month whose card somebody opened; the sign-up form reads
// it. It names a card, never a person.
const cardCookie = "card"

// cardKeeps is for how long, in seconds.
const cardKeeps = 30 * 24 * 60 * 60

func (r *Rooms) follow(w web.Writer, rq web.Request) error {
	code := workers.ReadCode(rq.PathValue("code"))
	ok, err := r.Store.CardHolds(rq.Context(), rq.Actor, code)
	if err != nil {
		return err
	}
	if !ok { // an old or mistyped card still leads to the seminars
		return w.SeeOther("/seminars")
	}
	http.SetCookie(w, &http.Cookie{Name: cardCookie, Value: code, Path: "/", MaxAge: cardKeeps, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: rq.TLS != nil})
	return w.SeeOther("/seminars?c=" + code)
}
