package delivery

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"xinshi/models"
)

// paceStep is how often a lane that is held back is looked at again.
const paceStep = 20 * time.Millisecond

// pacer keeps to the messages a second of an App and of a batch. The limits are
// for all processes together, so each keeps to its share of them.
type pacer struct {
	mu       sync.Mutex
	nodes    int
	full     bool // a lane had more to send than its pace allowed
	limiters map[paceKey]*rate.Limiter
}

type paceKey struct{ app, batch int64 }

// share tells how many processes send.
func (p *pacer) share(nodes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes = max(1, nodes)
}

// allow is how many of n messages of a lane may go now.
func (p *pacer) allow(lane models.Lane, n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	allowed := n
	for _, l := range p.of(lane) {
		allowed = min(allowed, int(l.Tokens()))
	}
	p.full = p.full || allowed < n
	return max(0, allowed)
}

// held tells whether a lane was held back since the last time it was asked: then
// there is more to send as soon as time has passed.
func (p *pacer) held() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	full := p.full
	p.full = false
	return full
}

// spend notes that n messages of a lane go.
func (p *pacer) spend(lane models.Lane, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.of(lane) {
		l.AllowN(time.Now(), n)
	}
}

// of finds the limiters of a lane, at the pace that now holds.
func (p *pacer) of(lane models.Lane) []*rate.Limiter {
	var out []*rate.Limiter
	if lane.App.Pace > 0 {
		out = append(out, p.limiter(paceKey{app: lane.App.ID}, lane.App.Pace))
	}
	if lane.Batch.Pace > 0 {
		out = append(out, p.limiter(paceKey{lane.App.ID, lane.Batch.ID}, lane.Batch.Pace))
	}
	return out
}

// limiter lets a fifth of a second's messages go at once: smooth enough to be a
// pace, large enough to be claimed together.
func (p *pacer) limiter(key paceKey, perSecond int) *rate.Limiter {
	limit := rate.Limit(float64(perSecond) / float64(max(1, p.nodes)))
	burst := max(1, int(limit/5))
	l := p.limiters[key]
	if l == nil {
		if p.limiters == nil {
			p.limiters = map[paceKey]*rate.Limiter{}
		}
		l = rate.NewLimiter(limit, burst)
		p.limiters[key] = l
	}
	if l.Limit() != limit {
		l.SetLimit(limit)
		l.SetBurst(burst)
	}
	return l
}
