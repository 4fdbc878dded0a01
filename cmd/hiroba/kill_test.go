package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/db/dbtest"
)

// program is the binary under test, built once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "hiroba-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "hiroba")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// serving is a running program.
type serving struct {
	cmd  *exec.Cmd
	base string
}

func serve(t *testing.T, args ...string) serving {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"serve", "--demo", "--small", "--addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() }) //nolint:errcheck // it may be gone already
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "listening on "); ok {
			go io.Copy(io.Discard, out) //nolint:errcheck // nobody reads the rest
			return serving{cmd, strings.TrimSpace(at)}
		}
	}
	t.Fatal("the program never listened")
	return serving{}
}

// kill ends the program as a power cut does.
func (s serving) kill(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.cmd.Wait() //nolint:errcheck // it was killed
}

// visitor is a browser with an address of its own that stays on the page it is sent to.
func visitor(n int) *http.Client {
	dial := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+n/250), byte(1+n%250))}}
	return &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return dial.DialContext(ctx, network, addr)
		}}}
}

func (s serving) page(t *testing.T, path string) (int, string) {
	t.Helper()
	w, err := visitor(0).Get(s.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	b, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, string(b)
}

var (
	seminarLink = regexp.MustCompile(`href="(/seminars/[0-9a-f-]{36})"`)
	stampField  = regexp.MustCompile(`name="stamp" value="([^"]+)"`)
)

// TestAConfirmedSignUpSurvivesAKill kills the program in the middle of sign-ups, three
// times, and looks for every ticket that somebody was shown.
func TestAConfirmedSignUpSurvivesAKill(t *testing.T) {
	sources := map[string]string{"sqlite": "sqlite"}
	if p := dbtest.Postgres(t); p != nil {
		sources["postgres"] = p.Source
	}
	for engine, source := range sources {
		t.Run(engine, func(t *testing.T) { killed(t, source) })
	}
}

func killed(t *testing.T, source string) {
	args := []string{"--data", t.TempDir(), "--db", source}
	r := rand.New(rand.NewPCG(7, 11))
	var tickets []string
	for round := range 3 {
		s := serve(t, args...)
		_, body := s.page(t, "/seminars")
		path := seminarLink.FindStringSubmatch(body)[1] + "/sign-up"
		_, body = s.page(t, path)
		stamp := stampField.FindStringSubmatch(body)[1]
		time.Sleep(2100 * time.Millisecond) // people take their time; the form asks for two seconds
		got := make(chan string, 10_000)
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() { s.signUp(path, stamp, (round*4+w)*1000, got) })
		}
		time.Sleep(time.Duration(300+r.IntN(500)) * time.Millisecond)
		s.kill(t)
		wg.Wait()
		close(got)
		n := 0
		for ticket := range got {
			tickets = append(tickets, ticket)
			n++
		}
		if n == 0 {
			t.Fatalf("round %d confirmed nothing", round)
		}
	}
	s := serve(t, args...)
	for _, ticket := range tickets {
		if code, _ := s.page(t, ticket); code != http.StatusOK {
			t.Errorf("%s was confirmed and is lost: %d", ticket, code)
		}
	}
	s.kill(t)
	path, _ := program()
	out, err := exec.Command(path, append([]string{"doctor"}, args...)...).CombinedOutput()
	if !strings.Contains(string(out), "journal") || strings.Contains(string(out), "broken") {
		t.Errorf("doctor: %v\n%s", err, out)
	}
	t.Logf("%d confirmed sign-ups outlived three kills", len(tickets))
}

// signUp sends sign-ups, one after another, until the program is gone.
func (s serving) signUp(path, stamp string, from int, got chan<- string) {
	for n := from; ; n++ {
		v := url.Values{"name": {fmt.Sprintf("町の人%d", n)}, "kana": {"まちのひと"}, "mail": {fmt.Sprintf("kill%d@example.com", n)}, "way": {"place"}, "consent": {"1"}, "stamp": {stamp}, "once": {id.Make()}}
		w, err := visitor(n%5000).PostForm(s.base+path, v)
		if err != nil {
			return
		}
		w.Body.Close()
		if at := w.Header.Get("Location"); w.StatusCode == http.StatusSeeOther && strings.HasPrefix(at, "/t/") {
			got <- at
		}
	}
}
