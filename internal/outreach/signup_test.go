package outreach

import (
	"reflect"
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

func seminar() Seminar {
	return Seminar{ID: "s", Title: "家で働くって どんな感じ？", Starts: instant("2027-02-18 10:00"), Ends: instant("2027-02-18 11:30"), Place: "地域交流館 2階",
		Capacity: Seats{50, 4}, CareUntil: when.MustDate("2027-02-16"), State: Published, PublishedAt: instant("2027-01-10 09:00")}
}

func typed() SignupForm {
	return SignupForm{Name: "三好　みさき", Kana: "みよし みさき", Mail: "misaki@example.com", Phone: "０９０ー００００ー１２３４", Consent: true, Lang: "ja"}
}

func TestSignupForm(t *testing.T) {
	now := instant("2027-02-09 10:00")
	g, err := typed().Read(seminar(), now, when.Tokyo)
	if err != nil {
		t.Fatal(err)
	}
	if g.Name != "三好　みさき" || g.Kana != "ミヨシ ミサキ" || g.Phone != "+819000001234" || g.Way != AtPlace || g.Consent != ConsentVersion {
		t.Errorf("read %+v", g)
	}
	for what, c := range map[string]struct {
		change func(*SignupForm)
		field  string
		key    string
	}{
		"no name":         {func(f *SignupForm) { f.Name = " 　" }, "name", "outreach.signup.name_missing"},
		"no kana":         {func(f *SignupForm) { f.Kana = "" }, "kana", "outreach.signup.kana_missing"},
		"kanji as kana":   {func(f *SignupForm) { f.Kana = "三好" }, "kana", "outreach.signup.kana_form"},
		"no @":            {func(f *SignupForm) { f.Mail = "misaki.example.com" }, "mail", "outreach.signup.mail_at"},
		"@ but no domain": {func(f *SignupForm) { f.Mail = "misaki@" }, "mail", "outreach.signup.mail_form"},
		"nothing to reach": {func(f *SignupForm) { f.Mail, f.Phone = "", "" }, "mail",
			"outreach.signup.contact_missing"},
		"short phone":    {func(f *SignupForm) { f.Phone = "123" }, "phone", "outreach.signup.phone_form"},
		"no consent":     {func(f *SignupForm) { f.Consent = false }, "consent", "outreach.signup.consent_missing"},
		"care, no ages":  {func(f *SignupForm) { f.Care = true }, "ages", "outreach.signup.ages_form"},
		"five children":  {func(f *SignupForm) { f.Care, f.Ages = true, "1 2 3 4 5" }, "ages", "outreach.signup.ages_room"},
		"long wishes":    {func(f *SignupForm) { f.Wishes = strings.Repeat("あ", 401) }, "wishes", "outreach.signup.wishes_long"},
		"my number":      {func(f *SignupForm) { f.Wishes = "番号は1234-5678-9018です" }, "wishes", "outreach.signup.my_number"},
		"unknown source": {func(f *SignupForm) { f.Heard = "moon" }, "heard", "outreach.signup.heard_form"},
	} {
		f := typed()
		c.change(&f)
		_, err := f.Read(seminar(), now, when.Tokyo)
		flt := fault.Of(err)
		if flt == nil || len(flt.Fields) != 1 || flt.Fields[0].Name != c.field || flt.Fields[0].Key != c.key {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWaysAndNeeds(t *testing.T) {
	s := seminar()
	p := Party{Adults: 2, Children: []int{12}, Way: AtPlace}
	if got := s.Need(p); got != (Seats{2, 1}) {
		t.Errorf("at the place: %v", got)
	}
	s.OnlineURL = "https://meet.example.jp/x"
	if _, err := typed().Read(s, instant("2027-02-09 10:00"), when.Tokyo); fault.Of(err) == nil || fault.Of(err).Fields[0].Key != "outreach.signup.way_missing" {
		t.Errorf("two ways and none picked: %v", err)
	}
	if got := s.Need(Party{Adults: 2, Way: Online}); got != (Seats{}) {
		t.Errorf("online beside a place: %v", got)
	}
	s.Place = ""
	if got := s.Need(Party{Adults: 2, Way: Online}); got != (Seats{Adults: 2}) {
		t.Errorf("online only: %v", got)
	}
}

func TestChildcareUntil(t *testing.T) {
	f := typed()
	f.Care, f.Ages = true, "1歳、4歳"
	if _, err := f.Read(seminar(), instant("2027-02-16 23:59"), when.Tokyo); err != nil {
		t.Errorf("the last day: %v", err)
	}
	if _, err := f.Read(seminar(), instant("2027-02-17 00:00"), when.Tokyo); fault.Of(err) == nil {
		t.Error("after the last day childcare is still taken")
	}
}

func TestReadAges(t *testing.T) {
	for s, want := range map[string][]int{
		"1歳、4歳": {12, 48}, "１歳と４歳": {12, 48}, "6か月": {6}, "６ヶ月、２才": {6, 24}, "1歳6か月": {18}, "4": {48}, "0": {0},
		"1, 4": {12, 48}, "1 4": {12, 48}, "6 months and 4 years": {6, 48}, "1 year 6 months, 3": {18, 36}, "2 years old": {24}, "": nil, "なし": nil,
		"3歳10か月と8か月": {46, 8},
	} {
		got, err := ReadAges(s)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v %v, want %v", s, got, err, want)
		}
	}
	if _, err := ReadAges("40歳"); err == nil {
		t.Error("forty is no child")
	}
}

func TestSameAndAlike(t *testing.T) {
	a := Signup{Name: "三好 みさき", Kana: "ミヨシ ミサキ", Mail: "m@example.com", Phone: "+819000001234"}
	for what, c := range map[string]struct {
		b           Signup
		same, alike bool
	}{
		"again":            {a, true, true},
		"other phone":      {Signup{Name: "みさき", Kana: a.Kana, Mail: a.Mail}, true, true},
		"her husband":      {Signup{Name: "三好 一郎", Kana: "ミヨシ イチロウ", Mail: a.Mail}, false, true},
		"a namesake":       {Signup{Name: a.Name, Kana: a.Kana, Mail: "other@example.com"}, false, true},
		"same sound only":  {Signup{Name: "三吉 美咲", Kana: a.Kana, Mail: "x@example.com"}, false, false},
		"nobody's contact": {Signup{Name: "佐藤", Kana: "サトウ"}, false, false},
	} {
		if a.SamePerson(c.b) != c.same || a.LooksAlike(c.b) != c.alike {
			t.Errorf("%s: same %v alike %v", what, a.SamePerson(c.b), a.LooksAlike(c.b))
		}
	}
}

func TestOpenness(t *testing.T) {
	s := seminar()
	for at, want := range map[string]Openness{"2027-02-18 09:59": Open, "2027-02-18 10:00": Over} {
		if got := s.Openness(instant(at)); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
	s.State = Closed
	if s.Openness(instant("2027-02-01 10:00")) != SignUpOver || s.MayEnter(instant("2027-02-01 10:00"), true) != nil || s.MayEnter(instant("2027-02-01 10:00"), false) == nil {
		t.Error("after sign-up is closed only staff add people")
	}
	if got := s.RemindAt(when.Tokyo); got != instant("2027-02-17 17:00") {
		t.Errorf("reminder at %s", got.In(when.Tokyo))
	}
}

func TestSteps(t *testing.T) {
	now := instant("2027-02-09 10:00")
	ok := map[[2]SeminarState]bool{{Draft, Published}: true, {Published, Closed}: true, {Closed, Published}: true, {Published, Cancelled}: true, {Closed, Cancelled}: true}
	all := []SeminarState{Draft, Published, Closed, Cancelled}
	for _, from := range all {
		for _, to := range all {
			s := seminar()
			s.State = from
			if got := s.Step(to, now) == nil; got != ok[[2]SeminarState{from, to}] {
				t.Errorf("%s to %s: %v", from, to, got)
			}
		}
	}
	if seminar().Step(Closed, now) != nil {
		t.Error("cannot close")
	}
	s := seminar()
	s.State = Draft
	if s.Step(Published, instant("2027-02-19 10:00")) == nil {
		t.Error("a past seminar was published")
	}
}

func TestSeminarForm(t *testing.T) {
	f := SeminarForm{Series: "はじめての在宅しごと説明会", Title: "家で働くって どんな感じ？", Date: "令和9年2月18日", From: "10時", To: "１１：３０", Place: "地域交流館 2階", Adults: "５０", Children: "4", CareUntil: "2/16", Target: ""}
	s, err := f.Seminar(when.MustDate("2027-01-05"), when.Tokyo)
	if err != nil {
		t.Fatal(err)
	}
	if s.Starts != instant("2027-02-18 10:00") || s.Ends != instant("2027-02-18 11:30") || s.Capacity != (Seats{50, 4}) || s.CareUntil != when.MustDate("2027-02-16") || s.Doors != 20 || s.Target != 0 {
		t.Errorf("%+v", s)
	}
	f.Adults, f.To, f.CareUntil, f.OnlineURL = "0", "9:00", "2/20", "javascript:alert(1)"
	_, err = f.Seminar(when.MustDate("2027-01-05"), when.Tokyo)
	names := ""
	for _, x := range fault.Of(err).Fields {
		names += x.Name + " "
	}
	if names != "to online_url adults care_until " {
		t.Errorf("faults at %s", names)
	}
}

func TestCostPer(t *testing.T) {
	if n, ok := CostPer(3000, 7); n != 429 || !ok {
		t.Errorf("%d %v", n, ok)
	}
	if _, ok := CostPer(3000, 0); ok {
		t.Error("nobody came and each one cost something")
	}
	if got := ReadCode(" ｋ７m-4q "); got != "K7M4Q" {
		t.Errorf("code %q", got)
	}
	if got := (BatchForm{Channel: "nursery", Place: "雪原保育園", Copies: "１２０", Cost: "3,600円", On: "2/1"}); true {
		b, err := got.Batch(when.MustDate("2027-01-20"), when.Tokyo)
		if err != nil || b.Copies != 120 || b.Cost != 3600 || b.On != when.MustDate("2027-02-01") {
			t.Errorf("%+v %v", b, err)
		}
	}
}
