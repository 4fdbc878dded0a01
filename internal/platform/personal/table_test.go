package personal

import (
	"reflect"
	"testing"
)

func TestAConditionNamesItsHubAndItsPlaces(t *testing.T) {
	s := Subject{Hub: "h", Workers: []string{"w1", "w2"}, Names: []string{"三好"}}
	got, args := Table{}.condition(s, "2027-01-01", "worker_id in (:workers) or mail in (:mails) and until >= :today", 3)
	want := "hub_id = $4 and (worker_id in ($5, $6) or mail in ($7) and until >= $8)"
	if got != want || !reflect.DeepEqual(args, []any{"h", "w1", "w2", nobody, "2027-01-01"}) {
		t.Errorf("%s %v", got, args)
	}
	got, _ = Table{Everywhere: true}.condition(s, "", "id in (:person)", 0)
	if got != "id in ($1)" {
		t.Errorf("a table of the installation: %s", got)
	}
}

func TestAnUnknownPlaceIsAMistakeOfTheProgram(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it went on")
		}
	}()
	Table{}.condition(Subject{}, "", "x in (:nowhere)", 0)
}
