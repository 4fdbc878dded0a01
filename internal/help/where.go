package help

import (
	"slices"
	"strings"
)

// fit is a way into the handbook: the pages below a path, and the part that tells of them.
type fit struct{ path, chapter, section string }

// fits are the parts of the handbook by page; the longest path that begins a page's is its.
var fits = []fit{
	{"/", "everybody", ""},
	{"/start", "everybody", ""},
	{"/about", "everybody", ""},
	{"/access", "everybody", ""},
	{"/consortium", "everybody", ""},
	{"/policy", "everybody", ""},
	{"/news", "everybody", "news-by-mail"},
	{"/articles", "everybody", ""},
	{"/voices", "everybody", ""},
	{"/examples", "everybody", ""},
	{"/figures", "officer", "todays-figures-and-reports"},
	{"/seminars", "everybody", "come-to-a-seminar"},
	{"/s", "everybody", "come-to-a-seminar"},
	{"/t", "everybody", "come-to-a-seminar"},
	{"/survey", "everybody", "come-to-a-seminar"},
	{"/ask", "everybody", "ask"},
	{"/tell", "everybody", "ask"},
	{"/i", "everybody", "choose-a-time-to-talk"},
	{"/interview", "everybody", "choose-a-time-to-talk"},
	{"/join", "everybody", "register"},
	{"/c", "everybody", "register"},
	{"/sign-in", "everybody", "sign-in"},
	{"/invitations", "everybody", "sign-in"},
	{"/me", "everybody", "sign-in"},
	{"/me/data", "worker", "a-pause-the-end-your-data"},
	{"/news-mail", "everybody", "news-by-mail"},
	{"/help", "start", "how-to-read-this-handbook"},
	{"/setup", "start", "open-the-hub"},
	{"/demo", "start", "practise"},

	{"/my", "worker", "home"},
	{"/my/hours", "worker", "free-hours"},
	{"/week", "worker", "free-hours"},
	{"/my/work", "worker", "choose-work"},
	{"/my/work/pieces", "worker", "work"},
	{"/my/work/results", "worker", "hand-in-or-hand-back"},
	{"/my/money", "worker", "money"},
	{"/my/money/book", "worker", "your-book-and-the-year"},
	{"/my/money/year", "worker", "your-book-and-the-year"},
	{"/my/ceiling", "worker", "income-ceiling"},
	{"/my/skills", "worker", "skills-and-wishes"},
	{"/my/wishes", "worker", "skills-and-wishes"},
	{"/my/why", "worker", "skills-and-wishes"},
	{"/my/notices", "worker", "letters-from-the-hub"},
	{"/my/file", "worker", "your-file-and-your-account"},
	{"/my/account", "worker", "your-file-and-your-account"},
	{"/my/care", "worker", "ask-for-consideration"},
	{"/survey-of-work", "worker", "card-and-voice"},
	{"/my/card", "worker", "card-and-voice"},
	{"/my/voice", "worker", "card-and-voice"},
	{"/my/pause", "worker", "a-pause-the-end-your-data"},

	{"/companies", "client", "ask-for-work-to-be-done"},
	{"/request", "client", "ask-for-work-to-be-done"},
	{"/client", "client", "see-the-progress"},
	{"/window", "client", "see-the-progress"},

	{"/staff", "coordinator", "monday-morning"},
	{"/staff/inquiries", "coordinator", "answer-inquiries"},
	{"/staff/can-we", "coordinator", "say-whether-you-can-take-it"},
	{"/staff/orders", "coordinator", "order-and-quote"},
	{"/staff/clients", "coordinator", "clients-and-kinds-of-work"},
	{"/staff/kinds", "coordinator", "clients-and-kinds-of-work"},
	{"/staff/plan", "coordinator", "plan"},
	{"/staff/plan/rehearsal", "coordinator", "say-whether-you-can-take-it"},
	{"/staff/fairness", "coordinator", "plan"},
	{"/staff/here", "coordinator", "who-is-at-the-hub"},
	{"/staff/questions", "leader", "answer-questions"},
	{"/staff/check", "leader", "inspect"},
	{"/staff/seminars", "coordinator", "hold-a-seminar"},
	{"/door", "coordinator", "at-the-door"},
	{"/staff/applicants", "coordinator", "interview"},
	{"/staff/interviews", "coordinator", "interview"},
	{"/staff/workers", "coordinator", "registered-people"},
	{"/staff/imports", "coordinator", "bring-in-an-old-list"},
	{"/staff/skills", "coordinator", "skills-and-hours"},
	{"/staff/schools", "coordinator", "skills-and-hours"},
	{"/staff/hours", "coordinator", "skills-and-hours"},
	{"/staff/care", "coordinator", "requests-and-complaints"},
	{"/staff/care/handlers", "administrator", "readers-of-complaints"},
	{"/staff/surveys", "coordinator", "requests-and-complaints"},
	{"/staff/voices", "coordinator", "requests-and-complaints"},
	{"/staff/data", "trouble", "somebody-asks-for-all-her-data"},
	{"/staff/site", "coordinator", "the-public-pages"},
	{"/staff/mail", "trouble", "somebody-cannot-sign-in-or-a-mail-does-not-come"},
	{"/staff/closures", "trouble", "snow-closes-the-hub"},

	{"/staff/months", "accountant", "close-the-month"},
	{"/staff/statements", "accountant", "statements-and-questions"},
	{"/staff/clock", "accountant", "days-of-payment"},
	{"/staff/bank", "accountant", "pay"},
	{"/staff/bank/account", "accountant", "the-hubs-account"},
	{"/staff/bank/incoming", "accountant", "money-that-came-in"},
	{"/staff/bank/withheld", "accountant", "withholding-and-payment-records"},
	{"/staff/bank/records", "accountant", "withholding-and-payment-records"},
	{"/staff/invoices", "accountant", "invoices"},
	{"/staff/margins", "accountant", "margins-and-the-hubs-accounts"},
	{"/staff/profit", "accountant", "margins-and-the-hubs-accounts"},
	{"/staff/books", "accountant", "papers-and-books"},

	{"/staff/figures", "officer", "figures"},
	{"/staff/approvals", "officer", "approvals"},
	{"/staff/reports", "officer", "todays-figures-and-reports"},

	{"/staff/people", "administrator", "people-and-roles"},
	{"/staff/settings", "administrator", "settings"},
	{"/staff/settings/contract", "administrator", "the-contract"},
	{"/staff/settings/days", "administrator", "settings"},
	{"/staff/journal", "administrator", "journal"},
}

// roots are the pages whose part of the book is no answer for the pages below them.
var roots = []string{"/", "/staff", "/my"}

// Has tells whether the book has a part for a page, and not only for the whole it belongs to.
func Has(page string) bool {
	f := find(page)
	return f.path == page || !slices.Contains(roots, f.path)
}

// For is the address of what the handbook says of a page, without the language.
func For(page string) string {
	f := find(page)
	to := "/help/" + f.chapter
	if f.section != "" {
		to += "#" + f.section
	}
	return to
}

// find is the fit with the longest path that begins a page's.
func find(page string) fit {
	best := fits[0]
	for _, f := range fits {
		if len(f.path) > len(best.path) && (page == f.path || strings.HasPrefix(page, f.path+"/")) {
			best = f
		}
	}
	return best
}
