package app

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/workers"
)

// upload is a form with one file.
func upload(t *testing.T, path, field, name string, body []byte) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest("POST", path, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return req
}

// TestAnImportsPagesKeepWhatWasTyped goes through the pages of an import as a
// coordinator without a script does, each slip answered with 422 beside its field.
func TestAnImportsPagesKeepWhatWasTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		sato := a.as(t, "sato@yukihara.example")
		has(t, "the list", sato(get("/staff/workers")).Body.String(), `href="/staff/imports"`)
		for want, file := range map[string]string{"ファイルを選んでください": "", "閉じていません": "氏名,住所\n\"あ,い\n", "古い形のExcel": "\xd0\xcf\x11\xe0xxxx", "見出しは2列、この行は1列": "氏名,住所\nあ\n"} {
			w := sato(upload(t, "/staff/imports", "file", "名簿.csv", []byte(file)))
			if w.Code != 422 || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), `id="file-e"`) {
				t.Errorf("%q: %d", file, w.Code)
			}
		}
		if w := sato(upload(t, "/staff/imports", "file", "名簿.csv", make([]byte, 11<<20))); w.Code != 422 || !strings.Contains(w.Body.String(), "10MBまで") || !strings.Contains(w.Body.String(), `id="file-e"`) {
			t.Errorf("a huge file: %d", w.Code)
		}
		w := sato(upload(t, "/staff/imports", "file", "名簿.csv", []byte("氏名,生年月日,メール\n名簿 太郎,H2/4/3,taro@\n三好 みさき,,misaki@example.com\n")))
		page := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		has(t, "columns", sato(get(page)).Body.String(), `name="c0"`, "名簿 太郎 / 三好 みさき", `value="birth" selected`)
		w = sato(post(page+"/columns", url.Values{"c0": {"name"}, "c1": {"name"}, "c2": {"mail"}, "since": {"あした"}}))
		if w.Code != 422 {
			t.Errorf("twice the same column: %d", w.Code)
		}
		has(t, "columns mended", w.Body.String(), "同じ列が2つあります", `value="あした"`, `href="#c1"`, `href="#since"`)
		if w = sato(post(page+"/columns", url.Values{"c0": {"name"}, "c1": {"birth"}, "c2": {"mail"}, "since": {"R8.4.1"}})); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		has(t, "review", sato(get(page)).Body.String(), `name="r1_mail"`, "名簿では「taro@」", "メールが同じです")
		w = sato(post(page+"/rows", url.Values{"r1_mail": {"taro@x"}}))
		if w.Code != 422 {
			t.Errorf("still wrong: %d", w.Code)
		}
		has(t, "row mended", w.Body.String(), `value="taro@x"`, "名簿では「taro@」", `href="#r1_mail"`)
		if w = sato(post(page+"/commit", nil)); w.Code != http.StatusConflict {
			t.Errorf("taken with open rows: %d", w.Code)
		}
		if w = sato(post(page+"/doubles", url.Values{"row": {"2"}})); w.Code != 422 || !strings.Contains(w.Body.String(), "どうするかを選んでください") {
			t.Errorf("nothing chosen: %d", w.Code)
		}
		if w = sato(post(page+"/doubles", url.Values{"row": {"2"}, "d2": {"skip"}})); w.Code != http.StatusSeeOther {
			t.Errorf("chosen: %d", w.Code)
		}
		sato(post(page+"/rows", url.Values{"r1_mail": {"=taro@example.com"}, "out": {"1"}}))
		sato(post(page+"/rows", url.Values{"back": {"1"}}))
		if w = sato(post(page+"/commit", nil)); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		has(t, "writing", sato(get(page)).Body.String(), "data-progress", `href="`+page+`"`, page+"/cancel")
		if err := a.Runner.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
		body := sato(get(page)).Body.String()
		has(t, "done", body, "import="+strings.TrimPrefix(page, "/staff/imports/"), page+"/left.xlsx")
		book, err := excelize.OpenReader(bytes.NewReader(sato(get(page + "/left.xlsx")).Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetList()[0])
		if err != nil || len(rows) != 2 || rows[1][1] != "三好 みさき" {
			t.Errorf("%v %v", rows, err)
		}
		csv := sato(get("/staff/workers.csv?state=all&import=" + strings.TrimPrefix(page, "/staff/imports/"))).Body.String()
		has(t, "the list of this import", csv, "名簿 太郎", "'=taro@example.com", "契約がまだ")
		if strings.Count(csv, "\n") != 2 {
			t.Errorf("others are in it:\n%s", csv)
		}
	})
}

// TestAnImportsTemplateIsUnderstood: what is handed out as an example is read back as meant.
func TestAnImportsTemplateIsUnderstood(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	sato := a.as(t, "sato@yukihara.example")
	for _, lang := range []string{"", "/en"} {
		csv := strings.TrimPrefix(sato(get(lang+"/staff/imports/template.csv")).Body.String(), "\ufeff")
		for i, c := range workers.GuessColumns(strings.Split(strings.TrimSpace(csv), ",")) {
			if c != workers.Template[i] {
				t.Errorf("%s: column %d is read as %q, want %q", csv, i, c, workers.Template[i])
			}
		}
		book, err := excelize.OpenReader(bytes.NewReader(sato(get(lang + "/staff/imports/template.xlsx")).Body.Bytes()))
		if err != nil || len(book.GetSheetList()) != 2 {
			t.Errorf("%v", err)
		}
	}
}

// TestEveryListOfPeopleIsAFile: each list can be kept as xlsx and CSV, with its heads,
// by whoever may see it and by nobody else.
func TestEveryListOfPeopleIsAFile(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	h, err := a.Hubs.Resolve(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Crew.Begin(t.Context(), who.Person(h.ID, "", "佐藤", workers.MayKeep), workers.BeginForm{Name: "=cmd|x", Lang: "ja"}); err != nil {
		t.Fatal(err)
	}
	sato, admin, officer := a.as(t, "sato@yukihara.example"), a.as(t, "kudo@yukihara.example"), a.as(t, "takahashi@yukihara.example")
	for path, want := range map[string]string{
		"/staff/workers": "'=cmd|x", "/staff/workers/rings": "三好 みさき", "/staff/figures": "", "/staff/skills/inventory": "", "/staff/hours/offer": "", "/staff/inquiries": "",
		"/staff/care": "", "/staff/care/cases": "", "/staff/interviews": "", "/staff/applicants/list": "", "/staff/people": "佐藤 直子",
	} {
		as := sato
		if path == "/staff/people" {
			as = admin
		}
		w := as(get(path + ".csv"))
		body := w.Body.String()
		if w.Code != 200 || !strings.HasPrefix(body, "\ufeff") || !strings.Contains(body, want) || strings.Count(body, ",") < 2 {
			t.Errorf("%s.csv: %d %.200s", path, w.Code, body)
		}
		w = as(get(path + ".xlsx"))
		if _, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes())); w.Code != 200 || err != nil {
			t.Errorf("%s.xlsx: %d %v", path, w.Code, err)
		}
		if path == "/staff/workers" || path == "/staff/people" || path == "/staff/care/cases" {
			if w := officer(get(path + ".csv")); w.Code != http.StatusForbidden {
				t.Errorf("%s.csv for an officer: %d", path, w.Code)
			}
		}
	}
}
