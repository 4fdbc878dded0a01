package town

import (
	"fmt"
	"time"

	"hiroba/internal/outreach"
)

// Seminar is one edition in the town, about so many days from the day the town is filled.
type Seminar struct {
	InDays   int
	Weekday  time.Weekday // moved on to the next such day
	CareDays int          // childcare can be asked for until so many days before; 0: always
	Draft    bool
	First    int // which inhabitant signs up first
	People   int // parties that sign up
	Form     outreach.SeminarForm
	Batches  []outreach.BatchForm
}

const (
	points = "家でできる仕事の種類と、1時間の目安\n働いている人の、ある1日\n仕事を1つ、その場でやってみる\n質問の時間"
	about  = "# 当日の流れ\n\n1. ひろばの紹介（15分）\n2. 働いている人の話（25分）\n3. 仕事を1つやってみる（30分）\n4. 質問（20分）\n\n# 服装と持ちもの\n\nふだんのかっこうでどうぞ。スマートフォンがあれば、ほかには何もいりません。"
)

// Seminars are the town's: one soon with room, one small and full, one further off, one not yet published.
var Seminars = []Seminar{
	{InDays: 16, Weekday: time.Thursday, CareDays: 3, People: 30, Form: outreach.SeminarForm{Series: "はじめての在宅しごと説明会", Title: "家で働くってどんな感じ？", TitleEN: "What is it like to work from home?",
		Lead: "空いた40分でできる仕事を、実際にやってみる会です。", LeadEN: "Try a piece of work that fits into forty minutes.", About: about, Points: points,
		Speakers: "佐藤 直子（コーディネーター）\n三好 みさき（ワーカー）", Bring: "スマートフォン\nお子さんの飲みもの", From: "10:00", To: "11:30", Doors: "20",
		Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", OnlineURL: "https://meet.yukihara.example/setsumeikai", Adults: "50", Children: "10", CareNote: "保育士が2人います", Target: "40"},
		Batches: []outreach.BatchForm{{Channel: "nursery", Place: "ゆきのこ保育園", Copies: "120", Who: "小林", Cost: "1,440"}, {Channel: "clinic", Place: "本町こどもクリニック", Copies: "60", Who: "佐藤", Cost: "720"},
			{Channel: "newsletter", Place: "市の広報に折り込み", Copies: "4,200", Who: "高橋", Cost: "33,600"}}},
	{InDays: 22, Weekday: time.Tuesday, First: 40, People: 9, Form: outreach.SeminarForm{Series: "夜の少人数会", Title: "お茶を飲みながら、働きかたの相談", TitleEN: "Talking about work over tea", Lead: "6人までの小さな会です。",
		Points: points, From: "19:00", To: "20:15", Doors: "10", Place: "地域交流館 1階 ひろば", PlaceEN: "Community House 1F", Adults: "6", Target: "6"}},
	{InDays: 44, Weekday: time.Saturday, CareDays: 3, First: 60, People: 4, Form: outreach.SeminarForm{Series: "はじめての在宅しごと説明会", Title: "家で働くってどんな感じ？（土曜の回）", TitleEN: "What is it like to work from home? (Saturday)",
		Lead: "平日に来られない方のための回です。", LeadEN: "For people who cannot come on weekdays.", About: about, Points: points, Speakers: "佐藤 直子（コーディネーター）", From: "13:30", To: "15:00", Doors: "20",
		Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", OnlineURL: "https://meet.yukihara.example/doyou", Adults: "40", Children: "8", Target: "30"}},
	{InDays: 58, Weekday: time.Thursday, Draft: true, Form: outreach.SeminarForm{Series: "はじめての在宅しごと説明会", Title: "文字起こしをやってみる", From: "10:00", To: "12:00", Doors: "20", Place: "地域交流館 2階 大会議室", Adults: "30", Children: "6"}},
}

// PastSeminars were held before the town was filled: InDays is negative, and the weekday the one before.
var PastSeminars = []Seminar{
	{InDays: -48, Weekday: time.Thursday, First: 120, People: 24, Form: outreach.SeminarForm{Series: "はじめての在宅しごと説明会", Title: "家で働くってどんな感じ？", TitleEN: "What is it like to work from home?", Lead: "空いた40分でできる仕事を、実際にやってみる会です。",
		About: about, Points: points, Speakers: "佐藤 直子（コーディネーター）", From: "10:00", To: "11:30", Doors: "20", Place: "地域交流館 2階 大会議室", PlaceEN: "Community House 2F, large meeting room", Adults: "50", Children: "10", Target: "30"}},
	{InDays: -20, Weekday: time.Tuesday, First: 160, People: 17, Form: outreach.SeminarForm{Series: "文字起こし入門", Title: "はじめての文字起こし", TitleEN: "A first transcript", Lead: "10分の録音を、いっしょに文章にします。",
		Points: points, From: "13:30", To: "15:00", Doors: "20", Place: "地域交流館 1階 ひろば", PlaceEN: "Community House 1F", Adults: "30", Children: "4", Target: "20"}},
}

var families = [][2]string{{"佐々木", "ささき"}, {"山本", "やまもと"}, {"石川", "いしかわ"}, {"中山", "なかやま"}, {"大場", "おおば"}, {"藤井", "ふじい"}, {"原田", "はらだ"}, {"松井", "まつい"}, {"北川", "きたがわ"}, {"小野", "おの"}, {"長谷", "はせ"}}

var givens = [][2]string{{"あおい", "あおい"}, {"千尋", "ちひろ"}, {"真由", "まゆ"}, {"久美子", "くみこ"}, {"陽子", "ようこ"}, {"恵理", "えり"}, {"奈々", "なな"}}

// Party is what the n-th inhabitant writes into the form.
func Party(n int, way outreach.Way) outreach.SignupForm {
	fam, given := families[n%len(families)], givens[n%len(givens)]
	f := outreach.SignupForm{Name: fam[0] + " " + given[0], Kana: fam[1] + " " + given[1], Mail: fmt.Sprintf("town%d@example.com", n), Way: string(way),
		Heard: string(outreach.Heards[n%len(outreach.Heards)]), Interview: n%3 == 0, Consent: true, Lang: "ja"}
	if n >= 100 && n%5 < 3 { // of those who came so far, most heard it from a friend
		f.Heard = "friend"
	}
	if n%7 == 3 {
		f.Mail, f.Phone = "", fmt.Sprintf("090-0000-%04d", n)
	}
	if n%6 == 1 && way == outreach.AtPlace && n < 40 {
		f.Care, f.Ages = true, "2歳"
	}
	if n%9 == 2 {
		f.Two, f.Companion = true, fam[0]+" 健一"
	}
	return f
}

// Inquiries are what people have asked.
var Inquiries = []outreach.InquiryForm{
	{Category: "work", Name: "大場 千尋", Mail: "ohba@example.com", Text: "パソコンがなくても始められますか。スマートフォンはあります。", Lang: "ja", Consent: true},
	{Category: "order", Name: "北斗データ株式会社 田中", Mail: "tanaka@client.example", Text: "紙の申込書3,000枚の入力をお願いできますか。見積もりをお願いします。", Lang: "ja", Consent: true},
	{Category: "space", Name: "石川 陽子", Phone: "090-0000-0101", Text: "ビデオ会議の部屋は、何時まで使えますか。", Lang: "ja", Consent: true},
}
