package dispatchweb

import (
	"testing"

	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/i18n"
)

// Who has work and finds no room in the list is not said to have none.
func TestTheBusyAreNotCalledIdle(t *testing.T) {
	var b dispatchstore.Board
	for i := range 20 {
		l := dispatch.Load{Week: 60, WeekOffered: 120}
		if i >= 15 {
			l.Week = 0
		}
		b.Loads = append(b.Loads, l)
	}
	for _, c := range []struct {
		all                    bool
		listed, unlisted, rest int
	}{{false, 12, 3, 5}, {true, 15, 0, 5}} {
		var p boardPage
		if p.loads(i18n.JA, b, c.all); len(p.Loads) != c.listed || p.Unlisted != c.unlisted || p.Idle != c.rest {
			t.Errorf("all %v: %d listed, %d not, %d idle", c.all, len(p.Loads), p.Unlisted, p.Idle)
		}
	}
}
