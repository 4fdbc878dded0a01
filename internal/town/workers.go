package town

import (
	"fmt"

	"hiroba/internal/workers"
)

// Registrant is one inhabitant who registers at the hub: when, through whom, what came of it.
type Registrant struct {
	Name, Kana, Mail, Phone string
	Ago                     int // days before today
	Through                 int // index of the one whose card brought them, -1 nobody known
	NoBank                  bool
	Half                    bool // began and has not signed yet
	Pause, Back             int  // days before today, 0 never
	Leave                   int
	Hire                    int
}

var registrantNames = [][2]string{{"三好 みさき", "みよし みさき"}, {"大場 千尋", "おおば ちひろ"}, {"小野 真由", "おの まゆ"}, {"佐々木 久美子", "ささき くみこ"}, {"北川 陽子", "きたがわ ようこ"}, {"長谷 恵理", "はせ えり"},
	{"藤井 奈々", "ふじい なな"}, {"山本 あおい", "やまもと あおい"}, {"中山 翼", "なかやま つばさ"}, {"松井 美咲", "まつい みさき"}, {"原田 大輔", "はらだ だいすけ"}, {"石川 由美", "いしかわ ゆみ"}, {"川村 さゆり", "かわむら さゆり"},
	{"野口 健太", "のぐち けんた"}, {"今井 ひろみ", "いまい ひろみ"}, {"村上 千夏", "むらかみ ちなつ"}, {"近藤 香", "こんどう かおり"}, {"島田 あゆみ", "しまだ あゆみ"}, {"森 和子", "もり かずこ"}, {"上野 里奈", "うえの りな"},
	{"横山 文", "よこやま あや"}, {"髙橋 梢", "たかはし こずえ"}, {"平田 純", "ひらた じゅん"}, {"神田 美穂", "かんだ みほ"}, {"安田 早苗", "やすだ さなえ"}, {"西村 遥", "にしむら はるか"}, {"岡本 智子", "おかもと ともこ"}, {"三浦 航", "みうら わたる"},
	{"竹内 礼子", "たけうち れいこ"}, {"宮本 さくら", "みやもと さくら"}, {"河合 望", "かわい のぞみ"}}

// Registrants are the town's workers, the earliest first: about twenty months of growth.
func Registrants() []Registrant {
	through := map[int]int{3: 0, 5: 0, 8: 3, 9: 3, 12: 8, 14: 5, 17: 12, 20: 9, 22: 17, 25: 0, 28: 14}
	var out []Registrant
	for i, n := range registrantNames {
		by, ok := through[i]
		if !ok {
			by = -1
		}
		r := Registrant{Name: n[0], Kana: n[1], Mail: fmt.Sprintf("worker%d@example.com", i), Phone: fmt.Sprintf("090-0000-1%03d", i), Ago: 560 - i*17 - i%4*3, Through: by, NoBank: i%9 == 7}
		if i%8 == 6 {
			r.Mail = ""
		}
		out = append(out, r)
	}
	out[0].Mail = "misaki@example.com"
	out[4].Pause, out[4].Back = 200, 110
	out[10].Pause = 40
	out[15].Pause = 12
	out[2].Leave, out[11].Leave = 230, 75
	out[1].Hire = 150
	for _, i := range []int{29, 30} {
		out[i].Ago, out[i].Half = 31-i, true
	}
	return out
}

// Screens are what a registrant answers, screen by screen. Addresses, accounts and
// people to call are invented.
func (r Registrant) Screens(n int) (name workers.NameForm, contact workers.ContactForm, address workers.AddressForm, bank workers.BankForm, business workers.BusinessForm, tools workers.ToolsForm) {
	name = workers.NameForm{Name: r.Name, Kana: r.Kana, Era: "western", Year: fmt.Sprint(1968 + n*7%35), Month: fmt.Sprint(1 + n*5%12), Day: fmt.Sprint(1 + n*11%28)}
	contact = workers.ContactForm{Mail: r.Mail, Phone: r.Phone, EmName: r.Name[:len(r.Name)-len(lastOf(r.Name))] + "家族", EmRelation: "家族", EmPhone: fmt.Sprintf("0126-00-%04d", 1000+n)}
	address = workers.AddressForm{Postcode: "070-0000", Region: "北海道", Town: "雪原市本町", Street: fmt.Sprintf("%d条%d丁目", 1+n%6, 1+n%9)}
	bank = workers.BankForm{Bank: "9900", Branch: "918", Kind: "1", Number: fmt.Sprintf("%07d", 1000000+n*34567), Holder: r.Kana}
	business = workers.BusinessForm{Employs: "no", Form: "person"}
	if n%6 == 2 {
		business.SideLimits = "週10時間まで"
	}
	tools = workers.ToolsForm{Devices: []string{"phone"}, Line: "mobile"}
	if n%3 != 1 {
		tools = workers.ToolsForm{Devices: []string{"phone", "pc"}, Line: "fixed", PCAge: "some", Printer: n%4 == 0, QuietRoom: n%2 == 0}
	}
	return name, contact, address, bank, business, tools
}

// lastOf is the given name behind the space.
func lastOf(name string) string {
	for i, c := range name {
		if c == ' ' {
			return name[i+1:]
		}
	}
	return name
}
