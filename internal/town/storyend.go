package town

import "hiroba/internal/outreach"

// LastInquiries are what people ask in the last days of the story: the first is answered.
var LastInquiries = []outreach.InquiryForm{
	{Category: "work", Name: "大場 千尋", Mail: "ohba@example.com", Text: "パソコンがなくても始められますか。スマートフォンはあります。", Lang: "ja", Consent: true},
	{Category: "space", Name: "石川 陽子", Phone: "090-0000-0101", Text: "ビデオ会議の部屋は、何時まで使えますか。", Lang: "ja", Consent: true},
	{Category: "order", Name: "雪原観光協会 森", Mail: "mori@kanko.example", Text: "紙の宿泊アンケート800枚の入力をお願いできますか。見積もりをお願いします。", Lang: "ja", Consent: true},
}

// What is said in the last days of the story.
const (
	InquiryAnswer = "はい、スマートフォンだけで始められる仕事があります。説明会で、1つやってみられます。"
	RowQuestion   = "紙の日付が2つあります。どちらを入れますか。"
	LateQuestion  = "7月の行の数が、手もとの控えと1つちがいます。見てもらえますか。"
	ClientWords   = "次の分の名簿は、木曜日にお送りします。"
	AskedTitle    = "防災アンケートの入力"
	AskedWords    = "町内会ごとの防災アンケートです。紙で420枚あります。問1の答えだけを入力してください。"
	AskedVolume   = "420"
)
