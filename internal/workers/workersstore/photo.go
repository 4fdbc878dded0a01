package workersstore

import (
	"context"
	"encoding/base64"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/picture"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

const photoPurpose = "worker_photo/body"

// Photo is the photo of a document, without its bytes.
type Photo struct {
	ID, Kind, Media, MadeBy string
	Made                    when.Instant
}

func photos(q db.Q, hubID, workerID string) ([]Photo, error) {
	return db.All(q, func(r db.Scanner) (p Photo, err error) {
		err = r.Scan(&p.ID, &p.Kind, &p.Media, &p.MadeBy, &p.Made)
		return p, err
	}, `select id, kind, media, made_by, made_at from worker_photo where hub_id = $1 and worker_id = $2 order by made_at, id`, hubID, workerID)
}

// Shot is a photo as it was sent.
type Shot struct {
	Kind string
	Body []byte
}

// photosMost is how many photos one person may leave.
const photosMost = 6

func (x Shot) read() (media string, err error) {
	var c fault.Check
	c.When(x.Kind == "mynumber", "photo_kind", "workers.field.my_number_card")
	c.When(x.Kind != "mynumber" && !slices.Contains(workers.PhotoKinds, x.Kind), "photo_kind", "workers.field.photo_kind_missing")
	c.When(len(x.Body) == 0, "photo", "workers.field.photo_missing")
	c.When(len(x.Body) > workers.PhotoMost, "photo", "workers.field.photo_big", "n", workers.PhotoMost>>20)
	info, err := picture.Read(x.Body)
	c.When(err != nil && len(x.Body) > 0, "photo", "workers.field.photo_form")
	return info.Type, c.Err()
}

// PhotoByLink keeps a photo in the registration a link opens.
func (s *Store) PhotoByLink(ctx context.Context, a who.Actor, token string, x Shot) error {
	if err := a.May(workers.MayEnter); err != nil {
		return err
	}
	return s.addPhoto(ctx, a, x, func(tx *db.Tx) (workers.Worker, error) {
		w, err := byLink(tx, a.Hub, token)
		if err == nil {
			err = mustBeUnsigned(tx, a.Hub, w)
		}
		return w, err
	})
}

// AddPhoto keeps a photo that staff took.
func (s *Store) AddPhoto(ctx context.Context, a who.Actor, workerID string, x Shot) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return s.addPhoto(ctx, a, x, func(tx *db.Tx) (workers.Worker, error) { return Load(tx, a.Hub, workerID) })
}

func (s *Store) addPhoto(ctx context.Context, a who.Actor, x Shot, whose func(*db.Tx) (workers.Worker, error)) error {
	media, err := x.read()
	if err != nil {
		return err
	}
	sealed := s.Keys.Seal(photoPurpose, base64.StdEncoding.EncodeToString(x.Body))
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := whose(tx)
		if err != nil {
			return err
		}
		n, err := db.Value[int](tx, `select count(*) from worker_photo where hub_id = $1 and worker_id = $2`, a.Hub, w.ID)
		if err != nil {
			return err
		}
		if n >= photosMost {
			var c fault.Check
			c.Add("photo", "workers.field.photo_many", "n", photosMost)
			return c.Err()
		}
		_, err = tx.Exec(`insert into worker_photo (hub_id, id, worker_id, kind, media, body, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			a.Hub, id.Make(), w.ID, x.Kind, media, sealed, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, workers.Filled{Worker: w.ID, No: w.No, Part: workers.PartPhoto})
	})
}

// ShowPhoto opens a photo for staff who say why.
func (s *Store) ShowPhoto(ctx context.Context, a who.Actor, workerID, photoID, reason string) (media string, body []byte, err error) {
	if err := a.May(workers.MayReveal); err != nil {
		return "", nil, err
	}
	if reason, err = workers.ReadReason(reason); err != nil {
		return "", nil, err
	}
	type row struct{ media, sealed string }
	got, err := db.Write(ctx, s.DB, func(tx *db.Tx) (x row, err error) {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return x, err
		}
		x, err = db.One(tx, errGone, func(r db.Scanner) (x row, err error) { err = r.Scan(&x.media, &x.sealed); return x, err },
			`select media, body from worker_photo where hub_id = $1 and worker_id = $2 and id = $3`, a.Hub, workerID, photoID)
		if err != nil {
			return x, err
		}
		return x, journal.Note(tx, a, workers.Revealed{Worker: w.ID, No: w.No, Part: string(workers.PartPhoto), Reason: reason})
	})
	if err != nil {
		return "", nil, err
	}
	text, err := s.Keys.Open(photoPurpose, got.sealed)
	if err != nil {
		return "", nil, err
	}
	body, err = base64.StdEncoding.DecodeString(text)
	return got.media, body, err
}

// Reveal opens the sealed entries of one part for staff who say why; the look is journalled.
func (s *Store) Reveal(ctx context.Context, a who.Actor, workerID string, p workers.Part, reason string) (workers.File, error) {
	if err := a.May(workers.MayReveal); err != nil {
		return workers.File{}, err
	}
	reason, err := workers.ReadReason(reason)
	if err != nil {
		return workers.File{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (out workers.File, err error) {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return out, err
		}
		f, err := s.file(tx, w, a.Hub)
		if err != nil {
			return out, err
		}
		switch p {
		case workers.PartName:
			out.Naming = f.Naming
		case workers.PartContact:
			out.Contact = f.Contact
		case workers.PartAddress:
			out.Address = f.Address
		case workers.PartBank:
			out.Bank = f.Bank
		default:
			return out, errGone
		}
		return out, journal.Note(tx, a, workers.Revealed{Worker: w.ID, No: w.No, Part: string(p), Reason: reason})
	})
}
