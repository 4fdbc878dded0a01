package main

import (
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTheDemoIsTheStory: without anything else it opens the packed town, which stands where it
// stood when it is opened again, and is no hub of people who are real.
func TestTheDemoIsTheStory(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if _, err := binary(); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	s := launch(t, nil, "--demo", "--data", data, "--addr", "127.0.0.1:0")
	if code, body := s.get(t, "/"); code != 200 || !strings.Contains(body, "まちの今日は9月1日（火）です") {
		t.Errorf("the first page: %d\n%.400s", code, body)
	}
	t.Log("first page after", time.Since(begun))
	if moment := clockOf(t, s, "50h"); !strings.HasPrefix(moment, "2026-09-03T0") { // towards noon in Tokyo
		t.Errorf("moved on by fifty hours it is %s", moment)
	}
	s.end(t)
	s = launch(t, nil, "--demo", "--data", data, "--addr", "127.0.0.1:0")
	if moment := clockOf(t, s, "0s"); !strings.HasPrefix(moment, "2026-09-03T0") {
		t.Errorf("opened again it is %s", moment)
	}
	s.end(t)
	for _, x := range []struct {
		args, says string
	}{
		{"serve", "everybody knows"},
		{"serve --demo --small", "leave --small out"},
		{"serve --demo --now 2026-12-12T22:10:00+09:00", "--now goes with --small"},
		{"serve --demo --db postgres://nobody@127.0.0.1:1/x", "--db goes with --small"},
		{"serve --small", "--small is for demos only"},
		{"serve --now 2026-12-12T22:10:00+09:00", "--now is for demos only"},
	} {
		if out, ok := run(t, nil, append(strings.Fields(x.args), "--data", data, "--addr", "127.0.0.1:0")...); ok || !strings.Contains(out, x.says) {
			t.Errorf("%s: %s", x.args, out)
		}
	}
}

// clockOf moves a demo's clock on and answers the moment it is.
func clockOf(t *testing.T, s served, by string) string {
	t.Helper()
	r, err := http.PostForm(s.url+"/demo/clock", url.Values{"by": {by}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("the clock: %d %s %v", r.StatusCode, b, err)
	}
	return string(b)
}
