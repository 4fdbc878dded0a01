package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"hiroba/internal/lib/flow"
	"hiroba/internal/lib/flow/flowgen"
	"hiroba/internal/lib/plan/flat"
	"hiroba/internal/lib/plan/plangen"
)

type planBenchCmd struct {
	Nodes  []int    `default:"1024,4096,16384" help:"Sizes of the classic networks."`
	Degree int      `default:"8" help:"Arcs for each node of them."`
	Seeds  uint64   `default:"3" help:"How many of each."`
	Sizes  []string `default:"town,city" help:"Planning problems: town, city, prefecture, large."`
	Linear bool     `help:"Run CLP, CBC, GLPK and HiGHS too, on the planning problems: slow."`
	Runs   int      `default:"3" help:"Runs of each; the least time counts."`
	Change int      `default:"100" help:"How many changes of each kind are planned again, and questions asked; 0 for none."`
	Units  int      `help:"Plan towns in whole units too, and have CBC look for their bound for so many seconds each."`
	Nation bool     `help:"Plan a nation in groups too: minutes."`
}

// Run solves the same problems with our solver and with those that are installed, in turn, and
// prints how much time each took. Times are processor time; figures of a busy machine are good for
// ratios only.
func (c *planBenchCmd) Run() error {
	ctx, stop := planContext(0)
	defer stop()
	dir, err := os.MkdirTemp("", "hiroba-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := bench{dir: dir, runs: max(c.Runs, 1), out: os.Stdout, linear: c.Linear}
	b.peers = peers(dir, b.out)
	fmt.Fprintf(b.out, "%s, %s/%s, %d processors\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if err := c.classic(&b); err != nil {
		return err
	}
	for _, size := range c.Sizes {
		if err := c.dispatch(ctx, &b, size); err != nil {
			return err
		}
	}
	if c.Units > 0 {
		if err := b.towns(c.Units); err != nil {
			return err
		}
	}
	if c.Nation {
		return b.country()
	}
	return nil
}

func (c *planBenchCmd) classic(b *bench) error {
	for _, family := range flowgen.Families {
		for _, n := range c.Nodes {
			for seed := range c.Seeds {
				p, err := flowgen.Make(flowgen.Params{Family: family, Nodes: n, Degree: c.Degree, Seed: seed + 1})
				if err != nil {
					return err
				}
				ours := func() (answer, error) {
					s, err := flow.New(p)
					if err != nil {
						return nil, err
					}
					return func() (int64, error) { return prove(p, s) }, s.Solve()
				}
				if err := b.compare(family, fmt.Sprintf("%s %d/%d", family, n, seed+1), p, ours, false); err != nil {
					return err
				}
			}
		}
	}
	b.summary("classic", flowgen.Families)
	return nil
}

func (c *planBenchCmd) dispatch(ctx context.Context, b *bench, size string) error {
	par, err := plangen.Size(size)
	if err != nil {
		return err
	}
	seeds := c.Seeds
	if par.Workers > 5000 {
		seeds = 1
	}
	for seed := range seeds {
		par.Flat, par.Seed = true, seed+1
		pr := plangen.Make(par)
		ours := func() (answer, error) {
			p, err := flat.New(pr)
			if err != nil {
				return nil, err
			}
			return p.Prove, nil
		}
		if err := b.compare(size, fmt.Sprintf("%s %d", size, seed+1), flat.Network(pr), ours, b.linear); err != nil {
			return err
		}
	}
	b.summary(size, []string{size})
	if c.Change == 0 {
		return nil
	}
	for seed := range seeds {
		par.Flat, par.Seed = true, seed+1
		if err := b.changes(size, plangen.Make(par), c.Change); err != nil {
			return err
		}
	}
	b.times(size + ", any change")
	for seed := range seeds {
		par.Flat, par.Seed = false, seed+1
		if err := b.questions(ctx, size, plangen.Make(par), c.Change); err != nil {
			return err
		}
	}
	b.times(size + ", any question")
	return nil
}

// bench runs the comparisons and keeps the ratios.
type bench struct {
	dir    string
	runs   int
	linear bool
	out    io.Writer
	peers  []peer
	ratios map[string]map[string][]float64 // family, peer: our time by its time
	took   []timing
}

// compare solves one problem with each solver in turn and prints a line.
func (b *bench) compare(family, name string, p *flow.Problem, ours func() (answer, error), linear bool) error {
	network, lp := filepath.Join(b.dir, "problem.min"), filepath.Join(b.dir, "problem.mps")
	if err := writeDIMACS(network, p); err != nil {
		return err
	}
	if linear {
		if err := writeMPS(lp, p); err != nil {
			return err
		}
	}
	var line strings.Builder
	cost, mine, err := b.time(ours)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(&line, "%-18s %8d arcs  optimum %-14d ours %8.4f s", name, len(p.Arcs), cost, mine.Seconds())
	for _, q := range b.peers {
		file := network
		if q.linear {
			if file = lp; !linear {
				continue
			}
		}
		found, took, err := q.run(file, b.runs)
		if err != nil {
			fmt.Fprintf(&line, "  %s failed: %v", q.name, err)
			continue
		}
		ratio := mine.Seconds() / took.Seconds()
		fmt.Fprintf(&line, "  %s %8.4f s, ratio %.2f", q.name, took.Seconds(), ratio)
		if found != cost && !q.linear || math.Abs(float64(found-cost)) > 1e-6*math.Abs(float64(cost))+1 {
			return fmt.Errorf("%s: %s found %d, we found %d", name, q.name, found, cost)
		}
		b.keep(family, q.name, ratio)
	}
	fmt.Fprintln(b.out, line.String())
	return nil
}

// answer proves what a run has found and says what it costs; that is not timed.
type answer func() (int64, error)

func prove(p *flow.Problem, s *flow.Solver) (int64, error) {
	sol, err := s.Solution(p)
	if err != nil {
		return 0, err
	}
	return sol.Cost, flow.Verify(p, sol)
}

// time is the least processor time of the runs, building the solver's network included.
func (b *bench) time(solve func() (answer, error)) (cost int64, least time.Duration, err error) {
	for range b.runs {
		runtime.GC()
		begin := cpuTime()
		a, err := solve()
		if err != nil {
			return 0, 0, err
		}
		took := cpuTime() - begin
		if cost, err = a(); err != nil {
			return 0, 0, err
		}
		if took = max(took, time.Microsecond); least == 0 || took < least {
			least = took
		}
	}
	return cost, least, nil
}

func (b *bench) keep(family, peer string, ratio float64) {
	if b.ratios == nil {
		b.ratios = map[string]map[string][]float64{}
	}
	if b.ratios[family] == nil {
		b.ratios[family] = map[string][]float64{}
	}
	b.ratios[family][peer] = append(b.ratios[family][peer], ratio)
}

// summary prints the geometric mean of the ratios of some families.
func (b *bench) summary(name string, families []string) {
	for _, q := range b.peers {
		var all []float64
		for _, f := range families {
			r := b.ratios[f][q.name]
			all = append(all, r...)
			if len(families) > 1 && len(r) > 0 {
				fmt.Fprintf(b.out, "  %-10s ours / %s, geometric mean of %d: %.2f\n", f, q.name, len(r), mean(r))
			}
		}
		if len(all) > 0 {
			fmt.Fprintf(b.out, "%s: ours / %s, geometric mean of %d: %.2f\n", name, q.name, len(all), mean(all))
		}
	}
	fmt.Fprintln(b.out)
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(len(v)))
}
