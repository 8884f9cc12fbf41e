package delivery

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"xinshi/models"
)

// metrics are what one process tells of its sending. Labels are App, outcome and
// errcode: never an openid or a URL, whose number has no bound.
type metrics struct {
	outcomes *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	inFlight *prometheus.GaugeVec
	claimed  *prometheus.CounterVec
	rescued  *prometheus.CounterVec
	expired  prometheus.Counter
}

func newMetrics(registry prometheus.Registerer) metrics {
	m := metrics{
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "xinshi_outcomes_total", Help: "Platform calls by what became of their message.",
		}, []string{"appid", "state", "reason", "errcode"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "xinshi_platform_call_seconds", Help: "How long platform calls took.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"appid"}),
		inFlight: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "xinshi_in_flight", Help: "Platform calls under way in this process.",
		}, []string{"appid"}),
		claimed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "xinshi_claimed_total", Help: "Messages claimed by this process.",
		}, []string{"appid"}),
		rescued: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "xinshi_rescued_total", Help: "Messages taken over from processes that went away.",
		}, []string{"appid"}),
		expired: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "xinshi_codes_expired_total", Help: "Send codes whose life ended unused, as this process swept them.",
		}),
	}
	registry.MustRegister(m.outcomes, m.latency, m.inFlight, m.claimed, m.rescued, m.expired)
	return m
}

// call notes a platform call from its start to the function it returns.
func (m metrics) call(appid string) (done func()) {
	began := time.Now()
	m.inFlight.WithLabelValues(appid).Inc()
	return func() {
		m.inFlight.WithLabelValues(appid).Dec()
		m.latency.WithLabelValues(appid).Observe(time.Since(began).Seconds())
	}
}

func (m metrics) settled(outcomes []models.Outcome) {
	for _, o := range outcomes {
		if o.Unsent {
			continue
		}
		m.outcomes.WithLabelValues(o.Claimed.App.Appid, string(o.To), string(o.Reason), strconv.Itoa(o.Errcode)).Inc()
	}
}
