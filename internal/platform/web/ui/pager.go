package ui

import "fmt"

// Pager says which part of a list a page shows.
type Pager struct {
	Page, Size, Total int
	Base              string // address up to and with "p="
}

func (p Pager) from() int         { return (p.Page-1)*p.Size + 1 }
func (p Pager) to() int           { return min(p.Page*p.Size, p.Total) }
func (p Pager) href(n int) string { return fmt.Sprint(p.Base, n) }
func noteIcon(kind string) string {
	switch kind {
	case "ok":
		return "okc"
	case "warn", "bad":
		return "alert"
	}
	return "info"
}
