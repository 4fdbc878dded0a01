package zengin

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPayeeNames(t *testing.T) { // TV-14
	for in, want := range map[string]string{
		"スナガワ ショウコ": "ｽﾅｶﾞﾜ ｼﾖｳｺ", "すながわ　しょうこ": "ｽﾅｶﾞﾜ ｼﾖｳｺ", "ｽﾅｶﾞﾜ ｼｮｳｺ": "ｽﾅｶﾞﾜ ｼﾖｳｺ", "キャノン": "ｷﾔﾉﾝ", "ダミー": "ﾀﾞﾐ-", "ヴィ": "ｳﾞｲ",
		"ｳﾞｨ": "ｳﾞｲ", "ク゛ンマ": "ｸﾞﾝﾏ", "パ行": "", "ジョン・スミス": "ｼﾞﾖﾝ ｽﾐｽ", "john smith": "JOHN SMITH", "ＡＢＣ－１": "ABC-1", "ａ．ｂ": "A.B", "ヵヶヮ": "ｶｹﾜ", "プ": "ﾌﾟ", "  ア   イ  ": "ｱ ｲ", "カ）ヒロバ": "ｶ)ﾋﾛﾊﾞ",
		"ヲ": "", "ヰ": "", "ア,イ": "", "山田": "", "ア\\": "", "": "",
	} {
		got, err := PayeeName(in, Standard())
		if got.Text != want || (err == nil) != (want != "" || in == "") {
			t.Errorf("TV-14 %q: %q %v, want %q", in, got.Text, err, want)
		}
	}
	if s, _ := PayeeName("スナガワ ショウコ", Standard()); Bytes(s.Text) != 10 {
		t.Errorf("TV-14: %d bytes", Bytes(s.Text))
	}
	var u *Unwritable
	if _, err := PayeeName("ヲ山ヲ", Standard()); !errors.As(err, &u) || len(u.Runes) != 2 || u.Runes[0] != (BadRune{'ヲ', "オ"}) || u.Runes[1] != (BadRune{'山', ""}) {
		t.Errorf("advice: %v", err)
	}
	if s, err := Text("ヲ/￥｢ア｣", EDISet, Standard()); err == nil {
		t.Errorf("the yen sign was written: %q", s)
	}
	if s, err := Text(`ヲ/\「ア」`, EDISet, Standard()); err != nil || s != `ｦ/\｢ｱ｣` {
		t.Errorf("EDI: %q %v", s, err)
	}
}

func TestProfilesDecideOnDots(t *testing.T) { // rule 5.2: some banks refuse the full stop and the middle dot
	keiyo, _ := ProfileNamed("keiyo")
	if s, err := PayeeName("J.スミス・ジュニア", keiyo); err != nil || s.Text != "J ｽﾐｽ ｼﾞﾕﾆｱ" {
		t.Errorf("%q %v", s.Text, err)
	}
	strict := Standard()
	strict.MiddleDot = true
	if _, err := PayeeName("ア・イ", strict); err == nil {
		t.Error("a middle dot was written for a bank that refuses it")
	}
}

func TestLegalForms(t *testing.T) { // rule 5.2: head, end, between; one form only
	for in, want := range map[string]string{
		"カブシキガイシャ ヒロバショウジ": "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ", "株式会社ヒロバショウジ": "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ", "㈱ヒロバ": "ｶ)ﾋﾛﾊﾞ", "ヒロバ（株）": "ﾋﾛﾊﾞ(ｶ", "ヒロバショウジ　株式会社": "ﾋﾛﾊﾞｼﾖｳｼﾞ(ｶ",
		"ヒロバ株式会社サツポロ": "ﾋﾛﾊﾞ(ｶ)ｻﾂﾎﾟﾛ", "ヒロバ株式会社サッポロエイギョウショ": "ﾋﾛﾊﾞ(ｶ)ｻﾂﾎﾟﾛ(ｴｲ", "一般社団法人ミライ": "ｼﾔ)ﾐﾗｲ", "シャダンホウジン ミライ": "ｼﾔ)ﾐﾗｲ", "チホウドクリツギョウセイホウジン ア": "ﾁﾄﾞｸ)ｱ",
		"とくていひえいりかつどうほうじん　ゆき": "ﾄｸﾋ)ﾕｷ", "医療法人社団アオバ": "ｲ)ｱｵﾊﾞ", "ゴウドウガイシャ": "ﾄﾞ)",
		"レンゴウカイ": "ﾚﾝｺﾞｳｶｲ", // words of trade stay as they are while the name fits
	} {
		if got, err := PayeeName(in, Standard()); err != nil || got.Text != want {
			t.Errorf("%q: %q %v, want %q", in, got.Text, err, want)
		}
	}
	for _, in := range []string{"株式会社ア有限会社", "株式会社ア株式会社"} {
		if got, err := PayeeName(in, Standard()); err != ErrTwoForms {
			t.Errorf("%q: %q %v", in, got.Text, err)
		}
	}
}

func TestNamesThatDoNotFit(t *testing.T) { // rule 5.2: never part a kana from its mark
	long, err := PayeeName("ユキハラチョウヒガシノウギョウキョウドウクミアイレンゴウカイ", Standard())
	if err != nil || !long.Short || long.Cut || long.Text != "ﾕｷﾊﾗﾁﾖｳﾋｶﾞｼﾉｳｷﾞﾖｳｷﾖｳｸﾐﾚﾝ" {
		t.Errorf("%+v %v", long, err)
	}
	cut, err := PayeeName(strings.Repeat("ア", 29)+"ガ", Standard())
	if err != nil || !cut.Cut || cut.Text != strings.Repeat("ｱ", 29) {
		t.Errorf("%+v %v", cut, err)
	}
	fits, _ := PayeeName(strings.Repeat("ア", 28)+"ガ", Standard())
	if fits.Cut || Bytes(fits.Text) != 30 {
		t.Errorf("%+v", fits)
	}
	if Cut("ｶﾞ", 1) != "" || Cut("ｶﾞ", 0) != "" || Cut("ｱ ｲ", 2) != "ｱ" {
		t.Error(Cut("ｶﾞ", 1), Cut("ｶﾞ", 0), Cut("ｱ ｲ", 2))
	}
}

func TestOnlyAllowedBytes(t *testing.T) { // rule 5.2, by the code table
	for b := range 256 {
		r, ok := toRune(byte(b))
		if !ok {
			continue
		}
		back, ok := toByte(r)
		if !ok || back != byte(b) {
			t.Errorf("%02X comes back as %02X", b, back)
		}
		kana := b >= 0xB1 && b <= 0xDF
		letter := b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-'
		if got := BankSet.Has(r); got != (kana || letter) {
			t.Errorf("bank %02X: %v", b, got)
		}
		if got := PartySet.Has(r); got != (kana || letter || strings.ContainsRune(" ().", rune(b))) {
			t.Errorf("party %02X: %v", b, got)
		}
		if got := EDISet.Has(r); got != (kana || letter || strings.ContainsRune(` ().\/`, rune(b)) || b == 0xA2 || b == 0xA3 || b == 0xA6) {
			t.Errorf("EDI %02X: %v", b, got)
		}
	}
}

func TestOriginatorNames(t *testing.T) { // 40 bytes instead of 30
	if n, err := OriginatorName("株式会社"+strings.Repeat("ア", 38), Standard()); err != nil || n.Cut || Bytes(n.Text) != 40 {
		t.Errorf("%+v %v", n, err)
	}
	if n, err := OriginatorName("株式会社"+strings.Repeat("ア", 39), Standard()); err != nil || !n.Cut || Bytes(n.Text) != 40 {
		t.Errorf("%+v %v", n, err)
	}
}

func TestAbbreviationTableIsWhole(t *testing.T) {
	for kind, least := range map[string]int{"legal": 60, "office": 4, "trade": 10} {
		if n := len(abbreviations()[kind]); n < least {
			t.Errorf("%s: %d", kind, n)
		}
	}
	if _, err := readAbbreviations("legal\t株式会社\tカ\tsourced"); err == nil {
		t.Error("a row without a source was read")
	}
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"スナガワ ショウコ", "㈱ヒロバ", "ヴァ゛゜", "A.b-ー", "カブシキガイシャ", "山田\x00", "ｶﾞｷﾞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := PayeeName(s, Standard())
		if err != nil {
			return
		}
		if Bytes(name.Text) > NameLength || strings.TrimSpace(name.Text) != name.Text && name.Text != "" {
			t.Fatalf("%q became %q", s, name.Text)
		}
		if r, bad := PartySet.strange(name.Text); bad {
			t.Fatalf("%q holds %q", s, r)
		}
		if utf8.ValidString(s) && !name.Cut && !name.Short { // written once, it stays as it is
			if again, err := PayeeName(name.Text, Standard()); err != nil || again.Text != name.Text {
				t.Fatalf("%q: %q becomes %q, %v", s, name.Text, again.Text, err)
			}
		}
	})
}
