package paper

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

func sample() FlyerSheet {
	return FlyerSheet{Hub: "雪原しごとひろば", Operators: "雪原市・ゆきはらワークス・地域交流館・北雪大学の4者で運営しています。", Phone: "0126-00-0000", Hours: "月・火・木・金 9:30〜16:00",
		Address: "北海道雪原市本町2条1丁目 地域交流館1階", Hue: 168, Title: "家で働くってどんな感じ？", Lead: "空いた40分でできる仕事を、実際にやってみる会です。", Date: "2027年2月18日（木）", Time: "10:00〜11:30（9:40から受付）",
		Place: "地域交流館 2階 大会議室", Care: "無料の託児あり（10人まで）", Room: "参加無料・定員50人", PointsHead: "聞けること", Points: []string{"家でできる仕事の種類と、1時間の目安", "働いている人の、ある1日", "仕事を1つ、その場でやってみる"},
		SpeakersHead: "話す人", Speakers: []string{"佐藤 直子（コーディネーター）", "𠮷田 髙子（ワーカー）"}, QRText: "https://hub.example/s/K7M4Q", QRHint: "スマートフォンで読み取ると、3分で申し込めます", ShortURL: "hub.example/s/K7M4Q",
		Code: "K7M4Q", Version: "3.1", Lang: "ja", Created: "2026-12-01T10:00:00+09:00"}
}

func TestAReprintHasTheSameBytes(t *testing.T) {
	first, err := Flyer(sample())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first, []byte("%PDF-")) || len(first) > 600_000 {
		t.Fatalf("%d bytes", len(first))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if again, err := Flyer(sample()); err != nil || !bytes.Equal(first, again) {
				t.Errorf("another print differs: %v", err)
			}
		}()
	}
	wg.Wait()
	other := sample()
	other.Code = "AAAAA"
	if again, _ := Flyer(other); bytes.Equal(first, again) {
		t.Error("another batch has the same paper")
	}
}

func TestRareNamesAreNeverDropped(t *testing.T) {
	d := New("t", "a", time.Unix(0, 0))
	d.Page()
	d.Text(10, 10, "𠮷田 髙子 ①㈱", 12, Regular, ink)
	if m := d.Missing(); len(m) > 0 {
		t.Errorf("missing %q", m)
	}
	d.Text(10, 30, "\U000E0041", 12, Regular, ink)
	if len(d.Missing()) != 1 {
		t.Error("a character nobody has goes unnoticed")
	}
	if _, err := d.Bytes(); err != nil {
		t.Error(err)
	}
}

func TestLinesBreakByTheRules(t *testing.T) {
	d := New("t", "a", time.Unix(0, 0))
	d.Page()
	text := "家で働くって、どんな感じ？「ひろば」の人に聞きました。Telework is 40 minutes（はじめての方へ）ちょっとだけ。"
	for width := 40.0; width < 300; width += 7 {
		lines := d.Wrap(text, width, 12, Regular)
		if strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Fatalf("width %v loses text: %q", width, lines)
		}
		for _, l := range lines {
			r := []rune(l)
			if width > 60 && (strings.ContainsRune(notFirst, r[0]) || strings.ContainsRune(notLast, r[len(r)-1])) {
				t.Errorf("width %v: %q", width, l)
			}
			if w := d.Width(l, 12, Regular); w > width && len(tokens(l)) > 1 {
				t.Errorf("width %v: %q is %v wide", width, l, w)
			}
		}
	}
}

func TestLongTitlesStayOnThePaper(t *testing.T) {
	d := New("t", "a", time.Unix(0, 0))
	d.Page()
	long := strings.Repeat("文字起こしをやってみる", 6)
	if size := d.Fit(long, inner, 44, 24, 2, Bold); size > 24 {
		t.Errorf("%v points", size)
	}
}

func BenchmarkFlyer(b *testing.B) {
	for b.Loop() {
		if _, err := Flyer(sample()); err != nil {
			b.Fatal(err)
		}
	}
}
