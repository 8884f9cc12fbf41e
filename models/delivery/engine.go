package delivery

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"xinshi/models"
	"xinshi/models/wechat"
)

// Config sets an Engine up.
type Config struct {
	Store       *models.Store
	Sender      Sender
	Node        string        // names this process among all over the database
	Concurrency int           // simultaneous platform calls
	Timeout     time.Duration // of one platform call
	Lease       time.Duration // of a claim; longer than waiting for a sender and two calls take together
	Poll        time.Duration // how often to look for due messages without being woken
	Log         *slog.Logger
	Metrics     prometheus.Registerer
}

// failurePause is how long the engine waits before it looks again after a failure
// of the database.
const failurePause = 2 * time.Second

// Engine claims, sends and settles until it is stopped.
type Engine struct {
	Config
	wake     chan struct{}
	chunks   chan []job
	deal     deal
	results  chan models.Outcome
	pacer    pacer
	circuit  circuits
	metrics  metrics
	stopping atomic.Bool
	holds    atomic.Pointer[holdsAt]
	underWay atomic.Int64 // messages claimed and without a result
	chunk    int          // how many messages a pass claims

	mu       sync.Mutex
	cancel   context.CancelFunc
	done     chan struct{}
	lastPass time.Time
	lastErr  error
}

// job is a claimed message on its way to a sender.
type job struct {
	account   wechat.Account
	claimedAt time.Time
	*models.Claimed
}

// holdsAt is what must wait, as of a time. A claim looks for itself, so only
// holds that were read after it concern its messages.
type holdsAt struct {
	models.Holds
	at time.Time
}

func (h *holdsAt) stop(j job) bool { return h.at.After(j.claimedAt) && h.Stop(j.Message) }

// New prepares an engine; Start sets it going.
func New(c Config) *Engine {
	e := &Engine{
		Config: c, wake: make(chan struct{}, 1),
		chunks: make(chan []job, 1), results: make(chan models.Outcome, 2*largestSettle), chunk: c.Concurrency,
		metrics: newMetrics(c.Metrics),
	}
	e.holds.Store(&holdsAt{})
	return e
}

// Start begins to work and returns. A second call does nothing.
func (e *Engine) Start() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.done != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	e.cancel, e.done, e.lastPass = cancel, make(chan struct{}), time.Now()
	go e.run(ctx)
}

// Stop claims nothing more, waits until what is on its way is settled, and
// returns. It may be called twice. ctx bounds the waiting: what is not settled
// then is rescued after its lease.
func (e *Engine) Stop(ctx context.Context) error {
	e.mu.Lock()
	cancel, done := e.cancel, e.done
	e.mu.Unlock()
	if done == nil {
		return nil
	}
	cancel()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Wake says that a message was queued, so that it goes without waiting for the
// next poll.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Alive tells whether the engine is at work: nil, or why not.
func (e *Engine) Alive() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.done == nil:
		return errors.New("engine has not been started")
	case time.Since(e.lastPass) > time.Minute+e.Timeout:
		return errors.New("engine has made no pass for a minute")
	}
	return e.lastErr
}

// run is the pipeline: claims become chunks, the senders deal chunks out among
// themselves, what they learn is settled. While one chunk is dealt out the next is
// ready and the one after it claimed, so that the senders do not wait for the
// database. Each stage ends when the one before it has.
func (e *Engine) run(ctx context.Context) {
	defer close(e.done)
	var sending, settling, keeping sync.WaitGroup
	for range e.Concurrency {
		sending.Go(e.sendAll)
	}
	settling.Go(e.settleAll)
	keeping.Go(func() { e.sweepAll(ctx) })
	keeping.Go(func() { e.keepBatches(ctx) })
	keeping.Go(func() { e.keepImports(ctx) })
	keeping.Go(func() { e.keepChecks(ctx) })
	keeping.Go(func() { e.watchHolds(ctx) })
	e.claimAll(ctx)
	e.stopping.Store(true)
	close(e.chunks)
	sending.Wait()
	close(e.results)
	settling.Wait()
	keeping.Wait()
}

func (e *Engine) claimAll(ctx context.Context) {
	for ctx.Err() == nil {
		claimed, err := e.pass(ctx)
		e.note(ctx, err)
		switch {
		case err != nil:
			pause(ctx, failurePause, nil)
		case claimed == 0 && e.pacer.held():
			pause(ctx, paceStep, nil)
		case claimed == 0:
			pause(ctx, e.Poll, e.wake)
		}
	}
}

// pause waits for a time, for a signal on early, or for ctx, whatever is first.
func pause(ctx context.Context, d time.Duration, early <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-early:
	case <-ctx.Done():
	}
}

func (e *Engine) note(ctx context.Context, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lastPass = time.Now()
	if ctx.Err() != nil {
		return
	}
	if err != nil && e.lastErr == nil {
		e.Log.Error("engine cannot claim messages", "error", err)
	}
	e.lastErr = err
}

// The size of a claim follows the speed of the platform: a claim costs the same
// few statements however many messages it takes, but what is claimed and not yet
// sent when a process dies has to be proven. So it grows while the senders are
// ready for more as soon as it is there, shrinks when they are not for long, and is
// never less than one message a sender. Where nothing can be proven each such
// message would be unknown for good: one for every other sender is claimed there.
const (
	quickHand    = 60 * time.Millisecond
	largestClaim = 1024
)

// resize learns from how long handing a claim over took.
func (e *Engine) resize(full bool, waited time.Duration) {
	switch {
	case waited > 2*quickHand:
		e.chunk = max(e.Concurrency, e.chunk/2)
	case full && waited < quickHand:
		e.chunk = min(max(e.Concurrency, largestClaim), 2*e.chunk)
	}
}

// mostOf is the largest claim from a lane.
func (e *Engine) mostOf(lane models.Lane, share int) int {
	if lane.Proven {
		return share
	}
	return min(share, max(1, e.Concurrency/2))
}

// lanesFor is how long a full claim goes on from the lanes that were found; what
// changed since is seen by the claim itself.
const lanesFor = 100 * time.Millisecond

// pass gives every lane with something due an equal share of a claim, again and
// again while they are all full.
func (e *Engine) pass(ctx context.Context) (int, error) {
	found := time.Now()
	lanes, err := e.Store.Lanes(ctx)
	if err != nil || len(lanes) == 0 {
		return 0, err
	}
	total, share := 0, max(1, e.chunk/len(lanes))
	for full := true; full && ctx.Err() == nil && time.Since(found) < lanesFor; {
		for _, lane := range lanes {
			most := e.mostOf(lane, share)
			n, err := e.claim(ctx, lane, most)
			total, full = total+n, full && n == most
			if err != nil {
				return total, err
			}
		}
	}
	return total, nil
}

// deal is the chunk that is dealt out.
type deal struct {
	mu   sync.Mutex
	left []job
}

// next is the message that a sender takes. Who finds the chunk empty waits for
// the next one, and the others for it; false means that there will be none.
func (d *deal) next(chunks <-chan []job) (job, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.left) == 0 {
		d.left = <-chunks
	}
	if len(d.left) == 0 {
		return job{}, false
	}
	j := d.left[0]
	d.left = d.left[1:]
	return j, true
}

// claim takes n messages and hands them over. That waits while two chunks are
// ahead, the one that is dealt out and the next: enough for the senders to go on
// while a claim takes longer than usual, and little enough to be begun within its
// lease while the platform answers well within its time; a sender puts back the rest.
func (e *Engine) claim(ctx context.Context, lane models.Lane, n int) (int, error) {
	if e.circuit.probing(lane.App.ID) {
		n = 1
	}
	n = e.pacer.allow(lane, n)
	if n == 0 {
		return 0, nil
	}
	began := time.Now()
	claimed, err := e.Store.Claim(ctx, lane, n, e.Lease)
	e.pacer.spend(lane, len(claimed))
	if err != nil {
		return 0, err
	}
	e.metrics.claimed.WithLabelValues(lane.App.Appid).Add(float64(len(claimed)))
	if len(claimed) == 0 {
		return 0, nil
	}
	account, err := e.Store.Account(*claimed[0].App) // as it was when they were claimed
	if err != nil {
		for _, c := range claimed {
			e.results <- putBack(c, e.Store.Now())
		}
		return 0, err
	}
	chunk := make([]job, len(claimed))
	for i, c := range claimed {
		chunk[i] = job{account, began, c}
	}
	e.underWay.Add(int64(len(chunk)))
	handed := time.Now()
	e.chunks <- chunk
	e.resize(len(claimed) == n, time.Since(handed))
	return len(claimed), nil
}

// sendAll is one sender. A stop does not cancel its call: one that is cut off
// has an unknown outcome.
func (e *Engine) sendAll() {
	for {
		j, more := e.deal.next(e.chunks)
		if !more {
			return
		}
		o := e.send(j)
		e.underWay.Add(-1)
		e.results <- o
	}
}

func (e *Engine) send(j job) models.Outcome {
	now := e.Store.Now()
	if e.stopping.Load() || e.holds.Load().stop(j) || j.Message.LeaseUntil.Sub(now) < 2*e.Timeout {
		// Nothing new is begun after a stop or a pause, nor what waited so long
		// that its lease could end during the call: back into the queue.
		return putBack(j.Claimed, now)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*e.Timeout)
	defer cancel()
	done := e.metrics.call(j.App.Appid)
	receipt, err := e.Sender.Send(ctx, j.account, j.Claimed)
	done()
	now = e.Store.Now()
	o := decide(j.Claimed, receipt, err, now, rand.Float64()) // #nosec G404 -- jitter
	var silence *wechat.TransportError
	if opened := e.circuit.note(j.App.ID, !errors.As(err, &silence), o.Errmsg, now); opened != nil {
		o.Pause = opened
	}
	return o
}
