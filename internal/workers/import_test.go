package workers

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

func TestHeadsAsOfficesWriteThem(t *testing.T) {
	for heads, want := range map[string]string{
		"No,氏名,フリガナ,生年月日,郵便番号,住所,電話,携帯,メール,登録日,備考":                    ",name,kana,birth,postcode,address,phone,mobile,mail,since,note",
		"お名前,ふりがな,ﾌﾘｶﾞﾅ,〒,現住所,ＴＥＬ,E-mail,登録年月日":                       "name,kana,,postcode,address,phone,mail,since",
		"姓,名,セイ,メイ,誕生日,都道府県,市区町村,番地,建物名,携帯電話番号":                       "family,given,family_kana,given_kana,birth,region,town,street,building,mobile",
		"氏　名,氏名（カナ）,生年月日（和暦）,電話番号（自宅）,電話番号（緊急）,※備考":                   "name,kana,birth,phone,,note",
		"Full name,Reading,Date of birth,Address,Phone,Registered on": "name,kana,birth,address,phone,since",
		"緊急連絡先氏名,口座番号,性別":                                             ",,",
	} {
		var got []string
		for _, c := range GuessColumns(strings.Split(heads, ",")) {
			got = append(got, string(c))
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: %s, want %s", heads, strings.Join(got, ","), want)
		}
	}
}

func TestDaysAsOfficesWriteThem(t *testing.T) {
	for s, want := range map[string]string{
		"昭和62年4月3日": "1987-04-03", "S62.4.3": "1987-04-03", "昭62.4.3": "1987-04-03", "昭和６２年４月３日": "1987-04-03", "s62/4/3": "1987-04-03", "H2/4/3": "1990-04-03", "平成元年5月1日": "1989-05-01",
		"1987/4/3": "1987-04-03", "1987-04-03 00:00:00": "1987-04-03", "1987年4月3日（金）": "1987-04-03", "19870403": "1987-04-03", "31870": "1987-04-03", "R1.5.1": "2019-05-01",
		"4/3": "", "4月3日": "", "昭和65年4月3日": "1990-04-03", "S64.1.8": "1989-01-08", "R1.4.30": "", "1987/2/29": "", "不明": "", "62.4.3": "",
	} {
		d, err := readDay(s, today)
		if want == "" && err == nil || want != "" && d != when.MustDate(want) {
			t.Errorf("%s: %s %v, want %s", s, d, err, want)
		}
	}
}

var usual = Mapping{Columns: []Column{ColumnName, ColumnKana, ColumnBirth, ColumnPostcode, ColumnAddress, ColumnPhone, ColumnMobile, ColumnMail, ColumnSince, ColumnNote}, Since: today, Region: "北海道"}

func row(cells ...string) ListRow {
	r := ListRow{Line: 2, Cells: make([]string, len(usual.Columns))}
	for i, s := range cells {
		r.Cells[i] = Withhold(s)
	}
	return r
}

func TestARowIsUnderstood(t *testing.T) {
	e, err := row("髙橋　花子", "たかはし はなこ", "S62.4.3", "〒070-0001", "雪原市本町２条３丁目4 ひろば荘201", "0126-00-0001", "０９０－００００－０００１", "Hanako@Example.com", "令和7年4月1日", "火曜は 休み").Read(usual, today)
	want := Entrant{Name: "髙橋　花子", Kana: "タカハシ ハナコ", Birth: when.MustDate("1987-04-03"), Address: &Address{Postcode: "0700001", Region: "北海道", Town: "雪原市本町", Street: "２条３丁目4", Building: "ひろば荘201"},
		Phone: "+819000000001", Other: "+81126000001", Mail: "Hanako@example.com", Since: when.MustDate("2025-04-01"), Note: "火曜は 休み"}
	if err != nil || !reflect.DeepEqual(e, want) {
		t.Errorf("%+v\n%+v %v", e, want, err)
	}
	e, err = row("山田 太郎").Read(usual, today)
	if err != nil || e.Since != today || e.Address != nil || e.Phone != "" {
		t.Errorf("a bare name: %+v %v", e, err)
	}
	parts := Mapping{Columns: []Column{ColumnFamily, ColumnGiven, ColumnTown, ColumnStreet}, Region: "北海道"}
	e, err = ListRow{Cells: []string{"山田", "太郎", "青森県青森市", "1-2"}}.Read(parts, today)
	if err != nil || e.Name != "山田 太郎" || *e.Address != (Address{Region: "青森県", Town: "青森市", Street: "1-2"}) {
		t.Errorf("in parts: %+v %+v %v", e, e.Address, err)
	}
}

func TestEachFaultIsToldAtItsColumn(t *testing.T) {
	const myNumber = "123456789018" // valid by its check digit
	for want, r := range map[string]ListRow{
		"name workers.field.name_missing":        row("", "ヤマダ"),
		"kana workers.field.kana_form":           row("山田", "山田"),
		"birth workers.field.birth_form":         row("山田", "", "昭和62年13月1日"),
		"birth workers.field.birth_future":       row("山田", "", "2030/1/1"),
		"postcode workers.field.postcode_form":   row("山田", "", "", "12345"),
		"postcode workers.import.postcode_alone": row("山田", "", "", "0700001"),
		"phone workers.field.phone_form":         row("山田", "", "", "", "", "0126"),
		"mobile workers.field.phone_form":        row("山田", "", "", "", "", "", "なし"),
		"mail workers.field.mail_form":           row("山田", "", "", "", "", "", "", "yamada＠"),
		"since workers.import.since_form":        row("山田", "", "", "", "", "", "", "", "2027/3/1"),
		"since workers.import.since_birth":       row("山田", "", "1990/1/1", "", "", "", "", "", "1985/1/1"),
		"note workers.import.my_number":          row("山田", "", "", "", "", "", "", "", "", "番号 1234-5678-9018"),
		"mail workers.import.my_number":          row("山田", "", "", "", "", "", "", myNumber),
		"name workers.field.long":                row(strings.Repeat("長", 61)),
		"since workers.field.date_form":          row("山田", "", "", "", "", "", "", "", "4/1"),
		"address workers.field.long":             row("山田", "", "", "", strings.Repeat("長", 121)),
		"note workers.field.long":                row("山田", "", "", "", "", "", "", "", "", strings.Repeat("長", 401)),
		"kana workers.field.long":                row("山田", strings.Repeat("ア", 61)),
		"birth workers.field.birth_form ":        row("山田", "", "1880/1/1"),
		"address workers.import.my_number":       row("山田", "", "", "", myNumber),
		"birth workers.import.my_number":         row("山田", "", myNumber),
		"kana workers.import.my_number":          row("山田", myNumber),
		"name workers.import.my_number":          row(myNumber),
		"since workers.import.my_number":         row("山田", "", "", "", "", "", "", "", myNumber),
		"postcode workers.import.my_number":      row("山田", "", "", myNumber),
		"phone workers.import.my_number":         row("山田", "", "", "", "", myNumber),
		"mobile workers.import.my_number":        row("山田", "", "", "", "", "", myNumber),
	} {
		_, err := r.Read(usual, today)
		f := fault.Of(err)
		if f == nil || len(f.Fields) != 1 || f.Fields[0].Name+" "+f.Fields[0].Key != strings.TrimSpace(want) {
			t.Errorf("%s: %v", want, err)
		}
		for _, s := range r.Cells {
			if strings.Contains(s, "9018") {
				t.Errorf("%s: the number is kept", want)
			}
		}
	}
}

func TestAMappingNeedsANameAndNothingTwice(t *testing.T) {
	for want, f := range map[string]MappingForm{
		"":                                 {Columns: []string{"name", "", "birth"}},
		"c0=workers.import.column_name":    {Columns: []string{"", "birth"}},
		"c2=workers.import.column_twice":   {Columns: []string{"name", "mail", "mail"}},
		"c1=workers.import.unknown_column": {Columns: []string{"name", "salary"}},
		"since=workers.import.since_form":  {Columns: []string{"name"}, Since: "2027/12/1"},
		"since=workers.import.since_form ": {Columns: []string{"name"}, Since: "いつか"},
	} {
		_, err := f.Read(today)
		got := ""
		if x := fault.Of(err); x != nil {
			got = x.Fields[0].Name + "=" + x.Fields[0].Key
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
	if m, err := (MappingForm{Columns: []string{"family", "given"}, Since: "令和8年4月1日"}).Read(today); err != nil || m.Since != when.MustDate("2026-04-01") {
		t.Errorf("%+v %v", m, err)
	}
}

func TestDoublesAreFoundAndDecisionsStand(t *testing.T) {
	known := []Enrolled{{ID: "a", Name: "山田 花子", Mail: "hanako@example.com", Birth: when.MustDate("1987-04-03")}, {ID: "b", Name: "佐藤 実"}, {ID: "c", Name: "鈴木 一", Birth: when.MustDate("1970-01-01")}}
	rows := []ListRow{
		row("別 名子", "", "", "", "", "", "", "HANAKO@example.com"), // 1: same mail
		row("山田花子", "", "S62.4.3"),                                // 2: same name and birth
		row("佐藤　実", "", "1980/1/1"),                               // 3: same name, birth unknown there
		row("鈴木 一", "", "1971/1/1"),                               // 4: another birth: somebody else
		row("田中 愛", "", "1990/1/1"),                               // 5
		row("田中 愛", "", "1990/1/1"),                               // 6: twice in the list
		row("", "カナ"),                                             // 7: bad
		row("田中 愛", "", "1991/1/1"),                               // 8: a namesake
	}
	want := map[int]Mark{1: {State: MarkDouble, Like: LikeMail, Rival: "a"}, 2: {State: MarkDouble, Like: LikeBirth, Rival: "a"}, 3: {State: MarkDouble, Like: LikeName, Rival: "b"},
		6: {State: MarkDouble, Like: LikeBirth, Twin: 5}, 7: {State: MarkBad}}
	_, got := CheckList(rows, usual, today, known, nil)
	if !maps.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	got[1] = Mark{State: MarkSkip, Like: LikeMail, Rival: "a", By: "佐藤"}
	got[2] = Mark{State: MarkOther, Like: LikeBirth, Rival: "x", By: "佐藤"} // decided about somebody else
	got[7] = Mark{State: MarkOut, By: "佐藤"}
	_, again := CheckList(rows, usual, today, known, got)
	if again[1].State != MarkSkip || again[2].State != MarkDouble || again[7].State != MarkOut || again[7].By != "佐藤" {
		t.Errorf("%+v", again)
	}
	if (Mark{Twin: 5}).May(MarkSame) || !(Mark{Rival: "a"}).May(MarkSame) || (Mark{Rival: "a"}).May(MarkOut) || !slices.Contains(Decisions, MarkSkip) {
		t.Error("decisions")
	}
}
