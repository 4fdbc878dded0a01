package ordersweb

import (
	"errors"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// steps are the pages of the request form with the fields of each; what was typed on one
// is carried on the next in hidden fields.
var steps = [][]string{
	{"kind", "title", "words"},
	{"volume", "permille"},
	{"wanted", "company", "name", "mail", "phone", "file", "send", "said"},
}

type requestPage struct {
	ui.Shell
	Form        ui.Form
	Step        int // from 1
	Steps       []string
	Carried     [][2]string
	Stamp, Once string
	Kinds       []ui.Option
	Kind, Unit  string // what was picked
	Back        string
	Tells       bool            // it can be asked by when
	Day         templ.Component // the answer to that, nil before
}

func (r *Rooms) requestForm(w web.Writer, rq web.Request) error {
	return r.requestPage(w, rq, 200, ui.Form{}, 1)
}

func (r *Rooms) requestPage(w web.Writer, rq web.Request, status int, f ui.Form, step int) error {
	return r.requestPageWith(w, rq, status, f, step, nil)
}

func (r *Rooms) requestPageWith(w web.Writer, rq web.Request, status int, f ui.Form, step int, day templ.Component) error {
	ks, err := r.Store.OpenKinds(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := requestPage{Shell: rq.Shell(rq.T("orders.request.title")).WithErrors(f), Form: f, Step: step, Stamp: r.Guard.Stamp(rq, "request"), Once: f.Or("once", id.Make()), Back: strconv.Itoa(step - 1), Day: day}
	if p.Tells, err = r.tells(rq); err != nil {
		return err
	}
	for i := range steps {
		p.Steps = append(p.Steps, rq.T("orders.request.step."+strconv.Itoa(i+1)))
	}
	if step == 2 && !f.Values.Has("permille") {
		f.Values.Set("permille", "1") // what most work needs
	}
	p.Kinds, p.Unit = kindChoices(rq, ks, f.Get("kind"))
	for i, fields := range steps {
		if i == step-1 {
			continue
		}
		for _, name := range fields {
			if f.Values.Has(name) {
				p.Carried = append(p.Carried, [2]string{name, f.Get(name)})
			}
		}
	}
	return w.PageStatus(status, requestView(p))
}

// kindChoices are the kinds of work a visitor can ask for, and the unit of the one that was picked.
func kindChoices(rq web.Request, ks []orders.Kind, picked string) (out []ui.Option, unit string) {
	unit = "row"
	for _, k := range ks {
		out = append(out, ui.Option{Value: k.ID, Label: ordersstore.KindName(rq.Lang, k), Note: rq.T("orders.request.by", "unit", rq.T("orders.unit."+k.Unit))})
		if k.ID == picked {
			unit = k.Unit
		}
	}
	return out, unit
}

func personForm(rq web.Request) orders.PersonForm {
	f := rq.PostForm
	return orders.PersonForm{Company: f.Get("company"), Name: f.Get("name"), Mail: f.Get("mail"), Phone: f.Get("phone")}
}

// wrongIn is what is wrong with the fields of the first steps, and on which step to mend it.
func wrongIn(rq web.Request, upTo int) (step int, err error) {
	var all []fault.Field
	_, ask := asking(rq).Read(rq.Today())
	_, person := personForm(rq).Read()
	for _, e := range []error{ask, person} {
		if x := fault.Of(e); x != nil {
			all = append(all, x.Fields...)
		}
	}
	if rq.PostForm.Get("kind") == "" {
		all = append([]fault.Field{{Name: "kind", Key: "orders.field.pick"}}, all...)
	}
	for i := range upTo {
		var c fault.Check
		for _, f := range all {
			if slices.Contains(steps[i], f.Name) {
				c.Add(f.Name, f.Key, f.Args...)
			}
		}
		if err := c.Err(); err != nil {
			return i + 1, err
		}
	}
	return 0, nil
}

func (r *Rooms) request(w web.Writer, rq web.Request) error {
	if err := rq.ParseMultipartForm(ordersstore.SamplesMost + bodyRoom); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	at := min(max(atoi(rq.PostForm.Get("step")), 1), len(steps))
	if back := atoi(rq.PostForm.Get("back")); back >= 1 && back < at {
		return r.requestPage(w, rq, 200, ui.Form{Values: rq.PostForm}, back)
	}
	if at == len(steps) && r.Days != nil && rq.PostForm.Get("by_when") != "" {
		return r.byWhen(w, rq)
	}
	if step, err := wrongIn(rq, at); err != nil {
		f, err := formOf(rq, err)
		if err != nil {
			return err
		}
		return r.requestPage(w, rq, 422, f, step)
	}
	if at < len(steps) {
		return r.requestPage(w, rq, 200, ui.Form{Values: rq.PostForm}, at+1)
	}
	err := r.Guard.Check(rq, "request", "send")
	if err == nil {
		err = r.ask(rq)
	}
	if err != nil {
		f, err := formOf(rq, err)
		if err != nil {
			return err
		}
		return r.requestPage(w, rq, 422, f, len(steps))
	}
	return w.SeeOther("/request/thanks")
}

// byWhen answers by when it could be done, with what was typed so far; who asks is not
// needed for that yet.
func (r *Rooms) byWhen(w web.Writer, rq web.Request) error {
	at, err := wrongIn(rq, len(steps)-1)
	var box templ.Component
	if err == nil {
		if box, err = r.day(rq); box != nil {
			return r.requestPageWith(w, rq, 200, ui.Form{Values: rq.PostForm}, len(steps), box)
		}
		at = len(steps)
	}
	f, err := formOf(rq, err)
	if err != nil {
		return err
	}
	for i := range steps { // the first page on which something is to be mended
		if slices.ContainsFunc(steps[i], func(name string) bool { return f.Err(name) != "" }) {
			at = i + 1
			break
		}
	}
	return r.requestPage(w, rq, 422, f, at)
}

// day is what can be said of the day to what was typed; the form carries on which answer it was.
func (r *Rooms) day(rq web.Request) (templ.Component, error) {
	f := rq.PostForm
	box, said, err := r.Days.Day(rq, f.Get("kind"), f.Get("volume"), f.Get("wanted"))
	f.Set("said", said)
	return box, err
}

// ask enters the request and keeps its samples.
func (r *Rooms) ask(rq web.Request) error {
	once := rq.PostForm.Get("once")
	oid, err := r.Store.Ask(rq.Context(), rq.Actor, once, rq.PostForm.Get("kind"), personForm(rq), asking(rq))
	if err == nil {
		err = r.keepDay(rq, oid)
	}
	if err != nil || rq.MultipartForm == nil {
		return err
	}
	for _, h := range rq.MultipartForm.File["file"] {
		if err := r.sample(rq, oid, once, h); err != nil {
			return err
		}
	}
	return nil
}

// keepDay notes with an order the day its client was told before they sent it, if they were.
func (r *Rooms) keepDay(rq web.Request, orderID string) error {
	f := rq.PostForm
	if r.Days == nil || f.Get("said") == "" {
		return nil
	}
	return r.Days.KeepDay(rq, orderID, f.Get("once"), f.Get("said"))
}

func (r *Rooms) sample(rq web.Request, orderID, once string, h *multipart.FileHeader) error {
	if h.Size == 0 {
		return nil
	}
	body, err := h.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	return r.Store.KeepSample(rq.Context(), rq.Actor, orderID, once, ordersstore.Upload{Name: h.Filename, Media: h.Header.Get("Content-Type"), Body: body})
}

type thanksPage struct {
	ui.Shell
	Day string
}

func (r *Rooms) thanks(w web.Writer, rq web.Request) error {
	d, err := r.Store.ReplyDay(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := thanksPage{rq.Shell(rq.T("orders.thanks.title")), rq.Lang.DateYear(d)}
	p.NoIndex = true
	return w.Page(thanksView(p))
}
