package skillsweb

import (
	"slices"

	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

type wishesPage struct {
	frame
	Form              ui.Form
	Kinds             []kindRow
	Answers           []ui.Option // of each kind
	Places, Devices   []ui.Option
	WeekCap, MonthCap string
	Note              string
}

// kindRow is one kind of work with what was said of it.
type kindRow struct{ ID, Name, Want string }

func (r *Rooms) wishes(w web.Writer, rq web.Request, p person) error {
	return r.wishesPage(w, rq, p, 200, ui.Form{})
}

func (r *Rooms) wishesPage(w web.Writer, rq web.Request, p person, status int, f ui.Form) error {
	got, err := r.Store.Wishes(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	l := rq.Lang
	page := wishesPage{frame: r.frame(rq, p, got.Worker, rq.T("skills.title.wishes")), Form: f, WeekCap: capWord(got.WeekCap), MonthCap: capWord(got.MonthCap), Note: got.Note}
	page.Shell = page.Shell.WithErrors(f)
	for _, k := range got.Catalogue {
		if !k.Open() {
			continue
		}
		row := kindRow{ID: k.ID, Name: skillsstore.Name(l, k)}
		switch {
		case slices.Contains(got.Want, k.ID):
			row.Want = "yes"
		case slices.Contains(got.Never, k.ID):
			row.Want = "never"
		}
		row.Want = f.Or("kind_"+k.ID, row.Want)
		page.Kinds = append(page.Kinds, row)
	}
	for _, v := range []string{"yes", "", "never"} {
		page.Answers = append(page.Answers, ui.Option{Value: v, Label: l.T("skills.wish.kind_" + orOpen(v))})
	}
	for _, x := range skills.Places {
		page.Places = append(page.Places, ui.Option{Value: string(x), Label: l.T("skills.place." + string(x)), On: x == got.Place})
	}
	for _, d := range skills.Devices {
		page.Devices = append(page.Devices, ui.Option{Value: d, Label: l.T("skills.device." + d), On: slices.Contains(got.Devices, d)})
	}
	return w.PageStatus(status, wishesView(page))
}

func orOpen(v string) string {
	if v == "" {
		return "open"
	}
	return v
}

func capWord(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return hoursOf(minutes)
}

func (r *Rooms) saveWishes(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	f := skills.WishForm{Kinds: map[string]string{}, Place: v.Get("place"), Devices: v["device"], WeekCap: v.Get("week_cap"), MonthCap: v.Get("month_cap"), Note: v.Get("note")}
	for name := range v {
		if id, ok := cutKind(name); ok {
			f.Kinds[id] = v.Get(name)
		}
	}
	if err := r.Store.SaveWishes(rq.Context(), rq.Actor, p.worker, f); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.wishesPage(w, rq, p, 422, f)
	}
	return w.Say("ok", "skills.wish.kept").SeeOther(p.base + "/wishes")
}

func cutKind(name string) (string, bool) {
	if len(name) > 5 && name[:5] == "kind_" {
		return name[5:], true
	}
	return "", false
}

type noticesPage struct {
	frame
	Form     ui.Form
	Ways     []ui.Option
	From, To string
	On       []ui.Option
}

func (r *Rooms) notices(w web.Writer, rq web.Request, p person) error {
	return r.noticesPage(w, rq, p, 200, ui.Form{})
}

func (r *Rooms) noticesPage(w web.Writer, rq web.Request, p person, status int, f ui.Form) error {
	c, err := r.Store.Channel(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	got, err := r.Store.Wishes(rq.Context(), rq.Actor, p.worker)
	if err != nil {
		return err
	}
	l := rq.Lang
	page := noticesPage{frame: r.frame(rq, p, got.Worker, rq.T("skills.title.notices")), Form: f, From: c.From.String(), To: c.To.String()}
	page.Shell = page.Shell.WithErrors(f)
	for _, way := range []string{"mail", "paper"} {
		page.Ways = append(page.Ways, ui.Option{Value: way, Label: l.T("skills.channel." + way), Note: l.T("skills.channel." + way + "_note"), On: c.Way == way})
	}
	for _, n := range skills.Notices {
		page.On = append(page.On, ui.Option{Value: n, Label: l.T("skills.channel.notice_" + n), On: !slices.Contains(c.Off, n)})
	}
	return w.PageStatus(status, noticesView(page))
}

func (r *Rooms) saveNotices(w web.Writer, rq web.Request, p person) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	err := r.Store.SaveChannel(rq.Context(), rq.Actor, p.worker, skills.ChannelForm{Way: v.Get("way"), From: v.Get("quiet_from"), To: v.Get("quiet_to"), On: v["on"]})
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.noticesPage(w, rq, p, 422, f)
	}
	return w.Say("ok", "skills.channel.kept").SeeOther(p.base + "/notices")
}
