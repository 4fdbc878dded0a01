// Package app puts the houses together: configuration in, a handler and its workers out. It holds wiring only.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/bank/bankweb"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/bill/billweb"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/books/booksweb"
	"hiroba/internal/care"
	"hiroba/internal/care/carestore"
	"hiroba/internal/care/careweb"
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/dispatch/dispatchweb"
	"hiroba/internal/help/helpweb"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/hub/hubweb"
	"hiroba/internal/interviews"
	"hiroba/internal/interviews/interviewsstore"
	"hiroba/internal/interviews/interviewsweb"
	"hiroba/internal/mydata"
	"hiroba/internal/mydata/mydatastore"
	"hiroba/internal/mydata/mydataweb"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/orders/ordersweb"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/outreach/outreachweb"
	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/pay/payweb"
	"hiroba/internal/payee"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/payee/payeeweb"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/people/peopleweb"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
	"hiroba/internal/report/reportstore"
	"hiroba/internal/report/reportweb"
	"hiroba/internal/schema"
	"hiroba/internal/site"
	"hiroba/internal/site/sitestore"
	"hiroba/internal/site/siteweb"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/skills/skillsweb"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
	"hiroba/internal/work/workweb"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
	"hiroba/internal/workers/workersweb"
)

// Config is everything an installation can set.
type Config struct {
	Data string // folder of the database file and the secret
	DB   string // "sqlite", a path, or "postgres://…"
	URL  string // the public address
	Demo bool
	Now  when.Clock
	Mail MailConfig
	// Proxies are believed when they say where a request came from; none: a proxy on this machine.
	Proxies web.Proxies
}

// MailConfig is how mail leaves. Without a host it is kept and shown, never sent.
type MailConfig struct {
	Host, User, Password, TLS, From string
	Port                            int
}

// Source is the database's file or address.
func (c Config) Source() string {
	if c.DB == "" || c.DB == "sqlite" {
		return filepath.Join(c.Data, "hiroba.db")
	}
	return c.DB
}

// KeyFile is where the secret key lies.
func (c Config) KeyFile() string { return filepath.Join(c.Data, "secret.key") }

// App is a running installation.
type App struct {
	Config
	DB     *db.DB
	Keys   *keys.Keys
	Log    *slog.Logger
	Router *web.Router
	Runner *jobs.Runner
	Hubs   *hubstore.Store
	People *peoplestore.Store
	Site   *sitestore.Store
	Reach  *outreachstore.Store
	Crew   *workersstore.Store
	Care   *carestore.Store
	Skills *skillsstore.Store
	Talks  *interviewsstore.Store
	Mine   *mydatastore.Store
	Orders *ordersstore.Store
	Work   *workstore.Store
	Plans  *dispatchstore.Store
	Books  *booksstore.Store
	Pay    *paystore.Store
	Payees *payeestore.Store
	Bank   *bankstore.Store
	Bills  *billstore.Store
	Told   *reportstore.Store
	setup  *hubweb.Setup
	clock  *demoClock // a demo town's
	front  db.Kept[siteweb.Coming]
}

// New opens the database, brings its schema up to date and wires the houses.
func New(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	if c.Now == nil {
		c.Now = when.System
	}
	clock := &demoClock{clock: c.Now}
	if c.Demo {
		c.Now = clock.Now
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, c.Source())
	if err != nil {
		return nil, err
	}
	d.Now = c.Now
	if err := db.Migrate(ctx, d, schema.FS); err != nil {
		d.Close()
		return nil, err
	}
	k, err := keys.Load(c.KeyFile())
	if err != nil {
		d.Close()
		return nil, err
	}
	a := &App{Config: c, DB: d, Keys: k, Log: log, clock: clock}
	a.wire()
	return a, nil
}

func (a *App) wire() {
	journal.Declare(hub.Events()...)
	journal.Declare(people.Events()...)
	journal.Declare(site.Events()...)
	journal.Declare(outreach.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(mydata.Events()...)
	journal.Declare(care.Events()...)
	journal.Declare(skills.Events()...)
	journal.Declare(interviews.Events()...)
	journal.Declare(orders.Events()...)
	journal.Declare(work.Events()...)
	journal.Declare(dispatch.Events()...)
	journal.Declare(books.Events()...)
	journal.Declare(pay.Events()...)
	journal.Declare(payee.Events()...)
	journal.Declare(bank.Events()...)
	journal.Declare(bill.Events()...)
	journal.Declare(report.Events()...)
	a.Hubs = &hubstore.Store{DB: a.DB, Base: a.URL}
	a.People = &peoplestore.Store{DB: a.DB, Hubs: a.Hubs, Rights: Rights, Guest: everybody}
	a.Site = &sitestore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs}
	a.Reach = &outreachstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs}
	a.Crew = &workersstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, People: a.People, Open: carestore.BlocksWorsening, Protected: carestore.ProtectedUntil}
	a.Care = &carestore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs}
	a.Skills = &skillsstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs}
	a.Talks = &interviewsstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Crew: a.Crew}
	a.Mine = &mydatastore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Houses: Personal(a.Reach, a.Talks)}
	a.Orders = &ordersstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Cut: workstore.Cut}
	a.Work = &workstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Orders: a.Orders}
	a.Plans = &dispatchstore.Store{DB: a.DB, Work: a.Work}
	a.Books = &booksstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs}
	a.Payees = &payeestore.Store{DB: a.DB, Keys: a.Keys, Crew: a.Crew}
	a.Pay = &paystore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Books: a.Books, Payees: a.Payees}
	a.Bills = &billstore.Store{DB: a.DB, Hubs: a.Hubs, Orders: a.Orders, Books: a.Books, Registered: a.taxed}
	a.Bank = &bankstore.Store{DB: a.DB, Keys: a.Keys, Hubs: a.Hubs, Payees: a.Payees, Books: a.Books, Money: money()}
	a.Told = &reportstore.Store{DB: a.DB}
	a.setup = &hubweb.Setup{Store: a.Hubs, First: peoplestore.FirstAdmin}
	a.Runner = &jobs.Runner{DB: a.DB, Log: a.Log}
	a.Runner.Every(time.Hour, "audit", a.auditJob)
	a.Runner.Sweep()
	var sender mail.Sender = mail.Kept{}
	if a.Mail.Host != "" {
		sender = mail.SMTP{Host: a.Mail.Host, Port: a.Mail.Port, User: a.Mail.User, Password: a.Mail.Password, TLS: a.Mail.TLS}
	}
	(&mail.Worker{DB: a.DB, Sender: sender, Address: a.Mail.From, From: a.from}).Handle(a.Runner)
	a.Reach.Jobs(a.Runner)
	a.Site.Jobs(a.Runner)
	a.Skills.Jobs(a.Runner)
	a.Talks.Jobs(a.Runner)
	a.Crew.Jobs(a.Runner)
	a.Mine.Jobs(a.Runner)
	a.Orders.Jobs(a.Runner)
	a.Work.Jobs(a.Runner)
	a.Plans.Jobs(a.Runner)
	a.Books.Jobs(a.Runner)
	a.Pay.Jobs(a.Runner)
	a.Bills.Jobs(a.Runner)
	a.Bank.Jobs(a.Runner)

	rt := web.NewRouter(a, a.Log, a.Now)
	rt.HTTPS = strings.HasPrefix(a.URL, "https://")
	if rt.Proxies = a.Proxies; rt.Proxies == nil {
		rt.Proxies = web.Local
	}
	rt.Raw("GET /assets/{name}", web.Public("the kit's style sheet and scripts"), ui.ServeAssets())
	for _, method := range []string{"GET", "POST"} {
		rt.Raw(method+" /setup/{token}", web.Public("the secret in the link opens a hub"), http.HandlerFunc(a.Fallback))
	}
	rt.Raw("GET /healthz", web.Public("asked by whoever keeps the program alive"), http.HandlerFunc(a.healthy))
	rt.Raw("GET /readyz", web.Public("asked by the load balancer"), http.HandlerFunc(a.ready))
	planned := dispatchweb.New(a.Plans, a.Now)
	(&hubweb.Rooms{Store: a.Hubs, Shut: planned.Shut, ShutFor: dispatch.MaySee}).Register(rt)
	peopleweb.New(a.People, a.Now).Register(rt)
	(&siteweb.Rooms{Store: a.Site, Hubs: a.Hubs, Keys: a.Keys, Limit: &web.Limiter{Most: 20, Every: 30 * time.Second, Clock: a.Now}, Next: a.coming, Waiting: a.waiting, Said: a.said}).Register(rt)
	reach := outreachweb.New(a.Reach, a.Keys, a.Now)
	reach.Talks = a.talks()
	reach.Register(rt)
	interviewsweb.New(a.Talks, a.Reach, a.Keys, a.Now).Register(rt)
	ordered := ordersweb.New(a.Orders, a.Hubs, a.Keys, a.Now)
	done := &workweb.Rooms{Store: a.Work, OrderTabs: orderTabs.For}
	done.Register(rt)
	billed := &billweb.Rooms{Store: a.Bills, Orders: a.Orders}
	billed.Register(rt)
	planned.Register(rt)
	ordered.Tabs, ordered.More, ordered.Beside, ordered.Ready = orderTabs.For, beside(planned.More, done.Section), billed.Beside, planned.Ready
	ordered.Days = planned
	ordered.Register(rt)
	paid := &payweb.Rooms{Store: a.Pay}
	paid.Register(rt)
	(&booksweb.Rooms{Store: a.Books, Refs: refs}).Register(rt)
	heard := careweb.New(a.Care, a.Keys, a.Now)
	heard.Team, heard.Tabs = a.team, workerTabs.For
	heard.Register(rt)
	(&skillsweb.Rooms{Store: a.Skills, Tabs: workerTabs.For, Cards: a.cards, First: firsts(done.Brief, paid.Brief)}).Register(rt)
	(&workersweb.Rooms{Store: a.Crew, Tabs: workerTabs, Beside: a.onPaper}).Register(rt)
	(&bankweb.Rooms{Store: a.Bank}).Register(rt)
	(&reportweb.Rooms{Store: a.Told}).Register(rt)
	(&payeeweb.Rooms{Store: a.Payees, Tabs: workerTabs.For}).Register(rt)
	(&mydataweb.Rooms{Store: a.Mine, Tabs: workerTabs.For}).Register(rt)
	helpweb.Rooms{}.Register(rt)
	if a.Demo {
		a.demoRoutes(rt)
	}
	a.Router = rt
}

// refs are the pages of what entries of the ledger stand on.
var refs = map[string]string{"statement": "/staff/statements/", "invoice": "/staff/invoices/"}

// from is the face a hub's mail has.
func (a *App) from(ctx context.Context, hubID string) mail.From {
	f, err := db.Read(ctx, a.DB, func(v *db.View) (mail.From, error) {
		h, err := hubstore.Sign(v, hubID)
		return mail.From{Name: h.Name, ReplyTo: h.Mail}, err
	})
	if err != nil {
		a.Log.Warn("mail: hub", "hub", hubID, "err", err)
	}
	return f
}

// Close ends everything that New began.
func (a *App) Close() error { return a.DB.Close() }

// SetupLink is the address with which the first hub is opened, "" if there is one already.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	t, err := a.Hubs.SetupLink(ctx, who.System("", "start", hub.MayOpen))
	if err != nil || t == "" {
		return "", err
	}
	return strings.TrimSuffix(a.URL, "/") + "/setup/" + t, nil
}

// Hub finds the hub of a host name.
func (a *App) Hub(ctx context.Context, host string) (web.Hub, error) {
	h, err := a.Hubs.Resolve(ctx, host)
	return web.Hub{ID: h.ID, Slug: h.Slug, Name: h.Name, Loc: h.Zone()}, err
}

type personKey struct{}

// Actor finds who holds the session of a request.
func (a *App) Actor(ctx context.Context, h web.Hub, r *http.Request) (who.Actor, error) {
	act, p, err := a.People.Actor(ctx, h.ID, peopleweb.Token(r))
	if err == nil && p.ID != "" {
		*r = *r.WithContext(context.WithValue(ctx, personKey{}, p))
	}
	return act, err
}

// Fallback opens a hub by the secret in a link, and is all there is before the first one.
func (a *App) Fallback(w http.ResponseWriter, r *http.Request) {
	if l, _ := web.LangOf(r); l == i18n.EN {
		u := *r.URL
		u.Path = "/en" + u.Path
		r = r.Clone(r.Context())
		r.URL = &u
	}
	a.setup.ServeHTTP(w, r)
}

func (a *App) healthy(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") }

func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if err := errors.Join(a.DB.Ping(ctx), db.Current(ctx, a.DB, schema.FS)); err != nil {
		a.Log.Error("not ready", "err", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}
