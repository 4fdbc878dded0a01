package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/groups"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
)

// towns is how many towns are planned in whole units.
const towns = 8

// towns plans towns in whole units, and prints how far from the bound of the plan in which work
// may be cut the cost is, and how far from the bound that CBC proves for whole units.
func (b *bench) towns(seconds int) error {
	for seed := range uint64(towns) {
		par, err := plangen.Size("town")
		if err != nil {
			return err
		}
		par.Seed = seed + 1
		p := plangen.Make(par)
		begin := cpuTime()
		s, err := whole.Solve(context.Background(), p, whole.Options{})
		if err != nil {
			return err
		}
		took := cpuTime() - begin
		f, err := verify.Check(p, s)
		if err != nil {
			return err
		}
		fmt.Fprintf(b.out, "town %d, whole units: cost %.0f, %.3f %% above the bound of work that may be cut, %.3f s", par.Seed, f.Objective, 100*f.Gap, took.Seconds())
		if bound, err := b.cbc(p, seconds); err != nil {
			fmt.Fprintf(b.out, "; without CBC: %v\n", err)
		} else {
			fmt.Fprintf(b.out, ", %.4f %% above the bound of CBC, %.0f\n", 100*(f.Objective-bound)/f.Objective, bound)
		}
	}
	fmt.Fprintln(b.out)
	return nil
}

// What CBC says of a programme: what it found, and below what it stopped looking.
var (
	cbcFound = regexp.MustCompile(`Objective value:\s+(\S+)`)
	cbcBound = regexp.MustCompile(`Lower bound:\s+(\S+)`)
)

// cbc is the bound that CBC proves for whole units in so many seconds.
func (b *bench) cbc(p *plan.Problem, seconds int) (float64, error) {
	file := filepath.Join(b.dir, "units.lp")
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(writeUnits(f, p), f.Close()); err != nil {
		return 0, err
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Duration(5*seconds+60)*time.Second)
	defer stop()
	out, err := exec.CommandContext(ctx, "cbc", file, "timeMode", "elapsed", "sec", strconv.Itoa(seconds), "ratio", "0.0001", "solve").Output()
	if err != nil {
		return 0, err
	}
	m := cbcBound.FindSubmatch(out)
	if m == nil {
		m = cbcFound.FindSubmatch(out) // to the very optimum
	}
	if m == nil {
		return 0, errors.New("it does not say what it proved")
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// country plans a nation in groups and prints what it costs and what is proved.
func (b *bench) country() error {
	par, err := plangen.Size("nation")
	if err != nil {
		return err
	}
	p := plangen.Make(par)
	begin, clock := cpuTime(), time.Now()
	s, err := groups.Solve(context.Background(), p, false)
	if err != nil {
		return err
	}
	took, passed := cpuTime()-begin, time.Since(clock)
	f, err := verify.Check(p, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "nation, speeds: cost %.0f, proved %.0f, gap %.3f %%, %.0f s of processors in %.0f s\n\n", f.Objective, f.Bound, 100*f.Gap, took.Seconds(), passed.Seconds())
	return nil
}

// unitsModel writes the problem of whole units as a mixed-integer programme in the LP format:
// whole units for each order and worker, clock minutes for each of them and day, units nobody
// does, and the bands of each worker's load. Its costs are the table's.
type unitsModel struct {
	p     *plan.Problem
	costs []string
	rows  []string
	whole []string
	most  []string
	spent map[string][]string // minutes by what limits them
	limit map[string]int
	names []string // of the limits, as they came up
}

// writeUnits writes the problem's programme.
func writeUnits(w io.Writer, p *plan.Problem) error {
	m := &unitsModel{p: p, spent: map[string][]string{}, limit: map[string]int{}}
	for i := range p.Orders {
		m.order(i)
	}
	for k := range p.Workers {
		m.bands(k)
	}
	for _, name := range m.names {
		m.rows = append(m.rows, fmt.Sprintf("%s: %s <= %d", name, strings.Join(m.spent[name], " + "), m.limit[name]))
	}
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "Minimize\n obj: %s\nSubject To\n", strings.Join(m.costs, "\n + "))
	for _, r := range m.rows {
		fmt.Fprintf(b, " %s\n", strings.ReplaceAll(r, " + ", "\n + "))
	}
	fmt.Fprintf(b, "Bounds\n %s\nGeneral\n %s\nEnd\n", strings.Join(m.most, "\n "), strings.Join(m.whole, "\n "))
	return b.Flush()
}

// order makes the row of an order's units.
func (m *unitsModel) order(i int) {
	o := &m.p.Orders[i]
	unmet := fmt.Sprintf("u%d", i)
	m.unit(unmet, o.Count)
	m.costs = append(m.costs, fmt.Sprintf("%d %s", o.Effort*plan.UnmetCost(o.Priority), unmet))
	all := []string{unmet}
	for k := range m.p.Workers {
		if a, ok := m.p.Workers[k].Ability(o.Skill); ok && a.Level >= o.Level && m.p.Workers[k].MayWorkAt(o.Hub) {
			if name := m.share(i, k, a); name != "" {
				all = append(all, name)
			}
		}
	}
	m.rows = append(m.rows, fmt.Sprintf("d%d: %s = %d", i, strings.Join(all, " + "), o.Count))
}

func (m *unitsModel) unit(name string, most int) {
	m.whole = append(m.whole, name)
	m.most = append(m.most, fmt.Sprintf("%s <= %d", name, most))
}

// share is a worker's units of an order and the minutes they take; its name, if there are any.
func (m *unitsModel) share(i, k int, a plan.Ability) string {
	o, w := &m.p.Orders[i], &m.p.Workers[k]
	var made []string
	for t := o.Release; t <= m.p.Days; t++ {
		step, ok := o.LateStep(t, m.p.Days)
		if !ok || w.Avail[t-1] == 0 {
			continue
		}
		x := fmt.Sprintf("m%d_%d_%d", i, k, t)
		m.costs = append(m.costs, fmt.Sprintf("%.2f %s", float64(w.Fit)+float64(a.Speed*(plan.OverLevel*(a.Level-o.Level)+plan.LateCost(o.Priority, step)))/100, x))
		made = append(made, fmt.Sprintf("%d %s", a.Speed, x))
		m.spend(fmt.Sprintf("day%d_%d", k, t), x, w.Avail[t-1])
		m.spend(fmt.Sprintf("week%d_%d", k, (t-1)/plan.Week), x, w.Caps[(t-1)/plan.Week])
		m.spend(fmt.Sprintf("load%d", k), x, w.Offer(false))
	}
	if len(made) == 0 {
		return ""
	}
	n := fmt.Sprintf("n%d_%d", i, k)
	m.unit(n, o.Count)
	m.rows = append(m.rows, fmt.Sprintf("s%d_%d: %s - %d %s = 0", i, k, strings.Join(made, " + "), 100*o.Effort, n))
	return n
}

func (m *unitsModel) spend(name, minutes string, most int) {
	if m.spent[name] == nil {
		m.names = append(m.names, name)
	}
	m.spent[name] = append(m.spent[name], minutes)
	m.limit[name] = most
}

// bands leads a worker's minutes into the bands of her load.
func (m *unitsModel) bands(k int) {
	load := m.spent[fmt.Sprintf("load%d", k)]
	if load == nil {
		return
	}
	row := "b" + fmt.Sprint(k) + ": " + strings.Join(load, " + ")
	for n, b := range m.p.Workers[k].Bands(false) {
		x := fmt.Sprintf("b%d_%d", k, n)
		row += " - " + x
		m.costs = append(m.costs, fmt.Sprintf("%d %s", b.Cost, x))
		m.most = append(m.most, fmt.Sprintf("%s <= %d", x, b.Room))
	}
	m.rows = append(m.rows, row+" = 0")
}
