package town

import "hiroba/internal/orders"

// CardManual is the instruction for the membership cards, a line each; the second version
// answers a question.
var CardManual = []string{
	"会員番号は、Yと6つの数字を見たままに入れる。例：Y204107\n氏名は、姓と名のあいだを1つ空ける。例：青木 明\nフリガナはカードのとおりに入れる。ないときは空けておく\n電話は「-」を入れる。読めない数字があるときは質問する",
	"会員番号は、Yと6つの数字を見たままに入れる。例：Y204107\n氏名は、姓と名のあいだを1つ空ける。例：青木 明\nフリガナはカードのとおりに入れる。ないときは空けておく\n電話は「-」を入れる。読めない数字があるときは質問する\n会社名が書いてあっても、氏名の欄には人の名前だけを入れる",
}

// The words of the first days of the work: a question and its answer, and why the instruction changed.
const (
	CardQuestion = "氏名の欄に会社の名前も書いてあります。どうしますか。"
	CardAnswer   = "会社の名前は入れず、人の名前だけでお願いします。手順書に書き足しました。"
	CardWrong    = "姓と名のあいだを空けてください"
)

// Member are the values on the n-th card, from 0, in the order of the order's columns.
func Member(n int) (out []string) {
	for _, x := range member(n) {
		out = append(out, x[1])
	}
	return out
}

// Practice is an order by which newcomers learn: the town's own photographs.
var Practice = struct {
	Title   string
	Client  int // index into Clients
	Kind    int // index into orders.Ready
	File    string
	Body    string
	Columns []orders.ColumnForm
	Manual  string
}{"町の古い写真に説明をつける", 2, 1, "写真の一覧.csv", "番号,題,年\n1,本町通りの雪かき,1962\n2,駅前の七夕,1971\n3,炭鉱住宅の朝,1958\n4,小学校の運動会,1979\n5,除雪車の出発,1985\n6,川べりの桜,1990\n",
	[]orders.ColumnForm{{Name: "番号"}, {Name: "題"}, {Name: "年"}, {Name: "年のたしかさ", Asked: true, Type: "choice", Choices: "たしか,わからない", Must: true}, {Name: "ひとこと", Asked: true, Type: "text", Hint: "30文字まで"}},
	"題と年を見て、年がたしかかどうかを選ぶ\nひとことは、知っていることだけを30文字までで書く"}
