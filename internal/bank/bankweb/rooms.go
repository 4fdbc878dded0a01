// Package bankweb has the pages of whoever pays and is paid for the hub: runs of transfers,
// incoming money, withheld tax.
package bankweb

import (
	"strconv"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct{ Store *bankstore.Store }

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, keep, set := web.Need(bank.MaySee), web.Need(bank.MayKeep), web.Need(bank.MaySet)
	file := keep.Upload(bank.AnswerBytes + 1<<20)
	rt.Handle("GET /staff/bank", see, r.runs)
	rt.Handle("GET /staff/bank/new", keep, r.collect)
	rt.Handle("POST /staff/bank/new", keep, r.prepare)
	rt.Handle("GET /staff/bank/runs/{id}", see, r.run)
	rt.Handle("POST /staff/bank/runs/{id}/approve", keep, r.approve)
	rt.Handle("POST /staff/bank/runs/{id}/drop", keep, r.drop)
	rt.Handle("POST /staff/bank/runs/{id}/file", keep, r.makeFile)
	rt.Handle("GET /staff/bank/runs/{id}/file.txt", keep, r.take)
	rt.Handle("POST /staff/bank/runs/{id}/answer", file, r.answer)
	rt.Handle("POST /staff/bank/runs/{id}/paid", keep, r.payRest)
	rt.Handle("POST /staff/bank/runs/{id}/go", keep, r.goOn)
	rt.Handle("GET /staff/bank/runs/{id}/{no}", see, r.transfer)
	rt.Handle("POST /staff/bank/runs/{id}/{no}", keep, r.fail)
	rt.Handle("GET /staff/bank/incoming", see, r.incoming)
	rt.Handle("POST /staff/bank/incoming", file, r.importFile)
	rt.Handle("GET /staff/bank/incoming/{id}", see, r.oneIncoming)
	rt.Handle("POST /staff/bank/incoming/{id}", keep, r.match)
	rt.Handle("POST /staff/bank/incoming/{id}/aside", keep, r.setAside)
	rt.Handle("GET /staff/bank/withheld", see, r.withheld)
	rt.Handle("GET /staff/bank/withheld.xlsx", see, r.withheldFile)
	rt.Handle("GET /staff/bank/withheld.csv", see, r.withheldFile)
	rt.Handle("GET /staff/bank/withheld.pdf", keep, r.withheldPDF)
	rt.Handle("GET /staff/bank/records", see, r.records)
	rt.Handle("GET /staff/bank/records.xlsx", see, r.recordsFile)
	rt.Handle("GET /staff/bank/records.csv", see, r.recordsFile)
	rt.Handle("GET /staff/bank/records/{year}/{worker}", keep, r.recordPDF)
	rt.Handle("GET /staff/bank/account", set, r.account)
	rt.Handle("POST /staff/bank/account", set, r.setAccount)
}

// tabs are the parts of the house, those this person may open.
func tabs(rq web.Request) []ui.NavItem {
	var out []ui.NavItem
	for _, t := range []struct{ path, key string }{{"/staff/bank", "bank.tab.runs"}, {"/staff/bank/incoming", "bank.tab.incoming"}, {"/staff/bank/withheld", "bank.tab.withheld"}, {"/staff/bank/records", "bank.tab.records"}} {
		out = append(out, ui.NavItem{Href: rq.Lang.Path(t.path), Label: rq.T(t.key)})
	}
	if rq.Actor.Can(bank.MaySet) {
		out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/bank/account"), Label: rq.T("bank.tab.account")})
	}
	return ui.Mark(out, rq.URL.Path, rq.Lang)
}

// stateTag is a state as a tag: its kind of colour and its word.
type stateTag struct{ Kind, Word string }

// finding is something to look at, as a sentence.
type finding struct {
	Stop bool
	Text string
}

func findings(rq web.Request, fs []bank.Finding) (out []finding) {
	for _, f := range fs {
		value := f.Value
		if d, err := when.ParseDate(value); err == nil {
			value = rq.Lang.DateYear(d)
		}
		out = append(out, finding{f.Stop, rq.T("bank.finding."+f.Kind, "value", value)})
	}
	return out
}

// version is the version of a page that a form was on.
func version(rq web.Request) int {
	n, _ := strconv.Atoi(rq.PostForm.Get("version"))
	return n
}
