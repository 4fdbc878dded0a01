package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// storyEnd is long enough for a seminar, interviews and registrations.
const storyEnd = "2025-04-20"

// storyKills is how often the story is killed in the test; docs/story.md says how it is killed a hundred times.
const storyKills = 4

var journalLine = regexp.MustCompile(`(?m)^(journal-chain +)\d+`)

// TestAStoryThatIsKilledIsToldToItsEnd: the same figures, and the same table of the auditor,
// as of one that nobody disturbed.
func TestAStoryThatIsKilledIsToldToItsEnd(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	quiet, err := exec.Command(path, "story", "--data", t.TempDir(), "--until", storyEnd).Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	patience := 400 * time.Millisecond
	for kills, before := 0, int64(0); kills < storyKills; kills++ {
		ctx, cancel := context.WithTimeout(t.Context(), patience+rand.N(patience))
		err := exec.CommandContext(ctx, path, "story", "--data", dir, "--until", storyEnd).Run() // the context kills as kill -9 does
		late := errors.Is(ctx.Err(), context.DeadlineExceeded)
		cancel()
		if !late {
			if err != nil {
				t.Fatal(err)
			}
			break // it came to its end before
		}
		if f, err := os.Stat(filepath.Join(dir, "story.log")); err != nil || f.Size() == before {
			patience *= 2
		} else {
			before = f.Size()
		}
	}
	killed, err := exec.Command(path, "story", "--data", dir, "--until", storyEnd).Output()
	if err != nil {
		t.Fatal(err)
	}
	told := func(b []byte) string { // without the number of lines in the journal: an act that was done twice stands there twice
		s, _, _ := strings.Cut(string(b), "look at it")
		return journalLine.ReplaceAllString(s, "$1")
	}
	if told(quiet) != told(killed) {
		t.Errorf("undisturbed:\n%s\nkilled:\n%s", told(quiet), told(killed))
	}
}
