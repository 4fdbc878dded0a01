package flow

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// maxLine is the longest line of a DIMACS file that is read.
const maxLine = 1 << 16

// loneNodes is how many nodes a file may claim beyond those its lines could name.
const loneNodes = 1 << 20

// ReadDIMACS reads a problem in the DIMACS format for minimum-cost flow: a line "p min NODES
// ARCS", then "n NODE SUPPLY" and "a FROM TO LOW CAP COST" in any order; nodes count from 1. A
// capacity of 9223372036854775807 is [Inf]. What it keeps in memory is bounded by what it has
// read, whatever the p line claims. Errors name the line.
func ReadDIMACS(r io.Reader) (*Problem, error) {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 4096), maxLine)
	d := dimacs{nodes: -1, p: &Problem{}, supply: map[int32]int64{}}
	for s.Scan() {
		d.line++
		if err := d.record(s.Bytes()); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrInput, d.line, err)
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrInput, d.line+1, err)
	}
	return d.end()
}

type dimacs struct {
	p           *Problem
	supply      map[int32]int64
	nodes, arcs int64 // as claimed; nodes is -1 before the p line
	line        int
}

func (d *dimacs) record(line []byte) error {
	f := bytes.Fields(line)
	if len(f) == 0 || f[0][0] == 'c' {
		return nil
	}
	kind := string(f[0])
	if d.nodes < 0 && kind != "p" {
		return errors.New("the p line must come first")
	}
	switch kind {
	case "p":
		return d.head(f)
	case "n":
		return d.supplyLine(f)
	case "a":
		return d.arcLine(f)
	}
	return fmt.Errorf("no record is called %.20q", kind)
}

func (d *dimacs) head(f [][]byte) error {
	if d.nodes >= 0 {
		return errors.New("a second p line")
	}
	if len(f) != 4 || string(f[1]) != "min" {
		return errors.New("want p min NODES ARCS")
	}
	v, err := numbers(f[2:])
	if err != nil {
		return err
	}
	if v[0] < 0 || v[0] >= int64(made) || v[1] < 0 || v[1] >= int64(made)/2 {
		return fmt.Errorf("%d nodes and %d arcs are more than can be solved", v[0], v[1])
	}
	d.nodes, d.arcs = v[0], v[1]
	return nil
}

func (d *dimacs) supplyLine(f [][]byte) error {
	if len(f) != 3 {
		return errors.New("want n NODE SUPPLY")
	}
	v, err := numbers(f[1:])
	if err != nil {
		return err
	}
	u, err := d.nodeOf(v[0])
	if err != nil {
		return err
	}
	if _, twice := d.supply[u]; twice {
		return fmt.Errorf("a second supply for node %d", v[0])
	}
	d.supply[u] = v[1]
	return nil
}

func (d *dimacs) arcLine(f [][]byte) error {
	if len(f) != 6 {
		return errors.New("want a FROM TO LOW CAP COST")
	}
	v, err := numbers(f[1:])
	if err != nil {
		return err
	}
	if int64(len(d.p.Arcs)) == d.arcs {
		return fmt.Errorf("more arcs than the %d of the p line", d.arcs)
	}
	from, err := d.nodeOf(v[0])
	if err != nil {
		return err
	}
	to, err := d.nodeOf(v[1])
	if err != nil {
		return err
	}
	d.p.Arcs = append(d.p.Arcs, Arc{from, to, v[2], v[3], v[4]})
	return nil
}

func (d *dimacs) nodeOf(v int64) (int32, error) {
	if v < 1 || v > d.nodes {
		return 0, fmt.Errorf("node %d is not one of 1..%d", v, d.nodes)
	}
	return int32(v - 1), nil
}

// end makes the nodes, now that it is known how many can matter.
func (d *dimacs) end() (*Problem, error) {
	switch known := int64(2*len(d.p.Arcs) + len(d.supply)); {
	case d.nodes < 0:
		return nil, fmt.Errorf("%w: no p line", ErrInput)
	case int64(len(d.p.Arcs)) != d.arcs:
		return nil, fmt.Errorf("%w: %d arcs, and the p line says %d", ErrInput, len(d.p.Arcs), d.arcs)
	case d.nodes > known+loneNodes:
		return nil, fmt.Errorf("%w: the p line claims %d nodes, but the file names no more than %d", ErrInput, d.nodes, known)
	}
	d.p.Supply = make([]int64, d.nodes)
	for u, b := range d.supply {
		d.p.Supply[u] = b
	}
	return d.p, nil
}

func numbers(f [][]byte) (v [5]int64, err error) {
	for i, x := range f {
		if v[i], err = strconv.ParseInt(string(x), 10, 64); err != nil {
			return v, fmt.Errorf("%.30q is not a whole number of 64 bits", x)
		}
	}
	return v, nil
}

// WriteDIMACS writes a problem so that ReadDIMACS reads the same.
func WriteDIMACS(w io.Writer, p *Problem) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(b, "p min %d %d\n", len(p.Supply), len(p.Arcs))
	for u, x := range p.Supply {
		if x != 0 {
			writeLine(b, 'n', int64(u)+1, x)
		}
	}
	for e := range p.Arcs {
		a := &p.Arcs[e]
		writeLine(b, 'a', int64(a.From)+1, int64(a.To)+1, a.Low, a.Cap, a.Cost)
	}
	return b.Flush()
}

// WriteDIMACS writes an answer: "s COST", "f ARC FLOW" for each arc that carries something and
// "p NODE POTENTIAL"; arcs and nodes count from 1.
func (s *Solution) WriteDIMACS(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	writeLine(b, 's', s.Cost)
	for e, f := range s.Flow {
		if f != 0 {
			writeLine(b, 'f', int64(e)+1, f)
		}
	}
	for u, v := range s.Potential {
		writeLine(b, 'p', int64(u)+1, v)
	}
	return b.Flush()
}

// writeLine leaves errors to the writer, which keeps the first for Flush.
func writeLine(b *bufio.Writer, kind byte, v ...int64) {
	line := append(b.AvailableBuffer(), kind)
	for _, x := range v {
		line = append(line, ' ')
		line = strconv.AppendInt(line, x, 10)
	}
	b.Write(append(line, '\n'))
}
