package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/story"
)

type storyCmd struct {
	Seed  uint64 `help:"The same number tells the same story." default:"1"`
	From  string `help:"First day; the first seminar is in its month." default:"2025-03-01"`
	Until string `help:"Stop before this day. Default: eighteen months after the first."`
	Scale int    `help:"So many towns at once, for load data." default:"1"`
}

// Run lives the story through the product, has the auditor read the books, and tells the figures.
func (s *storyCmd) Run(c *cli) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	x := story.Config{Data: c.Data, DB: c.DB, Seed: s.Seed, Scale: s.Scale, Out: os.Stdout, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	for _, d := range []struct {
		s  string
		to *when.Date
	}{{s.From, &x.From}, {s.Until, &x.Until}} {
		if d.s == "" {
			continue
		}
		var err error
		if *d.to, err = when.ParseDate(d.s); err != nil {
			return fmt.Errorf("%q is no day such as 2025-03-01", d.s)
		}
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	unlock, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer unlock()
	told, err := story.Tell(ctx, x)
	if err != nil {
		return err
	}
	audit.Table(told.Audit, func(format string, args ...any) { fmt.Printf(format, args...) })
	told.Beside(os.Stdout)
	story.SignIns(os.Stdout, c.Data, told.Until)
	if !audit.Clean(told.Audit) {
		return errUnwell
	}
	return nil
}
