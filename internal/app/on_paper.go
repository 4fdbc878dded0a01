package app

import (
	"context"
	"strings"

	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/skills"
)

// onPaper is what the houses above have on the sheet printed for a worker, as far as
// whoever prints it may see it: the next talk, and the free hours to fill in.
func (a *App) onPaper(ctx context.Context, rq web.Request, workerID string, l i18n.Lang) (out []paper.LetterBlock, err error) {
	if rq.Actor.Can(interviews.MayBoard) {
		b, err := a.Talks.Talk(ctx, rq.Actor, workerID)
		if err != nil {
			return nil, err
		}
		text := l.T("workers.paper.no_next")
		if b.ID != "" {
			text = interviewsstore.When(l, b.Slot) + "\n" + interviewsstore.Where(l, b)
		}
		out = append(out, paper.LetterBlock{Heading: l.T("workers.paper.next"), Text: text})
	}
	if !rq.Actor.Can(skills.MaySee) {
		return out, nil
	}
	h, err := a.Skills.Hours(ctx, rq.Actor, workerID)
	if err != nil {
		return nil, err
	}
	week := skills.Monday(h.Today).AddDays(7)
	g := paper.Grid{Head: []string{l.T("workers.paper.day"), l.T("workers.paper.usual")}, Weights: []float64{1.7, 2.2}, Tall: 30}
	for _, b := range skills.Bands {
		g.Head, g.Weights = append(g.Head, l.T("skills.band."+b.Key)), append(g.Weights, 1)
	}
	g.Head, g.Weights = append(g.Head, l.T("workers.paper.other")), append(g.Weights, 2)
	for i := range 7 {
		line := make([]string, len(g.Head))
		line[0], line[1] = l.Date(week.AddDays(i)), spans(l, h.Usual[i])
		g.Lines = append(g.Lines, line)
	}
	return append(out, paper.LetterBlock{Heading: l.T("workers.paper.hours"), Text: l.T("workers.paper.hours_text", "from", l.Date(week)), Grid: &g}), nil
}

// spans are the times of a day in words.
func spans(l i18n.Lang, d skills.Day) string {
	var out []string
	for _, s := range d.Spans() {
		out = append(out, l.Range(s.From, s.To))
	}
	return strings.Join(out, " ")
}
