package main

import (
	"context"
	"errors"
	"fmt"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/schema"
)

type hubCmd struct {
	List hubListCmd `cmd:"" help:"Say which hubs there are."`
	Add  hubAddCmd  `cmd:"" help:"Make a link with which one more hub is opened, also while the program serves the others."`
}

type (
	hubListCmd struct{}
	hubAddCmd  struct{}
)

// hubs opens the books, which another process may be serving, and reads which hubs there are,
// oldest first.
func (c *cli) hubs(ctx context.Context) (*hubstore.Store, []hub.Hub, error) {
	d, err := db.Open(ctx, c.source())
	if err != nil {
		return nil, nil, err
	}
	s := &hubstore.Store{DB: d}
	hubs, err := []hub.Hub(nil), db.Current(ctx, d, schema.FS)
	if err == nil {
		hubs, err = s.All(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	return s, hubs, nil
}

// Run prints the hubs.
func (hubListCmd) Run(c *cli) error {
	s, hubs, err := c.hubs(context.Background())
	if err != nil {
		return err
	}
	for _, h := range hubs {
		fmt.Printf("%-20s %-40s %s\n", h.Slug, h.Host, h.Name)
	}
	return s.DB.Close()
}

// Run prints the link, under the host name of the oldest hub; any other would do.
func (hubAddCmd) Run(c *cli) error {
	ctx := context.Background()
	s, hubs, err := c.hubs(ctx)
	if err != nil {
		return err
	}
	defer s.DB.Close()
	if len(hubs) == 0 {
		return errors.New("there is no hub yet: hiroba serve prints the link for the first")
	}
	token, err := s.FurtherLink(ctx, who.System("", "command", hub.MayOpen))
	if f := fault.Of(err); f != nil && f.Key != "" {
		return errors.New(i18n.EN.T(f.Key, f.Args...))
	}
	if err != nil {
		return err
	}
	fmt.Printf("open the hub once, at https://%s/setup/%s\n", hubs[0].Host, token)
	return nil
}
