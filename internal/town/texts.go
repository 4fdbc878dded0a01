package town

import "hiroba/internal/site"

// Text is something the hub has written, by whom, and how many days ago.
type Text struct {
	Ago   int
	Spoke int // how many days before that the people in it were spoken to; 0 if nobody was
	By    int // which of the People
	site.Draft
}

// The People who act in the story of the town, by their places among People.
const (
	Coordinator = 1
	Accountant  = 5
	Leader      = 6
	Officer     = 3
)

const contact = "雪原しごとひろば（担当：佐藤）\n電話 0126-00-0000\nメール hiroba@yukihara.example"

// Texts are what the hub has written so far, oldest first.
var Texts = []Text{
	{Ago: 52, Spoke: 3, By: Coordinator, Draft: site.Draft{Kind: site.CaseStudy, Slug: "first-year", Lang: "ja", Title: "子どもの昼寝のあいだに、月に20時間", Tags: "子育て世代,地元ワーカー", Contact: contact, Publish: true, Body: `雪原市で2人のお子さんを育てるKさんに、ひろばでの働き方を聞きました。

![{desk.alt}](/pictures/{desk} "Kさんが仕事をする窓辺の机（絵：雪原しごとひろば）")

# きっかけは、友だちのひとこと

下の子が1歳のとき、保育園で知り合った友だちに誘われて、説明会に来ました。

「40分あればできる、と聞いて、それなら昼寝のあいだにできると思いました」

# 使える時間を、先に伝える

Kさんが使えるのは、昼寝の40分と、夜の1時間です。月曜の朝に、その週に使える時間を入れます。

- 月曜から金曜：13時から13時40分
- 火曜と木曜：21時から22時

仕事は、この時間に入るものだけが届きます。お子さんが熱を出した週は、休みました。休んでも、次の週にまた仕事が届きます。

# 報酬と時間

| 項目 | はじめの月 | 半年後 |
|---|---|---|
| 仕事をした時間 | 6時間 | 20時間 |
| 引き受けた仕事 | 11件 | 28件 |
| 報酬 | 6,800円 | 24,300円 |

はじめの月は、レシートの入力だけでした。いまは文字起こしが半分です。

# これから

「上の子が小学校に入ったら、もう少し時間がとれます。ウェブの更新も覚えたいです」

話を聞いてみたい方は、[説明会](/seminars)へどうぞ。`}},
	{Ago: 52, Spoke: 3, By: Coordinator, Draft: site.Draft{Kind: site.CaseStudy, Slug: "first-year", Lang: "en", Title: "Twenty hours a month, while the children nap", Tags: "子育て世代,地元ワーカー", Contact: contact, Publish: true, Body: `K brings up two children in Yukihara. We asked her how she works with the hub.

![A desk at a window with a laptop and a steaming cup; snow outside](/pictures/{desk} "The desk at which K works (drawing: Yukihara Work Square)")

# A word from a friend

A friend from the nursery asked her along to a seminar when her younger child was a year old.

“They said forty minutes were enough. I thought: that is a nap.”

# First say what time there is

K has the forty minutes of the nap and an hour in the evening. On Monday mornings she enters the time she has that week, and only work that fits is offered. When a child was ill, she took the week off; the next week work came again.

# Fees and hours

| What | First month | After half a year |
|---|---|---|
| Time worked | 6 hours | 20 hours |
| Pieces of work | 11 | 28 |
| Fees | ¥6,800 | ¥24,300 |

# What comes next

“When the older one starts school there will be more time. I would like to learn to update web pages.”

If you would like to hear more, come to a [seminar](/seminars).`}},
	{Ago: 50, By: Coordinator, Draft: site.Draft{Kind: site.Page, Slug: "access", Lang: "ja", Title: "行き方", Publish: true, Body: `# 地図

![{map.alt}](/pictures/{map} "地域交流館までの地図（絵：雪原しごとひろば）")

# 住所

北海道雪原市本町2条1丁目 地域交流館1階

# 駅から

雪原駅の南口を出て、本町通りを南へまっすぐ歩きます。2つ目の角を右に曲がると、左手に赤い三角屋根が見えます。歩いて6分です。

# 車で

建物の裏に、30台分の駐車場があります。冬は、朝9時まで奥の駐車場を使ってください。`}},
	{Ago: 50, By: Coordinator, Draft: site.Draft{Kind: site.Page, Slug: "access", Lang: "en", Title: "Getting here", Publish: true, Body: `# Map

![Map to the hub. Leave Yukihara Station by the south exit, walk straight down Honcho Street and turn right at the second corner; the Community House is on the left, six minutes on foot. The car park is behind the house](/pictures/{map} "Map to the Community House (drawn by the hub)")

# Address

Community House 1F, Honcho 2-1, Yukihara, Hokkaido

# From the station

Leave by the south exit, walk straight down Honcho Street and turn right at the second corner. The red gable is on the left. It takes six minutes.

# By car

There are 30 parking spaces behind the house. In winter please use the rear car park until nine in the morning.`}},
	{Ago: 33, By: Officer, Draft: site.Draft{Kind: site.News, Slug: "video-room", Lang: "ja", Title: "ビデオ会議の部屋が使えるようになりました", Publish: true, Body: "2階の小部屋を、ビデオ会議に使えるようにしました。\n\n# 使い方\n\n受付で声をかけてください。30分から使えます。"}},
	{Ago: 21, Spoke: 6, By: Coordinator, Draft: site.Draft{Kind: site.Article, Slug: "meeting-records", Lang: "ja", Title: "市役所の会議録を、15人で文字にする", Tags: "文字起こし,市役所の仕事", Contact: contact, Publish: true, Body: `雪原市役所の会議は、ひと月に約20時間。その録音を文章にする仕事を、ひろばの15人が分けて引き受けています。

![{hub.alt}](/pictures/{hub} "ひろばのある地域交流館（絵：雪原しごとひろば）")

# 10分ずつに分ける

相談員が、録音を10分ずつに分けます。1つの目安は50分です。前後の10秒を重ねておくので、つなぎ目の言葉が切れません。

# 2人で確かめる

文字にする人と、聞き直して確かめる人は、別の人です。人の名前と数字は、市役所の資料と見くらべます。

# 期日までに納める

2時間の会議なら、4日で納めます。急ぎのときは、先にお伝えください。

仕事を頼みたい方は、[依頼のページ](/request)へどうぞ。2営業日のうちにお返事します。`}},
	{Ago: 9, By: Officer, Draft: site.Draft{Kind: site.News, Slug: "winter-hours", Lang: "ja", Title: "冬のあいだの駐車場について", Publish: true, Body: "12月から3月までは、雪かきのため、朝9時まで奥の駐車場を使ってください。\n\n入り口の前は、お子さん連れの方とお体の不自由な方のために空けておきます。"}},
	{Ago: 9, By: Officer, Draft: site.Draft{Kind: site.News, Slug: "winter-hours", Lang: "en", Title: "Parking in winter", Publish: true, Body: "From December to March please use the rear car park until nine in the morning, because snow is being cleared.\n\nThe places at the entrance are kept for people with small children or disabilities."}},
	{Ago: 4, By: Officer, Draft: site.Draft{Kind: site.News, Slug: "january-seminar", Lang: "ja", Title: "土曜日の説明会を開きます", Publish: true, Body: "平日に来られない方のために、土曜日の説明会を開きます。\n\n[説明会の予定](/seminars)から申し込めます。お子さん連れで来られます。"}},
	{Ago: 2, By: Coordinator, Draft: site.Draft{Kind: site.Article, Slug: "winter-work", Lang: "ja", Title: "雪かきのあとの40分", Tags: "地元ワーカー", Body: "（取材のメモ）\n\n# 朝の雪かき\n\n# 40分でできたこと"}},
}
