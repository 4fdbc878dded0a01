package app

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/outreach/outreachweb"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// talks is the way from seminars and inquiries to interviews.
func (a *App) talks() *outreachweb.Talks {
	return &outreachweb.Talks{May: interviews.MayBoard, Take: "/staff/applicants/from", Write: "/staff/applicants/new",
		Known: func(ctx context.Context, actor who.Actor) (map[string]string, error) {
			got, err := a.Talks.Known(ctx, actor, []interviews.Source{interviews.FromSignup, interviews.FromSurvey, interviews.FromInquiry})
			for source, applicant := range got {
				got[source] = "/staff/applicants/" + applicant
			}
			return got, err
		}}
}

// todaysTalks is what interviews ask of this person today: who comes, who has not
// answered, what is due, where a registration has come to a stop.
func (a *App) todaysTalks(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(interviews.MayBoard) {
		return nil, nil
	}
	t, err := a.Talks.Today(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	l := r.Lang
	var out []siteweb.Tile
	add := func(n int, kind, key, path string) {
		if n > 0 {
			out = append(out, siteweb.Tile{Label: l.T("interviews.today." + key), Value: l.Number(n), Text: l.T("interviews.today."+key+"_text", "n", n), Href: l.Path(path), Link: l.T("interviews.today." + key + "_go"), Kind: kind})
		}
	}
	add(t.Stranded, "bad", "stranded", "/staff/interviews/closed")
	add(t.Silent, "bad", "silent", "/staff/applicants?stage=live&due=silent")
	for _, x := range t.Talks {
		out = append(out, siteweb.Tile{Label: l.T("interviews.today.talk", "name", x.Name), Value: x.Starts.ClockIn(when.Tokyo).String(), Text: l.T("interviews.today.talk_text", "where", l.T("interviews.kind."+string(x.Way)), "by", x.By),
			Href: l.Path("/staff/applicants/" + x.Applicant + "/sheet"), Link: l.T("interviews.today.talk_go")})
	}
	add(t.New, "warn", "new", "/staff/applicants?stage=new")
	add(t.Due, "warn", "due", "/staff/applicants?stage=live&due=today")
	add(t.Stuck, "warn", "stuck", "/staff/applicants?stage=decided&due=today")
	if t.Free == 0 && r.Actor.Can(interviews.MayRun) {
		out = append(out, siteweb.Tile{Label: l.T("interviews.today.no_slots"), Text: l.T("interviews.today.no_slots_text"), Href: l.Path("/staff/interviews/new"), Link: l.T("interviews.slots.open"), Kind: "warn"})
	}
	return out, nil
}
