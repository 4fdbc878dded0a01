package words_test

// names are dotted names that are no messages and stand where the test cannot tell: kinds of jobs.
var names = map[string]bool{
	"hub.see": true, "hub.settings": true, "hub.hours": true, "hub.journal": true, "hub.mail": true, "hub.open": true, "hub.know": true,
	"people.invite": true, "people.sign_in": true, "people.self": true, "people.invitation": true,
	"outreach.see": true, "outreach.signups": true, "outreach.run": true, "outreach.door": true, "outreach.sign_up": true, "outreach.ask": true, "outreach.desk": true,
	"outreach.inquiry_answer": true, "outreach.inquiry_": true, "outreach.inquiry_receipt": true, "outreach.reminder": true, "outreach.offer": true,
	"skills.count": true, "skills.see": true, "skills.keep": true, "skills.catalogue": true, "skills.self": true, "skills.answer": true,
	"skills.recount": true, "skills.recount_school": true, "skills.ask": true, "skills.round": true, "skills.week": true,
	"site.read": true, "site.edit": true, "site.news": true,
	"outreach.reminder": true,
}
