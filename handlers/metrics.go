package handlers

import (
	"context"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"xinshi/models"
)

// The numbers that stand in the database, read when they are asked for.
var (
	queuedMetric = prometheus.NewDesc("xinshi_queued", "Messages waiting to be sent, up to 10000.", []string{"appid"}, nil)
	codesMetric  = prometheus.NewDesc("xinshi_codes_available", "Usable send codes, up to 10000.", []string{"appid"}, nil)
	tokenMetric  = prometheus.NewDesc("xinshi_token_age_seconds", "Age of the App's access token.", []string{"appid"}, nil)
	pausedMetric = prometheus.NewDesc("xinshi_app_paused", "1 while the App is paused.", []string{"appid"}, nil)
	alertMetric  = prometheus.NewDesc("xinshi_alerts", "Alerts that stand, by kind; without appid those of the installation.", []string{"appid", "kind"}, nil)
)

// scrapeTimeout bounds the queries of one scrape; the collector's interface
// brings no context.
const scrapeTimeout = 5 * time.Second

// storeMetrics is a prometheus collector over the database.
type storeMetrics struct{ *Server }

// Describe lists them.
func (storeMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{queuedMetric, codesMetric, tokenMetric, pausedMetric, alertMetric} {
		out <- d
	}
}

// Collect reads them; what cannot be read is left out and logged.
func (m storeMetrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	levels, err := m.Store.Levels(ctx)
	if err != nil {
		m.Log.Error("cannot read metrics", "error", err)
		return
	}
	gauge := func(d *prometheus.Desc, v float64, appid string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, appid)
	}
	for _, l := range levels {
		gauge(queuedMetric, float64(l.Queued.N), l.App.Appid)
		gauge(codesMetric, float64(l.Codes), l.App.Appid)
		paused := 0.0
		if l.App.State == models.AppPaused {
			paused = 1
		}
		gauge(pausedMetric, paused, l.App.Appid)
		if l.Token.ObtainedAt.IsSet() {
			gauge(tokenMetric, m.Store.Now().Sub(l.Token.ObtainedAt).Seconds(), l.App.Appid)
		}
	}
	m.collectAlerts(ctx, levels, out)
}

func (m storeMetrics) collectAlerts(ctx context.Context, levels []models.Level, out chan<- prometheus.Metric) {
	appids := map[int64]string{0: ""}
	for _, l := range levels {
		appids[l.App.ID] = l.App.Appid
	}
	alerts, err := m.Store.Alerts(ctx, slices.Collect(maps.Keys(appids))...)
	if err != nil {
		m.Log.Error("cannot read metrics", "error", err)
		return
	}
	type subject struct{ appid, kind string }
	standing := map[subject]float64{}
	for _, a := range alerts {
		standing[subject{appids[a.AppID], string(a.Kind)}]++
	}
	for of, n := range standing {
		out <- prometheus.MustNewConstMetric(alertMetric, prometheus.GaugeValue, n, of.appid, of.kind)
	}
}

// metrics answers Prometheus, on this machine and on private networks only: the
// numbers of a shop are nobody else's business.
func (s *Server) metrics(c echo.Context) error {
	if s.OwnMetrics {
		return models.ErrNotFound
	}
	from, err := netip.ParseAddr(c.RealIP())
	if err != nil || !(from.Unmap().IsLoopback() || from.Unmap().IsPrivate()) {
		return models.ErrNotFound
	}
	s.scrape.ServeHTTP(c.Response(), c.Request())
	return nil
}

func (s *Server) newScrape() http.Handler {
	s.Metrics.MustRegister(storeMetrics{s})
	if s.Calls != nil {
		s.Metrics.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "xinshi_api_calls_dropped_total", Help: "API calls that their log did not take down.",
		}, func() float64 { return float64(s.Calls.Dropped()) }))
	}
	return promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{})
}
