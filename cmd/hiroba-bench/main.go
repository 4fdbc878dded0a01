// Command hiroba-bench measures a hiroba: how soon it starts, what it holds when idle, how many
// pages and sign-ups it answers on one core, and what writing in groups is worth.
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
	"time"

	"github.com/alecthomas/kong"
)

type bench struct {
	Hiroba string        `help:"The program to measure, best built with -trimpath and -ldflags='-s -w'." required:"" type:"existingfile"`
	DB     string        `name:"db" help:"Measure on this empty PostgreSQL database (postgres://…) instead of SQLite."`
	For    time.Duration `help:"How long each load lasts." default:"5s"`
	Conns  int           `help:"Connections at once." default:"16"`
	Rows   int           `help:"Sign-ups on the staff list, in hundreds." default:"100"`
	Starts int           `help:"How often the start is measured." default:"7"`
	Keep   string        `help:"Keep the data folder here instead of throwing it away."`
}

func main() {
	var b bench
	k := kong.Parse(&b, kong.Name("hiroba-bench"), kong.Description("Measures a hiroba."))
	runtime.GOMAXPROCS(1)
	k.FatalIfErrorf(b.Run(context.Background()))
}

// Run measures everything and prints one line per figure.
func (b *bench) Run(ctx context.Context) error {
	dir := b.Keep
	if dir == "" {
		d, err := os.MkdirTemp("", "hiroba-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(d)
		dir = d
	}
	engine := "SQLite"
	if b.DB != "" {
		engine = "PostgreSQL"
	}
	fmt.Printf("%s, %s, %s, %d cores, %s\n", time.Now().Format(time.DateOnly), engine, runtime.Version(), runtime.NumCPU(), processor())
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
	if err := b.loads(s, t); err != nil {
		return err
	}
	if b.DB == "" {
		return groups(ctx, filepath.Join(dir, "groups.db"), b.For)
	}
	return nil
}

func size(bin string) error {
	st, err := os.Stat(bin)
	if err == nil {
		fmt.Printf("%-34s %8.1f MB\n", "program on disk", float64(st.Size())/1e6)
	}
	return err
}
