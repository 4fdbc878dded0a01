package archtest

import (
	"context"
	"database/sql"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

var (
	statement = regexp.MustCompile(`(?is)^\s*(select|insert into|update|delete from|with)\s`)
	callee    = regexp.MustCompile(`^(Query|QueryRow|Exec|Exec1|All|One|Value)$`)
)

// TestEverySQLIsUnderstoodByBothEngines prepares each SQL text the program can put
// together from constants. What it adds a part to at run time is covered by the tests
// of the store, which run on both engines.
func TestEverySQLIsUnderstoodByBothEngines(t *testing.T) {
	texts := sqlTexts(t)
	if len(texts) < 150 {
		t.Fatalf("found %d statements: the test is blind", len(texts))
	}
	for name, d := range map[string]*db.DB{"sqlite": dbtest.SQLite(t), "pgx": dbtest.Postgres(t)} {
		source := d.Source
		if name == "sqlite" {
			source = "file:" + source
		}
		c, err := sql.Open(name, source)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for q, at := range texts {
			st, err := c.PrepareContext(context.Background(), q)
			if err != nil {
				t.Errorf("%s on %s: %v\n%s", at, name, err, q)
				continue
			}
			st.Close()
		}
	}
}

// sqlTexts are the statements in calls that run SQL, with where they stand.
func sqlTexts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	dirs := map[string]bool{}
	err := filepath.WalkDir("..", func(p string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") && !strings.HasSuffix(p, "_templ.go") {
			dirs[filepath.Dir(p)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range dirs {
		fset := token.NewFileSet()
		names, _ := filepath.Glob(dir + "/*.go") //nolint:errcheck // the pattern is good
		var files []*ast.File
		for _, n := range names {
			if strings.HasSuffix(n, "_test.go") || strings.HasSuffix(n, "_templ.go") {
				continue
			}
			f, err := parser.ParseFile(fset, n, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		known := constants(files)
		for _, f := range files {
			ast.Inspect(f, func(x ast.Node) bool {
				call, ok := x.(*ast.CallExpr)
				if !ok || !callee.MatchString(name(call.Fun)) {
					return true
				}
				for _, arg := range call.Args {
					if q, ok := fold(arg, known); ok && statement.MatchString(q) {
						out[q] = fset.Position(arg.Pos()).String()
					}
				}
				return true
			})
		}
	}
	return out
}

// name is what is called: All of db.All[T].
func name(x ast.Expr) string {
	switch e := x.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return name(e.X)
	case *ast.IndexListExpr:
		return name(e.X)
	}
	return ""
}

// constants are the text constants of a package.
func constants(files []*ast.File) map[string]string {
	known := map[string]string{}
	for range 3 { // a constant may be made of others
		for _, f := range files {
			for _, d := range f.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.CONST {
					continue
				}
				for _, s := range g.Specs {
					v := s.(*ast.ValueSpec)
					for i := range min(len(v.Names), len(v.Values)) {
						if q, ok := fold(v.Values[i], known); ok {
							known[v.Names[i].Name] = q
						}
					}
				}
			}
		}
	}
	return known
}

// fold is the text of an expression of literals and known constants.
func fold(x ast.Expr, known map[string]string) (string, bool) {
	switch e := x.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.Ident:
		s, ok := known[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, ok1 := fold(e.X, known)
		b, ok2 := fold(e.Y, known)
		return a + b, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}
