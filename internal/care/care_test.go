package care

import (
	"slices"
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// wrong are the fields a fault names.
func wrong(err error) string {
	var out []string
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestARequestNeedsNoWordsButAKind(t *testing.T) {
	for _, x := range []struct {
		f    RequestForm
		want string
	}{
		{RequestForm{Kind: "hours"}, ""},
		{RequestForm{Kind: "hours", Words: "夕方まで"}, ""},
		{RequestForm{}, "kind"},
		{RequestForm{Kind: "everything"}, "kind"},
		{RequestForm{Kind: "other"}, "words"},
		{RequestForm{Kind: "hours", Words: strings.Repeat("あ", wordsMost+1)}, "words"},
		{RequestForm{Kind: "hours", Words: "番号は 1234-5678-9018 です"}, "words"}, // a valid individual number
	} {
		if _, err := x.f.Read(); wrong(err) != x.want {
			t.Errorf("%+v: %q, want %q", x.f, wrong(err), x.want)
		}
	}
}

func TestARefusalGivesItsReason(t *testing.T) { // Art. 13
	today := when.On(2027, 2, 9)
	for _, x := range []struct {
		f    AnswerForm
		want string
	}{
		{AnswerForm{Decision: "granted", Answer: "はい"}, ""},
		{AnswerForm{Decision: "refused"}, "answer"},
		{AnswerForm{Decision: "granted"}, "answer"},
		{AnswerForm{Answer: "はい"}, "decision"},
		{AnswerForm{Decision: "withdrawn", Answer: "はい"}, "decision"},
		{AnswerForm{Decision: "partly", Answer: "はい", From: "R9.3.1", To: "2027-02-28"}, "to"},
		{AnswerForm{Decision: "partly", Answer: "はい", From: "きのう"}, "from"},
	} {
		if _, err := x.f.Read(today); wrong(err) != x.want {
			t.Errorf("%+v: %q, want %q", x.f, wrong(err), x.want)
		}
	}
	r, err := AnswerForm{Decision: "partly", Answer: "はい", From: "3/1", To: "3/31"}.Read(today)
	if err != nil || r.From != when.On(2027, 3, 1) || r.To != when.On(2027, 3, 31) {
		t.Error(r, err)
	}
}

func TestSomebodyIsLeftToReadACase(t *testing.T) {
	hs := []Handler{{Person: "a"}, {Person: "b"}}
	c, err := CaseForm{Kind: "harassment", Words: "x", Shut: []string{"a", "stranger"}}.Read(hs)
	if err != nil || !slices.Equal(c.Shut, []string{"a"}) {
		t.Error(c.Shut, err)
	}
	if _, err := (CaseForm{Kind: "harassment", Words: "x", Shut: []string{"a", "b"}}).Read(hs); wrong(err) != "shut" {
		t.Error(wrong(err))
	}
	if _, err := (CaseForm{Kind: "report", Words: "x", Shut: []string{"a"}}).Read(nil); err != nil {
		t.Error("a hub without handlers yet refuses a report:", err)
	}
}

func TestStepsOfACase(t *testing.T) {
	for _, x := range []struct {
		f     StepForm
		to    CaseState
		wrong string
	}{
		{StepForm{Kind: "reply", Words: "x"}, "", ""},
		{StepForm{Kind: "step", Words: "x"}, Looking, ""},
		{StepForm{Kind: "outcome", Words: "x", Outcome: "confirmed"}, Closed, ""},
		{StepForm{Kind: "outcome", Words: "x"}, Closed, "outcome"},
		{StepForm{Kind: "said", Words: "x"}, "", "step"},
		{StepForm{Kind: "note"}, "", "words"},
	} {
		if _, to, err := x.f.Read(); to != x.to || wrong(err) != x.wrong {
			t.Errorf("%+v: %q %q", x.f, to, wrong(err))
		}
	}
}

func TestProtectionFollowsItsTable(t *testing.T) {
	for day, want := range map[string]string{"2026-11-30": "2027-11-30", "2027-02-09": "2028-02-09", "2024-02-29": "2025-02-28", "2040-01-01": "2041-01-01"} {
		if got := ProtectedFrom(when.MustDate(day)); got.String() != want {
			t.Errorf("%s: until %s, want %s", day, got, want)
		}
	}
	if WhistleProtected(when.On(2026, 11, 30)) || !WhistleProtected(when.On(2026, 12, 1)) {
		t.Error("the amended Act covers people on commission from 1 December 2026")
	}
}

func TestAVoiceNeedsConsent(t *testing.T) {
	f := VoiceForm{Body: "昼寝の40分で始められました。", As: "30代・お子さん2人", Consent: true}
	if _, err := f.Read(); err != nil {
		t.Error(err)
	}
	f.Consent = false
	if _, err := f.Read(); wrong(err) != "consent" {
		t.Error(wrong(err))
	}
}

func TestSurveysAreCountedAndMasked(t *testing.T) {
	today := when.On(2027, 2, 9)
	s, err := SurveyForm{Title: "冬の働き方", Closes: "2027-02-20", Questions: []QuestionForm{{Kind: "scale", Label: "量はちょうどよい"}, {}, {Kind: "choice", Label: "時間", Choices: "朝\n\n 夜 "}, {Kind: "text", Label: "ひとこと"}}}.Read(today)
	if err != nil || len(s.Questions) != 3 || !slices.Equal(s.Questions[1].Choices, []string{"朝", "夜"}) {
		t.Fatal(s, err)
	}
	for _, f := range []struct {
		form SurveyForm
		want string
	}{
		{SurveyForm{Title: "x", Closes: "2027-02-09", Questions: []QuestionForm{{Kind: "scale", Label: "x"}}}, "closes"},
		{SurveyForm{Title: "x", Questions: []QuestionForm{{Kind: "scale", Label: "x"}}}, "closes"},
		{SurveyForm{Title: "x", Closes: "3/1"}, "label1"},
		{SurveyForm{Title: "x", Closes: "3/1", Questions: []QuestionForm{{Kind: "choice", Label: "x", Choices: "one"}}}, "choices1"},
	} {
		if _, err := f.form.Read(today); wrong(err) != f.want {
			t.Errorf("%+v: %q", f.form, wrong(err))
		}
	}
	for typed, want := range map[string]string{"4,朝,": "", ",,": "q1", "6,朝,": "q1", "1,昼,": "q2"} {
		if _, err := s.ReadAnswers(strings.Split(typed, ",")); wrong(err) != want {
			t.Errorf("%q: %q", typed, wrong(err))
		}
	}
	ts := s.TallyUp([][]string{{"4", "朝", "ありがとう"}, {"5", "", ""}, {"", "朝", "いつも"}})
	if ts[0].Answers != 2 || ts[0].Mean() != 45 || ts[1].Counts[0].N != 2 || len(ts[2].Texts) != 2 {
		t.Errorf("%+v", ts)
	}
	if s.Answered = TallyLeast - 1; s.Shown() {
		t.Error("four sheets could tell who said what")
	}
	if s.Answered = TallyLeast; !s.Shown() {
		t.Error("five sheets are enough")
	}
}
