package words_test

// names are dotted names that are no messages and stand where the test cannot tell.
var names = map[string]bool{}
