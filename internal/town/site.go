package town

import (
	"embed"

	"hiroba/internal/site"
)

// Pictures are drawings of the town, as PNG.
//
//go:embed pictures/*.png
var Pictures embed.FS

// Picture is one of the pictures with what it shows.
type Picture struct{ File, Alt string }

// Gallery are the pictures the hub has; a text names one by its file in braces.
var Gallery = []Picture{
	{"hub", "雪の中に立つ、赤い三角屋根の地域交流館。窓に明かりがついている"},
	{"desk", "窓辺の机。ノートパソコンと湯気の立つカップがあり、窓の外は雪景色"},
	{"map", "ひろばまでの地図。雪原駅の南口を出て、本町通りを南へまっすぐ歩き、2つ目の角を右に曲がると、左手に地域交流館がある。歩いて6分。駐車場は建物の裏"},
}

// Members are the four organisations that carry the hub together.
var Members = []site.Member{
	{Kind: "city", Name: "雪原市", NameEN: "City of Yukihara", Role: "全体のとりまとめと、市民へのお知らせ", RoleEN: "Leads the whole and tells the townspeople",
		Does: "経済部が事務局です。市の仕事も、ここにお願いしています。", DoesEN: "The economic department is the secretariat. The city places orders here, too.", Duties: []site.Duty{"lead", "tell", "orders"}, URL: "https://www.yukihara.example/"},
	{Kind: "operator", Name: "ゆきはらワークス", NameEN: "Yukihara Works", Role: "毎日の運営と、会社から仕事を集めること", RoleEN: "Runs the hub day by day and finds work from companies",
		Does: "相談員が仕事を分け、検品し、まとめて納めます。働く人の相談も受けます。", DoesEN: "Its advisers divide the work, check it and deliver it. They advise the people who work, too.", Duties: []site.Duty{"recruit", "train", "orders"}, URL: "https://works.yukihara.example/"},
	{Kind: "facility", Name: "地域交流館", NameEN: "Community House", Role: "場所と設備", RoleEN: "Rooms and equipment",
		Does: "1階のひろばと、2階の会議室を貸しています。託児の部屋もあります。", DoesEN: "Lends the hall downstairs, the meeting rooms upstairs and a room for child care.", Duties: []site.Duty{"rooms", "recruit"}, URL: "https://koryukan.yukihara.example/"},
	{Kind: "school", Name: "北雪大学", NameEN: "Hokusetsu University", Role: "講座の中身を作り、成果をしらべる", RoleEN: "Designs the courses and studies what comes of them",
		Does: "地域情報学の研究室が、講座の教材を作り、毎年の成果をまとめます。", DoesEN: "A laboratory of regional informatics writes the course material and reports on each year.", Duties: []site.Duty{"train", "tell"}, URL: "https://www.hokusetsu.example/"},
}

// History is what happened so far.
var History = []site.Milestone{
	{On: "2024", Text: "子育て中の人への聞き取りで、「短い時間でできる仕事がほしい」という声が集まりました。", TextEN: "Parents of small children told the city that they wanted work that fits into short spans."},
	{On: "2025-06", Text: "市と3つの団体が、協力の取り決めを結びました。", TextEN: "The city and three organisations agreed to work together."},
	{On: "2025-10-04", Text: "地域交流館の1階に、雪原しごとひろばを開きました。", TextEN: "The hub opened on the ground floor of the Community House."},
	{On: "2026-04", Text: "市役所の会議録の文字起こしを、はじめて引き受けました。", TextEN: "First order from the city hall: transcripts of its meetings."},
	{On: "2026-09-12", Text: "託児の部屋を開き、お子さん連れで説明会に来られるようにしました。", TextEN: "A room for child care opened, so that parents can come to seminars."},
}

// Ways are how people come to the hub.
var Ways = []site.Way{
	{From: "北雪駅", FromEN: "Hokusetsu Station", By: "特急", ByEN: "Limited express", Minutes: "35", Note: "雪原駅から歩いて6分をふくみます", NoteEN: "With six minutes on foot from Yukihara Station"},
	{From: "北雪駅", FromEN: "Hokusetsu Station", By: "各駅停車", ByEN: "Local train", Minutes: "68", Note: "1時間に1本", NoteEN: "One train an hour"},
	{From: "北雪市の中心", FromEN: "Centre of Hokusetsu", By: "車（国道）", ByEN: "Car, national road", Minutes: "70", Note: "12月から3月までは、20分ほど長くかかります", NoteEN: "Some twenty minutes more from December to March"},
	{From: "雪原空港", FromEN: "Yukihara Airport", By: "バス", ByEN: "Bus", Minutes: "50", Note: "「市役所前」で降りて、歩いて3分", NoteEN: "Get off at the city hall; three minutes on foot"},
}

// Voice is what somebody said, and how many days before it was entered they agreed to
// its publication; 0 if they have not.
type Voice struct {
	Agreed int
	site.Voice
}

// Voices are what people of the town said; the last one has not agreed to it yet.
var Voices = []Voice{
	{Agreed: 3, Voice: site.Voice{Text: "下の子が1歳のとき、友だちに聞いて始めました。最初の月は6,800円。今は、夜の1時間を自分の仕事の時間にしています。わからないときに、すぐ聞けるのが助かります。",
		TextEN: "A friend told me when my younger one was a year old. The first month brought 6,800 yen. Now one hour in the evening is my own working time. It helps that I can ask at once.",
		By:     "Kさん（30代・お子さん2人）", ByEN: "K, in her thirties, two children"}},
	{Agreed: 17, Voice: site.Voice{Text: "親の介護で、決まった時間には働けません。ここは、使える時間を先に聞いてくれます。断っても次の仕事が来るので、安心です。",
		TextEN: "I look after a parent and cannot keep fixed hours. Here they first ask what time I have. The next work comes even after I decline.",
		By:     "Sさん（50代・介護中）", ByEN: "S, in his fifties, caring for a parent"}},
	{Agreed: 1, Voice: site.Voice{Text: "事務の仕事を10年休んでいました。短い練習から始めて、半年で文字起こしが得意になりました。", TextEN: "I had not done office work for ten years. Short exercises came first; after half a year I am good at transcripts.",
		By: "Mさん（40代・お子さん3人）", ByEN: "M, in her forties, three children"}},
	{Voice: site.Voice{Text: "冬は外の仕事がないので、家でできる仕事に助けられています。", By: "Tさん（60代・農家）", ByEN: "T, in his sixties, farmer"}},
}

// Examples are kinds of work with what they pay and how long they usually take.
var Examples = []site.Example{
	{Kind: "データ入力", KindEN: "Data entry", Name: "レシートの入力", NameEN: "Entering receipts", Unit: "36枚", UnitEN: "36 receipts", Fee: "648", Minutes: "31"},
	{Kind: "文字起こし", KindEN: "Transcript", Name: "会議の録音を文章にする", NameEN: "A recorded meeting", Unit: "録音10分", UnitEN: "10 minutes of sound", Fee: "1,100", Minutes: "50"},
	{Kind: "文章", KindEN: "Writing", Name: "商品の説明を書く", NameEN: "Describing goods", Unit: "3点", UnitEN: "3 items", Fee: "990", Minutes: "45"},
	{Kind: "確認", KindEN: "Checking", Name: "名簿の住所をそろえる", NameEN: "Tidying addresses of a list", Unit: "80件", UnitEN: "80 lines", Fee: "720", Minutes: "36"},
	{Kind: "ウェブ", KindEN: "Web", Name: "お店のページの更新", NameEN: "Updating a shop’s page", Unit: "1ページ", UnitEN: "1 page", Fee: "1,500", Minutes: "70"},
	{Kind: "調べもの", KindEN: "Research", Name: "会社の営業時間を調べる", NameEN: "Looking up opening hours", Unit: "40件", UnitEN: "40 companies", Fee: "880", Minutes: "40"},
	{Kind: "集計", KindEN: "Counting", Name: "アンケートの集計", NameEN: "Counting a survey", Unit: "50枚", UnitEN: "50 sheets", Fee: "1,250", Minutes: "60"},
	{Kind: "画像", KindEN: "Pictures", Name: "商品写真の明るさを直す", NameEN: "Brightening photos of goods", Unit: "20枚", UnitEN: "20 photos", Fee: "1,000", Minutes: "48"},
}
