package db

import (
	"context"
	"database/sql"
	"sync"
)

// cacheMost bounds the prepared statements kept; SQL texts are constants, so few are needed.
const cacheMost = 1000

// cache keeps one prepared statement per SQL text for the readers.
type cache struct {
	mu sync.RWMutex
	db *sql.DB
	m  map[string]*sql.Stmt
}

func (c *cache) on(d *sql.DB) {
	c.mu.RLock()
	ready := c.db != nil
	c.mu.RUnlock()
	if ready {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.db == nil {
		c.db, c.m = d, map[string]*sql.Stmt{}
	}
}

func (c *cache) get(ctx context.Context, q string) (*sql.Stmt, error) {
	c.mu.RLock()
	st := c.m[q]
	c.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	st, err := c.db.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.m[q]; old != nil {
		st.Close()
		return old, nil
	}
	if len(c.m) >= cacheMost {
		for k, old := range c.m {
			old.Close()
			delete(c.m, k)
			break
		}
	}
	c.m[q] = st
	return st, nil
}

func (c *cache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, st := range c.m {
		st.Close()
	}
	c.m = nil
}
