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

// countColumns add up the sign-ups of each seminar. Where there is a place, joining online takes no seat.
const countColumns = `select g.seminar_id,
	cast(coalesce(sum(case when g.state in ('seat','offered') and (g.way = 'place' or s.place = '') then g.adults else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state in ('seat','offered') and g.way = 'place' then g.children else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state in ('seat','offered') then 1 else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state in ('seat','offered') then g.adults else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state in ('seat','offered') and g.way = 'online' then g.adults else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state = 'waiting' then 1 else 0 end), 0) as bigint),
	cast(coalesce(sum(case when g.state = 'offered' then 1 else 0 end), 0) as bigint)
	from signup g join seminar s on s.hub_id = g.hub_id and s.id = g.seminar_id where g.hub_id = $1 and g.state in ('seat','offered','waiting') `

type counted struct {
	seminar string
	Counts
}

func scanCounts(s db.Scanner) (c counted, err error) {
	err = s.Scan(&c.seminar, &c.Taken.Adults, &c.Taken.Children, &c.Parties, &c.Adults, &c.Online, &c.WaitingParties, &c.Offered)
	c.Children = c.Taken.Children
	return c, err
}

// withCounts reads the numbers of all these seminars with one query each for a list and for a single one.
func withCounts(q db.Q, hub string, sems []outreach.Seminar) ([]Listed, error) {
	if len(sems) == 0 {
		return nil, nil
	}
	one := ""
	if len(sems) == 1 {
		one = sems[0].ID
	}
	rows, err := db.All(q, scanCounts, countColumns+`and (g.seminar_id = $2 or $2 = '') group by g.seminar_id`, hub, one)
	if err != nil {
		return nil, err
	}
	by := make(map[string]Counts, len(rows))
	for _, r := range rows {
		by[r.seminar] = r.Counts
	}
	out := make([]Listed, len(sems))
	for i, m := range sems {
		out[i] = Listed{m, by[m.ID]}
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
