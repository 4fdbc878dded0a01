//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is the processor time this process has taken; the sum is exact where user time alone is a guess.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
