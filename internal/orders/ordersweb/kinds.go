package ordersweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills/skillsstore"
)

type kindsPage struct {
	ui.Shell
	Rows []kindRow
	Keep bool
	Ask  int // kinds whose withholding the tax adviser has to decide
}

type kindRow struct {
	Href, Name, Unit, Minutes, Seconds, Checks, Withholding string
	Phone, HubOnly, Ask, Retired                            bool
}

func kindRowOf(l i18n.Lang, k orders.Kind) kindRow {
	return kindRow{Href: l.Path("/staff/kinds/" + k.ID), Name: ordersstore.KindName(l, k), Unit: l.T("orders.unit." + k.Unit), Minutes: l.T("orders.kind.minutes", "n", minutes(k.Seconds)), Seconds: l.T("orders.kind.seconds_n", "n", k.Seconds),
		Checks: l.T("orders.checks." + k.Checks), Withholding: l.T("orders.withholding." + k.Withholding), Phone: k.Phone, HubOnly: k.HubOnly, Ask: k.Withholding == "ask", Retired: !k.Open()}
}

func (r *Rooms) kinds(w web.Writer, rq web.Request) error {
	ks, err := r.Store.Kinds(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := kindsPage{Shell: rq.Shell(rq.T("orders.kinds.title")), Keep: rq.Actor.Can(orders.MayKeep)}
	for _, k := range ks {
		x := kindRowOf(rq.Lang, k)
		if p.Rows = append(p.Rows, x); x.Ask && !x.Retired {
			p.Ask++
		}
	}
	return w.Page(kindsView(p))
}

func (r *Rooms) takeReady(w web.Writer, rq web.Request) error {
	if err := r.Store.TakeReady(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "orders.said.ready").SeeOther("/staff/kinds")
}

type kindPage struct {
	ui.Shell
	kindRow
	Keep                                                                           bool
	Spread, Skill, Tool, Why, Rights, Secrecy, Manual, TaxKind, Edit, Retire, Back string
}

func (r *Rooms) kind(w web.Writer, rq web.Request) error {
	k, err := r.Store.Kind(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := kindPage{Shell: rq.Shell(ordersstore.KindName(l, k)), kindRow: kindRowOf(l, k), Keep: rq.Actor.Can(orders.MayKeep), Spread: l.T("orders.kind.spread_n", "n", k.Spread), Tool: l.T("orders.tool." + k.Tool),
		Why: k.WithholdingWhy, Rights: k.Rights, Secrecy: k.Secrecy, Manual: k.Manual, TaxKind: l.T("orders.tax." + k.TaxKind), Edit: l.Path("/staff/kinds/" + k.ID + "/edit"), Retire: l.Path("/staff/kinds/" + k.ID + "/retire")}
	if k.Level > 0 && p.Keep {
		known, err := r.Store.Skills(rq.Context(), rq.Actor)
		if err != nil {
			return err
		}
		for _, s := range known {
			if s.ID == k.Skill {
				p.Skill = l.T("orders.kind.skill_n", "name", skillsstore.Name(l, s), "n", k.Level)
			}
		}
	}
	return w.Page(kindView(p))
}

type kindFormPage struct {
	ui.Shell
	Form                             ui.Form
	Action, Version, Name, Treatment string
	K                                orders.Kind
	Skills                           []ui.Option
}

func (r *Rooms) newKind(w web.Writer, rq web.Request) error {
	k := orders.Kind{ID: id.Make(), Unit: "row", Seconds: 60, Spread: 35, Tool: "entry", Checks: "sample", TaxKind: "data_entry", Withholding: "no", WithholdingWhy: i18n.JA.T("orders.tax.why.no"),
		Rights: i18n.JA.T("orders.ready.rights"), Secrecy: i18n.JA.T("orders.ready.secrecy")}
	p, err := r.kindFormPage(rq, k)
	if err != nil {
		return err
	}
	return w.Page(kindFormView(p))
}

func (r *Rooms) editKind(w web.Writer, rq web.Request) error {
	k, err := r.Store.Kind(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p, err := r.kindFormPage(rq, k)
	if err != nil {
		return err
	}
	return w.Page(kindFormView(p))
}

func (r *Rooms) kindFormPage(rq web.Request, k orders.Kind) (kindFormPage, error) {
	l := rq.Lang
	p := kindFormPage{Shell: rq.Shell(rq.T("orders.kind.new")), K: k, Action: l.Path("/staff/kinds/" + k.ID + "/edit"), Version: strconv.Itoa(k.Version), Name: rq.T("orders.kind.new"),
		Treatment: l.T("orders.kind.table_says", "what", l.T("orders.withholding."+orders.Treatment(k.TaxKind, rq.Today())))}
	if k.Version > 0 {
		p.Name = ordersstore.KindName(l, k)
		p.Shell = rq.Shell(p.Name)
	}
	known, err := r.Store.Skills(rq.Context(), rq.Actor)
	p.Skills = []ui.Option{{Label: rq.T("orders.kind.no_skill")}}
	for _, s := range known {
		if s.Open() || s.ID == k.Skill {
			p.Skills = append(p.Skills, ui.Option{Value: s.ID, Label: skillsstore.Name(l, s)})
		}
	}
	return p, err
}

func (r *Rooms) saveKind(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	k := orders.KindForm{Name: f.Get("name"), NameEN: f.Get("name_en"), Unit: f.Get("unit"), Seconds: f.Get("seconds"), Spread: f.Get("spread"), Skill: f.Get("skill"), Level: f.Get("level"), Tool: f.Get("tool"),
		Checks: f.Get("checks"), TaxKind: f.Get("tax_kind"), Withholding: f.Get("withholding"), WithholdingWhy: f.Get("withholding_why"), Rights: f.Get("rights"), Secrecy: f.Get("secrecy"), Manual: f.Get("manual"),
		Phone: f.Get("phone") == "1", HubOnly: f.Get("hub_only") == "1"}
	kindID := rq.PathValue("id")
	if err := r.Store.SaveKind(rq.Context(), rq.Actor, kindID, atoi(f.Get("version")), k); err != nil {
		p, e := r.kindFormPage(rq, orders.Kind{ID: kindID, Version: atoi(f.Get("version")), Name: f.Get("name"), TaxKind: f.Get("tax_kind")})
		if e != nil {
			return e
		}
		return w.Again(named(rq, err), func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return kindFormView(p)
		})
	}
	return w.Say("ok", "orders.said.kind").SeeOther("/staff/kinds/" + kindID)
}

func (r *Rooms) retireKind(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.RetireKind(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("do") == "retire"); err != nil {
		return err
	}
	return w.Say("ok", "orders.said.kind").SeeOther("/staff/kinds/" + rq.PathValue("id"))
}
