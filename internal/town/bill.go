package town

import (
	"fmt"
	"strings"

	"hiroba/internal/bill"
	"hiroba/internal/orders"
)

// Issuer writes the demo town's invoices. Its registration number is one of no company:
// the digits are those of a test.
var Issuer = bill.IssuerForm{Name: "ゆきはらワークス株式会社", Address: "北海道雪原市本町2条1丁目", Phone: "0120-00-0000", Registration: "T1555666777888", Verified: "2026-04-01", Rounding: "floor",
	PayTo: "北央信用金庫 雪原支店\n普通 0000000 ユキハラワークス（カ", Hour: "1,800", Look: "20"}

// PaidBy is how a transfer shows in the demo town's passbook.
const PaidBy = "ミナトシヨウジ（カ"

// Costs are what the hub costs in a month, and what it is given.
var Costs = []bill.CostForm{
	{Side: "rent", Amount: "60,000", Words: "家賃と電気代"},
	{Side: "staff", Amount: "240,000", Words: "職員2人の人件費（拠点の分）"},
	{Side: "grants", Amount: "320,000", Words: "雪原市 運営委託料"},
}

// Plan is what the hub expects of the year.
var Plan = bill.PlanForm{bill.SalesSide: "1,800,000", bill.GrantsSide: "3,840,000", bill.FeesSide: "1,080,000", bill.StaffSide: "2,880,000", bill.RentSide: "720,000", bill.OtherSide: "240,000", bill.ChargesSide: "24,000"}

// Done is an order of the demo town that was done and accepted.
type Done struct {
	Client, Ago, Rows     int // Ago: days since it was worked on
	Title, Price, Fee, PO string
	Issue, Pay            bool
}

// Dones are three such orders: paid, open, and not invoiced yet.
var Dones = []Done{
	{Client: 0, Ago: 46, Rows: 24, Title: "申込書の入力（1回目）", Price: "850", Fee: "480", PO: "MS-2107", Issue: true, Pay: true},
	{Client: 0, Ago: 20, Rows: 18, Title: "申込書の入力（2回目）", Price: "850", Fee: "480", PO: "MS-2162", Issue: true},
	{Client: 2, Ago: 6, Rows: 12, Title: "町民アンケートの自由記述の入力", Price: "620", Fee: "350", PO: "令8総第98号"},
}

// DoneColumns are the columns of those orders.
var DoneColumns = []orders.ColumnForm{{Name: "番号"}, {Name: "受付の月", Asked: true, Type: "text", Width: "half", Must: true, Hint: "例：2026-09"}}

// DoneManual is their instruction.
const DoneManual = "紙の右上にある受付の月を、2026-09のように入れる\n読めないときは質問する"

// DoneRows is the material of such an order.
func DoneRows(d Done) string {
	var b strings.Builder
	b.WriteString("番号\n")
	for n := range d.Rows {
		fmt.Fprintf(&b, "A%04d\n", n+1)
	}
	return b.String()
}

// DoneAnswer is what was filled in at a row.
func DoneAnswer(no int) string { return fmt.Sprintf("2026-%02d", 7+no%3) }
