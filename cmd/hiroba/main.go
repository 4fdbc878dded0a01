// Command hiroba runs a town's telework hub: one program, one file.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// version is set when a release is built.
var version = "development"

// cli is every command and setting. A flag, its HIROBA_ variable and the line of the
// same name in the configuration file mean the same.
type cli struct {
	Config kong.ConfigFlag `help:"A configuration file: JSON with the names of the flags." placeholder:"FILE"`
	Data   string          `help:"Folder of the database file and the secret." default:"./data" env:"HIROBA_DATA"`
	DB     string          `name:"db" help:"sqlite, the path of a SQLite file, or postgres://…" default:"sqlite" env:"HIROBA_DB"`

	Serve   serveCmd   `cmd:"" help:"Run the hub."`
	Migrate migrateCmd `cmd:"" help:"Bring the database up to this program's schema."`
	Backup  backupCmd  `cmd:"" help:"Write everything into one new file, while the hub runs."`
	Restore restoreCmd `cmd:"" help:"Check a backup, then put it in the place of the database. Stop the hub first."`
	Doctor  doctorCmd  `cmd:"" help:"Look the installation over and say how to mend what is wrong."`
	Audit   auditCmd   `cmd:"" help:"Read all books and check what must always be true: who was paid, by what, and on which notice."`
	Story   storyCmd   `cmd:"" help:"Live eighteen months of a fictional hub through the product, in an empty database, and audit what came of it."`
	Hub     hubCmd     `cmd:"" help:"The hubs of this installation."`
	Keys    keysCmd    `cmd:"" help:"The keys with which personal data are sealed."`
	Plan    planCmd    `cmd:"" help:"Plan who does what when, from a file; needs no hub."`
	Version versionCmd `cmd:"" help:"Say which hiroba this is."`
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run() error {
	fmt.Println("hiroba", version)
	return nil
}

func main() {
	var c cli
	k := kong.Parse(&c, kong.Name("hiroba"), kong.Description("The software on which a town runs its telework hub."), kong.Configuration(readConfig), kong.ShortUsageOnError())
	if err := k.Run(&c); err != nil {
		if !errors.Is(err, errUnwell) {
			fmt.Fprintln(os.Stderr, "hiroba:", err)
		}
		os.Exit(1)
	}
}
