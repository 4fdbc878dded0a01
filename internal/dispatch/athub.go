package dispatch

import (
	"hiroba/internal/base/when"
)

// AtHub is how many clock minutes of work tied to the hub a result has between two dates,
// and how many people have them.
func (t *Task) AtHub(r Result, from, to when.Date) (minutes, people int) {
	tied := map[string]bool{}
	for i := range t.Parts {
		tied[t.Parts[i].Order] = tied[t.Parts[i].Order] || t.Parts[i].HubOnly
	}
	for _, x := range t.Firm {
		tied[x.Order] = tied[x.Order] || x.HubOnly
	}
	who := map[string]bool{}
	for _, s := range r.Spells {
		if d := t.Date(s.Day); tied[s.Order] && !d.Before(from) && !d.After(to) {
			minutes += s.Minutes
			who[s.Worker] = true
		}
	}
	return minutes, len(who)
}
