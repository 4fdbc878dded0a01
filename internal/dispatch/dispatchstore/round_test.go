package dispatchstore

import (
	"strings"
	"testing"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
)

// TestARoundGoesOnAfterAHubThatCannotBePlanned: what is wrong in one hub's books keeps no
// other hub from its plan, and it is told.
func TestARoundGoesOnAfterAHubThatCannotBePlanned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		h.order("入力", 40, "2027-03-01", false)
		h.plan()
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error { // a hub that comes first, with a plan nobody can read
			if _, err := tx.Exec(`insert into hub (id, slug, host, name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en, access, access_en, phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, version, opened_at)
				select '0', 'other', '', name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en, access, access_en, phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, version, opened_at from hub where id = $1`, h.hub); err != nil {
				return err
			}
			_, err := tx.Exec(`insert into dispatch_plan (hub_id, no, state, cause, seed, inputs_hash, figures, made_by, asked_at, made_at, sent_by, sent_at) values ('0', 1, 'ready', 'asked', 1, '', '{', '', '', '', '', '')`)
			return err
		}))
		h.worker("春香")
		before := h.board().No
		if err := h.roundJob(t.Context(), jobs.Job{}); err == nil || !strings.Contains(err.Error(), "hub 0") {
			t.Error("the hub that cannot be planned is not told:", err)
		}
		if now := h.board().No; now != before+1 {
			t.Errorf("plan %d, then %d: the other hub was not planned", before, now)
		}
	})
}
