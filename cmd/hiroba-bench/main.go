// Command hiroba-bench measures a hiroba: how soon it starts, what it holds when idle, how many
// pages and sign-ups it answers on one core, what writing in groups is worth, and how towns
// full of people fare.
//
// The server is the real program in a process of its own with GOMAXPROCS=1; this client has
// one core too. Run it on a quiet machine with two cores, and read docs/performance.md.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// common is what all measurements are told.
type common struct {
	Hiroba string        `help:"The program to measure, best built with -trimpath and -ldflags='-s -w'." required:"" type:"existingfile"`
	DB     string        `name:"db" help:"Measure on PostgreSQL (postgres://…) instead of SQLite: pages on this empty database, towns on databases of their own beside it."`
	For    time.Duration `help:"How long each load lasts." default:"5s"`
	Conns  int           `help:"Connections at once." default:"16"`
	Keep   string        `help:"Keep the data folder here instead of throwing it away."`
}

// bench measures the pages of one town, kind by kind.
type bench struct {
	common
	Rows   int    `help:"Sign-ups on the staff list, in hundreds." default:"100"`
	Starts int    `help:"How often the start is measured." default:"7"`
	Only   string `help:"Send only the loads whose name contains this, and measure nothing else."`
}

func main() {
	var cli struct {
		Pages bench     `cmd:"" default:"withargs" help:"The pages of one town, kind by kind, and the peers beside."`
		Towns townsCmd  `cmd:"" help:"Towns that the story filled, driven as on a lively day."`
		Peer  peerServe `cmd:"" hidden:"" help:"Serve as one of the peers; the other measurements start it."`
	}
	k := kong.Parse(&cli, kong.Name("hiroba-bench"), kong.Description("Measures a hiroba."), kong.BindTo(context.Background(), (*context.Context)(nil)))
	runtime.GOMAXPROCS(1)
	k.FatalIfErrorf(k.Run())
}

// head says on what is measured, and how busy the machine is.
func (c common) head() {
	engine := "SQLite"
	if c.DB != "" {
		engine = "PostgreSQL"
	}
	fmt.Printf("%s, %s, %s, %d cores, %s, %s\n", time.Now().Format(time.DateOnly), engine, runtime.Version(), runtime.NumCPU(), processor(), load1())
}

// load1 is how many processes want a core, as the kernel averages it over a minute.
func load1() string {
	b, _ := os.ReadFile("/proc/loadavg") //nolint:errcheck // a figure without it is still a figure
	one, _, _ := strings.Cut(string(b), " ")
	return "load " + one
}

// folder is where one measurement keeps its data, and how it is thrown away.
func (c common) folder(name string) (dir string, done func(), err error) {
	if c.Keep != "" {
		dir = filepath.Join(c.Keep, name)
		return dir, func() {}, os.MkdirAll(dir, 0o700)
	}
	dir, err = os.MkdirTemp("", "hiroba-bench")
	return dir, func() { os.RemoveAll(dir) }, err
}

// Run measures everything and prints one line per figure.
func (b *bench) Run(ctx context.Context) error {
	dir, done, err := b.folder("")
	if err != nil {
		return err
	}
	defer done()
	b.head()
	if err := size(b.Hiroba); err != nil {
		return err
	}
	t, err := fill(ctx, dir, b.DB, b.Rows)
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	s := &server{bin: b.Hiroba, dir: dir, db: b.DB}
	if err := s.measureStart(b.Starts); err != nil {
		return err
	}
	defer s.stop()
	if err := s.measureIdle(); err != nil {
		return err
	}
	if err := b.loads(s, t); err != nil || b.Only != "" {
		return err
	}
	if b.DB != "" {
		return nil
	}
	if err := groups(ctx, filepath.Join(dir, "groups.db"), b.For); err != nil {
		return err
	}
	return b.peers(dir)
}

func size(bin string) error {
	st, err := os.Stat(bin)
	if err == nil {
		fmt.Printf("%-34s %8.1f MB\n", "program on disk", float64(st.Size())/1e6)
	}
	return err
}
