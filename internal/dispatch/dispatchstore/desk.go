package dispatchstore

import (
	"sync"

	"hiroba/internal/platform/jobs"
)

// deskMost is how many questions of clients are taken at once; further ones are sent away.
const deskMost = 12

// desk works out clients' questions one at a time, each once, however many ask it: a page
// that everybody can open must not take the machine away from those who work.
type desk struct {
	mu   sync.Mutex
	runs map[string]*run
	no   int        // of the question begun last
	one  sync.Mutex // held by the question that is being worked out
}

// run is a question that waits or is being worked out.
type run struct {
	no   int
	done chan struct{} // closed when err holds
	err  error
}

// begin has a question worked out, or joins it where it is already; ahead is how many were
// begun before it. nil where there is no room. What is begun goes on when nobody waits any more.
func (d *desk) begin(key string, work func() error) (r *run, ahead int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r, ok := d.runs[key]; ok {
		return r, d.before(r)
	}
	if len(d.runs) >= deskMost {
		return nil, len(d.runs)
	}
	if d.runs == nil {
		d.runs = map[string]*run{}
	}
	d.no++
	r = &run{no: d.no, done: make(chan struct{})}
	d.runs[key] = r
	go func() {
		d.one.Lock()
		r.err = jobs.Caught(work) // nobody's request is there to bear its fault
		d.one.Unlock()
		d.mu.Lock()
		delete(d.runs, key)
		d.mu.Unlock()
		close(r.done)
	}()
	return r, d.before(r)
}

// before is how many questions that are not answered yet came before one.
func (d *desk) before(r *run) (n int) {
	for _, x := range d.runs {
		if x.no < r.no {
			n++
		}
	}
	return n
}
