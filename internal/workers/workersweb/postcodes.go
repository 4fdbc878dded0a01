package workersweb

import (
	"net/http"

	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers/workersstore"
)

type postcodesPage struct {
	ui.Shell
	Form  ui.Form
	Table workersstore.PostcodeTable
	AsOf  string
	Made  string
}

func (r *Rooms) postcodes(w web.Writer, rq web.Request) error {
	return r.postcodesPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) postcodesPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	t, err := r.Store.Postcodes(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := postcodesPage{Shell: rq.Shell(rq.T("workers.postcodes.title")).WithErrors(f), Form: f, Table: t}
	if !t.AsOf.IsZero() {
		p.AsOf, p.Made = rq.Lang.DateYear(t.AsOf), rq.Lang.Moment(t.Made, rq.Hub.Loc)
	}
	return w.PageStatus(status, postcodesView(p))
}

func (r *Rooms) loadPostcodes(w web.Writer, rq web.Request) error {
	_, body, err := rq.Upload("file", kenBody)
	if err != nil {
		return err
	}
	n, err := r.Store.LoadPostcodes(rq.Context(), rq.Actor, rq.PostFormValue("as_of"), body)
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.postcodesPage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.Say("ok", "workers.postcodes.said", "n", n).SeeOther("/staff/settings/postcodes")
}
