package words_test

// names are dotted names that are no messages and stand where the test cannot tell: kinds of jobs.
var names = map[string]bool{
	"outreach.reminder": true, "workers.daily": true, "interviews.reminder": true, "interviews.follow": true, "interviews.retention": true,
}
