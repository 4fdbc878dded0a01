// Package town is Yukihara, a small town that exists only here: for the demo, the
// tests and the screenshots. Its hub, people and companies are invented.
package town

import (
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/people"
	"hiroba/internal/site"
)

// Password is everybody's in the demo town, and nobody's elsewhere.
const Password = "yukihara-demo"

// Person is one inhabitant with a role.
type Person struct {
	Role       people.Role
	Name, Mail string
}

// People are one person per role; the first opens the hub.
var People = []Person{
	{people.HubAdmin, "工藤 由紀", "kudo@yukihara.example"},
	{people.Coordinator, "佐藤 直子", "sato@yukihara.example"},
	{people.FrontDesk, "小林 実", "kobayashi@yukihara.example"},
	{people.CityOfficer, "高橋 健", "takahashi@yukihara.example"},
	{people.Consortium, "中村 栄", "nakamura@yukihara.example"},
	{people.Accountant, "渡辺 誠", "watanabe@yukihara.example"},
	{people.Leader, "伊藤 恵", "ito@yukihara.example"},
	{people.Client, "田中 翔", "tanaka@client.example"},
	{people.Worker, "三好 みさき", "misaki@example.com"},
}

// Hub is the town's hub.
func Hub() hub.Hub {
	h := hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", NameEN: "Yukihara Work Square", Kana: "ユキハラシゴトヒロバ", Sub: "雪原市の在宅しごとの窓口", SubEN: "Work from home in Yukihara",
		Postcode: "0700000", Address: "北海道雪原市本町2条1丁目 地域交流館1階", AddressEN: "Community House 1F, Honcho 2-1, Yukihara, Hokkaido", Access: "駅から歩いて6分。駐車場30台", AccessEN: "Six minutes on foot from the station. 30 parking spaces",
		Phone: "0126-00-0000", Mail: "hiroba@yukihara.example", Hue: 168, YearEndFrom: "12-29", YearEndTo: "01-03", ReplyDays: 2,
		Operators: "雪原市・ゆきはらワークス・地域交流館・北雪大学の4者で運営しています。", OperatorsEN: "Run together by the City of Yukihara, Yukihara Works, the Community House and Hokusetsu University."}
	day := []calendar.Span{{From: 9*60 + 30, To: 16 * 60}}
	h.Week = [7][]calendar.Span{1: day, 2: day, 3: {{From: 13 * 60, To: 19 * 60}}, 4: day, 5: day}
	return h
}

// News is what the hub has written so far.
var News = []site.Draft{
	{Kind: site.News, Slug: "video-room", Lang: "ja", Title: "ビデオ会議の部屋が使えるようになりました", Body: "2階の小部屋を、ビデオ会議に使えるようにしました。\n\n# 使い方\n\n受付で声をかけてください。30分から使えます。", Publish: true},
	{Kind: site.News, Slug: "winter-hours", Lang: "ja", Title: "冬のあいだの駐車場について", Body: "雪かきのため、朝9時までは奥の駐車場を使ってください。", Publish: true},
	{Kind: site.CaseStudy, Slug: "first-year", Lang: "ja", Title: "子どもの昼寝のあいだに、月に20時間", Tags: "子育て世代,地元ワーカー", Interview: "2026-10-02",
		Body: "# きっかけ\n\n下の子が1歳のとき、友だちに聞いて説明会に来ました。\n\n# 働き方\n\n昼寝の40分と、夜の1時間。無理のない分だけ受け取ります。\n\n# これから\n\n文字起こしも練習しています。", Contact: "雪原しごとひろば 電話 0126-00-0000", Publish: true},
}
