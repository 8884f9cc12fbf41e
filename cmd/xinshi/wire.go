package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/user"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"xinshi/models"
	"xinshi/models/delivery"
	"xinshi/models/herald"
	"xinshi/models/robot"
	"xinshi/models/wechat"
	"xinshi/views/alert"
)

// openStore opens the database of a command that needs it ready.
func openStore(ctx context.Context, c Config, log *slog.Logger) (*models.Store, error) {
	store, err := connect(ctx, c, log)
	if err != nil {
		return nil, err
	}
	err = store.CheckSchema(ctx)
	if err == nil {
		err = store.CheckKey(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

func connect(ctx context.Context, c Config, log *slog.Logger) (*models.Store, error) {
	return models.Open(ctx, c.database, models.Options{SecretKey: c.key, FormerKeys: c.former, Log: log})
}

// withStore runs one short command over the configured database.
func withStore(ctx context.Context, use func(store *models.Store, actor models.Actor) error) error {
	return withConfig(ctx, func(_ Config, store *models.Store, actor models.Actor) error { return use(store, actor) })
}

// withConfig is withStore for a command that needs the configuration too.
func withConfig(ctx context.Context, use func(c Config, store *models.Store, actor models.Actor) error) error {
	c, err := loadConfig(ctx)
	if err != nil {
		return err
	}
	store, err := openStore(ctx, c, c.logger())
	if err != nil {
		return err
	}
	return errors.Join(use(c, store, terminalActor()), store.Close())
}

// terminalActor is who the audit names for what is done on the command line.
func terminalActor() models.Actor {
	actor := models.Actor{Kind: models.ActorCLI, Name: "xinshi"}
	if u, err := user.Current(); err == nil {
		actor.Name = u.Username
	}
	return actor
}

// leasePerTimeout: a claim outlives its call, token renewal and one repeat
// included, so that nobody rescues a message that is still being sent.
const leasePerTimeout = 4

// newEngine connects the send engine with the platform.
func newEngine(c Config, store *models.Store, metrics prometheus.Registerer, log *slog.Logger) *delivery.Engine {
	client := wechat.New(c.WechatURL, platformHTTP(c), time.Now)
	node := nodeName()
	return delivery.New(delivery.Config{
		Store: store, Node: node,
		Sender:      delivery.Platform{Client: client, Tokens: wechat.NewTokens(client, store, node, time.Now)},
		Concurrency: c.SendConcurrency, Timeout: c.SendTimeout, Lease: leasePerTimeout * c.SendTimeout, Poll: 500 * time.Millisecond, Log: log, Metrics: metrics,
	})
}

// newHerald tells of alerts. An App may send by both calls, each with a quota of
// its own; the fuller one counts.
func newHerald(c Config, store *models.Store, log *slog.Logger) *herald.Herald {
	client := wechat.New(c.WechatURL, platformHTTP(c), time.Now)
	tokens := wechat.NewTokens(client, store, nodeName(), time.Now)
	return herald.New(herald.Config{
		Store: store, Robots: robot.New(c.RobotHosts, time.Now), Say: alert.Says(c.PublicURL), Log: log,
		Quota: func(ctx context.Context, app models.App) (wechat.Quota, error) {
			account, err := store.Account(app)
			if err != nil {
				return wechat.Quota{}, err
			}
			var fullest wechat.Quota
			err = tokens.Do(ctx, account, func(ctx context.Context, token string) error {
				one, subscribe := client.Quota(ctx, token, wechat.CallSendSubscribe)
				other, template := client.Quota(ctx, token, wechat.CallSendTemplate)
				if fullest = one; other.Used*one.Limit > one.Used*other.Limit || one.Limit == 0 {
					fullest = other
				}
				if fullest.Limit == 0 {
					return errors.Join(subscribe, template)
				}
				return nil
			})
			return fullest, err
		},
	})
}

// newRegistry collects what a process measures, its own memory and CPU included.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// nodeName is unique among all processes over one database, and tells people
// which machine it is.
func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%.30s/%d/%s", host, os.Getpid(), rand.Text()[:8])
}

// platformHTTP keeps one connection a sender: with the default of two idle ones
// nearly every send would open a new connection.
func platformHTTP(c Config) *http.Client {
	return &http.Client{
		Timeout: c.SendTimeout,
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: min(5*time.Second, c.SendTimeout), KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: 5 * time.Second,
			MaxIdleConns:        c.SendConcurrency + 4,
			MaxIdleConnsPerHost: c.SendConcurrency + 4,
			IdleConnTimeout:     90 * time.Second,
		},
	}
}
