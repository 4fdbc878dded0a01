package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
)

// planCmd works on instances in files, in the text form of internal/lib/plan.
type planCmd struct {
	Solve  planSolveCmd  `cmd:"" help:"Find the best plan and prove how good it is; JSON to the standard output."`
	Verify planVerifyCmd `cmd:"" help:"Check a plan without trusting who made it; exit 1 and say what is wrong."`
}

type planSolveCmd struct {
	Flat     bool          `help:"Count each worker's first speed for all of her skills."`
	Units    bool          `help:"Hand out whole units only."`
	Limit    time.Duration `help:"Stop after this long with the best plan found and its proved gap." default:"0s"`
	Instance string        `arg:"" help:"File of the problem; - is the standard input."`
}

// Run solves one instance.
func (c *planSolveCmd) Run() error {
	p, err := readProblem(c.Instance)
	if err != nil {
		return err
	}
	ctx, stop := planContext(c.Limit)
	defer stop()
	var s *plan.Plan
	if c.Units {
		s, err = whole.Solve(ctx, p, whole.Options{Flat: c.Flat})
	} else {
		s, err = simplex.Solve(ctx, p, simplex.Options{Flat: c.Flat})
	}
	if err != nil {
		return err
	}
	return writeJSON(os.Stdout, s)
}

type planVerifyCmd struct {
	Instance string `arg:"" help:"File of the problem; - is the standard input."`
	Plan     string `arg:"" help:"File of the plan; - is the standard input."`
}

// Run checks one plan.
func (c *planVerifyCmd) Run() error {
	p, err := readProblem(c.Instance)
	if err != nil {
		return err
	}
	s, err := readPlan(c.Plan)
	if err != nil {
		return err
	}
	f, err := verify.Check(p, s)
	if err != nil {
		return err
	}
	fmt.Printf("the plan holds: cost %.2f, no plan costs less than %.2f, gap %.2g %%\n", f.Objective, f.Bound, 100*f.Gap)
	return nil
}

// planContext ends with an interrupt, and after the limit if there is one.
func planContext(limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	if limit <= 0 {
		return ctx, stop
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	return ctx, func() { cancel(); stop() }
}

// fromFile reads a file, or the standard input for "-".
func fromFile[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	if name == "-" {
		return read(bufio.NewReaderSize(os.Stdin, 1<<16))
	}
	var none T
	f, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer f.Close()
	v, err := read(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

func readProblem(name string) (*plan.Problem, error) { return fromFile(name, plan.Read) }

func readPlan(name string) (*plan.Plan, error) { return fromFile(name, plan.ReadPlan) }

// writeJSON writes a value as one line.
func writeJSON(w io.Writer, v any) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := json.NewEncoder(b).Encode(v); err != nil {
		return err
	}
	return b.Flush()
}
