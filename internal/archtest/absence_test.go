package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What 'not today' leaves behind must never reach a rank, an offer or a fee. It stands
// in one table that one file may name; this is what that file may let out.
const absenceHome = "../skills/skillsstore/absence.go"

// absenceDoors are the exported functions of that file with what they may answer: an
// error, or to the worker herself whether and until when her own press can be undone.
var absenceDoors = map[string][]string{
	"NotToday": {"error"},
	"TakeBack": {"error"},
	"MyToday":  {"bool", "when.Instant", "error"},
}

// deciders are the houses and libraries that rank, offer, plan and pay, now or later.
var deciders = []string{"../work/", "../dispatch/", "../money/", "../report/", "../lib/plan/"}

var absenceWord = regexp.MustCompile(`(?i)\babsences?\b`)

func eachSource(t *testing.T, fn func(path string, f *ast.File, fset *token.FileSet)) {
	t.Helper()
	n := 0
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		n++
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, nil, 0)
		if err == nil {
			fn(filepath.ToSlash(p), f, fset)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 100 {
		t.Fatalf("%d files: the test is blind", n)
	}
}

// TestOnlyOneFileNamesAbsences: no other SQL text, in any package, mentions the table.
func TestOnlyOneFileNamesAbsences(t *testing.T) {
	there := 0
	eachSource(t, func(path string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(l.Value)
			if err != nil || !absenceWord.MatchString(s) || !strings.Contains(s, "hub_id") {
				return true
			}
			if path == absenceHome {
				there++
			} else {
				t.Errorf("%s names absences", fset.Position(l.Pos()))
			}
			return true
		})
	})
	if there < 4 {
		t.Errorf("%s has %d statements: the test is blind", absenceHome, there)
	}
}

// TestAbsencesLetNothingOut: what that file exports answers no list, no count and no
// name of anybody, and its inner functions hand nothing on but an error.
func TestAbsencesLetNothingOut(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, absenceHome, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		want, door := absenceDoors[fn.Name.Name]
		if fn.Name.IsExported() && !door {
			t.Errorf("%s is exported: who was away is nobody's to ask", fn.Name.Name)
			continue
		}
		if !door {
			want = []string{"error"}
		}
		seen++
		if got := answers(fn); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s answers %v, may answer %v", fn.Name.Name, got, want)
		}
	}
	if seen < len(absenceDoors) {
		t.Errorf("%d functions: the test is blind", seen)
	}
}

// answers are the types a function answers, as written.
func answers(fn *ast.FuncDecl) (out []string) {
	if fn.Type.Results == nil {
		return nil
	}
	for _, r := range fn.Type.Results.List {
		name := "?"
		switch x := r.Type.(type) {
		case *ast.Ident:
			name = x.Name
		case *ast.SelectorExpr:
			name = x.X.(*ast.Ident).Name + "." + x.Sel.Name
		}
		for range max(len(r.Names), 1) {
			out = append(out, name)
		}
	}
	return out
}

// TestNoDeciderAsksForAbsences: ranks, offers, plans and fees call none of its doors.
func TestNoDeciderAsksForAbsences(t *testing.T) {
	eachSource(t, func(path string, f *ast.File, fset *token.FileSet) {
		decides := false
		for _, d := range deciders {
			decides = decides || strings.HasPrefix(path, d)
		}
		if !decides {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if _, door := absenceDoors[s.Sel.Name]; door {
					t.Errorf("%s: a decider asks %s", fset.Position(s.Pos()), s.Sel.Name)
				}
			}
			return true
		})
	})
}
