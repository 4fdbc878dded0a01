package orders

import (
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

func TestWhomTheActBinds(t *testing.T) {
	const million = 1_000_000
	day := when.On(2026, 12, 7)
	firm := func(capital yen.Amount, employees int) Size { return Size{Capital: capital, Employees: employees} }
	for name, x := range map[string]struct {
		p, s  Size
		class string
		day   when.Date
		want  Binding
	}{
		"capital over 300 million, hub under it":           {firm(301*million, 50), firm(100*million, 20), "processing", day, Binds},
		"capital of just 300 million, hub of 100":          {firm(300*million, 50), firm(100*million, 20), "processing", day, Free},
		"capital of just 300 million, hub of ten":          {firm(300*million, 50), firm(10*million, 20), "processing", day, Binds},
		"capital of just ten million binds nobody":         {firm(10*million, 50), firm(1*million, 2), "processing", day, Free},
		"writing: capital over 50 million":                 {firm(51*million, 50), firm(50*million, 20), "other", day, Binds},
		"the same for data entry":                          {firm(51*million, 50), firm(50*million, 20), "processing", day, Free},
		"301 employees bind whatever the capital":          {firm(5*million, 301), firm(5*million, 300), "processing", day, Binds},
		"300 employees do not":                             {firm(5*million, 300), firm(5*million, 300), "processing", day, Free},
		"writing: 101 employees":                           {firm(5*million, 101), firm(5*million, 100), "other", day, Binds},
		"the hub is as large":                              {firm(5*million, 400), firm(400*million, 301), "processing", day, Free},
		"nobody told the client's size":                    {firm(Unknown, Unknown), firm(5*million, 20), "processing", day, Open},
		"small in both, the hub untold":                    {firm(10*million, 100), firm(Unknown, Unknown), "processing", day, Free},
		"capital binds though employees are not known":     {firm(400*million, Unknown), firm(5*million, Unknown), "processing", day, Binds},
		"a worker of an operator of eleven million":        {firm(11*million, 30), Alone, "processing", day, Binds},
		"a worker of an operator of ten million":           {firm(10*million, 30), Alone, "other", day, Free},
		"a worker of a small capital with 101 people":      {firm(3*million, 101), Alone, "other", day, Binds},
		"a person commissions":                             {Size{Person: true, Employees: 2}, Alone, "other", day, Free},
		"the former act's days are not in the table":       {firm(400*million, 900), firm(5*million, 20), "processing", when.On(2025, 12, 31), Open},
		"the first day":                                    {firm(400*million, 900), firm(5*million, 20), "processing", when.On(2026, 1, 1), Binds},
		"a day far beyond what somebody looked up":         {firm(400*million, 900), firm(5*million, 20), "processing", when.On(2040, 1, 1), Open},
		"employees are enough where the capital is untold": {firm(Unknown, 301), firm(Unknown, 3), "processing", day, Binds},
	} {
		if got := Bound(x.p, x.s, x.class, x.day); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	town := Client{Kind: "section", Capital: 900 * million, Employees: 900}
	if town.Towards(firm(million, 2), "other", day) != Free {
		t.Error("a section of the town hall is bound as a business")
	}
	if ClassOf("entry") == ClassOf("transcript") {
		t.Error("entry and transcription are one class")
	}
}

func TestTermsBeyondTwoMonthsAreLate(t *testing.T) {
	for name, x := range map[string]struct {
		closing, months, pay int
		late                 bool
	}{
		"end of month, end of the next": {31, 1, 31, false}, "end of month, 10th after next": {31, 2, 10, true}, "20th, 20th of the next": {20, 1, 20, false},
		"20th, end of the next": {20, 1, 31, true}, "same month": {20, 0, 31, false},
	} {
		if got := (Client{ClosingDay: x.closing, PayMonths: x.months, PayDay: x.pay}).PaysLate(); got != x.late {
			t.Errorf("%s: %v", name, got)
		}
	}
}
