package story

import (
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	data "hiroba/internal/town"
	"hiroba/internal/workers"
)

// resident is one inhabitant as the story imagines them; docs/story.md says where each
// number comes from.
type resident struct {
	data.Named
	no       int
	children int
	days     [7]bool // on which they would work, Sunday first
	begin    int     // minutes of the day at which they sit down
	minutes  int     // they have then
	pace     float64 // of the standard time of a unit
	slip     float64 // probability of a mistake in a row
	steady   float64 // probability to work on a day they said
	social   float64 // times as likely to tell a friend
	knows    []int   // skills the hub has seen of her (indexes into skills.Ready)
	talents  []int   // skills (indexes into skills.Ready) beyond entering data
	phone    bool    // works on the telephone

	// What became of them at the hub.
	signup, ticket       string
	applicant, talk      string // id, and the secret of their page
	worker, person, code string
	actor                who.Actor
	registered           when.Date
	gone                 bool // left, or hired
	busy                 bool // known to the hub in some way
	worked               when.Date
	piece                *piece
}

// people imagines the inhabitants.
func (t *town) people() {
	for n := range data.Inhabitants {
		r := t.dice("resident", n)
		x := &resident{no: n, Named: data.Inhabitant(n)}
		x.Mail = t.address(x.Mail)
		x.children = []int{0, 1, 1, 2, 2, 3}[r.IntN(6)]
		for d := range x.days {
			weekend := d == 0 || d == 6
			x.days[d] = r.Float64() < map[bool]float64{false: 0.5, true: 0.15}[weekend]
		}
		x.days[1+r.IntN(5)] = true
		x.begin = []int{5*60 + 30, 9*60 + 30, 10 * 60, 13 * 60, 20*60 + 30, 21 * 60}[r.IntN(6)] + r.IntN(30)
		x.minutes = 40 + 10*r.IntN(9)
		x.pace = spread(r, 1.05, 0.22)
		x.slip = min(0.08, spread(r, 0.008, 0.8))
		x.steady = 0.6 + 0.35*r.Float64()
		x.social = spread(r, 0.8, 0.6)
		x.phone = r.Float64() < 0.3
		for k := 1; k <= 10; k++ {
			if r.Float64() < 0.12 {
				x.talents = append(x.talents, k)
			}
		}
		if n == 0 || n == data.HiredOne { // the two whom everybody knows
			x.days, x.slip, x.pace, x.steady, x.phone = [7]bool{false, true, true, true, true, true, false}, 0.003, 0.95, 0.95, false
		}
		t.residents = append(t.residents, x)
	}
}

// stranger is the next inhabitant, from a place on, who has nothing to do with the hub yet.
func (t *town) stranger(from int) *resident {
	for i := range t.residents {
		if x := t.residents[(from+i)%len(t.residents)]; !x.busy {
			return x
		}
	}
	return nil
}

// crew are those who are registered and neither left nor were hired.
func (t *town) crew() (out []*resident) {
	for _, x := range t.residents {
		if x.worker != "" && !x.gone && !x.registered.IsZero() {
			out = append(out, x)
		}
	}
	return out
}

// register has somebody fill in the screens by their own link, and sign.
func (t *town) register(x *resident) error {
	token, err := tell(t, "link "+x.Mail, func() (string, error) {
		url, err := t.app.Crew.Reprint(t.ctx, t.staff[people.Coordinator], x.worker)
		return last(url), err
	})
	if err != nil {
		return err
	}
	if err := t.act("fill "+x.Mail, func() error {
		name, contact, address, bank, business, tools := x.File(x.no)
		for _, s := range []interface {
			Take(when.Date) (workers.File, error)
		}{name, contact, address, bank, business, tools} {
			if err := t.app.Crew.FillByLink(t.ctx, t.guest, token, s); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := t.act("sign "+x.Mail, func() error {
		return t.app.Crew.SignByLink(t.ctx, t.guest, token, workers.SignForm{Privacy: true, Contract: true, SignedAs: x.Name})
	}); err != nil {
		return err
	}
	return t.arrive(x)
}

// known is what somebody knows of herself once she is registered.
type known struct{ Person, Code string }

// arrive gives somebody an account of her own, with a password where the story's reader shall sign in.
func (t *town) arrive(x *resident) error {
	k, err := tell(t, "arrive "+x.Mail, func() (known, error) {
		g, err := t.app.Crew.Seen(t.ctx, t.staff[people.Coordinator], x.worker)
		return known{g.Person, g.ReferralCode}, err
	})
	if err != nil {
		return err
	}
	x.person, x.code, x.registered = k.Person, k.Code, t.today()
	x.actor = t.signedIn(k.Person, x.Name, people.Worker)
	t.at(t.now.Add(time.Hour), func() error { return t.settle(x) })
	if x.no < 2 {
		return t.password(x)
	}
	return nil
}
