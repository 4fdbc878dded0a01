package outreach

import (
	"testing"

	"hiroba/internal/base/id"
)

func TestAttendanceCountsAPartyOnce(t *testing.T) {
	walk := id.Make()
	marks := []Mark{{ID: "1", Signup: "a", Kind: CameIn}, {ID: "2", Signup: "a", Kind: CameIn}, {ID: "3", Signup: "b", Kind: CameIn}, {ID: "4", Signup: "b", Kind: Undone},
		{ID: "6", Kind: Undone, Undoes: walk}, {ID: walk, Kind: CameIn, Adults: 2}, {ID: "7", Kind: CameIn, Adults: 1}}
	in, walkIns := Attendance(marks)
	if len(in) != 1 || !in["a"] {
		t.Errorf("in: %v", in)
	}
	if len(walkIns) != 1 || walkIns["7"] != 1 {
		t.Errorf("walk-ins: %v; an undo that arrives before its mark must still count", walkIns)
	}
}

func TestMarksNoTabletMakesAreRefused(t *testing.T) {
	for _, m := range []Mark{{ID: "x", Kind: CameIn, Adults: 1}, {ID: id.Make(), Kind: "out"}, {ID: id.Make(), Kind: CameIn}, {ID: id.Make(), Kind: CameIn, Adults: 21}} {
		if m.Check() == nil {
			t.Errorf("%+v is taken", m)
		}
	}
	if err := (Mark{ID: id.Make(), Kind: CameIn, Adults: 2}).Check(); err != nil {
		t.Error(err)
	}
}

func TestTicketCodeReadsWhatAScannerGives(t *testing.T) {
	for _, s := range []string{"K7M4Q2", "k7m4q2", "https://hub.example/t/abc#K7M4Q2", "Ｋ７Ｍ４ Ｑ２"} {
		if got := TicketCode(s); got != "K7M4Q2" {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestSurveyAsksForAWayToReachThoseWithoutATicket(t *testing.T) {
	f := SurveyForm{Clear: "4", Work: "yes", Interview: true}
	if _, err := f.Read(false); err == nil {
		t.Error("nobody can be called")
	}
	if _, err := f.Read(true); err != nil {
		t.Error(err)
	}
	if _, err := (SurveyForm{Clear: "9", Work: "no"}).Read(true); err == nil {
		t.Error("nine of four")
	}
}
