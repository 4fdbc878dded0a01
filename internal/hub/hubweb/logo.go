package hubweb

import (
	"net/http"

	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// WithLogo puts the hub's logo into the frame of a page; its alternative text is the hub's name.
func WithLogo(s ui.Shell, h hub.Hub, l i18n.Lang) ui.Shell {
	if h.Logo.Sum == "" {
		return s
	}
	s.LogoURL, s.LogoAlt, s.Wordmark = "/logo/"+h.Logo.Sum, hubstore.Name(h, l), h.Logo.Wordmark()
	s.LogoHeight = ui.LogoHeight
	s.LogoWidth = max(ui.LogoHeight*h.Logo.Width/h.Logo.Height, 1)
	return s
}

func (r *Rooms) logo(w web.Writer, rq web.Request) error {
	l, body, err := r.Store.LogoFile(rq.Context(), rq.Actor, rq.PathValue("sum"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return w.File("logo", l.Type, body, false)
}

type logoPage struct {
	settingsPage
	Most int // kilobytes
}

func (r *Rooms) logoPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	p, err := r.page(rq, "hub.logo.title", f)
	if err != nil {
		return err
	}
	return w.PageStatus(status, logoView(logoPage{p, hub.LogoMost >> 10}))
}

func (r *Rooms) showLogo(w web.Writer, rq web.Request) error {
	return r.logoPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) saveLogo(w web.Writer, rq web.Request) error {
	_, body, err := rq.Upload("file", hub.LogoMost)
	if err != nil {
		return err
	}
	if err := r.Store.SaveLogo(rq.Context(), rq.Actor, body); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.logoPage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.Say("ok", "hub.logo.said").SeeOther("/staff/settings/logo")
}

func (r *Rooms) removeLogo(w web.Writer, rq web.Request) error {
	if err := r.Store.RemoveLogo(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "hub.logo.said_removed").SeeOther("/staff/settings/logo")
}
