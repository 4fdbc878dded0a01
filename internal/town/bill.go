package town

import (
	"fmt"

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
	Small
	Ago        int // days since it was worked on
	Issue, Pay bool
}

// Dones are three such orders: paid, open, and not invoiced yet.
var Dones = []Done{
	{Small: form(0, 24, "申込書の入力（1回目）", "850", "480", "MS-2107"), Ago: 46, Issue: true, Pay: true},
	{Small: form(0, 18, "申込書の入力（2回目）", "850", "480", "MS-2162"), Ago: 20, Issue: true},
	{Small: form(2, 12, "町民アンケートの自由記述の入力", "620", "350", "令8総第98号"), Ago: 6},
}

// form is an order of forms on paper, of which one box is entered.
func form(client, rows int, title, price, fee, po string) Small {
	return Small{Client: client, Rows: rows, Minutes: 40, Title: title, Seconds: "180", Price: price, Fee: fee, Permille: "1", PO: po, Mark: "A%04d", Manual: "紙の右上にある受付の月を、2026-09のように入れる\n読めないときは質問する",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "受付の月", Asked: true, Type: "text", Width: "half", Must: true, Hint: "例：2026-09"}},
		Answer:  func(row int) string { return fmt.Sprintf("2026-%02d", 7+row%3) }}
}
