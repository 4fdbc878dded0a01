package bankstore

import (
	"slices"
	"strings"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/payee"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(payee.Events()...)
	journal.Declare(books.Events()...)
	journal.Declare(bank.Events()...)
}

// house is a hub with two accountants, and the houses of money it is paid from.
type house struct {
	*Store
	t          testing.TB
	hub        string
	maker      who.Actor
	approver   who.Actor
	now        when.Instant
	statements []bank.Payable // that wait
	paid       map[string]string
	got        map[string]yen.Amount // what of each statement was paid
	by         map[string]yen.Amount // what each transfer paid
	failed     map[string]string
	withheld   []bank.Withheld
	invoices   []bank.Open
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// at is noon of a day in Japan.
func at(day string) when.Instant { return when.MustDate(day).At(12*60, when.Tokyo) }

func yukihara(t testing.TB, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: at("2026-12-10"), paid: map[string]string{}, got: map[string]yen.Amount{}, by: map[string]yen.Amount{}, failed: map[string]string{}}
	d.Now = func() when.Instant { return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	x, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	crew := &workersstore.Store{DB: d, Keys: k, Hubs: hs}
	h.hub, h.Store = x.ID, &Store{DB: d, Keys: k, Hubs: hs, Payees: &payeestore.Store{DB: d, Keys: k, Crew: crew}, Books: &booksstore.Store{DB: d, Keys: k, Hubs: hs}}
	h.Money = h.money()
	h.maker = who.Person(h.hub, id.Make(), "渡辺 誠", bank.MaySee, bank.MayKeep, bank.MaySet, payee.MayKeep, payee.MaySee, workers.MayKeep)
	h.approver = who.Person(h.hub, id.Make(), "工藤 由紀", bank.MaySee, bank.MayKeep)
	ok(t, h.SetProfile(t.Context(), h.maker, 0, bank.ProfileForm{Originator: "12345678", Name: "株式会社ヒロバショウジ", Bank: "0116", Branch: "606", Kind: "1", Number: "1234567", AnswerAt: "114", AnswerLength: "1", AnswerPaid: "0"}))
	return h
}

// money stands in for the houses that owe and are owed.
func (h *house) money() Money {
	return Money{
		Payables: func(_ db.Q, _ string, due when.Date, after string, most int) ([]bank.Payable, error) {
			out := h.waiting(due, func(p bank.Payable) bool { return p.No > after })
			slices.SortFunc(out, func(a, b bank.Payable) int { return strings.Compare(a.No, b.No) })
			return out[:min(most, len(out))], nil
		},
		Owed: func(_ db.Q, _ string, due when.Date, of []string) ([]bank.Payable, error) {
			return h.waiting(due, func(p bank.Payable) bool { return slices.Contains(of, p.Statement) }), nil
		},
		Paid: func(_ *db.Tx, _ who.Actor, st string, n yen.Amount, _ when.Date, tr string) error {
			h.paid[st] = tr
			h.got[st] += n
			h.by[tr] = n
			return nil
		},
		Failed: func(_ *db.Tx, _ who.Actor, st, tr, reason string) error {
			h.failed[st] = reason
			h.got[st] -= h.by[tr]
			delete(h.by, tr)
			return nil
		},
		Withheld: func(db.Q, string, when.Date, when.Date) ([]bank.Withheld, error) {
			return slices.Clone(h.withheld), nil
		},
		Payer: func(db.Q, string) (bank.Payer, error) {
			return bank.Payer{Name: "ゆきはらワークス株式会社"}, nil
		},
		Open: func(db.Q, string) ([]bank.Open, error) { return slices.Clone(h.invoices), nil },
		Receive: func(_ *db.Tx, _ who.Actor, _ bank.Incoming, m bank.Match) error {
			for i := range h.invoices {
				if h.invoices[i].Invoice == m.Invoice {
					h.invoices[i].Amount -= m.Amount + m.Fee
				}
			}
			h.invoices = slices.DeleteFunc(h.invoices, func(o bank.Open) bool { return o.Amount == 0 })
			return nil
		},
	}
}

// waiting are the statements that wait and are asked for.
func (h *house) waiting(due when.Date, asked func(bank.Payable) bool) (out []bank.Payable) {
	for _, p := range h.statements {
		if p.Amount -= h.got[p.Statement]; p.Amount > 0 && !p.Due.After(due) && asked(p) {
			out = append(out, p)
		}
	}
	return out
}

// number gives a worker a number of the sample.
func (h *house) number(worker string, no int) {
	h.t.Helper()
	ok(h.t, db.Do(h.t.Context(), h.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update worker set no = $3 where hub_id = $1 and id = $2`, h.hub, worker, no)
		return err
	}))
}

// worker registers somebody with a mail address and a confirmed account.
func (h *house) worker(name string, f workers.BankForm) string {
	h.t.Helper()
	w, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (workers.Worker, error) {
		return workersstore.Begin(tx, h.maker, workersstore.Entry{Name: name, Mail: id.Make() + "@example.com", Lang: "ja"})
	})
	ok(h.t, err)
	h.account(w.ID, f)
	h.confirm(w.ID)
	return w.ID
}

func (h *house) account(worker string, f workers.BankForm) {
	h.t.Helper()
	ok(h.t, h.Payees.Crew.Fill(h.t.Context(), h.maker, worker, f))
}

func (h *house) confirm(worker string) {
	h.t.Helper()
	f, err := h.Payees.Of(h.t.Context(), h.maker, worker)
	ok(h.t, err)
	ok(h.t, h.Payees.ConfirmFor(h.t.Context(), h.maker, worker, payee.CheckForm{Mark: f.Account.Mark, How: "desk"}))
}

func (h *house) owe(statement, worker string, amount yen.Amount, due string) {
	h.statements = append(h.statements, bank.Payable{Statement: statement, No: statement, Worker: worker, Amount: amount, Due: when.MustDate(due), Month: when.MustDate("2026-11-30")})
}

var (
	hanako = workers.BankForm{Bank: "0501", Branch: "060", Kind: "1", Number: "12345", Holder: "ビバイ ハナコ"}
	shoko  = workers.BankForm{Bank: "1004", Branch: "020", Kind: "1", Number: "7654321", Holder: "スナガワ ショウコ"}
)

// prepare makes a run of everything that waits.
func (h *house) prepare(due, payOn string) bank.Run {
	h.t.Helper()
	runID, err := h.Prepare(h.t.Context(), h.maker, bank.CollectForm{Due: due, PayOn: payOn}, id.Make())
	ok(h.t, err)
	return h.run(runID)
}

func (h *house) run(runID string) bank.Run {
	h.t.Helper()
	x, err := h.Run(h.t.Context(), h.maker, runID, 0)
	ok(h.t, err)
	return x.Run
}

// file makes a run and its file, by two persons.
func (h *house) file(due, payOn string) bank.Run {
	h.t.Helper()
	r := h.prepare(due, payOn)
	ok(h.t, h.Approve(h.t.Context(), h.approver, r.ID, r.Version))
	ok(h.t, h.MakeFile(h.t.Context(), h.maker, r.ID, r.Version+1, false))
	return h.run(r.ID)
}

// payDay turns the clock to a run's day of payment, before which no bank has paid.
func (h *house) payDay(r bank.Run) {
	if at(r.PayOn.String()).After(h.now) {
		h.now = at(r.PayOn.String())
	}
}

// pay says that a run was paid, on its day.
func (h *house) pay(r bank.Run) {
	h.t.Helper()
	h.payDay(r)
	ok(h.t, h.PayRest(h.t.Context(), h.maker, r.ID))
}

func (h *house) letters(kind string) (n int) {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 100) })
	ok(h.t, err)
	for _, r := range rows {
		if r.Kind == kind {
			n++
		}
	}
	return n
}

// wrong wants a fault of a kind, at a field where one is named.
func wrong(t *testing.T, what string, err error, kind fault.Kind, field string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind || field != "" && (len(f.Fields) == 0 || f.Fields[0].Key != field) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, field)
	}
}

// refuse has the paying of one statement be refused, as long as there is a reason.
func refuse(pay paying, statement string, reason *error) paying {
	return func(tx *db.Tx, a who.Actor, st string, n yen.Amount, on when.Date, tr string) error {
		if st == statement && *reason != nil {
			return *reason
		}
		return pay(tx, a, st, n, on, tr)
	}
}

type paying = func(tx *db.Tx, a who.Actor, statement string, amount yen.Amount, on when.Date, transfer string) error
