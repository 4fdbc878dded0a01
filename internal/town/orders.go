package town

import (
	"archive/zip"
	"bytes"
	_ "embed" // the letters of the cards
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"sync"

	"hiroba/internal/base/when"
	"hiroba/internal/orders"
)

// Morning is when the hub takes up what came in.
const Morning when.TimeOfDay = 10 * 60

// OperatorSize is how large the company is that runs the hub.
var OperatorSize = orders.SizeForm{Capital: "30,000,000", Employees: "45"}

// Clients are for whom the hub works: a company in Tokyo, the operator's head office, a
// section of the town hall.
var Clients = []orders.ClientForm{
	{Kind: "company", Name: "みなと商事株式会社", Kana: "ミナトショウジ", Contact: "田中 翔", Mail: "tanaka@client.example", Phone: "03-0000-0000", Postcode: "1050000", Address: "東京都港区海岸0-0-0", Capital: "400,000,000", Employees: "240", ClosingDay: "31", PayMonths: "1", PayDay: "31",
		Note: "連絡は平日の午前がつながりやすい。"},
	{Kind: "operator", Name: "ゆきはらワークス株式会社 本社", Kana: "ユキハラワークスホンシャ", Contact: "石田 亮", Mail: "ishida@works.example", Phone: "011-000-0000", Postcode: "0600000", Address: "北海道札幌市中央区北0条西0丁目", Capital: "30,000,000", Employees: "45", ClosingDay: "20", PayMonths: "1", PayDay: "20"},
	{Kind: "section", Name: "雪原市 総務課", Kana: "ユキハラシソウムカ", Contact: "大西 香", Phone: "0126-00-0001", Postcode: "0700000", Address: "北海道雪原市本町1条1丁目", ClosingDay: "31", PayMonths: "1", PayDay: "31", BudgetLine: "総務費 委託料（議事録作成）"},
}

// Placed is an order of the demo town.
type Placed struct {
	Client  int // index into Clients
	Kind    int // index into orders.Ready
	Ago     int // days since it was asked for
	WantIn  int // days from today until it is wanted
	Ask     orders.AskForm
	Quote   *orders.QuoteForm // nil: nobody has answered yet
	Accept  bool
	PO      string
	Columns []orders.ColumnForm
	First   int // rows the client looks at first
	File    string
	Body    func() []byte
	Said    string // what the client wrote
}

// Placings are the orders of the demo town: one that waits, one that is quoted, two that are ordered.
var Placings = []Placed{
	{Client: 0, Kind: 0, Ago: 5, WantIn: 24, Accept: true, PO: "MS-2201", First: 10, File: "会員カード_1.zip", Body: Cards,
		Ask:   orders.AskForm{Title: "会員カードの入力", Words: "お店で書いていただいた会員カード6,000枚を入力してください。CSVで受け取りたいです。", Volume: "6000", Permille: "1"},
		Quote: &orders.QuoteForm{Volume: "6000", Seconds: "43", Price: "28", Fee: "15.2", Permille: "1", Terms: "月末締め、翌月末払い。納品から5営業日のうちに検収をお願いします。\n納品はCSV（UTF-8）。修正は、誤りが見つかったら何度でも。"},
		Columns: []orders.ColumnForm{{Name: "会員番号", Asked: true, Type: "text", Width: "half", Must: true, Hint: "Yと6つの数字"}, {Name: "氏名", Asked: true, Type: "text", Width: "full", Must: true, Hint: "姓と名のあいだに空き1つ"},
			{Name: "フリガナ", Asked: true, Type: "kana", Width: "full", Must: true}, {Name: "郵便番号", Asked: true, Type: "postcode", Width: "half", Must: true}, {Name: "電話", Asked: true, Type: "phone", Width: "half"}},
		Said: "カードの追加は、来週の月曜日にまとめてお送りします。"},
	{Client: 2, Kind: 3, Ago: 4, WantIn: 12, Accept: true, PO: "令8総第112号", File: "12月定例会.wav", Body: Council,
		Ask:   orders.AskForm{Title: "12月定例会の議事録", Words: "本会議90分の録音です。発言者の名前を分けてください。", Volume: "90", Permille: "5"},
		Quote: &orders.QuoteForm{Volume: "90", Seconds: "360", Price: "240", Fee: "130", Permille: "5", Terms: "納品はWord。年度末までの支払い。"}},
	{Client: 1, Kind: 6, Ago: 2, WantIn: 30, Ask: orders.AskForm{Title: "商品ページ60件", Words: "通販サイトの商品ページです。写真と原稿は揃っています。", Volume: "60", Permille: "5"},
		Quote: &orders.QuoteForm{Volume: "60", Seconds: "2400", Price: "1600", Fee: "920", Permille: "5", Terms: "20日締め、翌月20日払い。"}},
	{Client: 0, Kind: 9, Ago: 1, WantIn: 40, Ask: orders.AskForm{Title: "来店アンケート1,200枚の集計", Words: "紙のアンケート（表と裏で18問）です。設問ごとの人数の表もほしいです。", Volume: "1200", Permille: "1"}},
}

// The members of the cards: their names are invented.
var (
	surnames  = [][2]string{{"青木", "アオキ"}, {"石川", "イシカワ"}, {"上田", "ウエダ"}, {"大野", "オオノ"}, {"川口", "カワグチ"}, {"北村", "キタムラ"}, {"小山", "コヤマ"}, {"坂本", "サカモト"}, {"白井", "シライ"}, {"高田", "タカダ"}}
	forenames = [][2]string{{"明", "アキラ"}, {"和子", "カズコ"}, {"久美", "クミ"}, {"健一", "ケンイチ"}, {"早苗", "サナエ"}, {"正", "タダシ"}, {"千春", "チハル"}, {"直人", "ナオト"}}
)

// cards is how many pictures the demo's material has.
const cards = 40

// member is what stands on the n-th card, label and value.
func member(n int) [][2]string {
	f, g := surnames[n%len(surnames)], forenames[(n*3+n/10)%len(forenames)]
	return [][2]string{{"会員番号", fmt.Sprintf("Y%06d", 204100+n*7)}, {"氏名", f[0] + " " + g[0]}, {"フリガナ", f[1] + " " + g[1]}, {"郵便番号", fmt.Sprintf("%03d-%04d", 60+n%30, n*131%10000)}, {"電話", fmt.Sprintf("090-0000-%04d", 1000+n*37)}}
}

const cardTitle = "みなと商事 会員カード"

// Letters are all letters of the cards, each once, in the order of the picture that has them.
func Letters() string {
	seen := map[rune]bool{' ': true}
	var b strings.Builder
	add := func(s string) {
		for _, r := range s {
			if !seen[r] {
				seen[r] = true
				b.WriteRune(r)
			}
		}
	}
	add("0123456789-Y" + cardTitle)
	for n := range cards {
		for _, x := range member(n) {
			add(x[0] + x[1])
		}
	}
	return b.String()
}

// letters.png has each of Letters in a square of letterSide, letterRow to a row.
//
//go:embed pictures/letters.png
var lettersPNG []byte

const (
	letterSide = 32
	letterRow  = 20
)

var letters = sync.OnceValue(func() image.Image {
	m, err := png.Decode(bytes.NewReader(lettersPNG))
	if err != nil {
		panic(err) // our own picture
	}
	return m
})

// write sets a line of letters on a picture; letters that are half as wide take half the room.
func write(m *image.Gray, x, y int, s string) {
	for _, r := range s {
		step := letterSide - 4
		if r < 0x80 {
			step = letterSide / 2
		}
		if i := strings.IndexRune(letterOrder(), r); i >= 0 {
			n := len([]rune(letterOrder()[:i]))
			at := image.Pt(n%letterRow*letterSide, n/letterRow*letterSide)
			draw.DrawMask(m, image.Rect(x, y, x+letterSide, y+letterSide), image.NewUniform(color.Gray{40}), image.Point{}, ink{letters()}, at, draw.Over)
		}
		x += step
	}
}

var letterOrder = sync.OnceValue(Letters)

// ink is a picture of black on white as a mask.
type ink struct{ image.Image }

// ColorModel of a mask is its alpha.
func (ink) ColorModel() color.Model { return color.AlphaModel }

// At is as dense as the picture is dark.
func (k ink) At(x, y int) color.Color {
	return color.Alpha{255 - color.GrayModel.Convert(k.Image.At(x, y)).(color.Gray).Y}
}

// card is a picture of the n-th card, as somebody laid it on a scanner.
func card(n int) []byte {
	m := image.NewGray(image.Rect(0, 0, 640, 400))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.Gray{238}), image.Point{}, draw.Src)
	paper := image.Rect(20+n%5*2, 18+n%3*3, 620, 382)
	draw.Draw(m, paper, image.NewUniform(color.Gray{252}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(paper.Min.X, paper.Min.Y, paper.Max.X, paper.Min.Y+6), image.NewUniform(color.Gray{120}), image.Point{}, draw.Src)
	write(m, paper.Min.X+20, paper.Min.Y+20, cardTitle)
	for i, x := range member(n) {
		y := paper.Min.Y + 78 + i*56
		write(m, paper.Min.X+20, y, x[0])
		write(m, paper.Min.X+170, y, x[1])
		draw.Draw(m, image.Rect(paper.Min.X+166, y+38, paper.Max.X-20, y+39), image.NewUniform(color.Gray{190}), image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}

// Cards is a zip with the pictures of the first membership cards.
func Cards() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n := range cards {
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("card_%04d.png", n+1), Method: zip.Store})
		if err == nil {
			_, err = w.Write(card(n))
		}
		if err != nil {
			panic(err) // into memory
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const (
	councilRate    = 8000 // samples a second, one byte each
	councilSeconds = 75
)

// Council stands in for the recording of a meeting: a tone that rises and falls like speech.
func Council() []byte {
	n := councilRate * councilSeconds
	b := bytes.NewBuffer(make([]byte, 0, n+44))
	b.WriteString("RIFF")
	for _, x := range []any{uint32(n + 36), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(councilRate), uint32(councilRate), uint16(1), uint16(8), []byte("data"), uint32(n)} {
		binary.Write(b, binary.LittleEndian, x) //nolint:errcheck // a buffer does not fail
	}
	phase := 0.0
	for i := range n {
		t := float64(i) / councilRate
		phase += (140 + 40*math.Sin(t*2.1)) / councilRate
		loud := 40 * math.Max(0, math.Sin(t*5)) * math.Max(0.1, math.Sin(t*0.7))
		b.WriteByte(byte(128 + loud*math.Sin(2*math.Pi*phase)))
	}
	return b.Bytes()
}
