package zengin

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"hiroba/internal/base/when"
)

func sampleBytes(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/sample.dat")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// put changes one record of a file with CRLF.
func put(b []byte, line, at int, s string) []byte {
	b = bytes.Clone(b)
	copy(b[(line-1)*122+at:], s)
	return b
}

func TestWhatABankWouldStumbleOver(t *testing.T) { // the list of domain rule 5.3
	b := sampleBytes(t)
	lines := bytes.SplitAfter(b, []byte("\r\n"))
	without := func(i int) []byte { return bytes.Join(append(append([][]byte{}, lines[:i]...), lines[i+1:]...), nil) }
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"good":                  {b, ""},
		"without line ends":     {bytes.ReplaceAll(b, []byte("\r\n"), nil), ""},
		"LF":                    {bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), ""},
		"CR":                    {bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r")), ""},
		"end mark":              {append(bytes.Clone(b), 0x1A), ""},
		"end mark and CRLF":     {append(bytes.Clone(b), "\x1A\r\n"...), ""},
		"no last line end":      {b[:608], ""},
		"BOM":                   {append([]byte("\xEF\xBB\xBF"), b...), ":bom"},
		"something after 1A":    {append(bytes.Clone(b), "\x1Ax"...), ":after_end :length kind:unknown_kind"},
		"short record":          {bytes.Replace(b, []byte(" \r\n"), []byte("\r\n"), 1), ":length"},
		"long record":           {bytes.Replace(b, []byte("\r\n2"), []byte(" \r\n2"), 2), ":length :length"},
		"EBCDIC":                {[]byte{0xF1, 0xF2}, ":length :ebcdic kind:unknown_kind :order :no_transfers"},
		"empty":                 {nil, ":order :no_transfers"},
		"kind 5":                {put(b, 2, 0, "5"), "kind:unknown_kind count:count sum:sum"},
		"payroll":               {put(b, 1, 1, "11"), "business:unknown_kind"},
		"code 1":                {put(b, 1, 3, "1"), "code:ebcdic"},
		"no header":             {without(0), ":order"},
		"no trailer":            {without(3), ":order"},
		"no end":                {without(4), ":order"},
		"two headers":           {append(bytes.Clone(lines[0]), b...), ":order"},
		"after the end":         {append(bytes.Clone(b), lines[1]...), ":order account:twin? :order"},
		"after the trailer":     {bytes.Join([][]byte{lines[0], lines[1], lines[2], lines[3], lines[1], lines[4]}, nil), ":order account:twin? :order"},
		"a second group":        {append(bytes.Clone(b[:4*122]), b...), "account:twin? account:twin?"},
		"letters in the amount": {put(b, 2, 80, "00000448O5"), "amount:not_digits sum:sum"},
		"spaces in the amount":  {put(b, 2, 80, "     44895"), "amount:not_digits sum:sum"},
		"small kana":            {put(b, 2, 50, "\xAC"), "payee:characters"},
		"long mark":             {put(b, 2, 51, "\xB0"), "payee:characters"},
		"wo in a name":          {put(b, 2, 50, "\xA6"), "payee:characters"},
		"comma":                 {put(b, 2, 50, ","), "payee:characters"},
		"full width":            {put(b, 2, 50, "\x83\x41"), ":wide payee:characters"},
		"UTF-8":                 {put(b, 2, 50, "\xEF\xBE\x8B"), ":utf8 payee:characters"},
		"count":                 {put(b, 4, 1, "000003"), "count:count"},
		"sum":                   {put(b, 4, 7, "000000147796"), "sum:sum"},
		"zero":                  {put(b, 2, 80, "0000000000"), "amount:zero sum:sum"},
		"no name":               {put(b, 2, 50, strings.Repeat(" ", 30)), "payee:empty"},
		"a name that fills":     {put(b, 2, 50, strings.Repeat("A", 30)), "payee:maybe_cut?"},
		"unknown bank":          {put(b, 2, 1, "0002"), "bank:no_such_bank"},
		"unknown branch":        {put(b, 2, 20, "999"), "branch:no_such_branch"},
		"a Sunday":              {put(b, 1, 54, "1220"), "day:closed_day"},
		"New Year's Eve":        {put(b, 1, 54, "1231"), "day:closed_day"},
		"yesterday":             {put(b, 1, 54, "1209"), "day:past"},
		"five weeks ahead":      {put(b, 1, 54, "0114"), "day:far_ahead?"},
		"30 February":           {put(b, 1, 54, "0230"), "day:no_such_day"},
		"type 3":                {put(b, 2, 42, "3"), "type:wrong_code"},
		"new code 7":            {put(b, 2, 90, "7"), "new:wrong_code"},
		"identification":        {put(b, 2, 112, "X"), "identification:wrong_code"},
		"transfer kind":         {put(b, 2, 111, "9"), "transfer_kind:wrong_code"},
		"shifted by one":        {put(b, 2, 113, "7"), "filler:characters?"},
		"spaces for clearing":   {put(b, 2, 38, "    "), ""},
		"a twin":                {bytes.Join([][]byte{lines[0], lines[1], lines[1], []byte("8000002000000089790" + strings.Repeat(" ", 101) + "\r\n"), lines[4]}, nil), "account:twin?"},
	} {
		got, err := Check(bytes.NewReader(c.file), releaseRules())
		if err != nil || kinds(got) != c.want {
			t.Errorf("%s: %q %v, want %q", name, kinds(got), err, c.want)
		}
	}
}

func TestAnOldBankListOnlyWarns(t *testing.T) { // domain rule 5.6
	rules := releaseRules()
	rules.Banks = &Banks{AsOf: when.MustDate("2026-08-24"), banks: KnownBanks().banks}
	b := put(sampleBytes(t), 2, 20, "999")
	for today, want := range map[string]string{"2026-10-23": "branch:no_such_branch", "2026-10-24": "branch:no_such_branch?"} {
		rules.Today, rules.Profile.Ahead = when.MustDate(today), 100
		if got, _ := Check(bytes.NewReader(b), rules); kinds(got) != want {
			t.Errorf("%s: %s", today, kinds(got))
		}
	}
	rules.Banks = nil
	if got, _ := Check(bytes.NewReader(b), rules); kinds(got) != "" {
		t.Errorf("without a list: %s", kinds(got))
	}
}

func TestAFailingReaderIsAnError(t *testing.T) {
	want := errors.New("the line is dead")
	r := iotest.TimeoutReader(bytes.NewReader(sampleBytes(t)))
	if _, err := Check(iotest.ErrReader(want), releaseRules()); !errors.Is(err, want) {
		t.Error(err)
	}
	if _, err := Check(iotest.OneByteReader(bytes.NewReader(sampleBytes(t))), releaseRules()); err != nil {
		t.Error(err)
	}
	if _, err := Check(r, releaseRules()); err == nil {
		t.Error("a time-out was taken for the end")
	}
	if _, _, err := ReadStatements(iotest.ErrReader(want), payday); !errors.Is(err, want) {
		t.Error(err)
	}
}

func TestManyProblemsAreNotAllKept(t *testing.T) {
	got, err := Check(bytes.NewReader(bytes.Repeat([]byte("x\n"), 5_000)), releaseRules())
	if err != nil || len(got) != manyProblems {
		t.Errorf("%d %v", len(got), err)
	}
}

func TestJapanPost(t *testing.T) { // TV-15, domain rule 5.5
	for in, want := range map[[2]string]Account{
		{"10180", "12345671"}: {"9900", "018", Ordinary, "1234567"},
		{"１０１８０", "12345671"}: {"9900", "018", Ordinary, "1234567"},
		{"1-0180", "123-1"}:   {"9900", "018", Ordinary, "0000123"},
		{"19080", "11"}:       {"9900", "908", Ordinary, "0000001"},
		{"01230", "12345"}:    {"9900", "129", Current, "0012345"},
		{"01230", "1234567"}:  {"9900", "129", Current, "1234567"},
	} {
		got, err := JapanPost(in[0], in[1])
		if err != nil || got != want {
			t.Errorf("TV-15 %v: %+v %v", in, got, err)
		}
	}
	for _, in := range [][2]string{{"10180", "12345672"}, {"20180", "12345671"}, {"1018", "12345671"}, {"10180", "1"}, {"10180", ""}, {"10180", "123456781"}, {"10180", "1234567a"}, {"01230", "12345678"}, {"", ""}} {
		if got, err := JapanPost(in[0], in[1]); err == nil {
			t.Errorf("%v: %+v", in, got)
		}
	}
	for _, code := range []string{"018", "908"} {
		if _, ok := KnownBanks().Branch(JapanPostBank, code); !ok {
			t.Errorf("TV-15: branch %s is not in the list", code)
		}
	}
}

func TestKnownBanks(t *testing.T) { // domain rule 5.6
	b := KnownBanks()
	banks, branches := b.Len()
	if banks != 1_146 || branches != 28_944 || b.AsOf != when.MustDate("2026-08-24") {
		t.Errorf("%d %d %s", banks, branches, b.AsOf)
	}
	for _, c := range [][4]string{{"0501", "060", "ﾎｸﾖｳ", "ﾋﾞﾊﾞｲ"}, {"0116", "606", "ﾎﾂｶｲﾄﾞｳ", "ﾋﾞﾊﾞｲ"}, {"1004", "020", "ｿﾗﾁｼﾝｷﾝ", "ﾋﾞﾊﾞｲ"}} {
		bank, ok1 := b.Bank(c[0])
		branch, ok2 := b.Branch(c[0], c[1])
		if !ok1 || !ok2 || Half(bank.Kana) != c[2] || Half(branch.Kana) != c[3] {
			t.Errorf("%v: %+v %+v", c, bank.Name, branch)
		}
	}
	for _, bank := range b.banks { // every name of the list can stand in a file
		if h := Half(bank.Kana); (h == "") != strings.ContainsAny(bank.Kana, "．　") || Bytes(h) > 15 { // a few foreign banks: the name is left out
			t.Errorf("%s %q: %q", bank.Code, bank.Kana, h)
		}
		for _, br := range bank.Branches {
			if h := Half(br.Kana); (h == "") != strings.ContainsAny(br.Kana, "．　") || Bytes(h) > 15 {
				t.Errorf("%s-%s %q: %q", bank.Code, br.Code, br.Kana, h)
			}
		}
	}
}

func TestFindBanks(t *testing.T) { // domain rule 5.6: help for input
	b := KnownBanks()
	for typed, want := range map[string]string{"0501": "0501", "ほくよう": "0501", "ﾎｸﾖｳ": "0501", "北洋銀行": "0501", "ゆうちょ": "9900", "ユウチョ": "9900", "９９００": "9900", "そらち": "1004", "空知信金": "1004"} {
		if got := b.FindBanks(typed, 5); len(got) == 0 || got[0].Code != want {
			t.Errorf("%s: %v", typed, got)
		}
	}
	if got := b.FindBranches("0501", "びばい", 5); len(got) == 0 || got[0].Code != "060" {
		t.Errorf("%v", got)
	}
	if got := b.FindBranches("0501", "美唄支店", 5); len(got) == 0 || got[0].Code != "060" {
		t.Errorf("%v", got)
	}
	if got := b.FindBanks("銀行", 5); got != nil {
		t.Errorf("nothing typed: %v", got)
	}
	if got := b.FindBanks("1", 7); len(got) != 7 {
		t.Errorf("%d", len(got))
	}
	if got := b.FindBranches("0000", "ア", 7); got != nil {
		t.Errorf("%v", got)
	}
}

func TestBankListsAreChecked(t *testing.T) {
	for name, text := range map[string]string{
		"no day": "0001\tミ\tミ\n", "no banks": "@as-of 2026-08-24\n", "twice": "@as-of 2026-08-24\n0001\tミ\tミ\n0001\tミ\tミ\n", "code": "@as-of 2026-08-24\n001\tミ\tミ\n",
		"branch first": "@as-of 2026-08-24\n\t001\tミ\tミ\n", "branch code": "@as-of 2026-08-24\n0001\tミ\tミ\n\t01\tミ\tミ\n", "cells": "@as-of 2026-08-24\n0001\tミ\n", "day": "@as-of yesterday\n0001\tミ\tミ\n", "branch twice": "@as-of 2026-08-24\n0001\tミ\tミ\n\t001\tミ\tミ\n\t001\tミ\tミ\n",
	} {
		if _, err := ReadBanks(strings.NewReader(text)); !errors.Is(err, ErrBanks) {
			t.Errorf("%s: %v", name, err)
		}
	}
	js := `module.exports = {"0002":{"code":"0002","name":"B","kana":"ビ","hira":"び","branches":{"002":{"code":"002","name":"b","kana":"ビ"},"001":{"code":"001","name":"a","kana":"エ"}}},"0001":{"code":"0001","name":"A","kana":"エ","branches":{}}};` + "\n"
	got, err := ReadCodes(strings.NewReader(js), when.MustDate("2026-11-01"))
	if err != nil || len(got.banks) != 2 || got.banks[1].Branches[0] != (Branch{"001", "a", "エ"}) {
		t.Fatalf("%+v %v", got, err)
	}
	var out bytes.Buffer
	if _, err := got.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if again, err := ReadBanks(&out); err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("%+v %v", again, err)
	}
	if _, err := ReadCodes(strings.NewReader("<html>"), payday); !errors.Is(err, ErrBanks) {
		t.Error(err)
	}
	if _, err := ReadCodes(strings.NewReader("{}"), payday); !errors.Is(err, ErrBanks) {
		t.Error(err)
	}
}

func BenchmarkFindBanks(b *testing.B) {
	list := KnownBanks()
	for b.Loop() {
		list.FindBanks("ほくよう", 10)
	}
}

var answerForm = AnswerForm{At: 113, Length: 1, Paid: []string{"", "0"}}

func TestTheBanksAnswer(t *testing.T) {
	twin := sampleTransfers()[0]
	sent := append(sampleTransfers(), twin)
	var out bytes.Buffer
	if _, err := Write(&out, Standard(), sampleHeader(), sent); err != nil {
		t.Fatal(err)
	}
	file := put(out.Bytes(), 3, 113, "2") // the second transfer was not possible
	h, answers, problems, err := ReadAnswers(bytes.NewReader(file), answerForm, payday)
	if err != nil || len(Refusing(problems)) != 0 || h != sampleHeader() || len(answers) != 3 {
		t.Fatalf("%+v %+v %v", answers, problems, err)
	}
	m := Match(sent, answers)
	if len(m.Unknown) != 0 || !m.Answers[0].Paid || m.Answers[1].Paid || m.Answers[1].Code != "2" || !m.Answers[2].Paid || m.Answers[0] == m.Answers[2] {
		t.Errorf("%+v", m)
	}
	if m = Match(sent[:1], answers); len(m.Unknown) != 2 {
		t.Errorf("answers to what was never sent: %+v", m)
	}
	if m = Match(sent, answers[1:2]); m.Answers[0] != nil || m.Answers[1] == nil || m.Answers[2] != nil {
		t.Errorf("a list of failures only: %+v", m)
	}
	for _, f := range []AnswerForm{{}, {At: 50, Length: 1, Paid: []string{"0"}}, {At: 119, Length: 2, Paid: []string{"0"}}, {At: 113, Length: 1}} {
		if _, _, _, err := ReadAnswers(bytes.NewReader(file), f, payday); err != ErrAnswerForm {
			t.Errorf("%+v: %v", f, err)
		}
	}
}
