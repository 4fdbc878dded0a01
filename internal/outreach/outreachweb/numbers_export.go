package outreachweb

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"

	"hiroba/internal/base/ja"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
)

// exportMost is how many sign-ups one file holds; a seminar has at most seatsMost and its line.
const exportMost = 20_000

// signupLines are a seminar's sign-ups as a table with its heads.
func (r *Rooms) signupLines(rq web.Request, id string) ([][]string, error) {
	got, err := r.Store.Signups(rq.Context(), rq.Actor, outreachstore.ListAsk{Seminar: id, Sort: "line", Page: 1, Size: exportMost})
	if err != nil {
		return nil, err
	}
	out := [][]string{{rq.T("outreach.fact.code"), rq.T("outreach.signup.name"), rq.T("outreach.signup.kana"), rq.T("outreach.signup.mail"), rq.T("outreach.signup.phone"), rq.T("outreach.staff.state_head"),
		rq.T("outreach.staff.adults"), rq.T("outreach.staff.kids"), rq.T("outreach.signup.way"), rq.T("outreach.signup.heard"), rq.T("outreach.staff.flyer"), rq.T("outreach.signup.interview"), rq.T("outreach.signup.wishes")}}
	for _, g := range got.Rows {
		way, wish := rq.T("outreach.fact.where"), ""
		if g.Way == outreach.Online {
			way = rq.T("outreach.seminar.online")
		}
		if g.Interview {
			wish = "1"
		}
		out = append(out, []string{g.Code, g.Name, g.Kana, g.Mail, ja.PhoneShow(g.Phone), rq.T("outreach.ticket." + ticketWord(g.State)), rq.Lang.Number(g.Adults), rq.Lang.Number(g.Kids), way,
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
	var numbers [][]string
	for _, f := range figuresOf(rq, x) {
		numbers = append(numbers, []string{f.Label, f.Value, f.Note})
	}
	for _, h := range x.Heard {
		numbers = append(numbers, []string{heardWord(rq, h.Key), rq.Lang.Number(h.Adults), rq.Lang.Number(h.Came)})
	}
	body, err := workbook([]sheet{{rq.T("outreach.numbers.title"), numbers}, {rq.T("outreach.staff.tab.signups"), lines}})
	if err != nil {
		return err
	}
	return w.File("seminar-"+outreachstore.Day(x.Seminar).String()+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body, true)
}

type sheet struct {
	name  string
	lines [][]string
}

// workbook writes sheets of text cells: nothing in them is read as a formula.
func workbook(sheets []sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if _, err := f.NewSheet(s.name); err != nil {
			return nil, err
		}
		for y, line := range s.lines {
			for x, v := range line {
				cell, err := excelize.CoordinatesToCellName(x+1, y+1)
				if err == nil {
					err = f.SetCellStr(s.name, cell, v)
				}
				if err != nil {
					return nil, err
				}
			}
		}
		if i == 0 {
			if err := f.DeleteSheet("Sheet1"); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// exportCSV has a byte order mark, so that spreadsheets read it as UTF-8.
func (r *Rooms) exportCSV(w web.Writer, rq web.Request) error {
	x, err := r.result(rq)
	if err != nil {
		return err
	}
	lines, err := r.signupLines(rq, x.ID)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	for _, line := range lines {
		for i, v := range line {
			line[i] = noFormula(v)
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return w.File("signups-"+outreachstore.Day(x.Seminar).String()+".csv", "text/csv; charset=utf-8", b.Bytes(), true)
}

// noFormula keeps a spreadsheet from running what somebody typed as their name.
func noFormula(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
