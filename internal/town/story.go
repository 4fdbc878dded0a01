package town

import (
	"fmt"

	"hiroba/internal/hub"
	"hiroba/internal/orders"
	"hiroba/internal/outreach"
	"hiroba/internal/workers"
)

// The people of the story: their names are invented, each is one family name and one given name.
var (
	families40 = [][2]string{{"佐々木", "ささき"}, {"山本", "やまもと"}, {"石川", "いしかわ"}, {"中山", "なかやま"}, {"大場", "おおば"}, {"藤井", "ふじい"}, {"原田", "はらだ"}, {"松井", "まつい"}, {"北川", "きたがわ"}, {"小野", "おの"},
		{"長谷", "はせ"}, {"川村", "かわむら"}, {"野口", "のぐち"}, {"今井", "いまい"}, {"村上", "むらかみ"}, {"近藤", "こんどう"}, {"島田", "しまだ"}, {"森", "もり"}, {"上野", "うえの"}, {"横山", "よこやま"},
		{"高橋", "たかはし"}, {"平田", "ひらた"}, {"神田", "かんだ"}, {"安田", "やすだ"}, {"西村", "にしむら"}, {"岡本", "おかもと"}, {"三浦", "みうら"}, {"竹内", "たけうち"}, {"宮本", "みやもと"}, {"河合", "かわい"},
		{"吉田", "よしだ"}, {"阿部", "あべ"}, {"遠藤", "えんどう"}, {"菊地", "きくち"}, {"本間", "ほんま"}, {"酒井", "さかい"}, {"工藤", "くどう"}, {"成田", "なりた"}, {"鈴木", "すずき"}, {"千葉", "ちば"}}
	givens20 = [][2]string{{"あおい", "あおい"}, {"千尋", "ちひろ"}, {"真由", "まゆ"}, {"久美子", "くみこ"}, {"陽子", "ようこ"}, {"恵理", "えり"}, {"奈々", "なな"}, {"由美", "ゆみ"}, {"さゆり", "さゆり"}, {"健太", "けんた"},
		{"千夏", "ちなつ"}, {"香", "かおり"}, {"和子", "かずこ"}, {"里奈", "りな"}, {"梢", "こずえ"}, {"大輔", "だいすけ"}, {"早苗", "さなえ"}, {"遥", "はるか"}, {"智子", "ともこ"}, {"望", "のぞみ"}}
)

// Inhabitants is how many people the story's town has who might hear of the hub.
const Inhabitants = 400

// Named is somebody's name, reading, mail and telephone.
type Named struct{ Name, Kana, Mail, Phone string }

// Inhabitant is the n-th of the story. The first is Misaki; the second will be hired.
func Inhabitant(n int) Named {
	f, g := families40[n*7%len(families40)], givens20[(n*3+n/len(families40))%len(givens20)]
	x := Named{f[0] + " " + g[0], f[1] + " " + g[1], fmt.Sprintf("inhabitant%d@example.com", n), fmt.Sprintf("090-0000-%04d", 2000+n)}
	switch n {
	case 0:
		x.Name, x.Kana, x.Mail = "三好 みさき", "みよし みさき", MisakiMail
	case HiredOne:
		p := People[Leader]
		x.Name, x.Kana, x.Mail = p.Name, "いとう めぐみ", p.Mail
	}
	return x
}

// HiredOne is the inhabitant whom the hub hires from among its workers (S48).
const HiredOne = 1

// File is what an inhabitant enters screen by screen when registering.
func (x Named) File(n int) (name workers.NameForm, contact workers.ContactForm, address workers.AddressForm, bank workers.BankForm, business workers.BusinessForm, tools workers.ToolsForm) {
	r := Registrant{Name: x.Name, Kana: x.Kana, Mail: x.Mail, Phone: x.Phone}
	return r.Screens(n % 250) // account numbers have seven digits
}

// StoryHub is the hub of the n-th of so many towns of a story, the first being Yukihara.
func StoryHub(n, of int) hub.Hub {
	h := Hub()
	if n > 0 {
		h.Slug, h.Name = fmt.Sprintf("%s-%d", h.Slug, n+1), fmt.Sprintf("%s %d", h.Name, n+1)
	}
	if of > 1 {
		h.Host = h.Slug + ".example.jp"
	}
	return h
}

// Opening are the two seminars of the story (S31, S43), and the one that is to come at its end.
var Opening = []outreach.SeminarForm{
	{Series: "はじめての在宅しごと説明会", Title: "家で働くってどんな感じ？", TitleEN: "What is it like to work from home?", Lead: "空いた40分でできる仕事を、実際にやってみる会です。", LeadEN: "Try a piece of work that fits into forty minutes.",
		About: about, Points: points, Speakers: "佐藤 直子（コーディネーター）", From: "10:00", To: "11:30", Doors: "20", Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", Adults: "40", Children: "10", CareNote: "保育士が2人います", Target: "20"},
	{Series: "はじめての在宅しごと説明会", Title: "家で働いて1年、みんなの話を聞く", TitleEN: "One year of working from home", Lead: "働いている人の話を聞いて、仕事を1つやってみる会です。", LeadEN: "Hear from those who work, and try a piece of work.",
		About: about, Points: points, Speakers: "佐藤 直子（コーディネーター）\n三好 みさき（ワーカー）", From: "10:00", To: "11:30", Doors: "30", Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", Adults: "70", Children: "15", CareNote: "保育士が3人います", Target: "50"},
	{Series: "はじめての在宅しごと説明会", Title: "空いた40分でできる仕事", TitleEN: "Work that fits into forty minutes", Lead: "はじめての方のための会です。仕事を1つ、その場でやってみます。", LeadEN: "For newcomers: try a piece of work on the spot.",
		About: about, Points: points, Speakers: "佐藤 直子（コーディネーター）\n伊藤 恵（リーダー）", From: "10:00", To: "11:30", Doors: "20", Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", Adults: "40", Children: "10", CareNote: "保育士が2人います", Target: "25"},
}

// Leaflets are where the flyers of a seminar went (S34).
var Leaflets = []outreach.BatchForm{
	{Channel: "nursery", Place: "ゆきのこ保育園", Copies: "120", Who: "小林", Cost: "1,440"},
	{Channel: "nursery", Place: "本町保育所", Copies: "90", Who: "高橋", Cost: "1,080"},
	{Channel: "newsletter", Place: "市の広報に折り込み", Copies: "4,200", Who: "高橋", Cost: "33,600"},
}

// Interviews held in the story.
const (
	InterviewRoom  = "地域交流館 1階 相談コーナー"
	SheetMotives   = "子どもが寝たあとや、学校に行っているあいだに働きたい"
	SheetHours     = "平日の空いた時間"
	SnowReason     = "大雪のため"
	SnowReasonEN   = "Heavy snow"
	LetterRegister = "お話をありがとうございました。登録の手続きをご案内します。"
	LetterPractise = "お話をありがとうございました。まず練習の仕事からはじめましょう。"
	LetterLater    = "お話をありがとうございました。ご都合のよいころに、また声をおかけします。"
	LetterSubject  = "面談のあとのご案内"
)

// Customer is a client of the story: who, from which month on, and how punctually it pays.
type Customer struct {
	Form  orders.ClientForm
	From  int // months since the story's beginning
	Every int // days between two orders
	Late  int // days it pays late
	Jobs  []int
	Rows  [2]int // of an order: in its first month, and what comes on top each month
}

// Customers are the clients of the story, the operator's own head office first (S47).
var Customers = []Customer{
	{Form: orders.ClientForm{Kind: "operator", Name: "ゆきはらワークス株式会社 東京本社", Kana: "ユキハラワークス", Contact: "岸 美加", Mail: "kishi@works.example", Phone: "03-0000-0001", Capital: "50,000,000", Employees: "120", ClosingDay: "31", PayMonths: "1", PayDay: "31"},
		From: 2, Every: 4, Jobs: []int{0, 0, 2}, Rows: [2]int{60, 14}},
	{Form: orders.ClientForm{Kind: "section", Name: "雪原市 総務課", Kana: "ユキハラシソウムカ", Contact: "大西 香", Mail: "onishi@city.example", Phone: "0126-00-0001", ClosingDay: "31", PayMonths: "1", PayDay: "31", BudgetLine: "総務費 委託料（入力）"},
		From: 6, Every: 10, Jobs: []int{1}, Rows: [2]int{100, 18}},
	{Form: orders.ClientForm{Kind: "company", Name: "みなと商事株式会社", Kana: "ミナトショウジ", Contact: "相沢 学", Mail: "aizawa@minato.example", Phone: "03-0000-0011", Capital: "80,000,000", Employees: "210", ClosingDay: "31", PayMonths: "1", PayDay: "31"},
		From: 8, Every: 14, Late: 24, Jobs: []int{2, 0}, Rows: [2]int{90, 18}},
	{Form: orders.ClientForm{Kind: "company", Name: "北斗データ株式会社", Kana: "ホクトデータ", Contact: "田中 翔", Mail: "tanaka@client.example", Phone: "03-0000-0021", Capital: "30,000,000", Employees: "45", ClosingDay: "20", PayMonths: "1", PayDay: "20"},
		From: 11, Every: 7, Jobs: []int{3, 4}, Rows: [2]int{50, 16}},
}

// Task is what an order of the story asks for.
type Task struct {
	Small
	Kind int // index into orders.Ready
}

// Tasks are the kinds of orders of the story; the last two ask for skills nobody was asked for before (S45).
var Tasks = []Task{
	{Small: Small{Minutes: 20, Title: "申込書の入力", Seconds: "90", Price: "50", Fee: "32", Permille: "10", Mark: "A%04d", Manual: "紙の右上にある受付の月を、2026-09のように入れる\n読めないときは質問する",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "受付の月", Asked: true, Type: "text", Width: "half", Must: true, Hint: "例：2026-09"}}, Answer: func(row int) string { return fmt.Sprintf("2026-%02d", 1+row%9) }}},
	{Small: Small{Minutes: 30, Title: "市民アンケートの入力", Seconds: "150", Price: "84", Fee: "53", Permille: "10", Mark: "K%04d", Manual: "問1の答えを、選択肢から選ぶ\n印が2つあるときは、上のほうを選ぶ",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "問1", Asked: true, Type: "choice", Choices: "満足,やや満足,やや不満,不満", Must: true}}, Answer: func(row int) string {
			return []string{"満足", "やや満足", "やや不満", "不満"}[row*7%4]
		}}, Kind: 9},
	{Small: Small{Minutes: 20, Title: "商店名簿の確認", Seconds: "90", Price: "52", Fee: "32", Permille: "10", Mark: "M-%03d", Manual: "番号の店の名前を、看板のとおりに入れる\n「株式会社」などは入れない",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "店の名前", Asked: true, Type: "text", Must: true}}, Answer: shop}, Kind: 1},
	{Small: Small{Minutes: 40, Title: "取り扱い商品の調べもの", Seconds: "300", Price: "160", Fee: "105", Permille: "20", Mark: "R%03d", Manual: "会社のページを見て、取り扱う商品をひとことで書く\n見つからないときは「なし」と書く",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "商品", Asked: true, Type: "text", Must: true}}, Answer: func(row int) string {
			return []string{"りんご", "みそ", "木の家具", "なし", "革の小物"}[row%5]
		}}, Kind: 8},
	{Small: Small{Minutes: 20, Title: "写真のことば付け", Seconds: "100", Price: "60", Fee: "38", Permille: "20", Mark: "P%04d", Manual: "写真に写っているものを、1つの言葉で書く\n人の顔には何も書かない",
		Columns: []orders.ColumnForm{{Name: "番号"}, {Name: "ことば", Asked: true, Type: "text", Must: true}}, Answer: func(row int) string { return []string{"雪", "木", "家", "車", "犬", "花"}[row%6] }}, Kind: 2},
}

// What people of the story say.
const (
	WrongCell   = "よみまちがい"
	ReworkWords = "看板や紙のとおりに入れなおしてください。"
	LaterWords  = "人手が足りず、遅れています"
	Objection   = "この行の答えがちがうようです。確かめてください。"
	Fever       = "子どもが熱を出しました"
	PayQuestion = "この行の金額は、もう少し多かったと思います。"
	PayAnswer   = "行の数と単価をいっしょに確かめました。この金額であっています。"
	ComplaintOf = "連絡が夜おそくに来て困っています。"
	CaseStep    = "夜8時より後の連絡をやめました。"
	CourseWords = "ひろばの講習で確かめた"
	MadeByMail  = "メールで返事"
)
