package main

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"hiroba/docs/handbook"
)

// names are all commands ("keys rotate") and flags of the program.
func names(t *testing.T) (commands, flags map[string]bool) {
	t.Helper()
	k, err := kong.New(&cli{}, kong.Name("hiroba"))
	if err != nil {
		t.Fatal(err)
	}
	commands, flags = map[string]bool{}, map[string]bool{"help": true}
	err = kong.Visit(k.Model, func(n kong.Visitable, next kong.Next) error {
		switch x := n.(type) {
		case *kong.Node:
			commands[strings.TrimSpace(strings.TrimPrefix(x.Path(), "hiroba"))] = true
		case *kong.Flag:
			flags[x.Name] = true
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return commands, flags
}

// TestTheHandbookNamesCommandsThatExist reads every command and flag of the handbook.
func TestTheHandbookNamesCommandsThatExist(t *testing.T) {
	commands, flags := names(t)
	files, err := fs.Glob(handbook.FS, "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	command, flag := regexp.MustCompile("(?:`|       )hiroba ([a-z]+(?: [a-z]+)?)\\b"), regexp.MustCompile(`[ (\x60]--([a-z-]+)`)
	n := 0
	for _, f := range files {
		b, err := fs.ReadFile(handbook.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range command.FindAllStringSubmatch(string(b), -1) {
			n++
			if !commands[m[1]] {
				t.Errorf("%s: there is no hiroba %s", f, m[1])
			}
		}
		for _, m := range flag.FindAllStringSubmatch(string(b), -1) {
			n++
			if !flags[m[1]] {
				t.Errorf("%s: there is no --%s", f, m[1])
			}
		}
	}
	if n < 50 {
		t.Errorf("%d names only: the test is blind", n)
	}
}
