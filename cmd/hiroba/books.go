package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/schema"
)

func (c *cli) source() string { return app.Config{Data: c.Data, DB: c.DB}.Source() }

func (c *cli) keyFile() string { return app.Config{Data: c.Data}.KeyFile() }

type migrateCmd struct{}

// Run brings the schema up to date.
func (migrateCmd) Run(c *cli) error {
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
	if err := db.Migrate(ctx, d, schema.FS); err != nil {
		return err
	}
	fmt.Println("the database is up to date")
	return nil
}

type backupCmd struct {
	File string `arg:"" help:"A new file."`
}

// Run writes a backup and looks it over at once.
func (b *backupCmd) Run(c *cli) error {
	ctx := context.Background()
	d, err := db.Open(ctx, c.source())
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Current(ctx, d, schema.FS); err != nil {
		return err
	}
	if err := db.Backup(ctx, d, schema.FS, b.File); err != nil {
		return err
	}
	n, err := look(ctx, b.File)
	if err != nil {
		return err
	}
	fmt.Printf("wrote %s: %d rows, checked. Keep a copy of %s with it: sealed columns open only with that key.\n", b.File, n, c.keyFile())
	return nil
}

// look verifies a backup, the journal's chain included.
func look(ctx context.Context, file string) (rows int64, err error) {
	counts, err := db.Verify(ctx, file, schema.FS, func(d *db.DB) error { return chain(ctx, d) })
	for _, x := range counts {
		rows += x.Rows
	}
	return rows, err
}

func chain(ctx context.Context, d *db.DB) error {
	_, err := db.Read(ctx, d, func(v *db.View) (int64, error) { return journal.Verify(v) })
	return err
}

type restoreCmd struct {
	File string `arg:"" help:"A backup made by hiroba."`
}

// Run puts a verified backup in the place of the database.
func (r *restoreCmd) Run(c *cli) error {
	unlock, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer unlock()
	ctx := context.Background()
	n, err := look(ctx, r.File)
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	keep := c.source() + ".before-" + time.Now().Format("20060102-150405")
	if err := db.Restore(ctx, r.File, c.source(), schema.FS, keep); err != nil {
		return err
	}
	fmt.Printf("restored %d rows from %s\n", n, r.File)
	if !strings.HasPrefix(c.source(), "postgres") {
		fmt.Println("what was there before, if anything, is kept as", keep)
	}
	return nil
}

// errUnwell ends the doctor with exit code 1; what is wrong was printed already.
var errUnwell = errors.New("something is wrong")

type doctorCmd struct {
	mailFlags
}

// Run looks the installation over.
func (m *doctorCmd) Run(c *cli) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	well := true
	say := func(what string, err error, mend string) {
		if err == nil {
			fmt.Printf("ok    %s\n", what)
			return
		}
		well = false
		fmt.Printf("WRONG %s: %v\n      %s\n", what, err, mend)
	}
	say("the data folder can be written", writable(c.Data), "give the user who runs hiroba the right to write to "+c.Data)
	_, err := keys.Load(c.keyFile())
	say("the secret key can be read", err, "restore secret.key from where you keep its copy; without it sealed columns stay closed")
	d, err := db.Open(ctx, c.source())
	say("the database opens", err, "check --db and whether the database server runs")
	if err == nil {
		defer d.Close()
		current := db.Current(ctx, d, schema.FS)
		say("the schema is this program's", current, "run hiroba migrate, or start the hiroba that last ran here")
		if current == nil { // the books of another program cannot be read
			say("the seats counted beside each seminar are those of its sign-ups", outreachstore.RecountSeats(ctx, d), "do not repair by hand: restore the last good backup, or ask whoever maintains hiroba")
			say("the journal's chain is whole", chain(ctx, d), "somebody changed the journal by hand: compare with the last good backup before going on")
		}
	}
	say("the clock is sane", sane(time.Now()), "set the machine's clock, best by NTP")
	say("there is room on the disk", room(c.Data), "make room: at least 200 MB should be free")
	if m.SMTPHost != "" {
		say("the mail server answers", dial(fmt.Sprintf("%s:%d", m.SMTPHost, m.SMTPPort)), "check --smtp-host, --smtp-port and the firewall")
	} else {
		fmt.Println("note  no mail server is set: mail is kept and shown to staff, not sent (--smtp-host)")
	}
	if !well {
		return errUnwell
	}
	return nil
}

func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".doctor")
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

// built is when this was written: a clock before it is wrong.
var built = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func sane(t time.Time) error {
	if t.Before(built) {
		return fmt.Errorf("it says %s", t.Format(time.RFC3339))
	}
	return nil
}

func dial(addr string) error {
	c, err := net.DialTimeout("tcp", addr, 10*time.Second)
	if err == nil {
		c.Close()
	}
	return err
}
