package interviewsweb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) applicantRoutes(rt *web.Router) {
	see := web.Need(interviews.MayBoard)
	rt.Handle("GET /staff/applicants/new", see, r.newForm)
	rt.Handle("POST /staff/applicants/new", see, r.enter)
	rt.Handle("POST /staff/applicants/from", see, r.fromSignup)
	rt.Handle("GET /staff/applicants/{id}", see, r.applicant)
	rt.Handle("POST /staff/applicants/{id}/correct", see, r.correct)
	rt.Handle("POST /staff/applicants/{id}/do", see, r.act)
	rt.Handle("GET /staff/applicants/{id}/time", see, r.timeForm)
	rt.Handle("POST /staff/applicants/{id}/time", see, r.bookFor)
	rt.Handle("GET /staff/applicants/{id}/card", see, r.card)
	rt.Handle("GET /staff/applicants/{id}/letters/{letter}", see, r.letter)
}

type newPage struct {
	ui.Shell
	Form                     ui.Form
	Once, Source, SourceID   string
	Name, Mail, Phone, Wants string
	Anyway                   bool
}

func (r *Rooms) newPage(rq web.Request, f ui.Form) (newPage, error) {
	p := newPage{Shell: rq.Shell(rq.T("interviews.new.title")).WithErrors(f), Form: f, Once: f.Or("once", id.Make()), Source: string(interviews.FromPhone), Anyway: f.Err("anyway") != ""}
	q := rq.URL.Query()
	switch {
	case f.Values != nil:
		p.Source, p.SourceID = f.Get("source"), f.Get("source_id")
	case q.Get("inquiry") != "":
		i, err := r.Reach.Inquiry(rq.Context(), rq.Actor, q.Get("inquiry"))
		if err != nil {
			return p, err
		}
		p.Source, p.SourceID, p.Name, p.Mail, p.Phone, p.Wants = string(interviews.FromInquiry), i.ID, i.Name, i.Mail, ja.PhoneShow(i.Phone), i.FirstWords
	case q.Get("survey") != "":
		p.Source, p.SourceID = string(interviews.FromSurvey), q.Get("survey")
		if mail, err := ja.Mail(q.Get("contact")); err == nil {
			p.Mail = mail
		} else if _, err := ja.Phone(q.Get("contact")); err == nil {
			p.Phone = q.Get("contact")
		} else {
			p.Wants = q.Get("contact")
		}
	}
	return p, nil
}

func (r *Rooms) newForm(w web.Writer, rq web.Request) error {
	p, err := r.newPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(newView(p))
}

func (r *Rooms) enter(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	got, err := r.Store.Enter(rq.Context(), rq.Actor, interviewsstore.Enter{Once: f.Get("once"), Form: formOf(f, "ja"), Source: interviews.Source(f.Get("source")), SourceID: f.Get("source_id"),
		Anyway: f.Get("anyway") == "1", Invite: f.Get("do") == "invite"})
	if err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			p, err := r.newPage(rq, f)
			return newView(p), err
		})
	}
	return w.Say("ok", "interviews.new.said").SeeOther("/staff/applicants/" + got.ID)
}

func (r *Rooms) fromSignup(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	got, err := r.Store.FromSignup(rq.Context(), rq.Actor, rq.PostForm.Get("signup"))
	if err != nil {
		return err
	}
	if got.Again {
		return w.Say("info", "interviews.new.known").SeeOther("/staff/applicants/" + got.ID)
	}
	return w.Say("ok", "interviews.new.said").SeeOther("/staff/applicants/" + got.ID)
}

type filePage struct {
	ui.Shell
	Form                             ui.Form
	ID, Base, Name, Kana             string
	Mail, Phone, PhoneHref, Wants    string
	Stage, StageKind, Stays          string
	Next, On, OnKind, Sure           string // what comes next, in a sentence
	Source, SourceHref, Mouth, Alike string
	Worker, WorkerHref               string
	Version                          string
	When, Where, Note                string
	Child                            bool
	Booked, Started                  bool
	MayInvite, MayRemind, MayCall    bool
	MayBook, MaySheet, MayDecide     bool
	MayClose                         bool
	History                          []line
	Letters                          []line
	Mails                            []line
	Past                             []string
}

type line struct{ At, Text, By, Href string }

func (r *Rooms) filePage(rq web.Request, x interviewsstore.File, f ui.Form) filePage {
	l := rq.Lang
	p := filePage{Shell: rq.Shell(x.Name).WithErrors(f), Form: f, ID: x.ID, Base: l.Path("/staff/applicants/" + x.ID), Name: x.Name, Kana: ja.Hiragana(x.Kana), Mail: x.Mail, Phone: ja.PhoneShow(x.Phone),
		PhoneHref: "tel:" + x.Phone, Wants: x.Wants, Stage: rq.T("interviews.stage." + string(x.Stage)), StageKind: stageKinds[x.Stage], Version: strconv.Itoa(x.Version),
		Source: rq.T("interviews.source." + string(x.Source))}
	p.Next, p.On, p.OnKind = nextOf(rq, x.Applicant)
	if x.NextStep != "" {
		p.Sure = rq.T("interviews.todo." + string(x.NextStep))
	}
	if x.Outcome != "" && x.Stage != interviews.Registered {
		p.Stage += "・" + rq.T("interviews.outcome."+string(x.Outcome))
	}
	p.from(rq, x)
	p.booking(rq, x)
	can, may := rq.Actor.Can, func(to interviews.Stage) bool { return x.May(to) == nil }
	p.MayInvite = may(interviews.Invited) && x.Stage != interviews.Invited && x.Stage != interviews.Booked
	p.MayRemind, p.MayCall = x.Stage == interviews.Invited && x.Mail != "", x.Stage == interviews.Invited || x.Stage == interviews.New
	p.MayBook = may(interviews.Booked)
	p.MaySheet = can(interviews.MaySheet)
	p.MayDecide = can(interviews.MayRun) && x.WorkerID == "" && (x.Stage == interviews.Interviewed || x.Stage == interviews.Decided)
	p.MayClose = can(interviews.MayRun) && may(interviews.Closed)
	p.history(rq, x)
	return p
}

// from says where the applicant came from, and where they went.
func (p *filePage) from(rq web.Request, x interviewsstore.File) {
	l := rq.Lang
	if x.Source == interviews.FromInquiry && x.SourceID != "" {
		p.SourceHref = l.Path("/staff/inquiries/" + x.SourceID)
	}
	if x.Referrer > 0 {
		p.Mouth = rq.T("interviews.file.mouth", "no", fmt.Sprintf("%04d", x.Referrer))
	}
	if x.Alike != "" {
		p.Alike = l.Path("/staff/applicants/" + x.Alike)
	}
	if x.Worker > 0 {
		p.Worker, p.WorkerHref = fmt.Sprintf("W-%04d", x.Worker), l.Path("/staff/workers/"+x.WorkerID)
	}
}

func (p *filePage) booking(rq web.Request, x interviewsstore.File) {
	l := rq.Lang
	for _, b := range x.Past {
		p.Past = append(p.Past, interviewsstore.When(l, b.Slot)+"・"+rq.T("interviews.booking."+string(b.State)))
	}
	b := x.Booking
	if b.ID == "" {
		return
	}
	p.Booked, p.Child, p.Note = true, b.Child, b.Note
	p.When, p.Where = interviewsstore.When(l, b.Slot), interviewsstore.Where(l, b)+"・"+b.Slot.By
	p.Started = !rq.Now.Before(b.Slot.Starts)
}

func (p *filePage) history(rq web.Request, x interviewsstore.File) {
	at := rq.Lang.MomentShort
	for _, s := range x.Steps {
		p.History = append(p.History, line{At: at(s.At, rq.Hub.Loc), Text: rq.T("interviews.stage." + string(s.Stage)), By: by(rq, s.By)})
	}
	for _, s := range x.Letters {
		how := rq.T("interviews.file.to_print")
		if s.Mailed {
			how = rq.T("interviews.file.mailed")
		}
		p.Letters = append(p.Letters, line{At: at(s.At, rq.Hub.Loc), Text: s.Subject, By: how, Href: p.Base + "/letters/" + s.ID})
	}
	for _, m := range x.Mails {
		p.Mails = append(p.Mails, line{At: at(m.Created, rq.Hub.Loc), Text: m.Subject, By: rq.T("interviews.mail_state." + m.State)})
	}
}

// by is who did something: a person's name, or that it was the applicant or the program.
func by(rq web.Request, name string) string {
	switch {
	case name == "visitor":
		return rq.T("interviews.file.themselves")
	case strings.HasPrefix(name, "system:"):
		return rq.T("interviews.file.program")
	}
	return name
}

func (r *Rooms) fileOf(rq web.Request) (interviewsstore.File, error) {
	return r.Store.File(rq.Context(), rq.Actor, rq.PathValue("id"))
}

func (r *Rooms) applicant(w web.Writer, rq web.Request) error {
	x, err := r.fileOf(rq)
	if err != nil {
		return err
	}
	return w.Page(fileView(r.filePage(rq, x, ui.Form{})))
}

func (r *Rooms) correct(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	err := r.Store.Correct(rq.Context(), rq.Actor, rq.PathValue("id"), version, formOf(rq.PostForm, "ja"))
	if err != nil {
		return again(w, rq, err, func(f ui.Form) (templ.Component, error) {
			x, err := r.fileOf(rq)
			return fileView(r.filePage(rq, x, f)), err
		})
	}
	return w.Say("ok", "interviews.file.corrected").SeeOther("/staff/applicants/" + rq.PathValue("id"))
}

// act is one press on an applicant's page.
func (r *Rooms) act(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	ctx, a, x := rq.Context(), rq.Actor, rq.PathValue("id")
	var err error
	switch rq.PostForm.Get("do") {
	case "invite":
		err = done(r.Store.Invite(ctx, a, []string{x}))
	case "remind":
		err = done(r.Store.Remind(ctx, a, []string{x}))
	case "called":
		err = r.Store.Called(ctx, a, x)
	case "cancel":
		err = r.Store.CancelFor(ctx, a, x)
	case "absent":
		err = r.Store.NotThere(ctx, a, x)
	default:
		err = fault.New(fault.NotFound, "interviews.fault.gone")
	}
	if err != nil {
		return err
	}
	return w.Say("ok", "interviews.file.said").SeeOther("/staff/applicants/" + x)
}

// done is a tally of one: what could not be done is a conflict.
func done(t interviewsstore.Tally, err error) error {
	if err == nil && t.Done == 0 {
		return fault.New(fault.Conflict, "interviews.fault.stage")
	}
	return err
}

type timePage struct {
	ui.Shell
	Form         ui.Form
	Base, Name   string
	Pick         picker
	Booked, When string
}

func (r *Rooms) timePage(rq web.Request, f ui.Form) (timePage, error) {
	first, picked := monthOf(rq)
	m, err := r.Store.MineOf(rq.Context(), rq.Actor, rq.PathValue("id"), first, picked)
	if err != nil {
		return timePage{}, err
	}
	p := timePage{Shell: rq.Shell(rq.T("interviews.file.book_for", "name", m.Name)).WithErrors(f), Form: f, Base: rq.Lang.Path("/staff/applicants/" + m.ID), Name: m.Name}
	p.Pick = pickerOf(rq, m, f, p.Base+"/time", "")
	if m.Booking.ID != "" {
		p.When = interviewsstore.When(rq.Lang, m.Booking.Slot)
	}
	return p, nil
}

func (r *Rooms) timeForm(w web.Writer, rq web.Request) error {
	p, err := r.timePage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(timeView(p))
}

func (r *Rooms) bookFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.BookFor(rq.Context(), rq.Actor, rq.PathValue("id"), pickOf(rq))
	if err != nil {
		return again(w, rq, inForm(err, "slot", "interviews.book.taken"), func(f ui.Form) (templ.Component, error) {
			p, err := r.timePage(rq, f)
			return timeView(p), err
		})
	}
	return w.Say("ok", "interviews.file.said").SeeOther("/staff/applicants/" + rq.PathValue("id"))
}

type cardPage struct {
	ui.Shell
	Name, URL, QR string
	Base          string
}

// qrSide is the width of the box in which a code is drawn.
const qrSide = 100

// card is the link on paper, for somebody without mail.
func (r *Rooms) card(w web.Writer, rq web.Request) error {
	x, err := r.fileOf(rq)
	if err != nil {
		return err
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := cardPage{Shell: rq.Shell(rq.T("interviews.card.title")), Name: x.Name, URL: r.Store.Link(h, rq.Lang, x.Token), Base: rq.Lang.Path("/staff/applicants/" + x.ID)}
	if p.QR, err = paper.QRPath(p.URL, qrSide); err != nil {
		return err
	}
	return w.Page(cardView(p))
}

type letterPage struct {
	ui.Shell
	Base, Date, Subject, Body, Name string
}

// letter is a letter on paper, for somebody without mail.
func (r *Rooms) letter(w web.Writer, rq web.Request) error {
	x, err := r.fileOf(rq)
	if err != nil {
		return err
	}
	for _, s := range x.Letters {
		if s.ID == rq.PathValue("letter") {
			return w.Page(letterView(letterPage{Shell: rq.Shell(s.Subject), Base: rq.Lang.Path("/staff/applicants/" + x.ID), Date: rq.Lang.DateEra(s.At.DateIn(rq.Hub.Loc)), Subject: s.Subject, Body: s.Body, Name: x.Name}))
		}
	}
	return fault.New(fault.NotFound, "interviews.fault.gone")
}
