package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/delivery"
	"xinshi/models/herald"
	"xinshi/models/keeper"
	"xinshi/models/wechat"
	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
	"xinshi/views/text"
)

// stopWithin bounds an orderly stop: requests end, and what is on its way to
// the platform is settled.
const stopWithin = 30 * time.Second

func serveCommand(ctx context.Context) *cobra.Command {
	var noEngine, engineOnly, migrate bool
	cmd := &cobra.Command{
		Use: "serve", Short: text.CLIServe.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(cmd.Context())
			if err != nil {
				return err
			}
			return serve(cmd.Context(), c, service{
				web: !engineOnly, engine: !noEngine, migrate: migrate,
				started: func(store *models.Store, address string) error {
					return inviteFirstAdmin(cmd.Context(), cmd.OutOrStdout(), c, store, address, !engineOnly)
				},
			})
		},
	}
	cmd.Flags().BoolVar(&noEngine, "no-engine", false, text.CLINoEngine.In(ctx))
	cmd.Flags().BoolVar(&engineOnly, "engine-only", false, text.CLIEngineOnly.In(ctx))
	cmd.Flags().BoolVar(&migrate, "migrate", false, text.CLIMigrateFirst.In(ctx))
	cmd.MarkFlagsMutuallyExclusive("no-engine", "engine-only")
	return cmd
}

// service says which parts of the program a process runs.
type service struct {
	web, engine, migrate bool
	simulator            *simulator.Simulator                            // the demo's platform
	started              func(store *models.Store, address string) error // called when the web part listens
}

// serve runs until ctx ends, then stops in order: no new requests, no new
// claims, outcomes recorded, database closed.
func serve(ctx context.Context, c Config, s service) (err error) {
	log := c.logger()
	store, err := prepareStore(ctx, c, s.migrate, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	metrics := newRegistry()
	var engine *delivery.Engine
	if s.engine {
		engine = newEngine(c, store, metrics, log)
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	calls := models.NewCallLog(store.AddAPICalls, log)
	calls.Start()
	alerts := newHerald(c, store, log)
	server, scrape, err := newWebServer(c, store, engine, calls, alerts, s, metrics, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	failed := make(chan error, 2)
	if c.MetricsAddr != "" {
		own, listenErr := net.Listen("tcp", c.MetricsAddr)
		if listenErr != nil {
			return errors.Join(listenErr, listener.Close())
		}
		side := timed(scrape, log)
		go func() { failed <- side.Serve(own) }()
		defer func() { err = errors.Join(err, side.Close()) }()
	}
	go func() { failed <- server.Serve(listener) }()
	if engine != nil {
		engine.Start()
	}
	record := keeper.New(keeper.Config{Store: store, AnchorFile: c.AnchorFile, Log: log})
	record.Start()
	alerts.Start()
	log.Info("listening", "url", "http://"+listener.Addr().String(), "version", version)
	err = s.started(store, listener.Addr().String())
	if err == nil {
		select {
		case err = <-failed:
		case <-ctx.Done():
		}
	}
	stopping, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	return errors.Join(err, server.Shutdown(stopping), calls.Stop(stopping), stopEngine(engine, log), alerts.Stop(stopping), record.Stop(stopping))
}

func prepareStore(ctx context.Context, c Config, migrate bool, log *slog.Logger) (*models.Store, error) {
	if migrate {
		store, err := connect(ctx, c, log)
		if err != nil {
			return nil, err
		}
		_, err = store.Migrate(ctx)
		if err := errors.Join(err, store.Close()); err != nil {
			return nil, fmt.Errorf("migrate: %w", err)
		}
	}
	return openStore(ctx, c, log)
}

func newWebServer(c Config, store *models.Store, engine *delivery.Engine, calls *models.CallLog, alerts *herald.Herald, s service, metrics *prometheus.Registry, log *slog.Logger) (server *http.Server, scrape http.Handler, err error) {
	till, err := pay.New(c.WechatPayURL, platformHTTP(c), time.Now)
	if err != nil {
		return nil, nil, err
	}
	config := handlers.Config{
		Store: store, PublicURL: c.PublicURL, Log: log, Now: time.Now, Calls: calls,
		Platform: wechat.New(c.WechatURL, platformHTTP(c), time.Now), Pay: till,
		Simulator: s.simulator, Metrics: metrics, Version: version, MachineOnly: !s.web,
		Herald: alerts, OwnMetrics: c.MetricsAddr != "",
		Anchors: func() ([]models.Anchor, error) { return keeper.ReadFile(c.AnchorFile) },
	}
	if engine != nil {
		config.Wake, config.EngineAlive = engine.Wake, engine.Alive
	}
	pages := handlers.New(config)
	server = timed(pages.Handler(), log)
	server.RegisterOnShutdown(pages.EndStreams)
	return server, pages.Scrape(), nil
}

// timed is a server whose clients may take only so long: a slow one holds a
// connection, not the server.
func timed(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

func stopEngine(engine *delivery.Engine, log *slog.Logger) error {
	if engine == nil {
		return nil
	}
	log.Info("stopping: waiting for messages on their way")
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	return engine.Stop(ctx)
}
