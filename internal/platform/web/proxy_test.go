package web

import (
	"net/http/httptest"
	"testing"
	"time"

	"hiroba/internal/base/when"
)

func TestOnlyAProxyIsBelieved(t *testing.T) {
	for _, c := range []struct{ from, said, want string }{
		{"203.0.113.9:1000", "", "203.0.113.9"},
		{"203.0.113.9:1000", "198.51.100.1", "203.0.113.9"},           // a visitor's own claim
		{"127.0.0.1:1000", "198.51.100.1", "198.51.100.1"},            // the proxy's word
		{"127.0.0.1:1000", "10.0.0.1, 198.51.100.1", "198.51.100.1"},  // the visitor's claim before it
		{"127.0.0.1:1000", "198.51.100.1, 127.0.0.1", "198.51.100.1"}, // two proxies
		{"127.0.0.1:1000", "nonsense", "127.0.0.1"},
		{"[::1]:1000", "2001:db8::1", "2001:db8::1"},
		{"127.0.0.1:1000", "", "127.0.0.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		if c.said != "" {
			r.Header.Set("X-Forwarded-For", c.said)
		}
		if got := Local.caller(r); got != c.want {
			t.Errorf("from %s, said %q: %s, want %s", c.from, c.said, got, c.want)
		}
	}
}

func TestALimiterLetsGoOnAfterAWhile(t *testing.T) {
	now := when.FromTime(time.Date(2027, 2, 9, 1, 0, 0, 0, time.UTC))
	l := &Limiter{Most: 3, Every: time.Minute, Clock: func() when.Instant { return now }}
	for i := range 5 {
		if got := l.Allow("a"); got != (i < 3) {
			t.Errorf("try %d: %v", i+1, got)
		}
	}
	if !l.Allow("b") {
		t.Error("one address pays for another")
	}
	now = now.Add(time.Minute)
	if !l.Allow("a") || l.Allow("a") {
		t.Error("want one more after a minute, and only one")
	}
}
