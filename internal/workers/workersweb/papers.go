package workersweb

import (
	"hiroba/internal/base/ja"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// letter begins a paper of the hub in the worker's language.
func letter(p workersstore.Papers, title string, rq web.Request) paper.LetterSheet {
	l := i18n.Of(p.Lang)
	return paper.LetterSheet{Hub: p.HubName(), Title: title, Hue: p.Hub.Hue, Created: rq.Now.Time(), Sub: workersstore.Number(p.No) + "  " + p.Name,
		Foot: workersstore.Number(p.No) + " · " + l.Moment(rq.Now, rq.Hub.Loc)}
}

// contractSheet is what was agreed, with when, how and by which text.
func contractSheet(p workersstore.Papers, rq web.Request) paper.LetterSheet {
	l := i18n.Of(p.Lang)
	s := letter(p, l.T("workers.consent.contract"), rq)
	for _, c := range p.Consents {
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("workers.consent." + string(c.Kind)), Text: c.Text},
			paper.LetterBlock{Rows: [][2]string{{l.T("workers.file.signed_as"), c.SignedAs}, {l.T("workers.consent.at"), l.DateYear(c.Made.DateIn(rq.Hub.Loc)) + " " + c.Made.ClockIn(rq.Hub.Loc).String()}, {l.T("workers.consent.how"), l.T("workers.how." + string(c.How))},
				{l.T("workers.consent.by"), c.MadeBy}, {l.T("workers.consent.version_head"), c.Version}, {"SHA-256", c.Hash}}})
	}
	if len(p.Consents) == 0 { // to be signed by hand
		for _, k := range []workers.ConsentKind{workers.Privacy, workers.Contract} {
			s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("workers.consent." + string(k)), Text: p.Texts[k]})
		}
		s.Blocks = append(s.Blocks, paper.LetterBlock{Boxes: true, Rows: [][2]string{{l.T("workers.file.signed_as"), ""}, {l.T("workers.consent.at"), ""}}})
	}
	return s
}

// fileSheet is the filled file; what nobody filled in is a line to write on.
func fileSheet(p workersstore.Papers, rq web.Request) paper.LetterSheet {
	l := i18n.Of(p.Lang)
	s := letter(p, l.T("workers.paper.file"), rq)
	for _, part := range workers.Whole() {
		b := paper.LetterBlock{Heading: l.T("workers.part." + string(part)), Rows: rowsOf(l, p.Registration, part)}
		if len(b.Rows) == 0 {
			b.Boxes = true
			for _, key := range blanks[part] {
				b.Rows = append(b.Rows, [2]string{l.T("workers.file." + key), ""})
			}
		}
		s.Blocks = append(s.Blocks, b)
	}
	if len(p.Consents) == 0 {
		s.Blocks = append(s.Blocks, contractSheet(p, rq).Blocks...)
	}
	return s
}

// blanks are the lines of a part that is filled in by hand.
var blanks = map[workers.Part][]string{
	workers.PartName: {"name", "kana", "birth"}, workers.PartContact: {"phone", "mail", "em_name", "em_relation", "em_phone"}, workers.PartAddress: {"postcode", "address"},
	workers.PartBank: {"bank", "branch", "kind", "number", "holder"}, workers.PartBusiness: {"employs", "form", "side_limits", "invoice"}, workers.PartTools: {"devices", "line"},
}

func sendLetter(w web.Writer, name string, s paper.LetterSheet) error {
	b, err := paper.Letter(s)
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", b, false)
}

func (r *Rooms) joinPDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.PapersByLink(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	return sendLetter(w, "contract.pdf", contractSheet(p, rq))
}

func (r *Rooms) myContractPDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.MyPapers(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return sendLetter(w, "contract.pdf", contractSheet(p, rq))
}

func (r *Rooms) myFilePDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.MyPapers(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return sendLetter(w, "file.pdf", fileSheet(p, rq))
}

func (r *Rooms) filePDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.PapersOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return sendLetter(w, workersstore.Number(p.No)+".pdf", fileSheet(p, rq))
}

// sheetPDF is the paper for somebody who has no device: the file, the next talk, and the
// free hours to fill in with a pen and bring back.
func (r *Rooms) sheetPDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.PapersOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := i18n.Of(p.Lang)
	s := fileSheet(p, rq)
	s.Title = l.T("workers.paper.sheet")
	if r.Beside != nil {
		more, err := r.Beside(rq.Context(), rq, p.ID, l)
		if err != nil {
			return err
		}
		s.Blocks = append(more, s.Blocks...)
	}
	s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("workers.paper.back"), Text: l.T("workers.paper.back_text", "hub", p.HubName(), "phone", ja.PhoneShow(p.Hub.Phone))})
	return sendLetter(w, workersstore.Number(p.No)+"-sheet.pdf", s)
}

// paperMost is how many people one list on paper has: more is a file for a spreadsheet.
const paperMost = 1000

// listPDF is the list as it stands on the page, on paper.
func (r *Rooms) listPDF(w web.Writer, rq web.Request) error {
	k, _ := readAsk(rq)
	rows, err := r.Store.Everyone(rq.Context(), rq.Actor, k)
	if err != nil {
		return err
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	g := paper.Grid{Head: []string{rq.T("workers.list.no"), rq.T("workers.file.name"), rq.T("workers.list.state"), rq.T("workers.file.phone"), rq.T("workers.paper.note")}, Weights: []float64{1.1, 3, 1.8, 2.1, 2.4}}
	sub := rq.T("workers.list.count", "n", len(rows))
	if len(rows) > paperMost {
		rows, sub = rows[:paperMost], rq.T("workers.paper.first", "n", paperMost)
	}
	for _, x := range rows {
		g.Lines = append(g.Lines, []string{workersstore.Number(x.No), x.Name + " " + ja.Hiragana(x.Kana), rq.T("workers.state." + string(x.State)), ja.PhoneShow(x.Phone), ""})
	}
	at := rq.Lang.Moment(rq.Now, rq.Hub.Loc)
	return sendLetter(w, "registered.pdf", paper.LetterSheet{Hub: hubstore.Name(h, rq.Lang), Title: rq.T("workers.list.title"), Sub: sub + "  " + at, Hue: h.Hue, Created: rq.Now.Time(), Foot: at,
		Blocks: []paper.LetterBlock{{Grid: &g}}})
}

func (r *Rooms) contractPDF(w web.Writer, rq web.Request) error {
	p, err := r.Store.PapersOf(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return sendLetter(w, workersstore.Number(p.No)+"-contract.pdf", contractSheet(p, rq))
}

// linkPDF prints a registration link as a code, for somebody who has no mail.
func (r *Rooms) linkPDF(w web.Writer, rq web.Request) error {
	url, err := r.Store.Reprint(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	g, err := r.Store.Seen(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := i18n.Of(g.Lang)
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return sendLetter(w, "link.pdf", paper.LetterSheet{Hub: hubstore.Name(h, l), Title: l.T("workers.paper.link"), Sub: g.Name, Hue: h.Hue, Created: rq.Now.Time(), QR: url, QRHint: l.T("workers.paper.scan"),
		Blocks: []paper.LetterBlock{{Text: l.T("workers.paper.link_text", "days", int(workersstore.LinkLasts.Hours()/24), "phone", ja.PhoneShow(h.Phone))}, {Rows: [][2]string{{l.T("workers.paper.address"), url}}}}, Foot: workersstore.Number(g.No)})
}

func cardSheet(c workersstore.Card, rq web.Request) ([]byte, error) {
	l := c.Lang
	return paper.Card(paper.CardSheet{Hub: c.Hub, Lead: l.T("workers.card.lead"), Text: l.T("workers.card.text"), Hue: c.Hue, QRText: c.URL, Short: c.Short, CodeHead: l.T("workers.card.code"), Code: c.Code,
		Phone: ja.PhoneShow(c.Phone), Created: rq.Now.Time()})
}

func (r *Rooms) cardPDF(w web.Writer, rq web.Request) error {
	c, err := r.Store.CardOf(rq.Context(), rq.Actor, rq.PathValue("id"), rq.Lang)
	if err != nil {
		return err
	}
	b, err := cardSheet(c, rq)
	if err != nil {
		return err
	}
	return w.File("card.pdf", "application/pdf", b, false)
}

func (r *Rooms) myCardPDF(w web.Writer, rq web.Request) error {
	c, err := r.Store.MyCard(rq.Context(), rq.Actor, rq.Lang)
	if err != nil {
		return err
	}
	b, err := cardSheet(c, rq)
	if err != nil {
		return err
	}
	return w.File("card.pdf", "application/pdf", b, false)
}
