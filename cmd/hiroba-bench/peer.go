package main

import (
	"database/sql"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"hiroba/internal/outreach"
	"hiroba/internal/town"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// peerServe is the least a program can be that shows a signed-in list of fifty rows and
// keeps what is sent: net/http, html/template and SQLite, nothing more. Its processor time is
// the floor beside which the program's own is read, on the same machine in the same minute.
type peerServe struct {
	Data string `required:"" help:"Folder of its database."`
}

const peerSchema = `create table if not exists session (token text not null primary key, name text not null);
	create table if not exists party (id integer primary key, name text not null, kana text not null, mail text not null, state text not null, at text not null);
	create index if not exists party_state on party (state, kana, id);
	insert or ignore into session values ('bench', $1);
	with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)
	insert or ignore into party select i, $2 || i, $3 || i, 'p' || i || '@example.com', 'live', '2026-11-27T00:00:00Z' from n`

// peerPage has a list such as the one of a seminar's sign-ups, without a frame round it.
var peerPage = template.Must(template.New("").Parse(`<!doctype html><html lang="ja"><meta charset="utf-8"><title>{{.Name}}</title><h1>{{.Name}}</h1><table>
{{range .Rows}}<tr><td><a href="/parties/{{.ID}}">{{.Name}}</a></td><td>{{.Kana}}</td><td>{{.Mail}}</td><td>{{.State}}</td><td>{{.At}}</td></tr>
{{end}}</table></html>`))

type peerRow struct {
	ID                          int
	Name, Kana, Mail, State, At string
}

type peer struct{ read, write *sql.DB }

// Run serves until it is ended.
func (p *peerServe) Run() error {
	file := "file:" + filepath.Join(p.Data, "peer.db") + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	write, err := sql.Open("sqlite", file+"&_txlock=immediate")
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(1)
	of := town.Party(0, outreach.AtPlace)
	if _, err := write.Exec(peerSchema, town.People[0].Name, of.Name+" ", of.Kana+" "); err != nil {
		return err
	}
	read, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	x := peer{read, write}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", x.list)
	mux.HandleFunc("POST /parties", x.add)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening on http://" + ln.Addr().String())
	return http.Serve(ln, mux) //nolint:gosec // it answers the bench on this machine only
}

func (p peer) list(w http.ResponseWriter, r *http.Request) {
	var page struct {
		Name string
		Rows []peerRow
	}
	page.Name = "?"
	if c, err := r.Cookie(sessionCookie); err == nil {
		p.read.QueryRowContext(r.Context(), `select name from session where token = $1`, c.Value).Scan(&page.Name) //nolint:errcheck // nobody is signed in
	}
	rows, err := p.read.QueryContext(r.Context(), `select id, name, kana, mail, state, at from party where state = 'live' order by kana, id limit 50`)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var x peerRow
		if err := rows.Scan(&x.ID, &x.Name, &x.Kana, &x.Mail, &x.State, &x.At); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		page.Rows = append(page.Rows, x)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	peerPage.Execute(w, page) //nolint:errcheck // the other side is gone
}

func (p peer) add(w http.ResponseWriter, r *http.Request) {
	_, err := p.write.ExecContext(r.Context(), `insert into party (name, kana, mail, state, at) values ($1, $2, $3, 'new', '2026-11-27T00:00:00Z')`, r.FormValue("name"), r.FormValue("kana"), r.FormValue("mail"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// peers measures the bare peer beside.
func (b *bench) peers(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	s := &server{bin: self, dir: dir}
	if _, err := s.launch("peer", "--data", dir); err != nil {
		return err
	}
	defer s.end()
	page := "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + sessionCookie + "=bench\r\n\r\n"
	body := "name=%E5%A4%A7%E5%A0%B4&kana=%E3%81%8A%E3%81%8A%E3%81%B0&mail=a%40example.com"
	post := fmt.Sprintf("POST /parties HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	for _, l := range []load{
		{"bare peer: list of 50 of 10,000", 200, func(int, int) string { return page }},
		{"bare peer: one row kept", 303, func(int, int) string { return post }},
	} {
		if err := b.run(s, l); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return nil
}
