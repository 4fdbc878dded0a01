package town

import "hiroba/internal/care"

// Requests are what Misaki asked the hub to consider; the first has been answered.
var Requests = []care.RequestForm{
	{Kind: "hours", Words: "夜9時より後の連絡をひかえてもらえますか。"},
	{Kind: "deadline", Words: "12月は保育園の行事が続きます。"},
}

// Answer is how the first request was answered.
var Answer = care.AnswerForm{Decision: "granted", Answer: "夜8時より後には送らないようにしました。"}

// Offered are what Misaki offers for the public pages.
var Offered = []care.VoiceForm{{Body: "下の子の昼寝のあいだに始めました。断っても何も言われないのが、いちばんうれしいです。", As: "30代・お子さん2人", Consent: true}}
