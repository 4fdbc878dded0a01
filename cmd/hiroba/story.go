package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"hiroba/internal/app"
	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/story"
	"hiroba/internal/story/shipped"
)

// errOwnKey refuses to pack what is sealed with a key of its own.
var errOwnKey = errors.New("the folder has a secret key of its own: a town to be packed (--snapshot) is told from its beginning in an empty folder")

type storyCmd struct {
	Seed  uint64 `help:"The same number tells the same story." default:"1"`
	From  string `help:"First day; the first seminar is in its month." default:"2025-03-01"`
	Until string `help:"Stop on the morning of this day. Default: eighteen months after the first."`
	Scale int    `help:"So many towns at once, for load data." default:"1"`

	Snapshot string `help:"Pack the town into this file at the end, and its figures beside it: what serve --demo opens." placeholder:"FILE"`
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
	if s.Snapshot != "" {
		if err := shipped.GiveKey(c.Data); err != nil {
			return err
		}
		if !shipped.Public(c.Data) {
			return errOwnKey
		}
	}
	told, err := story.Tell(ctx, x)
	if err != nil {
		return err
	}
	audit.Table(told.Audit, func(format string, args ...any) { fmt.Printf(format, args...) })
	told.Beside(os.Stdout)
	story.SignIns(os.Stdout, c.Data)
	if !audit.Clean(told.Audit) {
		return errUnwell
	}
	if s.Snapshot == "" {
		return nil
	}
	return s.pack(ctx, c, told)
}

// pack writes the town that was told into a file.
func (s *storyCmd) pack(ctx context.Context, c *cli, told story.Told) error {
	a, err := app.New(ctx, app.Config{Data: c.Data, DB: c.DB, URL: "http://localhost:8080"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer a.Close()
	return shipped.Pack(ctx, a, told.Towns[0], s.Snapshot)
}
