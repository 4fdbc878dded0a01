package mydata

import (
	"testing"

	"hiroba/internal/base/fault"
)

func TestARequestSaysWhatIsWrongWithIt(t *testing.T) {
	for _, c := range []struct {
		form  Form
		field string
	}{
		{Form{Kind: "correct", Words: "名前の読み"}, ""},
		{Form{Kind: "correct", Words: "  "}, "words"},
		{Form{Kind: "erase", Sure: true}, ""},
		{Form{Kind: "erase"}, "sure"},
		{Form{Kind: "sell", Words: "x"}, "kind"},
		{Form{Kind: "correct", Words: "123456789018"}, "words"}, // a My Number with its check digit
	} {
		_, err := c.form.Read()
		got := ""
		if f := fault.Of(err); f != nil {
			got = f.Fields[0].Name
		}
		if got != c.field {
			t.Errorf("%+v: %q is wrong, want %q", c.form, got, c.field)
		}
	}
}

func TestARefusalSaysWhy(t *testing.T) {
	for f, ok := range map[AnswerForm]bool{{"done", ""}: true, {"refused", "契約書は残します"}: true, {"refused", ""}: false, {"open", "x"}: false, {"", ""}: false} {
		if _, err := f.Read(); (err == nil) != ok {
			t.Errorf("%+v: %v", f, err)
		}
	}
}
