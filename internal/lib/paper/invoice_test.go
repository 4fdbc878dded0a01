package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

func bill(lines int) InvoiceSheet {
	s := InvoiceSheet{Title: "請求書", Hue: 168, Facts: [][2]string{{"番号", "2026-0001"}, {"発行日", "2026年11月30日（月）"}}, To: []string{"みなと商事株式会社 御中", "田中 翔 様"}, From: []string{"ゆきはらワークス株式会社", "登録番号 T1555666777888"},
		Lead: "下のとおりご請求いたします。", Label: "ご請求額（税込み）", Big: "184,800円", Beside: [][2]string{{"支払期日", "2026年12月30日（水）"}, {"振込先", "北央信用金庫 雪原支店\n普通 0000000"}},
		Head: []string{"納めた日", "内容", "数量", "単価", "金額（税抜き）"}, Sums: [][2]string{{"10%対象", "168,000円"}}, Total: [2]string{"ご請求額", "184,800円"}, Notes: []string{"備考の文"}, NotesHead: "備考", Foot: "雪原しごとひろば", Author: "ゆきはらワークス株式会社",
		Continued: "次のページに続きます", Created: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	for n := range lines {
		s.Lines = append(s.Lines, InvoiceLine{"2026/11/20", fmt.Sprintf("会員カードの入力 %d", n+1), "注文 1", "6,000枚", "28円", "168,000円"})
	}
	return s
}

func TestAnInvoiceIsTheSamePaperEveryTime(t *testing.T) { // the same bytes for the same version
	first, err := Invoice(bill(3))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Invoice(bill(3))
	if err != nil || !bytes.Equal(first, again) {
		t.Error("another paper", err)
	}
	other := bill(3)
	other.Big = "184,801円"
	if b, err := Invoice(other); err != nil || bytes.Equal(b, first) {
		t.Error("another amount, the same paper", err)
	}
}

func TestAnInvoiceTakesThePagesItNeeds(t *testing.T) {
	for lines, want := range map[int]int{1: 1, 8: 1, 40: 3} {
		v := &invoice{Doc: New("x", "x", time.Unix(0, 0)), s: bill(lines)}
		v.write()
		if v.pages != want {
			t.Errorf("%d lines: %d pages, want %d", lines, v.pages, want)
		}
		if m := v.Missing(); len(m) > 0 {
			t.Errorf("no face has %q", string(m))
		}
	}
	long := bill(1)
	long.Lines[0].What = strings.Repeat("とても長い仕事の名前", 20)
	if _, err := Invoice(long); err != nil {
		t.Error(err)
	}
}
