package workersweb

import (
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// screenPage is one screen of questions, wherever it is answered: by the link on a
// phone, by staff for somebody, in one's own file.
type screenPage struct {
	ui.Shell
	Form    ui.Form
	Part    workers.Part
	Reg     workersstore.Registration
	Base    string // address before the part, in the reader's language
	Back    string // where "back" leads; "" on the first screen
	Mode    string // link, staff or mine
	Choices workers.BankChoices
	Places  []workersstore.Place
	Said    string // a notice about what was looked up
	Minor   bool   // a guardian must agree
	Lacks   []ui.Link
}

// traits are how the questions behave on a phone; the words come from the catalogue.
var traits = map[string]ui.Field{
	"name": {Auto: "name"}, "mail": {Type: "email", Mode: "email", Auto: "email"}, "phone": {Type: "tel", Mode: "tel", Auto: "tel", Short: true},
	"em_phone": {Type: "tel", Mode: "tel", Short: true}, "em_relation": {Short: true}, "gu_phone": {Type: "tel", Mode: "tel", Short: true}, "gu_relation": {Short: true},
	"postcode": {Mode: "numeric", Auto: "postal-code", Short: true}, "region": {Auto: "address-level1", Short: true}, "town": {Auto: "address-level2"},
	"street": {Auto: "address-line1"}, "building": {Auto: "address-line2"}, "number": {Mode: "numeric", Short: true}, "sign": {Mode: "numeric", Short: true},
	"invoice": {Short: true}, "verified": {Short: true}, "signed_as": {Auto: "name"},
}

// ask is a question by its name: words, behaviour and what stands there already.
func (p screenPage) ask(name string, must bool) ui.Field {
	f := traits[name]
	f.Name, f.Must = name, must
	f.Label = p.Lang.T("workers.file." + name)
	if k := "workers.hint." + name; p.Lang.Has(k) {
		f.Hint = p.Lang.T(k)
	}
	f.Value = p.before(name)
	f.Took = p.took(name)
	return f
}

// took says how a typed number was understood, if it was typed in another form.
func (p screenPage) took(name string) string {
	typed := p.Form.Get(name)
	show := ""
	switch name {
	case "phone", "em_phone":
		if e, err := ja.Phone(typed); err == nil && e != "" {
			show = ja.PhoneShow(e)
		}
	case "holder":
		if k, err := workers.BankKana(typed); err == nil && k != "" {
			show = k
		}
	}
	if show == "" || show == typed {
		return ""
	}
	return p.Lang.T("workers.file.took", "read", show)
}

// before is what stands in the file, "" where it is sealed from this reader.
func (p screenPage) before(name string) string {
	f := p.Reg.File
	switch name {
	case "name":
		return p.Reg.Name
	case "kana":
		return ja.Hiragana(p.Reg.Kana)
	case "mail":
		return p.Reg.Mail
	case "phone":
		return ja.PhoneShow(p.Reg.Phone)
	}
	switch {
	case p.Part == workers.PartContact && f.Contact != nil:
		return map[string]string{"em_name": f.Contact.Emergency.Name, "em_relation": f.Contact.Emergency.Relation, "em_phone": ja.PhoneShow(f.Contact.Emergency.Phone)}[name]
	case p.Part == workers.PartAddress && f.Address != nil:
		return map[string]string{"postcode": plainPostcode(f.Address.Postcode), "region": f.Address.Region, "town": f.Address.Town, "street": f.Address.Street, "building": f.Address.Building}[name]
	case p.Part == workers.PartBank && f.Bank != nil && !strings.Contains(f.Bank.Number, "*"):
		return map[string]string{"bank": f.Bank.Bank + " " + f.Bank.BankName, "branch": f.Bank.Branch + " " + f.Bank.BranchName, "kind": f.Bank.Kind, "number": f.Bank.Number, "holder": f.Bank.Holder}[name]
	case p.Part == workers.PartBusiness && f.Business != nil:
		return p.business(name, *f.Business)
	case p.Part == workers.PartTools && f.Tools != nil:
		return map[string]string{"line": f.Tools.Line, "pc_age": f.Tools.PCAge}[name]
	}
	return ""
}

func (p screenPage) business(name string, b workers.Business) string {
	switch name {
	case "employs":
		return map[bool]string{true: "yes", false: "no"}[b.Employs]
	case "form":
		return b.Form
	case "side_limits":
		return b.SideLimits
	case "invoice":
		return string(b.Invoice)
	case "verified":
		if !b.Verified.IsZero() {
			return p.Lang.DateYear(b.Verified)
		}
	}
	return ""
}

func plainPostcode(s string) string {
	if len(s) != 7 {
		return s
	}
	return s[:3] + "-" + s[3:]
}

// birth is what the boxes of the birth date hold.
func (p screenPage) birth() (f workers.NameForm) {
	if n := p.Reg.File.Naming; n != nil {
		f.FillBirth(n.Birth)
	}
	f.Era, f.Year = p.Form.Or("era", f.Era), p.Form.Or("birth_year", f.Year)
	f.Month, f.Day = p.Form.Or("birth_month", f.Month), p.Form.Or("birth_day", f.Day)
	return f
}

// pick is a question with answers from a list of words.
func (p screenPage) pick(name, words string, values []string, must bool) ui.Field {
	f := p.ask(name, must)
	for _, v := range values {
		f.Options = append(f.Options, ui.Option{Value: v, Label: p.Lang.T(words + v)})
	}
	return f
}

func (p screenPage) devices() ui.Field {
	f := p.pick("devices", "workers.device.", workers.Devices, true)
	for i, o := range f.Options {
		if t := p.Reg.File.Tools; t != nil {
			for _, d := range t.Devices {
				f.Options[i].On = f.Options[i].On || d == o.Value
			}
		}
	}
	return f
}

func (p screenPage) extras() ui.Field {
	t := p.Reg.File.Tools
	return ui.Field{Name: "extras", Label: p.Lang.T("workers.file.extras"), Options: []ui.Option{
		{Value: "printer", Label: p.Lang.T("workers.device.printer"), On: t != nil && t.Printer}, {Value: "quiet", Label: p.Lang.T("workers.device.quiet"), On: t != nil && t.Quiet}}}
}

// yes is one box to tick.
func (p screenPage) yes(name, words string) ui.Field {
	return ui.Field{Name: name, Label: p.Lang.T("workers.file." + name), Must: true, Options: []ui.Option{{Value: "1", Label: p.Lang.T(words)}}}
}

func (p screenPage) hows() ui.Field {
	f := ui.Field{Name: "how", Label: p.Lang.T("workers.file.how"), Hint: p.Lang.T("workers.hint.how"), Must: true}
	for _, h := range workers.Hows {
		f.Options = append(f.Options, ui.Option{Value: string(h), Label: p.Lang.T("workers.how." + string(h))})
	}
	return f
}

// later is offered as long as there is no account in the file.
func (p screenPage) later() bool { return p.Mode != "mine" && p.Reg.File.Bank == nil }

func (p screenPage) stepOf() string {
	return p.Lang.T("workers.join.step", "n", p.Part.Number(), "of", len(workers.Parts))
}

func (p screenPage) percent() int { return 100 * p.Part.Number() / len(workers.Parts) }

// options are banks or branches to pick from.
func options[T zengin.Bank | zengin.Branch](list []T, of func(T) (code, name string)) (out []ui.Option) {
	for _, x := range list {
		code, name := of(x)
		out = append(out, ui.Option{Value: code, Label: code + " " + name})
	}
	return out
}

func (p screenPage) banks() ui.Field {
	return ui.Field{Name: "bank_pick", Label: p.Lang.T("workers.file.bank_pick"), Free: true, Options: options(p.Choices.Banks, func(b zengin.Bank) (string, string) { return b.Code, b.Name })}
}

func (p screenPage) branches() ui.Field {
	return ui.Field{Name: "branch_pick", Label: p.Lang.T("workers.file.branch_pick"), Free: true, Options: options(p.Choices.Branches, func(b zengin.Branch) (string, string) { return b.Code, b.Name })}
}

// readScreen reads the posted answers of a part.
func readScreen(rq web.Request, part workers.Part) workersstore.Screen {
	f := rq.PostForm
	switch part {
	case workers.PartName:
		return workers.NameForm{Name: f.Get("name"), Kana: f.Get("kana"), Era: f.Get("era"), Year: f.Get("birth_year"), Month: f.Get("birth_month"), Day: f.Get("birth_day")}
	case workers.PartContact:
		return workers.ContactForm{Mail: f.Get("mail"), Phone: f.Get("phone"), EmName: f.Get("em_name"), EmRelation: f.Get("em_relation"), EmPhone: f.Get("em_phone")}
	case workers.PartAddress:
		return workers.AddressForm{Postcode: f.Get("postcode"), Region: f.Get("region"), Town: f.Get("town"), Street: f.Get("street"), Building: f.Get("building")}
	case workers.PartBank:
		return readBank(rq)
	case workers.PartBusiness:
		return workers.BusinessForm{Employs: f.Get("employs"), Form: f.Get("form"), SideLimits: f.Get("side_limits"), Invoice: f.Get("invoice"), Verified: f.Get("verified")}
	case workers.PartTools:
		extra := ui.Form{Values: f}
		return workers.ToolsForm{Devices: f["devices"], PCAge: f.Get("pc_age"), Line: f.Get("line"), Printer: extra.Has("extras", "printer"), QuietRoom: extra.Has("extras", "quiet")}
	}
	return nil
}

// readBank reads the account; what was picked from the list stands for what was typed.
func readBank(rq web.Request) workers.BankForm {
	f := rq.PostForm
	for _, name := range []string{"bank", "branch"} {
		if pick := f.Get(name + "_pick"); pick != "" {
			f.Set(name, pick)
		}
	}
	return workers.BankForm{Bank: f.Get("bank"), Branch: f.Get("branch"), Kind: f.Get("kind"), Number: f.Get("number"), Holder: f.Get("holder"), Sign: f.Get("sign"), Later: f.Get("later") != ""}
}

func readSign(rq web.Request) workers.SignForm {
	f := rq.PostForm
	on := func(n string) bool { return f.Get(n) == "1" }
	return workers.SignForm{Privacy: on("privacy"), Contract: on("contract"), SignedAs: f.Get("signed_as"), How: workers.How(f.Get("how")),
		GuName: f.Get("gu_name"), GuRelation: f.Get("gu_relation"), GuPhone: f.Get("gu_phone"), GuardianAgrees: on("gu_agrees"), Seen: f.Get("seen")}
}
