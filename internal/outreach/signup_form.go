package outreach

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"

	"golang.org/x/text/width"
)

// SignupForm is a sign-up as typed.
type SignupForm struct {
	Name, Kana, Mail, Phone string
	Way                     string
	Two                     bool // one more adult comes
	Companion               string
	Care                    bool // childcare is wanted
	Ages                    string
	Heard                   string
	Flyer                   string // batch code printed on the flyer
	Card                    string // code of the card of whoever told them
	Wishes                  string
	Interview               bool
	Consent                 bool
	Lang                    string
}

const (
	nameMost   = 60
	wishesMost = 400
	kidsMost   = 6
	ageMost    = 12 * 12 // months
)

// Read reads the form for a seminar. Staff who take a sign-up by telephone ask for
// consent aloud; the form is the same.
func (f SignupForm) Read(s Seminar, now when.Instant, loc *time.Location) (Signup, error) {
	var c fault.Check
	g := Signup{SeminarID: s.ID, Name: ja.Name(one(f.Name)), Lang: f.Lang, Interview: f.Interview, Wishes: text(f.Wishes), Consent: ConsentVersion, ConsentAt: now}
	c.When(g.Name == "", "name", "outreach.signup.name_missing")
	c.When(len([]rune(g.Name)) > nameMost, "name", "outreach.signup.name_long", "n", nameMost)
	f.contact(&c, &g)
	g.Party = f.party(&c, s, now.DateIn(loc))
	if f.Heard != "" {
		c.When(!slices.Contains(Heards, Heard(f.Heard)), "heard", "outreach.signup.heard_form")
		g.Heard = Heard(f.Heard)
	}
	c.When(len([]rune(g.Wishes)) > wishesMost, "wishes", "outreach.signup.wishes_long", "n", wishesMost)
	c.When(ja.LooksLikeMyNumber(f.Wishes), "wishes", "outreach.signup.my_number")
	c.When(!f.Consent, "consent", "outreach.signup.consent_missing")
	return g, c.Err()
}

func (f SignupForm) contact(c *fault.Check, g *Signup) {
	var err error
	g.Kana, err = ja.Kana(f.Kana)
	c.When(err == nil && g.Kana == "", "kana", "outreach.signup.kana_missing")
	c.When(err != nil, "kana", "outreach.signup.kana_form")
	c.When(len([]rune(g.Kana)) > nameMost, "kana", "outreach.signup.name_long", "n", nameMost)
	g.Mail, err = ja.Mail(f.Mail)
	c.When(err != nil && !strings.ContainsAny(f.Mail, "@\uff20"), "mail", "outreach.signup.mail_at")
	c.When(err != nil, "mail", "outreach.signup.mail_form")
	bad := err != nil
	g.Phone, err = ja.Phone(f.Phone)
	c.When(err != nil, "phone", "outreach.signup.phone_form")
	c.When(!bad && err == nil && g.Mail == "" && g.Phone == "", "mail", "outreach.signup.contact_missing")
}

func (f SignupForm) party(c *fault.Check, s Seminar, today when.Date) Party {
	p := Party{Adults: 1, Way: Way(f.Way)}
	ways := s.Ways()
	if len(ways) == 1 {
		p.Way = ways[0]
	}
	c.When(!slices.Contains(ways, p.Way), "way", "outreach.signup.way_missing")
	if f.Two {
		p.Adults, p.Companion = 2, ja.Name(one(f.Companion))
		c.When(len([]rune(p.Companion)) > nameMost, "companion", "outreach.signup.name_long", "n", nameMost)
	}
	if !f.Care {
		return p
	}
	var err error
	if p.Children, err = ReadAges(f.Ages); err != nil || len(p.Children) == 0 {
		c.Add("ages", "outreach.signup.ages_form")
	}
	c.When(len(p.Children) > kidsMost, "ages", "outreach.signup.ages_many", "n", kidsMost)
	c.When(!s.Childcare(today), "care", "outreach.signup.care_over")
	c.When(p.Way == Online, "care", "outreach.signup.care_online")
	c.When(len(p.Children) > s.Capacity.Children && s.Capacity.Children > 0, "ages", "outreach.signup.ages_room", "n", s.Capacity.Children)
	return p
}

// Ages as people write them: years (two letters for "years old"), months (six ways to
// write the counter), or a bare number of years; English words too.
var ageRe = regexp.MustCompile(`(\d{1,2})(?:\s*(?:\x{6B73}|\x{624D}|years?|yrs?|y))?(?:\s*(?:\x{3068}|and)?\s*(\d{1,2})\s*(?:[\x{304B}\x{30AB}\x{30F6}\x{30F5}\x{30B1}\x{7B87}]\x{6708}|months?|mo?s?))?`)

var monthsRe = regexp.MustCompile(`^(\d{1,2})\s*(?:[\x{304B}\x{30AB}\x{30F6}\x{30F5}\x{30B1}\x{7B87}]\x{6708}|months?|mos?|m)`)

// ReadAges reads ages as typed, several in one line, into months.
func ReadAges(s string) ([]int, error) {
	s = strings.ToLower(width.Fold.String(s))
	var out []int
	for s != "" {
		i := strings.IndexAny(s, "0123456789")
		if i < 0 {
			break
		}
		s = s[i:]
		m := monthsRe.FindStringSubmatch(s)
		months := 0
		if m != nil {
			months = number(m[1])
		} else {
			m = ageRe.FindStringSubmatch(s)
			months = number(m[1])*12 + number(m[2])
		}
		if months > ageMost || number(m[1]) > ageMost {
			return nil, ja.ErrKana
		}
		out = append(out, months)
		s = s[len(m[0]):]
	}
	return out, nil
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }
