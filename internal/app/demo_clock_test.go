package app

import (
	"net/url"
	"strings"
	"testing"

	"hiroba/internal/platform/db/dbtest"
)

func TestTheDemoTownsClockGoesOnlyForward(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	before := a.Now()
	w := a.do(post("/demo/clock", url.Values{"by": {"38h"}}))
	if w.Code != 200 || strings.TrimSpace(w.Body.String()) != a.Now().String() {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
	if h := a.Now().Sub(before).Hours(); h < 38 || h > 38.1 {
		t.Errorf("it went on by %v hours", h)
	}
	at := a.clock.ahead.Load()
	for _, by := range []string{"", "-1s", "Monday", "900000h"} {
		if w := a.do(post("/demo/clock", url.Values{"by": {by}})); w.Code != 422 {
			t.Errorf("%q: %d", by, w.Code)
		}
	}
	if a.clock.ahead.Load() != at {
		t.Error("a step that was refused was made")
	}
}
