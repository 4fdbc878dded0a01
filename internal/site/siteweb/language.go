package siteweb

import (
	"net/http"
	"strings"

	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
)

// langCookie remembers which language a reader chose.
const langCookie = "hiroba_lang"

// langKept is how long the choice is remembered, in seconds: a year.
const langKept = 365 * 24 * 60 * 60

// language remembers the reader's choice and goes on to the page they came from. It
// is a link and not a form, so that it works in every menu; all it can change is a language.
func (r *Rooms) language(w web.Writer, rq web.Request) error {
	l := i18n.Of(rq.PathValue("lang"))
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: l.Code(), Path: "/", MaxAge: langKept, HttpOnly: true, Secure: rq.TLS != nil, SameSite: http.SameSiteLaxMode})
	if r.Speaks != nil && rq.Actor.SignedIn() {
		if err := r.Speaks(rq.Context(), rq.Actor, l); err != nil {
			return err
		}
	}
	http.Redirect(w, rq.Request, l.Path(within(rq.URL.Query().Get("to"))), http.StatusSeeOther)
	return nil
}

// within is a path of this site; anything that could lead elsewhere becomes the home page.
func within(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	if path == "/en" || strings.HasPrefix(path, "/en/") || strings.HasPrefix(path, "/language/") {
		return "/"
	}
	return path
}

// chosen wraps the doors by which people come in without having said a language: who
// chose English before is led to the English page. All other addresses mean what they say.
func chosen(h web.Handler) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		if c, err := rq.Cookie(langCookie); err == nil && c.Value == i18n.EN.Code() && rq.Lang == i18n.JA {
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, rq.Request, i18n.EN.Path(rq.URL.Path), http.StatusSeeOther)
			return nil
		}
		return h(w, rq)
	}
}
