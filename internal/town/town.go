// Package town is Yukihara, a small town that exists only here: for the demo, the
// tests and the screenshots. Its hub, people and companies are invented.
package town

import (
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/people"
)

// Password is everybody's in the demo town, and nobody's elsewhere.
const Password = "yukihara-demo"

// Opened is how many days ago the hub began to use hiroba.
const Opened = 80

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
		Phone: "0126-00-0000", Mail: "hiroba@yukihara.example", Hue: 168, YearEndFrom: "12-29", YearEndTo: "01-03", ReplyDays: 2, Few: 3,
		Operators: "雪原市・ゆきはらワークス・地域交流館・北雪大学の4者で運営しています。", OperatorsEN: "Run together by the City of Yukihara, Yukihara Works, the Community House and Hokusetsu University."}
	day := []calendar.Span{{From: 9*60 + 30, To: 16 * 60}}
	h.Week = [7][]calendar.Span{1: day, 2: day, 3: {{From: 13 * 60, To: 19 * 60}}, 4: day, 5: day}
	return h
}
