package workweb

import (
	"fmt"
	"strconv"

	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work/workstore"
)

type goldPage struct {
	orderHead
	Rows  []goldRow
	Count int // rows of the order
	Row   string
	At    *givenView // the row that is being answered
	Cells []ui.Field
	Known bool // its answer is already there
}

// goldRow is a row of which the right answer is known.
type goldRow struct{ No, Href, Cells, By string }

func (r *Rooms) gold(w web.Writer, rq web.Request) error {
	return r.goldPage(w, rq, 200, ui.Form{}, rq.URL.Query().Get("row"))
}

func (r *Rooms) goldPage(w web.Writer, rq web.Request, status int, f ui.Form, row string) error {
	x, err := r.Store.Golds(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(row))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := goldPage{orderHead: r.head(rq, x.Order, f, "gold"), Count: x.Full.Rows, Row: row}
	for _, g := range x.All {
		no := strconv.Itoa(g.Row)
		line := goldRow{No: l.T("work.staff.row", "n", no), Href: p.Base + "/gold?row=" + no, By: l.T("work.staff.instruction.made", "when", l.MomentShort(g.Made, rq.Hub.Loc), "name", g.By)}
		for _, c := range x.Columns {
			if c.Asked && g.Cells[c.No] != "" {
				line.Cells += c.Name + ": " + g.Cells[c.No] + "　"
			}
		}
		p.Rows = append(p.Rows, line)
	}
	if x.Row != nil {
		fillGold(&p, rq, x)
	}
	return w.PageStatus(status, goldView(p))
}

// fillGold shows the row that is being answered, with a field for each asked column.
func fillGold(p *goldPage, rq web.Request, x workstore.Golds) {
	var heads []orders.Column
	known := map[int]string{}
	for _, g := range x.All {
		if g.Row == x.Row.No {
			known, p.Known = g.Cells, true
		}
	}
	for _, c := range x.Columns {
		if !c.Asked {
			heads = append(heads, c)
			continue
		}
		p.Cells = append(p.Cells, ui.Field{Name: "c" + strconv.Itoa(c.No), Label: c.Name, Must: c.Must, Free: !c.Must, Value: known[c.No]})
	}
	at := showRow(*x.Row, rq.Lang.Path(fmt.Sprintf("/staff/orders/%s/rows/%d/file", x.ID, x.Row.No)), heads, x.Row.Cells)
	p.At = &at
}

func (r *Rooms) keepGold(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	id, row := rq.PathValue("id"), intOf(f.Get("row"))
	var err error
	said := "work.staff.said.gold"
	if f.Get("do") == "drop" {
		said, err = "work.staff.said.gold_dropped", r.Store.DropGold(rq.Context(), rq.Actor, id, row)
	} else {
		err = r.Store.KeepGold(rq.Context(), rq.Actor, id, row, typed(rq))
	}
	if err != nil {
		return again(rq, err, func(status int, x ui.Form) error { return r.goldPage(w, rq, status, x, f.Get("row")) })
	}
	return w.Say("ok", said).SeeOther(workPath(rq, "/gold"))
}
