package tax

import (
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

// CreditShare is the share of the tax on a purchase from an unregistered seller that
// the buyer may deduct, by day of supply (R-65; transitional measure of the FY2016
// amendment Act, supplementary provisions Art. 52 and 53, as changed in FY2026).
func CreditShare(supplied when.Date) (dated.Rate, error) {
	row, err := transitional().On("share", supplied)
	if err != nil {
		return 0, err
	}
	return row.Rate("share"), nil
}

// Purchase is something bought from an unregistered seller.
type Purchase struct {
	Gross    yen.Amount // tax (or its equivalent) included
	Class    Class
	Supplied when.Date
	Period   when.Date  // first day of the buyer's taxable period
	Before   yen.Amount // bought from this seller earlier in the same year, tax included
}

// Credit is what becomes of the tax inside a purchase: Deduct + Cost = Tax.
type Credit struct {
	Tax, Deduct, Cost yen.Amount
	Share             dated.Rate
	Over              yen.Amount // the part of the purchase above the yearly cap, which gets none
}

// TransitionalCredit splits the tax of a purchase into what may be deducted and what
// becomes cost (TV-5; simple total-rate method, a tax return works with 7.8/110).
// It shows a margin; it is never a ground to lower a fee.
func TransitionalCredit(p Purchase) (Credit, error) {
	if p.Gross < 0 || p.Before < 0 {
		return Credit{}, ErrNegative
	}
	if tooMuch(p.Gross) || tooMuch(p.Before) {
		return Credit{}, ErrTooMuch
	}
	rate, err := ConsumptionRate(p.Class, p.Supplied)
	if err != nil {
		return Credit{}, err
	}
	c := Credit{Tax: Floor.within(p.Gross, rate)}
	if c.Share, err = CreditShare(p.Supplied); err != nil {
		return Credit{}, err
	}
	if c.Share == 0 { // from 2031-10 nothing is left, and no cap is known
		c.Cost = c.Tax
		return c, nil
	}
	if c.Over, err = p.over(); err != nil {
		return Credit{}, err
	}
	c.Deduct = Floor.of(Floor.within(p.Gross-c.Over, rate), c.Share)
	c.Cost = c.Tax - c.Deduct
	return c, nil
}

// over is the part of a purchase above the yearly cap for one seller.
func (p Purchase) over() (yen.Amount, error) {
	row, err := capTable().On("seller", p.Period)
	if err != nil {
		return 0, err
	}
	limit := row.Yen("most")
	if limit == 0 {
		return 0, nil
	}
	return p.Gross - min(p.Gross, max(0, limit-p.Before)), nil
}

// BooksSuffice tells that a purchase is so small, and the buyer too, that the books
// alone give the full deduction, registered seller or not (until 2029-09-30).
func BooksSuffice(gross yen.Amount, supplied when.Date, baseSales yen.Amount) (bool, error) {
	row, err := small().On("purchase", supplied)
	if err != nil {
		return false, err
	}
	return gross < row.Yen("below") && baseSales <= row.Yen("sales"), nil
}
