package payeestore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

// Standing is all that was said and looked up of one worker: from it follows how she stood
// in tax on any day.
type Standing struct {
	said   []payee.Declared
	looked []payee.Lookup
}

// On is how she stood on a day.
func (s Standing) On(day when.Date) payee.Tax { return payee.TaxOn(s.said, s.looked, day) }

// Standings are the standings of some workers, in two queries however many they are; for
// statements whose lines were supplied on many days.
func (s *Store) Standings(q db.Q, hub string, of []string) (map[string]Standing, error) {
	said, err := s.Crew.Versions(q, hub, workers.PartBusiness, of)
	if err != nil {
		return nil, err
	}
	looked, err := lookups(q, hub, of)
	out := make(map[string]Standing, len(of))
	for _, w := range of {
		out[w] = Standing{declared(said[w]), looked[w]}
	}
	return out, err
}
