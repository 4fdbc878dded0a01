package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/outreach"
	"hiroba/internal/people/peopleweb"
	"hiroba/internal/town"
)

// load is one kind of request, sent over and over.
type load struct {
	name string
	want int
	next func(conn, n int) string // the n-th request of a connection, as it goes over the wire
}

// perAddress is how many requests one network address sends: below every rate limit, as people are.
const perAddress = 15

func (b *bench) loads(s *server, t target) error {
	cookie, err := s.signIn()
	if err != nil {
		return err
	}
	page := func(path, cookie string) func(int, int) string {
		r := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n" + cookie + "\r\n"
		return func(int, int) string { return r }
	}
	signup, err := s.signups(t)
	if err != nil {
		return err
	}
	list := "/staff/seminars/" + t.list
	for _, l := range []load{
		{"sign of life", 200, page("/healthz", "")},
		{"public home", 200, page("/", "")},
		{"seminar page", 200, page("/seminars/"+t.seminars[0], "")},
		{"seminar page, 10,000 signed up", 200, page("/seminars/"+t.list, "")},
		{"staff page, signed in", 200, page("/staff/closures", cookie)},
		{"staff list of 50 of 10,000", 200, page(list, cookie)},
		{"staff list, page 100", 200, page(list+"?state=live&p=100", cookie)},
		{"staff list, search", 200, page(list+"?state=live&q=%E3%81%B5%E3%81%98%E3%81%84", cookie)},
		{"sign-up", 303, signup},
	} {
		if !strings.Contains(l.name, b.Only) {
			continue
		}
		if err := b.run(s, l); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return nil
}

// run sends one kind of request from all connections and prints what came of it.
func (b *bench) run(s *server, l load) error {
	before, err := s.cpu()
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	var bytes atomic.Int64
	took := make([][]time.Duration, b.Conns)
	errs := make([]error, b.Conns)
	begin := time.Now()
	for c := range b.Conns {
		wg.Go(func() {
			w := &wire{addr: strings.TrimPrefix(s.url, "http://")}
			defer w.close()
			for n := 0; time.Since(begin) < b.For; n++ {
				at := time.Now()
				size, err := w.do(l.next(c, n), l.want)
				if err != nil {
					errs[c] = err
					return
				}
				took[c] = append(took[c], time.Since(at))
				bytes.Add(size)
			}
		})
	}
	wg.Wait()
	wall := time.Since(begin)
	after, err := s.cpu()
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	n := len(all)
	fmt.Printf("%-34s %8.0f /s  %6.0f µs CPU  p50 %6.2f ms  p99 %6.2f ms  %6.1f KB\n", l.name, float64(n)/wall.Seconds(), float64((after-before).Microseconds())/float64(n),
		ms(all[n/2]), ms(all[n*99/100]), float64(bytes.Load())/float64(n)/1000)
	return nil
}

// wire is one connection, made anew from another address of this machine from time to time.
type wire struct {
	addr string
	conn net.Conn
	in   *bufio.Reader
	sent int
}

func (w *wire) close() {
	if w.conn != nil {
		w.conn.Close()
	}
}

// send sends one request and answers what comes back, its body still to be read.
func (w *wire) send(request string) (*http.Response, error) {
	if w.conn == nil || w.sent >= perAddress && strings.HasPrefix(request, "POST") {
		w.close()
		from := net.TCPAddr{IP: net.IPv4(127, byte(1+rand.IntN(250)), byte(rand.IntN(250)), byte(1+rand.IntN(250)))}
		c, err := (&net.Dialer{LocalAddr: &from}).Dial("tcp", w.addr)
		if err != nil {
			return nil, err
		}
		w.conn, w.in, w.sent = c, bufio.NewReaderSize(c, 32<<10), 0
	}
	w.sent++
	if _, err := io.WriteString(w.conn, request); err != nil {
		return nil, err
	}
	return http.ReadResponse(w.in, nil)
}

// do sends one request and reads the answer whole; it answers the bytes of the body.
func (w *wire) do(request string, want int) (int64, error) {
	r, err := w.send(request)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	if r.StatusCode != want {
		b, _ := io.ReadAll(io.LimitReader(r.Body, 600)) //nolint:errcheck // for the message only
		return 0, fmt.Errorf("answer %s, want %d: %s", r.Status, want, b)
	}
	return io.Copy(io.Discard, r.Body)
}

// answer is what one request got.
type answer struct {
	status   int
	location string
	body     []byte
}

// ask sends one request and keeps its answer.
func (w *wire) ask(request string) (a answer, err error) {
	r, err := w.send(request)
	if err != nil {
		w.close()
		w.conn = nil
		return a, err
	}
	defer r.Body.Close()
	a.status, a.location = r.StatusCode, r.Header.Get("Location")
	a.body, err = io.ReadAll(r.Body)
	return a, err
}

// sessionCookie is the name under which a browser keeps a session.
const sessionCookie = peopleweb.Cookie

// signIn answers the header that makes a request a coordinator's.
func (s *server) signIn() (string, error) {
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.PostForm(s.url+"/sign-in/password", url.Values{"mail": {"sato@yukihara.example"}, "password": {town.Password}})
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	for _, k := range r.Cookies() {
		if k.Name == sessionCookie {
			return "Cookie: " + k.Name + "=" + k.Value + "\r\n", nil
		}
	}
	return "", fmt.Errorf("sign-in: %s", r.Status)
}

var stamp = regexp.MustCompile(`name="stamp" value="([^"]+)"`)

// typing is how long somebody takes over a form at least; a faster one is taken for a robot.
const typing = 4 * time.Second

// signups makes sign-ups that all differ, for the seminars in turn.
func (s *server) signups(t target) (func(conn, n int) string, error) {
	r, err := http.Get(s.url + "/seminars/" + t.seminars[0] + "/sign-up")
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	m := stamp.FindSubmatch(body)
	if err != nil || m == nil {
		return nil, fmt.Errorf("no form to sign up with: %s %w", r.Status, err)
	}
	var seq atomic.Int64
	time.Sleep(typing)
	return func(int, int) string {
		n := seq.Add(1)
		f := town.Party(int(n), outreach.AtPlace)
		form := url.Values{"stamp": {string(m[1])}, "once": {id.Make()}, "name": {f.Name}, "kana": {f.Kana}, "mail": {fmt.Sprintf("misaki%d@example.com", n)},
			"way": {f.Way}, "heard": {f.Heard}, "consent": {"1"}}.Encode()
		return fmt.Sprintf("POST /seminars/%s/sign-up HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
			t.seminars[int(n)%len(t.seminars)], len(form), form)
	}, nil
}
