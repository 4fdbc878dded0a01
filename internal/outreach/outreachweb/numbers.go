package outreachweb

import (
	"net/url"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/lib/paper"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) numberRoutes(rt *web.Router) {
	see, people := web.Need(outreach.MaySee), web.Need(outreach.MaySignups)
	rt.Handle("GET /staff/seminars/compare", see, r.compare)
	rt.Handle("GET /staff/seminars/{id}/numbers", see, r.numbers)
	rt.Handle("GET /staff/seminars/{id}/numbers.xlsx", people, r.exportXLSX)
	rt.Handle("GET /staff/seminars/{id}/signups.csv", people, r.exportCSV)
	rt.Handle("GET /staff/seminars/{id}/interviews", people, r.wishes)
}

// figure is a number with its word.
type figure struct{ Label, Value, Note string }

type numbersPage struct {
	ui.Shell
	Card       staffCard
	Tabs       []ui.NavItem
	Figures    []figure
	Heard      []shareRow
	Batches    []shareRow
	Survey     []figure
	MayPeople  bool
	SurveyLink string
	SurveyQR   string
}

type shareRow struct{ Name, Detail, Adults, Came, Per string }

// percent is a share in words; "—" of nothing.
func percent(rq web.Request, n, of int) string {
	if of == 0 {
		return "—"
	}
	return rq.Lang.Number((200*n+of)/(2*of)) + "%" // rounded half up
}

func (r *Rooms) result(rq web.Request) (outreachstore.Result, error) {
	got, err := r.Store.Results(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err == nil && len(got) == 0 {
		err = fault.New(fault.NotFound, "outreach.seminar.gone")
	}
	if err != nil {
		return outreachstore.Result{}, err
	}
	return got[0], nil
}

func figuresOf(rq web.Request, x outreachstore.Result) []figure {
	l := rq.Lang
	f := func(key string, n int, note string) figure { return figure{l.T(key), l.Number(n), note} }
	out := []figure{f("outreach.numbers.signed_up", x.Adults, ""), f("outreach.numbers.came", x.Came(), ""), f("outreach.numbers.walk_ins", x.WalkIns, ""),
		f("outreach.numbers.no_show", x.NoShow, percent(rq, x.NoShow, x.Parties)), f("outreach.numbers.kids", x.CameKids, ""), f("outreach.numbers.online", x.Online, ""),
		f("outreach.numbers.interviews", x.Interviews, "")}
	if rq.Now.Before(x.Starts) { // nobody can have stayed away yet
		out[3].Value, out[3].Note = "—", ""
	}
	if x.Target > 0 {
		out[1].Note = l.T("outreach.numbers.of_target", "n", x.Target, "share", percent(rq, x.Came(), x.Target))
	}
	if per, ok := outreach.CostPer(x.Cost, x.Came()); ok && x.Cost > 0 {
		out = append(out, figure{l.T("outreach.numbers.cost_each"), l.Yen(per), l.Yen(x.Cost)})
	}
	return out
}

func (r *Rooms) numbers(w web.Writer, rq web.Request) error {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	x, err := r.result(rq)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := numbersPage{Shell: rq.Shell(rq.T("outreach.numbers.title")), Card: staffCardOf(rq, e.Listed), Tabs: seminarTabs(rq, e.ID, "numbers"), Figures: figuresOf(rq, x), MayPeople: rq.Actor.Can(outreach.MaySignups)}
	for _, h := range x.Heard {
		p.Heard = append(p.Heard, shareRow{Name: heardWord(rq, h.Key), Adults: l.Number(h.Adults), Came: l.Number(h.Came)})
	}
	for _, b := range x.Batches {
		row := shareRow{Name: b.Place, Detail: b.Code + "・" + rq.T("outreach.staff.channel."+b.Channel), Adults: l.Number(b.Adults), Came: l.Number(b.Came), Per: "—"}
		if per, ok := outreach.CostPer(b.Cost, b.Came); ok {
			row.Per = l.Yen(per)
		}
		p.Batches = append(p.Batches, row)
	}
	if x.Answers > 0 {
		p.Survey = []figure{{l.T("outreach.numbers.answers"), l.Number(x.Answers), ""}, {l.T("outreach.numbers.clear"), oneDigit(x.Clear, x.Answers), l.T("outreach.numbers.of_four")},
			{l.T("outreach.survey.work.yes"), l.Number(x.WorkYes), ""}, {l.T("outreach.survey.work.maybe"), l.Number(x.WorkMaybe), ""}, {l.T("outreach.survey.work.no"), l.Number(x.WorkNo), ""},
			{l.T("outreach.numbers.care"), l.Number(x.CareWish), ""}}
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p.SurveyLink = r.Store.Hubs.URL(h, "/survey/"+e.ID)
	if p.SurveyQR, err = paper.QRPath(p.SurveyLink, qrSide); err != nil {
		return err
	}
	return w.Page(numbersView(p))
}

// oneDigit is sum divided by n with one digit after the point, rounded half up.
func oneDigit(sum, n int) string {
	t := (20*sum + n) / (2 * n)
	return string(rune('0'+t/10)) + "." + string(rune('0'+t%10))
}

func heardWord(rq web.Request, key string) string {
	if key == "" {
		return rq.T("outreach.numbers.not_said")
	}
	return rq.T("outreach.signup.heard." + key)
}

type comparePage struct {
	ui.Shell
	Rows []compareRow
}

type compareRow struct{ Href, Date, Title, Adults, Came, Target, NoShow, Kids, Interviews, Cost string }

func (r *Rooms) compare(w web.Writer, rq web.Request) error {
	got, err := r.Store.Results(rq.Context(), rq.Actor, "")
	if err != nil {
		return err
	}
	l := rq.Lang
	p := comparePage{Shell: rq.Shell(rq.T("outreach.numbers.compare"))}
	for _, x := range got {
		row := compareRow{Href: l.Path("/staff/seminars/" + x.ID + "/numbers"), Date: l.DateYear(outreachstore.Day(x.Seminar)), Title: outreachstore.Title(l, x.Seminar), Adults: l.Number(x.Adults),
			Came: l.Number(x.Came()), Target: "—", NoShow: percent(rq, x.NoShow, x.Parties), Kids: l.Number(x.CameKids), Interviews: l.Number(x.Interviews), Cost: "—"}
		if x.Target > 0 {
			row.Target = l.Number(x.Target)
		}
		if per, ok := outreach.CostPer(x.Cost, x.Came()); ok {
			row.Cost = l.Yen(per)
		}
		if rq.Now.Before(x.Starts) {
			row.NoShow = "—"
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(compareView(p))
}

type wishesPage struct {
	ui.Shell
	Card   staffCard
	Tabs   []ui.NavItem
	Rows   []wishRow
	TakeAt string // where a sign-up is posted to be asked to an interview
}

type wishRow struct {
	Href, Name, Kana, Contact, Words string
	Came                             bool
	Talk, Take, Write                string // the applicant's page, the sign-up to take over, the form to fill in
}

func (r *Rooms) wishes(w web.Writer, rq web.Request) error {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	got, err := r.Store.Wishes(rq.Context(), rq.Actor, e.ID)
	if err != nil {
		return err
	}
	known, err := r.talksOf(rq)
	if err != nil {
		return err
	}
	p := wishesPage{Shell: rq.Shell(rq.T("outreach.numbers.wishes")), Card: staffCardOf(rq, e.Listed), Tabs: seminarTabs(rq, e.ID, "numbers")}
	for _, x := range got {
		row := wishRow{Name: x.Name, Kana: x.Kana, Contact: x.Contact, Words: x.Words, Came: x.Came}
		if x.SignupID != "" {
			row.Href = rq.Lang.Path("/staff/seminars/" + e.ID + "/signups/" + x.SignupID)
		} else {
			row.Name = rq.T("outreach.numbers.no_ticket")
		}
		if show := ja.PhoneShow(x.Contact); show != "" {
			row.Contact = show
		}
		if r.mayTalk(rq) {
			p.TakeAt = rq.Lang.Path(r.Talks.Take)
			switch at := known[x.SignupID+x.AnswerID]; {
			case at != "":
				row.Talk = rq.Lang.Path(at)
			case x.SignupID != "":
				row.Take = x.SignupID
			default:
				row.Write = rq.Lang.Path(r.Talks.Write + "?survey=" + x.AnswerID + "&contact=" + url.QueryEscape(x.Contact))
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(wishesView(p))
}

// mayTalk tells whether this person may ask people to an interview.
func (r *Rooms) mayTalk(rq web.Request) bool { return r.Talks != nil && rq.Actor.Can(r.Talks.May) }

// talksOf are the pages of those who went the way to an interview already.
func (r *Rooms) talksOf(rq web.Request) (map[string]string, error) {
	if !r.mayTalk(rq) {
		return nil, nil
	}
	return r.Talks.Known(rq.Context(), rq.Actor)
}
