package reportweb

import (
	"hiroba/internal/base/who"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/report"
)

// tableView is a table in finished words.
type tableView struct {
	Caption, First string
	Heads          []string
	Lines          []lineView
}

type lineView struct {
	Name, Href string
	Cells      []string
}

// chart is a drawing in both sizes, with the table that says the same.
type chart struct {
	ID, Title, Note string
	Wide, Narrow    drawing
	Table           tableView
}

// words makes a table of parts readable; can says which records its lines may lead to.
func words(l i18n.Lang, t report.Table, can func(who.Permission) bool) tableView {
	v := tableView{Caption: l.T("report.table." + t.Of), First: l.T("report.first." + t.Of)}
	for _, c := range t.Columns {
		v.Heads = append(v.Heads, l.T("report.col."+c.Key))
	}
	for _, x := range t.Lines {
		line := lineView{Name: label(l, x)}
		if w, ok := ways[x.Kind]; ok && x.ID != "" && can(w.may) {
			line.Href = l.Path(w.to + x.ID)
		}
		for i, n := range x.N {
			line.Cells = append(line.Cells, cell(l, t.Columns[i].Unit, n))
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}

// closed opens no line.
func closed(who.Permission) bool { return false }
