package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tally is what came of the requests of one connection, by kind.
type tally struct {
	took map[string][]time.Duration
	cpu  map[string]time.Duration
	lost map[string]int       // somebody was faster: an answer, and no error
	bad  []string             // what was not answered as it should
	used func() time.Duration // the program's processor time so far; nil where it cannot be told apart
	last time.Duration
}

func newTally() *tally {
	return &tally{took: map[string][]time.Duration{}, cpu: map[string]time.Duration{}, lost: map[string]int{}}
}

func (t *tally) add(kind string, took time.Duration, lost bool) {
	t.took[kind] = append(t.took[kind], took)
	if lost {
		t.lost[kind]++
	}
	if t.used != nil {
		now := t.used()
		t.cpu[kind] += now - t.last
		t.last = now
	}
}

func (t *tally) fail(what string) { t.bad = append(t.bad, what) }

// tallies are those of all connections.
type tallies []*tally

func (ts tallies) of(kind string) (all []time.Duration, cpu time.Duration, lost int) {
	for _, t := range ts {
		all = append(all, t.took[kind]...)
		cpu += t.cpu[kind]
		lost += t.lost[kind]
	}
	slices.Sort(all)
	return all, cpu, lost
}

func (ts tallies) count() (n int) {
	for _, k := range kinds {
		all, _, _ := ts.of(k)
		n += len(all)
	}
	return n
}

func (ts tallies) errors() (n int) {
	for _, t := range ts {
		n += len(t.bad)
	}
	return n
}

// wrong are the first complaints of each connection.
func (ts tallies) wrong() (out []string) {
	for _, t := range ts {
		out = append(out, t.bad[:min(len(t.bad), 1)]...)
	}
	return out
}

// report prints one line for each kind: processor time and time of one request alone, then what all connections got.
func report(alone, all tallies, long time.Duration) {
	fmt.Printf("%-34s %9s %9s  | %8s %9s %9s %5s\n", "kind", "CPU µs", "alone ms", "/s", "p50 ms", "p99 ms", "lost")
	for _, k := range kinds {
		one, cpu, _ := alone.of(k)
		many, _, lost := all.of(k)
		if len(one) == 0 || len(many) == 0 {
			fmt.Printf("%-34s none\n", k)
			continue
		}
		fmt.Printf("%-34s %9.0f %9.2f  | %8.1f %9.2f %9.2f %5d\n", k, float64(cpu.Microseconds())/float64(len(one)), ms(one[len(one)/2]),
			float64(len(many))/long.Seconds(), ms(many[len(many)/2]), ms(many[len(many)*99/100]), lost)
	}
	fmt.Printf("errors: %d\n", alone.errors()+all.errors())
}

// alone has one person of each sort take turns, so that the program's processor time between two answers is one request's.
func (c *townsCmd) alone(s *server, d *day) (tallies, error) {
	t := newTally()
	var broke error
	t.used = func() time.Duration {
		d, err := s.ran()
		if err != nil {
			broke = err
		}
		return d
	}
	var ps []*person
	for no := range 4 {
		ps = append(ps, d.person(no, c.Seed, t))
	}
	for _, p := range ps { // what is read or made once is read and made
		p.sit()
	}
	*t = tally{took: map[string][]time.Duration{}, cpu: map[string]time.Duration{}, lost: map[string]int{}, bad: t.bad, used: t.used, last: t.used()}
	for begin := time.Now(); time.Since(begin) < c.For; {
		ps[0].sit()
		for range 8 {
			ps[2].sit()
			ps[3].sit()
		}
	}
	for _, p := range ps {
		p.wire.close()
	}
	return tallies{t}, broke
}

func (d *day) person(no int, seed uint64, t *tally) *person {
	return &person{day: d, wire: wire{addr: strings.TrimPrefix(d.server.url, "http://")}, rnd: rand.New(rand.NewPCG(seed, uint64(no))), no: no, tell: t}
}

// together has all connections at once, until the day is over and everybody has ended what she began.
func (c *townsCmd) together(d *day) (ts tallies, long time.Duration) {
	var wg sync.WaitGroup
	begin := time.Now()
	for no := range c.Conns {
		t := newTally()
		ts = append(ts, t)
		p := d.person(no, c.Seed, t)
		wg.Go(func() {
			defer p.wire.close()
			for time.Since(begin) < c.For {
				p.sit()
			}
		})
	}
	wg.Wait()
	return ts, time.Since(begin)
}

// ran is the program's processor time so far, thread by thread, to the nanosecond.
func (s *server) ran() (sum time.Duration, err error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if os.IsNotExist(err) {
			continue // a thread that ended
		}
		if err != nil {
			return 0, err
		}
		n, err := strconv.ParseInt(strings.Fields(string(b))[0], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n)
	}
	return sum, nil
}

// watch looks at the program's resident memory until it is told to stop, and answers what it saw.
func (s *server) watch(every time.Duration) func() string {
	var seen []string
	look := func() { seen = append(seen, fmt.Sprintf("%.0f", s.memory("VmRSS:"))) }
	look()
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-time.After(every):
				look()
			case <-stop:
				return
			}
		}
	}()
	return func() string {
		close(stop)
		<-stopped
		look()
		return strings.Join(seen, " ")
	}
}
