package simulator

import (
	"sync"
	"time"
)

const (
	tokenLife    = 2 * time.Hour
	tokenOverlap = 5 * time.Minute // how long a classic token outlives its successor, and when a stable one is renewed
	forcesADay   = 20
	forceSpacing = 30 * time.Second
)

// issued is one access token. It expires in time (42001), or dies before: superseded or killed (40001).
type issued struct {
	Appid     string    `json:"appid"`
	Value     string    `json:"value"`
	Stable    bool      `json:"stable,omitempty"`
	ExpiresAt time.Time `json:"expires_at"`
	DiesAt    time.Time `json:"dies_at,omitzero"`
	ForcedAt  time.Time `json:"forced_at,omitzero"`
}

// latest names the current token of one app and one of the two calls.
type latest struct {
	appid  string
	stable bool
}

// tokenBox holds the tokens of all apps.
type tokenBox struct {
	mu      sync.RWMutex
	byValue map[string]issued
	current map[latest]string
	forces  map[string][]time.Time
}

func (b *tokenBox) init() {
	b.byValue, b.current, b.forces = make(map[string]issued), make(map[latest]string), make(map[string][]time.Time)
}

// put stores a new token or a new end of a known one.
func (b *tokenBox) put(t issued) {
	if _, known := b.byValue[t.Value]; !known {
		b.current[latest{t.Appid, t.Stable}] = t.Value
		if !t.ForcedAt.IsZero() {
			b.forces[t.Appid] = append(b.forces[t.Appid], t.ForcedAt)
		}
	}
	b.byValue[t.Value] = t
}

// mayForce keeps to the platform's limits: asked too soon or too often, the token is simply not renewed.
func (b *tokenBox) mayForce(appid string, now time.Time) bool {
	forces, today := b.forces[appid], 0
	for _, at := range forces {
		if now.Sub(at) < forceSpacing {
			return false
		}
		if day(at) == day(now) {
			today++
		}
	}
	return today < forcesADay
}
