package main

import (
	"bufio"
	"database/sql"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is hiroba itself, built once for the tests that run it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "hiroba-command")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "hiroba")
	return bin, exec.Command("go", "build", "-o", bin, ".").Run()
})

// run runs a command to its end and answers what it printed, and whether it ended well.
func run(t *testing.T, env []string, args ...string) (string, bool) {
	t.Helper()
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(bin, args...)
	c.Env = append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	return string(out), err == nil
}

// served is a running hiroba.
type served struct {
	cmd   *exec.Cmd
	url   string
	lines []string // printed before it listened
}

func launch(t *testing.T, env []string, args ...string) served {
	t.Helper()
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	s := served{cmd: exec.Command(bin, append([]string{"serve", "--quiet"}, args...)...)}
	s.cmd.Env = append(os.Environ(), env...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() }) //nolint:errcheck // it may have ended
	for sc := bufio.NewScanner(out); sc.Scan(); {
		if u, ok := strings.CutPrefix(sc.Text(), "listening on "); ok {
			s.url = u
			return s
		}
		s.lines = append(s.lines, sc.Text())
	}
	t.Fatal("it never listened")
	return s
}

func (s served) get(t *testing.T, path string) (int, string) {
	t.Helper()
	return s.ask(t, http.MethodGet, "", path, nil)
}

func (s served) end(t *testing.T) {
	t.Helper()
	s.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // the wait tells
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("it did not end well: %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it did not end when told to")
	}
}

func TestFlagsVariablesAndFileMeanTheSame(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "hiroba.json")
	for name, c := range map[string]struct {
		env, args []string
		file      string
	}{
		"flags":     {args: []string{"--data", dir + "/a", "--addr", "127.0.0.2:0"}},
		"variables": {env: []string{"HIROBA_DATA=" + dir + "/b", "HIROBA_ADDR=127.0.0.2:0"}},
		"file":      {args: []string{"--config", file}, file: `{"data": "` + dir + `/c", "addr": "127.0.0.2:0"}`},
	} {
		if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		s := launch(t, c.env, c.args...)
		if !strings.HasPrefix(s.url, "http://127.0.0.2:") || len(s.lines) != 1 || !strings.Contains(s.lines[0], s.url+"/setup/") {
			t.Errorf("%s: %s, %q", name, s.url, s.lines)
		}
		s.end(t)
	}
	for _, d := range []string{"a", "b", "c"} {
		if _, err := os.Stat(filepath.Join(dir, d, "hiroba.db")); err != nil {
			t.Error(err)
		}
	}
	if err := os.WriteFile(file, []byte(`{"adr": "127.0.0.2:0"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, ok := run(t, nil, "--config", file, "version"); ok || !strings.Contains(out, `"adr"`) {
		t.Errorf("a misspelt name is taken: %s", out)
	}
}

func TestSignsOfLifeAndNothingOfTheDemo(t *testing.T) {
	s := launch(t, nil, "--data", t.TempDir(), "--addr", "127.0.0.1:0")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 503, "/demo/mail": 503, "/metrics": 503} {
		if got, _ := s.get(t, path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	setup := s.lines[0][strings.Index(s.lines[0], "/setup/"):]
	if code, body := s.get(t, setup); code != 200 || !strings.Contains(body, "<form") {
		t.Errorf("set-up: %d", code)
	}
	if code, _ := s.get(t, setup+"x"); code != 404 {
		t.Errorf("a forged set-up link: %d", code)
	}
	s.end(t)
}

func TestABackupOfARunningTownIsRestored(t *testing.T) {
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "town.backup")
	s := launch(t, nil, "--demo", "--small", "--data", data, "--addr", "127.0.0.1:0")
	if out, ok := run(t, nil, "--data", data, "backup", file); !ok || !strings.Contains(out, "checked") {
		t.Fatal(out)
	}
	if out, ok := run(t, nil, "--data", data, "restore", file); ok || !strings.Contains(out, "in use") {
		t.Errorf("restored under a running hub: %s", out)
	}
	if out, ok := run(t, nil, "--data", data, "doctor"); !ok || strings.Contains(out, "WRONG") {
		t.Errorf("doctor: %s", out)
	}
	s.end(t)
	change(t, filepath.Join(data, "hiroba.db"), `update journal set person_id = 'somebody' where seq = 3`)
	if out, ok := run(t, nil, "--data", data, "doctor"); ok || !strings.Contains(out, "WRONG the journal's chain") {
		t.Errorf("the doctor saw nothing: %s", out)
	}
	if out, ok := run(t, nil, "--data", data, "restore", file); !ok {
		t.Fatal(out)
	}
	if out, ok := run(t, nil, "--data", data, "doctor"); !ok {
		t.Errorf("after the restore: %s", out)
	}
	change(t, file, `update journal set person_id = 'somebody' where seq = 3`)
	if out, ok := run(t, nil, "--data", data, "restore", file); ok || !strings.Contains(out, "nothing was changed") {
		t.Errorf("a tampered backup is restored: %s", out)
	}
	s = launch(t, nil, "--demo", "--small", "--data", data, "--addr", "127.0.0.1:0")
	if code, _ := s.get(t, "/demo/mail"); code != 200 {
		t.Errorf("the town after the restore: %d", code)
	}
	s.end(t)
	change(t, filepath.Join(data, "hiroba.db"), `insert into schema_step values ('9999_future.sql', 'x', 'x')`)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"backup", file + "2"}} {
		if out, ok := run(t, nil, append([]string{"--data", data}, args...)...); ok || !strings.Contains(out, "newer hiroba") {
			t.Errorf("%s on a newer database: %s", args[0], out)
		}
	}
}

// change changes a database file behind the program's back.
func change(t *testing.T, file, q string) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Exec(q); err != nil {
		t.Fatal(err)
	}
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	s := launch(t, nil, "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--metrics", addr)
	s.get(t, "/")
	s.url = "http://" + addr
	if code, body := s.get(t, "/metrics"); code != 200 || !strings.Contains(body, `hiroba_request_seconds_count{route="GET /{$}",status="503"} 1`) {
		t.Errorf("%d %s", code, body)
	}
	s.end(t)
}

// TestAFurtherHubIsOpenedBesideTheFirst: the command makes a link while the program serves, once
// the hub there is has a host name, and both are found by theirs afterwards.
func TestAFurtherHubIsOpenedBesideTheFirst(t *testing.T) {
	data := t.TempDir()
	if out, ok := run(t, nil, "--data", data, "hub", "add"); ok {
		t.Errorf("a hub beside none: %s", out)
	}
	s := launch(t, nil, "--demo", "--small", "--data", data, "--addr", "127.0.0.1:0")
	defer s.end(t)
	if out, ok := run(t, nil, "--data", data, "hub", "add"); ok || !strings.Contains(out, "host name") {
		t.Errorf("the first hub would be found no more: %s", out)
	}
	change(t, filepath.Join(data, "hiroba.db"), `update hub set host = 'one.example.jp'`)
	out, ok := run(t, nil, "--data", data, "hub", "add")
	link, found := strings.CutPrefix(strings.TrimSpace(out), "open the hub once, at https://one.example.jp")
	if !ok || !found {
		t.Fatal(out)
	}
	form := url.Values{"step": {"4"}, "name": {"北浜しごとひろば"}, "slug": {"kitahama"}, "kana": {"きたはま"}, "address": {"港町"}, "phone": {"0138000000"}, "hue": {"230"},
		"admin_name": {"港 花子"}, "admin_mail": {"minato@kitahama.example"}, "password": {"yukihara-demo"}}
	if code, body := s.ask(t, http.MethodPost, "one.example.jp", link, form); code != http.StatusUnprocessableEntity || !strings.Contains(body, `id="host"`) {
		t.Errorf("without a host name: %d", code)
	}
	form.Set("host", "Two.example.jp")
	if code, body := s.ask(t, http.MethodPost, "one.example.jp", link, form); code != http.StatusOK || !strings.Contains(body, "https://two.example.jp/") {
		t.Fatalf("%d %s", code, body)
	}
	if code, _ := s.ask(t, http.MethodGet, "one.example.jp", link, nil); code != http.StatusNotFound {
		t.Errorf("the link is good twice: %d", code)
	}
	for host, name := range map[string]string{"one.example.jp": "雪原しごとひろば", "two.example.jp": "北浜しごとひろば"} {
		if code, body := s.ask(t, http.MethodGet, host, "/", nil); code != http.StatusOK || !strings.Contains(body, name) {
			t.Errorf("%s: %d, not %s", host, code, name)
		}
	}
	if out, ok := run(t, nil, "--data", data, "hub", "list"); !ok || strings.Count(out, "\n") != 2 || !strings.Contains(out, "two.example.jp") {
		t.Error(out)
	}
}

// ask asks for a path, of one of the hubs if a host is given.
func (s served) ask(t *testing.T, method, host, path string, form url.Values) (int, string) {
	t.Helper()
	rq, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	rq.Host = host
	rq.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r, err := http.DefaultClient.Do(rq)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}
