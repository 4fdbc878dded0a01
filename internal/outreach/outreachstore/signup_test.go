package outreachstore

import (
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// crowd runs act n times at once and answers the errors.
func crowd(n int, act func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			errs[i] = act(i)
		}()
	}
	close(start)
	wg.Wait()
	return errs
}

func TestFortyPeopleWantTenSeats(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 0)
		receipts := make([]Receipt, 40)
		for _, err := range crowd(40, func(i int) (err error) {
			receipts[i], err = h.SignUp(t.Context(), h.visitor, SignUp{Seminar: sem, Once: id.Make(), Form: h.person()})
			return err
		}) {
			ok(t, err)
		}
		c := h.counts(sem)
		if c.Taken.Adults != 10 || c.WaitingParties != 30 {
			t.Fatalf("%+v", c)
		}
		places := map[int]bool{}
		for _, r := range receipts {
			x, err := h.Ticket(t.Context(), h.visitor, r.Token)
			ok(t, err)
			if x.State == outreach.Waiting {
				places[x.Ahead] = true
			}
		}
		if len(places) != 30 || !places[0] || !places[29] {
			t.Errorf("places in the line: %v", places)
		}
	})
}

func TestOneSeatForFortyWithChildren(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(40, 3)
		for _, err := range crowd(40, func(i int) error {
			f := h.person()
			f.Care, f.Ages = true, "1歳"
			_, err := h.SignUp(t.Context(), h.visitor, SignUp{Seminar: sem, Once: id.Make(), Form: f})
			return err
		}) {
			ok(t, err)
		}
		if c := h.counts(sem); c.Taken != (outreach.Seats{Adults: 3, Children: 3}) || c.WaitingParties != 37 {
			t.Errorf("%+v", c)
		}
	})
}

func TestDoublePress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 0)
		cmd := SignUp{Seminar: sem, Once: id.Make(), Form: h.person()}
		tokens := make([]string, 20)
		for _, err := range crowd(20, func(i int) error {
			r, err := h.SignUp(t.Context(), h.visitor, cmd)
			tokens[i] = r.Token
			return err
		}) {
			ok(t, err)
		}
		for _, tok := range tokens {
			if tok == "" || tok != tokens[0] {
				t.Fatalf("tickets differ: %v", tokens)
			}
		}
		if c := h.counts(sem); c.Parties != 1 {
			t.Errorf("%+v", c)
		}
	})
}

func TestSamePersonGetsTheMailAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 0)
		misaki := func(f *outreach.SignupForm) {
			f.Name, f.Kana, f.Mail = "三好 みさき", "みよし みさき", "misaki@example.com"
		}
		first := h.signUp(sem, misaki)
		again := h.signUp(sem, misaki)
		if !again.Again || again.Token != "" || h.kinds(first.ID) != "seat " {
			t.Errorf("%+v, mails %s", again, h.kinds(first.ID))
		}
		h.later(11 * time.Minute)
		h.signUp(sem, misaki)
		h.signUp(sem, misaki)
		if h.kinds(first.ID) != "seat again " {
			t.Errorf("mails %s", h.kinds(first.ID))
		}
		husband := h.signUp(sem, misaki, func(f *outreach.SignupForm) { f.Name, f.Kana = "三好 一郎", "みよし いちろう" })
		if husband.Again {
			t.Error("her husband was taken for her")
		}
		x, err := h.TicketOf(t.Context(), h.sato, husband.ID)
		ok(t, err)
		if x.Alike != first.ID {
			t.Errorf("staff do not see that they may be one person: %q", x.Alike)
		}
		f := h.person()
		misaki(&f)
		cmd := SignUp{Seminar: sem, Once: id.Make(), Form: f}
		_, err = h.SignUpFor(t.Context(), h.sato, cmd)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Name != "anyway" {
			t.Errorf("staff were not asked: %v", err)
		}
		cmd.Anyway = true
		_, err = h.SignUpFor(t.Context(), h.sato, cmd)
		ok(t, err)
	})
}

func TestTicketMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(10, 2)
		r := h.signUp(sem, child("1歳6か月"))
		m := h.mails(r.ID)[0]
		for _, want := range []string{"https://yukihara.example.jp/t/" + r.Token, "雪原しごとひろば"} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("the mail lacks %s:\n%s", want, m.Text)
			}
		}
		if m.PNG == "" || !strings.Contains(m.ICS, "METHOD:PUBLISH") || !strings.Contains(m.ICS, "DTSTART:20270218T010000Z") {
			t.Errorf("ticket %d bytes, calendar %s", len(m.PNG), m.ICS)
		}
		ok(t, h.CancelMine(t.Context(), h.visitor, r.Token))
		m = h.mails(r.ID)[1]
		if m.PNG != "" || !strings.Contains(m.ICS, "METHOD:CANCEL") || !strings.Contains(m.ICS, "SEQUENCE:1") {
			t.Errorf("after cancelling: %s", m.ICS)
		}
		if _, err := h.Ticket(t.Context(), h.visitor, r.Token+"x"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a wrong link opened: %v", err)
		}
	})
}

func TestMisakiMovesToAnotherEdition(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		one, other, full := h.seminar(1, 1), h.seminar(1, 1), h.seminar(1, 0)
		h.signUp(full)
		misaki := h.signUp(one, child("1歳"))
		next := h.signUp(one)
		conflict(t, h.MoveMine(t.Context(), h.visitor, misaki.Token, full), "outreach.signup.move_care")
		if h.state(misaki) != outreach.Seated {
			t.Fatal("a move that failed took her seat")
		}
		ok(t, h.MoveMine(t.Context(), h.visitor, misaki.Token, other))
		x, err := h.Ticket(t.Context(), h.visitor, misaki.Token)
		ok(t, err)
		if x.SeminarID != other || x.MovedFrom != one || x.State != outreach.Seated || len(x.Children) != 1 || x.Sequence != 1 {
			t.Errorf("%+v", x.Signup)
		}
		if h.state(next) != outreach.Offered || h.counts(other).Taken != (outreach.Seats{Adults: 1, Children: 1}) {
			t.Errorf("the old seat: %s", h.state(next))
		}
		if got := h.kinds(misaki.ID); got != "seat moved " {
			t.Errorf("mails %s", got)
		}
	})
}

func TestEverybodyMovesToTheLastSeat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		one, other := h.seminar(20, 0), h.seminar(3, 0)
		var all []Receipt
		for range 20 {
			all = append(all, h.signUp(one))
		}
		moved := 0
		for _, err := range crowd(20, func(i int) error { return h.MoveMine(t.Context(), h.visitor, all[i].Token, other) }) {
			if err == nil {
				moved++
			} else {
				conflict(t, err, "outreach.signup.move_full")
			}
		}
		if moved != 3 || h.counts(other).Taken.Adults != 3 || h.counts(one).Taken.Adults != 17 {
			t.Errorf("%d moved; %+v %+v", moved, h.counts(one), h.counts(other))
		}
	})
}

func TestChangeOfParty(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(2, 1)
		f := h.person()
		r, err := h.SignUp(t.Context(), h.visitor, SignUp{Seminar: sem, Once: id.Make(), Form: f})
		ok(t, err)
		f.Two, f.Companion, f.Care, f.Ages = true, "三好 一郎", true, "3歳"
		ok(t, h.ChangeMine(t.Context(), h.visitor, r.Token, f))
		if c := h.counts(sem); c.Taken != (outreach.Seats{Adults: 2, Children: 1}) {
			t.Errorf("%+v", c)
		}
		late := h.signUp(sem)
		f.Two = false
		ok(t, h.ChangeMine(t.Context(), h.visitor, r.Token, f))
		if h.state(late) != outreach.Offered {
			t.Errorf("the seat she gave back: %s", h.state(late))
		}
		f.Two = true
		err = h.ChangeMine(t.Context(), h.visitor, r.Token, f)
		if flt := fault.Of(err); flt == nil || flt.Fields[0].Key != "outreach.signup.grow_full" {
			t.Errorf("grew without room: %v", err)
		}
		*h.now = h.now.Add(8 * 24 * time.Hour) // 17 Feb: childcare can no longer be asked for, but kept
		f.Two = false
		ok(t, h.ChangeMine(t.Context(), h.visitor, r.Token, f))
	})
}

func TestSignupList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(3, 0)
		batch, err := h.AddBatch(t.Context(), h.sato, AddBatch{ID: id.Make(), Seminar: sem, Form: outreach.BatchForm{Channel: "nursery", Place: "雪原保育園", Copies: "120", Cost: "3600"}})
		ok(t, err)
		h.signUp(sem, func(f *outreach.SignupForm) {
			f.Name, f.Kana, f.Phone, f.Flyer = "三好 みさき", "みよし みさき", "090-1111-2222", strings.ToLower(batch.Code)
		})
		for range 5 {
			h.signUp(sem)
		}
		for search, want := range map[string]int{"みよし": 1, "ミヨシ": 1, "ﾐﾖｼ": 1, "三好": 1, "1111": 1, "090-1111": 1, "p3@": 1, "%": 0, "いない人": 0, "": 6} {
			l, err := h.Signups(t.Context(), h.sato, ListAsk{Seminar: sem, Search: search, Sort: "kana", Size: 50})
			ok(t, err)
			if l.Total != want || len(l.Rows) != want {
				t.Errorf("%q finds %d", search, l.Total)
			}
		}
		l, err := h.Signups(t.Context(), h.sato, ListAsk{Seminar: sem, State: "waiting", Sort: "line", Desc: true, Page: 2, Size: 2})
		ok(t, err)
		if l.Total != 3 || len(l.Rows) != 1 || l.ByState[outreach.Seated] != 3 {
			t.Errorf("second page of the line: %+v", l)
		}
		bs, err := h.Batches(t.Context(), h.sato, sem)
		ok(t, err)
		if len(bs) != 1 || bs[0].Signups != 1 || bs[0].Cost != 3600 {
			t.Errorf("batches %+v", bs)
		}
	})
}
