package town

import (
	"fmt"
	"strings"

	"hiroba/internal/orders"
)

// LastMonth is the town's small order of the month before: a list of shops to be completed.
var LastMonth = lastMonth{Title: "商店街マップの店名入力", File: "shops.csv", Rows: 80, Pieces: 4, Manual: "番号の店の名前を、看板のとおりに入れる\n「株式会社」などは入れない",
	Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "店の名前", Asked: true, Type: "text", Must: true}}}

type lastMonth struct {
	Title, File, Manual string
	Rows, Pieces        int
	Columns             []orders.ColumnForm
}

var shops = []string{"雪どけ書店", "北の湯", "まるや精肉", "パン工房みなみ", "喫茶こもれび", "佐野金物", "花のいろは", "時計のオオタ"}

// Answer is the name of a shop of a row.
func (l lastMonth) Answer(row int) string {
	return fmt.Sprintf("%s %d号店", shops[row%len(shops)], row/len(shops)+1)
}

// Body is the material as a file.
func (l lastMonth) Body() string {
	var b strings.Builder
	b.WriteString("番号\n")
	for i := range l.Rows {
		fmt.Fprintf(&b, "M-%03d\n", i+1)
	}
	return b.String()
}
