package story

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"hiroba/internal/base/fault"
)

// log is what was lived already, act by act, in a file beside the database: the product's
// own tables know nothing of the story. A story that was killed is told again from its
// beginning; what stands in the file is not done again, only what came of it is read.
type log struct {
	file  *os.File
	known map[string]json.RawMessage
	seen  map[string]int // how often a key came up: two acts of one name at one moment are two
	more  bool           // an act was lived that the file did not know
}

// logName is the file's name in the folder of the data.
const logName = "story.log"

// header says whose story the file tells: another seed is another story.
type header struct {
	Seed        uint64
	From, Until string
	Scale       int
	DB          string
}

type line struct {
	Key string          `json:"k"`
	Was json.RawMessage `json:"v"`
}

// errOther says that the folder holds another story.
var errOther = errors.New("the folder holds another story: the same seed, dates, scale and database go on with it, others need a folder of their own")

// openLog opens the story of a folder, or begins one; began tells whether there was one.
func openLog(dir string, h header) (l *log, began bool, err error) {
	l = &log{known: map[string]json.RawMessage{}, seen: map[string]int{}}
	path := filepath.Join(dir, logName)
	if l.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, false, err
	}
	first, err := l.read()
	if err != nil {
		l.file.Close()
		return nil, false, err
	}
	if first == nil {
		return l, false, l.write("story", h)
	}
	h.Until = first.Until // a story can be lived on
	if *first != h {
		l.file.Close()
		return nil, false, errOther
	}
	return l, true, nil
}

// read takes in what the file holds; a last line that was cut off by a kill is dropped.
func (l *log) read() (first *header, err error) {
	good := int64(0)
	rd := bufio.NewReaderSize(l.file, 1<<20)
	for {
		b, err := rd.ReadBytes('\n')
		if err != nil {
			break
		}
		var x line
		if err := json.Unmarshal(b, &x); err != nil {
			return nil, fmt.Errorf("%s: %w", logName, err)
		}
		if first == nil {
			first = &header{}
			if err := json.Unmarshal(x.Was, first); err != nil {
				return nil, fmt.Errorf("%s: %w", logName, err)
			}
		} else {
			l.known[x.Key] = x.Was
		}
		good += int64(len(b))
	}
	return first, l.file.Truncate(good)
}

func (l *log) write(key string, was any) error {
	v, err := json.Marshal(was)
	if err != nil {
		return err
	}
	b, err := json.Marshal(line{key, v})
	if err != nil {
		return err
	}
	_, err = l.file.Write(append(b, '\n'))
	return err
}

// lived does an act once: if the file knows it, what came of it is answered and nothing is
// done. The one act that a kill may have cut off between the books and the file is done
// again; where the books say that it was done, they are right.
func lived[T any](w *world, key string, do func() (T, error)) (was T, err error) {
	key = w.now.String() + " " + key
	w.log.seen[key]++
	if n := w.log.seen[key]; n > 1 {
		key = fmt.Sprintf("%s #%d", key, n)
	}
	if b, ok := w.log.known[key]; ok {
		return was, json.Unmarshal(b, &was)
	}
	w.again = !w.log.more && len(w.log.known) > 0
	w.log.more = true
	was, err = do()
	if err != nil && !(w.again && done(err)) {
		return was, fmt.Errorf("%s: %w", key, err)
	}
	return was, w.log.write(key, was)
}

// done tells that the books refuse an act because it was done: the state is another by now, or the link is used up.
func done(err error) bool {
	k := fault.KindOf(err)
	return k == fault.Conflict || k == fault.NotFound
}

// drop takes a file back that was begun for nothing.
func (l *log) drop() error { return errors.Join(l.file.Close(), os.Remove(l.file.Name())) }
