//go:build unix

package main

import (
	"fmt"
	"syscall"
)

const roomLeast = 200 << 20

// room tells whether the disk of a folder has room left.
func room(dir string) error {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return err
	}
	if free := s.Bavail * uint64(s.Bsize); free < roomLeast {
		return fmt.Errorf("only %d MB are free", free>>20)
	}
	return nil
}
