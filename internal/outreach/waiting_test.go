package outreach

import (
	"math/rand/v2"
	"testing"
	"testing/quick"
	"time"

	"hiroba/internal/base/when"
)

func TestPlace(t *testing.T) {
	one, two, child := Seats{1, 0}, Seats{2, 0}, Seats{1, 1}
	for _, c := range []struct {
		what string
		free Seats
		need Seats
		line []Seats
		want SignupState
	}{
		{"room for one", Seats{1, 0}, one, nil, Seated},
		{"no room", Seats{0, 0}, one, nil, Waiting},
		{"a pair does not take the last seat apart", Seats{1, 0}, two, nil, Waiting},
		{"one passes a pair that does not fit", Seats{1, 0}, one, []Seats{two}, Seated},
		{"nobody passes who fits", Seats{1, 0}, one, []Seats{two, one}, Waiting},
		{"childcare full: the party waits whole", Seats{5, 0}, child, nil, Waiting},
		{"joining online needs no seat", Seats{0, 0}, Seats{}, []Seats{one}, Seated},
	} {
		if got := Place(c.free, c.need, c.line); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestOfferUntil(t *testing.T) {
	far := instant("2027-03-01 10:00")
	for _, c := range []struct{ now, starts, want string }{
		{"2027-02-09 10:00", "", "2027-02-10 10:00"},
		{"2027-02-09 20:59", "", "2027-02-10 20:59"},
		{"2027-02-09 21:00", "", "2027-02-11 09:00"},
		{"2027-02-09 23:30", "", "2027-02-11 09:00"},
		{"2027-02-09 02:00", "", "2027-02-10 09:00"},
		{"2027-02-09 07:59", "", "2027-02-10 09:00"},
		{"2027-02-09 08:00", "", "2027-02-10 08:00"},
		{"2027-02-09 12:00", "2027-02-10 10:00", "2027-02-10 10:00"},
	} {
		starts := far
		if c.starts != "" {
			starts = instant(c.starts)
		}
		if got := OfferUntil(instant(c.now), starts, when.Tokyo); got != instant(c.want) {
			t.Errorf("offered %s: until %s, want %s", c.now, got.In(when.Tokyo), c.want)
		}
	}
}

func TestOfferUntilIsNeverAtNightNorLate(t *testing.T) {
	f := func(now, ahead uint32) bool {
		n := instant("2027-01-01 00:00").Add(time.Duration(now%40_000_000) * time.Second)
		starts := n.Add(time.Duration(ahead%2_000_000+1) * time.Second)
		u := OfferUntil(n, starts, when.Tokyo)
		h := u.In(when.Tokyo).Hour()
		return u.After(n) && !u.After(starts) && (u == starts || h >= 8 && h < 21)
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

// TestLineNeverOversells plays a seminar with the rules alone: whatever happens, seats
// held never exceed the room, and no seat is free that somebody in the line could have.
func TestLineNeverOversells(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		room := Seats{1 + r.IntN(6), r.IntN(3)}
		var held, line []Seats
		free := func() Seats {
			f := room
			for _, h := range held {
				f.Adults -= h.Adults
				f.Children -= h.Children
			}
			return f
		}
		for range 60 {
			if r.IntN(3) > 0 || len(held) == 0 {
				need := Seats{1 + r.IntN(2), r.IntN(2)}
				if Place(free(), need, line) == Seated {
					held = append(held, need)
				} else {
					line = append(line, need)
				}
			} else {
				i := r.IntN(len(held))
				held = append(held[:i], held[i+1:]...)
			}
			for i := NextInLine(free(), line); i >= 0; i = NextInLine(free(), line) {
				held = append(held, line[i])
				line = append(line[:i], line[i+1:]...)
			}
			if f := free(); f.Adults < 0 || f.Children < 0 || NextInLine(f, line) >= 0 {
				t.Fatalf("seed %d: free %v, line %v", seed, f, line)
			}
		}
	}
}

func instant(s string) when.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Tokyo)
	if err != nil {
		panic(err)
	}
	return when.FromTime(t)
}
