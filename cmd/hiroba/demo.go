package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/base/when"
	"hiroba/internal/story/shipped"
)

// What does not go together, each with what does.
var (
	errNowDemo   = errors.New("--now is for demos only")
	errSmallDemo = errors.New("--small is for demos only")
	errNowStands = errors.New("--now goes with --small: the story's town has a day of its own, and goes on from where it stood")
	errOtherDB   = errors.New("--db goes with --small: the story's town is a SQLite file in the folder of --data")
	errNotSmall  = errors.New("this folder holds the story's town, which has a day of its own: leave --small out, or take another folder (--data)")
	errPublic    = errors.New("this folder has the key of the demo town, which everybody knows: it is no place for people who are real. Look at it with --demo, or take another folder (--data)")
)

// clock is the hub's: the machine's own, or that of a demo's town. The town of the story is
// unpacked first where there is none.
func (s *serveCmd) clock(ctx context.Context, c *cli) (when.Clock, error) {
	public := shipped.Public(c.Data)
	switch {
	case !s.Demo && s.Now != "":
		return nil, errNowDemo
	case !s.Demo && s.Small:
		return nil, errSmallDemo
	case !s.Demo && public:
		return nil, errPublic
	case !s.Demo:
		return when.System, nil
	case s.Small && public:
		return nil, errNotSmall
	case s.Small:
		return from(s.Now)
	case s.Now != "":
		return nil, errNowStands
	case c.DB != "" && c.DB != "sqlite":
		return nil, errOtherDB
	}
	return stands(ctx, c.Data)
}

// stands unpacks the story's town into a folder that has no database, and answers a clock that
// goes on from the newest moment in its books: nobody was there while nobody served it.
func stands(ctx context.Context, dir string) (when.Clock, error) {
	file := app.Config{Data: dir}.Source()
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		if err := shipped.Unpack(ctx, dir); err != nil {
			return nil, fmt.Errorf("the demo's town: %w", err)
		}
	}
	at, err := shipped.Stands(ctx, file)
	if err != nil || at.IsZero() {
		return when.System, err
	}
	return ticking(at.Time()), nil
}

// from begins at a moment that was typed, or now.
func from(typed string) (when.Clock, error) {
	if typed == "" {
		return when.System, nil
	}
	at, err := time.Parse(time.RFC3339, typed)
	if err != nil {
		return nil, fmt.Errorf("--now: %w", err)
	}
	return ticking(at), nil
}

// ticking is a clock that shows a moment now.
func ticking(at time.Time) when.Clock {
	start := time.Now()
	return func() when.Instant { return when.FromTime(at.Add(time.Since(start))) }
}
