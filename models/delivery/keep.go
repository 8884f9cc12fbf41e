package delivery

import (
	"context"
	"time"

	"xinshi/models"
)

// The rhythm of housekeeping.
const (
	sweepEvery  = time.Minute
	retainEvery = 24 * time.Hour
	rescueBatch = 1000
	beatEvery   = 5 * time.Second
	holdsEvery  = 200 * time.Millisecond // a pause takes effect within this, and the calls under way
)

// sweepAll rescues lost messages, and now and then expires codes and sessions
// and lets go of what is not to be kept.
func (e *Engine) sweepAll(ctx context.Context) {
	var swept time.Time
	retained := time.Now() // a process that has just begun has other things to do
	for ctx.Err() == nil {
		if err := e.rescueAll(ctx); err != nil && ctx.Err() == nil {
			e.Log.Error("cannot rescue messages", "error", err)
		}
		if time.Since(swept) >= sweepEvery {
			swept = time.Now()
			if err := e.sweep(ctx); err != nil && ctx.Err() == nil {
				e.Log.Error("cannot sweep", "error", err)
			}
		}
		if time.Since(retained) >= retainEvery {
			retained = time.Now()
			e.retain(ctx)
		}
		pause(ctx, e.Timeout, nil)
	}
}

func (e *Engine) retain(ctx context.Context) {
	done, err := e.Store.Retain(ctx)
	if err != nil && ctx.Err() == nil {
		e.Log.Error("cannot let go of old contents and codes", "error", err)
	}
	if done != (models.Retained{}) {
		e.Log.Info("let go of what is not to be kept", "messages_emptied", done.Emptied, "codes_deleted", done.Deleted)
	}
}

func (e *Engine) rescueAll(ctx context.Context) error {
	apps, err := e.Store.Apps(ctx)
	if err != nil {
		return err
	}
	for _, app := range apps {
		for {
			n, err := e.Store.Rescue(ctx, app, rescueBatch)
			if err != nil {
				return err
			}
			if n > 0 {
				e.metrics.rescued.WithLabelValues(app.Appid).Add(float64(n))
				e.Log.Warn("rescued messages of a process that went away", "appid", app.Appid, "messages", n)
				e.Wake()
			}
			if n < rescueBatch {
				break
			}
		}
	}
	return nil
}

func (e *Engine) sweep(ctx context.Context) error {
	expired, err := e.Store.SweepCodes(ctx)
	if expired > 0 {
		e.metrics.expired.Add(float64(expired))
		e.Log.Info("send codes expired unused", "codes", expired)
	}
	if err != nil {
		return err
	}
	if err := e.Store.FillTails(ctx); err != nil { // what an interrupted migration left
		return err
	}
	if err := e.Store.SweepImports(ctx); err != nil {
		return err
	}
	if err := e.Store.TrimAPICalls(ctx, models.KeptAPICalls); err != nil {
		return err
	}
	if err := e.Store.SweepClientTokens(ctx); err != nil {
		return err
	}
	if err := e.Store.SweepLists(ctx); err != nil {
		return err
	}
	return e.Store.SweepSessions(ctx)
}

// keepBatches freezes audiences, starts what is due and finishes what is done.
func (e *Engine) keepBatches(ctx context.Context) {
	var beat time.Time
	for ctx.Err() == nil {
		if time.Since(beat) >= beatEvery {
			beat = time.Now()
			e.beat(ctx)
		}
		if err := e.keepEach(ctx); err != nil && ctx.Err() == nil {
			e.Log.Error("cannot keep batches", "error", err)
		}
		pause(ctx, e.Poll, nil)
	}
}

func (e *Engine) keepEach(ctx context.Context) error {
	batches, err := e.Store.UnfinishedBatches(ctx)
	if err != nil {
		return err
	}
	for _, b := range batches {
		for more := true; more && ctx.Err() == nil; {
			if more, err = e.Store.KeepBatch(ctx, b.ID); err != nil {
				return err
			}
			if more {
				e.Wake()
			}
		}
	}
	return nil
}

// beat says that this process sends, and learns how many others do.
func (e *Engine) beat(ctx context.Context) {
	nodes, err := e.Store.Beat(ctx, e.Node, 3*beatEvery)
	if err != nil {
		if ctx.Err() == nil {
			e.Log.Error("cannot note that this process is alive", "error", err)
		}
		return
	}
	e.pacer.share(nodes)
}

// watchHolds learns of pauses while claimed messages wait for a sender.
func (e *Engine) watchHolds(ctx context.Context) {
	for ctx.Err() == nil {
		at := time.Now()
		holds, err := e.Store.Holds(ctx)
		switch {
		case err == nil:
			e.holds.Store(&holdsAt{holds, at})
		case ctx.Err() == nil:
			e.Log.Error("cannot look for pauses", "error", err)
		}
		pause(ctx, holdsEvery, nil)
	}
}
