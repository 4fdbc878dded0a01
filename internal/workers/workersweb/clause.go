package workersweb

import (
	"net/http"
	"strconv"

	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
)

type clausePage struct {
	ui.Shell
	Form     ui.Form
	Law      string
	Now      workers.Clauses
	Version  string
	Versions []clauseRow
}

type clauseRow struct{ Version, Made, Body, BodyEN, Signed string }

func (r *Rooms) clauses(w web.Writer, rq web.Request) error {
	return r.clausePage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) clausePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	law, all, err := r.Store.Clauses(rq.Context(), rq.Actor, rq.Lang)
	if err != nil {
		return err
	}
	p := clausePage{Shell: rq.Shell(rq.T("workers.clause.title")).WithErrors(f), Form: f, Law: law, Version: "0"}
	if len(all) > 0 {
		p.Now, p.Version = all[0], strconv.Itoa(all[0].No)
	}
	for _, c := range all {
		p.Versions = append(p.Versions, clauseRow{Version: c.Version(workers.Contract), Made: c.MadeBy + " · " + rq.Lang.Moment(c.Made, rq.Hub.Loc), Body: c.Body, BodyEN: c.BodyEN, Signed: rq.T("workers.clause.signed", "n", c.Signed)})
	}
	return w.PageStatus(status, clauseView(p))
}

func (r *Rooms) saveClauses(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	before, _ := strconv.Atoi(rq.PostForm.Get("version"))
	err := r.Store.SaveClauses(rq.Context(), rq.Actor, before, workers.ClauseForm{Body: rq.PostForm.Get("body"), BodyEN: rq.PostForm.Get("body_en")})
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.clausePage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.Say("ok", "workers.clause.said").SeeOther("/staff/settings/contract")
}
