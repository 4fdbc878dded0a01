package dispatchstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// fairDays is how far fairness looks back.
const fairDays = 90

// Fair is how work is shared among people: for staff, to see whom the hub has left out.
type Fair struct {
	From   when.Date
	Total  yen.Amount
	People []FairRow
	Median int // days from registration to the first paid piece; -1 if nobody has one
	Paid   int // how many have one
	Half   int // how many people got the larger half of the fees
}

// FairRow is one person's share.
type FairRow struct {
	Worker string
	Person
	Registered    when.Date
	Yen           yen.Amount
	Share         int // percent of all fees
	First         int // days from registration to the first paid piece; -1 none yet
	Offers, Liked int // offers, and those of a kind she wishes for
	Wishes        bool
}

// Fair reads the shares of the last ninety days. What anybody answered is not in it.
func (s *Store) Fair(ctx context.Context, a who.Actor) (Fair, error) {
	if err := a.May(dispatch.MayRun); err != nil {
		return Fair{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (f Fair, err error) {
		today := hubstore.Day(v)
		f.From = today.AddDays(-fairDays)
		ws, err := workersstore.InState(v, a.Hub, workers.Registered)
		if err != nil {
			return f, err
		}
		since, err := workersstore.Registrations(v, a.Hub)
		if err != nil {
			return f, err
		}
		at := map[string]*FairRow{}
		for _, w := range ws {
			at[w.ID] = &FairRow{Worker: w.ID, Person: Person{w.Name, w.No}, Registered: since[w.ID], First: -1}
		}
		if err := earned(v, a.Hub, f.From, at); err != nil {
			return f, err
		}
		if err := wished(v, a.Hub, f.From, at); err != nil {
			return f, err
		}
		for _, w := range ws {
			f.People = append(f.People, *at[w.ID])
		}
		f.sum()
		return f, nil
	})
}

// earned adds fees and the way to the first paid piece.
func earned(q db.Q, hubID string, from when.Date, at map[string]*FairRow) error {
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		var worker string
		var first when.Date
		var sum yen.Amount
		err := r.Scan(&worker, &first, &sum)
		if x := at[worker]; x != nil {
			if x.Yen = sum; !x.Registered.IsZero() {
				x.First = max(first.Sub(x.Registered), 0)
			}
		}
		return 0, err
	}, `select worker_id, min(received_on), cast(sum(case when received_on >= $2 then fee_yen + extra_yen else 0 end) as bigint) from work_receipt where hub_id = $1 and fee_yen > 0 group by worker_id`, hubID, from)
	return err
}

// wished adds offers against wishes.
func wished(q db.Q, hubID string, from when.Date, at map[string]*FairRow) error {
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		var worker string
		var n, liked int
		err := r.Scan(&worker, &n, &liked)
		if x := at[worker]; x != nil {
			x.Offers, x.Liked = n, liked
		}
		return 0, err
	}, `select f.worker_id, count(*), count(w.worker_id) from dispatch_offer f join client_order o on o.hub_id = f.hub_id and o.id = f.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		left join worker_kind w on w.hub_id = f.hub_id and w.worker_id = f.worker_id and w.skill_id = k.skill_id and w.want = 'yes' where f.hub_id = $1 and f.made_at >= $2 group by f.worker_id`, hubID, from.String())
	if err != nil {
		return err
	}
	_, err = db.All(q, func(r db.Scanner) (x string, err error) {
		err = r.Scan(&x)
		if w := at[x]; w != nil {
			w.Wishes = true
		}
		return x, err
	}, `select distinct worker_id from worker_kind where hub_id = $1 and want = 'yes'`, hubID)
	return err
}

// sum works out shares, the median and who got half of it; the smallest share first: that
// is where to look.
func (f *Fair) sum() {
	var days []int
	for _, x := range f.People {
		f.Total += x.Yen
		if x.First >= 0 {
			days = append(days, x.First)
		}
	}
	for i := range f.People {
		if f.Total > 0 {
			f.People[i].Share = int((f.People[i].Yen*100 + f.Total/2) / f.Total)
		}
	}
	slices.SortStableFunc(f.People, func(a, b FairRow) int { return int(a.Yen - b.Yen) })
	half := yen.Amount(0)
	for i := len(f.People) - 1; i >= 0 && half*2 < f.Total; i-- {
		half += f.People[i].Yen
		f.Half++
	}
	f.Median, f.Paid = -1, len(days)
	if slices.Sort(days); len(days) > 0 {
		f.Median = days[len(days)/2]
	}
}
