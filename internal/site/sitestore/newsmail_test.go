package sitestore

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/mail"
	"hiroba/internal/site"
)

func (k *desk) mails() []mail.Row {
	k.t.Helper()
	rows, err := db.Read(k.t.Context(), k.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, k.sato.Hub, "", 0, 1000) })
	k.ok(err)
	return rows
}

func (k *desk) news() string {
	k.t.Helper()
	k.ok(k.Save(k.t.Context(), k.officer, site.Draft{Kind: site.News, Slug: "snow", Lang: "ja", Title: "雪のお知らせ", Body: "# 雪\n\n**大雪**の日は休みます。", Publish: true, New: true}))
	ls, _, err := k.NewsLetters(k.t.Context(), k.officer)
	k.ok(err)
	return ls[0].ID
}

var linkRe = regexp.MustCompile(`/news-mail/(confirm|stop)/(\S+)`)

// token is the secret in the newest mail.
func (k *desk) token() string {
	k.t.Helper()
	m := linkRe.FindStringSubmatch(k.mails()[0].Text)
	if m == nil {
		k.t.Fatalf("no link in %s", k.mails()[0].Text)
	}
	return m[2]
}

func TestNewsGoesOnlyWhereItsOwnerSaidYes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		k.refused(k.AskForNews(ctx, k.visitor, site.NewsForm{Mail: "misaki", Consent: true}), fault.Invalid, "site.field.news_mail_form")
		k.refused(k.AskForNews(ctx, k.visitor, site.NewsForm{Mail: "misaki@example.com"}), fault.Invalid, "site.field.news_consent_missing")
		wish := site.NewsForm{Mail: "misaki@example.com", Lang: "ja", Consent: true}
		for range 3 {
			k.ok(k.AskForNews(ctx, k.visitor, wish))
		}
		if n := len(k.mails()); n != 1 {
			t.Fatalf("%d mails for three presses", n)
		}
		piece := k.news()
		_, err := k.MailNews(ctx, k.officer, piece)
		k.refused(err, fault.Conflict, "site.fault.news_nobody")
		token := k.token()
		k.refused(k.JoinNews(ctx, k.visitor, token[:len(token)-1]+"x"), fault.NotFound, "")
		k.ok(k.JoinNews(ctx, k.visitor, token))
		k.ok(k.JoinNews(ctx, k.visitor, token))
		_, err = k.MailNews(ctx, k.visitor, piece)
		k.refused(err, fault.Forbidden, "")
		people, err := k.MailNews(ctx, k.officer, piece)
		k.ok(err)
		_, err = k.MailNews(ctx, k.officer, piece)
		k.refused(err, fault.Conflict, "site.fault.news_sent")
		run := &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
		k.Jobs(run)
		k.ok(run.Drain(ctx))
		m := k.mails()[0]
		if people != 1 || m.To != "misaki@example.com" || m.Subject != "雪のお知らせ" || !strings.Contains(m.Text, "大雪の日は休みます。") || !strings.Contains(m.Unsubscribe, "/news-mail/stop/"+token) {
			t.Errorf("%d people, %s %s %s", people, m.To, m.Text, m.Unsubscribe)
		}
		k.ok(k.LeaveNews(ctx, k.visitor, token))
		k.ok(k.LeaveNews(ctx, k.visitor, token))
		k.refused(k.JoinNews(ctx, k.visitor, token), fault.Conflict, "site.fault.news_left")
		left, err := db.Read(ctx, d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select (select count(*) from news_reader where hub_id = $1 and mail <> '') + (select count(*) from mail_message where hub_id = $1 and to_addr <> '')`, k.sato.Hub)
		})
		k.ok(err)
		if left != 0 {
			t.Errorf("the address stands in %d rows", left)
		}
		k.now = k.now.Add(time.Hour)
		k.ok(k.AskForNews(ctx, k.visitor, wish)) // and may come back
		k.ok(k.JoinNews(ctx, k.visitor, k.token()))
		if _, n, err := k.NewsLetters(ctx, k.officer); err != nil || n != (site.Readers{Reads: 1, Left: 1}) {
			t.Errorf("%+v %v", n, err)
		}
	})
}

func TestNewsReachesEverybodyOnceThoughTheSenderStops(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		const people = atOnce*2 + 7
		for i := range people {
			k.ok(k.AskForNews(ctx, k.visitor, site.NewsForm{Mail: fmt.Sprintf("reader%d@example.com", i), Lang: "en", Consent: true}))
			k.ok(k.JoinNews(ctx, k.visitor, k.token()))
			k.now = k.now.Add(time.Second) // the newest mail is this reader's
		}
		piece := k.news()
		_, err := k.MailNews(ctx, k.officer, piece)
		k.ok(err)
		// The program stops after the first part; the job begins anew.
		_, err = db.Write(ctx, d, func(tx *db.Tx) (bool, error) { return k.deliverSome(tx, newsRef{k.sato.Hub, piece}) })
		k.ok(err)
		run := &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
		k.Jobs(run)
		k.ok(run.Drain(ctx))
		got := map[string]int{}
		for _, m := range k.mails() {
			if m.Kind == "site.news" {
				got[m.To]++
			}
		}
		for to, n := range got {
			if n != 1 {
				t.Errorf("%s got it %d times", to, n)
			}
		}
		if len(got) != people {
			t.Errorf("%d of %d got it", len(got), people)
		}
	})
}

func TestAnAddressNobodyConfirmedIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, ctx := open(t, d), t.Context()
		run := &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
		k.Jobs(run)
		k.ok(k.AskForNews(ctx, k.visitor, site.NewsForm{Mail: "yes@example.com", Lang: "ja", Consent: true}))
		k.ok(k.JoinNews(ctx, k.visitor, k.token()))
		k.now = k.now.Add(time.Second)
		k.ok(k.AskForNews(ctx, k.visitor, site.NewsForm{Mail: "never@example.com", Lang: "ja", Consent: true}))
		late := k.token()
		k.now = k.now.Add(confirmWithin - time.Minute)
		k.ok(run.Drain(ctx))
		if _, n, err := k.NewsLetters(ctx, k.officer); err != nil || n != (site.Readers{Reads: 1, Asked: 1}) {
			t.Errorf("before its time: %+v %v", n, err)
		}
		k.now = k.now.Add(2 * time.Minute)
		k.ok(run.Drain(ctx))
		if _, n, err := k.NewsLetters(ctx, k.officer); err != nil || n != (site.Readers{Reads: 1, Left: 1}) {
			t.Errorf("after it: %+v %v", n, err)
		}
		k.refused(k.JoinNews(ctx, k.visitor, late), fault.Conflict, "site.fault.news_left")
	})
}
