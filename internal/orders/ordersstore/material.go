package ordersstore

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

const materialColumns = `select id, order_id, use, name, media, bytes, sha256, blob_id, state, form, first_row, done, total, problem, problem_args, made_by, made_at from order_material where hub_id = $1 `

func scanMaterial(r db.Scanner) (m orders.Material, err error) {
	err = r.Scan(&m.ID, &m.Order, &m.Use, &m.Name, &m.Media, &m.Bytes, &m.SHA256, &m.Blob, &m.State, &m.Form, &m.First, &m.Done, &m.Total, &m.Problem, &m.ProblemArgs, &m.MadeBy, &m.Made)
	return m, err
}

func materials(q db.Q, hub, orderID string) ([]orders.Material, error) {
	return db.All(q, scanMaterial, materialColumns+`and order_id = $2 and state <> 'removed' order by made_at, id`, hub, orderID)
}

// Upload is a file as it comes in.
type Upload struct {
	Use, Name, Media string
	Body             io.Reader
}

// Keep keeps a file of an order; a material is then read in the background.
func (s *Store) Keep(ctx context.Context, a who.Actor, orderID string, u Upload) (string, error) {
	if err := a.May(orders.MayKeep); err != nil {
		return "", err
	}
	return s.keep(ctx, a, u, func(q db.Q) (orders.Order, error) { return Load(q, a.Hub, orderID) })
}

// KeepByLink keeps a file a client hands over in the window.
func (s *Store) KeepByLink(ctx context.Context, a who.Actor, token, orderID string, u Upload) (string, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return "", err
	}
	return s.keep(ctx, a, u, func(q db.Q) (orders.Order, error) {
		o, _, err := windowOrder(q, a.Hub, token, orderID)
		return o, err
	})
}

// keep asks first whether the file may come, stores it part by part, and asks again.
func (s *Store) keep(ctx context.Context, a who.Actor, u Upload, load func(db.Q) (orders.Order, error)) (string, error) {
	u.Name = ja.Name(u.Name)
	may := func(q db.Q) (orders.Order, error) {
		o, err := load(q)
		if err == nil && !(o.State == orders.AskedFor || o.State == orders.QuotedFor || o.State == orders.Ordered) && u.Use == "material" || err == nil && !o.State.Live() {
			err = errState
		}
		return o, err
	}
	var c fault.Check
	c.When(!slices.Contains(orders.Uses, u.Use), "use", "orders.field.pick")
	c.When(u.Name == "" || u.Body == nil, "file", "orders.field.file_missing")
	if err := c.Err(); err != nil {
		return "", err
	}
	if _, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Order, error) { return may(v) }); err != nil {
		return "", err
	}
	kept, err := blob.Put(ctx, s.DB, s.Keys, a.Hub, u.Media, u.Body, FileMost)
	if errors.Is(err, blob.ErrTooLarge) {
		c.Add("file", "orders.field.file_big", "n", FileMost>>20)
		return "", c.Err()
	}
	if err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		o, err := may(tx)
		if err != nil {
			return "", err
		}
		m := orders.Material{ID: id.Make(), State: orders.Whole}
		if u.Use == "material" {
			m.State = orders.Stored
		}
		_, err = tx.Exec(`insert into order_material (hub_id, id, order_id, use, name, media, bytes, sha256, blob_id, state, form, first_row, done, total, problem, problem_args, made_by, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0, 0, 0, '', '', $11, $12)`, a.Hub, m.ID, o.ID, u.Use, u.Name, u.Media, kept.Bytes, kept.SHA256, kept.ID, string(m.State), a.Name, tx.Now())
		if err != nil {
			return "", err
		}
		if err := journal.Note(tx, a, orders.MaterialKept{ID: m.ID, Order: o.ID, Name: u.Name, Use: u.Use, Bytes: kept.Bytes, SHA256: kept.SHA256}); err != nil || m.State == orders.Whole {
			return m.ID, err
		}
		return m.ID, jobs.Enqueue(tx, jobs.New(a.Hub, "orders.read", readArgs{m.ID}))
	})
}

type readArgs struct{ Material string }

// readJob reads a material into rows. A run that was cut off begins anew: what it left is
// taken away first, and nothing counts before the last row is in.
func (s *Store) readJob(ctx context.Context, j jobs.Job) error {
	var x readArgs
	if err := j.Read(&x); err != nil {
		return jobs.Never(err)
	}
	m, err := s.beginReading(ctx, j.Hub, x.Material)
	if err != nil || m.ID == "" {
		return err
	}
	err = s.readAll(ctx, j.Hub, m)
	var p *problem
	if !errors.As(err, &p) {
		return err
	}
	return s.refused(ctx, j.Hub, m, p)
}

// beginReading takes a material in hand; an empty one is done already, or gone.
func (s *Store) beginReading(ctx context.Context, hub, materialID string) (orders.Material, error) {
	for {
		m, left, err := s.clear(ctx, hub, materialID)
		if err != nil || left == 0 {
			return m, err
		}
	}
}

// clearBatch is how many chunks are taken away in one write.
const clearBatch = 20

func (s *Store) clear(ctx context.Context, hub, materialID string) (m orders.Material, left int, err error) {
	_, err = db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		m, err = db.One(tx, errMaterial, scanMaterial, materialColumns+`and id = $2`, hub, materialID)
		if err != nil || m.State != orders.Stored && m.State != orders.Reading {
			m = orders.Material{}
			return 0, err
		}
		left, err = s.dropChunks(tx, hub, m, clearBatch)
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(`update order_material set state = 'reading', done = 0 where hub_id = $1 and id = $2`, hub, m.ID)
		return 0, err
	})
	return m, left, err
}

// dropChunks takes rows of a material away, with their files; it tells how many chunks it took.
func (s *Store) dropChunks(tx *db.Tx, hub string, m orders.Material, most int) (int, error) {
	type chunk struct {
		first int
		body  string
	}
	cs, err := db.All(tx, func(r db.Scanner) (c chunk, err error) { err = r.Scan(&c.first, &c.body); return c, err },
		`select first_row, body_sealed from order_chunk where hub_id = $1 and order_id = $2 and material_id = $3 order by first_row limit $4`, hub, m.Order, m.ID, most)
	if err != nil {
		return 0, err
	}
	for _, c := range cs {
		rows, err := s.unpack(c.first, c.body)
		if err != nil {
			return 0, err
		}
		for _, r := range rows {
			if r.File != "" && r.File != m.Blob {
				if err := blob.Drop(tx, hub, r.File); err != nil {
					return 0, err
				}
			}
		}
		if _, err := tx.Exec(`delete from order_chunk where hub_id = $1 and order_id = $2 and material_id = $3 and first_row = $4`, hub, m.Order, m.ID, c.first); err != nil {
			return 0, err
		}
	}
	return len(cs), nil
}

func (s *Store) unpack(first int, sealed string) ([]orders.Row, error) {
	body, err := s.Keys.Open(chunkBody, sealed)
	if err != nil {
		return nil, err
	}
	return orders.UnpackRows(first, body)
}

func (s *Store) readAll(ctx context.Context, hub string, m orders.Material) error {
	f, err := blob.Open(ctx, s.DB, s.Keys, hub, m.Blob, errMaterial)
	if err != nil {
		return err
	}
	src, err := read(m.Name, f, f.Bytes)
	if err != nil {
		return err
	}
	n := 0
	for {
		rows, files, err := s.chunk(src, m)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		if n+len(rows) > RowsMost {
			return refuse("rows", "n", RowsMost)
		}
		if err := s.keepChunk(ctx, hub, m, n, rows, files, src.total()); err != nil {
			return err
		}
		n += len(rows)
	}
	if n == 0 {
		return refuse("no_rows")
	}
	return s.finishReading(ctx, hub, m, src, n)
}

// chunk reads the next rows and seals their files; all that is dear is done before the write.
func (s *Store) chunk(src source, m orders.Material) (rows []orders.Row, files []blob.Small, err error) {
	for len(rows) < orders.ChunkRows {
		row, body, err := src.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		switch {
		case body != nil:
			f, err := blob.Seal(s.Keys, row.Media, body)
			if err != nil {
				return nil, nil, refuse("zip_bomb", "name", row.Name, "n", zipFileMost>>20)
			}
			row.File = f.ID
			files = append(files, f)
		case row.Media != "":
			row.File = m.Blob
		}
		rows = append(rows, row)
	}
	return rows, files, nil
}

func (s *Store) keepChunk(ctx context.Context, hub string, m orders.Material, first int, rows []orders.Row, files []blob.Small, total int) error {
	sealed := s.Keys.Seal(chunkBody, orders.PackRows(rows))
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		for _, f := range files {
			if err := blob.Keep(tx, hub, f); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`insert into order_chunk (hub_id, order_id, material_id, first_row, rows, body_sealed) values ($1, $2, $3, $4, $5, $6)`, hub, m.Order, m.ID, first, len(rows), sealed)
		if err == nil {
			_, err = tx.Exec(`update order_material set done = $3, total = $4 where hub_id = $1 and id = $2`, hub, m.ID, first+len(rows), max(total, first+len(rows)))
		}
		return err
	})
}

// finishReading makes the rows count, all at once, after those that are there already.
func (s *Store) finishReading(ctx context.Context, hub string, m orders.Material, src source, n int) error {
	a := who.System(hub, m.MadeBy)
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		have, err := RowCount(tx, hub, m.Order)
		if err != nil {
			return err
		}
		if err := addColumns(tx, hub, m.Order, src.columns(), have > 0); err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update order_material set state = 'ready', form = $3, first_row = $4, done = $5, total = $5 where hub_id = $1 and id = $2 and state = 'reading'`, hub, m.ID, src.form(), have+1, n)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, orders.MaterialRead{ID: m.ID, Order: m.Order, State: orders.Whole, Rows: n})
	})
}

// addColumns takes the heads of a first table as what is given. A further table must have the same.
func addColumns(tx *db.Tx, hub, orderID string, heads []string, more bool) error {
	cols, err := Columns(tx, hub, orderID)
	if err != nil {
		return err
	}
	var given []string
	for _, c := range cols {
		if !c.Asked {
			given = append(given, c.Name)
		}
	}
	if len(given) > 0 || more {
		if !slices.Equal(given, heads) {
			return refuse("heads_differ")
		}
		return nil
	}
	for i, h := range heads {
		_, err := tx.Exec(`insert into order_column (hub_id, order_id, no, name, side, type, width, must, choices, hint, lane)
			select $1, $2, (select coalesce(max(no), 0) + 1 from order_column where hub_id = $1 and order_id = $2), $3, 'given', 'text', '', 0, '', '', 0`, hub, orderID, h)
		if err != nil {
			return errors.Join(err, errors.New(heads[i]))
		}
	}
	return nil
}

func (s *Store) refused(ctx context.Context, hub string, m orders.Material, p *problem) error {
	args, err := json.Marshal(p.args)
	if err != nil {
		return err
	}
	for {
		left, err := db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) { return s.dropChunks(tx, hub, m, clearBatch) })
		if err != nil {
			return err
		}
		if left == 0 {
			break
		}
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := tx.Exec(`update order_material set state = 'refused', problem = $3, problem_args = $4, done = 0, total = 0 where hub_id = $1 and id = $2`, hub, m.ID, p.key, string(args)); err != nil {
			return err
		}
		return journal.Note(tx, who.System(hub, m.MadeBy), orders.MaterialRead{ID: m.ID, Order: m.Order, State: orders.Refused})
	})
}

// RemoveMaterial takes a file away again, as long as no piece has been cut from it. The
// rows of other materials keep their numbers, so only the last one can go once rows count.
func (s *Store) RemoveMaterial(ctx context.Context, a who.Actor, orderID, materialID string) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	for {
		left, err := db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) { return s.removeSome(tx, a, orderID, materialID) })
		if err != nil || left == 0 {
			return err
		}
	}
}

var errCut = fault.New(fault.Conflict, "orders.fault.cut")

func (s *Store) removeSome(tx *db.Tx, a who.Actor, orderID, materialID string) (int, error) {
	m, err := db.One(tx, errMaterial, scanMaterial, materialColumns+`and id = $2 and order_id = $3`, a.Hub, materialID, orderID)
	if err != nil {
		return 0, err
	}
	if m.State == orders.Removed {
		return 0, nil
	}
	if m.Use == "material" {
		if s.Cut != nil {
			if cut, err := s.Cut(tx, a.Hub, orderID); err != nil || cut {
				return 0, errors.Join(err, errCut)
			}
		}
		later, err := db.Value[int](tx, `select count(*) from order_material where hub_id = $1 and order_id = $2 and state = 'ready' and first_row > $3`, a.Hub, orderID, m.First)
		if err != nil || m.State == orders.Whole && later > 0 {
			return 0, errors.Join(err, errCut)
		}
	}
	n, err := s.dropChunks(tx, a.Hub, m, clearBatch)
	if err != nil || n > 0 {
		return n, err
	}
	if err := blob.Drop(tx, a.Hub, m.Blob); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(`update order_material set state = 'removed' where hub_id = $1 and id = $2`, a.Hub, m.ID); err != nil {
		return 0, err
	}
	if m.Use == "material" {
		if _, err := tx.Exec(`delete from order_column where hub_id = $1 and order_id = $2 and side = 'given'
			and not exists (select 1 from order_material m where m.hub_id = $1 and m.order_id = $2 and m.state = 'ready' and m.use = 'material')`, a.Hub, orderID); err != nil {
			return 0, err
		}
	}
	return 0, journal.Note(tx, a, orders.MaterialRemoved{ID: m.ID, Order: orderID, Name: m.Name})
}

// File opens a file of an order for staff.
func (s *Store) File(ctx context.Context, a who.Actor, orderID, materialID string) (orders.Material, *blob.Reader, error) {
	if err := a.May(orders.MayKeep); err != nil {
		return orders.Material{}, nil, err
	}
	m, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Material, error) {
		return db.One(v, errMaterial, scanMaterial, materialColumns+`and id = $2 and order_id = $3 and state <> 'removed'`, a.Hub, materialID, orderID)
	})
	if err != nil {
		return m, nil, err
	}
	r, err := blob.Open(ctx, s.DB, s.Keys, a.Hub, m.Blob, errMaterial)
	return m, r, err
}

// RowFile opens the picture, page or recording of a row; the stores above say who may.
func (s *Store) RowFile(ctx context.Context, a who.Actor, fileID string) (*blob.Reader, error) {
	if a.Hub == "" { // nobody at all
		return nil, a.May(orders.MaySee)
	}
	return blob.Open(ctx, s.DB, s.Keys, a.Hub, fileID, errMaterial)
}

// RowCount is how many rows an order has, of all materials that are whole.
func RowCount(q db.Q, hub, orderID string) (int, error) {
	return db.Value[int](q, `select cast(coalesce(sum(total), 0) as bigint) from order_material where hub_id = $1 and order_id = $2 and use = 'material' and state = 'ready'`, hub, orderID)
}

// Rows are rows of an order from a number on; for the stores above, who say which of their columns may be seen.
func (s *Store) Rows(q db.Q, hub, orderID string, from, n int) ([]orders.Row, error) {
	type chunk struct {
		first int
		body  string
	}
	cs, err := db.All(q, func(r db.Scanner) (c chunk, err error) {
		var base, first int
		err = r.Scan(&base, &first, &c.body)
		c.first = base + first
		return c, err
	}, `select m.first_row, c.first_row, c.body_sealed from order_material m join order_chunk c on c.hub_id = m.hub_id and c.order_id = m.order_id and c.material_id = m.id
		where m.hub_id = $1 and m.order_id = $2 and m.state = 'ready' and m.use = 'material' and m.first_row + c.first_row < $4 and m.first_row + c.first_row + c.rows > $3
		order by m.first_row, c.first_row`, hub, orderID, from, from+n)
	if err != nil {
		return nil, err
	}
	var out []orders.Row
	for _, c := range cs {
		rows, err := s.unpack(c.first, c.body)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.No >= from && r.No < from+n {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// Preview are the first rows of an order, for staff.
func (s *Store) Preview(ctx context.Context, a who.Actor, orderID string, n int) ([]orders.Row, error) {
	if err := a.May(orders.MayKeep); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]orders.Row, error) { return s.Rows(v, a.Hub, orderID, 1, n) })
}

// sweepEvery is how often is looked for files a crash left half kept; a day is longer than any upload.
const (
	sweepEvery = 6 * time.Hour
	sweepAfter = 24 * time.Hour
)

func (s *Store) sweep(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		if _, e := blob.Sweep(ctx, s.DB, h, s.DB.Now().Add(-sweepAfter)); e != nil {
			err = errors.Join(err, e)
		}
	}
	return err
}
