package skillsweb

import (
	"fmt"
	"time"

	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/web"
	"hiroba/internal/skills/skillsstore"
)

// The talent sheet: who could do what, for a company that thinks about an order. It
// shows code names only, and the same people on the same day give the same bytes.

// Colours and places on the paper, in points.
const (
	ink, dim, faint = "#16242d", "#4a5f6b", "#d5dfe5"
	left, right     = 42.0, paper.A4Width - 42
	bottom          = paper.A4Height - 60
)

// columns are where the parts of a line begin and how wide they are.
var columns = []struct{ x, w float64 }{{left, 52}, {left + 56, 246}, {left + 308, 62}, {left + 376, 66}, {left + 448, 62}}

func talentSheet(rq web.Request, rows []talentRow, found skillsstore.Found, ask skillsstore.Search, skill string) ([]byte, error) {
	day := rq.Today()
	y, m, d := day.Parts()
	shell := rq.Shell(rq.T("skills.inventory.sheet"))
	doc := paper.New(shell.Title, shell.HubName, time.Date(y, m, d, 0, 0, 0, 0, rq.Hub.Loc))
	t := &talentPaper{Doc: doc, rq: rq}
	t.page()
	t.head(shell.HubName, found, ask, skill)
	t.heads()
	for _, r := range rows {
		t.line(r)
	}
	if len(rows) == 0 {
		doc.Text(left, t.y+14, rq.T("skills.inventory.nobody"), 10, paper.Regular, dim)
	}
	t.foot(shell.Phone)
	return doc.Bytes()
}

// talentPaper is the sheet being written; y is where the next line begins.
type talentPaper struct {
	*paper.Doc
	rq web.Request
	y  float64
	n  int
}

func (t *talentPaper) page() {
	t.Page()
	t.n++
	t.y = 60
	t.Right(right, paper.A4Height-34, fmt.Sprint(t.n), 8, paper.Regular, dim)
	t.Text(left, paper.A4Height-34, t.rq.T("skills.inventory.paper_foot"), 8, paper.Regular, dim)
}

func (t *talentPaper) head(hub string, found skillsstore.Found, ask skillsstore.Search, skill string) {
	l := t.rq.Lang
	t.Text(left, t.y, t.rq.T("skills.inventory.sheet"), 20, paper.Bold, ink)
	t.Right(right, t.y, l.DateYear(t.rq.Today()), 9, paper.Regular, dim)
	t.y += 20
	t.Text(left, t.y, hub, 10, paper.Regular, dim)
	t.y += 26
	t.Text(left, t.y, l.T("skills.inventory.found", "n", found.Total, "hours", (found.Minutes+30)/60), 13, paper.Bold, ink)
	if skill != "" {
		t.y += 18
		t.Text(left, t.y, l.T("skills.inventory.asked", "skill", skill, "level", levelWord(l, max(ask.Level, 1))), 10, paper.Regular, ink)
	}
	t.y = t.Block(left, t.y+20, right-left, t.rq.T("skills.inventory.paper_note"), 9, 14, paper.Regular, dim) + 8
}

func (t *talentPaper) heads() {
	for i, key := range []string{"skills.inventory.code", "skills.inventory.skills", "skills.inventory.week", "skills.wish.place", "skills.wish.device"} {
		t.Text(columns[i].x, t.y, t.rq.T(key), 8, paper.Bold, dim)
	}
	t.y += 5
	t.Rule(left, t.y, right, t.y, 0.8, dim)
	t.y += 13
}

func (t *talentPaper) line(r talentRow) {
	texts := []string{r.No, r.Skills, t.rq.T("skills.time.hours_short", "h", r.Hours), r.Place, r.Devices}
	lines := 1
	for i, s := range texts {
		lines = max(lines, len(t.Wrap(s, columns[i].w, 9, paper.Regular)))
	}
	if t.y+13*float64(lines) > bottom {
		t.page()
		t.heads()
	}
	for i, s := range texts {
		face := paper.Regular
		if i == 0 {
			face = paper.Bold
		}
		t.Block(columns[i].x, t.y, columns[i].w, s, 9, 13, face, ink)
	}
	t.y += 13*float64(lines) + 2
	t.Rule(left, t.y-9, right, t.y-9, 0.4, faint)
	t.y += 6
}

func (t *talentPaper) foot(phone string) {
	if phone == "" {
		return
	}
	if t.y+40 > bottom {
		t.page()
	}
	t.Text(left, t.y+20, t.rq.T("skills.inventory.paper_ask", "phone", phone), 10, paper.Bold, ink)
}
