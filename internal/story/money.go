package story

import (
	"bytes"
	"fmt"
	"slices"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/books"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/pay"
	"hiroba/internal/people"
	data "hiroba/internal/town"
)

// purse tells the product what it must know before money moves: who writes invoices, from
// which account is paid, what the year should bring.
func (t *town) purse() error {
	cashier := t.staff[people.Accountant]
	issuer := data.Issuer
	issuer.Verified = t.today().String()
	if err := t.act("issuer", func() error { return t.app.Bills.SaveIssuer(t.ctx, cashier, 0, issuer) }); err != nil {
		return err
	}
	return t.act("account", func() error { return t.app.Bank.SetProfile(t.ctx, cashier, 0, data.Account) })
}

// monthly plans what a month brings to the accountant, for the month that is over.
func (t *town) monthly(first when.Date) {
	over := first.AddMonths(-1)
	t.at(clock(first, 20*60), func() error { return t.reports(over) })
	third := t.openDay(t.openDay(first.AddDays(2)).AddDays(1))
	t.at(clock(third, 11*60), func() error { return t.closeMonth(over) })
	t.at(clock(third.AddDays(1), 19*60), func() error { return t.statements(over) })
	t.at(clock(t.openDay(third.AddDays(3)), 10*60), t.answers)
	t.at(clock(t.openDay(first.AddDays(4)), 14*60), func() error { return t.costs(first) })
	t.at(clock(first.AddDays(11), 10*60), func() error { return t.collect(first.AddDays(27)) })
}

// reports are the workers' own words that this was all for a month.
func (t *town) reports(over when.Date) error {
	for _, x := range t.crew() {
		if x.worked.Before(over) || !t.happens(0.8, "reports", x.no, over) {
			continue
		}
		if err := t.act("report "+x.Mail, func() error { return t.app.Pay.Report(t.ctx, x.actor, books.Month(over), true) }); err != nil {
			return err
		}
	}
	return nil
}

// closeMonth inspects what still waits and closes the month.
func (t *town) closeMonth(over when.Date) error {
	if !t.isOpen(t.today()) { // snow: the day after
		t.at(t.now.Add(day), func() error { return t.closeMonth(over) })
		return nil
	}
	if err := t.inspect(); err != nil {
		return err
	}
	closed, err := tell(t, "close", func() (bool, error) {
		if m, _, err := t.app.Pay.Month(t.ctx, t.staff[people.Accountant], books.Month(over)); err != nil || m.State != pay.MonthOpen {
			return err == nil, err
		}
		err := t.app.Pay.Close(t.ctx, t.staff[people.Accountant], books.Month(over), pay.CloseForm{Knowing: true})
		if refused(err) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return err
	}
	if !closed && t.today().Sub(over) < 50 { // something is still sent back: tomorrow again
		t.at(t.now.Add(day), func() error { return t.closeMonth(over) })
		return nil
	}
	return t.drain()
}

// statements are what workers do with what they get: most confirm, few ask, some say nothing (deemed confirmed).
func (t *town) statements(over when.Date) error {
	for _, x := range t.residents {
		if x.person == "" || x.worked.Before(over) || x.gone {
			continue
		}
		if err := t.act("statement "+x.Mail, func() error { return t.answerStatement(x, over) }); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) answerStatement(x *resident, over when.Date) error {
	m, err := t.app.Pay.MyMoney(t.ctx, x.actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(m.Statements, func(s pay.Statement) bool { return s.Month == books.Month(over) && s.State == pay.Sent })
	if i < 0 {
		return nil
	}
	s := m.Statements[i]
	switch {
	case t.happens(0.03, "asks about money", x.no, over):
		return t.app.Pay.Ask(t.ctx, x.actor, s.ID, 1, data.PayQuestion, t.once("ask", x.no, over))
	case t.happens(0.75, "confirms", x.no, over):
		return t.app.Pay.Confirm(t.ctx, x.actor, s.ID, s.Version)
	}
	return nil
}

// answers answers the workers' questions.
func (t *town) answers() error {
	return t.act("answer questions", func() error {
		ds, err := t.app.Pay.OpenDisputes(t.ctx, t.staff[people.Accountant])
		for _, d := range ds {
			if err := t.app.Pay.AnswerDispute(t.ctx, t.staff[people.Accountant], d.ID, data.PayAnswer); err != nil {
				return err
			}
		}
		return err
	})
}

// costs enters what the hub itself costs.
func (t *town) costs(first when.Date) error {
	for i, c := range data.Costs {
		c.On = first.String()
		if err := t.act(fmt.Sprint("cost ", i), func() error {
			return t.app.Bills.PostCost(t.ctx, t.staff[people.Accountant], t.once("cost", i, first), c)
		}); err != nil {
			return err
		}
	}
	return nil
}

// collect prepares a run of what is due by a day; the administrator approves it the day
// after, and the bank answers on the day after the payment.
func (t *town) collect(due when.Date) error {
	maker := t.staff[people.Accountant]
	run, err := tell(t, "prepare", func() (string, error) {
		payOn := duedate.PreviousBankDay(t.today().AddDays(8))
		f := bank.CollectForm{Due: due.String(), PayOn: payOn.String()}
		p, err := t.app.Bank.Collect(t.ctx, maker, f)
		if err != nil || p.Stopped() {
			return "", err
		}
		return t.app.Bank.Prepare(t.ctx, maker, f, t.once("run", due))
	})
	if err != nil || run == "" {
		return err
	}
	t.at(clock(t.openDay(t.today().AddDays(1)), 10*60+10), func() error { return t.approve(run) })
	t.at(clock(duedate.PreviousBankDay(t.today().AddDays(8)).AddDays(1), 9*60+50), func() error { return t.bankAnswers(run) })
	return nil
}

// approve is the second person's word; then the file is made.
func (t *town) approve(run string) error {
	if err := t.act("approve", func() error {
		v, err := t.app.Bank.Run(t.ctx, t.staff[people.HubAdmin], run, 0)
		if err != nil {
			return err
		}
		return t.app.Bank.Approve(t.ctx, t.staff[people.HubAdmin], run, v.Version)
	}); err != nil {
		return err
	}
	return t.act("file", func() error {
		v, err := t.app.Bank.Run(t.ctx, t.staff[people.Accountant], run, 0)
		if err != nil {
			return err
		}
		return t.app.Bank.MakeFile(t.ctx, t.staff[people.Accountant], run, v.Version, false)
	})
}

// failsPermille is how many transfers in a thousand the bank cannot make.
const failsPermille = 8

// paidOut is what a bank's answer came to.
type paidOut struct {
	Paid   yen.Amount
	Failed int
}

// bankAnswers has the bank send the file back, with its answer in each transfer: nearly all are paid.
func (t *town) bankAnswers(run string) error {
	got, err := tell(t, "bank answers", func() (x paidOut, err error) {
		_, body, err := t.app.Bank.Take(t.ctx, t.staff[people.Accountant], run)
		if err != nil {
			return x, err
		}
		v, err := t.app.Bank.Run(t.ctx, t.staff[people.Accountant], run, 0)
		if err != nil {
			return x, err
		}
		answer, failed := t.answered(body)
		if v.State == bank.RunFiled {
			if _, err := t.app.Bank.ReadAnswer(t.ctx, t.staff[people.Accountant], run, answer); err != nil {
				return x, err
			}
		}
		x.Failed = failed
		after, err := t.app.Bank.Run(t.ctx, t.staff[people.Accountant], run, 0)
		for i, tr := range after.Transfers {
			if tr.State == bank.Paid {
				x.Paid += v.Transfers[i].Record.Amount
			}
		}
		return x, err
	})
	t.month.Paid += got.Paid
	t.month.Failed += got.Failed
	return err
}

// answered writes a bank's codes into a file: 0 is paid, 8 is not.
func (t *town) answered(body []byte) ([]byte, int) {
	lines := bytes.Split(slices.Clone(body), []byte("\r\n"))
	failed := 0
	for i, l := range lines {
		if len(l) != zengin.RecordLength || l[0] != '2' {
			continue
		}
		l[113] = '0'
		if t.happens(failsPermille/1000.0, "bank fails", t.today(), i) {
			l[113] = '8'
			failed++
		}
	}
	return bytes.Join(lines, []byte("\r\n")), failed
}

// invoices issues every draft there is; each client pays when it pays.
func (t *town) invoices() error {
	ids, err := tell(t, "drafts", func() (out []string, err error) {
		l, err := t.app.Bills.Invoices(t.ctx, t.staff[people.Accountant], billstore.Query{State: bill.Draft})
		for _, v := range l.Rows {
			out = append(out, v.ID)
		}
		return out, err
	})
	if err != nil {
		return err
	}
	for i, v := range ids {
		if err := t.issue(v, i); err != nil {
			return err
		}
	}
	return t.remind()
}

// issued is an invoice that went out.
type issued struct {
	Client string
	Due    when.Date
	Gross  yen.Amount
}

func (t *town) issue(invoice string, n int) error {
	v, err := tell(t, fmt.Sprint("issue ", n), func() (x issued, err error) {
		f, err := t.app.Bills.Invoice(t.ctx, t.staff[people.Accountant], invoice)
		if err != nil {
			return x, err
		}
		if f.State == bill.Draft {
			if err := t.app.Bills.Issue(t.ctx, t.staff[people.Accountant], invoice, f.Version); err != nil {
				return x, err
			}
		}
		f, err = t.app.Bills.Invoice(t.ctx, t.staff[people.Accountant], invoice)
		return issued{f.Client, f.Due, f.Totals.Gross}, err
	})
	if err != nil {
		return err
	}
	t.month.Billed += v.Gross
	i := slices.IndexFunc(t.clients, func(c *client) bool { return c.id == v.Client })
	on := duedate.NextBankDay(maxDate(v.Due.AddDays(t.clients[i].Late), t.today().AddDays(1)))
	t.at(clock(on.AddDays(1), 9*60+15), func() error { return t.incoming(t.clients[i], invoice, on, v.Gross) })
	return nil
}

// incoming reads the bank's file in which a client pays, and says what was paid by it.
func (t *town) incoming(c *client, invoice string, on when.Date, gross yen.Amount) error {
	cashier := t.staff[people.Accountant]
	if err := t.act("money from "+c.Form.Kana, func() error {
		p, err := t.app.Bank.Profile(t.ctx, cashier)
		if err != nil {
			return err
		}
		n, err := zengin.PayeeName(c.Form.Kana, p.Layout())
		if err != nil {
			return err
		}
		st := zengin.Statement{Kind: zengin.Notice, Made: on, From: on, Until: on, Bank: p.Bank, Branch: p.Branch, Type: p.Type, Account: p.Number, Holder: p.Name,
			Entries: []zengin.Entry{{Ref: fmt.Sprintf("%06d", c.no+1), On: on, Value: on, Amount: gross, Payer: n.Text}}}
		var body bytes.Buffer
		if err := zengin.WriteStatements(&body, "\r\n", st); err != nil {
			return err
		}
		_, err = t.app.Bank.Import(t.ctx, cashier, "nyukin-"+on.String()+".txt", body.Bytes())
		return err
	}); err != nil {
		return err
	}
	return t.act("match "+c.Form.Kana, func() error {
		in, err := t.app.Bank.Incoming(t.ctx, cashier, bank.IncomingOpen, 0)
		if err != nil {
			return err
		}
		for _, x := range in.Rows {
			if x.Amount == gross && x.On == on {
				return t.app.Bank.Match(t.ctx, cashier, x.ID, x.Version, bank.MatchForm{Invoices: []string{invoice}})
			}
		}
		return nil
	})
}

// remind writes to clients whose money is late.
func (t *town) remind() error {
	n, err := tell(t, "remind", func() (n int, err error) {
		l, err := t.app.Bills.Invoices(t.ctx, t.staff[people.Accountant], billstore.Query{State: bill.Open})
		if err != nil {
			return 0, err
		}
		for _, v := range l.Rows {
			f, err := t.app.Bills.Invoice(t.ctx, t.staff[people.Accountant], v.ID)
			if err != nil {
				return n, err
			}
			if f.Next == 0 {
				continue
			}
			if err := t.app.Bills.Remind(t.ctx, t.staff[people.Accountant], v.ID, int(f.Next)); err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	})
	t.month.Reminders += n
	return err
}
