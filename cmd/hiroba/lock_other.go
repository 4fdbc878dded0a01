//go:build !unix

package main

import "os"

// lock makes the data folder; where files cannot be locked, stopping the other program first is up to people.
func lock(data string) (func(), error) { return func() {}, os.MkdirAll(data, 0o700) }
