package main

import (
	"fmt"
	"os"

	"hiroba/internal/lib/flow"
)

type planFlowCmd struct {
	Solution string `help:"Write the flow of each arc and the potential of each node to this file; they prove the optimum." placeholder:"FILE"`
	File     string `arg:"" help:"A minimum-cost-flow problem in DIMACS form; - is the standard input."`
}

// Run solves one network, proves the answer and prints what it costs.
func (c *planFlowCmd) Run() error {
	p, err := fromFile(c.File, flow.ReadDIMACS)
	if err != nil {
		return err
	}
	sol, err := solveFlow(p)
	if err != nil {
		return err
	}
	if err := flow.Verify(p, sol); err != nil {
		return err
	}
	if c.Solution != "" {
		if err := writeSolution(c.Solution, sol); err != nil {
			return err
		}
	}
	fmt.Println(sol.Cost)
	return nil
}

func solveFlow(p *flow.Problem) (*flow.Solution, error) {
	s, err := flow.New(p)
	if err != nil {
		return nil, err
	}
	if err := s.Solve(); err != nil {
		return nil, err
	}
	return s.Solution(p)
}

func writeSolution(name string, s *flow.Solution) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := s.WriteDIMACS(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
