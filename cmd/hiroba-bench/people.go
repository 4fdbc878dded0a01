package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/outreach"
	"hiroba/internal/town"
)

// The kinds of requests, in the order in which a report names them.
const (
	home     = "public home"
	seminar  = "seminar page"
	signUp   = "sign-up"
	signIn   = "sign-in by password"
	list     = "worker's list"
	terms    = "worker's terms of a piece"
	claim    = "claim"
	screen   = "worker's screen"
	row      = "row saved"
	deliver  = "piece delivered"
	morning  = "staff: morning"
	board    = "staff: orders"
	overview = "staff: one order's work"
	files    = "staff: workers"
	plan     = "staff: dispatch board"
	checks   = "staff: what is to be inspected"
	reports  = "city: report"
	openly   = "public figures"
)

var kinds = []string{home, seminar, openly, signUp, signIn, list, terms, claim, screen, row, deliver, morning, board, overview, files, plan, checks, reports}

// person is one connection, and whoever sits at it now.
type person struct {
	*day
	wire wire
	rnd  *rand.Rand
	no   int
	n    int // sittings so far
	tell *tally
}

// day is what all people have in common.
type day struct {
	stage
	server  *server
	free    chan worker  // who does not sit at a connection: at two, she would fill in one piece twice
	stamps  []string     // of the form to sign up with, by town
	seq     atomic.Int64 // sign-ups so far
	signIns atomic.Int64 // so far
}

// ask sends one request of a kind and keeps the time; an answer that is none of those wanted counts as an error.
func (p *person) ask(kind, host, cookie, path string, form url.Values, want ...int) (answer, bool) {
	at := time.Now()
	a, err := p.wire.ask(request(host, cookie, path, form))
	took := time.Since(at)
	for _, w := range want {
		if err == nil && a.status == w {
			p.tell.add(kind, took, a.status == http.StatusConflict)
			return a, true
		}
	}
	p.tell.fail(fmt.Sprintf("%s %s: %d %v", kind, path, a.status, err))
	return a, false
}

func request(host, cookie, path string, form url.Values) string {
	if form == nil {
		return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + "\r\n"
	}
	body := form.Encode()
	accept := ""
	if strings.Contains(path, "/rows/") {
		accept = "Accept: application/json\r\n" // as the page's own script asks
	}
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\n%s%sContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", path, host, cookie, accept, len(body), body)
}

// sit is one sitting of whoever has the connection: of sixteen eight work, four are staff, four look from outside.
func (p *person) sit() {
	switch p.n++; p.no % 4 {
	case 0, 1:
		p.works()
	case 2:
		p.runs()
	default:
		p.visits()
	}
}

var (
	proposed = regexp.MustCompile(`name="piece" value="([^"]+)"[\s\S]*?name="hash" value="([^"]+)"`)
	firstRow = regexp.MustCompile(`/rows/(\d+)"`)
)

// works is somebody who has nothing in hand sitting down to work, if there is anybody.
func (p *person) works() {
	select {
	case w := <-p.free:
		p.takesOn(p.towns[w.town], w)
		p.free <- w
	case <-time.After(50 * time.Millisecond):
	}
}

// takesOn is a look for work, a piece taken on, filled in and delivered.
func (p *person) takesOn(t place, w worker) {
	p.ask(list, t.host, w.cookie, "/my/work?minutes=40&device=pc", nil, 200)
	a, ok := p.ask(terms, t.host, w.cookie, "/my/work/orders/"+t.order+"?minutes=40&device=pc", nil, 200)
	if !ok {
		return
	}
	m := proposed.FindSubmatch(a.body)
	if m == nil {
		p.tell.fail("no terms were shown")
		return
	}
	a, ok = p.ask(claim, t.host, w.cookie, "/my/work/claim?minutes=40&device=pc", url.Values{"piece": {string(m[1])}, "hash": {string(m[2])}}, 303, 409)
	if !ok || a.status == 409 {
		return
	}
	p.fills(t, w, a.location)
}

// fills is a piece from its first row to its delivery; whoever began ends it, also when the day is over.
func (p *person) fills(t place, w worker, path string) {
	a, ok := p.ask(screen, t.host, w.cookie, path, nil, 200)
	if !ok {
		return
	}
	m := firstRow.FindSubmatch(a.body)
	if m == nil {
		p.tell.fail("no row was shown")
		return
	}
	first := 0
	fmt.Sscan(string(m[1]), &first) //nolint:errcheck // they are digits
	for no := first; no < first+rowsOfPiece; no++ {
		p.ask(row, t.host, w.cookie, fmt.Sprintf("%s/rows/%d", path, no), url.Values{"version": {"0"}, "c2": {town.Tasks[0].Answer(no)}}, 200)
	}
	p.ask(deliver, t.host, w.cookie, path+"/deliver", url.Values{"ok": {"1"}}, 303)
}

// runs is one of the staff: a look at one of the boards after the other, and now and then a sign-in.
func (p *person) runs() {
	t := p.towns[p.rnd.IntN(len(p.towns))]
	boards := []struct{ kind, cookie, path string }{
		{morning, t.coordinator, "/staff"}, {board, t.coordinator, "/staff/orders"}, {overview, t.coordinator, "/staff/orders/" + t.order + "/work"}, {files, t.coordinator, "/staff/workers"},
		{plan, t.coordinator, "/staff/plan"}, {checks, t.coordinator, "/staff/check"}, {morning, t.leader, "/staff"}, {reports, t.report, "/staff/reports"},
	}
	if p.n%20 == 1 {
		p.signsIn()
	}
	b := boards[p.n%len(boards)]
	p.ask(b.kind, t.host, b.cookie, b.path, nil, 200)
}

// signInsMost is how often one address signs in: a limit of the program's own stands a little above.
const signInsMost = 4

// signsIn has one of all staff sign in; once all did so often that the program would have them rest, nobody does.
func (p *person) signsIn() {
	n := int(p.signIns.Add(1)) - 1
	t := p.towns[n%len(p.towns)]
	if i := n / len(p.towns); i < signInsMost*len(t.mails) {
		p.ask(signIn, t.host, "", "/sign-in/password", url.Values{"mail": {t.mails[i%len(t.mails)]}, "password": {town.Password}}, 303)
	}
}

// visits is somebody from outside who reads, and signs up for the seminar.
func (p *person) visits() {
	n := p.rnd.IntN(len(p.towns))
	t := p.towns[n]
	p.ask(home, t.host, "", "/", nil, 200)
	p.ask(seminar, t.host, "", "/seminars/"+t.seminar, nil, 200)
	if p.n%4 == 0 {
		p.ask(openly, t.host, "", "/figures", nil, 200)
	}
	seq := p.seq.Add(1)
	f := town.Party(int(seq), outreach.AtPlace)
	p.ask(signUp, t.host, "", "/seminars/"+t.seminar+"/sign-up", url.Values{"stamp": {p.stamps[n]}, "once": {id.Make()}, "name": {f.Name}, "kana": {f.Kana},
		"mail": {fmt.Sprintf("comes%d@example.com", seq)}, "way": {f.Way}, "heard": {f.Heard}, "consent": {"1"}}, 303)
}

// stamps are those of the forms to sign up with, one for each town.
func (st stage) stamps(s *server) (out []string, err error) {
	w := &wire{addr: strings.TrimPrefix(s.url, "http://")}
	defer w.close()
	for _, t := range st.towns {
		a, err := w.ask(request(t.host, "", "/seminars/"+t.seminar+"/sign-up", nil))
		if err != nil {
			return nil, err
		}
		m := stamp.FindSubmatch(a.body)
		if m == nil {
			return nil, fmt.Errorf("%s: no form to sign up with: %d", t.host, a.status)
		}
		out = append(out, string(m[1]))
	}
	return out, nil
}
