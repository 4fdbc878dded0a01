package town

import (
	"fmt"

	"hiroba/internal/orders"
)

// LastMonth is the town's small order of the month before: a list of shops to be completed.
var LastMonth = Small{Client: Practice.Client, Rows: 80, Minutes: 20, Each: 40, Title: "商店街マップの店名入力", Seconds: "45", Price: "32", Fee: "18", Permille: "10", Mark: "M-%03d",
	Manual: "番号の店の名前を、看板のとおりに入れる\n「株式会社」などは入れない", Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "店の名前", Asked: true, Type: "text", Must: true}}, Answer: shop}

var shops = []string{"雪どけ書店", "北の湯", "まるや精肉", "パン工房みなみ", "喫茶こもれび", "佐野金物", "花のいろは", "時計のオオタ"}

// shop is the name of the shop of a row.
func shop(row int) string {
	return fmt.Sprintf("%s %d号店", shops[row%len(shops)], row/len(shops)+1)
}
