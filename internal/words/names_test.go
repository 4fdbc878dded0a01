package words_test

// names are dotted names that are no messages and stand where the test cannot tell: kinds of jobs.
var names = map[string]bool{
	"outreach.reminder": true,
	"skills.recount":    true, "skills.recount_school": true, "skills.ask": true, "skills.round": true,
	"workers.daily": true,
}
