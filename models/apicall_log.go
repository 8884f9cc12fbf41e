package models

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// The memory and the rhythm of a CallLog.
const (
	callLogRoom  = 4000
	callLogPiece = 500
	callLogFlush = 700 * time.Millisecond
)

// CallLog takes notes of API calls without making the caller wait: they go into
// a bounded queue, and one goroutine writes them a piece at a time. What finds
// the queue full is counted and forgotten, since the log is there to be looked
// at and the API to answer.
type CallLog struct {
	save    func(context.Context, []APICall) error
	log     *slog.Logger
	queue   chan APICall
	dropped atomic.Int64

	mu   sync.Mutex
	stop chan struct{}
	done chan struct{}
}

// NewCallLog makes a log that writes through save; Start sets it going.
func NewCallLog(save func(context.Context, []APICall) error, log *slog.Logger) *CallLog {
	return &CallLog{save: save, log: log, queue: make(chan APICall, callLogRoom)}
}

// Note takes a call down, or drops it; it never waits.
func (l *CallLog) Note(call APICall) {
	select {
	case l.queue <- call:
	default:
		l.dropped.Add(1)
	}
}

// Dropped is how many calls were not written since the start.
func (l *CallLog) Dropped() int64 { return l.dropped.Load() }

// Start begins to write; a second call does nothing.
func (l *CallLog) Start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stop != nil {
		return
	}
	l.stop, l.done = make(chan struct{}), make(chan struct{})
	go l.run(l.stop, l.done)
}

// Stop writes what is waiting and ends; it may be called twice, and without Start.
func (l *CallLog) Stop(ctx context.Context) error {
	l.mu.Lock()
	stop, done := l.stop, l.done
	l.stop = nil
	l.mu.Unlock()
	if stop == nil {
		return nil
	}
	close(stop)
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *CallLog) run(stop <-chan struct{}, done chan<- struct{}) {
	defer close(done)
	tick := time.NewTicker(callLogFlush)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			l.Flush(context.Background())
		case <-stop:
			l.Flush(context.Background())
			return
		}
	}
}

// Flush writes what is waiting now. A piece that cannot be written is dropped:
// kept, it would fill the queue while the database is away.
func (l *CallLog) Flush(ctx context.Context) {
	for range callLogRoom / callLogPiece {
		piece := l.take()
		if len(piece) == 0 {
			return
		}
		if err := l.save(ctx, piece); err != nil {
			l.dropped.Add(int64(len(piece)))
			l.log.Warn("cannot write the log of api calls", "calls", len(piece), "error", err)
		}
	}
}

func (l *CallLog) take() (piece []APICall) {
	for len(piece) < callLogPiece {
		select {
		case call := <-l.queue:
			piece = append(piece, call)
		default:
			return piece
		}
	}
	return piece
}
