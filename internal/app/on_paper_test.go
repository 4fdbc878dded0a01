package app

import (
	"net/http"
	"strings"
	"testing"

	"hiroba/internal/platform/db/dbtest"
)

// TestTheSheetForAWorkerIsPrintedAndOnRecord prints what is handed to somebody without a
// device, and the list; who may not see them is refused.
func TestTheSheetForAWorkerIsPrintedAndOnRecord(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	_, worker := a.herself(t, misaki)
	sato, me := a.signIn(t, "sato@yukihara.example"), a.signIn(t, misaki)
	for _, path := range []string{"/staff/workers/" + worker + "/sheet.pdf", "/staff/workers.pdf?state=registered"} {
		req := get(path)
		req.AddCookie(sato)
		w := a.do(req)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "%PDF") || w.Body.Len() < 20_000 {
			t.Errorf("%s: %d, %d bytes", path, w.Code, w.Body.Len())
		}
		req = get(path)
		req.AddCookie(me)
		if w := a.do(req); w.Code != http.StatusForbidden {
			t.Errorf("%s for a worker: %d", path, w.Code)
		}
	}
	req := get("/staff/journal")
	req.AddCookie(a.signIn(t, "kudo@yukihara.example"))
	if body := a.do(req).Body.String(); !strings.Contains(body, "print") {
		t.Error("the print is not on record")
	}
}
