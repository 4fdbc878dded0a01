// Package archtest keeps the house in order: who may lean on whom, which SQL names its hub.
package archtest

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const module = "hiroba/internal/"

// order of the houses, from the ground up: a house leans only on those before it.
var order = []string{"hub", "people", "workers", "mydata", "skills", "care", "learning", "outreach", "interviews", "orders", "work", "dispatch", "books", "payee", "pay", "bill", "bank", "space", "attract", "report", "site", "help", "town", "app", "story"}

func TestDirection(t *testing.T) {
	rank := map[string]int{}
	for i, h := range order {
		rank[h] = i
	}
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		house, room, _ := strings.Cut(from, "/")
		_, isHouse := rank[house]
		for _, imp := range p.Imports {
			to, ours := strings.CutPrefix(imp, module)
			toHouse, toRoom, _ := strings.Cut(to, "/")
			_, toIsHouse := rank[toHouse]
			rules := isHouse && room == "" && house != "app" && house != "town" && house != "story"
			switch {
			case house == "base" && ours && toHouse != "base":
				t.Errorf("%s leans on %s: base leans on nothing of ours", from, to)
			case house == "lib" && ours && toHouse != "base" && toHouse != "lib":
				t.Errorf("%s leans on %s: a library is right in any town", from, to)
			case house == "platform" && ours && toIsHouse:
				t.Errorf("%s leans on %s: platform knows no house", from, to)
			case rules && (!ours && impure[imp] || ours && toHouse == "platform"):
				t.Errorf("%s imports %s: rules are values in, values out", from, imp)
			case isHouse && ours && toIsHouse && house != toHouse && rank[toHouse] >= rank[house]:
				t.Errorf("%s leans on %s: against the order", from, to)
			case isHouse && house != "app" && house != toHouse && ours && toIsHouse && strings.HasSuffix(toRoom, "web"):
				t.Errorf("%s leans on %s: nobody leans on another's web room", from, to)
			case strings.HasSuffix(room, "store") && (imp == "net/http" && house != "site" || to == "platform/web"):
				t.Errorf("%s imports %s: the store knows no browser", from, imp)
			case strings.HasSuffix(room, "web") && (imp == "database/sql" || ours && to == "platform/db" && house != "hub"):
				t.Errorf("%s imports %s: the web room knows no SQL", from, imp)
			}
		}
	}
}

// impure is what rules may not touch.
var impure = map[string]bool{"database/sql": true, "net/http": true, "os": true, "context": true}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (out []pkg) {
	t.Helper()
	b, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	for dec.More() {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if len(out) < 10 {
		t.Fatal("found too few packages: the test is blind")
	}
	return out
}

// tenantTables are those whose rows belong to a hub, read from the schema itself.
func tenantTables(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)create table (\w+) \((.*?)\n\);`)
	var out []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range table.FindAllStringSubmatch(string(b), -1) {
			if strings.Contains(m[2], "hub_id text not null") {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// acrossHubs are the few places that work for all hubs at once, each with its reason.
var acrossHubs = map[string]string{
	"../platform/jobs/jobs.go":       "the runner takes due jobs of all hubs",
	"../platform/journal/verify.go":  "the doctor walks every hub's chain",
	"../people/peoplestore/store.go": "",
	"../story/shipped/pack.go":       "a town is packed whole",
	"../story/shipped/shipped.go":    "the newest moment is that of all books",
}

func TestEverySQLNamesItsHub(t *testing.T) {
	touches := regexp.MustCompile(`(?i)\b(from|join|update|into)\s+(` + strings.Join(tenantTables(t), "|") + `)\b`)
	n := 0
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || strings.HasSuffix(p, "_templ.go") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, nil, 0)
		if err != nil {
			return err
		}
		joined := map[ast.Node]bool{} // parts of a concatenation are judged as a whole
		ast.Inspect(f, func(x ast.Node) bool {
			s, ok := "", false
			switch e := x.(type) {
			case *ast.BinaryExpr:
				if !joined[x] {
					s, ok = text(e, joined), true
				}
			case *ast.BasicLit:
				if !joined[x] {
					s, ok = text(e, joined), true
				}
			}
			if ok && touches.MatchString(s) {
				n++
				if !strings.Contains(s, "hub_id") && acrossHubs[filepath.ToSlash(p)] == "" {
					t.Errorf("%s: no hub_id in %q", fset.Position(x.Pos()), s)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 20 {
		t.Errorf("looked at %d statements only: the test is blind", n)
	}
}

// text is what a literal, or a sum of literals, says.
func text(x ast.Expr, joined map[ast.Node]bool) string {
	joined[x] = true
	switch e := x.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.BinaryExpr:
		return text(e.X, joined) + text(e.Y, joined)
	}
	return ""
}
