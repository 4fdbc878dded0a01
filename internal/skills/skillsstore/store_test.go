package skillsstore

import (
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// crew is a hub with some workers.
type crew struct {
	*Store
	t      testing.TB
	hub    string
	now    when.Instant
	staff  who.Actor
	of     []workers.Worker
	skills []skills.Skill
	runner *jobs.Runner
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func yukihara(t testing.TB, d *db.DB, people int) *crew {
	t.Helper()
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(skills.Events()...)
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	c := &crew{t: t, now: dbtest.Start}
	d.Now = func() when.Instant { return c.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	h, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	c.Store, c.hub = &Store{DB: d, Keys: k, Hubs: hs}, h.ID
	c.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	c.Jobs(c.runner)
	(&mail.Worker{DB: d, Sender: mail.Kept{}}).Handle(c.runner)
	c.staff = who.Person(c.hub, id.Make(), "佐藤", skills.MayCount, skills.MaySee, skills.MayKeep, skills.MayCatalogue)
	ok(t, c.TakeReady(t.Context(), c.staff))
	c.skills, err = c.List(t.Context(), c.staff)
	ok(t, err)
	for i := range people {
		c.join(i)
	}
	ok(t, c.runner.Drain(t.Context()))
	return c
}

// join registers one more worker, with an account, a mail address and a contract.
func (c *crew) join(n int) {
	c.t.Helper()
	ok(c.t, db.Do(c.t.Context(), c.DB, func(tx *db.Tx) error {
		w, err := workersstore.Begin(tx, c.staff, workersstore.Entry{Name: fmt.Sprintf("山本 %d", n), Kana: "ヤマモト", Mail: fmt.Sprintf("w%d@example.com", n), Lang: "ja", Person: fmt.Sprintf("p%d", n)})
		if err != nil {
			return err
		}
		w.State = workers.Registered
		c.of = append(c.of, w)
		for _, q := range []string{`insert into worker_text (hub_id, hash, kind, version, lang, body, made_at) values ($1, $2, 'contract', '1', 'ja', '', $3)`,
			`insert into worker_consent (hub_id, worker_id, id, kind, hash, version, how, signed_as, made_by, made_at) values ($1, $2, $2, 'contract', $2, '1', 'paper', '', '', $3)`} {
			if _, err := tx.Exec(q, c.hub, w.ID, tx.Now()); err != nil {
				return err
			}
		}
		return workersstore.Move(tx, c.staff, w, workers.Registered, tx.Now().DateIn(when.Tokyo), "")
	}))
}

// list registers somebody as an office's list does: without a contract.
func (c *crew) list() {
	c.t.Helper()
	ok(c.t, db.Do(c.t.Context(), c.DB, func(tx *db.Tx) error {
		w, err := workersstore.Begin(tx, c.staff, workersstore.Entry{Name: "名簿 太郎", Kana: "メイボ タロウ", Mail: "list@example.com", Lang: "ja"})
		if err != nil {
			return err
		}
		return workersstore.Move(tx, c.staff, w, workers.Registered, tx.Now().DateIn(when.Tokyo), workersstore.ImportedReason)
	}))
}

func (c *crew) me(n int) who.Actor {
	return who.Person(c.hub, fmt.Sprintf("p%d", n), "me", skills.MaySelf)
}

func (c *crew) today() when.Date { return c.now.DateIn(when.Tokyo) }

func (c *crew) week(n int) when.Date { return skills.Monday(c.today()).AddDays(7 * n) }

// record keeps a test passed in the n-th skill.
func (c *crew) record(w, skill, level int) {
	c.t.Helper()
	ok(c.t, c.Record(c.t.Context(), c.staff, c.of[w].ID, id.Make(), skills.EvidenceForm{Skill: c.skills[skill].ID, Level: fmt.Sprint(level), Source: "test"}))
}

// counted are the sums worked out anew from every worker's books.
func (c *crew) counted() part {
	c.t.Helper()
	all, err := db.Read(c.t.Context(), c.DB, func(v *db.View) (part, error) {
		sum := part{}
		for _, w := range c.of {
			p, _, err := partOf(v, c.hub, w.ID)
			if err != nil {
				return nil, err
			}
			for k, s := range p {
				sum[k] = sum[k].Plus(s)
			}
		}
		return sum, nil
	})
	ok(c.t, err)
	maps.DeleteFunc(all, func(_ string, s skills.Sum) bool { return s == (skills.Sum{}) })
	return all
}

// kept are the sums as they stand.
func (c *crew) kept() part {
	c.t.Helper()
	out := part{}
	_, err := db.Read(c.t.Context(), c.DB, func(v *db.View) ([]int, error) {
		return db.All(v, func(r db.Scanner) (int, error) {
			var x cell
			var s skills.Sum
			err := r.Scan(&x.week, &x.skill, &x.level, &s.Minutes, &s.People)
			if s != (skills.Sum{}) {
				out[x.key()] = s
			}
			return 0, err
		}, `select week_on, skill_id, level, minutes, people from free_sum where hub_id = $1`, c.hub)
	})
	ok(c.t, err)
	return out
}

var bandsOf = []string{"dawn", "morning", "noon", "afternoon", "evening", "night"}

func anyCells(r *rand.Rand) (out []string) {
	for d := range 7 {
		for _, b := range bandsOf {
			if r.IntN(4) == 0 {
				out = append(out, fmt.Sprintf("%d-%s", d, b))
			}
		}
	}
	return out
}

// TestSumsAreWhatTheWorkersSay does whatever workers and staff may do, in any order, and
// finds the kept sums equal to a count from scratch.
func TestSumsAreWhatTheWorkersSay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, r := yukihara(t, d, 4), rand.New(rand.NewPCG(5, 6))
		ctx := t.Context()
		school := id.Make()
		ok(t, c.AddSchool(ctx, c.staff, school, skills.SchoolForm{Name: "小学校"}))
		ok(t, c.AddBreak(ctx, c.staff, id.Make(), skills.BreakForm{School: school, Name: "春休み", From: "2027-02-22", To: "2027-03-02"}))
		acts := []func(n int) error{
			func(n int) error { return c.SetWeek(ctx, c.me(n), "", c.week(r.IntN(8)), anyCells(r), r.IntN(2) == 0) },
			func(n int) error { return c.SameAsBefore(ctx, c.staff, c.of[n].ID, c.week(1+r.IntN(7))) },
			func(n int) error {
				return c.SetDay(ctx, c.me(n), "", c.today().AddDays(r.IntN(20)), [skills.SpansMost][2]string{{"9:15", "10:45"}})
			},
			func(n int) error { return c.TakeOff(ctx, c.me(n), "", c.today().AddDays(r.IntN(30)).String(), "") },
			func(n int) error { return c.BackOn(ctx, c.me(n), "", c.today().AddDays(r.IntN(30))) },
			func(n int) error { return c.NotToday(ctx, c.me(n)) },
			func(n int) error {
				return c.FollowSchool(ctx, c.me(n), "", school, []skills.SchoolRule{"", "off", "evening"}[r.IntN(3)])
			},
			func(n int) error { c.record(n, r.IntN(4), 1+r.IntN(3)); return nil },
			func(n int) error {
				return c.SaveWishes(ctx, c.me(n), "", skills.WishForm{Kinds: map[string]string{c.skills[r.IntN(4)].ID: "never"}, Place: "home", WeekCap: []string{"", "5"}[r.IntN(2)]})
			},
			func(n int) error {
				return db.Do(ctx, c.DB, func(tx *db.Tx) error {
					w, err := workersstore.Load(tx, c.hub, c.of[n].ID)
					if err != nil {
						return err
					}
					to := workers.Paused
					if w.State == workers.Paused {
						to = workers.Registered
					}
					return workersstore.Move(tx, c.staff, w, to, c.today(), "")
				})
			},
		}
		for i := range 120 {
			ok(t, acts[r.IntN(len(acts))](r.IntN(len(c.of))))
			ok(t, c.runner.Drain(ctx)) // a change of state is told by a job
			if i%20 != 19 {
				continue
			}
			if kept, counted := c.kept(), c.counted(); !maps.Equal(kept, counted) {
				t.Fatalf("after %d acts the sums are\n%v\nbut the workers say\n%v", i+1, kept, counted)
			}
		}
		if len(c.kept()) < 5 {
			t.Error("hardly any sums: the test is blind")
		}
	})
}

// TestNobodyCanTellANotTodayFromADayWithoutHours is the promise to the worker. Three
// workers have the same hours; one says 'not today', one plans a day off, one does
// nothing. Everything anybody else can ask for is compared: today the first two are
// alike, and from tomorrow on the first is like the one who did nothing.
func TestNobodyCanTellANotTodayFromADayWithoutHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, ctx := yukihara(t, d, 3), t.Context()
		for n := range 3 {
			c.record(n, 0, 2)
			ok(t, c.SetWeek(ctx, c.me(n), "", c.week(0), []string{"1-morning", "1-evening", "3-noon"}, true))
		}
		asked := func(n int) string {
			h, err := c.Hours(ctx, c.staff, c.of[n].ID)
			ok(t, err)
			ahead := c.aheads()(c.of[n].ID)
			found, err := c.Find(ctx, c.staff, Search{Size: 10})
			ok(t, err)
			mine := 0
			for _, p := range found.People {
				if p.Worker == c.of[n].ID {
					mine = p.Minutes
				}
			}
			return fmt.Sprint(h.Week(c.week(0)), h.Week(c.week(1)), h.Offered(c.week(0)), ahead, mine)
		}
		before := asked(0)
		ok(t, c.NotToday(ctx, c.me(0)))
		ok(t, c.TakeOff(ctx, c.me(1), "", c.today().String(), ""))
		if a, b := asked(0), asked(1); a != b || a == before {
			t.Errorf("'not today' is answered\n%s\na day off\n%s\nbefore it was\n%s", a, b, before)
		}
		lines, err := db.Read(ctx, c.DB, func(v *db.View) ([]journal.Entry, error) { return journal.Latest(v, c.hub, 0, 2) })
		ok(t, err)
		same := strings.NewReplacer(c.of[0].ID, "worker", c.of[1].ID, "worker", `"No":1`, "no", `"No":2`, "no")
		if len(lines) != 2 || lines[0].Kind != lines[1].Kind || same.Replace(lines[0].Particulars) != same.Replace(lines[1].Particulars) {
			t.Errorf("the journal tells them apart: %+v", lines)
		}
		if _, undo, err := c.MyToday(ctx, c.me(0)); err != nil || undo.IsZero() {
			t.Errorf("she herself is not told: %v %v", undo, err)
		}
		c.now = c.now.Add(24 * time.Hour)
		if a, b := asked(0), asked(2); a != b {
			t.Errorf("the day after, she is still told apart:\n%s\n%s", a, b)
		}
		ok(t, c.runner.Drain(ctx))
		if kept, counted := c.kept(), c.counted(); !maps.Equal(kept, counted) {
			t.Errorf("the sums remember: %v, counted %v", kept, counted)
		}
		left, err := db.Read(ctx, c.DB, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from absence where hub_id = $1`, c.hub)
		})
		ok(t, err)
		if left != 0 {
			t.Errorf("the day after, %d rows are still there", left)
		}
	})
}

func TestNotTodayIsUndoneForTenMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, ctx := yukihara(t, d, 1), t.Context()
		ok(t, c.SetWeek(ctx, c.me(0), "", c.week(0), []string{"1-morning"}, true))
		today := func() int {
			h, err := c.Hours(ctx, c.me(0), "")
			ok(t, err)
			return h.On(h.Today).Minutes()
		}
		ok(t, c.NotToday(ctx, c.me(0)))
		ok(t, c.NotToday(ctx, c.me(0))) // a double press
		c.now = c.now.Add(9 * time.Minute)
		if today() != 0 {
			t.Error("the hours stayed")
		}
		ok(t, c.TakeBack(ctx, c.me(0)))
		if today() != 180 {
			t.Errorf("after the undo: %d", today())
		}
		ok(t, c.NotToday(ctx, c.me(0)))
		c.now = c.now.Add(11 * time.Minute)
		if err := c.TakeBack(ctx, c.me(0)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("after eleven minutes: %v", err)
		}
		ok(t, c.SetWeek(ctx, c.me(0), "", c.week(0), nil, false)) // other days are set: today stays dropped, and its plan is kept
		if today() != 0 {
			t.Error("saving the week brought the day back")
		}
		ok(t, c.SetDay(ctx, c.me(0), "", c.today(), [skills.SpansMost][2]string{{"20:00", "21:00"}}))
		if today() != 60 {
			t.Errorf("set anew: %d", today())
		}
	})
}

func TestEverybodyIsAskedOnSundayOnceAndAnswersByTheLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, ctx := yukihara(t, d, 3), t.Context()
		c.list() // has agreed to nothing yet, and is not written to
		ok(t, c.SaveChannel(ctx, c.me(1), "", skills.ChannelForm{Way: "paper", From: "21:00", To: "8:00", On: []string{"week"}}))
		ok(t, c.SaveChannel(ctx, c.me(2), "", skills.ChannelForm{Way: "mail", From: "17:00", To: "19:30", On: []string{"week"}}))
		letters := func() []mail.Row {
			ok(t, c.runner.Drain(ctx))
			rows, err := db.Read(ctx, c.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, c.hub, "", 0, 50) })
			ok(t, err)
			return rows
		}
		sunday := when.MustDate("2027-02-14")
		c.now = sunday.At(17*60+59, when.Tokyo)
		if n := len(letters()); n != 0 {
			t.Errorf("a minute early: %d mails", n)
		}
		c.now = sunday.At(18*60, when.Tokyo)
		first := letters()
		if len(first) != 1 || first[0].To != "w0@example.com" {
			t.Fatalf("at six: %+v", first)
		}
		c.now = sunday.At(19*60+31, when.Tokyo)
		if got := letters(); len(got) != 2 {
			t.Errorf("after quiet hours, and not twice: %d mails", len(got))
		}
		_, rest, _ := strings.Cut(first[0].Text, "https://yukihara.example.jp/week/")
		p := strings.Split(strings.Fields(rest)[0], "/")
		k, guest := Link{Worker: p[0], Week: p[1], Proof: p[2]}, who.Visitor(c.hub, skills.MayAnswer)
		ok(t, c.SetWeekByLink(ctx, guest, k, []string{"0-noon"}, false, false))
		h, err := c.WeekByLink(ctx, guest, k)
		ok(t, err)
		if n := h.Week(sunday.AddDays(1)).Minutes(); n != 180 || h.Worker.ID != c.of[0].ID {
			t.Errorf("answered %d minutes", n)
		}
		for name, bad := range map[string]Link{"another's week": {c.of[1].ID, k.Week, k.Proof}, "another week": {k.Worker, "2027-02-22", k.Proof}, "no proof": {k.Worker, k.Week, ""}, "no date": {k.Worker, "x", k.Proof}} {
			if err := c.SetWeekByLink(ctx, guest, bad, nil, false, false); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		c.now = sunday.AddDays(8).At(0, when.Tokyo)
		if _, err := c.WeekByLink(ctx, guest, k); fault.KindOf(err) != fault.NotFound {
			t.Errorf("when the week is over: %v", err)
		}
	})
}

func TestEvidenceDecidesTheLevelAndStaysReadable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, ctx := yukihara(t, d, 1), t.Context()
		once, k := id.Make(), c.skills[0]
		for range 2 { // a double press
			ok(t, c.Declare(ctx, c.me(0), once, k.ID, "3", "前の職場で3年"))
		}
		c.record(0, 0, 2)
		p, err := c.Profile(ctx, c.me(0), "")
		ok(t, err)
		if p.Levels[k.ID].Level != 2 || p.Levels[k.ID].Source != skills.Test || len(p.Evidence[k.ID]) != 2 {
			t.Errorf("%+v", p)
		}
		ok(t, c.Void(ctx, c.staff, c.of[0].ID, p.Evidence[k.ID][0].ID, "別の人の記録"))
		p, err = c.Profile(ctx, c.staff, c.of[0].ID)
		ok(t, err)
		if p.Levels[k.ID].Level != 3 || len(p.Evidence[k.ID]) != 2 {
			t.Errorf("after the strike: %+v", p.Levels)
		}
		ok(t, c.Retire(ctx, c.staff, k.ID, true))
		if err := c.Declare(ctx, c.me(0), id.Make(), k.ID, "1", ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a retired skill: %v", err)
		}
		ok(t, db.Do(ctx, c.DB, func(tx *db.Tx) error {
			return AddEvidence(tx, c.staff, c.of[0].ID, c.skills[1].ID, 1, skills.Interview, "面談で")
		}))
		ok(t, db.Do(ctx, c.DB, func(tx *db.Tx) error {
			return SetSpeed(tx, c.staff, c.of[0].ID, skills.Speed{Skill: c.skills[1].ID, SecondsEach: 52, Pieces: 300, Sure: 90})
		}))
		p, err = c.Profile(ctx, c.me(0), "")
		ok(t, err)
		if p.Speeds[c.skills[1].ID].SecondsEach != 52 || p.Levels[c.skills[1].ID].Source != skills.Interview {
			t.Errorf("%+v", p)
		}
	})
}

func TestTheInventoryFindsWhoCould(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, ctx := yukihara(t, d, 3), t.Context()
		for n := range 3 {
			c.record(n, 0, n+1)
			ok(t, c.SaveWishes(ctx, c.me(n), "", skills.WishForm{Place: []string{"home", "hub", "both"}[n], Devices: [][]string{{"pc"}, {"phone"}, {"pc", "phone"}}[n]}))
			ok(t, c.SetWeek(ctx, c.me(n), "", c.week(0), []string{"0-morning", "2-morning"}[:1+n%2], true))
		}
		for _, x := range []struct {
			ask  Search
			want int
		}{{Search{}, 3}, {Search{Skill: c.skills[0].ID, Level: 2}, 2}, {Search{Skill: c.skills[1].ID}, 0}, {Search{Hours: 4}, 1}, {Search{Place: skills.Home}, 2}, {Search{Place: skills.Both}, 3},
			{Search{Device: "pc"}, 2}, {Search{Device: "%"}, 3}, {Search{Skill: c.skills[0].ID, Level: 3, Device: "phone", Place: skills.Hub}, 1}} {
			x.ask.Size = 10
			got, err := c.Find(ctx, c.staff, x.ask)
			ok(t, err)
			if got.Total != x.want || len(got.People) != x.want {
				t.Errorf("%+v found %d", x.ask, got.Total)
			}
		}
		ok(t, c.SaveWishes(ctx, c.me(2), "", skills.WishForm{Kinds: map[string]string{c.skills[0].ID: "never"}, Place: "both"}))
		if got, err := c.Find(ctx, c.staff, Search{Skill: c.skills[0].ID, Size: 10}); err != nil || got.Total != 2 {
			t.Errorf("who never wants it is still found: %d %v", got.Total, err)
		}
		stock, err := c.Stock(ctx, c.staff)
		ok(t, err)
		if stock[0].People != [4]int{2, 1, 1, 0} || len(stock) != len(c.skills) {
			t.Errorf("%+v", stock[0])
		}
	})
}

// TestOneWorkerCannotReachAnother: one's own rights open one's own books only.
func TestOneWorkerCannotReachAnother(t *testing.T) {
	c, ctx := yukihara(t, dbtest.SQLite(t), 2), t.Context()
	if _, err := c.Hours(ctx, c.me(0), c.of[1].ID); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("another's hours: %v", err)
	}
	if err := c.SetWeek(ctx, c.me(0), c.of[1].ID, c.week(0), nil, false); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("setting another's hours: %v", err)
	}
	other := who.Person("another hub", "p0", "me", skills.MaySelf)
	if _, err := c.Wishes(ctx, other, ""); fault.KindOf(err) != fault.NotFound {
		t.Errorf("from another hub: %v", err)
	}
	if err := c.SetWeek(ctx, c.me(0), "", c.week(8), nil, false); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a week too far ahead: %v", err)
	}
	if err := c.SetWeek(ctx, c.me(0), "", c.week(0).AddDays(1), nil, false); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a week that begins on a Tuesday: %v", err)
	}
	ok(t, c.SaveCeiling(ctx, c.me(0), skills.CeilingForm{Wall: "W1", Expenses: "15"}))
	if got, err := c.MyCeiling(ctx, c.me(0)); err != nil || got.Wall != "W1" || got.Expenses != 15 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := c.MyCeiling(ctx, c.me(1)); err != nil || got.Wall != "" {
		t.Errorf("another's line: %+v %v", got, err)
	}
}
