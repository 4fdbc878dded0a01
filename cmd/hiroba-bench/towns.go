package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"hiroba/internal/base/when"
)

// storyEnd is the day the towns have come to when they are driven: they have workers, who
// have delivered, and orders. It is a Thursday.
var storyEnd = when.On(2025, time.May, 22)

// townsCmd drives towns that the story filled as their people do on a lively day.
type townsCmd struct {
	common
	Towns []int  `help:"With so many towns, one after the other." default:"1,10,100"`
	Seed  uint64 `help:"The same number tells the same towns and the same day." default:"1"`
}

// Run measures each number of towns on a database of its own.
func (c *townsCmd) Run(ctx context.Context) error {
	c.head()
	for _, n := range c.Towns {
		if err := c.measure(ctx, n); err != nil {
			return fmt.Errorf("%d towns: %w", n, err)
		}
	}
	return nil
}

func (c *townsCmd) measure(ctx context.Context, n int) error {
	dir, done, err := c.folder(fmt.Sprint(n))
	if err != nil {
		return err
	}
	defer done()
	source, drop, err := ownDatabase(ctx, c.DB, n)
	if err != nil {
		return err
	}
	defer drop()
	begin := time.Now()
	if err := c.tell(dir, source, n); err != nil {
		return fmt.Errorf("story: %w", err)
	}
	fmt.Printf("\n%d towns: their story until %s took %.0f s", n, storyEnd, time.Since(begin).Seconds())
	begin = time.Now()
	stage, err := prepare(ctx, dir, source, c.For)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	fmt.Printf(", an order and a seminar for each %.0f s, workers who take part: %d\n", time.Since(begin).Seconds(), len(stage.workers))
	s := &server{bin: c.Hiroba, dir: dir, db: source, now: storyEnd.String() + "T09:10:00+09:00", first: "/healthz"} // among several towns no address by itself has a home page
	if _, err := s.start(); err != nil {
		return err
	}
	defer s.stop()
	return c.drive(s, stage)
}

// tell has the program itself live the towns' story.
func (c *townsCmd) tell(dir, source string, n int) error {
	args := []string{"story", "--data", dir, "--scale", fmt.Sprint(n), "--seed", fmt.Sprint(c.Seed), "--until", storyEnd.String()}
	if source != "" {
		args = append(args, "--db", source)
	}
	if _, err := os.Stat(filepath.Join(dir, "story.log")); err == nil {
		return nil // kept from another time
	}
	out, err := exec.Command(c.Hiroba, args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out[max(0, len(out)-600):])
	}
	return err
}

// ownDatabase makes a database beside the one that was named, and answers how to drop it; on SQLite there is nothing to do.
func ownDatabase(ctx context.Context, server string, n int) (source string, drop func(), err error) {
	if server == "" {
		return "", func() {}, nil
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	d, err := sql.Open("pgx", server)
	if err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("hiroba_bench_%d_%d", os.Getpid(), n)
	if _, err := d.ExecContext(ctx, `create database `+name+` template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`); err != nil {
		d.Close()
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		d.ExecContext(context.WithoutCancel(ctx), `drop database `+name+` with (force)`) //nolint:errcheck // what is left over harms nobody
		d.Close()
	}, nil
}

// drive has people use the towns: first one after the other, for the processor time of each
// kind of request, then all connections at once.
func (c *townsCmd) drive(s *server, st stage) error {
	stamps, err := st.stamps(s)
	if err != nil {
		return err
	}
	d := &day{stage: st, server: s, stamps: stamps, free: make(chan worker, len(st.workers))}
	for _, w := range st.workers {
		d.free <- w
	}
	time.Sleep(2500 * time.Millisecond) // nobody fills in a form in two seconds
	alone, err := c.alone(s, d)
	if err != nil {
		return err
	}
	before, err := s.cpu()
	if err != nil {
		return err
	}
	mem := s.watch(2 * time.Second)
	all, long := c.together(d)
	memory := mem()
	after, err := s.cpu()
	if err != nil {
		return err
	}
	report(alone, all, long)
	fmt.Printf("all kinds: %.0f /s, %.0f µs of the program's processor time a request\nresident memory in MB, every two seconds: %s\n",
		float64(all.count())/long.Seconds(), float64((after-before).Microseconds())/float64(max(all.count(), 1)), memory)
	if n := all.errors() + alone.errors(); n > 0 {
		return fmt.Errorf("%d answers were not what was asked for; the first: %s", n, strings.Join(append(alone.wrong(), all.wrong()...), "; "))
	}
	return nil
}
