package interviewsstore

import (
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var errGone = fault.New(fault.NotFound, "interviews.fault.gone")

const applicantColumns = `select p.id, p.name, p.kana, p.mail, p.phone, p.lang, p.source, p.source_id, p.referred_by, p.wants, p.consent_version, p.stage, p.stage_at,
	p.outcome, p.next_step, p.next_on, p.reminded, p.reminded_at, p.later_on, p.other_where, p.worker_id, p.alike, p.sequence, p.version, p.made_by, p.made_at
	from applicant p where p.hub_id = $1 `

// fields are the columns of an applicant, in the order of applicantColumns.
func fields(p *interviews.Applicant) []any {
	return []any{&p.ID, &p.Name, &p.Kana, &p.Mail, &p.Phone, &p.Lang, &p.Source, &p.SourceID, &p.ReferredBy, &p.Wants, &p.Consent, &p.Stage, &p.StageAt,
		&p.Outcome, &p.NextStep, &p.NextOn, &p.Reminded, &p.RemindedAt, &p.LaterOn, &p.Where, &p.WorkerID, &p.Alike, &p.Sequence, &p.Version, &p.MadeBy, &p.Made}
}

func scanApplicant(r db.Scanner) (p interviews.Applicant, err error) {
	err = r.Scan(fields(&p)...)
	return p, err
}

// byID reads an applicant; one who was erased is gone.
func byID(q db.Q, hub, applicantID string) (interviews.Applicant, error) {
	return db.One(q, errGone, scanApplicant, applicantColumns+`and p.id = $2 and p.stage <> 'erased'`, hub, applicantID)
}

func byToken(q db.Q, hub, token string) (interviews.Applicant, error) {
	return db.One(q, errGone, scanApplicant, applicantColumns+`and p.token_hash = $2 and p.stage <> 'erased'`, hub, id.Hash(token))
}

// token is the secret in an applicant's link. It follows from the installation's key,
// so that every letter carries the same link although only its hash is in the books.
func (s *Store) token(hub, applicantID string) string {
	return s.Keys.Sign("interviews/applicant", hub+"/"+applicantID)
}

// searchKey is what staff find an applicant by.
func searchKey(p interviews.Applicant) string {
	return strings.Join([]string{ja.SearchKey(p.Kana), ja.SearchKey(p.Name), strings.ToLower(p.Mail), "0" + strings.TrimPrefix(p.Phone, "+81")}, " ")
}

func (s *Store) insert(tx *db.Tx, a who.Actor, p interviews.Applicant, once string) error {
	_, err := tx.Exec(`insert into applicant (hub_id, id, token_hash, once_key, name, kana, search_key, mail, phone, lang, source, source_id, referred_by, wants,
		consent_version, stage, stage_at, outcome, next_step, next_on, reminded, reminded_at, later_on, other_where, worker_id, alike, sequence, version, made_by, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', $18, $19, 0, '', '', '', '', $20, 0, 1, $21, $17)`,
		a.Hub, p.ID, id.Hash(s.token(a.Hub, p.ID)), once, p.Name, p.Kana, searchKey(p), p.Mail, p.Phone, p.Lang, p.Source, p.SourceID, p.ReferredBy, p.Wants,
		p.Consent, p.Stage, tx.Now(), p.NextStep, p.NextOn, p.Alike, a.Name)
	if err != nil {
		return err
	}
	return step(tx, a, p, "")
}

func step(tx *db.Tx, a who.Actor, p interviews.Applicant, reason string) error {
	_, err := tx.Exec(`insert into applicant_step (hub_id, applicant_id, no, stage, reason, made_by, made_at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6 from applicant_step where hub_id = $1 and applicant_id = $2`,
		a.Hub, p.ID, p.Stage, reason, a.Name, tx.Now())
	return err
}

// save keeps an applicant with the step that follows from the rules.
func save(tx *db.Tx, hub string, p *interviews.Applicant, meets when.Date) error {
	p.NextStep, p.NextOn = p.Next(p.StageAt.DateIn(when.Tokyo), p.RemindedAt.DateIn(when.Tokyo), meets)
	p.Version++
	return db.Exec1(tx, errGone, `update applicant set name = $3, kana = $4, search_key = $5, mail = $6, phone = $7, stage = $8, stage_at = $9, outcome = $10, next_step = $11,
		next_on = $12, reminded = $13, reminded_at = $14, later_on = $15, other_where = $16, worker_id = $17, sequence = $18, version = $19, wants = $20 where hub_id = $1 and id = $2`,
		hub, p.ID, p.Name, p.Kana, searchKey(*p), p.Mail, p.Phone, p.Stage, p.StageAt, p.Outcome, p.NextStep, p.NextOn, p.Reminded, p.RemindedAt, p.LaterOn, p.Where,
		p.WorkerID, p.Sequence, p.Version, p.Wants)
}

// turn brings an applicant to a stage, with its record and its next step.
func turn(tx *db.Tx, a who.Actor, p *interviews.Applicant, to interviews.Stage, meets when.Date, reason string) error {
	if err := p.May(to); err != nil {
		return err
	}
	was := p.Stage
	p.Stage, p.StageAt, p.Reminded, p.RemindedAt = to, tx.Now(), 0, when.Instant{}
	if err := save(tx, a.Hub, p, meets); err != nil {
		return err
	}
	if err := step(tx, a, *p, reason); err != nil {
		return err
	}
	return journal.Note(tx, a, interviews.Turned{Applicant: p.ID, From: was, To: to, Reason: reason})
}

// same looks for the same person among those who are live; somebody only alike is noted on p.
func same(tx *db.Tx, hub string, p *interviews.Applicant) (found interviews.Applicant, err error) {
	old, err := db.All(tx, scanApplicant, applicantColumns+`and p.stage not in ('erased', 'closed') and p.id <> $2
		and ((p.mail = $3 and p.mail <> '') or (p.phone = $4 and p.phone <> '') or (p.kana = $5 and p.kana <> '')) order by p.made_at, p.id`, hub, p.ID, p.Mail, p.Phone, p.Kana)
	for _, o := range old {
		if p.SamePerson(o) {
			return o, err
		}
		if p.LooksAlike(o) && p.Alike == "" {
			p.Alike = o.ID
		}
	}
	return found, err
}
