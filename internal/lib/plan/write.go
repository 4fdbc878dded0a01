package plan

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// Write writes the problem in its text form; see Read.
func (p *Problem) Write(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(b, "%s 1\np %d %d %d %d %d\n", formatName, p.Days, p.Skills, p.Hubs, len(p.Workers), len(p.Orders))
	var line []byte
	for i := range p.Workers {
		line = p.Workers[i].append(line[:0])
		b.Write(line) // an error stays in b and is answered by Flush
	}
	for i := range p.Orders {
		o := &p.Orders[i]
		line = appendInts(append(line[:0], "o "...), ' ',
			o.ID, o.Client, o.Skill, o.Level, o.Hub, o.Release, o.Deadline, o.Priority, o.Count, o.Effort, o.Price)
		b.Write(append(line, '\n'))
	}
	return b.Flush()
}

func (w *Worker) append(b []byte) []byte {
	b = appendInts(append(b, "w "...), ' ', w.ID, w.Hub, digit(w.AtHub), digit(w.Newcomer), w.Fit)
	b = appendInts(append(b, ' '), ',', w.Caps...)
	b = appendInts(append(b, ' '), ',', w.Avail...)
	b = append(b, ' ')
	if len(w.Skills) == 0 {
		b = append(b, '-')
	}
	for i, a := range w.Skills {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendInts(b, ':', a.Skill, a.Level, a.Speed)
	}
	if w.Ceiling > 0 || w.There != nil {
		b = appendInts(append(b, ' '), ' ', w.Ceiling)
	}
	if w.There != nil {
		b = appendInts(append(b, ' '), ',', w.There...)
	}
	return append(b, '\n')
}

func appendInts(b []byte, sep byte, v ...int) []byte {
	for i, x := range v {
		if i > 0 {
			b = append(b, sep)
		}
		b = strconv.AppendInt(b, int64(x), 10)
	}
	return b
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}
