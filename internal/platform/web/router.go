// Package web carries requests to the capabilities' pages: hub by host name,
// language by path, person by session, then the route's policy, then the handler.
// A route without a policy does not exist.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web/ui"
)

// Policy says who may enter a route. It cannot be empty.
type Policy struct {
	need   who.Permission
	public string
	signed bool
	most   int64
}

// Need lets in those who hold the right; others are sent to sign in, or refused with 403.
func Need(p who.Permission) Policy { return Policy{need: p} }

// Public lets everybody in; why is read by the next reviewer.
func Public(why string) Policy {
	if why == "" {
		panic("web: a public route needs its reason")
	}
	return Policy{public: why}
}

// SignedIn lets in whoever has an account here, whatever their role.
func SignedIn() Policy { return Policy{signed: true} }

// Upload raises the limit of the request's body, in bytes.
func (p Policy) Upload(most int64) Policy { p.most = most; return p }

// String is the policy as the golden table shows it.
func (p Policy) String() string {
	switch {
	case p.need != "":
		return "need " + string(p.need)
	case p.signed:
		return "signed in"
	}
	return "public: " + p.public
}

// bodyMost is the usual limit of a form: ample for text, small for an attacker.
const bodyMost = 1 << 20

// Hub is what the router must know of a hub.
type Hub struct {
	ID   string
	Slug string
	Name string
	Loc  *time.Location
}

// Site is what the router asks the capabilities; app wires it.
type Site interface {
	// Hub finds the hub by host name. A NotFound fault means there is none.
	Hub(ctx context.Context, host string) (Hub, error)
	// Actor finds who is asking, from the session cookie; a Visitor if nobody.
	Actor(ctx context.Context, h Hub, r *http.Request) (who.Actor, error)
	// Shell is the frame of a page: the hub's name, look, notices and ways.
	Shell(r Request) ui.Shell
	// Fallback answers when there is no hub yet.
	Fallback(w http.ResponseWriter, r *http.Request)
}

// Request is one request with what the router found out about it.
type Request struct {
	*http.Request
	Actor who.Actor
	Hub   Hub
	Lang  i18n.Lang
	Now   when.Instant
	site  Site
	flash []ui.Flash
}

// Shell is the frame for a page with this title.
func (r Request) Shell(title string) ui.Shell {
	s := r.site.Shell(r)
	s.Title, s.Lang, s.Path = title, r.Lang, r.URL.Path
	s.Flash = append(s.Flash, r.flash...)
	return s
}

// pageMost is the last page an address can ask for: far beyond any list, and far from where
// its first row could no longer be counted.
const pageMost = 1_000_000

// PageOf is which page of a list an address asks for with p, from 1.
func PageOf(q url.Values) int {
	n, _ := strconv.Atoi(q.Get("p")) // what is too large to be read is the largest number
	return min(max(n, 1), pageMost)
}

// Today is the civil date in the hub's zone.
func (r Request) Today() when.Date { return r.Now.DateIn(r.Hub.Loc) }

// T is a message in the reader's language.
func (r Request) T(key string, args ...any) string { return r.Lang.T(key, args...) }

// Handler answers one request: read, ask, answer.
type Handler func(w Writer, r Request) error

// Route is one door of the house, for the tests that walk them all.
type Route struct {
	Pattern string
	Policy  Policy
}

// Router holds all routes.
type Router struct {
	Log    *slog.Logger
	Clock  when.Clock
	Routes []Route
	Seen   func(pattern string, status int, took time.Duration) // metrics

	Proxies Proxies // whose X-Forwarded-For is believed
	HTTPS   bool    // the public address is https: browsers are told to stay with it

	mux   *http.ServeMux
	site  Site
	cross *http.CrossOriginProtection
}

// NewRouter makes an empty router before a site.
func NewRouter(site Site, log *slog.Logger, clock when.Clock) *Router {
	r := &Router{Log: log, Clock: clock, mux: http.NewServeMux(), site: site, cross: http.NewCrossOriginProtection()}
	r.mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		r.serve("(none)", Public("the page that says there is no such page"), func(Writer, Request) error {
			return fault.New(fault.NotFound, "ui.fault.no_page")
		}, w, req)
	})
	return r
}

// Handle opens a route: "GET /seminars/{id}". It panics without a policy.
func (r *Router) Handle(pattern string, p Policy, h Handler) {
	if p == (Policy{}) || p.need == "" && p.public == "" && !p.signed {
		panic("web: route without a policy: " + pattern)
	}
	r.Routes = append(r.Routes, Route{pattern, p})
	r.mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) { r.serve(pattern, p, h, w, req) })
}

// Raw opens a route that knows no hub and no person: assets and signs of life.
func (r *Router) Raw(pattern string, p Policy, h http.Handler) {
	if p.public == "" {
		panic("web: a raw route can only be public: " + pattern)
	}
	r.Routes = append(r.Routes, Route{pattern, p})
	r.mux.Handle(pattern, h)
}

// ServeHTTP takes the language off the path and hands the request on.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	secure(w.Header())
	if r.HTTPS {
		w.Header().Set("Strict-Transport-Security", "max-age=31536000")
	}
	if req.Header.Get("X-Forwarded-For") != "" {
		known := *req
		known.RemoteAddr = r.Proxies.caller(req)
		req = &known
	}
	lang := i18n.JA
	if rest, ok := strings.CutPrefix(req.URL.Path, "/en"); ok && (rest == "" || rest[0] == '/') {
		lang = i18n.EN
		u := *req.URL
		u.Path, u.RawPath = "/"+strings.TrimPrefix(rest, "/"), ""
		req2 := *req
		req2.URL = &u
		req = &req2
	}
	r.mux.ServeHTTP(w, req.WithContext(context.WithValue(req.Context(), langKey{}, lang)))
}

type langKey struct{}

// LangOf is the language the router took off the path of a request.
func LangOf(r *http.Request) (i18n.Lang, bool) {
	l, ok := r.Context().Value(langKey{}).(i18n.Lang)
	return l, ok
}

func (r *Router) serve(pattern string, p Policy, h Handler, hw http.ResponseWriter, req *http.Request) {
	start := time.Now()
	lang, _ := LangOf(req)
	rq := Request{Request: req, Lang: lang, Now: r.Clock(), site: r.site}
	w := Writer{ResponseWriter: hw, r: &rq, status: new(int)}
	defer func() {
		if p := recover(); p != nil {
			r.fail(w, rq, fmt.Errorf("panic: %v\n%s", p, stack()))
		}
		took := time.Since(start)
		if r.Seen != nil {
			r.Seen(pattern, *w.status, took)
		}
		r.Log.Info("request", "route", pattern, "status", *w.status, "ms", took.Milliseconds(), "hub", rq.Hub.Slug, "person", rq.Actor.Person)
	}()
	if err := r.enter(&rq, p, w); err != nil {
		r.fail(w, rq, err)
		return
	}
	if *w.status != 0 { // the door answered itself: no hub yet, or first sign in
		return
	}
	w.r = &rq
	if err := h(w, rq); err != nil {
		r.fail(w, rq, err)
	}
}

// enter finds hub and person and asks the policy.
func (r *Router) enter(rq *Request, p Policy, w Writer) (err error) {
	if err := r.cross.Check(rq.Request); err != nil {
		return fault.New(fault.Forbidden, "ui.fault.foreign_origin")
	}
	most := p.most
	if most == 0 {
		most = bodyMost
	}
	rq.Body = http.MaxBytesReader(w, rq.Body, most)
	if rq.Hub, err = r.site.Hub(rq.Context(), rq.Host); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			r.site.Fallback(w, rq.Request)
			return nil
		}
		return err
	}
	if rq.Actor, err = r.site.Actor(rq.Context(), rq.Hub, rq.Request); err != nil {
		return err
	}
	rq.flash = takeFlash(w, *rq)
	if p.public != "" {
		return nil
	}
	if !rq.Actor.SignedIn() {
		return w.SeeOther("/sign-in?next=" + escape(rq.URL.RequestURI()))
	}
	if p.signed {
		return nil
	}
	return rq.Actor.May(p.need)
}

func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
	h.Set("X-Frame-Options", "DENY")
}
