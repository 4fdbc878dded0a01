package workersstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/personal"
	"hiroba/internal/workers"
)

// codes are the answers of a file that are codes, with the beginning of their words.
var codes = map[string]string{"Form": "workers.form.", "Devices": "workers.device.", "Line": "workers.line.", "PCAge": "workers.pc_age.", "Kind": "workers.account."}

// brought is the beginning of the words for how a list brought somebody.
const brought = "workers.import.brought."

// Personal is what the house holds of people.
var Personal = personal.House{Name: "workers", Find: find, Erase: forget, Tables: []personal.Table{
	{Name: "worker", Whose: "id in (:workers)", Order: "no", Tell: "no name kana code_name mail phone lang=mydata.lang. state=workers.state. state_from referral_code parts made_at",
		Hide: "referred_by", Why: "mydata.why.others", Fate: personal.Blank, Empty: "kana mail phone search_key referred_by", Acts: "name", Law: "mydata.law.numbers"},
	{Name: "worker_step", Whose: "worker_id in (:workers)", Order: "worker_id, no", Tell: "no state=workers.state. from_on reason made_by made_at",
		Fate: personal.Blank, Empty: "reason made_by@", Law: "mydata.law.numbers"},
	{Name: "worker_link", Whose: "worker_id in (:workers)", Order: "made_at", Tell: "made_by made_at ends_at", Data: true, Fate: personal.Drop},
	{Name: "worker_part", Whose: "worker_id in (:workers)", Order: "worker_id, part, no", Tell: "part=workers.part. no body made_by made_at",
		Sealed: []personal.Sealed{{Name: "body", Purpose: purpose(""), By: "part", JSON: true, Words: codes}}, Fate: personal.Act, Law: "mydata.law.money"},
	{Name: "worker_consent", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "kind=workers.consent. version hash how=workers.how. signed_as made_by made_at",
		Sealed: []personal.Sealed{{Name: "signed_as", Purpose: signedPurpose}}, Fate: personal.Keep, Law: "mydata.law.contract"},
	{Name: "worker_photo", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "kind=workers.photo. media body made_by made_at",
		Sealed: []personal.Sealed{{Name: "body", Purpose: photoPurpose}}, Fate: personal.Drop},
	{Name: "worker_yearly", Whose: "worker_id in (:workers)", Order: "worker_id, no", Tell: "no asked_at answered_at answered_by", Fate: personal.Drop},
	{Name: "worker_keep", Whose: "worker_id in (:workers)", Order: "worker_id, until_on, kind", Tell: "kind=workers.keep. until_on source erased_at", Fate: personal.Keep, Law: "mydata.law.record"},
	{Name: "worker_import_person", Whose: "worker_id in (:workers)", Order: "made_at, import_id", Tell: "line how=" + brought + " said_sealed made_at",
		Sealed: []personal.Sealed{{Name: "said_sealed", Purpose: saidPurpose, JSON: true}}, Fate: personal.Drop},
	{Name: "worker_plan", Whose: "worker_id in (:workers)", Order: "on_date, id", Tell: "state=workers.state. on_date reason made_by made_at done_at", Fate: personal.Drop},
}}

// find adds the workers of an account, or the account of a worker.
func find(q db.Q, s *personal.Subject) error {
	var ws []workers.Worker
	for _, id := range s.Workers {
		w, err := Load(q, s.Hub, id)
		if err != nil {
			return err
		}
		ws = append(ws, w)
	}
	if s.Person != "" && len(ws) == 0 {
		more, err := db.All(q, scan, columns+`and w.person_id = $2 order by w.no`, s.Hub, s.Person)
		if err != nil {
			return err
		}
		ws = more
	}
	for _, w := range ws {
		personal.Add(&s.Workers, w.ID)
		personal.Add(&s.Names, w.Name)
		personal.Add(&s.Mails, w.Mail)
		personal.Add(&s.Phones, w.Phone)
		if s.Person == "" {
			s.Person = w.Person
		}
	}
	return nil
}

// forget ends the registration and erases the file, but for what papers of money need
// . Whoever never signed leaves nothing; of the others the contract stays as long
// as the table of retention says.
func forget(tx *db.Tx, a who.Actor, s personal.Subject, money bool) error {
	today := tx.Now().DateIn(when.Tokyo)
	for _, id := range s.Workers {
		w, err := Load(tx, s.Hub, id)
		if err != nil {
			return err
		}
		kinds := []string{"photo", "emergency", "profile"}
		if w.State == workers.Registering {
			kinds = []string{"applicant"}
		}
		if err := keepFrom(tx, a, w, today); err != nil {
			return err
		}
		if w.State != workers.Left {
			if err := Move(tx, a, w, workers.Left, today, ""); err != nil {
				return err
			}
		}
		for _, k := range kinds {
			if err := eraseNow(tx, a, w, k); err != nil {
				return err
			}
		}
		if money {
			continue
		}
		if err := eraseParts(tx, a, w, "money"); err != nil {
			return err
		}
		if _, err := tx.Exec(`update worker set name = $3, person_id = '' where hub_id = $1 and id = $2`, a.Hub, w.ID, i18n.Of(w.Lang).T("workers.nobody")); err != nil {
			return err
		}
	}
	return nil
}

// eraseNow erases a kind of record before its time, because the person asked.
func eraseNow(tx *db.Tx, a who.Actor, w workers.Worker, kind string) error {
	if err := eraseKind(tx, a, w, kind); err != nil {
		return err
	}
	if _, err := tx.Exec(`update worker_keep set erased_at = $4 where hub_id = $1 and worker_id = $2 and kind = $3 and erased_at = ''`, a.Hub, w.ID, kind, tx.Now()); err != nil {
		return err
	}
	return journal.Note(tx, a, workers.Erased{Worker: w.ID, No: w.No, What: kind})
}
