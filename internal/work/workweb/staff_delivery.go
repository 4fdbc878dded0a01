package workweb

import (
	"strconv"
	"strings"

	"hiroba/internal/orders"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

type deliveryPage struct {
	orderHead
	Last    string
	Ready   bool
	Left    string // rows that are not accepted yet
	Formats []ui.Option
	Format  string // proposed
	Rows    []deliveryRow
}

// deliveryRow is a delivery with its note and what the client said.
type deliveryRow struct {
	No, When, Name, SHA, File, Answer, By string
	Tag                                   pieceTag
	Note                                  [][2]string
	Objections                            []firstRow
	Open                                  bool // no answer yet
	Action                                string
}

var deliveryKinds = map[string]string{"sent": "info", "accepted": "ok", "objected": "warn"}

func noteLines(l i18n.Lang, n work.Note) (out [][2]string) {
	for _, x := range workstore.NoteFacts(l, n) {
		out = append(out, [2]string{x.Label, x.Value})
	}
	return out
}

func deliveryRowOf(rq web.Request, base string, d work.Delivery) deliveryRow {
	l, no := rq.Lang, strconv.Itoa(d.No)
	x := deliveryRow{No: l.T("work.staff.delivery.no", "n", d.No), When: l.MomentShort(d.Made, rq.Hub.Loc), Name: d.Name, SHA: d.SHA256, File: base + no + "/file", Action: base + no + "/answer", Tag: pieceTag{deliveryKinds[d.State], l.T("work.staff.delivery.state." + d.State)},
		Note: noteLines(l, d.Note), Answer: d.Answer, Open: d.State == "sent"}
	if d.AnsweredBy != "" {
		x.By = l.T("work.staff.delivery.answered", "name", d.AnsweredBy, "when", l.MomentShort(d.Answered, rq.Hub.Loc))
	}
	for _, o := range d.Objections {
		x.Objections = append(x.Objections, firstRow{No: strconv.Itoa(o.Row), Words: o.Words})
	}
	return x
}

func (r *Rooms) delivery(w web.Writer, rq web.Request) error {
	return r.deliveryPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) deliveryPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := deliveryPage{orderHead: r.head(rq, o.Order, f, sent), Last: "0", Ready: o.State == orders.Working && o.Total > 0 && o.Accepted == o.Total, Formats: ui.Options(rq.Lang, "work.staff.format.", work.Formats)}
	if p.Format = "csv"; o.Work.Tool == "file" { // what is made are files
		p.Format = "zip"
	}
	if o.State == orders.Working && o.Accepted < o.Total {
		p.Left = l.T("work.staff.delivery.left", "n", o.Total-o.Accepted)
	}
	if len(o.Deliveries) > 0 {
		p.Last = strconv.Itoa(o.Deliveries[0].No)
	}
	for _, d := range o.Deliveries {
		x := deliveryRowOf(rq, p.Base+"/delivery/", d)
		for i, b := range x.Objections {
			x.Objections[i].Href = p.Order + "/rows/" + b.No + "/piece"
		}
		p.Rows = append(p.Rows, x)
	}
	return w.PageStatus(status, deliveryView(p))
}

func (r *Rooms) sendOff(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.Send(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(f.Get("last")), workstore.DeliverForm{Format: f.Get("format")}); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.deliveryPage(w, rq, status, f, "deliver") })
	}
	return w.Say("ok", "work.staff.said.delivered").SeeOther(workPath(rq, "/delivery"))
}

func (r *Rooms) deliveredFile(w web.Writer, rq web.Request) error {
	d, body, err := r.Store.DeliveredFile(rq.Context(), rq.Actor, "", rq.PathValue("id"), intOf(rq.PathValue("no")))
	if err != nil {
		return err
	}
	return download(w, rq, d, body)
}

// objectionLines is how many rows can be objected to one by one; more goes into the words.
const objectionLines = 6

// readReply is the answer to a delivery as typed.
func readReply(rq web.Request) workstore.Reply {
	f := rq.PostForm
	x := workstore.Reply{Yes: f.Get("yes") == "yes", Name: f.Get("name"), Answer: f.Get("answer")}
	if x.Yes {
		return x
	}
	for i := range objectionLines {
		n := strconv.Itoa(i)
		row, words := strings.TrimSpace(f.Get("row"+n)), strings.TrimSpace(f.Get("what"+n))
		if row == "" && words == "" {
			continue
		}
		if x.Rows == nil {
			x.Rows = map[int]string{}
		}
		x.Rows[intOf(row)] = strings.TrimSpace(x.Rows[intOf(row)] + "\n" + words)
	}
	return x
}

// answerFor writes down what a client said by telephone or mail.
func (r *Rooms) answerFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.AnswerDelivery(rq.Context(), rq.Actor, "", rq.PathValue("id"), intOf(rq.PathValue("no")), readReply(rq)); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.deliveryPage(w, rq, status, f, "answer") })
	}
	return w.Say("ok", "work.staff.said.answered").SeeOther(workPath(rq, "/delivery"))
}
