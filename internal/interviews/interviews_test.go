package interviews

import (
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/calendar"
)

func instant(s string) when.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Tokyo)
	if err != nil {
		panic(err)
	}
	return when.FromTime(t)
}

// TestNobodyIsForgotten walks every stage, outcome and way to be reached: whoever is
// live has a next step with a day.
func TestNobodyIsForgotten(t *testing.T) {
	since, meets := when.MustDate("2027-02-09"), when.MustDate("2027-02-15")
	n := 0
	for _, stage := range append(Stages, Closed, Erased) {
		for _, o := range append(Outcomes, "") {
			for _, mail := range []string{"", "a@example.com"} {
				for reminded := range 3 {
					p := Applicant{Stage: stage, Outcome: o, Mail: mail, Reminded: reminded, LaterOn: when.MustDate("2027-05-01")}
					step, on := p.Next(since, since.AddDays(5), meets)
					n++
					if live := stage.Live(); live != (step != NoStep) || live != !on.IsZero() {
						t.Errorf("%s %s mail %q reminded %d: step %q on %s", stage, o, mail, reminded, step, on)
					}
				}
			}
		}
	}
	if n != 288 {
		t.Errorf("%d situations: the test is blind", n)
	}
}

func TestNextSteps(t *testing.T) {
	since, meets := when.MustDate("2027-02-09"), when.MustDate("2027-02-15")
	for what, c := range map[string]struct {
		p    Applicant
		step Step
		on   string
	}{
		"new":                    {Applicant{Stage: New, Mail: "a@example.com"}, ToInvite, "2027-02-10"},
		"new, telephone only":    {Applicant{Stage: New}, ToCall, "2027-02-10"},
		"no answer":              {Applicant{Stage: Invited, Mail: "a@example.com"}, ToRemind, "2027-02-14"},
		"no answer to reminder":  {Applicant{Stage: Invited, Mail: "a@example.com", Reminded: 1}, ToCall, "2027-02-19"},
		"booked":                 {Applicant{Stage: Booked}, ToMeet, "2027-02-15"},
		"to be decided":          {Applicant{Stage: Interviewed}, ToDecide, "2027-02-12"},
		"registration to finish": {Applicant{Stage: Decided, Outcome: ToBeWorker}, ToRegister, "2027-02-16"},
		"later":                  {Applicant{Stage: Decided, Outcome: Later, LaterOn: when.MustDate("2027-04-01")}, ToAskAgain, "2027-04-01"},
	} {
		if step, on := c.p.Next(since, when.MustDate("2027-02-14"), meets); step != c.step || on.String() != c.on {
			t.Errorf("%s: %s on %s, want %s on %s", what, step, on, c.step, c.on)
		}
	}
	p := Applicant{Stage: Invited, NextOn: when.MustDate("2027-02-14")}
	if p.Silent(when.MustDate("2027-02-13")) || !p.Silent(when.MustDate("2027-02-14")) || p.Late(when.MustDate("2027-02-14")) || !p.Late(when.MustDate("2027-02-15")) {
		t.Error("the fifth day is the one on which silence is loud")
	}
}

func TestSamePersonAndAlike(t *testing.T) {
	a := Applicant{Name: "三好 みさき", Kana: "ミヨシ ミサキ", Mail: "m@example.com", Phone: "+819000001234"}
	for what, c := range map[string]struct {
		b           Applicant
		same, alike bool
	}{
		"again":             {a, true, true},
		"no reading given":  {Applicant{Name: "三好みさき", Phone: a.Phone}, true, true},
		"her husband":       {Applicant{Name: "三好 一郎", Kana: "ミヨシ イチロウ", Mail: a.Mail}, false, true},
		"a namesake":        {Applicant{Name: a.Name, Kana: a.Kana, Mail: "x@example.com"}, false, true},
		"nobody's contacts": {Applicant{Name: "佐藤", Kana: "サトウ"}, false, false},
	} {
		if a.SamePerson(c.b) != c.same || a.LooksAlike(c.b) != c.alike {
			t.Errorf("%s: same %v, alike %v", what, a.SamePerson(c.b), a.LooksAlike(c.b))
		}
	}
}

func TestForm(t *testing.T) {
	f := Form{Name: "三好　みさき ", Kana: "みよし みさき", Mail: "Misaki@Example.com", Phone: "０９０ー００００ー１２３４", Consent: true}
	p, err := f.Read(true)
	if err != nil || p.Kana != "ミヨシ ミサキ" || p.Phone != "+819000001234" || p.Name != "三好　みさき" {
		t.Fatalf("%+v %v", p, err)
	}
	for what, c := range map[string]struct {
		change func(*Form)
		field  string
	}{
		"no name":     {func(f *Form) { f.Name = " " }, "name"},
		"no reading":  {func(f *Form) { f.Kana = "" }, "kana"},
		"kanji":       {func(f *Form) { f.Kana = "三好" }, "kana"},
		"no contact":  {func(f *Form) { f.Mail, f.Phone = "", "" }, "mail"},
		"my number":   {func(f *Form) { f.Wants = "1234-5678-9018" }, "wants"},
		"no consent":  {func(f *Form) { f.Consent = false }, "consent"},
		"a long text": {func(f *Form) { f.Wants = strings.Repeat("あ", 2001) }, "wants"},
	} {
		g := f
		c.change(&g)
		_, err := g.Read(true)
		if x := fault.Of(err); x == nil || len(x.Fields) != 1 || x.Fields[0].Name != c.field {
			t.Errorf("%s: %v", what, err)
		}
	}
	f.Kana = ""
	if _, err := f.Read(false); err != nil {
		t.Error("staff may not know the reading yet:", err)
	}
}

func TestSlotsOfAForm(t *testing.T) {
	now := instant("2027-02-09 10:00")
	f := SlotForm{Date: "2/16", From: "9時半", To: "12:00", Length: "30", Kind: "room", Room: "相談室", By: "佐藤 直子", Weeks: "３"}
	got, err := f.Read(now, when.Tokyo)
	if err != nil || len(got) != 15 {
		t.Fatalf("%d slots, %v", len(got), err)
	}
	if got[0].Starts != instant("2027-02-16 09:30") || got[4].Ends != instant("2027-02-16 12:00") || got[14].Starts != instant("2027-03-02 11:30") {
		t.Errorf("%+v", got)
	}
	for i, x := range got {
		for _, y := range got[i+1:] {
			if x.Clashes(y) {
				t.Errorf("%s clashes with %s", x.Starts, y.Starts)
			}
		}
	}
	for what, c := range map[string]struct {
		change func(*SlotForm)
		field  string
	}{
		"yesterday":      {func(f *SlotForm) { f.Date = "2027-02-08" }, "date"},
		"no date":        {func(f *SlotForm) { f.Date = "火曜" }, "date"},
		"too short":      {func(f *SlotForm) { f.To = "9:45" }, "to"},
		"no room":        {func(f *SlotForm) { f.Room = "" }, "room"},
		"a video link":   {func(f *SlotForm) { f.Kind, f.Link = "video", "javascript:alert(1)" }, "link"},
		"nobody":         {func(f *SlotForm) { f.By = "" }, "by"},
		"for ever":       {func(f *SlotForm) { f.Weeks = "99" }, "weeks"},
		"no such length": {func(f *SlotForm) { f.Length = "7" }, "length"},
	} {
		g := f
		c.change(&g)
		_, err := g.Read(now, when.Tokyo)
		if x := fault.Of(err); x == nil || x.Fields[0].Name != c.field {
			t.Errorf("%s: %v", what, err)
		}
	}
	f.Date, f.Weeks = "2027-02-09", ""
	if got, err := f.Read(now, when.Tokyo); err != nil || len(got) != 3 {
		t.Errorf("today, half of it past: %d %v", len(got), err)
	}
}

func TestOutsideTheHours(t *testing.T) {
	var h calendar.Hours
	h.Week[2] = []calendar.Span{{From: 570, To: 720}, {From: 780, To: 960}}
	at := func(from, to string) Slot {
		return Slot{Starts: instant("2027-02-16 " + from), Ends: instant("2027-02-16 " + to)}
	}
	for _, c := range []struct {
		s    Slot
		want bool
	}{{at("09:30", "10:00"), false}, {at("09:00", "09:30"), true}, {at("11:45", "12:15"), true}, {at("15:30", "16:00"), false}, {at("15:45", "16:15"), true}} {
		if c.s.Outside(h, when.Tokyo) != c.want {
			t.Errorf("%s: %v", c.s.Starts.In(when.Tokyo), !c.want)
		}
	}
}

func TestPick(t *testing.T) {
	s := Slot{Kind: InRoom, Starts: instant("2027-02-16 09:30")}
	b, phone, err := Pick{Child: true, Note: "ベビーカーで行きます"}.Read(s, "")
	if err != nil || b.Way != InRoom || !b.Child || phone != "" {
		t.Errorf("%+v %v", b, err)
	}
	if _, _, err := (Pick{ByPhone: true}).Read(s, ""); fault.Of(err) == nil {
		t.Error("nobody can be called")
	}
	if b, phone, err := (Pick{ByPhone: true, Child: true}).Read(s, "+819000001234"); err != nil || b.Way != ByPhone || b.Child || phone != "+819000001234" {
		t.Errorf("%+v %s %v", b, phone, err)
	}
	if got := s.RemindAt(when.Tokyo); got != instant("2027-02-15 17:00") {
		t.Errorf("reminded at %s", got.In(when.Tokyo))
	}
}

func TestNoMyNumberInAnyNote(t *testing.T) {
	for name, x := range map[string]Sheet{"motives": {Motives: "123456789018"}, "household": {Household: "番号１２３４５６７８９０１８"}, "sheet_note": {Note: "1234-5678-9018"}, "skills": {Skills: "123456789018"}} {
		_, err := x.Read()
		if f := fault.Of(err); f == nil || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Sheet{Computer: "own", Network: "mobile", Trial: "done"}).Read(); err != nil {
		t.Error(err)
	}
	if _, err := (Sheet{Trial: "excellent"}).Read(); err == nil {
		t.Error("an answer nobody offered")
	}
}

func TestDecisions(t *testing.T) {
	today := when.MustDate("2027-02-09")
	d := Decision{Outcome: "later", Subject: "またお話ししましょう", Body: "春になったら連絡します。", LaterOn: "4/1"}
	if o, on, _, err := d.Read(today); err != nil || o != Later || on.String() != "2027-04-01" {
		t.Errorf("%s %s %v", o, on, err)
	}
	for what, c := range map[string]struct {
		change func(*Decision)
		field  string
	}{
		"no outcome":   {func(d *Decision) { d.Outcome = "" }, "outcome"},
		"no subject":   {func(d *Decision) { d.Subject = " " }, "subject"},
		"no letter":    {func(d *Decision) { d.Body = "" }, "body"},
		"yesterday":    {func(d *Decision) { d.LaterOn = "2027-02-09" }, "later_on"},
		"in two years": {func(d *Decision) { d.LaterOn = "2029-02-09" }, "later_on"},
		"nowhere":      {func(d *Decision) { d.Outcome = "other" }, "where"},
	} {
		e := d
		c.change(&e)
		_, _, _, err := e.Read(today)
		if f := fault.Of(err); f == nil || f.Fields[0].Name != c.field {
			t.Errorf("%s: %v", what, err)
		}
	}
}
