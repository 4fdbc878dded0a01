package bankweb

import (
	"net/http"
	"strconv"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/base/yen"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// incomingStates in the order of the page.
var incomingStates = []bank.IncomingState{bank.IncomingOpen, bank.IncomingDone, bank.IncomingAside}

var incomingTags = map[bank.IncomingState]string{bank.IncomingOpen: "warn", bank.IncomingDone: "ok", bank.IncomingAside: "hub"}

type incomingPage struct {
	ui.Shell
	Form   ui.Form
	Tabs   []ui.NavItem
	States []ui.NavItem
	Keep   bool
	Rows   []incomingRow
	Pager  ui.Pager
}

type incomingRow struct {
	Href, On, Payer, Amount, Left, Guess, Reason string
	Tag                                          stateTag
}

func (r *Rooms) incoming(w web.Writer, rq web.Request) error {
	return r.incomingPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) incomingPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	state := bank.IncomingState(rq.URL.Query().Get("state"))
	if incomingTags[state] == "" {
		state = bank.IncomingOpen
	}
	n := web.PageOf(rq.URL.Query())
	c, err := r.Store.Incoming(rq.Context(), rq.Actor, state, (n-1)*bankstore.IncomingPage)
	if err != nil {
		return err
	}
	base := rq.Lang.Path("/staff/bank/incoming") + "?state="
	p := incomingPage{Shell: rq.Shell(rq.T("bank.incoming.title")).WithErrors(f), Form: f, Tabs: tabs(rq), Keep: rq.Actor.Can(bank.MayKeep), Pager: ui.Pager{Page: n, Size: bankstore.IncomingPage, Total: c.Counts[state], Base: base + string(state) + "&p="}}
	for _, s := range incomingStates {
		p.States = append(p.States, ui.NavItem{Href: base + string(s), Label: rq.T("bank.incoming.state." + string(s)), Count: c.Counts[s], Current: s == state})
	}
	for _, x := range c.Rows {
		p.Rows = append(p.Rows, incomingOf(rq, x, c.Open))
	}
	return w.PageStatus(status, incomingView(p))
}

func incomingOf(rq web.Request, x bank.Incoming, open []bank.Open) incomingRow {
	row := incomingRow{Href: rq.Lang.Path("/staff/bank/incoming/" + x.ID), On: rq.Lang.Date(x.On), Payer: x.Payer, Amount: rq.Lang.Yen(x.Amount), Reason: x.Reason, Tag: stateTag{incomingTags[x.State], rq.T("bank.incoming.state." + string(x.State))}}
	if x.Left != x.Amount && x.Left > 0 {
		row.Left = rq.T("bank.incoming.left", "amount", rq.Lang.Yen(x.Left))
	}
	if x.State == bank.IncomingOpen {
		if ps := bank.Propose(x, open); len(ps) > 0 {
			row.Guess = rq.T("bank.incoming.guess", "what", names(ps[0].Invoices))
		}
	}
	return row
}

// names are invoices in one line: whose, and their numbers.
func names(of []bank.Open) string {
	var nos []string
	for _, o := range of {
		nos = append(nos, o.No)
	}
	return of[0].ClientName + " " + strings.Join(nos, ", ")
}

func (r *Rooms) importFile(w web.Writer, rq web.Request) error {
	name, body, err := rq.Upload("file", 1<<20)
	if err != nil {
		return err
	}
	got, err := r.Store.Import(rq.Context(), rq.Actor, name, body)
	switch {
	case err != nil:
		return w.Mend(err, func(f ui.Form) error { return r.incomingPage(w, rq, http.StatusUnprocessableEntity, f) })
	case !got.Before.IsZero():
		return w.Say("warn", "bank.said.same_file", "by", got.By, "at", rq.Lang.Moment(got.Before, rq.Hub.Loc)).SeeOther("/staff/bank/incoming")
	}
	return w.Say("ok", "bank.said.imported", "new", got.New, "known", got.Known).SeeOther("/staff/bank/incoming")
}

type onePage struct {
	ui.Shell
	Form      ui.Form
	Base      string
	Row       incomingRow
	Version   string
	Open      bool
	Proposals []proposalRow
	Invoices  []ui.Option
	Matches   []matchRow
	Rests     []ui.Option
	FeeMost   string
}

type proposalRow struct {
	Why, What, Short string
	IDs              []string
	First            bool
	Bear, Ask        string // what becomes of what is short: the two words for it
	Advance          string // what becomes of what is too much
}

type matchRow struct{ No, Amount, Fee, By string }

func (r *Rooms) oneIncoming(w web.Writer, rq web.Request) error {
	return r.onePage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) onePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.OneIncoming(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	row := incomingOf(rq, x.Incoming, nil)
	p := onePage{Shell: rq.Shell(rq.T("bank.incoming.one", "payer", x.Payer)).WithErrors(f), Form: f, Base: row.Href, Row: row, Version: f.Or("version", strconv.Itoa(x.Version)), Open: x.State == bank.IncomingOpen && rq.Actor.Can(bank.MayKeep)}
	for i, pr := range x.Proposals {
		p.Proposals = append(p.Proposals, proposalOf(rq, pr, x.FeeMost, i == 0))
	}
	p.FeeMost = rq.T("bank.rest.unset")
	if x.FeeMost > 0 {
		p.FeeMost = rq.T("bank.rest.most", "amount", rq.Lang.Yen(x.FeeMost))
	}
	for _, word := range []bank.Rest{bank.RestAsk, bank.RestFee, bank.RestAdvance} {
		p.Rests = append(p.Rests, ui.Option{Value: string(word), Label: rq.T("bank.rest.other_" + string(word))})
	}
	for _, o := range x.Open {
		p.Invoices = append(p.Invoices, ui.Option{Value: o.Invoice, Label: o.ClientName + " " + o.No, Note: rq.T("bank.incoming.invoice_note", "amount", rq.Lang.Yen(o.Amount), "due", rq.Lang.DateYear(o.Due))})
	}
	for _, m := range x.Matches {
		row := matchRow{No: m.No, Amount: rq.Lang.Yen(m.Amount), By: rq.T("bank.step.by", "name", m.By, "at", rq.Lang.Moment(m.At, rq.Hub.Loc))}
		if m.Fee > 0 {
			row.Fee = rq.T("bank.incoming.borne", "amount", rq.Lang.Yen(m.Fee))
		}
		p.Matches = append(p.Matches, row)
	}
	return w.PageStatus(status, oneView(p))
}

func proposalOf(rq web.Request, pr bank.Proposal, most yen.Amount, first bool) proposalRow {
	row := proposalRow{Why: rq.T("bank.why." + string(pr.Why)), What: names(pr.Invoices), First: first}
	var sum yen.Amount
	for _, o := range pr.Invoices {
		row.IDs = append(row.IDs, o.Invoice)
		sum += o.Amount
	}
	row.What += " " + rq.Lang.Yen(sum)
	switch {
	case pr.Short > 0:
		row.Short = rq.T("bank.incoming.short", "amount", rq.Lang.Yen(pr.Short))
	case pr.Over > 0:
		row.Short = rq.T("bank.incoming.over", "amount", rq.Lang.Yen(pr.Over))
		row.Advance = rq.T("bank.rest.advance", "amount", rq.Lang.Yen(pr.Over))
	}
	if pr.MayBear(most) {
		row.Bear, row.Ask = rq.T("bank.rest.fee", "amount", rq.Lang.Yen(pr.Short)), rq.T("bank.rest.ask", "amount", rq.Lang.Yen(pr.Short))
	}
	return row
}

func (r *Rooms) match(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := bank.MatchForm{Invoices: rq.PostForm["invoice"], Rest: bank.Rest(rq.PostForm.Get("rest"))}
	if s := rq.PostForm.Get("amount"); s != "" {
		f.Amounts = []string{s}
	}
	return r.doneOne(w, rq, r.Store.Match(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), f), "bank.said.matched")
}

func (r *Rooms) setAside(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.doneOne(w, rq, r.Store.SetAside(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), rq.PostForm.Get("reason")), "bank.said.aside")
}

func (r *Rooms) doneOne(w web.Writer, rq web.Request, err error, said string) error {
	if err == nil {
		return w.Say("ok", said).SeeOther("/staff/bank/incoming/" + rq.PathValue("id"))
	}
	return w.Mend(err, func(f ui.Form) error { return r.onePage(w, rq, http.StatusUnprocessableEntity, f) })
}
