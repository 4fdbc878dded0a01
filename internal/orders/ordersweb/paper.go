package ordersweb

import (
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/paper"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
)

// pick is the version of a quote that is asked for; the newest where none is named.
func pick(rq web.Request, qs []orders.Quote) (orders.Quote, error) {
	for _, q := range qs {
		if no := rq.URL.Query().Get("no"); no == "" || no == strconv.Itoa(q.No) {
			return q, nil
		}
	}
	return orders.Quote{}, fault.New(fault.NotFound, "orders.fault.quote_gone")
}

// quoteSheet is a quote on paper, with the same numbers as the page.
func (r *Rooms) quoteSheet(rq web.Request, o ordersstore.Full, q orders.Quote) (paper.LetterSheet, error) {
	h, err := r.Hubs.Here(rq.Context(), rq.Actor)
	l := rq.Lang
	s := paper.LetterSheet{Hub: rq.Hub.Name, Title: l.T("orders.paper.quote"), Hue: h.Hue, Created: q.Made.Time(), Sub: l.T("orders.paper.to", "client", o.Of.Name),
		Foot: l.T("orders.paper.foot", "no", orderNo(l, o.No), "version", l.T("orders.quote.version", "n", q.No), "made", l.DateYear(q.Made.DateIn(rq.Hub.Loc)))}
	s.Blocks = []paper.LetterBlock{{Heading: o.Title, Rows: quoteFacts(l, o, q)}, {Text: l.T("orders.window.means")}}
	if q.Terms != "" {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("orders.quote.terms"), Text: q.Terms})
	}
	if o.Words != "" {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("orders.window.asked"), Text: o.Words})
	}
	s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("orders.paper.from"), Text: h.Name + "\n" + h.Address + "\n" + h.Operators})
	return s, err
}

func send(w web.Writer, name string, s paper.LetterSheet, err error) error {
	if err != nil {
		return err
	}
	b, err := paper.Letter(s)
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", b, false)
}

func (r *Rooms) quotePDF(w web.Writer, rq web.Request) error {
	o, err := r.Store.Order(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	q, err := pick(rq, o.Quotes)
	if err != nil {
		return err
	}
	s, err := r.quoteSheet(rq, o, q)
	return send(w, "quote.pdf", s, err)
}

func (r *Rooms) windowQuotePDF(w web.Writer, rq web.Request) error {
	o, err := r.Store.OrderByLink(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"))
	if err != nil {
		return shut(w, rq, err)
	}
	q, err := pick(rq, sentTo(o))
	if err != nil {
		return err
	}
	s, err := r.quoteSheet(rq, o, q)
	return send(w, "quote.pdf", s, err)
}

// windowConfirmationPDF is the hub's confirmation of an order: the accepted quote, with who accepted it and when.
func (r *Rooms) windowConfirmationPDF(w web.Writer, rq web.Request) error {
	o, err := r.Store.OrderByLink(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"))
	if err != nil {
		return shut(w, rq, err)
	}
	for _, q := range o.Quotes {
		if q.State != orders.QuoteAccepted {
			continue
		}
		s, err := r.quoteSheet(rq, o, q)
		l := rq.Lang
		s.Title, s.Created = l.T("orders.paper.confirmation"), q.AnsweredAt.Time()
		rows := [][2]string{{l.T("orders.reply.name"), q.AnsweredBy}, {l.T("orders.paper.accepted_at"), l.DateYear(q.AnsweredAt.DateIn(rq.Hub.Loc)) + " " + q.AnsweredAt.ClockIn(rq.Hub.Loc).String()}}
		if o.PONumber != "" {
			rows = append(rows, [2]string{l.T("orders.reply.po"), o.PONumber})
		}
		s.Blocks = append([]paper.LetterBlock{{Text: l.T("orders.confirmed.text"), Rows: rows}}, s.Blocks...)
		return send(w, "confirmation.pdf", s, err)
	}
	return fault.New(fault.NotFound, "orders.fault.quote_gone")
}
