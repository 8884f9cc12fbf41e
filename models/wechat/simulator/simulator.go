// Package simulator is a faithful stand-in for the WeChat platform: tokens, sends, the template library, codes and
// credits that can be spent once, faults, a clock to turn, and a ledger of all that was asked and delivered. It serves
// tests, the demo, and scripts (over HTTP under /_sim/).
//
// It imports the client only for the names of calls, the wording of errors and the sealing of pushes, which public vectors
// pin down; it checks requests by itself. It has no
// sign-in: whoever reaches /_sim/ controls it, so it belongs on a loopback address.
package simulator

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Options configures a Simulator; the zero value is a useful one.
type Options struct {
	Now        func() time.Time // nil is the real clock; Advance turns either
	Journal    string           // path of an append-only journal, replayed at start; empty keeps everything in memory
	Seed       uint64           // 0 draws another sequence of ids and faults each time
	PaymentLag time.Duration    // how long a paid code stays unknown to the message backend; 0 is 5 s, negative is none
	OmitMsgID  bool             // answers subscribe sends without a msgid, as some accounts are answered

	PushTimeout time.Duration // how long a callback may take to answer; 0 is the platform's 5 s
}

// Simulator is one platform with its apps. It is an http.Handler and safe for concurrent use.
type Simulator struct {
	mux     *http.ServeMux
	base    func() time.Time
	offset  atomic.Int64
	options Options
	journal *journal
	faults  faultBox
	ledger  ledger
	tokens  tokenBox
	random  randomness
	pushes  pusher
	msgID   atomic.Int64

	mu     sync.RWMutex
	apps   map[string]*account
	orders map[string]*account // by order number

	merchants map[string]*merchant
	trades    map[string]Trade // by order number
}

// New makes a platform, and brings back what its journal holds.
func New(opts Options) (*Simulator, error) {
	s := &Simulator{options: opts, base: opts.Now, apps: make(map[string]*account), orders: make(map[string]*account),
		merchants: make(map[string]*merchant), trades: make(map[string]Trade)}
	if s.base == nil {
		s.base = time.Now
	}
	if s.options.PaymentLag == 0 {
		s.options.PaymentLag = 5 * time.Second
	}
	s.tokens.init()
	s.ledger.init()
	s.pushes.init(opts.PushTimeout)
	s.mux = s.newMux()
	events, err := s.openJournal(opts.Journal)
	if err != nil {
		return nil, fmt.Errorf("open the simulator's journal: %w", err)
	}
	// A restarted process must not hand out the ids of its former life again.
	seed := opts.Seed
	if seed == 0 {
		seed = rand.Uint64() // #nosec G404 -- dice of a stand-in
	}
	s.random.source = rand.New(rand.NewPCG(seed, uint64(events)))   // #nosec G404 G115 -- dice of a stand-in
	s.faults.source = rand.New(rand.NewPCG(seed, uint64(events)+1)) // #nosec G404 G115 -- dice of a stand-in
	return s, nil
}

// Close ends pushes and the journal; the simulator must not be used afterwards.
func (s *Simulator) Close() error {
	s.pushes.stop()
	s.pushes.running.Wait()
	return s.journal.close()
}

// ServeHTTP answers the platform's calls and the controls under /_sim/.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mux.ServeHTTP(w, r)
}

// Now is the platform's time.
func (s *Simulator) Now() time.Time {
	return s.base().Add(time.Duration(s.offset.Load()))
}

// Advance turns the platform's clock forward.
func (s *Simulator) Advance(d time.Duration) {
	s.commit(event{Kind: clockTurned, Shift: d})
}

// account finds an app's state.
func (s *Simulator) account(appid string) (*account, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if a := s.apps[appid]; a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("the simulator has no app %q", appid)
}

// randomness draws ids; it has its own lock, since requests draw while others hold an account.
type randomness struct {
	mu     sync.Mutex
	source *rand.Rand
}

const (
	hexDigits = "0123456789abcdef"
	idDigits  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)

func (r *randomness) text(alphabet string, n int) string {
	out := make([]byte, n)
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range out {
		out[i] = alphabet[r.source.IntN(len(alphabet))]
	}
	return string(out)
}
