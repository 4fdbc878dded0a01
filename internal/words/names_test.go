package words_test

// names are dotted names that are no messages: rights, jobs, kinds of mail.
var names = map[string]bool{
	"hub.see": true, "hub.settings": true, "hub.hours": true, "hub.journal": true, "hub.mail": true, "hub.open": true, "hub.know": true,
	"people.invite": true, "people.sign_in": true, "people.self": true, "people.invitation": true,
	"outreach.see": true, "outreach.signups": true, "outreach.run": true, "outreach.door": true, "outreach.sign_up": true, "outreach.ask": true, "outreach.desk": true,
	"outreach.inquiry_answer": true, "outreach.inquiry_": true, "outreach.inquiry_receipt": true, "outreach.reminder": true, "outreach.offer": true,
	"site.read": true, "site.edit": true, "site.news": true,
	"workers.count": true, "workers.see": true, "workers.keep": true, "workers.reveal": true, "workers.self": true, "workers.enter": true, "workers.invitation": true,
}
