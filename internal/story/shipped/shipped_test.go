package shipped

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"hiroba/internal/app"
	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	data "hiroba/internal/town"
)

// unpacked is the shipped town, opened as serve opens it.
func unpacked(t *testing.T) *app.App {
	t.Helper()
	dir := t.TempDir()
	if err := Unpack(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if !Public(dir) {
		t.Error("the folder's key is not the public one")
	}
	at, err := Stands(t.Context(), app.Config{Data: dir}.Source())
	if err != nil {
		t.Fatal(err)
	}
	if want := "2026-09-01 09:59"; at.In(when.Tokyo).Format("2006-01-02 15:04") != want {
		t.Errorf("the town stands at %s, not at %s", at.In(when.Tokyo), want)
	}
	a, err := app.New(t.Context(), app.Config{Data: dir, URL: "http://localhost", Demo: true, Now: func() when.Instant { return at }}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() }) //nolint:errcheck // the test is over
	return a
}

// clean fails where the auditor finds something.
func clean(t *testing.T, a *app.App, said string) {
	t.Helper()
	rs, err := audit.Run(t.Context(), a.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if len(r.Broken) > 0 {
			t.Errorf("%s: %s: %v", said, r.Key, r.Broken)
		}
	}
}

// TestTheShippedTownOpens: the auditor finds nothing, before its papers are drawn and after;
// every paper comes to its hash; whoever is printed at the start can sign in and has a first page.
func TestTheShippedTownOpens(t *testing.T) {
	a := unpacked(t)
	clean(t, a, "as it was unpacked")
	if n := lost(t, a); n < 400 {
		t.Errorf("%d papers are left out: the test is blind", n)
	}
	get(t, a, nil, "/", data.StoryHub(0, 1).Name)
	for _, p := range data.People {
		c := signIn(t, a, p.Mail)
		get(t, a, c, "/me", p.Name)
	}
	if err := a.Redraw(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := lost(t, a); n != 0 {
		t.Errorf("%d papers did not come to their hash: another version of Go packs otherwise, or a paper looks otherwise by now; pack the town anew (docs/story.md)", n)
	}
	clean(t, a, "with its papers")
}

// lost is how many files of documents are not there.
func lost(t *testing.T, a *app.App) int {
	t.Helper()
	n, err := db.Read(t.Context(), a.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from book_document d where not exists (select 1 from blob_part p where p.hub_id = d.hub_id and p.blob_id = d.blob_id)`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func signIn(t *testing.T, a *app.App, mail string) []*http.Cookie {
	t.Helper()
	form := url.Values{"mail": {mail}, "password": {data.Password}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/sign-in/password", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	a.Router.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) == 0 {
		t.Fatalf("%s cannot sign in: %d\n%s", mail, w.Code, w.Body)
	}
	return w.Result().Cookies()
}

func get(t *testing.T, a *app.App, cookies []*http.Cookie, path, want string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	a.Router.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("%s: %d, without %q", path, w.Code, want)
	}
}

// TestABrokenOffStartLeavesNoTown: a file that is not whole never gets the name of a database,
// and the next start unpacks anew.
func TestABrokenOffStartLeavesNoTown(t *testing.T) {
	dir := t.TempDir()
	half := io.MultiReader(bytes.NewReader([]byte("SQLite format 3\x00")), failing{})
	if err := unpack(t.Context(), dir, half); err == nil {
		t.Fatal("half a town was taken")
	}
	if _, err := os.Stat(app.Config{Data: dir}.Source()); !os.IsNotExist(err) {
		t.Errorf("there is a database: %v", err)
	}
	if err := Unpack(context.Background(), dir); err != nil {
		t.Error(err)
	}
}

// failing is a file that breaks off.
type failing struct{}

// Read always fails.
func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestAKeyOfOnesOwnIsKept: a folder's own key is neither replaced nor taken for the public one.
func TestAKeyOfOnesOwnIsKept(t *testing.T) {
	dir := t.TempDir()
	own := []byte(strings.Repeat("ab", 32) + "\n")
	if err := os.WriteFile(keyFile(dir), own, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := GiveKey(dir); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(keyFile(dir))
	if err != nil || !bytes.Equal(b, own) || Public(dir) {
		t.Errorf("the key is %q, %v", b, err)
	}
}
