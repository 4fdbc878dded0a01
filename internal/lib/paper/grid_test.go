package paper

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// TestAGridGoesOnOverThePages writes a list longer than a page: it has as many pages as it
// needs, and the same input gives the same bytes.
func TestAGridGoesOnOverThePages(t *testing.T) {
	sheet := func(n int) []byte {
		g := Grid{Head: []string{"番号", "お名前", "メモ"}, Weights: []float64{1, 3, 2}, Tall: 30}
		for i := range n {
			g.Lines = append(g.Lines, []string{fmt.Sprint(i), "三好 みさき", ""})
		}
		b, err := Letter(LetterSheet{Hub: "雪原しごとひろば", Title: "一覧", Created: time.Unix(0, 0).UTC(), Blocks: []LetterBlock{{Grid: &g}}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	pages := func(b []byte) int { return bytes.Count(b, []byte("/Type /Page\n")) }
	short, long := sheet(3), sheet(60)
	if pages(short) != 1 || pages(long) != 3 {
		t.Errorf("%d and %d pages", pages(short), pages(long))
	}
	if !bytes.Equal(long, sheet(60)) {
		t.Error("a reprint differs")
	}
}
