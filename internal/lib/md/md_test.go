package md

import (
	"strings"
	"testing"
)

func TestNothingDangerousComesThrough(t *testing.T) {
	for _, src := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "![x](javascript:alert(1))",
		"<img src=x onerror=alert(1)>", "[x](data:text/html,<script>alert(1)</script>)", "a <b onclick=alert(1)>b</b>", "[x](vbscript:x)",
	} {
		out, err := HTML(src)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<script", "javascript:", "onerror", "onclick", "vbscript:", "data:text"} {
			if strings.Contains(strings.ToLower(strings.ReplaceAll(out, "&lt;", "")), bad) && strings.Contains(out, "<") && !strings.Contains(out, "&lt;"+bad) {
				t.Errorf("%q gives %q", src, out)
			}
		}
	}
}

func TestHeadingsStandBelowThePage(t *testing.T) {
	out, _ := HTML("# 一\n\n## 二")
	if !strings.Contains(out, "<h2") || !strings.Contains(out, "<h3") || strings.Contains(out, "<h1") {
		t.Error(out)
	}
}

func TestCheck(t *testing.T) {
	got := Check("# 一\n\n![](/pictures/1)\n\n### 三\n\n<b>x</b>\n\n![雪](/pictures/2)")
	want := []Problem{{3, MissingAlt}, {5, HeadingJump}, {7, RawHTML}, {7, RawHTML}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestPlain(t *testing.T) {
	if s := Plain("# 見出し\n\n**太い**字と[リンク](/x)。\n続き", 12); s != "見出し 太い字とリンク。…" {
		t.Errorf("%q", s)
	}
}
