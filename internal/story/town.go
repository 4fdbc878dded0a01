package story

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
	data "hiroba/internal/town"
)

// town is one town of the story and what its people carry in their heads.
type town struct {
	*world
	no        int
	seed      uint64
	from      when.Date
	hub       hub.Hub
	snow      map[when.Date]bool // days on which the hub was closed by snow
	evenings  []when.Date        // of seminars
	staff     map[people.Role]who.Actor
	guest     who.Actor
	residents []*resident
	skills    []string // ids of the catalogue, in the order of skills.Ready
	kinds     []string // ids of the kinds of work, in the order of orders.Ready
	clients   []*client
	jobs      []*job
	figures   []Month
	month     Month
	asked     int // orders so far
	pictures  *strings.Replacer
}

// clock is a moment of a day.
func clock(d when.Date, minutes int) when.Instant { return d.At(when.TimeOfDay(minutes), when.Tokyo) }

// today is the day it is.
func (t *town) today() when.Date { return t.now.DateIn(when.Tokyo) }

// once is a key that is the same whenever the story is told: a form pressed twice counts once.
func (t *town) once(about ...any) string {
	r := t.dice("once", about...)
	h := fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
	return h[:8] + "-" + h[8:12] + "-7" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}

// act is an act of somebody that leaves nothing to remember.
func (t *town) act(name string, do func() error) error {
	_, err := lived(t.world, fmt.Sprintf("%d %s", t.no, name), func() (bool, error) { return true, do() })
	return err
}

// tell is an act of which something is remembered.
func tell[T any](t *town, name string, do func() (T, error)) (T, error) {
	return lived(t.world, fmt.Sprintf("%d %s", t.no, name), do)
}

// open has the operator open the hub and its administrator invite the others.
func (t *town) open() error {
	h, err := tell(t, "open", t.found)
	if err != nil {
		return err
	}
	t.hub = h
	t.guest = who.Visitor(h.ID, t.app.People.Guest...)
	if err := t.meet(data.Admin); err != nil {
		return err
	}
	for i, p := range data.People {
		if p.Role == people.HubAdmin || p.Role == people.Worker || p.Role == people.Leader {
			continue // the first opened the hub; workers and leaders come later
		}
		if err := t.join(i); err != nil {
			return err
		}
	}
	return nil
}

// found opens the hub by its set-up link.
func (t *town) found() (h hub.Hub, err error) {
	want, first := t.hub, data.People[data.Admin]
	if there, err := t.app.Hubs.Resolve(t.ctx, want.Slug+"."+t.app.Hubs.Host()); err == nil && there.Slug == want.Slug {
		return there, nil
	}
	setup := who.System("", "story", hub.MayOpen)
	link := t.app.Hubs.SetupLink
	if t.no > 0 {
		link = t.app.Hubs.FurtherLink
	}
	token, err := link(t.ctx, setup)
	if err != nil {
		return h, err
	}
	return t.app.Hubs.Open(t.ctx, setup, token, want, func(tx *db.Tx, here who.Actor) error {
		return peoplestore.FirstAdmin(tx, here, first.Name, t.address(first.Mail), data.Password)
	})
}

// address is somebody's mail: in the first town as in the demo, elsewhere with the town's number.
func (t *town) address(mail string) string {
	if t.no == 0 {
		return mail
	}
	name, host, _ := strings.Cut(mail, "@")
	return fmt.Sprintf("%s.t%d@%s", name, t.no+1, host)
}

// join invites one of the staff, who takes the invitation by the link in the mail.
func (t *town) join(n int) error {
	p := data.People[n]
	addr := t.address(p.Mail)
	if err := t.act("invite "+addr, func() error {
		return t.app.People.Invite(t.ctx, t.staff[people.HubAdmin], people.Invite{Name: p.Name, Mail: addr, Role: string(p.Role)}, i18n.JA)
	}); err != nil {
		return err
	}
	if err := t.drain(); err != nil {
		return err
	}
	if err := t.act("accept "+addr, func() error {
		token, err := t.linkTo(addr, "/invitations/")
		if err == nil {
			_, err = t.app.People.Accept(t.ctx, t.guest, token, data.Password, "", i18n.JA)
		}
		return err
	}); err != nil {
		return err
	}
	return t.meet(n)
}

// linkTo is what stands behind a path in the newest mail somebody got: people read their own mail.
func (t *town) linkTo(addr, under string) (string, error) {
	ms, err := db.Read(t.ctx, t.app.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, t.hub.ID, "", 0, 50) })
	if err != nil {
		return "", err
	}
	for _, m := range ms {
		if _, rest, ok := strings.Cut(m.Text, under); ok && m.To == addr {
			return strings.Fields(rest)[0], nil
		}
	}
	return "", fault.New(fault.Conflict, "people.fault.invitation_gone")
}

// meet finds out who one of the staff is, with the rights of the role.
func (t *town) meet(n int) error {
	p := data.People[n]
	pid, err := tell(t, "meet "+p.Mail, func() (string, error) {
		all, err := t.app.People.Staff(t.ctx, who.System(t.hub.ID, "story", people.MayInvite))
		i := slices.IndexFunc(all.People, func(x people.Person) bool { return x.Mail == t.address(p.Mail) })
		if err != nil || i < 0 {
			return "", fmt.Errorf("%s is not of the staff: %w", p.Mail, err)
		}
		return all.People[i].ID, nil
	})
	t.staff[p.Role] = t.signedIn(pid, p.Name, p.Role)
	return err
}

// signedIn is somebody with an account as a session makes them: what everybody may, and the role's rights.
func (t *town) signedIn(person, name string, r people.Role) who.Actor {
	may := append([]who.Permission{people.MaySelf}, t.app.People.Guest...)
	return who.Person(t.hub.ID, person, name, append(may, app.Rights([]people.Role{r})...)...)
}

// isOpen tells whether the hub is open, as people know who know of the days of snow.
func (t *town) isOpen(d when.Date) bool { return !t.snow[d] && len(t.usual().Open(d)) > 0 }

func (t *town) usual() calendar.Hours {
	h := t.hub
	h.Closures = nil
	return h.Hours()
}

// openDay is the first day from d on at which the hub is open.
func (t *town) openDay(d when.Date) when.Date {
	for !t.isOpen(d) {
		d = d.AddDays(1)
	}
	return d
}

// monthStart is the first day of the month that is n months after the beginning of the story.
func (t *town) monthStart(n int) when.Date {
	return when.On(t.from.Year(), t.from.Month()+time.Month(n), 1)
}

// last is the end of a path, where tokens stand.
func last(url string) string { return path.Base(url) }
