package main

import (
	"bufio"
	"cmp"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is the program under measurement.
type server struct {
	bin, dir, db string
	now          string // the moment it begins at, "" the present
	first        string // the page that tells that it answers, "" the home page
	cmd          *exec.Cmd
	url          string
}

// start runs the program and answers how long it took until the first page was read whole.
func (s *server) start() (time.Duration, error) {
	args := []string{"serve", "--demo", "--small", "--quiet", "--addr", "127.0.0.1:0", "--data", s.dir}
	if s.db != "" {
		args = append(args, "--db", s.db)
	}
	if s.now != "" {
		args = append(args, "--now", s.now)
	}
	return s.launch(args...)
}

// launch runs a program that says "listening on" and answers how long it took until its first page was read whole.
func (s *server) launch(args ...string) (time.Duration, error) {
	s.cmd = exec.Command(s.bin, args...)
	s.cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return 0, err
	}
	for sc := bufio.NewScanner(out); sc.Scan(); {
		if u, ok := strings.CutPrefix(sc.Text(), "listening on "); ok {
			s.url = u
			_, err := s.get(cmp.Or(s.first, "/"))
			return time.Since(begin), err
		}
	}
	return 0, fmt.Errorf("%s ended before it listened: %w", s.bin, s.cmd.Wait())
}

// end ends a program that knows no better.
func (s *server) end() {
	s.cmd.Process.Kill() //nolint:errcheck // it may have ended
	s.cmd.Wait()         //nolint:errcheck // its exit is not what is measured
}

func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended
	s.cmd.Wait()                          //nolint:errcheck // its exit is not what is measured
}

func (s *server) get(path string) (*http.Response, error) {
	r, err := http.Get(s.url + path)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, r.Status)
	}
	return r, nil
}

// measureStart starts the program some times on a filled database; the last one stays.
func (s *server) measureStart(times int) error {
	var took []time.Duration
	for i := range times {
		d, err := s.start()
		if err != nil {
			return err
		}
		took = append(took, d)
		if i < times-1 {
			s.stop()
		}
	}
	slices.Sort(took)
	fmt.Printf("%-34s %8.1f ms (median of %d, best %.1f)\n", "start to first page", ms(took[len(took)/2]), times, ms(took[0]))
	return nil
}

// measureIdle looks at the memory of a program that has answered some pages and rests.
func (s *server) measureIdle() error {
	for _, p := range []string{"/", "/seminars", "/en/", "/ask"} {
		if _, err := s.get(p); err != nil {
			return err
		}
	}
	time.Sleep(8 * time.Second)
	for _, f := range [][2]string{{"VmRSS:", "idle memory, resident"}, {"RssAnon:", "  of it the program's own"}} {
		fmt.Printf("%-34s %8.1f MB\n", f[1], s.memory(f[0]))
	}
	return nil
}

// memory is a line of what the kernel says of the program's memory, in MB; 0 where it says nothing.
func (s *server) memory(line string) float64 {
	st, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid)) //nolint:errcheck // 0 is told
	_, rest, ok := strings.Cut(string(st), line)
	if !ok {
		return 0
	}
	kb, _ := strconv.Atoi(strings.Fields(rest)[0]) //nolint:errcheck // 0 is told
	return float64(kb) * 1024 / 1e6
}

// cpu is how much processor time the program has used, as the kernel counts it (10 ms steps).
func (s *server) cpu() (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	var ticks int64
	for _, i := range []int{11, 12} { // utime and stime
		n, err := strconv.ParseInt(f[i], 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100, nil
}

// processor is the machine's own word for its processor.
func processor() string {
	b, _ := os.ReadFile("/proc/cpuinfo") //nolint:errcheck // a figure without it is still a figure
	if _, rest, ok := strings.Cut(string(b), "model name"); ok {
		name, _, _ := strings.Cut(rest, "\n")
		return strings.Trim(name, "\t: ")
	}
	return "unknown processor"
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
