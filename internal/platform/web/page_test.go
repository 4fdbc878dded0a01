package web_test

import (
	"net/url"
	"testing"

	"hiroba/internal/platform/web"
)

func TestAnyAddressAsksForAPage(t *testing.T) {
	for p, want := range map[string]int{"": 1, "3": 3, "0": 1, "-4": 1, "two": 1, "99999999999999999999": 1_000_000, "-99999999999999999999": 1} {
		if got := web.PageOf(url.Values{"p": {p}}); got != want {
			t.Errorf("%q: %d", p, got)
		}
	}
}
