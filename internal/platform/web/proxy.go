package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the addresses whose word for where a request came from is believed.
type Proxies []netip.Prefix

// Local is a proxy on the same machine: the usual way to give hiroba its https.
var Local = Proxies{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func (p Proxies) has(a netip.Addr) bool {
	for _, x := range p {
		if x.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// caller is where a request came from. X-Forwarded-For is read from its end, each entry
// only as long as the one who wrote it is believed: what a visitor puts at its
// beginning counts for nothing.
func (p Proxies) caller(r *http.Request) string {
	at := Address(r)
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(said) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(at)
		if err != nil || !p.has(a) {
			return at
		}
		next, err := netip.ParseAddr(strings.TrimSpace(said[i]))
		if err != nil {
			return at
		}
		at = next.Unmap().String()
	}
	return at
}
