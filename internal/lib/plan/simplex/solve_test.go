package simplex

import (
	"fmt"
	"os"
	"runtime/pprof"
	"testing"
	"time"

	"hiroba/internal/lib/plan/plangen"
)

func TestTry(t *testing.T) {
	for _, s := range []string{"town", "city", "prefecture"} {
		if s == "prefecture" && os.Getenv("PREF") == "" {
			continue
		}
		p, _ := plangen.Size(s)
		pr := plangen.Make(p)
		if f := os.Getenv("PROF"); f != "" {
			w, _ := os.Create(f)
			pprof.StartCPUProfile(w)
			defer pprof.StopCPUProfile()
		}
		for _, c := range []int{10, 30, 100} {
			Chunk = c
			if c != 30 && s == "prefecture" {
				continue
			}
			t0 := time.Now()
			tb := start(newNet(pr, false))
			t1 := time.Now()
			n := tb.optimise()
			fmt.Println(s, c, "nodes", tb.nodes, "market", tb.market, "pivots", n, "cost", fmt.Sprintf("%.2f", tb.cost()), t1.Sub(t0), time.Since(t1))
		}
	}
}
