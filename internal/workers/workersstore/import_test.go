package workersstore

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// officeList is a list as a town office had it: a title, CP932, dates of two eras.
const officeList = "雪原町 在宅ワーク登録者名簿,,,,,,,,\r\n" +
	"No,氏名,フリガナ,生年月日,郵便番号,住所,電話,メール,登録日,備考\r\n" +
	"1,髙橋 花子,タカハシ ハナコ,S62.4.3,070-0001,雪原市本町2条3丁目,0126-00-0001,hana@example.com,R6.4.1,火曜は休み\r\n" +
	"2,﨑山 実,さきやま みのる,昭和25年13月1日,070-0001,雪原市本町1,0126-00-0002,,R6.5.1,\r\n" +
	"3,三好 みさき,みよし みさき,平成7年6月3日,,,090-0000-1234,,R6.4.1,\r\n" +
	"4,田中 愛,,H2/4/3,,,,tanaka@,R6.6.1,番号 123456789018\r\n" +
	"5,小川 静,おがわ しず,,,,0126-00-0005,,,\r\n"

func sjis(t testing.TB, s string) []byte {
	t.Helper()
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	ok(t, err)
	return b
}

func (h house) runner() *jobs.Runner {
	r := &jobs.Runner{DB: h.DB, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	h.Jobs(r)
	return r
}

// list is the office's list read and checked as proposed.
func (h house) list(body []byte) string {
	h.t.Helper()
	id, err := h.ReadList(h.t.Context(), h.staff, "名簿.csv", body)
	ok(h.t, err)
	v, err := h.ViewList(h.t.Context(), h.staff, id, 1)
	ok(h.t, err)
	f := workers.MappingForm{Since: "2026-04-01"}
	for _, c := range v.Columns {
		f.Columns = append(f.Columns, string(c))
	}
	ok(h.t, h.MapColumns(h.t.Context(), h.staff, id, f))
	return id
}

func (h house) view(id string) ListView {
	h.t.Helper()
	v, err := h.ViewList(h.t.Context(), h.staff, id, 1)
	ok(h.t, err)
	return v
}

func TestAnOfficesListFromTheFileToTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.misaki()
		h.later(1)
		id := h.list(sjis(t, strings.Replace(officeList, "雪原町 在宅ワーク登録者名簿,,,,,,,,", "雪原町 在宅ワーク登録者名簿,,,,,,,,,", 1)))
		v := h.view(id)
		if v.Encoding != "shift_jis" || v.Rows != 5 || v.Counts[workers.MarkBad] != 2 || v.Counts[workers.MarkDouble] != 1 || v.Ready() != 2 || len(v.First) != 3 {
			t.Fatalf("%+v", v)
		}
		if b := v.Bad[0]; b.Line != 4 || b.Name != "﨑山 実" || len(b.Faults) != 1 || b.Faults[0].Name != "birth" || b.Stood["birth"] != "昭和25年13月1日" {
			t.Errorf("%+v", b)
		}
		if b := v.Bad[1]; b.Line != 6 || len(b.Faults) != 2 || b.Faults[1].Key != "workers.import.my_number" || strings.Contains(b.Said["note"], "9018") {
			t.Errorf("%+v", b)
		}
		if x := v.Doubles[0]; x.Rival.ID != misaki || x.Mark.Like != workers.LikeBirth || x.Line != 5 {
			t.Errorf("%+v", x)
		}
		if err := h.CommitList(t.Context(), h.staff, id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taken with open rows: %v", err)
		}
		still, err := h.MendList(t.Context(), h.staff, id, []Mend{{No: 2, Put: map[workers.Column]string{"birth": "昭和25年12月"}}, {No: 4, Out: true}})
		ok(t, err)
		if len(still) != 1 || still[0] != 2 || h.view(id).Bad[0].Said["birth"] != "昭和25年12月" {
			t.Errorf("still %v, %+v", still, h.view(id).Bad)
		}
		still, err = h.MendList(t.Context(), h.staff, id, []Mend{{No: 2, Put: map[workers.Column]string{"birth": "昭和25年12月1日"}}})
		ok(t, err)
		ok(t, h.DecideDoubles(t.Context(), h.staff, id, map[int]workers.MarkState{3: workers.MarkSame}, ""))
		if v := h.view(id); len(still) != 0 || v.Open() != 0 || v.Ready() != 3 || v.LeftOut() != 1 || v.Out[1].Mark.By != "佐藤 直子" {
			t.Errorf("%v %+v", still, v)
		}
		ok(t, h.CommitList(t.Context(), h.staff, id))
		if n := h.count(`select count(*) from worker where hub_id = $1`, h.staff.Hub); n != 1 {
			t.Errorf("%d workers before the job", n)
		}
		ok(t, h.runner().Drain(t.Context()))
		h.committed(id, misaki)
	})
}

// committed looks at what the list brought.
func (h house) committed(id, misaki string) {
	t := h.t
	t.Helper()
	v := h.view(id)
	if v.State != ImportDone || v.Made != 3 || v.Filled != 1 || v.Left != 1 {
		t.Fatalf("%+v", v.Import)
	}
	l, err := h.List(t.Context(), h.staff, Ask{Import: id, Size: 10, Sort: "no"})
	ok(t, err)
	if l.Total != 4 || l.Rows[1].Name != "髙橋 花子" || l.Rows[1].State != workers.Registered || l.Rows[1].From != when.MustDate("2024-04-01") || l.Rows[1].Signed || l.Rows[3].From != when.MustDate("2026-04-01") {
		t.Fatalf("%+v", l.Rows)
	}
	if l, err = h.List(t.Context(), h.staff, Ask{Unsigned: true, Size: 10}); err != nil || l.Total != 3 {
		t.Errorf("%d without a contract, %v", l.Total, err)
	}
	hana := l.Rows[0]
	for _, r := range l.Rows {
		if r.Name == "髙橋 花子" {
			hana = r
		}
	}
	g, err := h.Seen(t.Context(), h.staff, hana.ID)
	ok(t, err)
	if !g.Unsigned || g.File.Naming == nil || !g.File.Naming.Birth.IsZero() || g.File.Address.Region != "北海道" || g.Origins[0].Note != "火曜は休み" || g.Origins[0].Line != 3 || len(g.Consents) != 0 {
		t.Errorf("%+v", g)
	}
	open, err := h.Reveal(t.Context(), h.staff, hana.ID, workers.PartName, "たしかめる")
	ok(t, err)
	if open.Naming.Birth != when.MustDate("1987-04-03") {
		t.Errorf("%+v", open.Naming)
	}
	life, err := h.Life(t.Context(), h.staff, hana.ID)
	ok(t, err)
	if len(life.Steps) != 1 || life.Steps[0].Reason != "imported" || life.Steps[0].MadeBy != "佐藤 直子" || !life.Signed.IsZero() {
		t.Errorf("%+v", life)
	}
	if g, err = h.Seen(t.Context(), h.staff, misaki); err != nil || g.Unsigned || g.Origins[0].How != "filled" {
		t.Errorf("%+v %v", g, err)
	}
	if n := h.count(`select count(*) from worker_import_block where hub_id = $1`, h.staff.Hub); n != 1 {
		t.Errorf("%d blocks are kept, want that of the row left out", n)
	}
	_, rows, err := h.LeftOut(t.Context(), h.staff, id)
	ok(t, err)
	if len(rows) != 1 || rows[0].Line != 6 {
		t.Errorf("%+v", rows)
	}
	if _, err := db.Read(t.Context(), h.DB, func(v *db.View) (int64, error) { return journal.Verify(v) }); err != nil {
		t.Error(err)
	}
	if mails := h.mails(); len(mails) > 1 { // Misaki's own welcome
		t.Errorf("%d mails", len(mails))
	}
	h.later(8)
	ok(t, h.Day(t.Context(), h.staff))
	if v := h.view(id); v.File != "" || v.Heads != nil || v.Made != 3 || v.Erased.IsZero() || h.count(`select count(*) from worker_import_block where hub_id = $1`, h.staff.Hub) != 0 {
		t.Errorf("after a week: %+v", v.Import)
	}
	if _, _, err := h.LeftOut(t.Context(), h.staff, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("rows after a week: %v", err)
	}
}

func TestWhoCameWithAListSignsLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.list([]byte("氏名,フリガナ,生年月日,住所,メール,登録日\n髙橋 花子,タカハシ ハナコ,S62.4.3,雪原市本町2条3丁目,hana@example.com,R6.4.1\n"))
		ok(t, h.CommitList(t.Context(), h.staff, id))
		ok(t, h.runner().Drain(t.Context()))
		l, err := h.List(t.Context(), h.staff, Ask{Import: id, Size: 1})
		ok(t, err)
		hana := l.Rows[0].ID
		ok(t, h.Invite(t.Context(), h.staff, hana))
		token := joinRe.FindStringSubmatch(h.mails()[0].Text)[1]
		sign := workers.SignForm{Privacy: true, Contract: true, SignedAs: "髙橋花子"}
		if err := h.SignByLink(t.Context(), h.visitor, token, sign); fault.KindOf(err) != fault.Conflict {
			t.Errorf("signed half a file: %v", err)
		}
		for _, i := range []int{1, 4, 5} { // contacts, business, tools: name and address came with the list
			ok(t, h.FillByLink(t.Context(), h.visitor, token, screens[i]))
		}
		ok(t, h.SignByLink(t.Context(), h.visitor, token, sign))
		g, err := h.Seen(t.Context(), h.staff, hana)
		ok(t, err)
		if g.Unsigned || g.Person == "" || g.From != when.MustDate("2024-04-01") || len(g.Consents) != 2 {
			t.Errorf("%+v", g)
		}
		if err := h.Invite(t.Context(), h.staff, hana); fault.KindOf(err) != fault.Conflict {
			t.Errorf("invited twice: %v", err)
		}
	})
}

func TestAListIsTakenWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.list(bigList(450))
		ok(t, h.CommitList(t.Context(), h.staff, id))
		ok(t, h.CancelList(t.Context(), h.staff, id))
		ok(t, h.runner().Drain(t.Context()))
		if v := h.view(id); v.State != ImportReview || v.Stopped != "cancelled" || h.count(`select count(*) from worker where hub_id = $1`, h.staff.Hub) != 0 {
			t.Errorf("cancelled: %+v", v.Import)
		}
		ok(t, h.CommitList(t.Context(), h.staff, id))
		// The list changes hands while it is made ready: the write finds out and writes nothing.
		got, err := db.Read(t.Context(), h.DB, func(v *db.View) (intake, error) {
			x, err := h.draft(v, h.staff.Hub, id)
			return intake{draft: x, codes: map[string]bool{}}, err
		})
		ok(t, err)
		got.entrants, got.marks = workers.CheckList(got.rows, got.m, got.today, nil, nil)
		_, err = h.prepare(t.Context(), h.staff, &got)
		ok(t, err)
		ok(t, h.CancelList(t.Context(), h.staff, id))
		err = db.Do(t.Context(), h.DB, func(tx *db.Tx) error { return h.writeList(tx, h.staff, got) })
		if err == nil || h.count(`select count(*) from worker where hub_id = $1`, h.staff.Hub) != 0 || h.count(`select count(*) from journal where hub_id = $1 and kind = 'workers.entered'`, h.staff.Hub) != 0 {
			t.Errorf("half a list: %v", err)
		}
		// Somebody in the list registers while it waits: the list comes back with a question.
		ok(t, h.CommitList(t.Context(), h.staff, id))
		_, err = h.Begin(t.Context(), h.staff, workers.BeginForm{Name: "名簿 人7", Mail: "w7@example.com", Lang: "ja"})
		ok(t, err)
		ok(t, h.runner().Drain(t.Context()))
		v := h.view(id)
		if v.State != ImportReview || v.Stopped != "moved" || len(v.Doubles) != 1 || v.Doubles[0].No != 8 {
			t.Fatalf("%+v", v)
		}
		ok(t, h.DecideDoubles(t.Context(), h.staff, id, nil, workers.MarkSkip))
		_, err = h.MendList(t.Context(), h.staff, id, []Mend{{No: 8, Back: true}})
		ok(t, err)
		if v := h.view(id); v.Counts[workers.MarkDouble] != 1 {
			t.Errorf("taken back: %+v", v.Counts)
		}
		if err := h.DecideDoubles(t.Context(), h.staff, id, map[int]workers.MarkState{8: ""}, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("no decision: %v", err)
		}
		ok(t, h.DecideDoubles(t.Context(), h.staff, id, map[int]workers.MarkState{8: workers.MarkOther}, ""))
		ok(t, h.CommitList(t.Context(), h.staff, id))
		ok(t, h.runner().Drain(t.Context()))
		if v := h.view(id); v.State != ImportDone || v.Made != 450 || h.count(`select count(*) from worker where hub_id = $1`, h.staff.Hub) != 451 {
			t.Errorf("%+v", v.Import)
		}
		if err := h.CancelList(t.Context(), h.staff, id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("cancelled when done: %v", err)
		}
		if err := h.DropList(t.Context(), h.staff, id); fault.KindOf(err) != fault.Conflict {
			t.Errorf("dropped when done: %v", err)
		}
	})
}

// TestAKilledRunIsBegunAgain: a runner that was killed leaves its lease behind; the next
// one takes the list up from the start.
func TestAKilledRunIsBegunAgain(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	id := h.list(bigList(3))
	ok(t, h.CommitList(t.Context(), h.staff, id))
	ok(t, db.Do(t.Context(), h.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update job set state = 'running', attempt = 1, lease_until = $2 where hub_id = $1 and kind = 'workers.import'`, h.staff.Hub, tx.Now().Add(time.Minute))
		return err
	}))
	ok(t, h.runner().Drain(t.Context()))
	if v := h.view(id); v.State != ImportWriting {
		t.Errorf("%+v", v.Import)
	}
	h.later(1)
	ok(t, h.runner().Drain(t.Context()))
	if v := h.view(id); v.State != ImportDone || v.Made != 3 {
		t.Errorf("%+v", v.Import)
	}
}

// TestADefectWritesNothingAndSaysSo: a list that cannot be read any more goes back to
// whoever waits for it, and is not tried again behind their back.
func TestADefectWritesNothingAndSaysSo(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	id := h.list(bigList(3))
	ok(t, h.CommitList(t.Context(), h.staff, id))
	ok(t, db.Do(t.Context(), h.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update worker_import_block set body_sealed = 'x.damaged' where hub_id = $1`, h.staff.Hub)
		return err
	}))
	ok(t, h.runner().Drain(t.Context()))
	if n := h.count(`select count(*) from worker_import where hub_id = $1 and state = 'review' and stopped = 'failed'`, h.staff.Hub); n != 1 || h.count(`select count(*) from worker where hub_id = $1`, h.staff.Hub) != 0 {
		t.Errorf("%d imports say that they failed", n)
	}
	if n := h.count(`select count(*) from job where hub_id = $1 and kind = 'workers.import' and state = 'dead'`, h.staff.Hub); n != 1 {
		t.Error("it is tried again")
	}
}

// TestAListIsWrittenWhileOthersWork: a busy desk does not keep a long write from coming
// to its end, and loses nothing by it.
func TestAListIsWrittenWhileOthersWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.misaki()
		id := h.list(bigList(1500))
		ok(t, h.CommitList(t.Context(), h.staff, id))
		end, noted := make(chan bool), make(chan int)
		go func() {
			n := 0
			for {
				select {
				case <-end:
					noted <- n
					return
				case <-time.After(3 * time.Millisecond):
					if err := h.Confirm(context.Background(), h.staff, misaki); err != nil {
						t.Error(err)
					}
					n++
				}
			}
		}()
		before := d.Retries.Load()
		ok(t, h.runner().Drain(t.Context()))
		close(end)
		n := <-noted
		if v := h.view(id); v.State != ImportDone || v.Made != 1500 {
			t.Errorf("%+v", v.Import)
		}
		if got := h.count(`select count(*) from journal where hub_id = $1 and kind = 'workers.confirmed'`, h.staff.Hub); got != n {
			t.Errorf("%d of %d notes are there", got, n)
		}
		if _, err := db.Read(t.Context(), h.DB, func(v *db.View) (int64, error) { return journal.Verify(v) }); err != nil {
			t.Error(err)
		}
		t.Logf("%d notes meanwhile, %d writes were tried again", n, d.Retries.Load()-before)
	})
}

func TestNothingOfAListStandsOpenInTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		id := h.list([]byte("氏名,生年月日,備考\n髙橋 花子,S62.4.3,こっそり\n"))
		for _, q := range []string{`select count(*) from worker_import where hub_id = $1 and (file_sealed like $2 or heads_sealed like $2)`, `select count(*) from worker_import_block where hub_id = $1 and body_sealed like $2`} {
			for _, s := range []string{"%名%", "%花子%", "%S62%", "%こっそり%"} {
				if h.count(q, h.staff.Hub, s) != 0 {
					t.Errorf("%s stands in the database", s)
				}
			}
		}
		ok(t, h.DropList(t.Context(), h.staff, id))
		if v := h.view(id); v.State != ImportDropped || h.count(`select count(*) from worker_import_block where hub_id = $1`, h.staff.Hub) != 0 || v.File != "" {
			t.Errorf("%+v", v.Import)
		}
		other := h.list(bigList(2))
		h.later(7)
		ok(t, h.Day(t.Context(), h.staff))
		if v := h.view(other); v.State != ImportDropped {
			t.Errorf("kept after a week: %+v", v.Import)
		}
	})
}

// TestAWorkbookOfAnOfficeIsRead: dates keep the era the cell is shown in, and a number
// without a form is the day a spreadsheet means.
func TestAWorkbookOfAnOfficeIsRead(t *testing.T) {
	f := excelize.NewFile()
	set := func(cell string, v any, form string) {
		ok(t, f.SetCellValue("Sheet1", cell, v))
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &form})
		ok(t, err)
		ok(t, f.SetCellStyle("Sheet1", cell, cell, style))
	}
	ok(t, f.SetCellValue("Sheet1", "A1", "登録者の名簿"))
	for cell, v := range map[string]string{"A3": "氏名", "B3": "生年月日", "C3": "登録日", "A4": "名簿 一", "A5": "名簿 二", "A7": "名簿 三"} {
		ok(t, f.SetCellValue("Sheet1", cell, v))
	}
	set("B4", 31870, `[$-411]ggge"年"m"月"d"日"`)
	set("B5", 31870, `[$-411]ge.m.d`)
	set("B7", 31870, "General")
	set("C4", 45383, "yyyy/m/d")
	var b bytes.Buffer
	ok(t, f.Write(&b))
	h := yukihara(t, dbtest.SQLite(t))
	v := h.view(h.list(b.Bytes()))
	if len(v.First) != 3 || v.Heads[1] != "生年月日" {
		t.Fatalf("%+v", v)
	}
	for i, line := range []int{4, 5, 7} {
		if x := v.First[i]; x.Line != line || x.Birth != when.MustDate("1987-04-03") {
			t.Errorf("%+v", x)
		}
	}
	if v.First[0].Since != when.MustDate("2024-04-01") || v.First[1].Since != when.MustDate("2026-04-01") {
		t.Errorf("%s %s", v.First[0].Since, v.First[1].Since)
	}
}

func TestAFileThatIsNoListIsRefusedInWords(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	for want, body := range map[string][]byte{
		"file_missing": nil, "file.empty": []byte("氏名,住所\n"), "file.legacy": []byte("\xd0\xcf\x11\xe0xxxx"), "file.broken": []byte("PK\x03\x04xxxx"), "file.columns": []byte("氏名,住所\nあ\n"),
		"file.rows": bigList(ImportMost + 1), "file.big": bytes.Repeat([]byte("氏名,住所\n"), ImportBytes/14+1), "file.quote": []byte("氏名,住所\n\"あ,い\n"), "file.wide": []byte(strings.Repeat("氏名,", 61) + "x\n"),
	} {
		_, err := h.ReadList(t.Context(), h.staff, "x", body)
		f := fault.Of(err)
		if f == nil || f.Fields[0].Name != "file" || f.Fields[0].Key != "workers.import."+want {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func bigList(n int) []byte {
	var b bytes.Buffer
	b.WriteString("氏名,フリガナ,生年月日,郵便番号,住所,携帯,メール,登録日,備考\n")
	for i := range n {
		fmt.Fprintf(&b, "名簿 人%d,メイボ ヒト,S%d.%d.%d,070-%04d,北海道雪原市本町%d条%d丁目,090-0000-%04d,w%d@example.com,R6.%d.1,%d番\n", i, 30+i%30, 1+i%12, 1+i%28, i%10000, 1+i%30, 1+i%9, i%10000, i, 1+i%12, i)
	}
	return b.Bytes()
}

// processorTime is what this process has used so far.
func processorTime(t testing.TB) time.Duration {
	var u syscall.Rusage
	ok(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkImport10000 takes a list of ten thousand into the books: reading the file,
// checking every row, and the job that writes it. On a busy machine the program's own
// processor time says more than the clock.
func BenchmarkImport10000(b *testing.B) {
	body := bigList(10_000)
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				h := yukihara(b, open(b))
				b.StartTimer()
				start, used := time.Now(), processorTime(b)
				id := h.list(body)
				read := time.Since(start)
				ok(b, h.CommitList(b.Context(), h.staff, id))
				ok(b, h.runner().Drain(b.Context()))
				b.ReportMetric(read.Seconds(), "s-read")
				b.ReportMetric((time.Since(start) - read).Seconds(), "s-write")
				b.ReportMetric((processorTime(b) - used).Seconds(), "s-processor")
				if v := h.view(id); v.Made != 10_000 {
					b.Fatalf("%+v", v.Import)
				}
			}
		})
	}
}
