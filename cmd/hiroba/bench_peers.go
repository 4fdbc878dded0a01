package main

import (
	"bufio"
	_ "embed"
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

	"hiroba/internal/lib/flow"
)

//go:embed bench_peers/lemon.cpp
var lemonSource []byte

// peer is another solver. It solves a problem so many times and gives the cost and the least
// processor time it took: the solver's own for LEMON, the whole process's, reading included, for others.
type peer struct {
	name   string
	linear bool // takes the problem as a linear one; slow, so only where asked for
	run    func(file string, runs int) (int64, time.Duration, error)
}

// peers finds the solvers that are installed. Files go to dir.
func peers(dir string, say io.Writer) []peer {
	var out []peer
	if p, err := lemon(dir); err != nil {
		fmt.Fprintln(say, "without LEMON:", err)
	} else {
		out = append(out, p)
	}
	for _, p := range []struct {
		name, program string
		args          func(file string) []string
		cost          *regexp.Regexp
	}{
		{"CLP", "clp", func(f string) []string { return []string{f, "-dualsimplex"} }, regexp.MustCompile(`Optimal objective\s+(\S+)`)},
		{"CBC", "cbc", func(f string) []string { return []string{f, "-solve"} }, regexp.MustCompile(`objective(?: value)?:?\s+(\S+)`)},
		{"GLPK", "glpsol", func(f string) []string { return []string{"--freemps", f, "-o", filepath.Join(dir, "glpk.txt")} }, nil},
		{"HiGHS", "highs", func(f string) []string { return []string{f} }, regexp.MustCompile(`Objective value\s*:\s*(\S+)`)},
	} {
		if _, err := exec.LookPath(p.program); err != nil {
			fmt.Fprintf(say, "without %s: %v\n", p.name, err)
			continue
		}
		out = append(out, peer{p.name, true, func(file string, runs int) (int64, time.Duration, error) {
			return linear(p.program, p.args(file), p.cost, filepath.Join(dir, "glpk.txt"), runs)
		}})
	}
	return out
}

// lemon compiles the driver for LEMON.
func lemon(dir string) (peer, error) {
	source, program := filepath.Join(dir, "lemon.cpp"), filepath.Join(dir, "lemon")
	if err := os.WriteFile(source, lemonSource, 0o600); err != nil {
		return peer{}, err
	}
	if out, err := exec.Command("g++", "-O3", "-march=native", "-o", program, source).CombinedOutput(); err != nil {
		first, _, _ := strings.Cut(string(out), "\n")
		return peer{}, fmt.Errorf("%w: %s", err, first)
	}
	return peer{"LEMON", false, func(file string, runs int) (cost int64, least time.Duration, err error) {
		out, err := exec.Command(program, file, strconv.Itoa(runs)).Output()
		if err != nil {
			return 0, 0, err
		}
		for line := range strings.Lines(string(out)) {
			var s float64
			if _, err := fmt.Sscan(line, &cost, &s); err != nil {
				return 0, 0, err
			}
			if t := time.Duration(s * 1e9); least == 0 || t < least {
				least = t
			}
		}
		return cost, least, nil
	}}, nil
}

// glpkCost is where GLPK's report says what the answer costs.
var glpkCost = regexp.MustCompile(`Objective:\s+\S+ = (\S+)`)

// linear runs a solver for linear problems.
func linear(program string, args []string, cost *regexp.Regexp, report string, runs int) (int64, time.Duration, error) {
	least, found := time.Duration(0), int64(0)
	for range runs {
		cmd := exec.Command(program, args...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", program, err)
		}
		find := cost
		if find == nil {
			if out, err = os.ReadFile(report); err != nil {
				return 0, 0, err
			}
			find = glpkCost
		}
		m := find.FindSubmatch(out)
		if m == nil {
			return 0, 0, errors.New(program + " does not say what it found")
		}
		v, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return 0, 0, err
		}
		found = int64(v + 0.5)
		if t := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); least == 0 || t < least {
			least = t
		}
	}
	return found, least, nil
}

// writeMPS writes a network as a linear problem in free MPS form.
func writeMPS(name string, p *flow.Problem) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	fmt.Fprint(b, "NAME FLOW\nROWS\n N cost\n")
	for u := range p.Supply {
		fmt.Fprintf(b, " E r%d\n", u)
	}
	fmt.Fprint(b, "COLUMNS\n")
	for e, a := range p.Arcs {
		fmt.Fprintf(b, " x%d cost %d\n", e, a.Cost)
		if a.From != a.To {
			fmt.Fprintf(b, " x%d r%d 1 r%d -1\n", e, a.From, a.To)
		}
	}
	fmt.Fprint(b, "RHS\n")
	for u, s := range p.Supply {
		if s != 0 {
			fmt.Fprintf(b, " RHS r%d %d\n", u, s)
		}
	}
	fmt.Fprint(b, "BOUNDS\n")
	for e, a := range p.Arcs {
		if a.Low != 0 {
			fmt.Fprintf(b, " LO B x%d %d\n", e, a.Low)
		}
		if a.Cap != flow.Inf {
			fmt.Fprintf(b, " UP B x%d %d\n", e, a.Cap)
		}
	}
	fmt.Fprint(b, "ENDATA\n")
	return errors.Join(b.Flush(), f.Close())
}

func writeDIMACS(name string, p *flow.Problem) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(flow.WriteDIMACS(f, p), f.Close())
}
