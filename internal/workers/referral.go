package workers

// Branch is one worker in the tree of word of mouth, with those who came through them.
type Branch struct {
	ID    string
	No    int
	Name  string
	State State
	Ring  int // 0 for those nobody is known to have told
	Came  []Branch
}

// Total is how many came through a branch, over all rings.
func (b Branch) Total() int {
	n := len(b.Came)
	for _, x := range b.Came {
		n += x.Total()
	}
	return n
}

// Tree arranges workers by who told whom. A circle, which only a slip of the pen can
// make, is cut at its lowest number, so that everybody is shown once.
func Tree(ws []Worker) []Branch {
	under := map[string][]Worker{}
	known := map[string]bool{}
	for _, w := range ws {
		known[w.ID] = true
	}
	for _, w := range ws {
		if known[w.ReferredBy] {
			under[w.ReferredBy] = append(under[w.ReferredBy], w)
		}
	}
	seen := map[string]bool{}
	var out []Branch
	for _, w := range ws {
		if !known[w.ReferredBy] && !seen[w.ID] {
			out = append(out, grow(w, 0, under, seen))
		}
	}
	for _, w := range ws {
		if !seen[w.ID] {
			out = append(out, grow(w, 0, under, seen))
		}
	}
	return out
}

func grow(w Worker, ring int, under map[string][]Worker, seen map[string]bool) Branch {
	seen[w.ID] = true
	b := Branch{ID: w.ID, No: w.No, Name: w.Name, State: w.State, Ring: ring}
	for _, x := range under[w.ID] {
		if !seen[x.ID] {
			b.Came = append(b.Came, grow(x, ring+1, under, seen))
		}
	}
	return b
}

// RingSizes are how many stand in each ring.
func RingSizes(bs []Branch) (out []int) {
	for _, b := range bs {
		for len(out) <= b.Ring {
			out = append(out, 0)
		}
		out[b.Ring]++
		for i, n := range RingSizes(b.Came) {
			for len(out) <= i {
				out = append(out, 0)
			}
			out[i] += n
		}
	}
	return out
}
