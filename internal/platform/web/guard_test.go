package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/keys"
)

// Whoever mends a word and sends again at once is no robot; who sends a form at once is.
func TestAFormShownAgainKeepsItsStamp(t *testing.T) {
	k, err := keys.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	now := when.FromTime(time.Date(2027, 2, 10, 0, 0, 0, 0, time.UTC))
	g := Guard{Keys: k, Limit: &Limiter{Most: 20, Every: time.Second, Clock: func() when.Instant { return now }}}
	at := func(later time.Duration, stamp string) Request {
		return Request{Request: &http.Request{RemoteAddr: "192.0.2.1:1", PostForm: url.Values{"stamp": {stamp}}}, Now: now.Add(later)}
	}
	shown := g.Stamp(at(0, ""), "ask")
	if err := g.Check(at(time.Second, shown), "ask", "text"); fault.KindOf(err) != fault.Invalid {
		t.Error("sent after a second:", err)
	}
	again := g.Stamp(at(5*time.Second, shown), "ask")
	if err := g.Check(at(6*time.Second, again), "ask", "text"); err != nil {
		t.Error("mended and sent again after a second:", err)
	}
	for name, stamp := range map[string]string{"stale": shown, "forged": "x", "of another form": g.Stamp(at(0, ""), "news")} {
		later := 25 * time.Hour
		if fresh := g.Stamp(at(later, stamp), "ask"); fresh == stamp || g.Check(at(later+3*time.Second, fresh), "ask", "text") != nil {
			t.Errorf("a stamp that is %s is kept", name)
		}
	}
}
