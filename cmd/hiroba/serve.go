package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"hiroba/internal/app"
	"hiroba/internal/platform/web"
)

type serveCmd struct {
	Addr    string   `help:"Address to listen on." default:"127.0.0.1:8080" env:"HIROBA_ADDR"`
	URL     string   `name:"url" help:"Public address, for links in mails. Default: the address listened on." env:"HIROBA_URL"`
	Proxies []string `help:"Networks of proxies in front, such as 10.0.0.0/8. A proxy on this machine is believed without it." env:"HIROBA_PROXIES" placeholder:"NETWORK"`
	Metrics string   `help:"Separate address for Prometheus; none if empty." env:"HIROBA_METRICS"`
	Demo    bool     `help:"Open the fictional town Yukihara as its story left it, and show its mail at /demo/mail." env:"HIROBA_DEMO"`
	Small   bool     `help:"Fill a small town at this start, on this machine's day, instead; only with --demo." env:"HIROBA_SMALL"`
	Now     string   `help:"Begin at this moment instead of now; only with --small." env:"HIROBA_NOW" placeholder:"2026-12-12T22:10:00+09:00"`
	Quiet   bool     `help:"Log only warnings and errors." env:"HIROBA_QUIET"`
	mailFlags
}

// mailFlags say how mail leaves.
type mailFlags struct {
	SMTPHost     string `name:"smtp-host" help:"Mail server. Without one, mail is kept and shown to staff, not sent." env:"HIROBA_SMTP_HOST"`
	SMTPPort     int    `name:"smtp-port" default:"587" env:"HIROBA_SMTP_PORT" help:"Its port."`
	SMTPUser     string `name:"smtp-user" env:"HIROBA_SMTP_USER" help:"Its user."`
	SMTPPassword string `name:"smtp-password" env:"HIROBA_SMTP_PASSWORD" help:"Its password."`
	SMTPTLS      string `name:"smtp-tls" enum:"none,starttls,tls" default:"starttls" env:"HIROBA_SMTP_TLS" help:"none, starttls or tls."`
	MailFrom     string `name:"mail-from" default:"hiroba@localhost.localdomain" env:"HIROBA_MAIL_FROM" help:"Address mail comes from."`
}

func (m mailFlags) config() app.MailConfig {
	return app.MailConfig{Host: m.SMTPHost, Port: m.SMTPPort, User: m.SMTPUser, Password: m.SMTPPassword, TLS: m.SMTPTLS, From: m.MailFrom}
}

// Run serves until it is told to stop; requests in hand and the job in hand are finished.
func (s *serveCmd) Run(c *cli) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	level := slog.LevelInfo
	if s.Quiet {
		level = slog.LevelWarn
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	unlock, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer unlock()
	now, err := s.clock(ctx, c)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	url := s.URL
	if url == "" {
		url = "http://" + ln.Addr().String()
	}
	proxies, err := s.proxies()
	if err != nil {
		return err
	}
	a, err := app.New(ctx, app.Config{Data: c.Data, DB: c.DB, URL: url, Demo: s.Demo, Now: now, Mail: s.config(), Proxies: proxies}, log)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := s.greet(ctx, a, url); err != nil {
		return err
	}
	return s.run(ctx, a, ln, log)
}

func (s *serveCmd) proxies() (out web.Proxies, err error) {
	for _, p := range s.Proxies {
		n, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("--proxies: %w", err)
		}
		out = append(out, n)
	}
	return out, nil
}

// greet prints what the person at the terminal needs.
func (s *serveCmd) greet(ctx context.Context, a *app.App, url string) error {
	if s.Demo {
		if err := a.CheckDemo(ctx); err != nil {
			return err
		}
		people, err := a.Fill(ctx)
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		fmt.Println("demo town Yukihara; sign in at", url+"/sign-in", "with")
		for _, p := range people {
			fmt.Printf("  %-18s %-28s %s\n", p.Role, p.Mail, p.Password)
		}
		fmt.Println("mail of the town:", url+"/demo/mail")
	}
	link, err := a.SetupLink(ctx)
	if err != nil {
		return err
	}
	if link != "" {
		fmt.Println("no hub yet: open it once at", link)
	}
	fmt.Println("listening on", url)
	return nil
}

// redraw draws the papers that the packed town left out, while people look round.
func redraw(ctx context.Context, a *app.App, log *slog.Logger) {
	if err := a.Redraw(ctx); err != nil && ctx.Err() == nil {
		log.Error("papers of the demo town", "err", err)
	}
}

func (s *serveCmd) run(ctx context.Context, a *app.App, ln net.Listener, log *slog.Logger) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	srv := &http.Server{Handler: a.Router, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	var wg sync.WaitGroup
	wg.Go(func() { a.Runner.Run(ctx) })
	if s.Demo {
		wg.Go(func() { redraw(ctx, a, log) })
	}
	if s.Metrics != "" {
		m := &http.Server{Addr: s.Metrics, Handler: metrics(a), ReadHeaderTimeout: 5 * time.Second}
		go func() {
			if err := m.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
				log.Error("metrics", "err", err)
			}
		}()
		defer m.Close()
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	wg.Wait()
	return err
}

// garbage is how much of it may lie about, in percent of what is in use: a page leaves a
// fifth of a megabyte, and with the usual 100 a fifth of its time went into clearing up.
const garbage = 200

// metrics are requests by route and status, and the books' writes and commits.
func metrics(a *app.App) http.Handler {
	reg := prometheus.NewRegistry()
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "hiroba_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5}}, []string{"route", "status"})
	reg.MustRegister(took,
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "hiroba_db_writes_total", Help: "Committed writes."}, func() float64 { return float64(a.DB.Writes.Load()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "hiroba_db_commits_total", Help: "Durable transactions."}, func() float64 { return float64(a.DB.Commits.Load()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "hiroba_db_retries_total", Help: "Serialization failures tried again."}, func() float64 { return float64(a.DB.Retries.Load()) }))
	a.Router.Seen = func(route string, status int, d time.Duration) {
		took.WithLabelValues(route, fmt.Sprint(status)).Observe(d.Seconds())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	return mux
}
