package bill

import (
	"slices"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

// Side is one line of the hub's profit and loss.
type Side string

// The lines, in the order of the table: what comes in, what goes out. Grants and costs
// are entered by the hub; sales and fees come from the ledger by themselves.
const (
	SalesSide   Side = "sales"
	GrantsSide  Side = "grants"
	FeesSide    Side = "fees"
	StaffSide   Side = "staff"
	RentSide    Side = "rent"
	OtherSide   Side = "other"
	ChargesSide Side = "charges" // what banks take for transfers
)

// What is paid to the tax office is no line of profit and loss: it was kept back of fees, or
// taken of clients, for the state.
const (
	WithheldSide Side = "withheld"  // income tax kept back of fees
	SalesTaxSide Side = "sales_tax" // consumption tax
)

// Sides in the order of the table.
var Sides = []Side{SalesSide, GrantsSide, FeesSide, StaffSide, RentSide, OtherSide, ChargesSide}

// Entered are the lines a person enters entries for.
var Entered = []Side{StaffSide, RentSide, OtherSide, ChargesSide, GrantsSide, WithheldSide, SalesTaxSide}

// In tells whether a line is income.
func (s Side) In() bool { return s == SalesSide || s == GrantsSide }

// CostForm is a cost or a grant of the hub as typed.
type CostForm struct{ Side, On, Amount, Words string }

// Cost is a cost or a grant of the hub.
type Cost struct {
	ID, Words, MadeBy string
	Entry             string // in the ledger
	Side              Side
	On                when.Date
	Amount            yen.Amount
}

// Read cleans the cost and says what is wrong with it. A negative amount takes back one
// entered before: nothing is changed afterwards.
func (f CostForm) Read(today when.Date) (Cost, error) {
	var c fault.Check
	x := Cost{Side: Side(f.Side), On: date(&c, "on", f.On, today), Amount: amount(&c, "amount", f.Amount, true, -1_000_000_000, 1_000_000_000), Words: line(&c, "words", f.Words, true)}
	c.When(!slices.Contains(Entered, x.Side), "side", "bill.field.pick")
	c.When(x.Amount == 0, "amount", "bill.field.yen_form")
	return x, c.Err()
}

// Plan is what a hub expects of a fiscal year, by line: the same in each month, or by month.
type Plan map[Side][12]yen.Amount

// PlanForm is the plan of a year as typed: by line, the sum of the year.
type PlanForm map[Side]string

// Read spreads the year's sums over its months; what does not divide falls to the last.
func (f PlanForm) Read() (Plan, error) {
	var c fault.Check
	p := Plan{}
	for _, s := range Sides {
		n := amount(&c, "plan_"+string(s), f[s], false, 0, 100_000_000_000)
		var months [12]yen.Amount
		for i := range months {
			months[i] = n / 12
		}
		months[11] += n % 12
		p[s] = months
	}
	return p, c.Err()
}

// Year is the sum of a line over the year.
func (p Plan) Year(s Side) (n yen.Amount) {
	for _, m := range p[s] {
		n += m
	}
	return n
}

// Profit is what a month leaves, of a plan or of what was.
func Profit(of map[Side]yen.Amount) (n yen.Amount) {
	for s, x := range of {
		if s.In() {
			n += x
		} else {
			n -= x
		}
	}
	return n
}

// Margin is what an order leaves the hub.
type Margin struct {
	Sales  yen.Amount // of the client, without tax
	Fees   yen.Amount // to the workers, without the part of the tax that is credited
	Lost   yen.Amount // tax in fees that may not be deducted
	Look   yen.Amount // hours of inspection at the hub's own rate
	Looked int        // seconds
}

// Left is the margin.
func (m Margin) Left() yen.Amount { return m.Sales - m.Fees - m.Lost - m.Look }

// Permille is the margin in a thousand of the sales; 0 where there are none.
func (m Margin) Permille() int {
	if m.Sales <= 0 {
		return 0
	}
	return int(int64(m.Left()) * 1000 / int64(m.Sales))
}

// Add puts two margins together.
func (m Margin) Add(o Margin) Margin {
	return Margin{m.Sales + o.Sales, m.Fees + o.Fees, m.Lost + o.Lost, m.Look + o.Look, m.Looked + o.Looked}
}

// Fee is what a worker gets for one receipt, with everything in it, and whether she was
// registered on the day of supply.
type Fee struct {
	Gross      yen.Amount
	Registered bool
	Supplied   when.Date
}

// AddFee adds a fee to the cost of an order: its net part, and the tax in it that nobody
// gives back (R-66, TV-5). It is shown, and never a ground to lower a fee.
func (m Margin) AddFee(f Fee) (Margin, error) {
	rate, err := tax.ConsumptionRate(tax.Standard, f.Supplied)
	if err != nil {
		return m, err
	}
	t, err := tax.Sum([]tax.Line{{Amount: f.Gross, Class: tax.Standard, Supplied: f.Supplied}}, true, tax.Floor)
	if err != nil || rate == 0 {
		return m, err
	}
	m.Fees += t.Net
	if f.Registered {
		return m, nil
	}
	c, err := tax.TransitionalCredit(tax.Purchase{Gross: f.Gross, Class: tax.Standard, Supplied: f.Supplied, Period: fiscalStart(f.Supplied)})
	m.Lost += c.Cost
	return m, err
}

// fiscalStart is the first day of the fiscal year of a day.
func fiscalStart(d when.Date) when.Date { return when.On(d.FiscalYear(), 4, 1) }

// AddLook adds what looking at so many units took: a share of the standard time, at what
// an hour costs the hub.
func (m Margin) AddLook(units, seconds int, i Issuer) Margin {
	s := units * seconds * i.Look / 100
	m.Looked += s
	m.Look += yen.Amount((int64(i.Hour)*int64(s) + 3599) / 3600)
	return m
}

// CostPosted says that a cost or a grant of the hub was entered.
type CostPosted struct {
	ID     string     `journal:"keep"`
	Side   Side       `journal:"keep"`
	On     when.Date  `journal:"keep"`
	Amount yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e CostPosted) Kind() string { return "bill.cost_posted" }

// About is the entry.
func (e CostPosted) About() string { return e.ID }

// Planned says that the plan of a year was set.
type Planned struct {
	Year   int        `journal:"keep"`
	Profit yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Planned) Kind() string { return "bill.planned" }

// About is the year.
func (e Planned) About() string { return strconv.Itoa(e.Year) }

// Exported says that entries went to an accounting program.
type Exported struct {
	To      string    `journal:"keep"`
	From    when.Date `journal:"keep"`
	Until   when.Date `journal:"keep"`
	Entries int       `journal:"keep"`
}

// Kind of the event.
func (e Exported) Kind() string { return "bill.exported" }

// About is the program.
func (e Exported) About() string { return e.To }
