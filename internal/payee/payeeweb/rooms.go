// Package payeeweb has the pages on whom money goes to: a worker's own account, and how it
// stands for whoever pays.
package payeeweb

import (
	"hiroba/internal/lib/zengin"
	"hiroba/internal/payee"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *payeestore.Store
	// Tabs are the parts of a worker's staff page; app puts them together from all houses.
	Tabs func(rq web.Request, workerID string) []ui.NavItem
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	mine, see, keep := web.Need(payee.MaySelf), web.Need(payee.MaySee), web.Need(payee.MayKeep)
	rt.Handle("GET /my/account", mine, r.mine)
	rt.Handle("POST /my/account", mine, r.confirm)
	rt.Handle("GET /staff/workers/{id}/account", see, r.ofWorker)
	rt.Handle("POST /staff/workers/{id}/account", keep, r.confirmFor)
	rt.Handle("POST /staff/workers/{id}/account/lookup", keep, r.lookUp)
}

// accountRows are the lines of an account, in the reader's words.
func accountRows(rq web.Request, a payee.Account) (rows [][2]string) {
	add := func(key, value string) {
		if value != "" && value != " " {
			rows = append(rows, [2]string{rq.T("payee.account." + key), value})
		}
	}
	add("bank", a.Bank+" "+a.BankName)
	add("branch", a.Branch+" "+a.BranchName)
	add("kind", rq.T("payee.kind."+string(rune('0'+a.Type))))
	add("number", a.Number)
	add("holder", a.HolderKana)
	return rows
}

// doubts are what to look at in an account, as sentences.
func doubts(rq web.Request, a payee.Account) (out []string) {
	list := zengin.KnownBanks()
	for _, d := range a.Doubts(list) {
		out = append(out, rq.T("payee.doubt."+string(d.Kind), "value", d.Value, "date", rq.Lang.DateYear(list.AsOf)))
	}
	return out
}

// standing is how a registration stands today, as a state and a sentence.
type standing struct{ Kind, Tag, Text, Number string }

func standingOf(rq web.Request, f payee.File) standing {
	t := f.Tax(rq.Today())
	switch {
	case t.Registered && t.VerifiedOn.IsZero():
		return standing{"info", rq.T("payee.tax.told"), rq.T("payee.tax.told_text"), t.Number}
	case t.Registered:
		return standing{"ok", rq.T("payee.tax.verified"), rq.T("payee.tax.verified_text", "date", rq.Lang.DateYear(t.VerifiedOn)), t.Number}
	case t.Doubtful:
		return standing{"warn", rq.T("payee.tax.doubtful"), rq.T("payee.tax.doubtful_text"), string(f.Number())}
	case f.Number() != "":
		return standing{"warn", rq.T("payee.tax.not_found"), rq.T("payee.tax.not_found_text"), string(f.Number())}
	}
	return standing{"hub", rq.T("payee.tax.none"), rq.T("payee.tax.none_text"), ""}
}
