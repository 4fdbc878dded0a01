package ordersweb

import (
	"os"
	"regexp"
	"testing"

	"hiroba/internal/orders"
	"hiroba/internal/platform/i18n"
)

// TestEveryWordOfARuleIsInTheCatalogue: states, units and types that pages put into words at run time.
func TestEveryWordOfARuleIsInTheCatalogue(t *testing.T) {
	var keys []string
	add := func(prefix string, values ...string) {
		for _, v := range values {
			keys = append(keys, prefix+v)
		}
	}
	add("orders.state.", strs(orders.States)...)
	add("orders.window.state.", strs(orders.States)...)
	add("orders.window.next.", strs(orders.States)...)
	add("orders.unit.", orders.Units...)
	add("orders.volume.", orders.Units...)
	add("orders.request.volume.", orders.Units...)
	add("orders.tool.", orders.Tools...)
	add("orders.checks.", orders.Checks...)
	add("orders.withholding.", orders.Withholdings...)
	add("orders.tax.why.", orders.Withholdings...)
	add("orders.tax.", orders.TaxKinds...)
	add("orders.type.", orders.ColumnTypes...)
	add("orders.use.", orders.Uses...)
	add("orders.client_kind.", strs(orders.ClientKinds)...)
	add("orders.law.class.", orders.Classes...)
	add("orders.quote_state.", "waiting", "sent", "accepted", "answered", "replaced", "lapsed")
	add("orders.material.", "stored", "reading", "ready", "refused")
	add("orders.form.", "table", "images", "audio", "pages", "list")
	for _, b := range []orders.Binding{orders.Binds, orders.Free, orders.Open} {
		keys = append(keys, "orders.law.client."+string(b), "orders.law.workers."+string(b))
	}
	for _, k := range orders.Ready {
		keys = append(keys, "orders.ready."+k.Key, "orders.ready."+k.Key+".manual", "skills.ready."+k.Skill)
	}
	for _, key := range keys {
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			if !l.Has(key) {
				t.Errorf("%s: no word in %s", key, l.Code())
			}
		}
	}
}

// TestEveryRefusalHasItsSentence reads the reasons from the code that refuses.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	n := 0
	for path, x := range map[string]struct{ re, prefix string }{
		"../ordersstore/reading.go":  {`refuse\("([a-z_]+)"[,)]`, "orders.problem."},
		"../ordersstore/material.go": {`refuse\("([a-z_]+)"[,)]`, "orders.problem."},
		"../../lib/sheet/read.go":    {`Problem\{Kind: "([a-z]+)"`, "orders.problem.sheet."},
		"../../lib/sheet/xlsx.go":    {`Problem\{Kind: "([a-z]+)"`, "orders.problem.sheet."},
	} {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(x.re).FindAllStringSubmatch(string(body), -1) {
			if n++; !i18n.JA.Has(x.prefix + m[1]) {
				t.Errorf("%s refuses with %q and says nothing", path, m[1])
			}
		}
	}
	if n < 30 {
		t.Errorf("%d refusals: the test is blind", n)
	}
}

func TestTimesAndSizesAreShort(t *testing.T) {
	for got, want := range map[string]string{minutes(43): "0.7", minutes(60): "1", minutes(3600): "60", hours(6000 * 43): "71.7", hours(400_000): "111", clock(75): "1:15", bytes(i18n.EN, 387_000): "378 KB", bytes(i18n.EN, 3<<20): "3 MB"} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func strs[T ~string](in []T) (out []string) {
	for _, x := range in {
		out = append(out, string(x))
	}
	return out
}
