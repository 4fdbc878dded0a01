package workstore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/work"
)

func deliveries(q db.Q, hub, orderID string) ([]work.Delivery, error) {
	ds, err := db.All(q, func(r db.Scanner) (d work.Delivery, err error) {
		var note string
		if err = r.Scan(&d.No, &d.Format, &d.Name, &d.Media, &d.Blob, &d.SHA256, &note, &d.State, &d.MadeBy, &d.Made, &d.AnsweredBy, &d.Answered, &d.Answer); err != nil {
			return d, err
		}
		return d, json.Unmarshal([]byte(note), &d.Note)
	}, `select no, format, name, media, blob_id, sha256, note, state, made_by, made_at, answered_by, answered_at, answer from work_delivery where hub_id = $1 and order_id = $2 order by no desc`, hub, orderID)
	if err != nil || len(ds) == 0 {
		return ds, err
	}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var no int
		var o work.Objection
		err := r.Scan(&no, &o.Row, &o.Words, &o.Reply, &o.Settled)
		for i := range ds {
			if ds[i].No == no {
				ds[i].Objections = append(ds[i].Objections, o)
			}
		}
		return no, err
	}, `select delivery_no, row_no, words, reply, settled_at from work_objection where hub_id = $1 and order_id = $2 order by row_no`, hub, orderID)
	return ds, err
}

// results are the rows of an order that are finished, in their order: one entry where two were made.
func (s *Store) results(q db.Q, hub string, f ordersstore.Full, from, n int) (map[int]work.Result, error) {
	given, err := s.Orders.Rows(q, hub, f.ID, from, n)
	if err != nil {
		return nil, err
	}
	out := make(map[int]work.Result, len(given))
	asked := 0
	place := map[int]int{} // column number: its place among all that is asked
	for _, c := range f.Columns {
		if c.Asked {
			place[c.No] = asked
			asked++
		}
	}
	for _, r := range given {
		out[r.No] = work.Result{No: r.No, Name: r.Name, File: r.File, Media: r.Media, From: r.From, To: r.To, Given: r.Cells, Asked: make([]string, asked)}
	}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var lane, no int
		var sealed, file, fileName string
		if err := r.Scan(&lane, &no, &sealed, &file, &fileName); err != nil {
			return 0, err
		}
		plain, err := s.Keys.Open(rowCells, sealed)
		if err != nil {
			return 0, err
		}
		cells, err := work.UnpackCells(plain)
		if err != nil {
			return 0, err
		}
		for i, c := range orders.AskedIn(f.Columns, lane) {
			if i < len(cells) && out[no].Asked != nil {
				out[no].Asked[place[c.No]] = cells[i]
			}
		}
		if x, ok := out[no]; ok && file != "" {
			x.Made, x.MadeName = file, fileName
			out[no] = x
		}
		return no, nil
	}, `select p.lane, r.row_no, r.cells_sealed, r.file_id, r.file_name from work_piece p join work_row r on r.hub_id = p.hub_id and r.piece_id = p.id
		where p.hub_id = $1 and p.order_id = $2 and p.pass = 1 and p.state = 'accepted' and r.row_no >= $3 and r.row_no < $4`, hub, f.ID, from, from+n)
	return out, err
}

// DeliverForm is a delivery as asked for.
type DeliverForm struct{ Format string }

// Send puts the finished rows together and delivers them: the file is kept as it was sent.
func (s *Store) Send(ctx context.Context, a who.Actor, orderID string, last int, form DeliverForm) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	type ready struct {
		f    ordersstore.Full
		note work.Note
		rows []work.Result
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x ready, err error) {
		if x.f, err = ordersstore.Whole(v, a.Hub, orderID); err != nil {
			return x, err
		}
		// who presses twice is told that it went already, and not that rows are missing
		sent, err := db.Value[int](v, `select coalesce(max(no), 0) from work_delivery where hub_id = $1 and order_id = $2`, a.Hub, orderID)
		if err == nil && sent != last {
			err = errStale
		}
		if err != nil {
			return x, err
		}
		p, err := ProgressOf(v, a.Hub, orderID)
		if err != nil {
			return x, err
		}
		if err := sendable(x.f, p, form); err != nil {
			return x, err
		}
		byRow, err := s.results(v, a.Hub, x.f, 1, x.f.Rows)
		if err != nil {
			return x, err
		}
		for no := 1; no <= x.f.Rows; no++ {
			x.rows = append(x.rows, byRow[no])
		}
		x.note, err = s.note(v, a.Hub, x.f, p)
		return x, err
	})
	if err != nil {
		return err
	}
	name, kept, err := s.assemble(ctx, a.Hub, form.Format, x.f, x.rows)
	if err != nil {
		return err
	}
	note, err := json.Marshal(x.note)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		o, err := ordersstore.Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`insert into work_delivery (hub_id, order_id, no, format, name, media, blob_id, sha256, note, state, made_by, made_at, answered_by, answered_at, answer)
			select $1, $2, $3, $4, $5, $6, $7, $8, $9, 'sent', $10, $11, '', '', '' where $3 = (select coalesce(max(no), 0) + 1 from work_delivery where hub_id = $1 and order_id = $2)`,
			a.Hub, orderID, last+1, form.Format, name, kept.Media, kept.ID, kept.SHA256, string(note), a.Name, tx.Now())
		if err == nil && n == 0 {
			err = errStale
		}
		if err != nil {
			return err
		}
		if err := ordersstore.Move(tx, a, o, orders.Delivered, ""); err != nil {
			return err
		}
		if err := journal.Note(tx, a, work.SentToClient{Order: orderID, No: last + 1, Rows: len(x.rows), SHA256: kept.SHA256}); err != nil || o.Practice {
			return err
		}
		return s.Orders.Tell(tx, a, x.f.Of, "work.sent", o, "work.mail.delivery_subject", "work.mail.delivery_text", noteFacts(i18n.JA, x.note)...)
	})
}

// assemble puts the rows together in a format and keeps the file. An archive goes through
// a pipe: the files in it may be many.
func (s *Store) assemble(ctx context.Context, hub, format string, f ordersstore.Full, rows []work.Result) (string, blob.Info, error) {
	if format != "zip" {
		name, media, body, err := work.Assemble(format, f.Title, f.Columns, rows)
		if err != nil {
			return name, blob.Info{}, err
		}
		kept, err := blob.Put(ctx, s.DB, s.Keys, hub, media, bytes.NewReader(body), deliveryMost)
		return name, kept, err
	}
	made, err := db.Read(ctx, s.DB, func(v *db.View) (when.Instant, error) { return v.Now(), nil })
	if err != nil {
		return "", blob.Info{}, err
	}
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(jobs.Caught(func() error {
			return work.Zip(w, f.Title, f.Columns, rows, made, func(file string) (io.Reader, error) { return blob.Open(ctx, s.DB, s.Keys, hub, file, errPiece) })
		}))
	}()
	kept, err := blob.Put(ctx, s.DB, s.Keys, hub, "application/zip", r, deliveryMost)
	r.CloseWithError(err) // whoever still writes stops
	return f.Title + ".zip", kept, err
}

// deliveryMost is the largest result that is sent as one file.
const deliveryMost = 4 << 30

func sendable(f ordersstore.Full, p Progress, form DeliverForm) error {
	var c fault.Check
	c.When(!slices.Contains(work.Formats, form.Format), "format", "work.field.pick")
	c.When(f.State != orders.Working || p.Total == 0 || p.Accepted < p.Total, "format", "work.field.not_all_accepted", "n", p.Total-p.Accepted)
	return c.Err()
}

// note counts what the delivery note says, from the books.
func (s *Store) note(q db.Q, hub string, f ordersstore.Full, p Progress) (n work.Note, err error) {
	n = work.Note{Rows: f.Rows, People: p.People, Double: f.Checks == "double", Instructions: len(f.Instructions)}
	for _, k := range p.Pieces {
		n.Pieces += k
	}
	// a row that is looked at twice, or corrected in place, is not one done again
	if n.Looked, err = db.Value[int](q, `select cast(coalesce(sum(x.looked), 0) as bigint) from (select max(l.looked) as looked from work_piece p
		join work_lot l on l.hub_id = p.hub_id and l.worker_id = p.worker_id and l.piece_id = p.id where p.hub_id = $1 and p.order_id = $2 group by p.id) x`, hub, f.ID); err != nil {
		return n, err
	}
	if n.Reworked, err = db.Value[int](q, `select count(distinct piece_id) from work_finding where hub_id = $1 and order_id = $2 and rework = 1`, hub, f.ID); err != nil {
		return n, err
	}
	if n.Fixed, err = db.Value[int](q, `select count(*) from work_piece p join work_row r on r.hub_id = p.hub_id and r.piece_id = p.id where p.hub_id = $1 and p.order_id = $2 and r.mark = 'fixed'`, hub, f.ID); err != nil {
		return n, err
	}
	n.Questions, err = db.Value[int](q, `select count(*) from work_question where hub_id = $1 and order_id = $2`, hub, f.ID)
	return n, err
}

func noteFacts(l i18n.Lang, n work.Note) (out []mail.Fact) {
	for _, x := range NoteFacts(l, n) {
		out = append(out, mail.Fact{Label: x.Label, Value: x.Value})
	}
	return out
}

// NoteFacts are the lines of a delivery note in words.
func NoteFacts(l i18n.Lang, n work.Note) []Item {
	double := "work.note.single"
	if n.Double {
		double = "work.note.double"
	}
	out := []Item{{"rows", l.T("work.note.rows"), l.Number(n.Rows)}, {"people", l.T("work.note.people"), l.Number(n.People)}, {"entry", l.T("work.note.entry"), l.T(double)},
		{"looked", l.T("work.note.looked"), l.Number(n.Looked)}, {"fixed", l.T("work.note.fixed"), l.Number(n.Fixed)}, {"reworked", l.T("work.note.reworked"), l.Number(n.Reworked)},
		{"instructions", l.T("work.note.instructions"), l.Number(n.Instructions)}, {"questions", l.T("work.note.questions"), l.Number(n.Questions)}}
	machine := "work.note.machine_none"
	if n.Machine {
		machine = "work.note.machine_some"
	}
	return append(out, Item{"machine", l.T("work.note.machine"), l.T(machine)})
}

// DeliveredFile opens what was delivered, for staff or, by their link, for the client.
func (s *Store) DeliveredFile(ctx context.Context, a who.Actor, token, orderID string, no int) (work.Delivery, io.ReadSeeker, error) {
	may := work.MayRun
	if token != "" {
		may = work.MayWatch
	}
	if err := a.May(may); err != nil {
		return work.Delivery{}, nil, err
	}
	d, err := db.Read(ctx, s.DB, func(v *db.View) (work.Delivery, error) {
		if token != "" {
			if _, err := ordersstore.WindowOrder(v, a.Hub, token, orderID); err != nil {
				return work.Delivery{}, err
			}
		}
		ds, err := deliveries(v, a.Hub, orderID)
		for _, d := range ds {
			if d.No == no {
				return d, nil
			}
		}
		return work.Delivery{}, errors.Join(err, errPiece)
	})
	if err != nil {
		return d, nil, err
	}
	r, err := blob.Open(ctx, s.DB, s.Keys, a.Hub, d.Blob, errPiece)
	return d, r, err
}

// Reply is a client's answer to a delivery: yes, or what is wrong with which rows.
type Reply struct {
	Yes    bool
	Name   string
	Answer string
	Rows   map[int]string
}

// AnswerDelivery is the client's answer by their link, or what they said by mail or telephone where token is "".
func (s *Store) AnswerDelivery(ctx context.Context, a who.Actor, token, orderID string, no int, r Reply) error {
	may := work.MayRun
	if token != "" {
		may = work.MayWatch
	}
	if err := a.May(may); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if token != "" {
			if _, err := ordersstore.WindowOrder(tx, a.Hub, token, orderID); err != nil {
				return err
			}
		}
		o, err := ordersstore.Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		rows, err := ordersstore.RowCount(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if err := r.read(rows); err != nil {
			return err
		}
		state, to := "objected", orders.Working
		if r.Yes {
			state, to = "accepted", orders.Accepted
		}
		if err := db.Exec1(tx, errStale, `update work_delivery set state = $4, answered_by = $5, answered_at = $6, answer = $7 where hub_id = $1 and order_id = $2 and no = $3 and state = 'sent'`,
			a.Hub, orderID, no, state, r.Name, tx.Now(), r.Answer); err != nil {
			return err
		}
		for row, words := range r.Rows {
			if _, err := tx.Exec(`insert into work_objection (hub_id, order_id, delivery_no, row_no, words, reply, settled_at) values ($1, $2, $3, $4, $5, '', '')`, a.Hub, orderID, no, row, words); err != nil {
				return err
			}
		}
		if err := ordersstore.Move(tx, a, o, to, r.Answer); err != nil {
			return err
		}
		return journal.Note(tx, a, work.ClientAnswered{Order: orderID, No: no, Yes: r.Yes, Objections: len(r.Rows), By: r.Name})
	})
}

func (r *Reply) read(rows int) error {
	var c fault.Check
	r.Name, r.Answer = ja.Name(r.Name), ja.Name(r.Answer)
	c.When(r.Name == "", "name", "work.field.missing")
	c.When(!r.Yes && r.Answer == "" && len(r.Rows) == 0, "answer", "work.field.missing")
	for row, words := range r.Rows {
		c.When(row < 1 || row > rows, "rows", "work.field.row_unknown", "n", rows)
		c.When(words == "", "rows", "work.field.missing")
	}
	return c.Err()
}
