package town

import "hiroba/internal/site"

// Writing is what is written on the public site in a month of the story, at its first open
// day from so many days on.
type Writing struct {
	Month, Day int
	Texts      []site.Draft
	History    []site.Milestone
	Voices     []site.Voice
}

// textsOf are the texts of the small town under an address, in their languages.
func textsOf(slug string) (out []site.Draft) {
	for _, t := range Texts {
		if t.Slug == slug {
			out = append(out, t.Draft)
		}
	}
	return out
}

// Written is what is on the site of the story's town, in order.
var Written = []Writing{
	{Month: 0, Day: 4, Texts: textsOf("access"), History: []site.Milestone{History[0],
		{On: "2024-12", Text: "市と3つの団体が、協力の取り決めを結びました。", TextEN: "The city and three organisations agreed to work together."},
		{On: "2025-03", Text: "地域交流館の1階に、雪原しごとひろばを開きました。", TextEN: "The hub opened on the ground floor of the Community House."}}},
	{Month: 4, Day: 8, Texts: textsOf("video-room")},
	{Month: 7, Day: 15, History: []site.Milestone{{On: "2025-09", Text: "市役所の仕事を、はじめて引き受けました。", TextEN: "First order from the city hall."}}},
	{Month: 9, Day: 2, Texts: textsOf("winter-hours"), Voices: []site.Voice{Voices[0].Voice, Voices[1].Voice}},
	{Month: 11, Day: 8, Texts: textsOf("first-year")},
	{Month: 12, Day: 10, Texts: textsOf("meeting-records"), History: []site.Milestone{{On: "2026-02", Text: "2回目の説明会に、およそ50人が来ました。", TextEN: "About fifty people came to the second seminar."}}},
	{Month: 15, Day: 6, Voices: []site.Voice{Voices[2].Voice}},
	{Month: 17, Day: 24, Texts: []site.Draft{
		{Kind: site.News, Slug: "september-seminar", Lang: "ja", Title: "9月の説明会に申し込めます", Publish: true, Body: "9月に、はじめての方のための説明会を開きます。\n\n[説明会の予定](/seminars)から申し込めます。お子さん連れで来られます。"},
		{Kind: site.News, Slug: "september-seminar", Lang: "en", Title: "Sign up for the seminar in September", Publish: true, Body: "In September there is a seminar for newcomers.\n\nSign up among the [coming seminars](/seminars). Bring your children along."},
		{Kind: site.Article, Slug: "summer-work", Lang: "ja", Title: "夏休みの朝の40分", Tags: "地元ワーカー", Body: "（取材のメモ）\n\n# 子どもが起きる前に\n\n# 40分でできたこと"}}},
}
