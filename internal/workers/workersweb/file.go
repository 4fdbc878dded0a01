package workersweb

import (
	"cmp"
	"net/http"
	"path"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// group is one part of a file as it is read: its lines, and where it is mended.
type group struct {
	Part, Title, Edit string
	Rows              [][2]string
	Sealed            bool // staff open it with a reason
	Open              bool // it was opened on this page
	Missing           bool
	Changed           string
	Warn              string
}

// groups are the parts of a file, in the reader's words.
func groups(rq web.Request, g workersstore.Registration, base string, keep bool) (out []group) {
	for _, p := range workers.Whole() {
		x := group{Part: string(p), Title: rq.T("workers.part." + string(p))}
		if keep {
			x.Edit = rq.Lang.Path(base + "/" + string(p))
		}
		x.Rows = rowsOf(rq.Lang, g, p)
		x.Missing = len(x.Rows) == 0
		if at, ok := g.File.Changed[p]; ok {
			x.Changed = rq.T("workers.file.changed", "at", rq.Lang.Moment(at, rq.Hub.Loc))
		}
		x.Sealed = p == workers.PartName || p == workers.PartContact || p == workers.PartAddress || p == workers.PartBank
		if b := g.File.Business; p == workers.PartBusiness && b != nil && b.InvoiceDoubt() {
			x.Warn = rq.T("workers.file.invoice_doubt")
		}
		out = append(out, x)
	}
	return out
}

// rowsOf are the lines of a part; none if nobody filled it in. What is sealed from
// the reader is not in the file and has no line.
func rowsOf(l i18n.Lang, g workersstore.Registration, p workers.Part) (rows [][2]string) {
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, [2]string{l.T("workers.file." + key), value})
		}
	}
	f := g.File
	switch {
	case p == workers.PartName && f.Naming != nil:
		add("name", g.Name)
		add("kana", ja.Hiragana(g.Kana))
		if !f.Naming.Birth.IsZero() {
			add("birth", l.DateEra(f.Naming.Birth))
		}
	case p == workers.PartContact && f.Contact != nil:
		add("phone", ja.PhoneShow(g.Phone))
		add("mail", g.Mail)
		em := f.Contact.Emergency
		add("em_name", em.Name)
		add("em_relation", em.Relation)
		add("em_phone", ja.PhoneShow(em.Phone))
	case p == workers.PartAddress && f.Address != nil:
		add("postcode", ja.PostcodeShow(f.Address.Postcode))
		add("address", f.Address.Line())
	case p == workers.PartBank && f.Bank != nil:
		bankRows(l, add, *f.Bank)
	case p == workers.PartBusiness && f.Business != nil:
		businessRows(l, add, *f.Business)
	case p == workers.PartTools && f.Tools != nil:
		toolRows(l, add, *f.Tools)
	}
	return rows
}

func bankRows(l i18n.Lang, add func(key, value string), b workers.Account) {
	add("bank", strings.TrimSpace(b.Bank+" "+b.BankName))
	add("branch", strings.TrimSpace(b.Branch+" "+b.BranchName))
	add("kind", l.T("workers.account."+b.Kind))
	add("number", b.Number)
	add("holder", b.Holder)
}

func businessRows(l i18n.Lang, add func(key, value string), b workers.Business) {
	add("employs", l.T("workers.employs."+map[bool]string{true: "yes", false: "no"}[b.Employs]))
	add("form", l.T("workers.form."+b.Form))
	add("side_limits", b.SideLimits)
	add("invoice", string(b.Invoice))
	if !b.Verified.IsZero() {
		add("verified", l.DateYear(b.Verified))
	}
}

func toolRows(l i18n.Lang, add func(key, value string), t workers.Tools) {
	var d []string
	for _, x := range t.Devices {
		d = append(d, l.T("workers.device."+x))
	}
	if t.Printer {
		d = append(d, l.T("workers.device.printer"))
	}
	if t.Quiet {
		d = append(d, l.T("workers.device.quiet"))
	}
	add("devices", strings.Join(d, l.T("workers.file.comma")))
	add("line", l.T("workers.line."+t.Line))
	if t.PCAge != "" {
		add("pc_age", l.T("workers.pc_age."+t.PCAge))
	}
}

type filePage struct {
	ui.Shell
	Form                                       ui.Form
	ID, Name, Kana, Number, Tag, TagKind       string
	CodeName, Since                            string
	Base                                       string
	Tabs                                       []ui.NavItem
	Groups                                     []group
	Consents                                   []consentRow
	Photos                                     []photoRow
	Registering, Keep, MayReveal, Mail, Signed bool
	Unsigned                                   bool // the basic contract is still to be signed
	Origins                                    []originRow
	Asked                                      string // the end of the way to what no good reason was given for
	Next                                       string
}

// originRow is the list somebody came with.
type originRow struct {
	Text, By string
	Rows     [][2]string
}

func origins(rq web.Request, of []workersstore.Origin) (out []originRow) {
	for _, o := range of {
		x := originRow{Text: rq.T("workers.import.origin_"+o.How, "line", o.Line), By: o.By + " · " + rq.Lang.Moment(o.At, rq.Hub.Loc)}
		for _, f := range [][2]string{{rq.T("workers.import.origin_other"), ja.PhoneShow(o.Other)}, {rq.T("workers.import.origin_note"), o.Note}} {
			if f[1] != "" {
				x.Rows = append(x.Rows, f)
			}
		}
		out = append(out, x)
	}
	return out
}

type consentRow struct{ Text, Version, How, By, At, As string }

// asked tells whether it was here that the reason was wrong.
func (p filePage) asked(action string) bool { return p.Asked != "" && path.Base(action) == p.Asked }

type photoRow struct{ Href, Kind, At, By string }

func (r *Rooms) file(w web.Writer, rq web.Request) error {
	return r.filePage(w, rq, http.StatusOK, ui.Form{}, nil, "")
}

// filePage shows a file; opened is what was revealed on this page and never again.
func (r *Rooms) filePage(w web.Writer, rq web.Request, status int, f ui.Form, opened *workers.File, part workers.Part) error {
	g, err := r.Store.Seen(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	keep := rq.Actor.Can(workers.MayKeep)
	p := filePage{Shell: rq.Shell(g.Name).WithErrors(f), Form: f, ID: g.ID, Name: g.Name, Kana: ja.Hiragana(g.Kana), Number: workersstore.Number(g.No), CodeName: g.CodeName, Tag: rq.T("workers.state." + string(g.State)),
		TagKind: stateKind(g.State), Since: rq.Lang.DateYear(g.From), Base: rq.Lang.Path("/staff/workers/" + g.ID), Tabs: r.Tabs.For(rq, g.ID), Registering: g.State == workers.Registering, Unsigned: g.Unsigned,
		Keep: keep, MayReveal: rq.Actor.Can(workers.MayReveal), Mail: g.Mail != "", Signed: len(g.Consents) > 0, Next: rq.Lang.Path("/staff/workers/" + g.ID + "/fill/" + string(g.File.Next()))}
	if f.Bad() {
		p.Asked = cmp.Or(rq.PathValue("photo"), rq.PathValue("part"))
	}
	p.Origins = origins(rq, g.Origins)
	p.Groups = groups(rq, g, "/staff/workers/"+g.ID+"/fill", keep)
	for i := range p.Groups {
		if opened != nil && p.Groups[i].Part == string(part) {
			full := g
			full.File = *opened
			p.Groups[i].Rows, p.Groups[i].Open = rowsOf(rq.Lang, full, part), true
		}
	}
	for _, c := range g.Consents {
		row := consentRow{Text: rq.T("workers.consent." + string(c.Kind)), Version: c.Version + " · " + c.Hash[:12], How: rq.T("workers.how." + string(c.How)), By: c.MadeBy, At: rq.Lang.Moment(c.Made, rq.Hub.Loc)}
		p.Consents = append(p.Consents, row)
	}
	for _, x := range g.Photos {
		p.Photos = append(p.Photos, photoRow{Href: p.Base + "/photos/" + x.ID, Kind: rq.T("workers.photo." + x.Kind), At: rq.Lang.Moment(x.Made, rq.Hub.Loc), By: x.MadeBy})
	}
	return w.PageStatus(status, fileView(p))
}

func (r *Rooms) reveal(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	part := workers.Part(rq.PathValue("part"))
	f, err := r.Store.Reveal(rq.Context(), rq.Actor, rq.PathValue("id"), part, rq.PostForm.Get("reason"))
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.filePage(w, rq, http.StatusUnprocessableEntity, form, nil, "")
	}
	return r.filePage(w, rq, http.StatusOK, ui.Form{}, &f, part)
}

func (r *Rooms) showPhoto(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	media, body, err := r.Store.ShowPhoto(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("photo"), rq.PostForm.Get("reason"))
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.filePage(w, rq, http.StatusUnprocessableEntity, form, nil, "")
	}
	return w.File("photo", media, body, false)
}

func (r *Rooms) invite(w web.Writer, rq web.Request) error {
	if err := r.Store.Invite(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "workers.begin.said_mail").SeeOther("/staff/workers/" + rq.PathValue("id"))
}

func (r *Rooms) confirm(w web.Writer, rq web.Request) error {
	if err := r.Store.Confirm(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "workers.my.confirmed").SeeOther("/staff/workers/" + rq.PathValue("id"))
}
