package outreachweb

import (
	"hiroba/internal/base/ja"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
)

// exportMost is how many sign-ups one file holds; a seminar has at most seatsMost and its line.
const exportMost = 20_000

// signupLines are a seminar's sign-ups as a table with its heads.
func (r *Rooms) signupLines(rq web.Request, id string) ([][]any, error) {
	lines, err := r.Store.Lines(rq.Context(), rq.Actor, id, exportMost)
	if err != nil {
		return nil, err
	}
	out := [][]any{sheet.Head(rq.T("outreach.fact.code"), rq.T("outreach.signup.name"), rq.T("outreach.signup.kana"), rq.T("outreach.signup.mail"), rq.T("outreach.signup.phone"), rq.T("outreach.staff.state_head"),
		rq.T("outreach.staff.adults"), rq.T("outreach.staff.kids"), rq.T("outreach.signup.way"), rq.T("outreach.signup.heard"), rq.T("outreach.staff.flyer"), rq.T("outreach.signup.interview"), rq.T("outreach.signup.wishes"))}
	for _, g := range lines {
		way, wish := rq.T("outreach.fact.where"), ""
		if g.Way == outreach.Online {
			way = rq.T("outreach.seminar.online")
		}
		if g.Interview {
			wish = "1"
		}
		out = append(out, []any{g.Code, g.Name, g.Kana, g.Mail, ja.PhoneShow(g.Phone), rq.T("outreach.ticket." + ticketWord(g.State)), g.Adults, g.Kids, way,
			heardWord(rq, string(g.Heard)), g.Batch, wish, g.Wishes})
	}
	return out, nil
}

func (r *Rooms) exportXLSX(w web.Writer, rq web.Request) error {
	x, err := r.result(rq)
	if err != nil {
		return err
	}
	lines, err := r.signupLines(rq, x.ID)
	if err != nil {
		return err
	}
	var numbers [][]any
	for _, f := range figuresOf(rq, x) {
		numbers = append(numbers, []any{f.Label, f.Value, f.Note})
	}
	for _, h := range x.Heard {
		numbers = append(numbers, []any{heardWord(rq, h.Key), h.Adults, h.Came})
	}
	return w.Sheet("seminar-"+outreachstore.Day(x.Seminar).String()+".xlsx", sheet.Table{Name: rq.T("outreach.numbers.title"), Lines: numbers}, sheet.Table{Name: rq.T("outreach.staff.tab.signups"), Lines: lines})
}

func (r *Rooms) exportCSV(w web.Writer, rq web.Request) error {
	x, err := r.result(rq)
	if err != nil {
		return err
	}
	lines, err := r.signupLines(rq, x.ID)
	if err != nil {
		return err
	}
	return w.Sheet("signups-"+outreachstore.Day(x.Seminar).String()+".csv", sheet.Table{Lines: lines})
}
