package main

import (
	"context"
	"fmt"

	"hiroba/internal/app"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
	"hiroba/internal/schema"
)

type keysCmd struct {
	Rotate rotateCmd `cmd:"" help:"Seal everything that is sealed with a new key. Stop the hub first."`
}

type rotateCmd struct{}

// Run makes a new key and seals every sealed column with it. Broken off, it goes on
// where it stood when it is run again; only at the end is the old key dropped.
func (rotateCmd) Run(c *cli) error {
	unlock, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer unlock()
	ctx := context.Background()
	d, err := db.Open(ctx, c.source())
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Current(ctx, d, schema.FS); err != nil {
		return err
	}
	path := c.keyFile()
	k, err := keys.Load(path)
	if err != nil {
		return err
	}
	if k.Turning() {
		fmt.Println("going on with the rotation to key", k.Sealer())
	} else if err := k.Turn(path); err != nil {
		return err
	} else {
		fmt.Println("new key", k.Sealer())
	}
	err = reseal.All(ctx, d, k, app.Sealed(), func(x reseal.Column, done int) { fmt.Printf("%s.%s: %d\n", x.Table, x.Name, done) })
	if err != nil {
		return err
	}
	if err := k.Drop(path); err != nil {
		return err
	}
	fmt.Println("everything is sealed with key", k.Sealer()+"; backups made before need the file secret.key as it was then")
	return nil
}
