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

	Push PushFaults `json:"push,omitzero"`
}

// PushFaults is what goes wrong with events on their way to a callback, and which of its shapes they take.
type PushFaults struct {
	Lose  Fault `json:"lose,omitzero"`   // never pushed
	Twice Fault `json:"twice,omitzero"`  // pushed again although it was answered
	Fail  Fault `json:"fail,omitzero"`   // a message that was accepted is reported as not delivered
	Hold  int   `json:"hold,omitempty"`  // so many pushes are gathered, and then go out in reverse; see ReleasePushes
	Early bool  `json:"early,omitempty"` // what became of a message is pushed before its send is answered
	Quiet bool  `json:"quiet,omitempty"` // a dialog that was suppressed by a kept answer pushes nothing

	Array   bool `json:"array,omitempty"`   // JSON: a single item comes in a list all the same
	Wrapper bool `json:"wrapper,omitempty"` // JSON: the list has the name of the older document
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
		if f.happens(b.source) {
			return fault(i + 1), wait
		}
	}
	return none, wait
}

// happens decides whether a fault comes now.
func (f *Fault) happens(source *rand.Rand) bool {
	if f.Next > 0 {
		f.Next--
		return true
	}
	return f.Chance > 0 && source.Float64() < f.Chance
}

// drawPush decides what happens to one push.
func (b *faultBox) drawPush() (lost, twice bool, hold int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := &b.set.Push
	return p.Lose.happens(b.source), p.Twice.happens(b.source), p.Hold
}

// drawFailure decides whether an accepted message is reported as not delivered.
func (b *faultBox) drawFailure() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.set.Push.Fail.happens(b.source)
}

func (f Faults) concern(call wechat.Call) bool {
	if f.Calls == "" {
		return call == wechat.CallSendTemplate || call == wechat.CallSendSubscribe
	}
	return strings.HasPrefix(string(call), f.Calls)
}
