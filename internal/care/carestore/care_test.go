package carestore

import (
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(care.Events()...)
}

// house is Yukihara's hub with two handlers, somebody who is none, and workers.
type house struct {
	*Store
	t                       *testing.T
	hub                     string
	sato, ito, kudo, misaki who.Actor
	misakiID                string
	now                     when.Instant
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func yukihara(t *testing.T, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: dbtest.Start}
	d.Now = func() when.Instant { return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	x, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	h.Store, h.hub = &Store{DB: d, Keys: k, Hubs: hs}, x.ID
	staff := func(name string) who.Actor {
		return who.Person(x.ID, id.Make(), name, care.MayHandle, care.MayName, care.MaySurvey, care.MayTell, care.MayCount)
	}
	h.sato, h.ito, h.kudo = staff("佐藤"), staff("伊藤"), staff("工藤")
	ok(t, h.Name(t.Context(), h.kudo, h.sato.Person, "佐藤"))
	ok(t, h.Name(t.Context(), h.kudo, h.ito.Person, "伊藤"))
	h.misaki, h.misakiID = h.worker("三好 みさき")
	return h
}

// worker registers somebody with an account and a mail address.
func (h *house) worker(name string) (who.Actor, string) {
	h.t.Helper()
	person := id.Make()
	w, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (workers.Worker, error) {
		w, err := workersstore.Begin(tx, h.kudo, workersstore.Entry{Name: name, Mail: person + "@example.com", Lang: "ja", Person: person})
		if err != nil {
			return w, err
		}
		return w, workersstore.Move(tx, h.kudo, w, workers.Registered, when.On(2027, 1, 10), "")
	})
	ok(h.t, err)
	return who.Person(h.hub, person, name, care.MayAsk, care.MayTell), w.ID
}

func (h *house) letters(kind string) (n int) {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 100) })
	ok(h.t, err)
	for _, r := range rows {
		if r.Kind == kind {
			n++
		}
	}
	return n
}

func (h *house) blocks() bool {
	h.t.Helper()
	b, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (bool, error) { return BlocksWorsening(v, h.hub, h.misakiID) })
	ok(h.t, err)
	return b
}

func TestARequestIsFiledOnceAnsweredAndTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		once := id.Make()
		for range 2 { // pressed twice
			ok(t, h.Request(t.Context(), h.misaki, care.RequestForm{Kind: "hours", Words: "夜の連絡をひかえてください"}, once))
		}
		if !h.blocks() {
			t.Error("an open request does not block a worsening")
		}
		rows, total, err := h.Requests(t.Context(), h.sato, true, 0, 50)
		ok(t, err)
		if len(rows) != 1 || total != 1 || rows[0].Words != "夜の連絡をひかえてください" || rows[0].WorkerName != "三好 みさき" {
			t.Fatalf("%+v", rows)
		}
		r := rows[0]
		ok(t, h.Answer(t.Context(), h.sato, r.ID, r.Version, care.AnswerForm{Decision: "granted", Answer: "20時までにします", From: "2027-02-10"}))
		if err := h.Answer(t.Context(), h.ito, r.ID, r.Version, care.AnswerForm{Decision: "refused", Answer: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an answer to an older state: %v", err)
		}
		mine, err := h.MyRequests(t.Context(), h.misaki)
		ok(t, err)
		if len(mine) != 1 || mine[0].State != care.Granted || mine[0].Answer != "20時までにします" || mine[0].From != when.On(2027, 2, 10) || mine[0].AnsweredBy != "佐藤" {
			t.Errorf("%+v", mine)
		}
		if h.blocks() || h.letters("care.answer") != 1 {
			t.Error("answered and still blocking, or not told once:", h.letters("care.answer"))
		}
		c, err := h.Counted(t.Context(), h.kudo, h.now.Add(-time.Second), h.now.Add(time.Second))
		ok(t, err)
		if c != (Count{Made: 1, Granted: 1}) {
			t.Errorf("%+v", c)
		}
	})
}

func TestOnlyNamedHandlersRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ok(t, h.Request(t.Context(), h.misaki, care.RequestForm{Kind: "volume"}, ""))
		rows, _, err := h.Requests(t.Context(), h.ito, true, 0, 50)
		ok(t, err)
		if _, _, err := h.Requests(t.Context(), h.kudo, true, 0, 50); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the administrator reads without being named: %v", err)
		}
		if _, err := h.ReadRequest(t.Context(), h.kudo, rows[0].ID); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
		other, _ := h.worker("石川 陽子")
		if err := h.Withdraw(t.Context(), other, rows[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another worker takes it back: %v", err)
		}
		ok(t, h.Unname(t.Context(), h.kudo, h.ito.Person))
		if _, _, err := h.Requests(t.Context(), h.ito, true, 0, 50); fault.KindOf(err) != fault.Forbidden {
			t.Error("somebody who was un-named still reads")
		}
		ok(t, h.Withdraw(t.Context(), h.misaki, rows[0].ID))
		if h.blocks() {
			t.Error("a request that was taken back still blocks")
		}
	})
}

func TestWordsAreSealedAtRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ok(t, h.Request(t.Context(), h.misaki, care.RequestForm{Kind: "hours", Words: "たいせつなこと"}, ""))
		_, err := h.Tell(t.Context(), who.Visitor(h.hub, care.MayTell), care.CaseForm{Kind: "complaint", Words: "たいせつなこと", Name: "たいせつ", Contact: "たいせつ"}, id.Make())
		ok(t, err)
		all, err := db.Read(t.Context(), d, func(v *db.View) (string, error) {
			return db.Value[string](v, `select (select string_agg(words_sealed, ' ') from care_request where hub_id = $1) || (select string_agg(body_sealed, ' ') from care_entry where hub_id = $1)
				|| (select string_agg(name_sealed || contact_sealed, ' ') from care_case where hub_id = $1) || (select string_agg(particulars, ' ') from journal where hub_id = $1)`, h.hub)
		})
		ok(t, err)
		if len(all) < 100 || strings.Contains(all, "たいせつ") {
			t.Error("the words stand open in the database")
		}
	})
}

func TestACaseIsKeptFromWhomItConcerns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		visitor, once := who.Visitor(h.hub, care.MayTell), id.Make()
		token, err := h.Tell(t.Context(), visitor, care.CaseForm{Kind: "harassment", Words: "強い言い方をされました", Shut: []string{h.sato.Person}}, once)
		ok(t, err)
		again, err := h.Tell(t.Context(), visitor, care.CaseForm{Kind: "harassment", Words: "強い言い方をされました", Shut: []string{h.sato.Person}}, once)
		ok(t, err)
		if token == "" || token != again {
			t.Error("two presses, two pages")
		}
		if cs, err := h.Cases(t.Context(), h.sato, true); err != nil || len(cs) != 0 {
			t.Errorf("the accused sees it: %v %v", cs, err)
		}
		cs, err := h.Cases(t.Context(), h.ito, true)
		ok(t, err)
		if len(cs) != 1 {
			t.Fatalf("%+v", cs)
		}
		c := cs[0]
		if _, err := h.ReadCase(t.Context(), h.sato, c.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the accused opens it: %v", err)
		}
		if err := h.Shut(t.Context(), h.ito, c.ID, h.ito.Person); fault.KindOf(err) != fault.Invalid {
			t.Errorf("nobody is left to read it: %v", err)
		}
		full, err := h.ReadCase(t.Context(), h.ito, c.ID)
		ok(t, err)
		ok(t, h.Step(t.Context(), h.ito, c.ID, full.Version, care.StepForm{Kind: "note", Words: "ほかの人にも聞く"}))
		if err := h.Step(t.Context(), h.ito, c.ID, full.Version, care.StepForm{Kind: "note", Words: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		ok(t, h.Step(t.Context(), h.ito, c.ID, full.Version+1, care.StepForm{Kind: "outcome", Words: "話し合いました", Outcome: "settled"}))
		own, err := h.OwnCase(t.Context(), visitor, token)
		ok(t, err)
		if own.State != care.Closed || own.Outcome != "settled" || len(own.Thread) != 2 {
			t.Errorf("%+v", own)
		}
		ok(t, h.SayMore(t.Context(), visitor, token, "ありがとうございました"))
		ok(t, h.SayMore(t.Context(), visitor, token, "ありがとうございました"))
		if own, err = h.OwnCase(t.Context(), visitor, token); err != nil || len(own.Thread) != 3 {
			t.Errorf("%d %v", len(own.Thread), err)
		}
		if _, err := h.OwnCase(t.Context(), visitor, token+"x"); fault.KindOf(err) != fault.NotFound {
			t.Error("a guessed address opens a case")
		}
		reads, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from journal where hub_id = $1 and kind = 'care.case_read'`, h.hub)
		})
		if err != nil || reads != 1 {
			t.Errorf("%d reads on record, %v", reads, err)
		}
	})
}

func TestWhoReportsIsProtectedForAYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		until := func() when.Date {
			u, err := db.Read(t.Context(), d, func(v *db.View) (when.Date, error) { return ProtectedUntil(v, h.hub, h.misakiID) })
			ok(t, err)
			return u
		}
		_, err := h.Tell(t.Context(), h.misaki, care.CaseForm{Kind: "complaint", Words: "x"}, id.Make())
		ok(t, err)
		if !until().IsZero() {
			t.Error("an everyday complaint is no report")
		}
		_, err = h.Tell(t.Context(), h.misaki, care.CaseForm{Kind: "report", Words: "x"}, id.Make())
		ok(t, err)
		if until() != when.On(2028, 2, 9) {
			t.Error(until())
		}
		mine, err := h.MyCases(t.Context(), h.misaki)
		ok(t, err)
		if len(mine) != 2 || mine[0].Name != "三好 みさき" {
			t.Errorf("%+v", mine)
		}
	})
}

func TestAVoiceIsGoneAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ok(t, h.Offer(t.Context(), h.misaki, care.VoiceForm{Body: "昼寝の40分で始められました。", As: "30代", Consent: true}, "once"))
		ok(t, h.Offer(t.Context(), h.misaki, care.VoiceForm{Body: "昼寝の40分で始められました。", As: "30代", Consent: true}, "once"))
		public := func() int {
			vs, err := h.PublicVoices(t.Context(), who.Visitor(h.hub, care.MayTell))
			ok(t, err)
			return len(vs)
		}
		vs, err := h.Voices(t.Context(), h.kudo)
		ok(t, err)
		if len(vs) != 1 || public() != 0 {
			t.Fatalf("%d offered, %d public", len(vs), public())
		}
		ok(t, h.Decide(t.Context(), h.kudo, vs[0].ID, true))
		if public() != 1 {
			t.Error("it was published")
		}
		other, _ := h.worker("石川 陽子")
		if err := h.TakeBack(t.Context(), other, vs[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another worker takes it back: %v", err)
		}
		ok(t, h.TakeBack(t.Context(), h.misaki, vs[0].ID))
		if public() != 0 {
			t.Error("it is still there")
		}
		if err := h.Decide(t.Context(), h.kudo, vs[0].ID, true); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the hub publishes it against her will: %v", err)
		}
	})
}

func TestAnAnonymousSurveyTellsNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		crew := []who.Actor{h.misaki}
		for _, n := range []string{"石川", "中山", "大場", "藤井"} {
			w, _ := h.worker(n)
			crew = append(crew, w)
		}
		sid := id.Make()
		form := care.SurveyForm{Title: "冬の働き方", Closes: "2027-02-20", Questions: []care.QuestionForm{{Kind: "scale", Label: "量はちょうどよい"}, {Kind: "text", Label: "ひとこと"}}}
		ok(t, h.SaveSurvey(t.Context(), h.kudo, sid, 0, form))
		ok(t, h.SaveSurvey(t.Context(), h.kudo, sid, 0, form)) // pressed twice
		form.Questions = append(form.Questions, care.QuestionForm{Kind: "choice", Label: "時間", Choices: "朝\n夜"})
		ok(t, h.SaveSurvey(t.Context(), h.kudo, sid, 1, form))
		if err := h.SaveSurvey(t.Context(), h.ito, sid, 1, form); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		ok(t, h.Send(t.Context(), h.kudo, sid, 2))
		if err := h.Send(t.Context(), h.kudo, sid, 3); fault.KindOf(err) != fault.Conflict || h.letters("care.survey") != 5 {
			t.Errorf("sent twice: %v, %d letters", err, h.letters("care.survey"))
		}
		visitor := who.Visitor(h.hub, care.MayTell)
		for i, w := range crew {
			open, err := h.MySurveys(t.Context(), w)
			ok(t, err)
			if len(open) != 1 {
				t.Fatalf("%d surveys open", len(open))
			}
			if x, ts, err := h.Results(t.Context(), h.kudo, sid); err != nil || x.Answered != i || ts != nil {
				t.Errorf("results after %d sheets: %v %v", i, ts, err)
			}
			ok(t, h.AnswerSheet(t.Context(), visitor, open[0].Token, []string{"4", "", "朝"}))
			ok(t, h.AnswerSheet(t.Context(), visitor, open[0].Token, []string{"1", "", "夜"})) // again: nothing
		}
		x, ts, err := h.Results(t.Context(), h.kudo, sid)
		ok(t, err)
		if x.Asked != 5 || x.Answered != 5 || len(ts) != 3 || ts[0].Mean() != 40 || ts[2].Counts[0].N != 5 {
			t.Errorf("%+v %+v", x, ts)
		}
		named, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from care_answer where hub_id = $1 and worker_id <> ''`, h.hub)
		})
		if err != nil || named != 0 {
			t.Errorf("%d answers carry a name, %v", named, err)
		}
		ok(t, h.CloseSurvey(t.Context(), h.kudo, sid))
		if _, err := h.Sheet(t.Context(), visitor, "nothing"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}
