package outreachstore

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
)

// Counts are the numbers of one seminar now.
type Counts struct {
	Taken          outreach.Seats // seats held, offers included
	Parties        int            // sign-ups that hold seats
	Adults         int            // adults who hold seats or join online
	Children       int
	Online         int // adults joining online
	WaitingParties int
	Offered        int
}

// Listed is a seminar with its numbers.
type Listed struct {
	outreach.Seminar
	Counts
}

// Left is what is free now.
func (l Listed) Left() outreach.Seats { return l.Capacity.Minus(l.Taken) }

var errSeminar = fault.New(fault.NotFound, "outreach.seminar.gone")

const seminarColumns = `select s.id, s.series_id, r.name, s.no, s.title, s.title_en, s.lead, s.lead_en, s.about, s.points, s.speakers, s.bring, s.starts_at, s.ends_at,
	s.doors_minutes, s.place, s.place_en, s.online_url, s.adults, s.children, s.care_until, s.care_note, s.target, s.state, s.published_at, s.version
	from seminar s join seminar_series r on r.hub_id = s.hub_id and r.id = s.series_id where s.hub_id = $1 `

func scanSeminar(s db.Scanner) (m outreach.Seminar, err error) {
	err = s.Scan(&m.ID, &m.SeriesID, &m.Series, &m.No, &m.Title, &m.TitleEN, &m.Lead, &m.LeadEN, &m.About, &m.Points, &m.Speakers, &m.Bring, &m.Starts, &m.Ends,
		&m.Doors, &m.Place, &m.PlaceEN, &m.OnlineURL, &m.Capacity.Adults, &m.Capacity.Children, &m.CareUntil, &m.CareNote, &m.Target, &m.State, &m.PublishedAt, &m.Version)
	return m, err
}

func loadSeminar(q db.Q, hub, seminarID string) (outreach.Seminar, error) {
	return db.One(q, errSeminar, scanSeminar, seminarColumns+`and s.id = $2`, hub, seminarID)
}

// add counts a group in. Where there is a place, joining online takes no seat.
func (n *Counts) add(c counted, place string) {
	if !c.state.Live() {
		return
	}
	if c.state == outreach.Waiting {
		n.WaitingParties += c.parties
		return
	}
	n.Parties += c.parties
	n.Adults += c.adults
	if c.state == outreach.Offered {
		n.Offered += c.parties
	}
	if c.way == outreach.Online {
		n.Online += c.adults
	} else {
		n.Taken.Children += c.children
		n.Children += c.children
	}
	if c.way == outreach.AtPlace || place == "" {
		n.Taken.Adults += c.adults
	}
}

// withCounts reads the numbers of all these seminars with one query each for a list and for a single one.
func withCounts(q db.Q, hub string, sems []outreach.Seminar) ([]Listed, error) {
	if len(sems) == 0 {
		return nil, nil
	}
	var rows []counted
	var err error
	if len(sems) == 1 {
		rows, err = db.All(q, scanCounts, countColumns+`and c.seminar_id = $2`, hub, sems[0].ID)
	} else {
		rows, err = db.All(q, scanCounts, countColumns, hub)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Listed, len(sems))
	at := make(map[string]*Listed, len(sems))
	for i, m := range sems {
		out[i].Seminar = m
		at[m.ID] = &out[i]
	}
	for _, r := range rows {
		if l := at[r.seminar]; l != nil {
			l.add(r, l.Place)
		}
	}
	return out, nil
}

// listed reads one seminar with its numbers.
func listed(q db.Q, hub, seminarID string) (Listed, error) {
	m, err := loadSeminar(q, hub, seminarID)
	if err != nil {
		return Listed{}, err
	}
	l, err := withCounts(q, hub, []outreach.Seminar{m})
	if err != nil {
		return Listed{}, err
	}
	return l[0], nil
}
