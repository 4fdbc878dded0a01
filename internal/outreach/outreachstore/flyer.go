package outreachstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
)

// flyerVersion names what a flyer was made from: the seminar's version and the hub's.
func flyerVersion(h hub.Hub, m outreach.Seminar) string {
	return fmt.Sprintf("%d.%d", m.Version, h.Version)
}

func (s *Store) frozen(ctx context.Context, a who.Actor, seminarID, batchID, lang string) (outreach.FlyerSheet, bool, error) {
	type kept struct {
		f     outreach.FlyerSheet
		found bool
	}
	k, err := db.Read(ctx, s.DB, func(v *db.View) (k kept, err error) {
		m, err := mayPrint(v, a, seminarID)
		if err != nil {
			return k, err
		}
		h, err := hubstore.Load(v, a.Hub)
		if err != nil {
			return k, err
		}
		k.f, k.found, err = readFrozen(v, a.Hub, m.ID, batchID, flyerVersion(h, m), lang)
		return k, err
	})
	return k.f, k.found, err
}

func readFrozen(q db.Q, hubID, seminarID, batchID, version, lang string) (f outreach.FlyerSheet, found bool, err error) {
	texts, err := db.All(q, scanText, `select content from flyer_version where hub_id = $1 and seminar_id = $2 and batch_id = $3 and version = $4 and lang = $5`,
		hubID, seminarID, batchID, version, lang)
	if err != nil || len(texts) == 0 {
		return f, false, err
	}
	return f, true, json.Unmarshal([]byte(texts[0]), &f)
}

// mayPrint reads a seminar whose flyer the actor may have: staff also that of a draft.
func mayPrint(q db.Q, a who.Actor, seminarID string) (outreach.Seminar, error) {
	m, err := loadSeminar(q, a.Hub, seminarID)
	if err == nil && !m.Visible() && !a.Can(outreach.MayRun) {
		err = errSeminar
	}
	return m, err
}

// sheet is the flyer's content from the present data.
func (s *Store) sheet(q db.Q, a who.Actor, seminarID, batchID, lang string) (f outreach.FlyerSheet, h hub.Hub, m outreach.Seminar, err error) {
	if m, err = mayPrint(q, a, seminarID); err != nil {
		return f, h, m, err
	}
	if h, err = hubstore.Load(q, a.Hub); err != nil {
		return f, h, m, err
	}
	l := i18n.Of(lang)
	f = outreach.FlyerSheet{Hub: hubstore.Name(h, l), Operators: hubstore.Pick(l, h.Operators, h.OperatorsEN), Phone: ja.PhoneShow(h.Phone), Hours: hubstore.HoursLine(h, l),
		Address: hubstore.Pick(l, h.Address, h.AddressEN), Hue: h.Hue, Title: Title(l, m), Lead: Lead(l, m), Date: l.DateYear(Day(m)),
		Time: l.T("outreach.flyer.time", "hours", Hours(l, m), "doors", m.DoorsAt().ClockIn(h.Zone())), Place: Where(l, m),
		PointsHead: l.T("outreach.flyer.points"), Points: outreach.Lines(m.Points), SpeakersHead: l.T("outreach.flyer.speakers"), Speakers: outreach.Lines(m.Speakers),
		QRHint: l.T("outreach.flyer.qr_hint"), Room: l.T("outreach.flyer.room", "n", m.Capacity.Adults), Version: flyerVersion(h, m), Lang: l.Code(),
		Created: q.Now().Time().Truncate(time.Second).Format(time.RFC3339)}
	if m.Capacity.Children > 0 {
		f.Care = l.T("outreach.flyer.care", "n", m.Capacity.Children, "note", m.CareNote)
	}
	f.QRText = s.Hubs.URL(h, l.Path("/seminars/"+m.ID))
	if batchID != "" {
		b, err := batchByID(q, a.Hub, batchID)
		if err != nil || b.ID == "" || b.SeminarID != m.ID {
			return f, h, m, orErr(err, errBatch)
		}
		f.Code, f.QRText = b.Code, s.Hubs.URL(h, l.Path("/s/"+b.Code))
	}
	f.ShortURL = strings.TrimPrefix(strings.TrimPrefix(f.QRText, "https://"), "http://")
	return f, h, m, nil
}
