package workersweb

import (
	"net/http"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var errPart = fault.New(fault.NotFound, "ui.fault.no_page")

// desk is where a screen is answered: whose file, and what keeps an answer.
type desk struct {
	mode, base string // base without language
	reg        func() (workersstore.Registration, error)
	fill       func(workersstore.Screen) error
	photo      func(workersstore.Shot) error // nil where photos are not taken
	sign       func(workers.SignForm) error  // nil where nothing is signed
	done       string                        // where saving leads when the registration is over; "" the next screen
}

func (r *Rooms) linkDesk(rq web.Request) desk {
	token := rq.PathValue("token")
	return desk{mode: "link", base: "/join/" + token,
		reg:   func() (workersstore.Registration, error) { return r.Store.ByLink(rq.Context(), rq.Actor, token) },
		fill:  func(s workersstore.Screen) error { return r.Store.FillByLink(rq.Context(), rq.Actor, token, s) },
		photo: func(x workersstore.Shot) error { return r.Store.PhotoByLink(rq.Context(), rq.Actor, token, x) },
		sign:  func(f workers.SignForm) error { return r.Store.SignByLink(rq.Context(), rq.Actor, token, f) }}
}

func (r *Rooms) staffDesk(rq web.Request) desk {
	id := rq.PathValue("id")
	return desk{mode: "staff", base: "/staff/workers/" + id + "/fill", done: "/staff/workers/" + id,
		reg:   func() (workersstore.Registration, error) { return r.Store.Seen(rq.Context(), rq.Actor, id) },
		fill:  func(s workersstore.Screen) error { return r.Store.Fill(rq.Context(), rq.Actor, id, s) },
		photo: func(x workersstore.Shot) error { return r.Store.AddPhoto(rq.Context(), rq.Actor, id, x) },
		sign:  func(f workers.SignForm) error { return r.Store.Sign(rq.Context(), rq.Actor, id, f) }}
}

func (r *Rooms) myDesk(rq web.Request) desk {
	return desk{mode: "mine", base: "/my/file", done: "/my/file",
		reg:  func() (workersstore.Registration, error) { return r.Store.MyFile(rq.Context(), rq.Actor) },
		fill: func(s workersstore.Screen) error { return r.Store.Correct(rq.Context(), rq.Actor, s) }}
}

// takes tells whether a part is asked for at this desk.
func (d desk) takes(p workers.Part) bool {
	return p.Valid() && (p.Kept() || p == workers.PartPhoto && d.photo != nil || p == workers.PartSign && d.sign != nil)
}

func (r *Rooms) join(w web.Writer, rq web.Request) error {
	d := r.linkDesk(rq)
	g, err := d.reg()
	if err != nil {
		return err
	}
	if !g.Unsigned {
		p := donePage{Shell: rq.Shell(rq.T("workers.done.title")), Name: g.Name, Contract: rq.Lang.Path(d.base + "/contract.pdf"), SignIn: rq.Lang.Path("/sign-in"), Mail: g.Mail != ""}
		p.NoIndex = true
		return w.Page(doneView(p))
	}
	return w.SeeOther(d.base + "/" + string(g.File.Next()))
}

func (r *Rooms) joinScreen(w web.Writer, rq web.Request) error  { return show(w, rq, r.linkDesk(rq)) }
func (r *Rooms) staffScreen(w web.Writer, rq web.Request) error { return show(w, rq, r.staffDesk(rq)) }
func (r *Rooms) myScreen(w web.Writer, rq web.Request) error    { return show(w, rq, r.myDesk(rq)) }
func (r *Rooms) joinSave(w web.Writer, rq web.Request) error    { return r.save(w, rq, r.linkDesk(rq)) }
func (r *Rooms) staffSave(w web.Writer, rq web.Request) error   { return r.save(w, rq, r.staffDesk(rq)) }
func (r *Rooms) mySave(w web.Writer, rq web.Request) error      { return r.save(w, rq, r.myDesk(rq)) }

// page is the screen of a part as it stands.
func page(rq web.Request, d desk, f ui.Form) (p screenPage, err error) {
	part := workers.Part(rq.PathValue("part"))
	if !d.takes(part) {
		return p, errPart
	}
	g, err := d.reg()
	if err != nil {
		return p, err
	}
	if d.mode == "link" && !g.Unsigned {
		return p, fault.New(fault.Conflict, "workers.fault.signed")
	}
	p = screenPage{Shell: rq.Shell(rq.T("workers.part." + string(part))).WithErrors(f), Form: f, Part: part, Reg: g, Base: rq.Lang.Path(d.base), Mode: d.mode}
	p.NoIndex = true
	switch {
	case d.done != "" && (!g.Unsigned || part == workers.PartName):
		p.Back = rq.Lang.Path(d.done)
	case part.Number() > 1:
		p.Back = p.Base + "/" + string(part.Before())
	}
	if n := g.File.Naming; n != nil {
		p.Minor = n.Minor(rq.Today())
	}
	if part == workers.PartSign {
		for _, x := range g.File.Lacks() {
			p.Lacks = append(p.Lacks, ui.Link{Href: p.Base + "/" + string(x), Label: rq.T("workers.part." + string(x))})
		}
	}
	return p, nil
}

func (p screenPage) write(w web.Writer, status int) error {
	switch p.Mode {
	case "staff":
		return w.PageStatus(status, staffScreenView(p))
	case "mine":
		return w.PageStatus(status, myScreenView(p))
	}
	return w.PageStatus(status, joinView(p))
}

func show(w web.Writer, rq web.Request, d desk) error {
	p, err := page(rq, d, ui.Form{})
	if err != nil {
		return err
	}
	return p.write(w, http.StatusOK)
}

func (r *Rooms) save(w web.Writer, rq web.Request, d desk) error {
	part := workers.Part(rq.PathValue("part"))
	if !d.takes(part) {
		return errPart
	}
	shot, err := read(rq, part)
	if err != nil {
		return err
	}
	if do := rq.PostForm.Get("do"); do != "" {
		return r.lookUp(w, rq, d, do)
	}
	switch part {
	case workers.PartPhoto:
		err = d.photo(shot)
	case workers.PartSign:
		err = d.sign(readSign(rq))
	default:
		err = d.fill(readScreen(rq, part))
	}
	if err != nil {
		return again(w, rq, d, err)
	}
	return w.Say("ok", "workers.join.saved").SeeOther(d.next(part))
}

// next is where a saved screen leads.
func (d desk) next(part workers.Part) string {
	switch {
	case d.mode == "mine":
		return d.done
	case part == workers.PartPhoto:
		return d.base + "/" + string(part)
	case part == workers.PartSign && d.mode == "link":
		return d.base
	case part == workers.PartSign:
		return d.done
	case d.mode == "staff":
		if g, err := d.reg(); err == nil && !g.Unsigned {
			return d.done
		}
	}
	return d.base + "/" + string(part.After())
}

// read parses the form, and the photo if the screen has one.
func read(rq web.Request, part workers.Part) (x workersstore.Shot, err error) {
	if part != workers.PartPhoto {
		return x, rq.ParseForm()
	}
	_, x.Body, err = rq.Upload("photo", workers.PhotoMost)
	x.Kind = rq.PostFormValue("photo_kind")
	return x, err
}

// again shows the screen with what is wrong; for a bank it offers what fits.
func again(w web.Writer, rq web.Request, d desk, err error) error {
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	p, err := page(rq, d, f)
	if err != nil {
		return err
	}
	if p.Part == workers.PartBank {
		p.Choices = readBank(rq).Choices(zengin.KnownBanks())
	}
	return p.write(w, http.StatusUnprocessableEntity)
}

// lookUp fills in what a table knows, and saves nothing yet.
func (r *Rooms) lookUp(w web.Writer, rq web.Request, d desk, do string) error {
	p, err := page(rq, d, ui.Form{Values: rq.PostForm})
	if err != nil {
		return err
	}
	if do == "find" {
		p.Choices = readBank(rq).Choices(zengin.KnownBanks())
		p.Said = rq.T("workers.file.found", "n", len(p.Choices.Banks)+len(p.Choices.Branches), "date", rq.Lang.DateYear(zengin.KnownBanks().AsOf))
		if len(p.Choices.Banks)+len(p.Choices.Branches) == 0 {
			p.Said = rq.T("workers.file.found_one")
		}
		return p.write(w, http.StatusOK)
	}
	if p.Places, err = r.Store.Places(rq.Context(), rq.Actor, rq.PostForm.Get("postcode")); err != nil {
		return again(w, rq, d, err)
	}
	switch {
	case len(p.Places) == 0:
		p.Said = rq.T("workers.file.no_place")
	default: // what was typed is never overwritten
		put(rq, "region", p.Places[0].Region)
		town := p.Places[0].Town
		if len(p.Places) == 1 {
			town += p.Places[0].Area
		}
		put(rq, "town", town)
		p.Said = rq.T("workers.file.place_found")
	}
	return p.write(w, http.StatusOK)
}

func put(rq web.Request, name, value string) {
	if rq.PostForm.Get(name) == "" {
		rq.PostForm.Set(name, value)
	}
}
