package tax

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestLawPagesNameRealTests(t *testing.T) {
	var code strings.Builder
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		code.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := filepath.Glob("../../../docs/law/*.md")
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	table := regexp.MustCompile("`([\\w/]+/tables/\\w+\\.tsv|\\w+\\.tsv)`")
	n := 0
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(b), -1) {
			if n++; !strings.Contains(code.String(), "func "+m[1]+"(") {
				t.Errorf("%s names %s, which is no test", p, m[1])
			}
		}
		dir := ""
		for _, m := range table.FindAllStringSubmatch(string(b), -1) {
			if i := strings.LastIndexByte(m[1], '/'); i >= 0 {
				dir = "../../../" + m[1][:i+1]
			}
			if _, err := os.Stat(dir + filepath.Base(m[1])); err != nil && !strings.Contains(m[1], "testdata") {
				t.Errorf("%s names %s: %v", p, m[1], err)
			}
		}
	}
	if len(pages) < 7 || n < 30 {
		t.Errorf("looked at %d pages and %d names only: the test is blind", len(pages), n)
	}
}
