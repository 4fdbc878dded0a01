package outreachweb

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) doorRoutes(rt *web.Router) {
	door := web.Need(outreach.MayDoor)
	rt.Handle("GET /door/{id}", door, r.door)
	rt.Handle("POST /door/{id}", door, r.doorTap)
	rt.Handle("POST /door/{id}/marks", door, r.doorMarks)
	r.surveyRoutes(rt)
	r.numberRoutes(rt)
}

type doorPage struct {
	ui.Shell
	Card          semCard
	ID, Base      string
	Came          int
	Of, Target    string
	Words         string
	Rows          []doorRow
	WalkIns       []walkInRow
	Back, NewMark string
}

type doorRow struct {
	ID, Code, Name, Kana, Who, Key string
	People                         int
	In                             bool
	State, Kind                    string // said when the party has no seat
}

type walkInRow struct {
	ID, At string
	People int
}

func (p doorPage) say(r doorRow, key string) string { return p.Lang.T(key, "name", r.Name) }

func (r *Rooms) door(w web.Writer, rq web.Request) error {
	d, err := r.Store.Door(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := doorPage{Shell: rq.Shell(rq.T("outreach.door.title")), Card: cardOf(rq, d.Listed), ID: d.ID, Base: rq.Lang.Path("/door/" + d.ID), Came: d.Came, Of: rq.T("outreach.door.of", "n", d.Adults-d.Online),
		Words: rq.URL.Query().Get("q"), Back: rq.Lang.Path("/staff/seminars/" + d.ID), NewMark: id.Make()}
	if d.Target > 0 {
		p.Target = rq.T("outreach.door.target", "n", d.Target)
	}
	want := strings.ToLower(p.Words)
	code := outreach.TicketCode(p.Words)
	for _, x := range d.Expected {
		row := doorRowOf(rq, x)
		if want == "" || strings.Contains(row.Key, want) || row.Code == code {
			p.Rows = append(p.Rows, row)
		}
	}
	for _, m := range d.WalkIns {
		p.WalkIns = append(p.WalkIns, walkInRow{m.ID, m.At.ClockIn(rq.Hub.Loc).String(), m.Adults})
	}
	return w.Page(doorView(p))
}

func doorRowOf(rq web.Request, x outreachstore.DoorParty) doorRow {
	row := doorRow{ID: x.ID, Code: x.Code, Name: x.Name, Kana: x.Kana, Who: outreachstore.Who(rq.Lang, x.Party), People: x.Adults, In: x.In}
	row.Key = strings.ToLower(x.Name + " " + x.Kana + " " + hiragana(x.Kana) + " " + x.Code + " " + x.Companion)
	if x.Way == outreach.Online {
		row.State, row.Kind = rq.T("outreach.seminar.online"), "info"
	}
	if x.State != outreach.Seated {
		row.State, row.Kind = rq.T("outreach.ticket."+ticketWord(x.State)), "warn"
	}
	return row
}

// hiragana folds katakana down, so that people find a name as they type it.
func hiragana(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 0x30a1 && c <= 0x30f6 {
			return c - 0x60
		}
		return c
	}, s)
}

// doorTap is one tap where the page's script does not run.
func (r *Rooms) doorTap(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	n, _ := strconv.Atoi(f.Get("adults"))
	m := outreach.Mark{ID: f.Get("mark"), Signup: f.Get("signup"), Undoes: f.Get("undoes"), Kind: outreach.MarkKind(f.Get("kind")), Adults: n, At: rq.Now}
	if m.Signup != "" || m.Kind == outreach.Undone {
		m.ID = id.Make() // one tap on a party counts once by itself
	}
	if _, err := r.Store.Mark(rq.Context(), rq.Actor, rq.PathValue("id"), []outreach.Mark{m}); err != nil {
		return err
	}
	said := "outreach.door.in_said"
	if m.Kind == outreach.Undone {
		said = "outreach.door.undone"
	}
	return w.Say("ok", said).SeeOther("/door/" + rq.PathValue("id"))
}

// doorMarks takes what a tablet has kept while it had no line.
func (r *Rooms) doorMarks(w web.Writer, rq web.Request) error {
	var sent struct {
		Marks []struct {
			ID, Signup, Undoes, Kind string
			Adults                   int
			At                       time.Time
		}
	}
	if err := json.NewDecoder(rq.Body).Decode(&sent); err != nil {
		return fault.New(fault.Invalid, "outreach.door.mark_form")
	}
	var marks []outreach.Mark
	for _, m := range sent.Marks {
		marks = append(marks, outreach.Mark{ID: m.ID, Signup: m.Signup, Undoes: m.Undoes, Kind: outreach.MarkKind(m.Kind), Adults: m.Adults, At: when.FromTime(m.At)})
	}
	came, err := r.Store.Mark(rq.Context(), rq.Actor, rq.PathValue("id"), marks)
	if err != nil {
		return err
	}
	return w.JSON(200, map[string]int{"came": came})
}
