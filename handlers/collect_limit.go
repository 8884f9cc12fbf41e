package handlers

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pacer holds back callers that nobody has registered, by a name that they may
// well choose, such as their address. It remembers a bounded number of them: when
// the young half is full the old half is forgotten.
type pacer struct {
	every      rate.Limit
	atOnce     int
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

// pacedNames is how many names a pacer knows at least.
const pacedNames = 10_000

func (p *pacer) of(name string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if limiter := p.young[name]; limiter != nil {
		return limiter
	}
	limiter := p.old[name]
	if limiter == nil {
		limiter = rate.NewLimiter(p.every, p.atOnce)
	}
	if p.young == nil || len(p.young) >= pacedNames {
		p.young, p.old = map[string]*rate.Limiter{}, p.young
	}
	p.young[name] = limiter
	return limiter
}

// wait is how long the caller has to wait; 0 lets it through.
func (p *pacer) wait(name string, now time.Time) time.Duration {
	turn := p.of(name).ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// spent tells whether the caller has had all its turns, and takes none.
func (p *pacer) spent(name string, now time.Time) bool { return p.of(name).TokensAt(now) < 1 }

// neighbourhood is the part of an address that one customer of a provider holds.
func neighbourhood(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil || address.Unmap().Is4() {
		return ip
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
