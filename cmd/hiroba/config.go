package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
)

// config is a configuration file: the names of flags, with their values.
type config struct {
	kong.Resolver
	names []string
}

// readConfig reads a configuration file: one JSON object with the names of the flags.
func readConfig(r io.Reader) (kong.Resolver, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var values map[string]any
	if err := json.Unmarshal(b, &values); err != nil {
		return nil, fmt.Errorf("the configuration file is not one JSON object: %w", err)
	}
	res, err := kong.JSON(bytes.NewReader(b))
	c := config{Resolver: res}
	for n := range values {
		c.names = append(c.names, n)
	}
	sort.Strings(c.names)
	return c, err
}

// Validate refuses a name no command knows: a misspelt setting must not be silently the default.
func (c config) Validate(app *kong.Application) error {
	known := map[string]bool{}
	err := kong.Visit(app, func(n kong.Visitable, next kong.Next) error {
		if f, ok := n.(*kong.Flag); ok {
			known[f.Name] = true
		}
		return next(nil)
	})
	if err != nil {
		return err
	}
	for _, n := range c.names {
		if !known[strings.ReplaceAll(n, "_", "-")] {
			return fmt.Errorf("the configuration file sets %q, and there is no such flag", n)
		}
	}
	return nil
}
