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
	"hiroba/internal/lib/plan/groups"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/lib/plan/replan"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/lib/plan/why"
)

// planCmd works on instances in files, in the text form of internal/lib/plan.
type planCmd struct {
	Solve   planSolveCmd   `cmd:"" help:"Find the best plan and prove how good it is; JSON to the standard output."`
	Verify  planVerifyCmd  `cmd:"" help:"Check a plan without trusting who made it; exit 1 and say what is wrong."`
	Replan  planReplanCmd  `cmd:"" help:"Make a plan anew after a change, around what is done, accepted or pinned."`
	Promise planPromiseCmd `cmd:"" help:"Say whether an order can be taken, and by when."`
	Flow    planFlowCmd    `cmd:"" help:"Solve a minimum-cost-flow problem in DIMACS form and prove the answer."`
	Bench   planBenchCmd   `cmd:"" help:"Compare the planner with other solvers that are installed, on the same problems."`
}

type planSolveCmd struct {
	Flat     bool          `help:"Count each worker's first speed for all of her skills."`
	Units    bool          `help:"Hand out whole units only."`
	Why      bool          `help:"Give one reason for each order and worker: orders times workers of them."`
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
	switch {
	case c.Units:
		s, err = whole.Solve(ctx, p, whole.Options{Flat: c.Flat})
	case len(p.Workers) > groups.Crowd:
		s, err = groups.Solve(ctx, p, c.Flat)
	default:
		s, err = simplex.Solve(ctx, p, simplex.Options{Flat: c.Flat})
	}
	if err != nil {
		return err
	}
	if c.Why {
		s.Reasons = why.New(p, s).All()
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

type planReplanCmd struct {
	Changed  string `help:"Write the problem as it is after the change to this file; the new plan is a plan for it." placeholder:"FILE"`
	Instance string `arg:"" help:"File of the problem; - is the standard input."`
	Plan     string `arg:"" help:"File of the plan."`
	Change   string `arg:"" help:"File of the change, in JSON."`
}

// Run makes one plan anew.
func (c *planReplanCmd) Run() error {
	p, s, err := readBoth(c.Instance, c.Plan)
	if err != nil {
		return err
	}
	change, err := fromFile(c.Change, replan.Read)
	if err != nil {
		return err
	}
	ctx, stop := planContext(0)
	defer stop()
	r, err := replan.Do(ctx, p, s, change)
	if err != nil {
		return err
	}
	if c.Changed != "" {
		if err := writeProblem(c.Changed, r.Problem); err != nil {
			return err
		}
	}
	for _, t := range r.Tried {
		fmt.Fprintf(os.Stderr, "free to move: %s: cost %.2f, %.0f minutes moved, together %.2f\n", t.Release, t.Objective, t.Moved, t.Cost)
	}
	return writeJSON(os.Stdout, r.Plan)
}

type planPromiseCmd struct {
	Skill    int    `required:"" help:"The skill the order needs."`
	Level    int    `default:"1" help:"The lowest level that may do it."`
	Minutes  int    `required:"" help:"How much work it is, in standard minutes."`
	By       int    `required:"" help:"The day that is wished for."`
	Hub      int    `default:"-1" help:"The hub at which it must be done; -1 is anywhere."`
	Release  int    `default:"1" help:"The first day on which it can be done."`
	Runs     int    `default:"400" help:"How many rehearsals."`
	Seed     uint64 `default:"1" help:"The same seed gives the same answer."`
	Instance string `arg:"" help:"File of the problem; - is the standard input."`
	Plan     string `arg:"" help:"File of the plan."`
}

// Run answers one question.
func (c *planPromiseCmd) Run() error {
	p, s, err := readBoth(c.Instance, c.Plan)
	if err != nil {
		return err
	}
	if c.Runs < 1 {
		return fmt.Errorf("--runs must be at least 1")
	}
	chances := promise.Usual
	chances.Runs, chances.Seed = c.Runs, c.Seed
	ctx, stop := planContext(0)
	defer stop()
	a, err := promise.Ask(ctx, p, s, promise.Question{Skill: c.Skill, Level: c.Level, Minutes: c.Minutes, By: c.By, Hub: c.Hub, Release: c.Release, Chances: chances}, nil)
	if err != nil {
		return err
	}
	return writeJSON(os.Stdout, a)
}

// readBoth reads a problem and a plan, which must be a plan for it.
func readBoth(instance, plans string) (*plan.Problem, *plan.Plan, error) {
	p, err := readProblem(instance)
	if err != nil {
		return nil, nil, err
	}
	s, err := readPlan(plans)
	if err != nil {
		return nil, nil, err
	}
	if _, err := verify.Check(p, s); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", plans, err)
	}
	return p, s, nil
}

func writeProblem(name string, p *plan.Problem) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := p.Write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
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
