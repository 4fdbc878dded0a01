package town

import "hiroba/internal/interviews"

// Slots are the times the hub has opened for interviews, by days from the day the town
// is filled; a day on which the hub is closed is moved on to the next.
var Slots = []struct {
	InDays int
	Form   interviews.SlotForm
}{
	{1, interviews.SlotForm{From: "9:30", To: "12:00", Length: "30", Kind: "room", Room: "相談室", By: "佐藤 直子"}},
	{3, interviews.SlotForm{From: "13:30", To: "15:30", Length: "30", Kind: "room", Room: "相談室", By: "佐藤 直子", Weeks: "4"}},
	{6, interviews.SlotForm{From: "10:00", To: "12:00", Length: "30", Kind: "video", Link: "https://meet.yukihara.example/soudan", By: "小林 実", Weeks: "4"}},
	{7, interviews.SlotForm{From: "10:00", To: "11:30", Length: "30", Kind: "phone", By: "佐藤 直子", Weeks: "4"}},
}

// Callers are people who telephoned about an interview.
var Callers = []interviews.Form{
	{Name: "三浦 正", Kana: "みうら ただし", Phone: "0126-00-0131", Wants: "スマートフォンは持っていません。家でできる仕事があれば話を聞きたいです。", Lang: "ja", Consent: true},
	{Name: "村上 涼", Kana: "むらかみ りょう", Mail: "murakami@example.com", Wants: "夜だけでも大丈夫でしょうか。", Lang: "ja", Consent: true},
}

// Talk is what was written down in an interview of the town.
var Talk = interviews.Sheet{Motives: "子どもが小さいあいだ、家で少しずつ働きたい。文字を入力する仕事をやってみたい。", Hours: "平日の昼寝のあいだ（40分ほど）、夜9時から1時間", Computer: "shared", Network: "fibre",
	Device: "スマートフォン、家族のノートパソコン", Skills: "事務の経験4年。表計算は得意", Trial: "done", TrialNote: "10行を8分。見まちがいなし", Impression: "ていねいな方。急がない入力の仕事が合いそう"}
