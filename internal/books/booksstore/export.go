package booksstore

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// archiveMost is how large an archive may be.
const archiveMost = 2 << 30

// exportOrder is the job that makes an archive.
type exportOrder struct{ Hub, Export string }

// Export has a period's documents put together as one archive with its index. The
// archive is made in the background.
func (s *Store) Export(ctx context.Context, a who.Actor, q books.Query) (string, error) {
	if err := a.May(books.MayKeep); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		if q.From.IsZero() || q.To.IsZero() {
			return "", fault.New(fault.Conflict, "books.fault.no_period")
		}
		total, err := db.Value[int](tx, `select count(*) from book_document d where d.hub_id = $1 `+searchWhere, searchArgs(a.Hub, books.Query{From: q.From, To: q.To, Party: q.Party, Name: q.Name, Kind: q.Kind})...)
		if err != nil {
			return "", err
		}
		x := id.Make()
		_, err = tx.Exec(`insert into book_export (hub_id, id, from_on, to_on, party, name, kind, state, done, total, blob_id, bytes, made_by, made_at, ready_at) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, '', 0, $9, $10, '')`,
			a.Hub, x, q.From, q.To, q.Party, q.Name, string(q.Kind), total, a.Name, tx.Now())
		if err != nil {
			return "", err
		}
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "books.export", exportOrder{a.Hub, x})); err != nil {
			return "", err
		}
		return x, journal.Note(tx, a, books.Exported{ID: x, From: q.From.String(), To: q.To.String()})
	})
}

const exportColumns = `select id, from_on, to_on, party, name, kind, state, done, total, blob_id, bytes, made_by, made_at, ready_at from book_export where hub_id = $1 `

func scanExport(r db.Scanner) (x books.Export, err error) {
	err = r.Scan(&x.ID, &x.From, &x.To, &x.Party, &x.Name, &x.Kind, &x.State, &x.Done, &x.Total, &x.Blob, &x.Size, &x.By, &x.Made, &x.Ready)
	return x, err
}

// Exports are the archives of the last days, newest first.
func (s *Store) Exports(ctx context.Context, a who.Actor) ([]books.Export, error) {
	if err := a.May(books.MayKeep); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]books.Export, error) {
		return db.All(v, scanExport, exportColumns+`and state <> 'gone' order by made_at desc, id desc limit 20`, a.Hub)
	})
}

// Archive opens a finished archive; that somebody did is on record.
func (s *Store) Archive(ctx context.Context, a who.Actor, exportID string) (books.Export, *blob.Reader, error) {
	if err := a.May(books.MayKeep); err != nil {
		return books.Export{}, nil, err
	}
	x, err := db.Write(ctx, s.DB, func(tx *db.Tx) (books.Export, error) {
		x, err := db.One(tx, errExport, scanExport, exportColumns+`and id = $2 and state = 'ready'`, a.Hub, exportID)
		if err != nil {
			return x, err
		}
		return x, journal.Note(tx, a, books.Fetched{ID: x.ID, From: x.From.String(), To: x.To.String()})
	})
	if err != nil {
		return x, nil, err
	}
	f, err := blob.Open(ctx, s.DB, s.Keys, a.Hub, x.Blob, errExport)
	return x, f, err
}

// exportJob makes an archive. A second run makes it anew; what the first left unfinished is swept.
func (s *Store) exportJob(ctx context.Context, j jobs.Job) error {
	var o exportOrder
	if err := j.Read(&o); err != nil {
		return jobs.Never(err)
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (books.Export, error) {
		return db.One(v, errExport, scanExport, exportColumns+`and id = $2 and state = 'waiting'`, o.Hub, o.Export)
	})
	if errors.Is(err, errExport) {
		return nil
	}
	if err != nil {
		return err
	}
	return j.Attempt(func() error {
		info, err := s.pack(ctx, o.Hub, x)
		if err != nil {
			return err
		}
		return s.exported(ctx, o, "ready", info)
	}, func() error { return s.exported(context.WithoutCancel(ctx), o, "failed", blob.Info{}) })
}

// exported ends an archive, once: what a second run made at the same time is thrown away.
func (s *Store) exported(ctx context.Context, o exportOrder, state string, f blob.Info) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`update book_export set state = $3, blob_id = $4, bytes = $5, ready_at = $6 where hub_id = $1 and id = $2 and state = 'waiting'`, o.Hub, o.Export, state, f.ID, f.Bytes, tx.Now())
		if err == nil && n == 0 && f.ID != "" {
			err = blob.Drop(tx, o.Hub, f.ID)
		}
		return err
	})
}

// pack writes the archive as it is read: no more than one document is in memory.
func (s *Store) pack(ctx context.Context, hub string, x books.Export) (blob.Info, error) {
	r, w := io.Pipe()
	go func() { w.CloseWithError(jobs.Caught(func() error { return s.fill(ctx, w, hub, x) })) }() //nolint:errcheck // never fails
	info, err := blob.Put(ctx, s.DB, s.Keys, hub, "application/zip", r, archiveMost)
	r.CloseWithError(err) //nolint:errcheck // never fails
	return info, err
}

// batch is how many documents are looked up at a time.
const batch = 200

func (s *Store) fill(ctx context.Context, w io.Writer, hub string, x books.Export) error {
	z := zip.NewWriter(w)
	index := sheet.Table{Lines: [][]any{indexHead(i18n.JA)}}
	args := searchArgs(hub, books.Query{From: x.From, To: x.To, Party: x.Party, Name: x.Name, Kind: x.Kind})
	var on when.Date
	after := ""
	for done := 0; ; {
		ds, err := db.Read(ctx, s.DB, func(v *db.View) ([]books.Document, error) {
			return db.All(v, scanDocument, documentColumns+searchWhere+`and (d.on_day > $9 or d.on_day = $9 and d.id > $10) order by d.on_day, d.id limit $11`, append(args, on, after, batch)...)
		})
		if err == nil {
			err = s.named(ds)
		}
		if err != nil {
			return err
		}
		for _, d := range ds {
			on, after = d.On, d.ID
			path := archivePath(d)
			if err := s.put(ctx, z, hub, path, d); err != nil {
				return err
			}
			index.Lines = append(index.Lines, []any{d.On, d.Amount, d.PartyName, i18n.JA.T("books.kind." + string(d.Kind)), d.No, d.Version, d.Reason, path, d.SHA256})
		}
		if done += len(ds); len(ds) < batch {
			return s.finish(ctx, z, hub, x, done, index)
		}
		if err := s.progress(ctx, hub, x.ID, done); err != nil {
			return err
		}
	}
}

func indexHead(l i18n.Lang) []any {
	var out []string
	for _, k := range []string{"on", "amount", "party", "kind", "no", "version", "reason", "file", "hash"} {
		out = append(out, l.T("books.index."+k))
	}
	return sheet.Head(out...)
}

// archivePath is where a document stands in the archive: by month and kind, to be found without the index.
func archivePath(d books.Document) string {
	name := fmt.Sprintf("%s_%s_v%d", d.On, strings.Map(fileRune, d.No), d.Version)
	if _, ext, ok := strings.Cut(d.Name, "."); ok {
		name += "." + ext[strings.LastIndex(ext, ".")+1:]
	}
	return books.Month(d.On) + "/" + string(d.Kind) + "/" + name
}

func fileRune(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
		return '-'
	}
	return r
}

func (s *Store) put(ctx context.Context, z *zip.Writer, hub, path string, d books.Document) error {
	f, err := blob.Open(ctx, s.DB, s.Keys, hub, d.Blob, errDocument)
	if err != nil {
		return err
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: d.Made.Time()})
	if err == nil {
		_, err = io.Copy(w, f)
	}
	if errors.Is(err, blob.ErrLost) {
		return errLost
	}
	return err
}

func (s *Store) progress(ctx context.Context, hub, exportID string, done int) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update book_export set done = $3 where hub_id = $1 and id = $2`, hub, exportID, done)
		return err
	})
}

func (s *Store) finish(ctx context.Context, z *zip.Writer, hub string, x books.Export, done int, index sheet.Table) error {
	b, err := sheet.CSV(index)
	if err != nil {
		return err
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: "index.csv", Method: zip.Deflate, Modified: x.Made.Time()})
	if err == nil {
		_, err = w.Write(b)
	}
	return errors.Join(err, z.Close(), s.progress(ctx, hub, x.ID, done))
}

// sweepJob takes away archives whose days are over; the documents stay.
func (s *Store) sweepJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		err = errors.Join(err, db.Do(ctx, s.DB, func(tx *db.Tx) error { return sweep(tx, h) }))
	}
	return err
}

func sweep(tx *db.Tx, hub string) error {
	before := tx.Now().DateIn(when.Tokyo).AddDays(-books.ExportLasts).At(0, when.Tokyo)
	blobs, err := db.All(tx, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`update book_export set state = 'gone', name = '' where hub_id = $1 and state in ('ready', 'failed') and made_at < $2 returning blob_id`, hub, before)
	for _, b := range blobs {
		if err == nil {
			err = blob.Drop(tx, hub, b)
		}
	}
	return err
}
