package simulator

import (
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"xinshi/models/wechat"
)

// Faults is what goes wrong. The first five and the latency concern the calls whose path begins with Calls: "/" is all
// of them, and empty is the two sends. The death of tokens is an event, not a state: see KillTokens.
type Faults struct {
	Busy      Fault `json:"busy"`       // answers -1, nothing done
	HTTP500   Fault `json:"http500"`    // answers HTTP 500, nothing done
	Hang      Fault `json:"hang"`       // holds the request until the client leaves, nothing done
	CutBefore Fault `json:"cut_before"` // ends the connection, nothing done
	CutAfter  Fault `json:"cut_after"`  // does what was asked, then ends the connection without an answer

	Calls      string `json:"calls,omitempty"`
	LatencyMS  int    `json:"latency_ms,omitempty"`  // every such call takes this long
	JitterMS   int    `json:"jitter_ms,omitempty"`   // and up to this much longer
	DailyQuota int    `json:"daily_quota,omitempty"` // replaces every app's own quota
	Retired    bool   `json:"retired,omitempty"`     // template messages answer 45103
}

// Fault happens by chance (0 to 1) to each request, and to the next ones for certain.
type Fault struct {
	Chance float64 `json:"chance,omitempty"`
	Next   int     `json:"next,omitempty"`
}

// fault is what happens to one request.
type fault int

const (
	none fault = iota
	busy
	http500
	hang
	cutBefore
	cutAfter
)

// faultBox draws faults in a sequence that its seed determines.
type faultBox struct {
	mu     sync.Mutex
	set    Faults
	source *rand.Rand
}

// SetFaults replaces all faults; the zero value ends them.
func (s *Simulator) SetFaults(f Faults) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.set = f
}

// Faults reports the faults in force, with what is left of their Next counts.
func (s *Simulator) Faults() Faults {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.set
}

// SetRetired switches template messages off, as the platform did in 2020, or on again.
func (s *Simulator) SetRetired(retired bool) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.set.Retired = retired
}

func (b *faultBox) draw(call wechat.Call) (fault, time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.set.concern(call) {
		return none, 0
	}
	wait := time.Duration(b.set.LatencyMS) * time.Millisecond
	if b.set.JitterMS > 0 {
		wait += time.Duration(b.source.Int64N(int64(b.set.JitterMS)*int64(time.Millisecond) + 1))
	}
	for i, f := range []*Fault{&b.set.Busy, &b.set.HTTP500, &b.set.Hang, &b.set.CutBefore, &b.set.CutAfter} {
		if f.Next > 0 {
			f.Next--
			return fault(i + 1), wait
		}
		if f.Chance > 0 && b.source.Float64() < f.Chance {
			return fault(i + 1), wait
		}
	}
	return none, wait
}

func (f Faults) concern(call wechat.Call) bool {
	if f.Calls == "" {
		return call == wechat.CallSendTemplate || call == wechat.CallSendSubscribe
	}
	return strings.HasPrefix(string(call), f.Calls)
}
