// Package handlers speaks HTTP: routes and their guards, sessions, forms, the
// pages and the API. What is allowed and what happens is decided in models, how
// it looks in views; echo.Context goes no further than here.
package handlers

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"xinshi/models"
	"xinshi/models/herald"
	"xinshi/models/robot"
	"xinshi/models/upstream"
	"xinshi/models/wechat"
	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
	"xinshi/views/alert"
)

// Config is what a Server depends on.
type Config struct {
	Store       *models.Store
	PublicURL   string                          // how the outside reaches us; https makes cookies secure
	Log         *slog.Logger                    // nil: slog.Default()
	Now         func() time.Time                // nil: the real clock
	Wake        func()                          // tells the engine that something was queued; may be nil
	Calls       *models.CallLog                 // takes down what the shop's backend calls; nil: nobody does
	Platform    *wechat.Client                  // exchanges the sign-in codes of mini programs, manages templates
	Pay         *pay.Client                     // places orders
	Simulator   *simulator.Simulator            // nil outside the demo
	Anchors     func() ([]models.Anchor, error) // signed ends of the audit chain that are kept elsewhere; nil: none
	EngineAlive func() error                    // nil when this process runs no engine
	Herald      *herald.Herald                  // tells robots of alerts; nil: one that is not started
	Metrics     *prometheus.Registry            // what the process measures; nil: a registry of its own
	OwnMetrics  bool                            // the metrics have an address of their own, see Scrape
	Version     string
	MachineOnly bool // answers health and metrics, no pages and no API: a process that only sends
}

// Server answers the browser and the shop's backend.
type Server struct {
	Config
	https    bool
	sessions *sessionStore
	limits   keyLimits
	// Who has no key is held back by address, and by person; addresses that
	// forge notifications sooner.
	addresses, reporters, forgers pacer
	streams                       *streams
	scrape                        http.Handler
	upstream                      upstream.Keeper
	echo                          *echo.Echo
	node                          string // under which this server works on imports
}

// New makes a Server and its routes.
func New(config Config) *Server {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Metrics == nil {
		config.Metrics = prometheus.NewRegistry()
	}
	if config.Anchors == nil {
		config.Anchors = func() ([]models.Anchor, error) { return nil, nil }
	}
	if config.Herald == nil {
		config.Herald = herald.New(herald.Config{
			Store: config.Store, Robots: robot.New(nil, config.Now), Say: alert.Says(config.PublicURL), Log: config.Log,
		})
	}
	if config.Wake == nil {
		config.Wake = func() {}
	}
	s := &Server{Config: config, https: strings.HasPrefix(config.PublicURL, "https://"), echo: echo.New(), node: "web/" + rand.Text(), streams: newStreams()}
	s.addresses = pacer{every: reportsPerSecond, atOnce: reportsAtOnce}
	s.reporters = pacer{every: ownReportsPerSecond, atOnce: ownReportsAtOnce}
	s.forgers = pacer{every: forgeriesPerSecond, atOnce: forgeriesAtOnce}
	s.echo.IPExtractor = clientIP(s.https)
	s.echo.HTTPErrorHandler = s.answerError
	s.sessions = s.newSessionStore()
	s.scrape = s.newScrape()
	s.upstream = upstream.Keeper{Store: config.Store, Client: config.Platform, Tokens: wechat.NewTokens(config.Platform, config.Store, s.node, config.Now), Kept: &upstream.Kept{}}
	s.register()
	return s
}

// Handler is the whole of the web side.
func (s *Server) Handler() http.Handler { return s.echo }

// Scrape answers Prometheus on an address of its own, whose keeper decides who
// reaches it.
func (s *Server) Scrape() http.Handler { return s.scrape }

// clientIP tells where a request comes from. X-Forwarded-For can be written by
// anyone, so it counts only where a proxy must be in front of us (the public
// address is https, and we speak plain http) and the connection comes from the
// same machine or a private network.
func clientIP(behindProxy bool) echo.IPExtractor {
	if !behindProxy {
		return echo.ExtractIPDirect()
	}
	return echo.ExtractIPFromXFFHeader(echo.TrustLoopback(true), echo.TrustPrivateNet(true), echo.TrustLinkLocal(false))
}

// cookieName carries the prefix with which browsers refuse a cookie that a
// neighbouring host or a plain http page tries to plant.
func (s *Server) cookieName(name string) string {
	if s.https {
		return "__Host-" + name
	}
	return name
}
