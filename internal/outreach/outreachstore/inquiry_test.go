package outreachstore

import (
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/mail"
)

func (h *hall) guest() who.Actor { return who.Visitor(h.hub, outreach.MayAsk) }
func (h *hall) desk() who.Actor {
	return who.Person(h.hub, id.Make(), "小林", outreach.MaySee, outreach.MayDesk)
}

func question() outreach.InquiryForm {
	return outreach.InquiryForm{Category: "work", Name: "大場 千尋", Mail: "ohba@example.com", Text: "スマートフォンだけで始められますか。", Lang: "ja", Consent: true}
}

func (h *hall) letters(about string) []mail.Row {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 100) })
	ok(h.t, err)
	var out []mail.Row
	for _, r := range rows {
		if strings.HasPrefix(r.Kind, "outreach.inquiry_"+about) {
			out = append(out, r)
		}
	}
	return out
}

func TestAnInquiryIsTakenInOnceAndAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		once := id.Make()
		token, err := h.Ask(t.Context(), h.guest(), question(), once)
		ok(t, err)
		again, err := h.Ask(t.Context(), h.guest(), question(), once)
		ok(t, err)
		if token == "" || token != again {
			t.Errorf("two presses open %q and %q", token, again)
		}
		desk := h.desk()
		q, err := h.Inquiries(t.Context(), desk, QueueAsk{Tab: "open", Size: 10})
		ok(t, err)
		if len(q.Rows) != 1 || q.Open != 1 || len(h.letters("receipt")) != 1 {
			t.Fatalf("%+v, %d receipts", q, len(h.letters("receipt")))
		}
		i := q.Rows[0]
		ok(t, h.Answer(t.Context(), desk, i.ID, "はい、始められます。", i.Version))
		if err := h.Answer(t.Context(), desk, i.ID, "もう一度", i.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an answer to an older state: %v", err)
		}
		mine, err := h.MyInquiry(t.Context(), h.guest(), token)
		ok(t, err)
		if mine.State != outreach.InquiryAnswered || len(mine.Thread) != 2 || mine.Thread[1].Body != "はい、始められます。" {
			t.Errorf("%+v", mine)
		}
		ok(t, h.AskMore(t.Context(), h.guest(), token, "ありがとうございます。もう1つ聞かせてください。", id.Make()))
		mine, err = h.MyInquiry(t.Context(), h.guest(), token)
		ok(t, err)
		if mine.State != outreach.InquiryOpen {
			t.Errorf("a second question leaves it %s", mine.State)
		}
	})
}

func TestNotesAndCallsStayInTheHouse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		f := question()
		f.Mail, f.Phone = "", "090-0000-0001"
		token, err := h.Ask(t.Context(), h.guest(), f, id.Make())
		ok(t, err)
		desk := h.desk()
		q, err := h.Inquiries(t.Context(), desk, QueueAsk{Tab: "open", Size: 10})
		ok(t, err)
		i := q.Rows[0]
		ok(t, h.Step(t.Context(), desk, i.ID, "taken", "", i.Version))
		ok(t, h.Step(t.Context(), desk, i.ID, "note", "折り返しは夕方に", i.Version+1))
		ok(t, h.Step(t.Context(), desk, i.ID, "call", "出ました。説明会をすすめました", i.Version+2))
		mine, err := h.MyInquiry(t.Context(), h.guest(), token)
		ok(t, err)
		for _, e := range mine.Thread {
			if !e.Public() {
				t.Errorf("the asker reads %+v", e)
			}
		}
		full, err := h.Inquiry(t.Context(), desk, i.ID)
		ok(t, err)
		if full.OwnerName != "小林" || full.State != outreach.InquiryAnswered || len(full.Thread) != 4 {
			t.Errorf("%+v", full)
		}
		ok(t, h.Step(t.Context(), desk, i.ID, "closed", "", full.Version))
		ok(t, h.Step(t.Context(), desk, i.ID, "reopened", "", full.Version+1))
		if n := len(h.letters("")); n != 0 {
			t.Errorf("%d letters to nobody", n)
		}
	})
}

// TestTheReplyDateKeepsDeskHours asks on a Saturday night, before a holiday, and on the last working day.
func TestTheReplyDateKeepsDeskHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ask := func(at string) when.Instant {
			x, err := time.Parse(time.RFC3339, at)
			ok(t, err)
			*h.now = when.FromTime(x)
			token, err := h.Ask(t.Context(), h.guest(), question(), id.Make())
			ok(t, err)
			i, err := h.MyInquiry(t.Context(), h.guest(), token)
			ok(t, err)
			return i.Due
		}
		saturday := ask("2026-12-12T22:10:00+09:00")
		monday := ask("2026-12-14T08:00:00+09:00")
		if saturday != monday || !saturday.DateIn(when.Tokyo).After(when.On(2026, time.December, 14).AddDays(-1)) {
			t.Errorf("Saturday night: %s, Monday morning: %s", saturday, monday)
		}
		year := ask("2026-12-31T23:00:00+09:00")
		if !year.After(ask("2026-12-15T10:00:00+09:00")) || year.DateIn(when.Tokyo).Before(when.On(2027, time.January, 4)) {
			t.Errorf("over the year's end: %s", year)
		}
	})
}
