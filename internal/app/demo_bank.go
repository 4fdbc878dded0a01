package app

import (
	"bytes"
	"context"
	"fmt"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/people"
	"hiroba/internal/town"
)

// fillBank gives the demo town's hub an account, pays what is due by now, leaves what is due
// next for a second person to approve, and reads what came in.
func (a *App) fillBank(ctx context.Context, hubID string) error {
	maker, approver, err := a.bankers(ctx, hubID)
	if err != nil {
		return err
	}
	if err := a.Bank.SetProfile(ctx, maker, 0, town.Account); err != nil {
		return err
	}
	today := a.ago(0).DateIn(when.Tokyo)
	if err := a.payDue(ctx, maker, approver, today); err != nil {
		return err
	}
	// What is due next waits for the administrator.
	next := bank.NextDue(today)
	if _, err := a.waitingRun(ctx, maker, next, duedate.PreviousBankDay(next)); err != nil {
		return err
	}
	return a.readIncoming(ctx, maker, today)
}

// bankers are the accountant, who prepares, and the administrator, who approves.
func (a *App) bankers(ctx context.Context, hubID string) (maker, approver who.Actor, err error) {
	all, err := a.People.Staff(ctx, who.System(hubID, "demo", people.MayInvite))
	for _, p := range all.People {
		x := who.Person(hubID, p.ID, p.Name, bank.MaySee, bank.MayKeep, bank.MaySet)
		switch p.Mail {
		case town.People[town.Accountant].Mail:
			maker = x
		case town.People[town.Admin].Mail:
			approver = x
		}
	}
	return maker, approver, err
}

// waitingRun prepares a run of what is due by a day; "" where there is nothing.
func (a *App) waitingRun(ctx context.Context, maker who.Actor, due, payOn when.Date) (string, error) {
	f := bank.CollectForm{Due: due.String(), PayOn: payOn.String()}
	p, err := a.Bank.Collect(ctx, maker, f)
	if err != nil || p.Stopped() {
		return "", err
	}
	return a.Bank.Prepare(ctx, maker, f, "")
}

// payDue pays what was due on the due date of this month, if that is over, with the clock turned to it.
func (a *App) payDue(ctx context.Context, maker, approver who.Actor, today when.Date) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	payOn := duedate.PreviousBankDay(when.On(today.Year(), today.Month(), duedate.Standard.Day))
	if !payOn.Before(today) {
		return nil
	}
	a.DB.Now = func() when.Instant { return payOn.At(10*60, when.Tokyo) }
	run, err := a.waitingRun(ctx, maker, payOn, payOn)
	if err != nil || run == "" {
		return err
	}
	if err := a.Bank.Approve(ctx, approver, run, 1); err != nil {
		return err
	}
	if err := a.Bank.MakeFile(ctx, maker, run, 2, false); err != nil {
		return err
	}
	a.DB.Now = now
	return a.Bank.PayRest(ctx, maker, run)
}

// readIncoming reads a bank's file in which one client pays its invoice, less the bank's fee,
// and somebody pays what nobody asked for.
func (a *App) readIncoming(ctx context.Context, maker who.Actor, today when.Date) error {
	p, err := a.Bank.Profile(ctx, maker)
	if err != nil {
		return err
	}
	open, err := a.Bank.Incoming(ctx, maker, bank.IncomingOpen, 0)
	if err != nil {
		return err
	}
	on := duedate.PreviousBankDay(today.AddDays(-1))
	st := zengin.Statement{Kind: zengin.Notice, Made: on, From: on.AddDays(-7), Until: on, Bank: p.Bank, Branch: p.Branch, Type: p.Type, Account: p.Number, Holder: p.Name}
	add := func(payer string, amount yen.Amount) error {
		n, err := zengin.PayeeName(payer, p.Layout())
		st.Entries = append(st.Entries, zengin.Entry{Ref: fmt.Sprintf("%06d", len(st.Entries)+1), On: on, Value: on, Amount: amount, Payer: n.Text})
		return err
	}
	for _, o := range open.Open[:min(len(open.Open), 1)] {
		if err := add(o.ClientKana, o.Amount-town.BankFee); err != nil {
			return err
		}
	}
	if err := add(town.Unasked.Kana, yen.Amount(town.Unasked.Amount)); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := zengin.WriteStatements(&body, "\r\n", st); err != nil {
		return err
	}
	_, err = a.Bank.Import(ctx, maker, town.Unasked.File, body.Bytes())
	return err
}
