package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
)

// TestARotationReachesEverySealedColumn turns the key of the demo town: afterwards no
// value that the old key sealed is left, and what was written is read as before.
func TestARotationReachesEverySealedColumn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		h, err := a.Hubs.Resolve(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		token, err := a.Care.Tell(t.Context(), who.Visitor(h.ID, care.MayTell), care.CaseForm{Kind: "complaint", Words: "聞いてください", Name: "石川", Contact: "090"}, id.Make())
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(a.Data, "secret.key")
		k, err := keys.Load(path)
		if err == nil {
			err = k.Turn(path)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := reseal.All(t.Context(), a.DB, k, Sealed(), func(reseal.Column, int) {}); err != nil {
			t.Fatal(err)
		}
		filled := 0
		for _, c := range Sealed() {
			n, err := db.Read(t.Context(), a.DB, func(v *db.View) (n [2]int, err error) {
				err = v.QueryRow(fmt.Sprintf(`select count(*), count(*) filter (where %s not like $1) from %s where %s <> ''`, c.Name, c.Table, c.Name), k.Sealer()+".%").Scan(&n[0], &n[1])
				return n, err
			})
			if err != nil || n[1] > 0 {
				t.Errorf("%s.%s: %d of %d values are still sealed with the old key, %v", c.Table, c.Name, n[1], n[0], err)
			}
			if n[0] > 0 {
				filled++
			}
		}
		if filled < 7 {
			t.Errorf("only %d columns have values: the test is blind", filled)
		}
		a.Care.Keys = k
		c, err := a.Care.OwnCase(t.Context(), who.Visitor(h.ID, care.MayTell), token)
		if err != nil || len(c.Thread) != 1 || c.Thread[0].Body != "聞いてください" || c.Name != "石川" {
			t.Errorf("%+v %v", c, err)
		}
	})
}

// TestEverySealedColumnIsKnown reads the schema: a column named sealed that no rotation
// goes through would be lost with the old key.
func TestEverySealedColumnIsKnown(t *testing.T) {
	known := map[string]bool{}
	for _, c := range Sealed() {
		known[c.Table+"."+c.Name] = true
	}
	files, err := filepath.Glob("../schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	table, column := regexp.MustCompile(`(?s)create table (\w+) \((.*?)\n\);`), regexp.MustCompile(`(?m)^\s+(\w+_sealed|confided) text`)
	n := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range table.FindAllStringSubmatch(string(b), -1) {
			for _, c := range column.FindAllStringSubmatch(m[2], -1) {
				if n++; !known[m[1]+"."+c[1]] {
					t.Errorf("%s.%s is sealed, and no rotation goes through it", m[1], c[1])
				}
			}
		}
	}
	if n < 6 {
		t.Errorf("%d sealed columns in the schema: the test is blind", n)
	}
}
