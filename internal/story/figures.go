package story

import (
	"fmt"
	"io"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Month is what one month of a town came to. All of it is asked of the product, or counted as people did it.
type Month struct {
	First      when.Date
	Registered int // at its end
	Came       int // to seminars
	Talks      int // interviews held
	Taken      int // of the first workers
	Active     int // who delivered something
	Orders     int // accepted by clients
	Rows       int // delivered
	Paid       yen.Amount
	Billed     yen.Amount
	Snow       int // days the hub was closed by it
	Fevers     int
	Reworks    int
	Complaints int // objections of clients to a delivery
	Left       int
	Failed     int // transfers
	Reminders  int // to clients
}

// endMonth asks how many are registered and begins the next month.
func (t *town) endMonth(first when.Date, out io.Writer) error {
	n, err := tell(t, "registered", func() (int, error) {
		c, err := t.app.Crew.Registered(t.ctx, t.guest)
		return c.Registered, err
	})
	if err != nil {
		return err
	}
	m := t.month
	m.First, m.Registered = first, n
	for _, x := range t.residents {
		if !x.worked.Before(first) {
			m.Active++
		}
	}
	t.figures = append(t.figures, m)
	t.month = Month{Taken: m.Taken}
	fmt.Fprintf(out, "%s  %-12s registered %3d  active %3d  came %3d  talks %3d  left %d  orders %3d  rows %5d  rework %2d  objections %d  paid %9d  billed %9d  snow %d  fever %3d  failed %d  reminders %d\n",
		first.String()[:7], t.hub.Slug, m.Registered, m.Active, m.Came, m.Talks, m.Left, m.Orders, m.Rows, m.Reworks, m.Complaints, int64(m.Paid), int64(m.Billed), m.Snow, m.Fevers, m.Failed, m.Reminders)
	return nil
}

// Beside writes what the story came to beside what the source tells.
func (t Told) Beside(out io.Writer) {
	for _, ms := range t.Towns {
		came := []int{}
		for _, m := range ms {
			if m.Came > 0 {
				came = append(came, m.Came)
			}
		}
		fmt.Fprintf(out, "source: first seminar in March, no number told (S31); about 50 at the second in February (S44); about 70 registered after a year and a half (S2, S42)\n")
		if len(ms) > 0 {
			fmt.Fprintf(out, "story:  came to seminars %v; registered %d after %d months\n", came, ms[len(ms)-1].Registered, len(ms))
		}
	}
}
