//go:build !unix

package main

import "time"

var began = time.Now()

// cpuTime is the wall clock where the system does not tell processor time.
func cpuTime() time.Duration { return time.Since(began) }
