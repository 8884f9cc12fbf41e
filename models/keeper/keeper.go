// Package keeper looks after the audit record in the background: it links new
// entries into the chain, walks the chain now and then, and writes anchors. What
// these are, and why they prove anything, stands in models.
package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"xinshi/models"
)

// The rhythm of a keeper, unless its Config says otherwise.
const (
	linkEvery   = 2 * time.Second
	checkEvery  = time.Hour
	anchorEvery = time.Hour
)

// Config sets a Keeper up.
type Config struct {
	Store       *models.Store
	AnchorFile  string // where anchors are added to; "": none are written
	Log         *slog.Logger
	LinkEvery   time.Duration // 0: the default
	CheckEvery  time.Duration
	AnchorEvery time.Duration
}

// Keeper works until it is stopped. Every process may run one: they share the
// work through the database.
type Keeper struct {
	Config
	mu     sync.Mutex
	cancel context.CancelFunc
	done   chan struct{}
}

// New prepares a Keeper; Start sets it going.
func New(c Config) *Keeper {
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{{&c.LinkEvery, linkEvery}, {&c.CheckEvery, checkEvery}, {&c.AnchorEvery, anchorEvery}} {
		if *d.value == 0 {
			*d.value = d.fallback
		}
	}
	return &Keeper{Config: c}
}

// Start begins to work and returns. A second call does nothing.
func (k *Keeper) Start() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.done != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	k.cancel, k.done = cancel, make(chan struct{})
	go k.run(ctx)
}

// Stop ends the work, links what the process wrote last, and returns. It may be
// called twice.
func (k *Keeper) Stop(ctx context.Context) error {
	k.mu.Lock()
	cancel, done := k.cancel, k.done
	k.mu.Unlock()
	if done == nil {
		return nil
	}
	cancel()
	select {
	case <-done:
	case <-ctx.Done():
		return ctx.Err()
	}
	_, err := k.Store.LinkAudit(ctx)
	return err
}

func (k *Keeper) run(ctx context.Context) {
	defer close(k.done)
	var workers sync.WaitGroup
	for what, job := range map[string]struct {
		every time.Duration
		do    func(context.Context) error
	}{
		"link audit entries":  {k.LinkEvery, func(ctx context.Context) error { _, err := k.Store.LinkAudit(ctx); return err }},
		"check audit record":  {k.CheckEvery, k.check},
		"anchor audit record": {k.AnchorEvery, k.anchor},
	} {
		workers.Go(func() {
			for ctx.Err() == nil {
				if err := job.do(ctx); err != nil && ctx.Err() == nil {
					k.Log.Error("cannot "+what, "error", err)
				}
				wait(ctx, job.every)
			}
		})
	}
	workers.Wait()
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// check walks the chain, unless another process did so in this hour.
func (k *Keeper) check(ctx context.Context) error {
	last, err := k.Store.AuditState(ctx)
	if err != nil {
		return err
	}
	if last.CheckedAt != 0 && k.Store.Now().Sub(last.CheckedAt) < k.CheckEvery/2 {
		return nil
	}
	anchors, err := ReadFile(k.AnchorFile)
	if err != nil {
		return err
	}
	state, err := k.Store.CheckAudit(ctx, anchors)
	if err != nil {
		return err
	}
	for _, b := range state.Breaks {
		k.Log.Error("the audit record is damaged", "what", b.What, "entry_id", b.EntryID, "seq", b.Seq)
	}
	return nil
}

// anchor adds the signed end of the chain to the file, when it has moved on.
func (k *Keeper) anchor(ctx context.Context) error {
	if k.AnchorFile == "" {
		return nil
	}
	known, err := ReadFile(k.AnchorFile)
	if err != nil {
		return err
	}
	a, err := k.Store.AnchorAudit(ctx)
	if errors.Is(err, models.ErrNotFound) {
		return nil // nothing was ever recorded
	}
	if err != nil {
		return err
	}
	if len(known) > 0 && known[len(known)-1].Seq >= a.Seq {
		return nil // a smaller one would be a damage, which is for the check to tell
	}
	return AppendFile(k.AnchorFile, a)
}

// ReadFile reads the anchors of a file; none where there is no file yet.
func ReadFile(name string) ([]models.Anchor, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name) // #nosec G304 -- as the environment says
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	anchors, err := models.ReadAnchors(file)
	return anchors, errors.Join(err, file.Close())
}

// AppendFile adds an anchor as one line, on disk when it returns.
func AppendFile(name string, a models.Anchor) error {
	line, err := a.MarshalJSON()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // #nosec G304 -- as the environment says
	if err != nil {
		return fmt.Errorf("open anchor file: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}
