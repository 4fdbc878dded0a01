package carestore

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var errSurvey = fault.New(fault.NotFound, "care.fault.survey_gone")

const surveyColumns = `select s.id, s.title, s.lead, s.named, s.state, s.closes_on, s.made_by, s.made_at, s.sent_at, s.version,
	(select count(*) from care_asked x where x.hub_id = s.hub_id and x.survey_id = s.id),
	(select count(*) from care_asked x where x.hub_id = s.hub_id and x.survey_id = s.id and x.answered = 1) from care_survey s where s.hub_id = $1 `

func scanSurvey(r db.Scanner) (x care.Survey, err error) {
	var named int
	err = r.Scan(&x.ID, &x.Title, &x.Lead, &named, &x.State, &x.Closes, &x.MadeBy, &x.Made, &x.Sent, &x.Version, &x.Asked, &x.Answered)
	x.Named = named == 1
	return x, err
}

// Surveys are all surveys of a hub, newest first.
func (s *Store) Surveys(ctx context.Context, a who.Actor) ([]care.Survey, error) {
	if err := a.May(care.MaySurvey); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Survey, error) {
		return db.All(v, scanSurvey, surveyColumns+`order by s.made_at desc, s.id desc`, a.Hub)
	})
}

// Survey is one survey with its questions.
func (s *Store) Survey(ctx context.Context, a who.Actor, surveyID string) (care.Survey, error) {
	if err := a.May(care.MaySurvey); err != nil {
		return care.Survey{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (care.Survey, error) { return survey(v, a.Hub, surveyID) })
}

func survey(q db.Q, hub, surveyID string) (care.Survey, error) {
	x, err := db.One(q, errSurvey, scanSurvey, surveyColumns+`and s.id = $2`, hub, surveyID)
	if err != nil {
		return x, err
	}
	x.Questions, err = db.All(q, func(r db.Scanner) (qu care.Question, err error) {
		var choices string
		if err = r.Scan(&qu.Kind, &qu.Label, &choices); err == nil {
			err = json.Unmarshal([]byte(choices), &qu.Choices)
		}
		return qu, err
	}, `select kind, label, choices from care_question where hub_id = $1 and survey_id = $2 order by no`, hub, surveyID)
	return x, err
}

// SaveSurvey writes a draft: a new one where version is 0, else over the version that was read.
func (s *Store) SaveSurvey(ctx context.Context, a who.Actor, surveyID string, version int, f care.SurveyForm) error {
	if err := a.May(care.MaySurvey); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := f.Read(tx.Now().DateIn(when.Tokyo))
		if err != nil {
			return err
		}
		named := 0
		if x.Named {
			named = 1
		}
		if version == 0 {
			n, err := tx.Exec(`insert into care_survey (hub_id, id, title, lead, named, state, closes_on, made_by, made_at, sent_at, version)
				values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, '', 1) on conflict (hub_id, id) do nothing`, a.Hub, surveyID, x.Title, x.Lead, named, x.Closes, a.Name, tx.Now())
			if err != nil || n == 0 {
				return err
			}
		} else {
			err := db.Exec1(tx, errStale, `update care_survey set title = $4, lead = $5, named = $6, closes_on = $7, version = version + 1
				where hub_id = $1 and id = $2 and version = $3 and state = 'draft'`, a.Hub, surveyID, version, x.Title, x.Lead, named, x.Closes)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`delete from care_question where hub_id = $1 and survey_id = $2`, a.Hub, surveyID); err != nil {
				return err
			}
		}
		for i, q := range x.Questions {
			choices, err := json.Marshal(q.Choices)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`insert into care_question (hub_id, survey_id, no, kind, label, choices) values ($1, $2, $3, $4, $5, $6)`, a.Hub, surveyID, i+1, q.Kind, q.Label, string(choices)); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, care.SurveySaved{ID: surveyID})
	})
}

// Send opens a draft and asks every registered worker, each by a link of their own.
// Whoever has no mail finds it on their pages or hears of it at the desk.
func (s *Store) Send(ctx context.Context, a who.Actor, surveyID string, version int) error {
	if err := a.May(care.MaySurvey); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := survey(tx, a.Hub, surveyID)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update care_survey set state = 'open', sent_at = $4, version = version + 1 where hub_id = $1 and id = $2 and version = $3 and state = 'draft'`, a.Hub, surveyID, version, tx.Now())
		if err != nil {
			return err
		}
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		crew, err := workersstore.InState(tx, a.Hub, workers.Registered)
		if err != nil {
			return err
		}
		for _, w := range crew {
			if err := s.ask(tx, h, x, w); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, care.SurveySent{ID: surveyID, People: len(crew)})
	})
}

func (s *Store) ask(tx *db.Tx, h hub.Hub, x care.Survey, w workers.Worker) error {
	token := s.Keys.Sign("care_survey", h.ID+x.ID+w.ID)
	if _, err := tx.Exec(`insert into care_asked (hub_id, survey_id, worker_id, token_hash, answered) values ($1, $2, $3, $4, 0)`, h.ID, x.ID, w.ID, id.Hash(token)); err != nil {
		return err
	}
	l := i18n.Of(w.Lang)
	how := l.T("care.mail.survey_unnamed")
	if x.Named {
		how = l.T("care.mail.survey_named")
	}
	_, err := mail.Enqueue(tx, mail.Message{Hub: h.ID, Kind: "care.survey", About: x.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject: l.T("care.mail.survey_subject", "title", x.Title), Paragraphs: []string{l.T("care.mail.survey_text", "name", w.Name, "by", l.Date(x.Closes)), x.Lead, how},
		Button: &mail.Link{Label: l.T("care.mail.survey_button"), URL: s.Hubs.URL(h, l.Path("/survey-of-work/"+token))}})
	return err
}

// Sheet is a survey as somebody who was asked sees it.
type Sheet struct {
	care.Survey
	Done bool // answered already
}

// Sheet is the survey a link opens.
func (s *Store) Sheet(ctx context.Context, a who.Actor, token string) (Sheet, error) {
	if err := a.May(care.MayTell); err != nil {
		return Sheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Sheet, error) {
		x, _, err := sheet(v, a.Hub, token)
		return x, err
	})
}

func sheet(q db.Q, hub, token string) (x Sheet, worker string, err error) {
	var surveyID string
	var answered int
	_, err = db.One(q, errSurvey, func(r db.Scanner) (struct{}, error) { return struct{}{}, r.Scan(&surveyID, &worker, &answered) },
		`select survey_id, worker_id, answered from care_asked where hub_id = $1 and token_hash = $2`, hub, id.Hash(token))
	if err != nil {
		return x, "", err
	}
	x.Survey, err = survey(q, hub, surveyID)
	x.Done = answered == 1
	if err == nil && (x.State != care.SurveyOpen || q.Now().DateIn(when.Tokyo).After(x.Closes)) {
		err = fault.New(fault.NotFound, "care.fault.survey_over")
	}
	return x, worker, err
}

// AnswerSheet takes one sheet of answers, once. Of an anonymous survey nothing kept
// leads from the answers to the person: the sheet's name is chance, and no time stands on it.
func (s *Store) AnswerSheet(ctx context.Context, a who.Actor, token string, typed []string) error {
	if err := a.May(care.MayTell); err != nil {
		return err
	}
	name := make([]byte, 12)
	rand.Read(name) //nolint:errcheck // crypto/rand never fails
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, worker, err := sheet(tx, a.Hub, token)
		if err != nil || x.Done {
			return err
		}
		values, err := x.ReadAnswers(typed)
		if err != nil {
			return err
		}
		if !x.Named {
			worker = ""
		}
		for i, v := range values {
			if v == "" {
				continue
			}
			if _, err := tx.Exec(`insert into care_answer (hub_id, survey_id, sheet, question_no, worker_id, value) values ($1, $2, $3, $4, $5, $6)`, a.Hub, x.ID, hex.EncodeToString(name), i+1, worker, v); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`update care_asked set answered = 1 where hub_id = $1 and token_hash = $2`, a.Hub, id.Hash(token)); err != nil {
			return err
		}
		return journal.Note(tx, who.System(a.Hub, "care"), care.SurveyAnswered{ID: x.ID})
	})
}

// Results are the answers to a survey, once enough have come in.
func (s *Store) Results(ctx context.Context, a who.Actor, surveyID string) (care.Survey, []care.Tally, error) {
	if err := a.May(care.MaySurvey); err != nil {
		return care.Survey{}, nil, err
	}
	var ts []care.Tally
	x, err := db.Read(ctx, s.DB, func(v *db.View) (care.Survey, error) {
		x, err := survey(v, a.Hub, surveyID)
		if err != nil || !x.Shown() {
			return x, err
		}
		sheets := map[string][]string{}
		_, err = db.All(v, func(r db.Scanner) (struct{}, error) {
			var name, value string
			var no int
			if err := r.Scan(&name, &no, &value); err != nil {
				return struct{}{}, err
			}
			if sheets[name] == nil {
				sheets[name] = make([]string, len(x.Questions))
			}
			sheets[name][no-1] = value
			return struct{}{}, nil
		}, `select sheet, question_no, value from care_answer where hub_id = $1 and survey_id = $2`, a.Hub, surveyID)
		if err != nil {
			return x, err
		}
		var all [][]string
		for _, sh := range sheets {
			all = append(all, sh)
		}
		ts = x.TallyUp(all)
		return x, nil
	})
	return x, ts, err
}

// CloseSurvey takes no more answers.
func (s *Store) CloseSurvey(ctx context.Context, a who.Actor, surveyID string) error {
	if err := a.May(care.MaySurvey); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := db.Exec1(tx, errSurvey, `update care_survey set state = 'closed', version = version + 1 where hub_id = $1 and id = $2 and state = 'open'`, a.Hub, surveyID); err != nil {
			return err
		}
		return journal.Note(tx, a, care.SurveyClosed{ID: surveyID})
	})
}

// Invitation is a survey that waits for somebody, with the token of the link that opens it.
type Invitation struct{ Token, Title string }

// MySurveys are the open surveys this worker was asked and has not answered.
func (s *Store) MySurveys(ctx context.Context, a who.Actor) ([]Invitation, error) {
	if err := a.May(care.MayAsk); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Invitation, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		return db.All(v, func(r db.Scanner) (x Invitation, err error) {
			var surveyID string
			err = r.Scan(&surveyID, &x.Title)
			x.Token = s.Keys.Sign("care_survey", a.Hub+surveyID+w.ID)
			return x, err
		}, `select s.id, s.title from care_asked x join care_survey s on s.hub_id = x.hub_id and s.id = x.survey_id
			where x.hub_id = $1 and x.worker_id = $2 and x.answered = 0 and s.state = 'open' and s.closes_on >= $3 order by s.closes_on, s.id`, a.Hub, w.ID, v.Now().DateIn(when.Tokyo))
	})
}
