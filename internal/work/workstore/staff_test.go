package workstore

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"path"
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/work"
)

func TestWhoCanBeAskedAndWhyNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		able, other := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香")
		oid := h.open(30, nil)
		ok(t, h.Pass(t.Context(), able, oid, "never"))
		cs, err := h.Candidates(t.Context(), h.sato, oid)
		ok(t, err)
		if len(cs) != 2 || cs[0].Worker != h.workerID(able) || cs[0].Reason != "" || !cs[0].Told || cs[0].Level < 1 {
			t.Errorf("who let a call pass is not shown as anybody else: %+v", cs)
		}
		if cs[1].Worker != h.workerID(other) || cs[1].Reason != work.SkillLow || cs[1].Told {
			t.Errorf("%+v", cs[1])
		}
		if _, err := h.Candidates(t.Context(), h.leader, oid); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
	})
}

func TestADraftNamesWhatLacks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.order(h.kinds["entry"], 5, nil, cols)
		c, lacks, err := h.Draft(t.Context(), h.sato, oid, "")
		ok(t, err)
		if strings.Join(lacks, " ") != "deadline fee" || c.Content == "" {
			t.Error(lacks, c)
		}
		c, lacks, err = h.Draft(t.Context(), h.sato, oid, "2/19")
		ok(t, err)
		if len(lacks) > 0 || c.DueOn.String() != "2027-03-19" {
			t.Error(lacks, c.DueOn)
		}
	})
}

func TestWhatAnOrderLacksBeforeItIsSplit(t *testing.T) {
	k := orders.Kind{Tool: "entry", Withholding: "no"}
	asked := []orders.Column{{No: 1, Asked: true}}
	sealed := []orders.Column{{No: 1, Asked: true, Lane: 1}, {No: 2, Asked: true, Lane: 2}}
	written := []orders.Instruction{{No: 1}}
	for name, x := range map[string]struct {
		f    ordersstore.Full
		want string
	}{
		"nothing":          {ordersstore.Full{Order: orders.Order{State: orders.Ordered}, Work: k, Rows: 1, Columns: asked, Instructions: written}, ""},
		"everything":       {ordersstore.Full{Work: k}, "not_ordered no_rows no_columns no_instruction"},
		"reading":          {ordersstore.Full{Order: orders.Order{State: orders.Ordered}, Work: k, Columns: asked, Instructions: written, Materials: []orders.Material{{Use: "material", State: orders.Reading}}}, "reading"},
		"pictures sealed":  {ordersstore.Full{Order: orders.Order{State: orders.Ordered}, Work: k, Rows: 1, Columns: sealed, Instructions: written, Materials: []orders.Material{{Use: "material", State: orders.Whole, Form: "images"}}}, "sealed_pictures"},
		"no tax treatment": {ordersstore.Full{Order: orders.Order{State: orders.Ordered}, Work: orders.Kind{Tool: "file", Withholding: "ask"}, Rows: 1, Instructions: written}, "withholding_open"},
	} {
		if got := strings.Join(Lacks(x.f), " "); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func TestNotesStandOnRowsThatAreThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.order(h.kinds["entry"], 5, nil, cols)
		for _, row := range []int{0, 6} {
			if err := h.NoteRow(t.Context(), h.sato, oid, RowNote{row, "にじみ"}); fault.KindOf(err) != fault.Invalid {
				t.Error(row, err)
			}
		}
		ok(t, h.NoteRow(t.Context(), h.sato, oid, RowNote{5, "にじみ"}))
		ok(t, h.NoteRow(t.Context(), h.sato, oid, RowNote{2, "裏面も"}))
		ns, err := h.RowNotes(t.Context(), h.leader, oid)
		ok(t, err)
		if len(ns) != 2 || ns[0] != (RowNote{2, "裏面も"}) {
			t.Error(ns)
		}
		ok(t, h.NoteRow(t.Context(), h.sato, oid, RowNote{2, " "}))
		if ns, _ = h.RowNotes(t.Context(), h.leader, oid); len(ns) != 1 {
			t.Error(ns)
		}
	})
}

func TestQuestionsComeWithWhatAnAnswerNeeds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(30, nil)
		pid := h.take(misaki, oid)
		ok(t, h.Ask(t.Context(), misaki, pid, 2, "略した社名は？"))
		qs, err := h.Inquiries(t.Context(), h.leader)
		ok(t, err)
		if len(qs) != 1 || qs[0].Title != "会員カード" {
			t.Fatalf("%+v", qs)
		}
		x, err := h.Inquiry(t.Context(), h.leader, qs[0].ID)
		ok(t, err)
		if x.Row != 2 || x.Instruction.No != 1 || x.Instruction.Body != manual {
			t.Errorf("%+v", x)
		}
		ok(t, h.Answer(t.Context(), h.leader, x.ID, AnswerForm{Answer: "見たまま"}))
		if qs, _ = h.Inquiries(t.Context(), h.leader); len(qs) != 0 {
			t.Error(qs)
		}
		if _, err := h.Inquiry(t.Context(), h.leader, "no such"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// pictures is a zip of so many small pictures.
func pictures(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		w, err := z.Create(fmt.Sprintf("%d.png", i+1))
		ok(t, err)
		ok(t, png.Encode(w, image.NewGray(image.Rect(0, 0, 8, 8+i))))
	}
	ok(t, z.Close())
	return b.Bytes()
}

// A client sees the files of the first rows through their own link, and of no other row.
func TestAClientSeesTheFirstRowsFilesOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx := t.Context()
		oid, err := h.Orders.Ask(ctx, h.guest, id.Make(), h.kinds["tag"].ID, orders.PersonForm{Company: "みなと商事", Name: "田中", Mail: "tanaka@example.com"}, orders.AskForm{Title: "会員カード"})
		ok(t, err)
		_, err = h.Orders.Keep(ctx, h.sato, oid, ordersstore.Upload{Use: "material", Name: "a.zip", Body: bytes.NewReader(pictures(t, 3))})
		ok(t, err)
		ok(t, h.runner.Drain(ctx))
		f, err := h.Orders.Order(ctx, h.sato, oid)
		ok(t, err)
		ok(t, h.Orders.SavePlan(ctx, h.sato, oid, f.Version, orders.PlanForm{Checks: "sample", FirstRows: "2", Owner: "佐藤"}))
		token := h.windowOf(f.Client)
		r, body, err := h.FirstFile(ctx, h.guest, token, oid, 2)
		ok(t, err)
		if b, err := io.ReadAll(body); err != nil || r.Media != "image/png" || !bytes.HasPrefix(b, []byte("\x89PNG")) {
			t.Error(r, len(b), err)
		}
		for _, x := range []struct {
			token string
			row   int
		}{{token, 0}, {token, 3}, {"another", 1}} {
			if _, _, err := h.FirstFile(ctx, h.guest, x.token, oid, x.row); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%+v: %v", x, err)
			}
		}
	})
}

func (h *house) windowOf(client string) string {
	h.t.Helper()
	link, err := h.Orders.GiveWindow(h.t.Context(), h.sato, client, orders.WindowForm{GivenTo: "田中", Days: "30"})
	ok(h.t, err)
	return path.Base(link)
}

func TestTheFirstRowsNeedANameAndTheirOwnNumbers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(30, func(p *orders.PlanForm) { p.FirstRows = "1" })
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(t.Context(), misaki, pid))
		h.accept(pid)
		f, err := h.Orders.Order(t.Context(), h.sato, oid)
		ok(t, err)
		token := h.windowOf(f.Client)
		right := []work.FirstForm{{Row: 1, Right: true}}
		if err := h.JudgeFirsts(t.Context(), h.guest, token, oid, " ", true, right); fault.KindOf(err) != fault.Invalid {
			t.Error("nobody's word:", err)
		}
		if err := h.JudgeFirsts(t.Context(), h.guest, token, oid, "田中", true, []work.FirstForm{{Row: 7, Right: true}}); fault.KindOf(err) != fault.Invalid {
			t.Error("a row that was not shown:", err)
		}
		ok(t, h.JudgeFirsts(t.Context(), h.guest, token, oid, "田中", true, right))
		if o := h.view(oid); !o.Approved || len(o.Firsts) != 1 {
			t.Errorf("%+v", o.Firsts)
		}
	})
}

func TestTheDeliveryNoteCountsEachRowOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(5, func(p *orders.PlanForm) { p.Checks = "all" })
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(t.Context(), misaki, pid))
		x, err := h.Sheet(t.Context(), h.leader, pid)
		ok(t, err)
		ok(t, h.Check(t.Context(), h.leader, pid, x.Version, work.CheckForm{Fixes: []work.Fix{{Row: 3, Column: x.Ask[0].No, Text: "山田"}}, Line: "2", Cause: "worker"}))
		h.accept(pid) // looked at once more
		ok(t, h.Send(t.Context(), h.sato, oid, 0, DeliverForm{"csv"}))
		if err := h.Send(t.Context(), h.sato, oid, 0, DeliverForm{"csv"}); !conflict(err) {
			t.Error("sent twice:", err)
		}
		if n := h.view(oid).Deliveries[0].Note; n.Rows != 5 || n.Looked != 5 || n.Fixed != 1 || n.Reworked != 0 {
			t.Errorf("%+v", n)
		}
	})
}

func TestFilesHandedInAreDeliveredInOneArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		k := h.kinds["entry"]
		misaki := h.worker("三好 みさき", k)
		oid := h.order(k, 2, func(p *orders.PlanForm) { p.Checks = "all" }, []orders.ColumnForm{{Name: "品名"}, {Name: "備考", Asked: true, Type: "text"}})
		ok(t, h.Split(t.Context(), h.sato, oid, 18))
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
		pid := h.take(misaki, oid)
		for _, row := range h.rows(pid) {
			ok(t, h.HandIn(t.Context(), misaki, pid, row, "page.html", "text/html", fmt.Appendf(nil, "<p>%d</p>", row)))
		}
		ok(t, h.Deliver(t.Context(), misaki, pid))
		h.accept(pid)
		ok(t, h.Send(t.Context(), h.sato, oid, 0, DeliverForm{"zip"}))
		del, r, err := h.DeliveredFile(t.Context(), h.sato, "", oid, 1)
		ok(t, err)
		body, err := io.ReadAll(r)
		ok(t, err)
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		ok(t, err)
		if del.Media != "application/zip" || len(z.File) != 3 || z.File[2].Name != "files/000002_page.html" {
			t.Fatalf("%s %d files", del.Media, len(z.File))
		}
		f, err := z.File[2].Open()
		ok(t, err)
		if page, err := io.ReadAll(f); err != nil || string(page) != "<p>2</p>" {
			t.Errorf("%s %v", page, err)
		}
	})
}
