package hubweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web/ui"
)

// Setup opens a hub in four short pages, the first of an installation or a further one. It
// knows no hub to ask policies of: the secret in its link is the key.
type Setup struct {
	Store *hubstore.Store
	// First gives the hub its first administrator, in the transaction that opens the hub.
	First func(tx *db.Tx, a who.Actor, name, mail, password string) error
	cross http.CrossOriginProtection
}

const steps = 4

type setupPage struct {
	ui.Shell
	Form   ui.Form
	Step   int
	Action string
	Others bool        // there are hubs already: this one needs a host name
	Hidden [][2]string // what was typed on the other pages
}

// fields names what each page asks.
var fields = [steps + 1][]string{1: {"name", "slug", "host", "kana", "sub", "postcode", "address", "access", "phone", "mail"}, 2: {"hue"},
	3: {"d1", "d2", "d3", "d4", "d5", "d6", "d0", "open_holidays", "year_end_from", "year_end_to"}, 4: {"admin_name", "admin_mail", "password"}}

// ServeHTTP answers /setup/{token}; everywhere else it says that the hub is not open yet.
func (s *Setup) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	lang := i18n.JA
	if rest, ok := strings.CutPrefix(path, "/en/"); ok {
		lang, path = i18n.EN, "/"+rest
	}
	token, ok := strings.CutPrefix(path, "/setup/")
	a := who.System("", "setup", hub.MayOpen)
	if !ok || s.cross.Check(r) != nil {
		s.wait(w, r, lang, http.StatusServiceUnavailable, "hub.setup.waiting")
		return
	}
	others, err := s.Store.SetupOpen(r.Context(), a, token)
	if err != nil {
		s.wait(w, r, lang, http.StatusNotFound, "hub.setup.link_gone")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<18)
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p := setupPage{Shell: ui.Shell{Lang: lang, Title: lang.T("hub.setup.title"), Path: path, NoIndex: true}, Step: 1, Action: r.URL.Path, Others: others > 0}
	if r.Method == http.MethodPost {
		p.Form.Values = r.PostForm
		if s.post(w, r, token, a, &p) {
			return
		}
	} else {
		p.Form.Values = beginning()
	}
	for i, names := range fields {
		for _, n := range names {
			if i != p.Step {
				p.Hidden = append(p.Hidden, [2]string{n, p.Form.Get(n)})
			}
		}
	}
	status := http.StatusOK
	if p.Form.Bad() {
		status = http.StatusUnprocessableEntity
		p.Errors = true
	}
	header(w, status)
	setupView(p).Render(r.Context(), w) //nolint:errcheck // the reader has gone
}

// beginning is what the forms hold at first: usual hours, the first of the named colours.
func beginning() url.Values {
	v := url.Values{"hue": {"168"}, "year_end_from": {"12-29"}, "year_end_to": {"01-03"}}
	for _, d := range []string{"d1", "d2", "d3", "d4", "d5"} {
		v.Set(d, "9:00-17:00")
	}
	return v
}

// post moves between the pages and opens the hub after the last. It answers true when it has sent the reader on.
func (s *Setup) post(w http.ResponseWriter, r *http.Request, token string, a who.Actor, p *setupPage) bool {
	step, _ := strconv.Atoi(r.PostForm.Get("step"))
	p.Step = min(max(step, 1), steps)
	if r.PostForm.Get("act") == "back" {
		p.Step = max(p.Step-1, 1)
		return false
	}
	h := readHub(r.PostForm)
	var host fault.Check
	host.When(p.Others && h.Host == "", "host", "hub.field.host_must")
	wrong := &fault.Fault{}
	for _, err := range []error{readWeek(r.PostForm, &h), h.Check(), host.Err()} {
		if f := fault.Of(err); f != nil {
			wrong.Fields = append(wrong.Fields, f.Fields...)
		}
	}
	if s.stays(p, wrong) {
		return false
	}
	if p.Step < steps {
		p.Step++
		return false
	}
	opened, err := s.Store.Open(r.Context(), a, token, h, func(tx *db.Tx, here who.Actor) error {
		return s.First(tx, here, r.PostForm.Get("admin_name"), r.PostForm.Get("admin_mail"), r.PostForm.Get("password"))
	})
	if f := fault.Of(err); f != nil && len(f.Fields) > 0 {
		for _, x := range f.Fields {
			name := x.Name
			if name == "name" || name == "mail" {
				name = "admin_" + name
			}
			p.Form.Add(name, p.Lang.T(x.Key, x.Args...))
			for step := range fields { // the reader comes to the page that has something to mend
				if slices.Contains(fields[step], name) {
					p.Step = min(p.Step, step)
				}
			}
		}
		return false
	}
	if err != nil {
		http.Error(w, p.Lang.T("ui.fault.defect"), http.StatusInternalServerError)
		return true
	}
	if p.Others {
		p.Title = p.Lang.T("hub.setup.opened_title", "name", opened.Name)
		header(w, http.StatusOK)
		openedView(*p, opened.Host).Render(r.Context(), w) //nolint:errcheck // the reader has gone
		return true
	}
	http.Redirect(w, r, p.Lang.Path("/sign-in"), http.StatusSeeOther)
	return true
}

// stays keeps the reader on the first page that has something to mend, up to the one just sent.
func (s *Setup) stays(p *setupPage, wrong *fault.Fault) bool {
	for i := 1; i <= p.Step; i++ {
		for _, name := range fields[i] {
			for _, x := range wrong.Fields {
				if x.Name == name {
					p.Form.Add(name, p.Lang.T(x.Key, x.Args...))
				}
			}
		}
		if p.Form.Bad() {
			p.Step = i
			return true
		}
	}
	return false
}

func (s *Setup) wait(w http.ResponseWriter, r *http.Request, l i18n.Lang, status int, key string) {
	header(w, status)
	sh := ui.Shell{Lang: l, Title: l.T("hub.setup.waiting_title"), NoIndex: true}
	waitView(sh, l.T(key)).Render(r.Context(), w) //nolint:errcheck // the reader has gone
}

func header(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
}
