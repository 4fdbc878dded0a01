package app

import (
	"context"
	"slices"
	"time"

	"hiroba/internal/care"
	"hiroba/internal/mydata"
	"hiroba/internal/payee"
	"hiroba/internal/platform/web"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsweb"
	"hiroba/internal/workers/workersweb"
)

// workerTabs are the parts of what staff see of a worker, of all houses, in their order.
var workerTabs = slices.Concat(workersweb.Own(), workersweb.Tabs{
	{Path: "/skills", Key: "skills.tab.skills", Need: skills.MaySee},
	{Path: "/hours", Key: "skills.tab.hours", Need: skills.MaySee},
	{Path: "/wishes", Key: "skills.tab.wishes", Need: skills.MaySee},
	{Path: "/notices", Key: "skills.tab.notices", Need: skills.MaySee},
	{Path: "/account", Key: "payee.tab", Need: payee.MaySee},
	{Path: "/care", Key: "care.tab.worker", Need: care.MayHandle},
	{Path: "/data", Key: "mydata.tab", Need: mydata.MayKeep},
})

// cards are what other houses have for a worker on her first page: surveys that wait
// for her, and answers to what she asked.
func (a *App) cards(ctx context.Context, r web.Request) (out []skillsweb.Card, err error) {
	open, err := a.Care.MySurveys(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	for _, s := range open {
		out = append(out, skillsweb.Card{Title: r.T("care.my.survey"), Text: s.Title, Href: r.Lang.Path("/survey-of-work/" + s.Token), Link: r.T("care.mail.survey_button"), Kind: "info"})
	}
	news, err := a.Care.MyRequests(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	for _, x := range news {
		if !x.Answered.IsZero() && r.Now.Sub(x.Answered) < 7*24*time.Hour {
			out = append(out, skillsweb.Card{Title: r.T("care.mail.answer_subject"), Text: r.T("care.kind." + string(x.Kind)), Href: r.Lang.Path("/my/care"), Link: r.T("care.mail.answer_button"), Kind: "info"})
		}
	}
	account, err := a.accountCard(ctx, r)
	return append(out, account...), err
}

// accountCard asks a registered worker for her account, or to confirm it: without it
// she cannot be paid.
func (a *App) accountCard(ctx context.Context, r web.Request) ([]skillsweb.Card, error) {
	f, err := a.Payees.Mine(ctx, r.Actor)
	if err != nil || f.Account.State() == payee.Confirmed {
		return nil, err
	}
	c := skillsweb.Card{Title: r.T("payee.card.none"), Text: r.T("payee.card.none_text"), Href: r.Lang.Path("/my/account"), Link: r.T("payee.card.go"), Kind: "warn"}
	if f.Account.State() == payee.ToConfirm {
		c.Title, c.Text = r.T("payee.card.confirm"), r.T("payee.card.confirm_text")
	}
	return []skillsweb.Card{c}, nil
}
